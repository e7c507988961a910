"""Readings as EPCIS sensor reports: quantities as CBV names them, units by UN/ECE Rec. 20."""

from decimal import Decimal

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.facts import Fact

Report = dict[str, object]
# Name in EPCIS (10.2.3), unit in Recommendation 20.
VOLTAGE = ("Voltage", "VLT")
RESISTANCE = ("Resistance", "OHM")
TEMPERATURE = ("Temperature", "CEL")
MASS = ("Mass", "KGM")
CHARGE = ("ElectricCharge", "AMH")
ENERGY = ("Energy", "WHR")
CURRENT = ("ElectricCurrent", "AMP")
_MEASURED = {
    "voltage": VOLTAGE,
    "insulation": RESISTANCE,
    "temperature": TEMPERATURE,
    "ambient": TEMPERATURE,
}


def reports(fact: Fact) -> list[Report]:
    """Return what a fact has read, every digit of it; nothing where there was no reading."""
    return [_report(*kind, value) for kind, value in _readings(fact) if value is not None]


def _readings(fact: Fact) -> list[tuple[tuple[str, str], Decimal | None]]:
    match fact:
        case f.Weighed():
            return [(MASS, fact.kg)]
        case f.Measured():
            return [(_MEASURED[fact.quantity], fact.value)]
        case f.Observed():
            return [(TEMPERATURE, fact.temperature), (TEMPERATURE, fact.ambient)]
        case f.ResistanceTested():
            temperature = (TEMPERATURE, fact.temperature)
            return [(RESISTANCE, fact.resistance), (VOLTAGE, fact.voltage), temperature]
        case f.InsulationTested():
            return [(RESISTANCE, fact.insulation)]
        case f.CapacityTested():
            temperature = (TEMPERATURE, fact.temperature_max)
            return [(CHARGE, fact.capacity), (ENERGY, fact.energy), temperature]
        case f.DischargedToSafe():
            return [(VOLTAGE, fact.voltage)]
        case f.ReceiptLine():
            return [(MASS, fact.kg)]
        case _:
            return []


def _report(kind: str, unit: str, value: Decimal) -> Report:
    # A number of JSON with the digits that the instrument gave.
    return {"type": kind, "value": msgspec.Raw(f"{value:f}".encode()), "uom": unit}
