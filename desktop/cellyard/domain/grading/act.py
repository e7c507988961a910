"""Giving a grade, and setting another one: what is written, and who has to agree."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, get_args

import msgspec

from cellyard.domain import energy
from cellyard.domain import facts as f
from cellyard.domain.battery import Battery
from cellyard.domain.bench.begin import check_second
from cellyard.domain.facts import Decided, Entry, JudgedBy
from cellyard.domain.grading import Grading, grade
from cellyard.domain.grading.evidence import Calibration, Evidence
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import BatteryModel, Instrument
from cellyard.domain.rules import Edition
from cellyard.domain.ticket import about, take

# Words, not free text: a fact holds nothing written about a person.
OverruleReason = Literal["visible_damage", "customer_rules", "history_known", "second_test"]
REASONS: tuple[str, ...] = get_args(OverruleReason)


class Giving(msgspec.Struct, frozen=True, kw_only=True):
    """Give the grade that the rules find."""

    battery: str


class Overruling(msgspec.Struct, frozen=True, kw_only=True):
    """Set another grade. `second` is the person id of who agrees."""

    battery: str
    grade: f.Grade
    reason: OverruleReason
    second: str


def give(known: Known, order: Giving) -> Sequence[Entry]:
    """Write the grade with every criterion and the edition.

    Refused: grade_missing with what is missing, run_open, newer_facts, no_bench.
    """
    battery = _take(known, order.battery)
    found = graded(known, battery)
    if found.grade is None or found.route is None:
        missing = next((m for m in found.missing if m.needed), None)
        raise Refused("grade_missing", missing=missing.criterion if missing else "capacity")
    return about(
        battery.id,
        f.Graded(
            grade=found.grade,
            route=found.route,
            deciding=found.deciding,
            criteria=tuple(
                JudgedBy(rule=c.name, value=c.value, unit=c.unit, grade=c.grade)
                for c in found.criteria
            ),
            decided=Decided(edition=found.edition, rules=found.deciding),
        ),
    )


def overrule(known: Known, order: Overruling) -> Sequence[Entry]:
    """Write another grade than the rules gave, in the name of two people.

    What was discharged to safe, or had a cell too low at any time, never comes back to a second
    life. Refused: not_graded, grade_same, reason_missing, second_person_same, second_person_role,
    no_way_back.
    """
    battery = _take(known, order.battery)
    given = battery.bench.given
    if given is None:
        raise Refused("not_graded", ticket=battery.ticket)
    if given.grade == order.grade:
        raise Refused("grade_same", grade=order.grade)
    if order.reason not in REASONS:
        raise Refused("reason_missing")
    check_second(known, order.second)
    if order.grade != "D" and _no_way_back(battery, known.edition_of("bench")):
        raise Refused("no_way_back", ticket=battery.ticket)
    return about(
        battery.id,
        f.GradeOverruled(
            grade=order.grade,
            route="recycling" if order.grade == "D" else "second_life",
            was=given.grade,
            reason=order.reason,
            second=order.second,
            decided=Decided(edition=given.edition, rules=()),
        ),
    )


def graded(known: Known, battery: Battery) -> Grading:
    """Return what the rules of today say of a battery, written or not."""
    evidence = evidence_of(
        battery,
        known.model(battery.model),
        known.edition,
        today=known.today,
        instruments=known.instruments,
    )
    return grade(evidence, known.edition_of("grading"))


def evidence_of(
    battery: Battery,
    model: BatteryModel | None,
    intake: Edition,
    *,
    today: str,
    instruments: Sequence[Instrument],
) -> Evidence:
    """Return what is known of a battery, as the rules of grading ask for it.

    A result with doubts is no ground for a grade; a certificate that has ended is said as such.
    """
    bench = battery.bench
    capacity, resistance, insulation = bench.capacity, bench.resistance, bench.insulation
    code = energy.code_of(battery)
    return Evidence(
        today=today,
        rated_ah=model.capacity_ah if model else None,
        capacity_ah=capacity.capacity if capacity else None,
        capacity_valid=capacity is None or not _void(capacity.doubts),
        capacity_doubt=_doubt(capacity.capacity, capacity.instruments, instruments)
        if capacity
        else None,
        resistance_ohm=resistance.resistance if resistance else None,
        resistance_new_ohm=model.resistance_new_ohm if model else None,
        resistance_doubt=_doubt(resistance.resistance, (resistance.evidence,), instruments)
        if resistance
        else None,
        resistance_temperature_c=resistance.temperature if resistance else None,
        spread_percent=capacity.spread if capacity else None,
        weakest=capacity.weakest if capacity else "",
        insulation_ohm=_insulation(battery),
        insulation_at_ceiling=insulation is not None and insulation.at_least,
        max_v=model.max_v if model else None,
        made=code.produced if code else None,
        chemistry=model.chemistry if model else "",
        family=energy.family(model, intake),
        lowest_cell_v_ever=bench.lowest_cell,
        stop_ever=battery.stop_ever,
        calibration={
            "capacity": _calibration(capacity.doubts if capacity else ()),
            "spread": _calibration(capacity.doubts if capacity else ()),
            "resistance": _calibration(resistance.doubts if resistance else ()),
            "insulation": _calibration(insulation.doubts if insulation else ()),
        },
    )


def _insulation(battery: Battery) -> Decimal | None:
    """Return what the bench has found; without it, what was read at intake."""
    tested, read = battery.bench.insulation, battery.measurements.get("insulation")
    if tested is not None:
        return tested.insulation
    return read.value if read is not None else None


def _doubt(
    value: Decimal | None, by: Sequence[f.Evidence], instruments: Sequence[Instrument]
) -> Decimal | None:
    """Return the ± of a value by the largest limit of error of who measured it, where known."""
    used = {e.instrument for e in by}
    known = [i.accuracy for i in instruments if i.key in used and i.accuracy is not None]
    return None if value is None or not known else value * max(known) / 100


def _take(known: Known, id_: str) -> Battery:
    battery = take(known, "grade", id_)
    if battery.opaque:
        raise Refused("newer_facts")
    if battery.bench.run is not None:
        raise Refused("run_open", channel=battery.bench.run.channel)
    if battery.verdict not in ("go", "check"):
        raise Refused("no_bench", ticket=battery.ticket, verdict=battery.verdict or "")
    return battery


def _no_way_back(battery: Battery, bench: Edition) -> bool:
    lowest = battery.bench.lowest_cell
    low = lowest is not None and lowest < bench.number("second_life.cell_v")
    return low or battery.bench.discharge is not None


def _void(doubts: Sequence[str]) -> bool:
    """Tell whether anything but a certificate that has ended speaks against a result."""
    return any(doubt != "calibration_ended" for doubt in doubts)


def _calibration(doubts: Sequence[str]) -> Calibration:
    if "calibration_ended" in doubts:
        return "ended"
    return "unknown" if "calibration_unknown" in doubts else "valid"
