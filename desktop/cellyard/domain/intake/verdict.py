"""Giving the verdict: when the last answer is in, or at once when something makes it STOP."""

from collections.abc import Iterable, Sequence

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.battery import Battery
from cellyard.domain.facts import Decided, Entry, Fact
from cellyard.domain.fold import suppose
from cellyard.domain.intake.triage import (
    Judgement,
    judgement,
    missing,
    photos_missing,
    severity,
    verdict_so_far,
)
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.ticket import about, take
from cellyard.domain.yard import proposal_for


class Judging(msgspec.Struct, frozen=True, kw_only=True):
    """Give the verdict. `without_photo`: there is no camera; the missing photo is a reason."""

    battery: str
    without_photo: bool = False


class Acknowledging(msgspec.Struct, frozen=True, kw_only=True):
    """I have read the STOP."""

    battery: str


def judge(known: Known, order: Judging) -> Sequence[Entry]:
    """Write the verdict with its reasons, and hold the slot that the yard proposes for it.

    Refused: already_judged, newer_facts, weight_missing, answers_missing (count),
    photo_missing (section).
    """
    battery = take(known, "judge", order.battery)
    model = known.model(battery.model)
    if battery.verdict is not None:
        raise Refused("already_judged", ticket=battery.ticket)
    if battery.opaque:
        raise Refused("newer_facts")
    if battery.kg is None:
        raise Refused("weight_missing")
    if open_ := missing(battery, model):
        raise Refused("answers_missing", count=len(open_))
    judged = verdict_so_far(battery, model, known.edition)
    if unseen := photos_missing(battery, known.edition):
        if not order.without_photo:
            raise Refused("photo_missing", section=unseen[0])
        judged = judgement(battery, {*judged.reasons, "no_photo"}, known.edition, complete=True)
    return about(battery.id, *_given(known, battery, judged))


def acknowledge(known: Known, order: Acknowledging) -> Sequence[Entry]:
    """Write that the STOP was read. Refused("nothing_to_acknowledge")."""
    battery = take(known, "acknowledge", order.battery)
    if battery.verdict != "stop" or battery.acknowledged:
        raise Refused("nothing_to_acknowledge")
    return about(battery.id, f.Acknowledged(verdict=battery.verdict))


def consequences(
    known: Known, battery: Battery, facts: Sequence[Fact], *, found: Iterable[str] = ()
) -> list[Entry]:
    """Return what new evidence brings with it in the same act.

    The verdict and a held slot when it is STOP now, or worse than the verdict already given;
    nothing otherwise. `found` are reasons that follow from no answer and no reading.
    """
    after = suppose(battery, facts, at=known.now, actor=known.actor, station=known.station)
    judged = verdict_so_far(after, known.model(after.model), known.edition)
    reasons = {*judged.reasons, *found}
    judged = judgement(after, reasons, known.edition, complete=judged.complete)
    if severity(judged.verdict) <= severity(battery.verdict):
        return []
    if battery.verdict is None and judged.verdict != "stop":
        return []
    return about(battery.id, *_given(known, after, judged))


def _given(known: Known, battery: Battery, judged: Judgement) -> list[Fact]:
    if judged.verdict is None:
        return []
    edition = known.edition.id
    decided = Decided(edition=edition, rules=judged.rules)
    triaged = f.Triaged(verdict=judged.verdict, reasons=judged.reasons, decided=decided)
    after = suppose(battery, [triaged], at=known.now, actor=known.actor, station=known.station)
    proposal = proposal_for(known, after)
    if proposal.slot is None:
        return [triaged]
    held = Decided(edition=edition, rules=proposal.rules)
    return [triaged, f.SlotHeld(slot=proposal.slot, decided=held)]
