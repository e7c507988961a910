"""Capacity: the state of health, % of the rated Ah."""

from decimal import Decimal

import msgspec

from cellyard.domain.grading.criterion import Criterion, known, measurable, rising
from cellyard.domain.grading.evidence import Evidence
from cellyard.domain.rules import Edition

_CENT = Decimal("0.01")


def state_of_health(capacity_ah: Decimal, rated_ah: Decimal) -> Decimal:
    """Return the capacity in % of the rated one of this very product (Q_res / Q_rated)."""
    return (100 * capacity_ah / rated_ah).quantize(_CENT)


def judge(evidence: Evidence, edition: Edition) -> Criterion:
    """Judge the capacity; without the rated one, or after an invalid test, there is no grade."""
    rated, measured = known(evidence.rated_ah), evidence.capacity_ah
    criterion = Criterion(
        name="capacity", unit="%", limits=rising(edition, "capacity"), measured_unit="Ah"
    )
    if rated is None:
        return msgspec.structs.replace(criterion, missing="rated_capacity_unknown")
    doubt = evidence.capacity_doubt
    criterion = msgspec.structs.replace(
        criterion,
        one_is=rated / 100,
        doubt=None if doubt is None else state_of_health(doubt, rated),
    )
    health = None if measured is None else state_of_health(measured, rated)
    if health is not None and not evidence.capacity_valid:
        return msgspec.structs.replace(criterion, value=health, missing="capacity_test_invalid")
    return measurable(criterion, health, evidence)
