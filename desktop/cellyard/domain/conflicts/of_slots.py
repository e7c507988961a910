"""What cannot lie as it lies, put there by stations that did not know of each other."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cellyard.domain import energy
from cellyard.domain.battery import Battery
from cellyard.domain.conflicts.conflict import Conflict, ConflictKind, Said
from cellyard.domain.facts import Verdict
from cellyard.domain.known import Lying
from cellyard.domain.registers import BatteryModel, Zone
from cellyard.domain.rules import Edition
from cellyard.domain.yard.limits import beside, carries, one_each
from cellyard.domain.yard.picture import Place, Yard, as_lying


class Put(NamedTuple):
    """One line of what lies in a slot: the station that put it there, its model and verdict."""

    slot: str
    put_by: str
    model: str | None
    verdict: Verdict | None


def of_other_stations(puts: Iterable[Put], zones: Sequence[Zone]) -> dict[str, str]:
    """Return, with their home, the slots in which another station has put something."""
    home = {slot.name: slot.home for zone in zones for slot in zone.slots if slot.home}
    return {p.slot: home[p.slot] for p in puts if home.get(p.slot, p.put_by) != p.put_by}


def used_by_another(slot: str, home: str, there: Iterable[Battery]) -> Iterator[Conflict]:
    """Give what another station has put into a slot without the supervisor's reason."""
    for b in there:
        if b.slot == slot and station_of(b.placed) != home and not b.overruled:
            said = (Said(b.placed, slot),)
            yield Conflict(kind="slot_of_other", about=f"{slot}/{b.id}", said=said)


def shared(puts: Iterable[Put], yard: Yard, models: dict[str, BatteryModel]) -> frozenset[str]:
    """Return the slots worth a look: more than one station has put something into them or beside
    them, and they hold more than one thing or more than one kind of thing.

    `yard` is an empty one: of its places alone is asked.
    """
    slots: dict[str, list[Put]] = defaultdict(list)
    apart: dict[str, list[tuple[Put, bool | str]]] = defaultdict(list)
    for put in puts:
        slots[put.slot].append(put)
        place = yard.place(put.slot)
        if place is not None:
            model = models.get(put.model or "")
            apart[place.damage].append((put, put.verdict in ("watch", "stop")))
            apart[place.chemistry].append((put, energy.family(model, yard.edition)))
    found = {slot for slot, there in slots.items() if len({p.put_by for p in there}) > 1}
    for there in apart.values():
        if len({kind for _, kind in there}) > 1 and len({p.put_by for p, _ in there}) > 1:
            found.update(p.slot for p, _ in there)
    return frozenset(found)


def of_slots(
    there: Sequence[Battery],
    zones: Sequence[Zone],
    edition: Edition,
    models: dict[str, BatteryModel],
) -> Iterator[Conflict]:
    """Give the slots over their limits and the forbidden neighbours among these batteries."""
    lying = [
        (b, as_lying(b, models.get(b.model or ""), edition, slot=slot, held=False))
        for b in there
        for slot in (*((b.slot,) if b.slot else ()), *b.other_places)
    ]
    yard = Yard(zones, [what for _, what in lying], edition)
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
