"""Giving a grade, and setting another one: what is written, and who has to agree."""

from collections.abc import Sequence
from typing import Literal, get_args

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.battery import Battery
from cellyard.domain.bench import low_cell
from cellyard.domain.bench.begin import check_second
from cellyard.domain.facts import Decided, Entry, JudgedBy
from cellyard.domain.grading import Grading, grade
from cellyard.domain.grading.gathering import evidence_of
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.ticket import about, check_certain, check_not_held, take

# Words, not free text: a fact holds nothing written about a person.
OverruleReason = Literal["visible_damage", "customer_rules", "history_known", "second_test"]
REASONS: tuple[OverruleReason, ...] = get_args(OverruleReason)


class Giving(msgspec.Struct, frozen=True, kw_only=True):
    """Give the grade that the rules find. `second` is who agrees where it is near a limit."""

    battery: str
    second: str | None = None


class Overruling(msgspec.Struct, frozen=True, kw_only=True):
    """Set another grade. `second` is the person id of who agrees."""

    battery: str
    grade: f.Grade
    reason: OverruleReason
    second: str


def give(known: Known, order: Giving) -> Sequence[Entry]:
    """Write the grade with every criterion and the edition.

    Refused: grade_missing with what is missing, run_open, newer_facts, no_bench, and of a second
    person second_person_same, second_person_role.
    """
    battery = _take(known, order.battery)
    if order.second is not None:
        check_second(known, order.second)
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
            second=order.second,
            decided=Decided(edition=found.edition, rules=found.deciding),
        ),
    )


def overrule(known: Known, order: Overruling) -> Sequence[Entry]:
    """Write another grade than the rules gave, in the name of two people.

    Where two stations graded it without knowing of each other, one of both grades may be set too.
    What was discharged to safe, or had a cell too low at any time, never comes back to a second
    life. Refused: not_graded, grade_same, reason_missing, second_person_same, second_person_role,
    no_way_back.
    """
    battery = _take(known, order.battery, between_two=True)
    given, two = battery.bench.given, battery.conflict
    if given is None:
        raise Refused("not_graded", ticket=battery.ticket)
    if given.grade == order.grade and two is None:
        raise Refused("grade_same", grade=order.grade)
    if order.reason not in REASONS:
        raise Refused("reason_missing")
    check_second(known, order.second)
    discharged = battery.bench.discharge is not None
    if order.grade != "D" and (discharged or low_cell.too_low(known, battery)):
        raise Refused("no_way_back", ticket=battery.ticket)
    overruled = f.GradeOverruled(
        grade=order.grade,
        route="recycling" if order.grade == "D" else "second_life",
        was=given.grade,
        reason=order.reason,
        second=order.second,
        decided=Decided(edition=given.edition, rules=()),
    )
    if two is None:
        return about(battery.id, overruled)
    chosen = f.Resolved(task=two.task, answer="grade_chosen", seen=two.evidence)
    return about(battery.id, overruled, chosen)


def graded(known: Known, battery: Battery) -> Grading:
    """Return what the rules of today say of a battery, written or not."""
    rules = known.edition_of("grading")
    evidence = evidence_of(
        battery,
        known.model(battery.model),
        known.edition,
        rules,
        today=known.today,
        instruments=known.instruments,
    )
    return grade(evidence, rules)


def _take(known: Known, id_: str, *, between_two: bool = False) -> Battery:
    battery = take(known, "grade", id_)
    of_grade = battery.conflict is not None and battery.conflict.kind == "graded_twice"
    if not (between_two and of_grade):
        check_certain(known, battery)
    check_not_held(battery)
    if battery.bench.run is not None:
        raise Refused("run_open", channel=battery.bench.run.channel)
    if battery.verdict not in ("go", "check"):
        raise Refused("no_bench", ticket=battery.ticket, verdict=battery.verdict or "")
    return battery
