"""The yard as its rules see it: zones, slots, what lies there, and whether one more thing may."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TypeAlias

import msgspec

from cellyard.domain import energy
from cellyard.domain.battery import Battery
from cellyard.domain.facts import Verdict
from cellyard.domain.known import Lying
from cellyard.domain.registers import BatteryModel, Slot, Zone
from cellyard.domain.rules import Edition, ZoneRule

NOT_JUDGED = "none"
# What things are kept apart by: their damage class, or their chemistry family.
Apart: TypeAlias = bool | str
_DAMAGED: frozenset[Verdict | None] = frozenset({"watch", "stop"})


class Objection(msgspec.Struct, frozen=True, kw_only=True):
    """Why something may not lie in a slot: the refusal's code, the rule, the values it shows."""

    code: str
    rule: str
    shown: dict[str, object] = {}


class Load(msgspec.Struct, kw_only=True):
    """Mass and energy that are there already; the unknown counts as the worst case."""

    kg: Decimal = Decimal(0)
    kwh: Decimal = Decimal(0)


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A slot with what its rules are asked by. `rule` None: the edition is silent, nothing may.

    `damage` and `chemistry` name the compartments in which those are kept apart.
    """

    slot: Slot
    zone: Zone
    rule: ZoneRule | None
    damage: str
    chemistry: str


def as_lying(
    battery: Battery, model: BatteryModel | None, edition: Edition, *, slot: str, held: bool
) -> Lying:
    """Return a battery as the yard's rules see it, in (or on its way to) a slot."""
    return Lying(
        battery=battery.id,
        slot=slot,
        held=held,
        kg=battery.kg,
        kwh=energy.counted(battery, model, edition),
        family=energy.family(model, edition),
        verdict=battery.verdict,
        level=energy.level(battery, model),
        model=battery.model or "",
        done=_done(battery),
        on_hold=battery.watch.hold is not None,
    )


def _done(battery: Battery) -> tuple[str, ...]:
    given = battery.bench.given
    second_life = given is not None and given.route == "second_life"
    ways = {"grade": second_life, "discharge": battery.bench.discharged}
    return tuple(what for what, done in ways.items() if done)


def damaged(what: Lying) -> bool:
    """Tell whether it belongs to the damage class: WATCH and STOP."""
    return what.verdict in _DAMAGED


class Yard:
    """Every slot and what lies there at one moment. Build it once, then ask often."""

    def __init__(self, zones: Sequence[Zone], lying: Iterable[Lying], edition: Edition) -> None:
        self.edition = edition
        self.zones = zones
        self._worst_kg = edition.number("mass.worst_kg")
        self._worst_kwh = edition.number("energy.worst_kwh")
        self._places = {place.slot.name: place for place in _places(zones, edition)}
        self._in_slot: dict[str, list[Lying]] = {}
        self._near: dict[tuple[str, Apart], list[Lying]] = {}
        self._kinds: dict[str, dict[Apart, None]] = {}
        self._loads: dict[str, Load] = {}
        for what in lying:
            self._lay(what)

    def _lay(self, what: Lying) -> None:
        self._in_slot.setdefault(what.slot, []).append(what)
        place = self._places.get(what.slot)
        if place is None:
            return  # a slot that the register no longer has: it counts nowhere else
        self._near.setdefault((place.damage, damaged(what)), []).append(what)
        self._near.setdefault((place.chemistry, what.family), []).append(what)
        self._kinds.setdefault(place.damage, {})[damaged(what)] = None
        self._kinds.setdefault(place.chemistry, {})[what.family] = None
        for name in (f"slot {what.slot}", f"zone {place.zone.key}"):
            load = self._loads.setdefault(name, Load())
            load.kg += self.kg(what)
            load.kwh += self.kwh(what)

    def kg(self, what: Lying) -> Decimal:
        return self._worst_kg if what.kg is None else what.kg

    def kwh(self, what: Lying) -> Decimal:
        return self._worst_kwh if what.kwh is None else what.kwh

    def names(self) -> Sequence[str]:
        """Return all slots in walking order."""
        return tuple(self._places)

    def place(self, slot: str) -> Place | None:
        return self._places.get(slot)

    def in_slot(self, slot: str) -> Sequence[Lying]:
        """Return what lies in a slot or is expected there."""
        return self._in_slot.get(slot, ())

    def taken_by_other(self, slot: str, battery: str) -> bool:
        """Tell whether anything but this battery lies in a slot or is expected there."""
        there = self._in_slot.get(slot)
        return there is not None and (len(there) > 1 or there[0].battery != battery)

    def load(self, slot_or_zone: str) -> Load:
        """Return the load of `slot NAME` or `zone KEY`."""
        return self._loads.get(slot_or_zone, Load())

    def beside(self, compartment: str, own: Apart, battery: str) -> Lying | None:
        """Return something of another kind in the compartment (damage class, or family)."""
        for kind in self._kinds.get(compartment, ()):
            if kind != own:
                for other in self._near[compartment, kind]:
                    if other.battery != battery:
                        return other
        return None


def _places(zones: Sequence[Zone], edition: Edition) -> Iterator[Place]:
    damage = edition.of("segregation.damage").choice[0]
    chemistry = edition.of("segregation.chemistry").choice[0]
    for zone in zones:
        rule = edition.zone_rule(zone.purpose)
        for slot in zone.slots:
            yield Place(
                slot=slot,
                zone=zone,
                rule=rule,
                damage=f"damage in {compartment(slot, zone, damage)}",
                chemistry=f"chemistry in {compartment(slot, zone, chemistry)}",
            )


def compartment(slot: Slot, zone: Zone, scope: str) -> str:
    """Return the name of the compartment that a slot is in: `slot`, `rack` or `zone` apart."""
    match scope:
        case "slot":
            return f"slot {slot.name}"
        case "rack":
            # Racks are named within their zone or with it: both are told apart here.
            return f"rack {zone.key}/{slot.rack}"
        case "zone":
            return f"zone {zone.key}"
        case _:
            raise ValueError(f"rules may keep apart by slot, rack or zone, not by {scope}")
