"""The guard: each limit switches the load off, and nobody but its line's thread is needed."""

import threading
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import channels
import pytest
from channels import Bench

from cellyard.devices.bench.guard import Guard
from cellyard.devices.simulator import Battery, Clock
from cellyard.devices.simulator.it8500 import OVER_P
from cellyard.domain.bench.programme import Moment
from cellyard.domain.facts import Trip

D = Decimal


def moment(voltage: str = "40", current: str = "-10", *, on: bool = True, **more: object) -> Moment:
    return Moment(t=D(0), voltage=D(voltage), current=D(current), on=on, **more)  # pyright: ignore[reportArgumentType]


def guard() -> Guard:
    return Guard(channels.plan(cells=True).guard, now=100.0)


# --- pure ---------------------------------------------------------------------------------------


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
    watching.warm(D(25), D(0), 100.0)
    assert watching.overdue(D(0), 101.9) is None
    silent = watching.overdue(D(0), 102.2)
    assert silent is not None
    assert (silent.watched, silent.value, silent.limit) == ("load_silent", D("2.2"), D(2))
    watching.heard(105.3)
    aged = watching.overdue(D(0), 105.3)
    assert aged is not None
    assert aged.watched == "temperature_missing"
    watching.warm(D(25), D(5), 105.3)
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
    assert watching.temperature(105.2) is None


def silence(watching: Guard, now: float) -> str | None:
    """What the guard says of a run whose load and thermometer speak."""
    watching.heard(now)
    watching.warm(D(25), D(0), now)
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
    watching.warm(D("59.9"), D(0), 100.0)
    assert watching.overdue(D(0), 100.0) is None
    watching.warm(D("60.0"), D(1), 101.0)
    trip = watching.overdue(D(0), 101.0)
    assert trip is not None
    assert (trip.watched, trip.value, trip.unit) == ("temperature_high", D("60.0"), "degC")


def test_the_heat_of_the_battery_before_is_none_of_this_one() -> None:
    watching = guard()
    watching.warm(D("61.0"), D(0), 94.9, "a thermometer that fell silent")
    watching.warm(D("25.0"), D(0), 100.0, "another")
    assert watching.overdue(D(0), 100.0) is None


def test_a_rise_is_told_over_a_minute_not_over_noise() -> None:
    watching = guard()
    told: list[Decimal] = []
    for second in range(130):
        noise = D("0.2") if second % 2 else D(0)
        watching.warm(D(25) + noise, D(second), 100.0 + second)
        watching.heard(100.0 + second)
        assert watching.overdue(D(second), 100.0 + second) is None
    for second in range(130, 260):
        celsius = D(25) + D(second - 130) * D("1.2") / 60
        watching.warm(celsius, D(second), 100.0 + second)
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
        watching.warm(D(25), D(second), now, "board")
        watching.warm(D(31), D(second) + D("0.5"), now + 0.5, "thermometer")
        watching.heard(now)
        assert watching.overdue(D(second), now + 0.5) is None
    assert watching.temperature(400.0) == D(31)
    watching.warm(D(25), D(310), 410.0, "board")
    assert watching.temperature(410.0) == D(25)
    hotter = guard()
    hotter.warm(D(61), D(11), 111.0, "board")
    hotter.warm(D(31), D(11), 111.1, "thermometer")
    trip = hotter.overdue(D(11), 111.1)
    assert trip is not None
    assert trip.watched == "temperature_high"


def test_what_is_hot_and_still_warms_up_is_said_to_warm_up() -> None:
    watching = guard()
    watching.warm(D(30), D(0), 100.0)
    watching.warm(D(67), D(600), 100.5)  # in compressed time both limits pass between two readings
    trip = watching.overdue(D(600), 100.5)
    assert trip is not None
    assert (trip.watched, trip.value) == ("temperature_rise", D("3.7"))


# --- on a load ----------------------------------------------------------------------------------


def weak_cell(bench: Bench) -> None:
    bench.channel.beside.voltages((D("3.9"), D("3.1")))


def silent_board(bench: Bench) -> None:
    bench.channel.beside.voltages((D("3.9"), D("3.9")))


def nothing(_bench: Bench) -> None: ...


CAUSES: dict[str, tuple[dict[str, Decimal], Callable[[Bench], None]]] = {
    "voltage_low": ({"voltage_low": D(100)}, nothing),
    "voltage_high": ({"voltage_high": D(40)}, nothing),
    "cell_low": ({"cell_low": D("3.2")}, weak_cell),
    "current_high": ({"current_high": D(9)}, nothing),
    "temperature_high": ({}, lambda bench: bench.battery.hot_cell(6000)),
    "temperature_missing": (
        {"temperature_age": D(2)},
        lambda bench: bench.warm.instrument.silence(),
    ),
    "cells_missing": ({"cells_age": D(1)}, silent_board),
    "capacity_high": ({"capacity_high": D("0.001")}, nothing),
    "too_long": ({"seconds": D(2)}, nothing),
    "load_off": ({}, lambda bench: bench.load.instrument.press_off()),
    "load_protects": ({}, lambda bench: bench.load.instrument._off(OVER_P)),
}


@pytest.mark.parametrize("watched", CAUSES)
def test_each_limit_switches_the_load_off(tmp_path: Path, watched: str) -> None:
    limits, cause = CAUSES[watched]
    with Bench(tmp_path).ready() as bench:
        bench.begin(channels.plan("discharge", cells=watched.startswith("cell"), **limits))
        bench.until(lambda: bool(bench.load.instrument.told_on), "the load is told to draw")
        cause(bench)
        run = bench.ended()
        assert not bench.load.instrument.on
        assert bench.load.instrument.told_off[-1] > bench.load.instrument.told_on[-1]
        assert not bench.channel.view.on
        assert bench.channel.view.end == "guard"
    assert run.end is not None
    assert run.end.end == "guard"
    assert run.end.trip is not None
    assert run.end.trip.watched == watched
    assert run.samples
    _evidence(run.end.trip, run.samples[-1].moment)


def _evidence(trip: Trip, last: Moment) -> None:
    """The sample that passed the limit is the last that the file keeps."""
    value = {
        "voltage_low": last.voltage,
        "voltage_high": last.voltage,
        "cell_low": last.lowest_cell,
        "current_high": abs(last.current),
    }.get(trip.watched)
    if value is not None:
        assert value == trip.value


def test_an_open_thermocouple_is_no_temperature(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.drawing(channels.plan("discharge", temperature_age=D(2)))
        bench.warm.instrument.sentinel()
        run = bench.ended()
        assert not bench.load.instrument.on
    assert run.end is not None
    assert run.end.trip is not None
    assert run.end.trip.watched == "temperature_missing"
    degrees = [s.temperature for s in run.samples if s.temperature is not None]
    assert max(degrees) < 40


def test_a_temperature_lost_at_rest_lets_no_load_go_on(tmp_path: Path) -> None:
    short = channels.edition(capacity__rest_before_s="4")
    with Bench(tmp_path).ready() as bench:
        bench.begin(channels.plan(by=short, temperature_age=D(1)))
        bench.until(lambda: bench.channel.view.phase == "running", "the rest")
        bench.warm.instrument.silence()
        run = bench.ended()
        assert not bench.load.instrument.told_on
    assert run.end is not None
    assert run.end.trip is not None
    assert run.end.trip.watched == "temperature_missing"
    assert run.end.lasted >= 4


def test_a_rise_switches_off_long_before_the_heat(tmp_path: Path) -> None:
    pace = 60
    with Bench(tmp_path, Battery("NMC", clock=Clock(pace)), pace=pace).ready() as bench:
        bench.drawing(channels.plan("discharge", temperature_age=D(5)))
        bench.battery.hot_cell(3)
        run = bench.ended()
        assert not bench.load.instrument.on
    assert run.end is not None
    trip = run.end.trip
    assert trip is not None
    assert trip.watched == "temperature_rise"
    assert trip.value is not None
    assert 1 <= trip.value <= 4
    assert max(s.temperature for s in run.samples if s.temperature) < 60


def test_a_silent_load_is_told_until_it_hears_and_says_so(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.drawing(channels.plan("discharge", load_silent=D(1)))
        bench.load.instrument.silence()
        bench.until(lambda: bench.channel.view.phase == "stopping", "the stop")
        bench.until(lambda: bench.channel.view.voltage is None, "no old reading is shown")
        # It hears nothing, so it draws; what it does not say is not taken for an end.
        assert bench.load.instrument.on
        bench.until(lambda: bench.channel.view.silent_s > 4, "a long silence")
        assert bench.channel.view.phase == "stopping"
        assert not bench.channel.view.stuck
        bench.load.instrument.silence(silent=False)
        run = bench.ended()
        assert not bench.load.instrument.on
    assert run.end is not None
    assert run.end.end == "load_lost"
    assert run.end.trip is not None
    assert run.end.trip.watched == "load_silent"


def test_a_load_that_stays_on_is_told_again_and_said_to_be_stuck(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.drawing(channels.plan("discharge"))
        bench.load.instrument.stuck_on()
        bench.channel.stop()
        bench.until(lambda: bench.channel.view.stuck, "the load is stuck")
        assert bench.channel.view.phase == "stopping"
        assert len(bench.load.instrument.told_off) > 3
        assert bench.kept().end is None
        bench.load.instrument.stuck_on(stuck=False)
        run = bench.ended()
        assert not bench.load.instrument.on
        assert not bench.channel.view.stuck
    assert run.end is not None
    assert (run.end.end, run.end.trip) == ("stopped", None)


def test_an_off_that_was_lost_on_the_line_is_sent_again(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.drawing(channels.plan("discharge"))
        load = bench.load.instrument
        load.deaf_to_off = 2
        bench.channel.stop()
        run = bench.ended()
        assert not load.on
        assert load.deaf_to_off == 0
    assert run.end is not None
    assert run.end.end == "stopped"


@pytest.mark.parametrize("fault", ["corrupt", "sentinel"])
def test_what_cannot_be_read_is_silence_and_never_a_sample(tmp_path: Path, fault: str) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.drawing(channels.plan("discharge", load_silent=D(1)))
        bench.until(lambda: len(bench.channel.points) > 5, "a few samples")
        getattr(bench.load.instrument, fault)()
        # The load hears, only what it says is spoilt: it goes off, and nobody believes that yet.
        bench.until(lambda: not bench.load.instrument.on, "the load off")
        bench.until(lambda: bench.channel.view.voltage is None, "nothing is shown")
        bench.until(lambda: bench.channel.view.phase == "stopping", "it waits to be sure")
        getattr(bench.load.instrument, fault)(**{fault: False})
        run = bench.ended()
    assert run.end is not None
    assert run.end.trip is not None
    assert run.end.trip.watched == "load_silent"
    assert all(20 < s.voltage < 60 and -20 < s.current <= 0 for s in run.samples)
    assert all(20 < p.voltage < 60 for p in bench.channel.points)


def test_garbage_between_the_frames_changes_nothing(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.drawing(channels.plan("discharge"))
        for _ in range(5):
            seen = len(bench.channel.points)
            bench.load.garbage()
            bench.until(lambda seen=seen: len(bench.channel.points) > seen + 3, "it is read on")
        assert bench.channel.view.phase == "running"
        bench.channel.stop()
        bench.load.garbage()
        assert bench.ended().end is not None
        assert not bench.load.instrument.on


def test_nobody_has_to_look(tmp_path: Path) -> None:
    """The main thread sleeps, nobody reads the view; only the load itself is asked afterwards."""
    with Bench(tmp_path).ready() as bench:
        bench.begin(channels.plan("discharge", capacity_high=D("0.002")))
        load = bench.load.instrument
        hung = threading.Event()
        for _ in range(200):
            hung.wait(0.1)
            if load.told_on and not load.on:
                break
        assert load.told_on
        assert not load.on
