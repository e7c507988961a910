"""What would flip a grade: the nearest change of one criterion that gives another one."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

import msgspec

from cellyard.domain.grading.criterion import Criterion, Grade, Limit

Worst = Callable[[Sequence[Criterion]], Grade]


class Flip(msgspec.Struct, frozen=True, kw_only=True):
    """A change of one criterion and the grade that it would give.

    `change` (signed) and `reach` (the value to be had then) are in `unit`; `within_doubt` when
    the ± of the value reaches that far.
    """

    criterion: str
    change: Decimal
    reach: Decimal
    unit: str
    grade: Grade
    within_doubt: bool


def flips(criteria: Sequence[Criterion], worst: Worst) -> tuple[Flip, ...]:
    """Return what would flip the grade, the nearest first (as a share of the limit).

    Of one criterion only the nearest step up and the nearest step down.
    """
    now = worst(criteria)
    found = [
        (abs(limit.at - c.value) / (limit.at or 1), _flip(c, c.value, limit, grade))
        for c in criteria
        if c.measured and c.counts and c.grade is not None and c.value is not None
        for limit, beyond in _beyond(c.value, c.limits, c.grade)
        if (grade := worst(_with(criteria, c, beyond))) != now
    ]
    nearest: dict[tuple[str, bool], Flip] = {}
    for _, flip in sorted(found, key=lambda f: f[0]):
        nearest.setdefault((flip.criterion, flip.grade < now), flip)
    return tuple(nearest.values())


def _beyond(
    value: Decimal, limits: tuple[Limit, ...], grade: Grade
) -> Iterator[tuple[Limit, Grade]]:
    """Go through the limits with the grade on the far side of each."""
    for limit in limits:
        up = limit.at > value or (limit.at == value and grade == limit.below)
        yield limit, limit.above if up else limit.below


def _with(criteria: Sequence[Criterion], one: Criterion, grade: Grade) -> list[Criterion]:
    other = msgspec.structs.replace(one, grade=grade)
    return [other if c is one else c for c in criteria]


def _flip(c: Criterion, value: Decimal, limit: Limit, grade: Grade) -> Flip:
    change = limit.at - value
    return Flip(
        criterion=c.name,
        change=round(change * c.one_is, 2),
        reach=round(limit.at * c.one_is, 2),
        unit=c.measured_unit or c.unit,
        grade=grade,
        within_doubt=c.doubt is not None and abs(change) <= c.doubt,
    )
