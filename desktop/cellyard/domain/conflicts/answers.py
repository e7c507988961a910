"""Answers to what cannot all be true: somebody looked, and says what was there.

Each is a fact that knew all of the evidence, and beside it `Resolved`, which names what was seen.
"""

from collections.abc import Sequence

import msgspec

from cellyard.domain import facts as f
from cellyard.domain import ids
from cellyard.domain.battery import Battery
from cellyard.domain.conflicts.conflict import Conflict, ConflictKind
from cellyard.domain.conflicts.of_codes import of_code
from cellyard.domain.facts import Decided, Entry, Fact
from cellyard.domain.intake.triage import severity
from cellyard.domain.intake.verdict import consequences
from cellyard.domain.known import Known
from cellyard.domain.people import Act, check_may
from cellyard.domain.refusals import Refused
from cellyard.domain.ticket import about, apart, take
from cellyard.domain.yard.place import REASONS, OverruleReason

_OF_PLACE: tuple[ConflictKind, ...] = ("two_places", "moved_after_dispatch")


class Lying(msgspec.Struct, frozen=True, kw_only=True):
    """Slot and battery were scanned: it lies there. `seen` are the facts shown with the task."""

    battery: str
    slot: str
    seen: tuple[str, ...]


class Leaving(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody looked where it was put last: it is not there, it left with its load."""

    battery: str
    seen: tuple[str, ...]


class Loading(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody looked on which of two loads a battery is."""

    battery: str
    load: str
    seen: tuple[str, ...]


class Comparing(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody looked for a second battery with this code. `same`: there is one thing only, and
    `slot` is where it lies, needed where both have a place.
    """

    earlier: str
    later: str
    same: bool
    seen: tuple[str, ...]
    slot: str = ""


class Allowing(msgspec.Struct, frozen=True, kw_only=True):
    """A supervisor lets a battery lie in another station's slot, for a reason."""

    battery: str
    reason: OverruleReason
    seen: tuple[str, ...]


class Confirming(msgspec.Struct, frozen=True, kw_only=True):
    """A supervisor stands for acts of somebody who had the role no more: `task` names them."""

    task: str
    person: str
    seen: tuple[str, ...]


def lies(known: Known, order: Lying) -> Sequence[Entry]:
    """Write where it lies, whatever the yard's rules say of that place: there it was scanned.

    Refused: conflict_over, conflict_changed, no_such_slot.
    """
    battery, conflict = _taken(known, "place", order.battery, _OF_PLACE, order.seen)
    if order.slot not in {slot.name for zone in known.zones() for slot in zone.slots}:
        raise Refused("no_such_slot", slot=order.slot)
    facts: list[Fact] = []
    if battery.left:
        facts.append(f.Unlisted(load=battery.leaving.load))
    came_from = battery.slot if battery.slot != order.slot else None
    facts.append(_placed(known, order.slot, came_from))
    return about(battery.id, *facts, _resolved(conflict, "lies_there", order.seen))


def left(known: Known, order: Leaving) -> Sequence[Entry]:
    """Write that it left the gate all the same. Refused: role_missing, conflict_over,
    conflict_changed.
    """
    kinds: tuple[ConflictKind, ...] = ("moved_after_dispatch",)
    battery, conflict = _taken(known, "ship", order.battery, kinds, order.seen)
    gone = f.Dispatched(load=battery.leaving.load)
    return about(battery.id, gone, _resolved(conflict, "left", order.seen))


def on_load(known: Known, order: Loading) -> Sequence[Entry]:
    """Write on which load it is. Refused: role_missing, conflict_over, conflict_changed,
    unknown_load, and not_on_either for a load that is none of them.
    """
    battery, conflict = _taken(known, "ship", order.battery, ("two_loads",), order.seen)
    load = known.loads.of(order.load)
    if load.id not in {said.what for said in conflict.said}:
        raise Refused("not_on_either", number=load.number)
    gone = load.dispatched_at > 0
    fact = f.Dispatched(load=load.id) if gone else f.Listed(load=load.id)
    return about(battery.id, fact, _resolved(conflict, "on_this_load", order.seen))


def compare(known: Known, order: Comparing) -> Sequence[Entry]:
    """Write that two batteries with one code are one thing, or two.

    Of one thing the earlier id stays, with the worse verdict and the hold of both. Refused:
    conflict_over, conflict_changed; where it is one thing also merge_listed, run_open, slot_needed.
    """
    later = take(known, "identify", order.later)
    earlier = take(known, "identify", order.earlier)
    conflict = next(
        (c for c in later.conflicts if c.kind == "one_or_two" and c.about == earlier.id), None
    )
    if conflict is None and apart(earlier, later):
        raise Refused("conflict_over")
    conflict = conflict or of_code(earlier, later)
    _check_seen(conflict, order.seen)
    if order.same:
        return _merged(known, earlier, later, conflict, order)
    told: list[Fact] = [f.Distinguished(other=earlier.id)]
    answer = _resolved(conflict, "two_things", order.seen)
    return [*about(later.id, *told, answer), *consequences(known, later, told)]


def _merged(
    known: Known, earlier: Battery, later: Battery, conflict: Conflict, order: Comparing
) -> Sequence[Entry]:
    for battery in (earlier, later):
        if battery.bench.run is not None:
            raise Refused("run_open", channel=battery.bench.run.channel)
    if later.leaving.load:
        raise Refused("merge_listed", ticket=later.ticket)
    slot = order.slot or later.slot or ""
    if not order.slot and earlier.slot and later.slot and earlier.slot != later.slot:
        raise Refused("slot_needed", one=earlier.slot, other=later.slot)
    kept: list[Fact] = []
    worse = later.verdict if severity(later.verdict) > severity(earlier.verdict) else None
    if worse is not None and later.triage is not None:
        kept.append(f.Triaged(verdict=worse, reasons=later.reasons, decided=later.triage))
    if later.watch.hold is not None and earlier.watch.hold is None:
        kept.append(f.HoldPlaced(reason=later.watch.hold.reason))
    if slot and slot != earlier.slot and not earlier.left:
        kept.append(_placed(known, slot, earlier.slot))
    answer = _resolved(conflict, "one_thing", order.seen)
    return [*about(later.id, f.Merged(into=earlier.id), answer), *about(earlier.id, *kept)]


def allow(known: Known, order: Allowing) -> Sequence[Entry]:
    """Write why a battery may lie in another station's slot. Refused: role_missing,
    reason_missing, conflict_over, conflict_changed.
    """
    battery = take(known, "overrule", order.battery)
    if order.reason not in REASONS:
        raise Refused("reason_missing")
    if battery.slot is None:
        raise Refused("conflict_over")
    if battery.placed not in order.seen:
        raise Refused("conflict_changed")
    task = f"slot_of_other/{battery.slot}/{battery.id}"
    return _answered(task, order.reason, order.seen)


def confirm(known: Known, order: Confirming) -> Sequence[Entry]:
    """Write that a supervisor stands for these acts. Refused: role_missing, and own_act for who
    acted.
    """
    check_may(known, "overrule")
    if order.person == known.actor:
        raise Refused("own_act")
    return _answered(order.task, "confirmed", order.seen)


def _answered(task: str, answer: str, seen: tuple[str, ...]) -> Sequence[Entry]:
    fact = f.Resolved(task=task, answer=answer, seen=seen)
    return [Entry(subject=ids.conflict(task), fact=fact)]


def _placed(known: Known, slot: str, came_from: str | None) -> f.Placed:
    decided = Decided(edition=known.edition.id, rules=())
    return f.Placed(slot=slot, came_from=came_from, decided=decided)


def _resolved(conflict: Conflict, answer: str, seen: tuple[str, ...]) -> f.Resolved:
    return f.Resolved(task=conflict.task, answer=answer, seen=seen)


def _taken(
    known: Known,
    act: Act,
    battery: str,
    kinds: Sequence[ConflictKind],
    seen: tuple[str, ...],
) -> tuple[Battery, Conflict]:
    found = take(known, act, battery)
    conflict = next((c for c in found.conflicts if c.kind in kinds), None)
    if conflict is None:
        raise Refused("conflict_over")
    _check_seen(conflict, seen)
    return found, conflict


def _check_seen(conflict: Conflict, seen: tuple[str, ...]) -> None:
    """Nothing is answered that nobody has seen."""
    if not set(conflict.evidence) <= set(seen):
        raise Refused("conflict_changed")
