"""The yard in figures: what lies in each zone against its limits, and what is abnormal now."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from cellyard.domain.facts import Verdict
from cellyard.domain.known import Lying
from cellyard.domain.registers import Purpose, Zone
from cellyard.domain.rules import Edition

AbnormalKind = Literal[
    "stop_coming", "stop", "watch_coming", "watch", "hold", "nearly_full", "no_slot"
]
_ORDER: tuple[AbnormalKind, ...] = (
    "stop_coming",
    "stop",
    "no_slot",
    "watch_coming",
    "watch",
    "hold",
    "nearly_full",
)


class ZoneTotals(msgspec.Struct, frozen=True, kw_only=True):
    """One zone: batteries lying there and expected, their kg and kWh, and the limits.

    kg and kWh count what is expected too; the unknown as the worst case. `part` is the nearer of
    both limits as a fraction, `near` from the edition's mark on.
    """

    key: str
    purpose: Purpose
    title: str
    slots: int
    count: int
    held: int
    kg: Decimal
    kwh: Decimal
    max_kg: Decimal
    max_kwh: Decimal
    part: Decimal
    near: bool


class Abnormal(msgspec.Struct, frozen=True, kw_only=True):
    """What needs a look: a battery in a slot, or a whole zone (`battery` and `slot` empty)."""

    kind: AbnormalKind
    zone: str
    slot: str = ""
    battery: str = ""
    verdict: Verdict | None = None
    left_kwh: Decimal = Decimal(0)


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """The whole yard. `count` are batteries that lie somewhere; abnormal ones worst first."""

    count: int
    kg: Decimal
    kwh: Decimal
    max_kg: Decimal
    max_kwh: Decimal
    zones: tuple[ZoneTotals, ...]
    abnormal: tuple[Abnormal, ...]


def board(zones: Sequence[Zone], lying: Iterable[Lying], edition: Edition) -> Board:
    """Return the sums of the yard, each computed from what lies there now."""
    zone_of = {slot.name: zone.key for zone in zones for slot in zone.slots}
    there: dict[str, list[Lying]] = {zone.key: [] for zone in zones}
    abnormal: list[Abnormal] = []
    for what in lying:
        key = zone_of.get(what.slot, "")
        there.setdefault(key, []).append(what)
        if kind := _kind(what, known_slot=bool(key)):
            abnormal.append(
                Abnormal(
                    kind=kind, zone=key, slot=what.slot, battery=what.battery, verdict=what.verdict
                )
            )
    totals = tuple(_totals(zone, there[zone.key], edition) for zone in zones)
    abnormal.extend(_nearly_full(t) for t in totals if t.near)
    return Board(
        count=sum(t.count for t in totals),
        kg=_sum(t.kg for t in totals),
        kwh=_sum(t.kwh for t in totals),
        max_kg=_sum(t.max_kg for t in totals),
        max_kwh=_sum(t.max_kwh for t in totals),
        zones=totals,
        abnormal=tuple(sorted(abnormal, key=lambda a: (_ORDER.index(a.kind), a.zone, a.slot))),
    )


def _kind(what: Lying, *, known_slot: bool) -> AbnormalKind | None:
    if not known_slot:
        return "no_slot"
    match what.verdict:
        case "stop":
            return "stop_coming" if what.held else "stop"
        case "watch":
            return "watch_coming" if what.held else "watch"
        case _:
            return "hold" if what.on_hold else None


def _totals(zone: Zone, there: Sequence[Lying], edition: Edition) -> ZoneTotals:
    worst_kg, worst_kwh = edition.number("mass.worst_kg"), edition.number("energy.worst_kwh")
    kg = _sum(worst_kg if x.kg is None else x.kg for x in there)
    kwh = _sum(worst_kwh if x.kwh is None else x.kwh for x in there)
    max_kg = zone.max_kg if zone.max_kg is not None else _sum(s.max_kg for s in zone.slots)
    max_kwh = zone.max_kwh if zone.max_kwh is not None else _sum(s.max_kwh for s in zone.slots)
    part = max(kg / max_kg if max_kg else Decimal(0), kwh / max_kwh if max_kwh else Decimal(0))
    return ZoneTotals(
        key=zone.key,
        purpose=zone.purpose,
        title=zone.title,
        slots=len(zone.slots),
        count=sum(not x.held for x in there),
        held=sum(x.held for x in there),
        kg=kg,
        kwh=kwh,
        max_kg=max_kg,
        max_kwh=max_kwh,
        part=part,
        near=part >= edition.number("yard.near_full"),
    )


def _nearly_full(totals: ZoneTotals) -> Abnormal:
    return Abnormal(
        kind="nearly_full",
        zone=totals.key,
        left_kwh=totals.max_kwh - totals.kwh,
    )


def _sum(figures: Iterable[Decimal]) -> Decimal:
    return sum(figures, Decimal(0))
