"""What cannot lie as it lies, put there by stations that did not know of each other."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from cellyard.domain import energy
from cellyard.domain.battery import Battery
from cellyard.domain.conflicts.conflict import Conflict, ConflictKind, Said
from cellyard.domain.facts import Verdict
from cellyard.domain.known import Lying
from cellyard.domain.registers import BatteryModel, Zone
from cellyard.domain.rules import Edition
from cellyard.domain.yard.limits import beside, carries, one_each
from cellyard.domain.yard.picture import Place, Yard, as_lying, compartment

# What lies in a slot: the slot, the station that put it there, its model and its verdict. A plain
# tuple, since a full yard is gone through after every change.
Put = tuple[str, str, str | None, Verdict | None]


class Places:
    """Where each slot is, for what is asked of a whole yard: its home, and its compartments."""

    def __init__(self, zones: Sequence[Zone], edition: Edition) -> None:
        self.zones, self.edition = zones, edition
        damage = edition.of("segregation.damage").choice[0]
        chemistry = edition.of("segregation.chemistry").choice[0]
        self.homes = {slot.name: slot.home for zone in zones for slot in zone.slots if slot.home}
        self.compartments = {
            slot.name: (compartment(slot, zone, damage), compartment(slot, zone, chemistry))
            for zone in zones
            for slot in zone.slots
        }

    def of(self, slots: Collection[str]) -> list[Zone]:
        """Return the zones with no more than these slots."""
        some = [
            msgspec.structs.replace(
                zone, slots=tuple(slot for slot in zone.slots if slot.name in slots)
            )
            for zone in self.zones
        ]
        return [zone for zone in some if zone.slots]


def of_other_stations(puts: Iterable[Put], places: Places) -> dict[str, str]:
    """Return, with their home, the slots in which another station has put something."""
    homes = places.homes
    if not homes:
        return {}
    return {slot: homes[slot] for slot, by, _, _ in puts if homes.get(slot, by) != by}


def used_by_another(slot: str, home: str, there: Iterable[Battery]) -> Iterator[Conflict]:
    """Give what another station has put into a slot without the supervisor's reason."""
    for b in there:
        if b.slot == slot and station_of(b.placed) != home and not b.overruled:
            said = (Said(b.placed, slot),)
            yield Conflict(kind="slot_of_other", about=f"{slot}/{b.id}", said=said)


def shared(puts: Iterable[Put], places: Places, models: dict[str, BatteryModel]) -> frozenset[str]:
    """Return the slots worth a look: more than one station has put something into them, or into
    their compartment, which then holds more than one kind of thing.
    """
    families: dict[str | None, str] = {}
    by_slot: dict[str, str] = {}
    apart: dict[tuple[str, str], set[tuple[str, bool | str]]] = defaultdict(set)
    found: set[str] = set()
    for slot, by, model, verdict in puts:
        if by_slot.setdefault(slot, by) != by:
            found.add(slot)
        if slot not in places.compartments:
            continue
        if model not in families:
            families[model] = energy.family(models.get(model or ""), places.edition)
        damage, chemistry = places.compartments[slot]
        apart["damage", damage].add((by, verdict in ("watch", "stop")))
        apart["chemistry", chemistry].add((by, families[model]))
    mixed = {of for of, there in apart.items() if _mixed(there)}
    if mixed:
        for slot in by_slot:
            damage, chemistry = places.compartments.get(slot, ("", ""))
            if ("damage", damage) in mixed or ("chemistry", chemistry) in mixed:
                found.add(slot)
    return frozenset(found)


def _mixed(there: set[tuple[str, bool | str]]) -> bool:
    """Tell whether more than one station has put more than one kind of thing."""
    return len({by for by, _ in there}) > 1 and len({kind for _, kind in there}) > 1


def of_slots(
    there: Sequence[Battery], places: Places, models: dict[str, BatteryModel]
) -> Iterator[Conflict]:
    """Give the slots over their limits and the forbidden neighbours among these batteries."""
    lying = [
        (b, as_lying(b, models.get(b.model or ""), places.edition, slot=slot, held=False))
        for b in there
        for slot in (*((b.slot,) if b.slot else ()), *b.other_places)
    ]
    zones = places.of({what.slot for _, what in lying})
    yard = Yard(zones, [what for _, what in lying], places.edition)
    over: dict[str, None] = {}
    near: dict[str, list[tuple[Battery, str]]] = defaultdict(list)
    for battery, what in lying:
        place = yard.place(what.slot)
        if place is None:
            continue
        if one_each(yard, what, place) or carries(yard, what, place):
            over[what.slot] = None
        elif compartment := _beside(yard, what, place):
            near[compartment].append((battery, what.slot))
    for slot in over:
        yield from _of("slot_over", slot, [(b, slot) for b, what in lying if what.slot == slot])
    for neighbours in near.values():
        yield from _of("slot_beside", min(slot for _, slot in neighbours), neighbours)


def _beside(yard: Yard, what: Lying, place: Place) -> str:
    objection = beside(yard, what, place)
    if objection is None:
        return ""
    return place.damage if objection.rule.endswith("damage") else place.chemistry


def _of(kind: ConflictKind, about: str, there: Sequence[tuple[Battery, str]]) -> Iterator[Conflict]:
    """Give it where the stations of more than one have put the things there."""
    said = tuple(sorted((Said(_put(b, slot), slot) for b, slot in there), key=lambda s: s.ref))
    if len({station_of(s.ref) for s in said}) > 1:
        yield Conflict(kind=kind, about=about, said=said)


def _put(battery: Battery, slot: str) -> str:
    """Return the fact that put a battery into a slot, by either station's word."""
    if battery.slot == slot:
        return battery.placed
    return next(s.ref for c in battery.conflicts for s in c.said if s.what == slot)


def station_of(ref: str) -> str:
    """Return the station that wrote a fact."""
    return ref.rsplit("/", 2)[0]
