"""Age: years since the battery was made, by its code or its model."""

from datetime import date
from decimal import Decimal

import msgspec

from cellyard.domain.grading.criterion import Criterion, falling, grade_at
from cellyard.domain.grading.evidence import Evidence
from cellyard.domain.rules import Edition

_DAYS_A_YEAR = Decimal("365.25")
_CENT = Decimal("0.01")


def years(made: str, today: str) -> Decimal | None:
    """Return the years between two ISO dates, or None when they cannot be: one is no date, or
    it was made after today.
    """
    try:
        days = (date.fromisoformat(today) - date.fromisoformat(made)).days
    except ValueError:
        return None
    return (days / _DAYS_A_YEAR).quantize(_CENT) if days >= 0 else None


def judge(evidence: Evidence, edition: Edition) -> Criterion:
    """Judge the age on the day of grading."""
    criterion = Criterion(name="age", unit="y", limits=falling(edition, "age"), measured=False)
    if evidence.made is None:
        return msgspec.structs.replace(criterion, missing="made_unknown")
    age = years(evidence.made, evidence.today)
    if age is None:
        return msgspec.structs.replace(criterion, missing="made_wrong")
    return msgspec.structs.replace(criterion, value=age, grade=grade_at(age, criterion.limits))
