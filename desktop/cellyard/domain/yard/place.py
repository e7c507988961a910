"""Putting a battery into a slot and moving it: battery and slot are scanned, the rules decide."""

from collections.abc import Sequence
from typing import Literal, get_args

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.battery import Battery
from cellyard.domain.facts import Decided, Entry
from cellyard.domain.known import Known
from cellyard.domain.people import check_may
from cellyard.domain.refusals import Refused
from cellyard.domain.ticket import about, check_not_held, take
from cellyard.domain.yard.limits import CHECKED, may_lie
from cellyard.domain.yard.picture import Objection, Yard, as_lying
from cellyard.domain.yard.proposal import Proposal, propose

# Words, not free text. They overrule the home of a slot and nothing else.
OverruleReason = Literal["station_down", "no_room", "agreed"]
REASONS: tuple[OverruleReason, ...] = get_args(OverruleReason)


class Placing(msgspec.Struct, frozen=True, kw_only=True):
    """Lay a battery into a slot for the first time. `reason`: a supervisor's, for another
    station's slot.
    """

    battery: str
    slot: str
    reason: OverruleReason | None = None


class Moving(msgspec.Struct, frozen=True, kw_only=True):
    """Move a battery from its slot into another one."""

    battery: str
    slot: str
    reason: OverruleReason | None = None


def place(known: Known, order: Placing) -> Sequence[Entry]:
    """Write that the battery lies in the slot.

    Refused: already_stored, newer_facts, conflict_open, battery_on_hold, not_judged, or the rule
    of the yard that decided, with `free`, a slot that would do.
    """
    battery = take(known, "place", order.battery)
    if battery.slot is not None:
        raise Refused("already_stored", ticket=battery.ticket, slot=battery.slot)
    return _laid(known, battery, order)


def move(known: Known, order: Moving) -> Sequence[Entry]:
    """Write that the battery lies in another slot now. Refused: not_stored, already_there, and
    as `place`.
    """
    battery = take(known, "move", order.battery)
    if battery.slot is None:
        raise Refused("not_stored", ticket=battery.ticket)
    if battery.slot == order.slot and battery.conflict is None:
        raise Refused("already_there", slot=order.slot)
    return _laid(known, battery, order)


def _laid(known: Known, battery: Battery, order: Placing | Moving) -> Sequence[Entry]:
    if battery.opaque:
        raise Refused("newer_facts")
    if battery.conflict is not None and battery.conflict.kind == "moved_after_dispatch":
        raise Refused("conflict_open", ticket=battery.ticket)
    check_not_held(battery)
    edition = known.edition
    others = [x for x in known.lying() if x.battery != battery.id]
    yard = Yard(known.zones(), others, edition)
    what = as_lying(battery, known.model(battery.model), edition, slot=order.slot, held=False)
    objection = may_lie(yard, what, order.slot, station=known.station)
    overruled = ""
    if objection and objection.code == "slot_of_other_station" and order.reason is not None:
        _check_overrule(known, order.reason)
        overruled = order.reason
        objection = may_lie(yard, what, order.slot)
    if objection:
        lies = battery.slot or ""
        other = propose(yard, what, station=known.station, away_from=lies)
        raise _refusal(battery, order.slot, objection, other)
    placed = f.Placed(
        slot=order.slot,
        came_from=battery.slot,
        decided=Decided(edition=edition.id, rules=_rules(yard, order.slot)),
        overruled=overruled,
    )
    return about(battery.id, placed)


def _check_overrule(known: Known, reason: str) -> None:
    check_may(known, "overrule")
    if reason not in REASONS:
        raise Refused("reason_missing")


def _refusal(battery: Battery, slot: str, objection: Objection, other: Proposal) -> Refused:
    if objection.code == "not_judged":
        return Refused("not_judged", ticket=battery.ticket)
    code = objection.code if other.slot else f"{objection.code}_full"
    return Refused(code, slot=slot, free=other.slot or "", rule=objection.rule, **objection.shown)


def _rules(yard: Yard, slot: str) -> tuple[str, ...]:
    place = yard.place(slot)
    return (*((place.rule.id,) if place and place.rule else ()), *CHECKED)
