"""Facts of the bench: runs of a load, the results of tests, discharge to safe, and grades."""

from decimal import Decimal
from typing import Literal

import msgspec

from cellyard.domain.facts.payload import Decided, Evidence, Payload

# The tests that switch a load on; the others only read an instrument.
RunKind = Literal["capacity", "discharge"]
TestKind = Literal["resistance", "insulation"] | RunKind
# How a run of a load ended. `completed`: all its steps; `stopped`: by a person; `guard`: a limit;
# `load_lost`: the load was silent or unplugged; `not_armed`: it never went on; `broken_off`: the
# app itself ended, and a person closed the run afterwards.
RunEnd = Literal["completed", "stopped", "guard", "load_lost", "not_armed", "broken_off"]
# What the guard watches (protocols.md, Guard).
Watched = Literal[
    "voltage_low",
    "voltage_high",
    "cell_low",
    "current_high",
    "temperature_high",
    "temperature_rise",
    "temperature_missing",
    "cells_missing",
    "capacity_high",
    "too_long",
    "load_silent",
    "load_off",
    "load_protects",
    "load_stays_on",
    "tester_silent",
]
Grade = Literal["A", "B", "C", "D"]
Route = Literal["second_life", "recycling"]


class Trip(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The limit that the guard found passed: what was seen, and the limit, both in `unit`."""

    watched: Watched
    value: Decimal | None = None
    limit: Decimal | None = None
    unit: str = ""


class JudgedBy(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One criterion of a grade: the value it had, and the grade that it alone would give."""

    rule: str
    value: Decimal | None = None
    unit: str = ""
    grade: Grade | None = None


class RunBegan(Payload, frozen=True, kw_only=True):
    """A load may be switched on for this battery. `second` is the second person's id, if any.

    `limits` are those of the guard, as `(name, value)` with the unit in the name.
    """

    run: str
    test: RunKind
    channel: str
    instruments: tuple[str, ...]
    limits: tuple[tuple[str, Decimal], ...]
    second: str | None = None
    decided: Decided


class RunEnded(Payload, frozen=True, kw_only=True):
    """The load is off. `trip` tells which limit ended the run, `refusal` why it never began."""

    run: str
    end: RunEnd
    trip: Trip | None = None
    refusal: str = ""
    lasted_s: Decimal = Decimal(0)


class ResistanceTested(Payload, frozen=True, kw_only=True):
    """A.c. resistance (ohm) and open-circuit voltage (V): equal readings of one meter.

    A value of None: tried, no reading. `doubts` say why it is not acceptable as a result.
    """

    resistance: Decimal | None
    voltage: Decimal | None
    temperature: Decimal | None = None
    doubts: tuple[str, ...] = ()
    evidence: Evidence
    decided: Decided


class InsulationTested(Payload, frozen=True, kw_only=True):
    """Insulation in ohm at a test voltage (V) for a time (s), with the instrument's judgement.

    `at_least`: better than the instrument can show; the value is then its ceiling, or None.
    `second` is the second person's id, where we have started the test.
    """

    insulation: Decimal | None
    at_least: bool = False
    test_voltage: Decimal | None
    duration: Decimal | None
    judgement: str = ""
    second: str | None = None
    doubts: tuple[str, ...] = ()
    evidence: Evidence
    decided: Decided


class CapacityTested(Payload, frozen=True, kw_only=True):
    """What a run delivered down to the operating cut-off: Ah, Wh, s, V, A, degC.

    The fact's blob is the trace. With `doubts` it is no acceptable result. `spread` is that of
    the groups' voltages at rest in percent of their mean, `weakest` the lowest group's number.
    """

    run: str
    capacity: Decimal
    energy: Decimal
    duration: Decimal
    points: int
    current: Decimal
    cut_off: Decimal
    voltage_min: Decimal
    voltage_max: Decimal
    temperature_max: Decimal | None = None
    spread: Decimal | None = None
    weakest: str = ""
    lowest_cell: Decimal | None = None
    doubts: tuple[str, ...] = ()
    instruments: tuple[Evidence, ...]
    decided: Decided


class DischargedToSafe(Payload, frozen=True, kw_only=True):
    """After discharging and rest: the rebound voltage (V) against its limit.

    `below` is the result; nothing else is said of the battery. The fact's blob is the trace.
    """

    run: str
    voltage: Decimal
    limit: Decimal
    rested: Decimal
    below: bool
    rounds: int = 1
    lowest_cell: Decimal | None = None
    second: str | None = None
    doubts: tuple[str, ...] = ()
    instruments: tuple[Evidence, ...]
    decided: Decided


class Graded(Payload, frozen=True, kw_only=True):
    """The grade by the rules: `deciding` names the criteria that decided.

    `second` is the id of who agreed to keep a grade so near a limit, if anybody had to.
    """

    grade: Grade
    route: Route
    deciding: tuple[str, ...]
    criteria: tuple[JudgedBy, ...]
    second: str | None = None
    decided: Decided


class GradeOverruled(Payload, frozen=True, kw_only=True):
    """Two people set another grade than the rules gave. `reason` is a word, never free text."""

    grade: Grade
    route: Route
    was: Grade
    reason: str
    second: str
    decided: Decided


BenchFact = (
    RunBegan
    | RunEnded
    | ResistanceTested
    | InsulationTested
    | CapacityTested
    | DischargedToSafe
    | Graded
    | GradeOverruled
)
