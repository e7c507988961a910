"""Grading: A, B and C go to second life, D to recycling; the worst criterion decides."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from cellyard.domain.grading import age, capacity, history, insulation, resistance, spread
from cellyard.domain.grading.capacity import state_of_health
from cellyard.domain.grading.criterion import UNUSABLE, Criterion, Grade, Limit
from cellyard.domain.grading.evidence import Calibration, Evidence
from cellyard.domain.grading.flips import Flip, flips
from cellyard.domain.grading.insulation import per_volt
from cellyard.domain.grading.resistance import growth
from cellyard.domain.rules import Edition

__all__ = [
    "RULES",
    "Calibration",
    "Criterion",
    "Evidence",
    "Flip",
    "Grade",
    "Grading",
    "Limit",
    "Missing",
    "Route",
    "grade",
    "growth",
    "per_volt",
    "state_of_health",
]

Route = Literal["second_life", "recycling"]

# In the order in which they are shown.
RULES = (
    capacity.judge,
    spread.judge,
    resistance.judge,
    insulation.judge,
    age.judge,
    history.judge,
)


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """A criterion that gave no grade, why, and whether there is no grade without it."""

    criterion: str
    reason: str
    needed: bool


class Grading(msgspec.Struct, frozen=True, kw_only=True):
    """The grade of a battery and all that it rests on.

    `grade` and `route` are None while something needed is missing. `deciding` are the criteria
    that gave it; `borderline` is the grade it would be if the value beside a limit were off by
    no more than its ±.
    """

    grade: Grade | None
    route: Route | None
    deciding: tuple[str, ...]
    borderline: Grade | None
    flips: tuple[Flip, ...]
    criteria: tuple[Criterion, ...]
    missing: tuple[Missing, ...]
    edition: str


def grade(evidence: Evidence, edition: Edition) -> Grading:
    """Return the grade by an edition on `grading`; its criteria in the order of `RULES`.

    The worst criterion decides. What the edition requires must be there, and what was measured
    must be acceptable, or there is no grade; only a history of D stands whatever is missing.
    """
    criteria = tuple(judge(evidence, edition) for judge in RULES)
    required = edition.of("grade.required").choice
    missing = tuple(
        Missing(criterion=c.name, reason=c.missing, needed=_needed(c, required))
        for c in criteria
        if c.missing is not None
    )
    fallen = any(c.name == history.NAME and c.grade == "D" for c in criteria)
    graded = any(c.counts and c.grade for c in criteria)
    if not fallen and (not graded or any(m.needed for m in missing)):
        return Grading(
            grade=None,
            route=None,
            deciding=(),
            borderline=None,
            flips=(),
            criteria=criteria,
            missing=missing,
            edition=edition.id,
        )
    worst = _worst(criteria)
    near = flips(criteria, _worst)
    return Grading(
        grade=worst,
        route="recycling" if worst == "D" else "second_life",
        deciding=tuple(c.name for c in criteria if c.counts and c.grade == worst),
        borderline=next((f.grade for f in near if f.within_doubt), None),
        flips=near,
        criteria=criteria,
        missing=missing,
        edition=edition.id,
    )


def _needed(criterion: Criterion, required: Sequence[str]) -> bool:
    # A reading that may not be used is no reason to grade as if nobody had measured.
    return criterion.name in required or (criterion.counts and criterion.missing in UNUSABLE)


def _worst(criteria: Sequence[Criterion]) -> Grade:
    return max(c.grade for c in criteria if c.counts and c.grade is not None)
