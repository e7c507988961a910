"""Data of no battery, from which the papers of the bench are printed as a test."""

import math
from decimal import Decimal
from typing import NamedTuple

from cellyard.documents.bench_content import (
    CapacityResult,
    Found,
    GradeGiven,
    Kept,
    Proof,
    Subject,
    Tool,
    Trace,
    Unfinished,
)
from cellyard.domain.facts import (
    CapacityTested,
    Decided,
    Evidence,
    Graded,
    InsulationTested,
    JudgedBy,
    ResistanceTested,
    RunEnded,
    Trip,
)
from cellyard.words import N_

_DECIDED = Decided(edition="test-2026-1", rules=())
_METER = Evidence(instrument="meter-1")
_LOAD = Evidence(instrument="load-1")


class Pieces(NamedTuple):
    """What both papers say in their samples."""

    subject: Subject
    trace: Trace
    tools: tuple[Tool, ...]
    proofs: tuple[Proof, ...]
    instruments: tuple[Evidence, ...] = (_LOAD, _METER)
    decided: Decided = _DECIDED


def sample() -> Pieces:
    """Return a made-up battery of 30 groups with a made-up run."""
    subject = Subject(
        battery="0" * 32,
        code="TESTPB00000000G1B0000001",
        parts=(
            ("vendor", "TES"),
            ("level", "P"),
            ("chemistry", "B"),
            ("spec", "00"),
            ("trace", "0000000"),
            ("produced", "G1B"),
            ("serial", "0000001"),
        ),
        ticket=0,
        station="TEST",
        received="2026-01-01",
        verdict="GO",
        outlet="Test outlet 测试网点",
        model="Test print 测试打印",
        chemistry="LFP",
        strings="30s1p",
        rated_ah=Decimal(60),
        rated_kwh=Decimal("6.0"),
        nominal_v=Decimal("96.0"),
        max_v=Decimal("109.5"),
    )
    return Pieces(subject=subject, trace=_trace(), tools=_tools(), proofs=_proofs())


def capacity(pieces: Pieces) -> CapacityResult:
    """Return a capacity test of it, with an earlier one."""
    fact = CapacityTested(
        run="0",
        capacity=Decimal("50.00"),
        energy=Decimal(4800),
        duration=Decimal(18000),
        points=18001,
        current=Decimal("10.000"),
        cut_off=Decimal("90.0"),
        voltage_min=Decimal("92.00"),
        voltage_max=Decimal("123.00"),
        temperature_max=Decimal("29.7"),
        spread=Decimal("2.1"),
        weakest="30",
        lowest_cell=Decimal("2.981"),
        instruments=pieces.instruments,
        decided=pieces.decided,
    )
    earlier = tuple((t, v + 1.2, d) for t, v, d in pieces.trace.points[:280])
    return CapacityResult(
        fact=fact,
        at="2026-01-01 13:00:00",
        health=Decimal("83.3"),
        end="completed",
        trace=pieces.trace,
        earlier=(("2025-06-01", earlier),),
    )


def found(pieces: Pieces) -> Found:
    """Return the other tests of it: one with a doubt, one beyond what its instrument can show."""
    return Found(
        resistance=ResistanceTested(
            resistance=Decimal("0.0421"),
            voltage=Decimal("98.12"),
            doubts=("calibration_ended",),
            evidence=_METER,
            decided=pieces.decided,
        ),
        resistance_at="2026-01-01 07:00:00",
        insulation=InsulationTested(
            insulation=Decimal(9_999_000_000),
            at_least=True,
            test_voltage=Decimal(500),
            duration=Decimal(60),
            judgement="OK",
            evidence=_METER,
            decided=pieces.decided,
        ),
        insulation_at="2026-01-01 07:10:00",
    )


def unfinished() -> tuple[Unfinished, ...]:
    """Return a run of it that a limit ended."""
    trip = Trip(watched="temperature_high", value=Decimal("60.1"), limit=Decimal(60), unit="degC")
    ended = RunEnded(run="0", end="guard", trip=trip, lasted_s=Decimal(812))
    return (Unfinished(ended=ended, test="capacity", at="2026-01-01 06:00:00"),)


def grade(pieces: Pieces) -> GradeGiven:
    """Return a grade of it, one criterion unknown."""
    graded = Graded(
        grade="B",
        route="second_life",
        deciding=("capacity",),
        criteria=(
            JudgedBy(rule="capacity", value=Decimal("83.3"), unit="%", grade="B"),
            JudgedBy(rule="spread", value=Decimal("2.1"), unit="%", grade="A"),
            JudgedBy(rule="age"),
        ),
        decided=pieces.decided,
    )
    return GradeGiven(graded=graded, at="2026-01-01 14:00:00")


def _trace() -> Trace:
    points = tuple(
        (
            60.0 * n,
            123.0 - 9 * n / 300 - 22 * math.exp((n - 300) / 9),
            None if n < 3 else 21.4 + 9 * (1 - math.exp(-n / 120)),
        )
        for n in range(301)
    )
    cells = tuple(Decimal("3.050") - Decimal("0.001") * (n % 7) for n in range(29))
    return Trace(
        sha256="0" * 64,
        samples=18001,
        points=points,
        kept=(
            _kept(("first", "highest"), "08:00:00", "0.0", "123.00", None),
            _kept(("last", "lowest"), "13:00:00", "18000.0", "92.00", "29.7"),
            _kept(("warmest",), "12:59:00", "17940.0", "94.31", "29.7"),
        ),
        cells=(*cells, Decimal("2.981")),
    )


def _kept(which: tuple[str, ...], clock: str, t: str, volts: str, warm: str | None) -> Kept:
    return Kept(
        which=which,
        at=f"2026-01-01 {clock}",
        t=Decimal(t),
        voltage=Decimal(volts),
        current=Decimal("10.000"),
        temperature=None if warm is None else Decimal(warm),
        raw="aa005f" + "00112233445566778899" * 6,
        others=() if warm is None else (("thermometer", ("2b322e3334303030652b3031",)),),
    )


def _tools() -> tuple[Tool, ...]:
    return (
        Tool(key="load-1", duty="load", profile="it8500", serial="TEST0001",
             calibrated_until="2026-12-31", ended=False),
        Tool(key="meter-1", duty="meter", profile="hioki-bt356x", serial="TEST0002",
             calibrated_until="2025-12-31", ended=True),
    )  # fmt: skip


def _proofs() -> tuple[Proof, ...]:
    began, ended = "2026-01-01 08:00:00", "2026-01-01 13:00:00"
    return (
        Proof(what=N_("Run began"), ref="TEST0/0/0", hash="0" * 64, at=began),
        Proof(what=N_("Result"), ref="TEST0/0/1", hash="1" * 64, at=ended, raw="00ff"),
    )
