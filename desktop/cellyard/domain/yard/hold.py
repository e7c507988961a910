"""Holds: a battery that nobody may move, test, grade or list, until two people lift the hold."""

from collections.abc import Sequence
from typing import Literal, get_args

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.facts import Entry
from cellyard.domain.known import Known
from cellyard.domain.people import may
from cellyard.domain.refusals import Refused
from cellyard.domain.ticket import about, take

# Words, not free text: a fact holds nothing written about a person.
HoldReason = Literal["recall", "police", "owner", "damage", "paper"]
ReleaseReason = Literal["checked", "cleared", "owner_agreed", "mistake"]
HOLD_REASONS: tuple[HoldReason, ...] = get_args(HoldReason)
RELEASE_REASONS: tuple[ReleaseReason, ...] = get_args(ReleaseReason)


class Holding(msgspec.Struct, frozen=True, kw_only=True):
    """Put a battery on hold."""

    battery: str
    reason: HoldReason


class Releasing(msgspec.Struct, frozen=True, kw_only=True):
    """Lift a hold. `second` is the person id of who agrees."""

    battery: str
    reason: ReleaseReason
    second: str


def hold(known: Known, order: Holding) -> Sequence[Entry]:
    """Write that nobody may touch the battery. Refused: not_stored, already_held, run_open,
    reason_missing.
    """
    battery = take(known, "hold", order.battery)
    if not battery.stored:
        raise Refused("not_stored", ticket=battery.ticket)
    if battery.watch.hold is not None:
        raise Refused("already_held", ticket=battery.ticket)
    if battery.bench.run is not None:
        raise Refused("run_open", channel=battery.bench.run.channel)
    if order.reason not in HOLD_REASONS:
        raise Refused("reason_missing")
    return about(battery.id, f.HoldPlaced(reason=order.reason))


def release_hold(known: Known, order: Releasing) -> Sequence[Entry]:
    """Write that two people have lifted the hold. Refused: not_held, reason_missing,
    second_person_same, second_person_hold for who may place no hold either.
    """
    battery = take(known, "release_hold", order.battery)
    if battery.watch.hold is None:
        raise Refused("not_held", ticket=battery.ticket)
    if order.reason not in RELEASE_REASONS:
        raise Refused("reason_missing")
    if order.second == known.actor:
        raise Refused("second_person_same")
    if not may(known.roles(order.second), "hold"):
        raise Refused("second_person_hold")
    return about(battery.id, f.HoldReleased(reason=order.reason, second=order.second))
