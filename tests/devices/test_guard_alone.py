"""The guard by itself: each limit, each age, and what has to be read on once it was read."""

from decimal import Decimal

import channels
import pytest

from cellyard.devices.bench.guard import Guard
from cellyard.domain.bench.programme import Moment

D = Decimal


def moment(voltage: str = "40", current: str = "-10", *, on: bool = True, **more: object) -> Moment:
    return Moment(t=D(0), voltage=D(voltage), current=D(current), on=on, **more)  # pyright: ignore[reportArgumentType]


def guard() -> Guard:
    return Guard(channels.plan(cells=True).guard, now=100.0)


@pytest.mark.parametrize(
    ("seen", "drawn", "watched"),
    [
        (moment("30.2"), "0", "voltage_low"),
        (moment("51.5"), "0", "voltage_high"),
        (moment("51.5", "0", on=False), "0", "voltage_high"),
        (moment(cells=(D("3.9"), None, D("2.5"))), "0", "cell_low"),
        (moment(current="-11.1"), "0", "current_high"),
        (moment(current="11.1"), "0", "current_high"),
        (moment(), "62.6", "capacity_high"),
    ],
)
def test_a_sample_beyond_a_limit_is_told(seen: Moment, drawn: str, watched: str) -> None:
    trip = guard().judge(seen, D(drawn))
    assert trip is not None
    assert trip.watched == watched
    assert trip.value is not None
    assert trip.limit is not None
    assert trip.unit


@pytest.mark.parametrize(
    "seen",
    [
        moment("30.24"),  # 90 % of 12 x 2.8 V, exactly
        moment("51.408"),
        moment(cells=(D("2.52"), None)),
        moment(current="-11"),
        moment("20", "0", on=False),  # empty, and nothing draws
        moment("40", "0", on=False, cells=(D("1.0"),)),
    ],
)
def test_a_sample_at_its_limit_or_at_rest_is_none(seen: Moment) -> None:
    assert guard().judge(seen, D("62.5")) is None


def test_time_silence_and_age_are_told_between_samples() -> None:
    watching = guard()
    watching.temperatures((D(25),), D(0), 100.0, "warm")
    assert watching.overdue(D(0), 101.9) is None
    silent = watching.overdue(D(0), 102.2)
    assert silent is not None
    assert (silent.watched, silent.value, silent.limit) == ("load_silent", D("2.2"), D(2))
    watching.heard(105.3)
    aged = watching.overdue(D(0), 105.3)
    assert aged is not None
    assert aged.watched == "temperature_missing"
    watching.temperatures((D(25),), D(5), 105.3, "warm")
    assert watching.overdue(D(0), 105.3) is None
    long = watching.overdue(watching.limits.seconds + 1, 105.3)
    assert long is not None
    assert long.watched == "too_long"


def test_a_battery_without_any_temperature_is_told_of() -> None:
    watching = guard()
    watching.heard(105.2)
    trip = watching.overdue(D(0), 105.2)
    assert trip is not None
    assert trip.watched == "temperature_missing"


def silence(watching: Guard, now: float) -> str | None:
    """What the guard says of a run whose load and thermometer speak."""
    watching.heard(now)
    watching.temperatures((D(25),), D(0), now, "warm")
    trip = watching.overdue(D(0), now)
    return trip.watched if trip else None


def test_a_board_that_was_read_has_to_be_read_on() -> None:
    watching = guard()
    watching.cells((D("3.9"), D("3.8")), 96.0)  # at arming
    assert silence(watching, 101.0) is None
    assert silence(watching, 101.2) == "cells_missing"
    watching.cells((D("3.9"), D("3.8")), 101.3)
    assert silence(watching, 101.4) is None


def test_a_cell_that_is_read_no_more_may_be_at_its_end() -> None:
    watching = guard()
    watching.cells((D("3.9"), D("3.8"), None), 100.0)  # the third is not wired
    for second in range(101, 106):
        watching.cells((D("3.9"), None, None), float(second))
    assert silence(watching, 105.2) == "cells_missing"


def test_a_board_that_was_not_read_at_arming_is_not_missed() -> None:
    watching = guard()
    watching.cells((), 0.0)
    watching.cells((D("3.9"),), 94.0)  # of the battery before
    watching.cells((None, None), 100.0)
    assert silence(watching, 200.0) is None
    unwatched = Guard(channels.plan().guard, now=100.0)
    unwatched.cells((D("3.9"),), 100.0)
    assert silence(unwatched, 200.0) is None


def test_heat_counts_from_its_limit_on_and_is_not_forgotten() -> None:
    watching = guard()
    watching.temperatures((D("59.9"),), D(0), 100.0, "warm")
    assert watching.overdue(D(0), 100.0) is None
    watching.temperatures((D("60.0"),), D(1), 101.0, "warm")
    trip = watching.overdue(D(0), 101.0)
    assert trip is not None
    assert (trip.watched, trip.value, trip.unit) == ("temperature_high", D("60.0"), "degC")


def test_the_heat_of_the_battery_before_is_none_of_this_one() -> None:
    watching = guard()
    watching.temperatures((D("61.0"),), D(0), 94.9, "a thermometer that fell silent")
    watching.temperatures((D("25.0"),), D(0), 100.0, "another")
    assert watching.overdue(D(0), 100.0) is None


def test_a_rise_is_told_over_a_minute_not_over_noise() -> None:
    watching = guard()
    told: list[Decimal] = []
    for second in range(130):
        noise = D("0.2") if second % 2 else D(0)
        watching.temperatures((D(25) + noise,), D(second), 100.0 + second, "warm")
        watching.heard(100.0 + second)
        assert watching.overdue(D(second), 100.0 + second) is None
    for second in range(130, 260):
        celsius = D(25) + D(second - 130) * D("1.2") / 60
        watching.temperatures((celsius,), D(second), 100.0 + second, "warm")
        watching.heard(100.0 + second)
        trip = watching.overdue(D(second), 100.0 + second)
        if trip is not None:
            assert trip.watched == "temperature_rise"
            told.append(D(second))
    assert told
    assert 170 <= told[0] <= 195


def test_two_thermometers_that_differ_are_no_rise_and_the_hotter_one_counts() -> None:
    watching = guard()
    for second in range(300):
        now = 100.0 + second
        watching.temperatures((D(25),), D(second), now, "board")
        watching.temperatures((D(31),), D(second) + D("0.5"), now + 0.5, "thermometer")
        watching.heard(now)
        assert watching.overdue(D(second), now + 0.5) is None
    hotter = guard()
    hotter.temperatures((D(61),), D(11), 111.0, "board")
    hotter.temperatures((D(31),), D(11), 111.1, "thermometer")
    trip = hotter.overdue(D(11), 111.1)
    assert trip is not None
    assert trip.watched == "temperature_high"


def test_what_is_hot_and_still_warms_up_is_said_to_warm_up() -> None:
    watching = guard()
    watching.temperatures((D(30),), D(0), 100.0, "warm")
    # In compressed time both limits pass between two readings.
    watching.temperatures((D(67),), D(600), 100.5, "warm")
    trip = watching.overdue(D(600), 100.5)
    assert trip is not None
    assert (trip.watched, trip.value) == ("temperature_rise", D("3.7"))


def test_a_place_that_is_read_no_more_is_missed_however_hot_the_others_are() -> None:
    watching = guard()
    watching.temperatures((D(25), D(24), None), D(0), 99.0, "warm")
    for second in range(1, 6):
        now = 100.0 + second
        # The second comes loose; the third has never been used.
        watching.temperatures((D(30), None, None), D(second), now, "warm")
        watching.heard(now)
        trip = watching.overdue(D(second), now)
        assert (trip is not None) == (second > 4)
    assert trip is not None
    assert (trip.watched, trip.value, trip.limit) == ("temperature_missing", D(6), D(5))
    watching.temperatures((D(30), D(29), None), D(7), 105.5, "warm")
    assert watching.overdue(D(7), 105.6) is None


def test_a_place_that_is_first_read_during_the_run_has_to_be_read_on() -> None:
    watching = guard()
    watching.temperatures((D(25), None), D(0), 100.0, "warm")
    watching.temperatures((D(25), D(25)), D(1), 101.0, "warm")
    watching.temperatures((D(25), None), D(6), 106.0, "warm")
    watching.heard(106.1)
    trip = watching.overdue(D(6), 106.1)
    assert trip is not None
    assert trip.watched == "temperature_missing"


def test_a_place_that_warms_below_a_hotter_one_is_told() -> None:
    watching = guard()
    told = None
    for second in range(90):
        now = 100.0 + second
        watching.temperatures((D(40), D(25) + D(second) / 20), D(second), now, "warm")
        watching.heard(now)
        told = told or watching.overdue(D(second), now)
    assert told is not None
    assert (told.watched, told.value) == ("temperature_rise", D("3.0"))
