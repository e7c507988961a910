"""How a battery is spoken of: its name, its energy, its code with the meaning of each field."""

import datetime as dt

from cellyard.domain import codes
from cellyard.domain.codes import Code
from cellyard.domain.energy import Energy
from cellyard.domain.registers import BatteryModel
from cellyard.words.catalogue import _
from cellyard.words.codes import CHEMISTRIES, FIELDS, LEVELS
from cellyard.words.numbers import quantity


def name(model: BatteryModel | None) -> str:
    """Return what type of battery it is, e.g. `Hyundai Kona`."""
    return model.title if model else _("Unknown model")


def short(model: BatteryModel | None) -> str:
    """Return its name without the make, where there is no room for both."""
    return model.name if model else _("Unknown model")


def energy(of: Energy) -> str:
    """Return rated kWh; a guess from the mass says that it is one."""
    shown = quantity(of.kwh.normalize(), "kWh")
    return _("{energy}, estimated").format(energy=shown) if of.estimated else shown


def fields(code: str) -> tuple[tuple[str, str], ...]:
    """Return the fields of a kept code, each with what it means; () when there is no code."""
    if not code:
        return ()
    # Whether its date lay in the future was judged on the day it came in.
    read = codes.decode(code, dt.date.max)
    return tuple((text, _meaning(read, field)) for field, text in codes.fields(read))


def _meaning(read: Code, field: str) -> str:
    if field == "level" and read.level:
        return _(LEVELS[read.level])
    if field == "chemistry" and read.chemistry in CHEMISTRIES:
        return _(CHEMISTRIES[read.chemistry])
    return _(FIELDS.get(field, field))
