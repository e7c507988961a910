"""How much energy a battery may hold and of what chemistry it is; unknown is the worse case."""

import datetime as dt
from decimal import Decimal

import msgspec

from cellyard.domain import codes
from cellyard.domain.battery import Battery
from cellyard.domain.codes import Code, Level
from cellyard.domain.registers import BatteryModel
from cellyard.domain.rules import Edition

UNKNOWN_FAMILY = "unknown"
_TENTH = Decimal("0.1")
_HUNDRED = Decimal(100)
_DISCHARGED = "energy.discharged_percent"


class Energy(msgspec.Struct, frozen=True, kw_only=True):
    """Rated energy in kWh; `estimated` when no register entry vouches for it."""

    kwh: Decimal
    estimated: bool


def kwh(battery: Battery, model: BatteryModel | None, edition: Edition) -> Energy:
    """Return the rated energy of the model; else an upper guess from the mass, marked estimated.

    The guess uses the edition's highest kWh per kg of what it is; where no code tells, a light
    thing counts as a cell, the densest. Without a mass it is the edition's worst case.
    """
    if model is not None:
        return Energy(kwh=model.kwh, estimated=False)
    if battery.kg is None:
        return Energy(kwh=edition.number("energy.worst_kwh"), estimated=True)
    code = code_of(battery)
    if code is not None and code.level is not None:
        size: Level = code.level
    else:
        size = "pack" if battery.kg >= edition.number("energy.pack_from_kg") else "cell"
    guess = battery.kg * edition.number(f"energy.kwh_per_kg.{size}")
    return Energy(kwh=guess.quantize(_TENTH), estimated=True)


def counted(battery: Battery, model: BatteryModel | None, edition: Edition) -> Decimal:
    """Return the kWh that it counts with in slots and zones, whose limits are about fire.

    Of what was discharged to safe that is the edition's share of the rated energy; where an
    edition is silent about it, all of it.
    """
    rated = kwh(battery, model, edition).kwh
    share = next((r.value for r in edition.rule if r.id == _DISCHARGED), None)
    if share is None or not battery.bench.discharged:
        return rated
    return rated * share / _HUNDRED


def family(model: BatteryModel | None, edition: Edition) -> str:
    """Return the chemistry family that decides what it may lie beside, `unknown` without model."""
    if model is None:
        return UNKNOWN_FAMILY
    return edition.chemistry_family.get(model.chemistry, UNKNOWN_FAMILY)


def code_of(battery: Battery) -> Code | None:
    """Return its newest conforming GB/T 34014 code taken apart, or None when it has none."""
    for identifier in reversed(battery.identifiers):
        if identifier.refused is None and identifier.scheme.startswith("GBT34014"):
            # Whether the date lay in the future was judged on the day it came in.
            return codes.decode(identifier.code, dt.date.max)
    return None


def level(battery: Battery, model: BatteryModel | None) -> Level:
    """Return what size of thing it is: the model says, else the code, else the largest."""
    if model is not None:
        return model.level
    code = code_of(battery)
    return code.level if code and code.level else "pack"
