"""What lies in stock, summed up: how many, how heavy, how much energy, by whatever they share."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

import msgspec

from cellyard.domain import energy
from cellyard.domain.battery import Battery
from cellyard.domain.registers import BatteryModel
from cellyard.domain.rules import Edition

UNKNOWN = ""
# What a sum is made by: a word of the battery, given its model.
By = Callable[[Battery, BatteryModel | None], str]


class Sum(msgspec.Struct, frozen=True, kw_only=True):
    """Batteries that share `what`. `kwh` is rated energy; `estimated` of them are a guess from the
    mass, `unweighed` have no mass, and so no part in `kg`.
    """

    what: str
    count: int
    kg: Decimal
    kwh: Decimal
    estimated: int
    unweighed: int


def sums(
    batteries: Iterable[Battery], models: Mapping[str, BatteryModel], edition: Edition, by: By
) -> list[Sum]:
    """Return the sums of what lies in a slot, in the order of what they share."""
    groups: dict[str, list[Battery]] = {}
    for b in batteries:
        if b.stored:
            groups.setdefault(by(b, models.get(b.model or "")), []).append(b)
    return [_sum(what, groups[what], models, edition) for what in sorted(groups)]


def total(of: Iterable[Sum]) -> Sum:
    """Return the sum of sums."""
    every = list(of)
    return Sum(
        what="",
        count=sum(s.count for s in every),
        kg=sum((s.kg for s in every), Decimal(0)),
        kwh=sum((s.kwh for s in every), Decimal(0)),
        estimated=sum(s.estimated for s in every),
        unweighed=sum(s.unweighed for s in every),
    )


def grade(battery: Battery, _model: BatteryModel | None) -> str:
    """Return the grade that stands, UNKNOWN for what has none."""
    return battery.bench.given.grade if battery.bench.given else UNKNOWN


def chemistry(battery: Battery, model: BatteryModel | None) -> str:
    """Return the chemistry as the register names it, without its proportions (NMC of NMC622);
    else as the code says it, UNKNOWN where nobody does.
    """
    if model is not None:
        return model.chemistry.rstrip("0123456789")
    code = energy.code_of(battery)
    return code.chemistry or UNKNOWN if code else UNKNOWN


def _sum(
    what: str, batteries: list[Battery], models: Mapping[str, BatteryModel], edition: Edition
) -> Sum:
    rated = [energy.kwh(b, models.get(b.model or ""), edition) for b in batteries]
    masses = [b.kg for b in batteries if b.kg is not None]
    return Sum(
        what=what,
        count=len(batteries),
        kg=sum(masses, Decimal(0)),
        kwh=sum((e.kwh for e in rated), Decimal(0)),
        estimated=sum(e.estimated for e in rated),
        unweighed=len(batteries) - len(masses),
    )
