"""Taking back: undo within minutes, later a correction with its reason; nothing is ever deleted."""

from collections.abc import Iterator, Sequence
from typing import Literal, get_args

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.battery import Battery
from cellyard.domain.facts import UNDO, Entry, Fact
from cellyard.domain.intake.verdict import consequences
from cellyard.domain.known import Known
from cellyard.domain.people import check_may
from cellyard.domain.refusals import Refused
from cellyard.domain.ticket import about, take

# Words, not free text: a fact holds nothing written about a person.
CorrectionReason = Literal[
    "wrong_battery", "mistyped", "instrument_off", "seen_wrong", "wrong_slot", "other"
]
REASONS: tuple[str, ...] = get_args(CorrectionReason)
# What may stand in place of what was wrong; the rest is an act of its own with its own rules.
# A load was on or off, whatever anybody says afterwards.
_RUNS = frozenset({"RunBegan", "RunEnded"})
# What a run has found is taken back with a reason only.
_RESULTS = frozenset({"CapacityTested", "DischargedToSafe"})
# A hold ends by two people, not by taking it back.
_HOLD = "HoldPlaced"
# What the bench says of a battery, and grades that rest on it: a supervisor takes them back.
_GRADES = frozenset({"Graded", "GradeOverruled"})
_GROUNDS = _GRADES | {"ResistanceTested", "InsulationTested", "CapacityTested"}
_OF_BENCH = _GROUNDS | _RESULTS
_EVIDENCE = (f.Identified, f.ModelAssigned, f.OutletNamed, f.Weighed, f.Inspected, f.Measured)


class Undoing(msgspec.Struct, frozen=True, kw_only=True):
    """Take back the newest act on this battery."""

    battery: str


class Correcting(msgspec.Struct, frozen=True, kw_only=True):
    """Take back facts of this battery (by their refs) for a reason; `instead` is what is right."""

    battery: str
    facts: tuple[str, ...]
    reason: CorrectionReason
    instead: tuple[Fact, ...] = ()


class Withdrawing(msgspec.Struct, frozen=True, kw_only=True):
    """Take back the reception: this battery never came in under this ticket."""

    battery: str
    reason: CorrectionReason


def undo(known: Known, order: Undoing) -> Sequence[Entry]:
    """Take back every fact of the newest act; asked again, of the act before it.

    Refused: nothing_to_undo, run_stands for what a run has done or found, hold_stands,
    undo_too_late (minutes), undo_slot_taken when the place that it would go back to has been
    given to another battery since.
    """
    check_may(known, "undo")
    battery = known.battery(order.battery)
    if not battery.acts:
        raise Refused("nothing_to_undo")
    newest = battery.acts[-1]
    if not (_RUNS | _RESULTS).isdisjoint(newest.kinds):
        raise Refused("run_stands", ticket=battery.ticket)
    if _HOLD in newest.kinds:
        raise Refused("hold_stands", ticket=battery.ticket)
    minutes = known.edition.number("undo.minutes")
    if known.now - newest.at > minutes * 60_000:
        raise Refused("undo_too_late", minutes=minutes)
    if "Placed" in newest.kinds:
        _check_way_back(known, battery)
    return about(battery.id, f.Corrected(facts=newest.facts, reason=UNDO))


def _check_way_back(known: Known, battery: Battery) -> None:
    back = battery.came_from
    if back is not None and any(x.slot == back and x.battery != battery.id for x in known.lying()):
        raise Refused("undo_slot_taken", slot=back)


def correct(known: Known, order: Correcting) -> Sequence[Entry]:
    """Take facts back with a reason, and write what is right in the same act.

    A verdict stands until it is itself among the facts taken back; a grade falls with any result
    that it was given on. Of what lies in a slot, or was judged WATCH or STOP, only a supervisor
    corrects facts, and results and grades of the bench. Refused: unknown_fact, withdraw_instead
    (for the reception), run_stands (for a run itself), hold_stands, not_evidence, reason_missing.
    """
    battery = take(known, "correct", order.battery)
    _check_settled(known, battery)
    _check_reason(order.reason)
    standing = dict(_standing(battery))
    kinds = {standing.get(ref) for ref in order.facts}
    if not order.facts or None in kinds:
        raise Refused("unknown_fact")
    if "Received" in kinds:
        raise Refused("withdraw_instead", ticket=battery.ticket)
    if not _RUNS.isdisjoint(kinds):
        raise Refused("run_stands", ticket=battery.ticket)
    if _HOLD in kinds:
        raise Refused("hold_stands", ticket=battery.ticket)
    if not _OF_BENCH.isdisjoint(kinds):
        check_may(known, "correct_stored")
    if not all(isinstance(fact, _EVIDENCE) for fact in order.instead):
        raise Refused("not_evidence")
    fallen = (*order.facts, *_fall_with(battery, order.facts))
    facts: list[Fact] = [f.Corrected(facts=fallen, reason=order.reason), *order.instead]
    return [*about(battery.id, *facts), *consequences(known, battery, order.instead)]


def withdraw(known: Known, order: Withdrawing) -> Sequence[Entry]:
    """Take back the reception; what was found stays in the line of life.

    What lies in a slot, or was judged WATCH or STOP, only a supervisor withdraws: it may stand
    there and burn. Refused: reason_missing, battery_withdrawn, run_open, hold_stands.
    """
    battery = take(known, "withdraw", order.battery)
    if battery.bench.run is not None:
        raise Refused("run_open", channel=battery.bench.run.channel)
    if battery.watch.hold is not None:
        raise Refused("hold_stands", ticket=battery.ticket)
    _check_settled(known, battery)
    _check_reason(order.reason)
    received = tuple(ref for ref, kind in _standing(battery) if kind == "Received")
    return about(battery.id, f.Corrected(facts=received, reason=order.reason))


def _check_settled(known: Known, battery: Battery) -> None:
    if battery.slot is not None or battery.verdict in ("watch", "stop"):
        check_may(known, "correct_stored")


def _fall_with(battery: Battery, taken: Sequence[str]) -> Iterator[str]:
    """Give the grades that were given on what is taken back: all later ones."""
    ground_gone = False
    for ref, kind in _standing(battery):
        if ref in taken:
            ground_gone = ground_gone or kind in _GROUNDS
        elif ground_gone and kind in _GRADES:
            yield ref


def _standing(battery: Battery) -> Iterator[tuple[str, str]]:
    """Give the ref and kind of every fact that stands."""
    for act in battery.acts:
        yield from zip(act.facts, act.kinds, strict=True)


def _check_reason(reason: str) -> None:
    if reason not in REASONS:
        raise Refused("reason_missing")
