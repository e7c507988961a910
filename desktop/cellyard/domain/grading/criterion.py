"""One criterion of a grade: its figure, the limits around it, and the grade that it alone gives."""

from decimal import Decimal
from typing import Literal

import msgspec

from cellyard.domain.grading.evidence import Evidence
from cellyard.domain.rules import Edition

Grade = Literal["A", "B", "C", "D"]  # in this order, so that the worst is the largest

# Why a reading that was taken may not be used.
UNUSABLE = frozenset({"calibration_ended", "result_in_doubt"})

_UPPER: tuple[Grade, ...] = ("A", "B", "C")


class Limit(msgspec.Struct, frozen=True):
    """Where one grade ends: the grades below and above. At the limit itself the better one."""

    at: Decimal
    below: Grade
    above: Grade


class Criterion(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule says.

    `value` and `doubt` (±) are in `unit`, `limits` rise. `grade` is None when `missing` says what
    is. `counts` is False when it is shown but lowers no grade. `at_least` when the value may be
    larger. `one_is` is one `unit` in the unit it is measured in, `measured_unit`: 1 % of the
    rated Ah. `measured` when another measurement could change it.
    """

    name: str
    unit: str
    value: Decimal | None = None
    doubt: Decimal | None = None
    grade: Grade | None = None
    limits: tuple[Limit, ...] = ()
    missing: str | None = None
    counts: bool = True
    at_least: bool = False
    measured: bool = True
    one_is: Decimal = Decimal(1)
    measured_unit: str = ""


def rising(edition: Edition, name: str) -> tuple[Limit, ...]:
    """Return the limits (`name.a`, `name.b` …) of a criterion that is the better the more."""
    return tuple(
        Limit(at, below=worse, above=better)
        for at, better, worse in reversed(_steps(edition, name))
    )


def falling(edition: Edition, name: str) -> tuple[Limit, ...]:
    """Return the limits of a criterion that is the better the less."""
    return tuple(
        Limit(at, below=better, above=worse) for at, better, worse in _steps(edition, name)
    )


def _steps(edition: Edition, name: str) -> list[tuple[Decimal, Grade, Grade]]:
    """Return, from the best grade down, each limit with the grades on its two sides.

    A grade that the edition gives no limit for is left out; past the last limit it is D.
    """
    known = {rule.id for rule in edition.rule}
    grades: list[Grade] = [g for g in _UPPER if f"{name}.{g.lower()}" in known]
    worse: list[Grade] = [*grades[1:], "D"]
    return [
        (edition.number(f"{name}.{better.lower()}"), better, worse)
        for better, worse in zip(grades, worse, strict=True)
    ]


def grade_at(value: Decimal, limits: tuple[Limit, ...]) -> Grade:
    """Return the grade of a value between limits."""
    grade = limits[0].below
    for limit in limits:
        if value > limit.at or (value == limit.at and limit.above < limit.below):
            grade = limit.above
    return grade


def measurable(
    criterion: Criterion, value: Decimal | None, evidence: Evidence, *, lacks: str = ""
) -> Criterion:
    """Return a criterion with its value and grade, or with the reason why it has none.

    `lacks` is what else the figure needs and is not known. What an instrument read after its
    calibration had ended, or a result that something speaks against, gives no grade.
    """
    replace = msgspec.structs.replace
    if criterion.name in evidence.in_doubt:
        return replace(criterion, value=value, missing="result_in_doubt")
    if value is None:
        return replace(criterion, missing=lacks or "not_measured")
    if evidence.calibration.get(criterion.name) == "ended":
        return replace(criterion, value=value, missing="calibration_ended")
    return replace(criterion, value=value, grade=grade_at(value, criterion.limits))


def known(value: Decimal | None) -> Decimal | None:
    """Return a quantity that can be: a figure above zero, or None."""
    return value if value is not None and value.is_finite() and value > 0 else None
