"""What a run has shown: figures of its trace, and every doubt by name."""

from collections.abc import Sequence
from decimal import Decimal

import channels
import msgspec
import pytest
from channels import BENCH

from cellyard import files
from cellyard.domain import facts as f
from cellyard.domain import rules
from cellyard.domain.bench.plan import Plan
from cellyard.domain.bench.programme import Progress
from cellyard.domain.bench.results import result
from cellyard.domain.bench.run import End, Head, Run, Sample
from cellyard.domain.bench.validity import validity
from cellyard.domain.registers import Instrument

D = Decimal
GRADING = next(
    parsed
    for name in files.names("rules", ".toml")
    if (parsed := rules.parse(files.text(name))).subject == "grading"
)
TODAY = "2026-11-27"


def instrument(key: str, duty: str, until: str = "2027-01-01") -> Instrument:
    return Instrument(
        key=key,
        station="s",
        profile="p",
        port="/dev/x",
        duty=duty,  # pyright: ignore[reportArgumentType]
        channel="1",
        calibrated_until=until,
    )


SOUND = (instrument("load", "load"), instrument("warm", "thermometer"))


def planned(test: f.RunKind = "capacity") -> Plan:
    return msgspec.structs.replace(channels.plan(test), instruments=("load", "warm"))


def trace(
    step_s: int = 60, *, degrees: str | None = "25", late: Sequence[int] = (), last: str = "33.5"
) -> list[Sample]:
    """Rest, five hours at 10 A, and rest again; samples in `late` are 40 s off."""

    def one(t: int, voltage: Decimal, *, on: bool) -> Sample:
        shift = 40 if t in late else 0
        return Sample(
            t=D(t + shift),
            at=1_790_000_000_000 + 1000 * t,
            voltage=voltage,
            current=D(-10) if on else D(0),
            on=on,
            temperature=None if degrees is None else D(degrees),
            cells=(),
            raw="",
        )

    end = 120 + 5 * 3600
    drawn = range(120 + step_s, end + 1, step_s)
    fall = (D(50) - D(last)) / len(drawn)
    return [
        one(0, D("50.2"), on=False),
        one(60, D("50.2"), on=False),
        one(120, D("50.2"), on=False),
        *(one(t, D(50) - fall * (n + 1), on=True) for n, t in enumerate(drawn)),
        one(end + 60, D(36), on=False),
        one(end + 120, D("36.2"), on=False),
    ]


def run(
    samples: list[Sample],
    test: f.RunKind = "capacity",
    end: f.RunEnd = "completed",
    rounds: int = 1,
) -> Run:
    over = End(end=end, at=0, lasted=D(1), progress=Progress(step=2, round=rounds))
    pace = 60  # a sample a minute is no gap then
    return Run(head=Head(plan=planned(test), began=0, pace=pace), samples=tuple(samples), end=over)


def found(of: Run, instruments: Sequence[Instrument] = SOUND) -> f.Fact | None:
    return result(of, BENCH, validity(GRADING), instruments, TODAY)


def capacity(of: Run, instruments: Sequence[Instrument] = SOUND) -> f.CapacityTested:
    fact = found(of, instruments)
    assert isinstance(fact, f.CapacityTested)
    return fact


def test_a_sound_run_gives_its_capacity_without_a_doubt() -> None:
    fact = capacity(run(trace()))
    assert fact.doubts == ()
    assert 49 < fact.capacity < 50.5
    assert (fact.current, fact.cut_off, fact.voltage_max) == (-10, D("33.6"), D("50.2"))
    assert fact.temperature_max == 25
    assert fact.points >= 50


@pytest.mark.parametrize("end", ["stopped", "guard", "load_lost", "not_armed", "broken_off"])
def test_a_run_that_did_not_go_to_its_end_has_no_result(end: f.RunEnd) -> None:
    assert found(run(trace(), end=end)) is None


def test_a_run_without_samples_or_end_has_no_result() -> None:
    assert found(run([])) is None
    going = Run(head=Head(plan=planned(), began=0), samples=tuple(trace()))
    assert found(going) is None


@pytest.mark.parametrize(
    ("instruments", "doubt"),
    [
        ((instrument("load", "load", "2026-11-26"), SOUND[1]), "calibration_ended"),
        ((SOUND[0], instrument("warm", "thermometer", "")), "calibration_unknown"),
    ],
)
def test_a_certificate_that_ended_or_is_missing_is_a_doubt(
    instruments: tuple[Instrument, ...], doubt: str
) -> None:
    assert capacity(run(trace()), instruments).doubts == (doubt,)


BOARD = instrument("board", "bms", "")


@pytest.mark.parametrize(
    ("there", "doubts"),
    [((*SOUND, BOARD), ()), ((SOUND[0], BOARD), ("calibration_unknown",))],
)
def test_the_batterys_own_management_needs_a_certificate_only_as_the_thermometer(
    there: tuple[Instrument, ...], doubts: tuple[str, ...]
) -> None:
    of = run(trace())
    plan = msgspec.structs.replace(of.head.plan, instruments=tuple(i.key for i in there))
    of = msgspec.structs.replace(of, head=msgspec.structs.replace(of.head, plan=plan))
    assert capacity(of, there).doubts == doubts


def test_the_last_day_of_a_certificate_still_counts() -> None:
    last = (instrument("load", "load", TODAY), SOUND[1])
    assert capacity(run(trace()), last).doubts == ()


@pytest.mark.parametrize(
    ("degrees", "doubt"),
    [("14.9", "temperature_low"), ("35.1", "temperature_high"), (None, "temperature_missing")],
)
def test_a_temperature_outside_the_procedure_is_a_doubt(degrees: str | None, doubt: str) -> None:
    assert doubt in capacity(run(trace(degrees=degrees))).doubts


def test_a_short_trace_is_a_doubt() -> None:
    assert "few_points" in capacity(run(trace(step_s=600))).doubts


def test_a_jittery_trace_is_a_doubt() -> None:
    late = range(180, 18000, 120)
    assert "uneven_sampling" in capacity(run(trace(late=late))).doubts


def test_a_time_under_load_that_nobody_watched_is_a_doubt() -> None:
    samples = trace()
    gone = [s for s in samples if not 6000 < s.t < 6500]
    assert capacity(run(gone)).doubts == ("interrupted",)


def test_a_discharge_tells_its_rebound_against_its_limit() -> None:
    samples = trace()
    for volts, below in (("24.0", True), ("24.1", False)):
        rest = msgspec.structs.replace(samples[-1], voltage=D(volts))
        fact = found(run([*samples[:-1], rest], "discharge", rounds=3))
        assert isinstance(fact, f.DischargedToSafe)
        assert (fact.below, fact.voltage, fact.limit) == (below, D(volts), D(24))
        assert (fact.rounds, fact.rested, fact.doubts) == (3, 600, ())


@pytest.mark.parametrize(
    ("cells", "doubts"),
    [
        ((), ()),
        (("1.9", "2.0", "1.8"), ()),
        (("1.2", "2.001", "1.1"), ("cell_above",)),
        (("1.2", None, "2.4"), ("cell_above",)),
    ],
)
def test_a_cell_that_stands_above_its_limit_is_not_hidden_by_the_others(
    cells: tuple[str | None, ...], doubts: tuple[str, ...]
) -> None:
    """GB/T 33598.3 default state machine: after the rest the highest cell is at 2.0 V at most."""
    samples = trace()
    volts = tuple(None if v is None else D(v) for v in cells)
    rest = msgspec.structs.replace(samples[-1], voltage=D(20), cells=volts)
    fact = found(run([*samples[:-1], rest], "discharge"))
    assert isinstance(fact, f.DischargedToSafe)
    assert (fact.below, fact.doubts) == (True, doubts)


def test_the_spread_is_that_of_the_groups_at_rest_and_the_lowest_cell_of_any_moment() -> None:
    samples = trace()
    at_load = msgspec.structs.replace(samples[200], cells=(D("2.79"), D("3.40")))
    rested = msgspec.structs.replace(samples[-1], cells=(D("3.20"), None, D("3.05"), D("3.25")))
    fact = capacity(run([*samples[:200], at_load, *samples[201:-1], rested]))
    # 0.20 V of a mean of 3.1667 V; the one that was not read is left out.
    assert (fact.spread, fact.weakest) == (D("6.3"), "3")
    assert fact.lowest_cell == D("2.79")
    alone = capacity(run(trace()))
    assert (alone.spread, alone.weakest, alone.lowest_cell) == (None, "", None)


def test_a_lone_cell_is_its_own_lowest() -> None:
    of = run(trace())
    plan = msgspec.structs.replace(of.head.plan, series=1)
    of = msgspec.structs.replace(of, head=msgspec.structs.replace(of.head, plan=plan))
    fact = capacity(of)
    assert fact.lowest_cell == fact.voltage_min == D("33.5")


def test_a_load_that_went_off_while_nobody_watched_is_a_doubt() -> None:
    samples = trace()
    end = max(s.t for s in samples if s.on)
    late = [s if s.t <= end else msgspec.structs.replace(s, t=s.t + 500) for s in samples]
    assert capacity(run(late)).doubts == ("interrupted",)
