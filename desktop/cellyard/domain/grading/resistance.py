"""Resistance growth: the internal resistance against that of the battery when new, in %."""

from decimal import Decimal

from cellyard.domain.grading.criterion import Criterion, falling, known, measurable
from cellyard.domain.grading.evidence import Evidence
from cellyard.domain.rules import Edition

_TENTH = Decimal("0.1")


def growth(ohm: Decimal, new_ohm: Decimal) -> Decimal:
    """Return the growth in %, (R − R_new) / R_new (BatteryPass 1.2.1, internal resistance)."""
    return (100 * (ohm - new_ohm) / new_ohm).quantize(_TENTH)


def judge(evidence: Evidence, edition: Edition) -> Criterion:
    """Judge the growth; of some families it tells too little to lower a grade."""
    ohm, new, doubt = known(evidence.resistance_ohm), known(evidence.resistance_new_ohm), None
    if new is not None and evidence.resistance_doubt is not None:
        doubt = (100 * evidence.resistance_doubt / new).quantize(_TENTH)
    criterion = Criterion(
        name="resistance",
        unit="%",
        doubt=doubt,
        limits=falling(edition, "resistance"),
        counts=evidence.family not in edition.of("resistance.not_alone").choice,
    )
    grown = None if ohm is None or new is None else growth(ohm, new)
    lacks = "resistance_new_unknown" if ohm is not None and new is None else ""
    return measurable(criterion, grown, evidence, lacks=lacks)
