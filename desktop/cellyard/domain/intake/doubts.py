"""Doubts about what a battery is: code, weight, chemistry and date against the model register."""

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from cellyard.domain import energy
from cellyard.domain.battery import Battery
from cellyard.domain.registers import BatteryModel
from cellyard.domain.rules import Edition

# What a code's chemistry may be called in a model: GB/T 34014 has one letter for NCM and NCA.
_SAME_CHEMISTRY = {
    "LFP": ("LFP",),
    "NMC": ("NMC", "NCA", "LNMO"),
    "LMO": ("LMO",),
    "LCO": ("LCO",),
    "LTO": ("LTO",),
    "NiMH": ("NiMH",),
}
_TENTH = Decimal("0.1")


class WeightDoubt(msgspec.Struct, frozen=True, kw_only=True):
    """A mass that is off its model's: kg read, kg expected, and the difference in percent."""

    kg: Decimal
    expected: Decimal
    percent: Decimal


def weight_doubt(
    battery: Battery, model: BatteryModel | None, edition: Edition
) -> WeightDoubt | None:
    """Return how far the mass is off its model's, or None within the edition's percentage.

    A warning, never a refusal: a lid or a module may be missing, or the pack was swapped.
    """
    if model is None or model.mass_kg is None:
        return None
    return weight_off(battery.kg, model.mass_kg, edition)


def weight_off(kg: Decimal | None, expected: Decimal, edition: Edition) -> WeightDoubt | None:
    """Return how far a mass is off what was expected, or None within the edition's percentage."""
    if kg is None:
        return None
    off = (kg - expected) * 100 / expected
    if abs(off) <= edition.number("weight.doubt_percent"):
        return None
    return WeightDoubt(kg=kg, expected=expected, percent=off.quantize(_TENTH))


def identity_doubts(
    battery: Battery, model: BatteryModel | None, edition: Edition, *, complete: bool
) -> Iterator[str]:
    """Give the reasons to doubt what it is.

    Without a model the doubt begins when a person has said *unknown*, or with the last answer.
    """
    yield from _code_doubts(battery, edition)
    if battery.distinguished:
        yield "code_twice"
    if weight_doubt(battery, model, edition):
        yield "weight_doubt"
    if model is not None:
        yield from _model_doubts(battery, model)
    elif complete or battery.model_how == "unknown":
        yield "model_unknown"


def _code_doubts(battery: Battery, edition: Edition) -> Iterator[str]:
    newest = battery.identifier
    if newest is None:
        yield "code_unreadable"
        return
    code = energy.code_of(battery)
    if code is None and newest.refused is not None and newest.scheme != "OTHER":
        # Nearly a code, but wrong: a maker's own serial number is no reason for doubt.
        yield "code_refused"
    if not set(newest.warnings).isdisjoint(edition.of("identity.code").choice):
        yield "code_doubt"
    first = edition.of("identity.date").choice[0]
    if code is not None and code.produced is not None and code.produced < first:
        yield "date_doubt"


def _model_doubts(battery: Battery, model: BatteryModel) -> Iterator[str]:
    code = energy.code_of(battery)
    if code is None:
        return
    meant = _SAME_CHEMISTRY.get(code.chemistry or "", ())
    if meant and not any(name in model.chemistry for name in meant):
        yield "chemistry_doubt"
    if code.level != model.level:
        yield "level_doubt"
