"""Insulation: resistance to the case for each volt of the highest working voltage, Ω/V."""

from decimal import Decimal

from cellyard.domain.grading.criterion import Criterion, known, measurable, rising
from cellyard.domain.grading.evidence import Evidence
from cellyard.domain.rules import Edition

_WHOLE = Decimal(1)


def per_volt(ohm: Decimal, max_v: Decimal) -> Decimal:
    """Return Ω/V, R_iso / U_max (GB 38031-2025, UNECE R100); rounded down, never up to a limit."""
    return (ohm / max_v).quantize(_WHOLE, "ROUND_FLOOR")


def judge(evidence: Evidence, edition: Edition) -> Criterion:
    """Judge the Ω/V; a reading at the ceiling of the tester is at least that."""
    ohm, volts, doubt = evidence.insulation_ohm, known(evidence.max_v), None
    if volts is not None and evidence.insulation_doubt is not None:
        doubt = (evidence.insulation_doubt / volts).quantize(_WHOLE)
    criterion = Criterion(
        name="insulation",
        unit="ohm/V",
        doubt=doubt,
        limits=rising(edition, "insulation"),
        at_least=evidence.insulation_at_ceiling,
    )
    value = None if ohm is None or volts is None else per_volt(ohm, volts)
    lacks = "max_voltage_unknown" if ohm is not None and volts is None else ""
    return measurable(criterion, value, evidence, lacks=lacks)
