"""What meters say of a battery: voltage, insulation, temperature; no reading is evidence too."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.facts import Entry, Evidence, Quantity
from cellyard.domain.intake.verdict import consequences
from cellyard.domain.known import Known
from cellyard.domain.readings import Reading
from cellyard.domain.refusals import Refused
from cellyard.domain.rules import Edition
from cellyard.domain.ticket import about, take

UNITS: dict[Quantity, str] = {
    "voltage": "V",
    "insulation": "ohm",
    "temperature": "degC",
    "ambient": "degC",
}
_CELSIUS = {"degC": Decimal(1), "°C": Decimal(1), "℃": Decimal(1)}
_FACTORS: dict[Quantity, dict[str, Decimal]] = {
    "voltage": {"V": Decimal(1), "mV": Decimal("0.001"), "kV": Decimal(1000)},
    "insulation": {
        name: Decimal(10) ** power
        for power, names in (
            (0, ("ohm", "Ω", "\u2126")),
            (3, ("kohm", "kΩ", "k\u2126")),
            (6, ("Mohm", "MΩ", "M\u2126")),
            (9, ("Gohm", "GΩ", "G\u2126")),
        )
        for name in names
    },
    "temperature": _CELSIUS,
    "ambient": _CELSIUS,
}
# The instrument was asked and has no number: that stands as evidence.
_NO_READING = frozenset({"over_range", "under_range", "fault"})


class Measuring(msgspec.Struct, frozen=True, kw_only=True):
    """Take this reading. A value of None says: tried, no reading; it counts as the worst case."""

    battery: str
    quantity: Quantity
    reading: Reading
    instrument: str | None = None
    profile: str | None = None
    raw: str | None = None


def measure(known: Known, order: Measuring) -> Sequence[Entry]:
    """Write a reading in V, ohm or degC with the digits the meter gave.

    Refused: unsteady_reading, reversed_probes, unknown_unit, implausible_reading (with limits).
    """
    battery = take(known, "measure", order.battery)
    measured = f.Measured(
        quantity=order.quantity,
        value=value_of(order.quantity, order.reading, known.edition),
        unit=UNITS[order.quantity],
        evidence=Evidence(
            instrument=order.instrument,
            profile=order.profile,
            raw=order.raw,
            flags=order.reading.flags,
        ),
    )
    return [*about(battery.id, measured), *consequences(known, battery, [measured])]


def value_of(quantity: Quantity, reading: Reading, edition: Edition) -> Decimal | None:
    """Return a reading in V, ohm or degC, None for no reading. Refused as `measure`."""
    shown, flags = reading.value, frozenset(reading.flags)
    if flags & _NO_READING:
        return None
    if flags & {"unstable", "busy"}:
        raise Refused("unsteady_reading")
    if not isinstance(shown, Decimal):
        return None
    factor = _FACTORS[quantity].get(reading.unit)
    if factor is None:
        raise Refused("unknown_unit", unit=reading.unit)
    value = shown if factor == 1 else shown * factor
    if quantity == "voltage" and value < 0:
        raise Refused("reversed_probes", shown=value)
    low = edition.number(f"plausible.{quantity}.low")
    high = edition.number(f"plausible.{quantity}.high")
    if "implausible" in flags or not low <= value <= high:
        raise Refused("implausible_reading", shown=value, low=low, high=high, unit=UNITS[quantity])
    return value
