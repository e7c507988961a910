"""What is measured: units as people type them, limits as the rules of today set them."""

from dataclasses import dataclass
from decimal import Decimal

from cellyard.domain.facts import Quantity
from cellyard.domain.readings import Reading
from cellyard.jobs.instruments import Attached
from cellyard.ui.screens.intake.ticket import Ticket
from cellyard.words import N_, _, number

ORDER: tuple[Quantity, ...] = ("voltage", "insulation", "temperature", "ambient")
# The units that a figure may be typed in, the usual one first, as (shown, of the reading).
UNITS: dict[Quantity, tuple[tuple[str, str], ...]] = {
    "voltage": (("V", "V"), ("mV", "mV")),
    "insulation": (("MΩ", "Mohm"), ("kΩ", "kohm"), ("Ω", "ohm")),
    "temperature": (("°C", "degC"),),
    "ambient": (("°C", "degC"),),
}
# Keys that choose a unit while a figure is typed.
LETTERS: dict[Quantity, dict[str, str]] = {
    "voltage": {"v": "V", "m": "mV"},
    "insulation": {"m": "MΩ", "k": "kΩ", "o": "Ω"},
    "temperature": {},
    "ambient": {},
}
_MEGA, _KILO = Decimal(1_000_000), Decimal(1000)
# What meters call a quantity.
_NAMES: dict[Quantity, tuple[str, ...]] = {
    "voltage": ("voltage",),
    "insulation": ("insulation", "resistance"),
    "temperature": ("temperature",),
    "ambient": ("ambient",),
}


@dataclass(frozen=True)
class Standing:
    """A reading that stands: figure, unit, note, and whether it passes a limit."""

    figure: str
    unit: str
    note: str
    passed: bool


def unit_of_reading(quantity: Quantity, shown: str) -> str:
    return dict(UNITS[quantity])[shown]


def shown_unit(quantity: Quantity, of_reading: str) -> str:
    return next((shown for shown, of in UNITS[quantity] if of == of_reading), of_reading)


def of_meter(meter: Attached | None, quantity: Quantity) -> Reading | None:
    """Return what the meter says of a quantity now, if it measures it."""
    if meter is None or meter.state != "running" or meter.newest is None:
        return None
    readings = meter.newest.readings
    return next((readings[name] for name in _NAMES[quantity] if name in readings), None)


def standing(ticket: Ticket, quantity: Quantity) -> Standing | None:
    """Return the reading that stands on the ticket; None when there is none or no figure."""
    measured = ticket.battery.measurements.get(quantity)
    if measured is None or measured.value is None:
        return None
    reason = _REASONS[quantity]
    passed = any(r in ticket.judged.reasons for r in reason)
    figure, unit = _shown(quantity, measured.value)
    return Standing(figure, unit, _note(ticket, quantity, measured.value), passed)


def usual_unit(ticket: Ticket, quantity: Quantity) -> str:
    """Return the unit that a figure is shown in: of the reading that stands, else the first."""
    stands = standing(ticket, quantity)
    return stands.unit if stands else UNITS[quantity][0][0]


_REASONS: dict[Quantity, tuple[str, ...]] = {
    "voltage": ("cell_voltage_dead", "cell_voltage_low", "cell_voltage_high"),
    "insulation": ("insulation_low",),
    "temperature": ("too_hot", "warm"),
    "ambient": (),
}


def _shown(quantity: Quantity, value: Decimal) -> tuple[str, str]:
    if quantity != "insulation":
        return number(value), UNITS[quantity][0][0]
    if value >= _MEGA:
        return number((value / _MEGA).normalize()), "MΩ"
    if value >= _KILO:
        return number((value / _KILO).normalize()), "kΩ"
    return number(value.normalize()), "Ω"


def _note(ticket: Ticket, quantity: Quantity, value: Decimal) -> str:
    if quantity == "insulation":
        per_volt = value / full_voltage(ticket)
        limit = ticket.edition.number("insulation.ohm_per_volt")
        return _("{value} Ω/V, limit {limit}").format(
            value=number(per_volt, 0), limit=number(limit, 0)
        )
    if quantity == "voltage" and ticket.model and ticket.model.series:
        per_cell = value / ticket.model.series
        return _("{value} V a cell").format(value=number(per_cell, 2))
    return ""


def full_voltage(ticket: Ticket) -> Decimal:
    """Return the voltage that the insulation limit counts from; assumed when nobody knows it."""
    full = ticket.model.max_v if ticket.model else None
    return ticket.edition.number("insulation.assumed_v") if full is None else full


def limit_note(ticket: Ticket, quantity: Quantity) -> str:
    """Return what to expect before anything is measured."""
    match quantity:
        case "voltage":
            nominal = ticket.model.nominal_v if ticket.model else None
            return _("nominal {volts} V").format(volts=number(nominal)) if nominal else ""
        case "insulation":
            limit = ticket.edition.number("insulation.ohm_per_volt") * full_voltage(ticket)
            figure, unit = _shown("insulation", limit)
            return _("at least {figure} {unit}").format(figure=figure, unit=unit)
        case "temperature":
            return _("at the hottest place")
        case "ambient":
            return _("may be left out")


NAMES: dict[Quantity, str] = {
    "voltage": N_("Voltage"),
    "insulation": N_("Insulation"),
    "temperature": N_("Case"),
    "ambient": N_("Ambient"),
}
# What to do with the meter, and how the one thing that is missing is called.
HINTS: dict[Quantity, str] = {
    "voltage": N_("Meter on the service plug: voltage between plus and minus."),
    "insulation": N_("Insulation tester between each pole and the case; type the lower one."),
    "temperature": N_("Thermometer on the case, at its hottest place."),
    "ambient": N_("Air temperature beside the battery. It may be left out."),
}
MISSING: dict[Quantity, str] = {
    "voltage": N_("The voltage is missing"),
    "insulation": N_("The insulation is missing"),
    "temperature": N_("The case temperature is missing"),
    "ambient": N_("The ambient temperature is missing"),
}
