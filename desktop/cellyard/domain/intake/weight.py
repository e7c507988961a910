"""The weight of a battery: only what stands still on the scale, or a typed figure marked so."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.facts import Entry, Evidence
from cellyard.domain.intake.verdict import consequences
from cellyard.domain.known import Known
from cellyard.domain.readings import Flag, Reading
from cellyard.domain.refusals import Refused
from cellyard.domain.rules import Edition
from cellyard.domain.ticket import about, take

_TO_KG = {"kg": Decimal(1), "g": Decimal("0.001"), "t": Decimal(1000)}
# In the order in which they are told when several stand at once.
_REFUSED_FLAGS: tuple[tuple[Flag, str], ...] = (
    ("fault", "scale_fault"),
    ("over_range", "over_range"),
    ("under_range", "negative_weight"),
    ("negative", "negative_weight"),
    ("unstable", "unstable_weight"),
    ("busy", "no_weight"),
)


class Weighing(msgspec.Struct, frozen=True, kw_only=True):
    """Take this reading as the battery's gross mass.

    A typed one carries the flag `manual`; a read one names instrument, profile and raw bytes.
    """

    battery: str
    reading: Reading
    instrument: str | None = None
    profile: str | None = None
    raw: str | None = None


def weigh(known: Known, order: Weighing) -> Sequence[Entry]:
    """Write the mass in kg with the digits the scale gave.

    Refused: unstable_weight, negative_weight, no_weight, scale_fault, over_range, unknown_unit,
    weight_implausible (with the limits).
    """
    battery = take(known, "weigh", order.battery)
    kg = _kg(order.reading, known.edition)
    evidence = Evidence(
        instrument=order.instrument,
        profile=order.profile,
        raw=order.raw,
        flags=order.reading.flags,
    )
    weighed = f.Weighed(kg=kg, evidence=evidence)
    return [*about(battery.id, weighed), *consequences(known, battery, [weighed])]


def _kg(reading: Reading, edition: Edition) -> Decimal:
    shown = reading.value
    for flag, code in _REFUSED_FLAGS:
        if flag in reading.flags:
            raise Refused(code, shown="" if shown is None else shown)
    if not isinstance(shown, Decimal):
        raise Refused("no_weight")
    if reading.unit not in _TO_KG:
        raise Refused("unknown_unit", unit=reading.unit)
    kg = shown if reading.unit == "kg" else shown * _TO_KG[reading.unit]
    if kg < 0:
        raise Refused("negative_weight", shown=kg)
    if kg == 0:
        raise Refused("no_weight")
    low, high = edition.number("weight.min"), edition.number("weight.max")
    if not low <= kg <= high:
        raise Refused("weight_implausible", shown=kg, low=low, high=high)
    return kg
