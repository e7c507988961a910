"""Looking at what is watched: a reading that may make the verdict worse; two people make it better.

No reading makes a verdict better by itself. STOP becomes WATCH and WATCH becomes CHECK, one step
after an observation of its own: so STOP never becomes GO on the same day.
"""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.battery import Battery
from cellyard.domain.facts import BlobRef, Decided, Entry, Evidence, Verdict
from cellyard.domain.fold import suppose
from cellyard.domain.intake.measure import value_of
from cellyard.domain.intake.triage import severity
from cellyard.domain.intake.verdict import consequences
from cellyard.domain.known import Known
from cellyard.domain.people import may
from cellyard.domain.readings import Reading
from cellyard.domain.refusals import Refused
from cellyard.domain.rules import Edition
from cellyard.domain.ticket import about, take, with_file
from cellyard.domain.yard import watching
from cellyard.domain.yard.curve import HOUR

# What two people make of a verdict, and the reason that stands for it.
_BETTER: dict[Verdict, tuple[Verdict, str]] = {
    "stop": ("watch", "was_stop"),
    "watch": ("check", "was_watch"),
}
_RULE = "observation.two_people"


class Observing(msgspec.Struct, frozen=True, kw_only=True):
    """What a look at a battery gave. A value of None says: tried, no reading.

    `seen` names a finding of the edition that a person may choose, "" for nothing.
    """

    battery: str
    reading: Reading
    ambient: Reading | None = None
    seen: str = ""
    instrument: str | None = None
    profile: str | None = None
    raw: str | None = None


class Downgrading(msgspec.Struct, frozen=True, kw_only=True):
    """Give a better verdict after observation. `second` agrees; `photo` lies beside the ledger."""

    battery: str
    second: str
    photo: BlobRef


def observe(known: Known, order: Observing) -> Sequence[Entry]:
    """Write what was read and seen; the worse verdict it brings stands in the same act.

    Refused: not_watched for what is neither WATCH, STOP nor on hold, not_stored, unknown_finding,
    and of the readings what `intake.measure` refuses.
    """
    battery = take(known, "observe", order.battery)
    if not battery.stored:
        raise Refused("not_stored", ticket=battery.ticket)
    if not watching.is_watched(battery) and battery.watch.hold is None:
        raise Refused("not_watched", ticket=battery.ticket)
    edition = known.edition
    if order.seen and not any(r.id == order.seen and r.offered for r in edition.finding):
        raise Refused("unknown_finding", finding=order.seen)
    look = f.Observed(
        temperature=value_of("temperature", order.reading, edition),
        ambient=value_of("ambient", order.ambient, edition) if order.ambient else None,
        seen=order.seen,
        clean=False,
        evidence=_evidence(order),
        decided=Decided(edition=edition.id, rules=()),
    )
    after = suppose(battery, [look], at=known.now, actor=known.actor, station=known.station)
    reasons = watching.found(after, edition)
    rules = tuple(dict.fromkeys(edition.reason(r).rule for r in reasons))
    look = msgspec.structs.replace(
        look, clean=not reasons, decided=Decided(edition=edition.id, rules=rules)
    )
    return [*about(battery.id, look), *consequences(known, battery, [look], found=reasons)]


def _evidence(order: Observing) -> Evidence:
    return Evidence(
        instrument=order.instrument,
        profile=order.profile,
        raw=order.raw,
        flags=order.reading.flags,
    )


def downgrade(known: Known, order: Downgrading) -> Sequence[Entry]:
    """Write a verdict one step better, in the name of two people, with the photo that shows it.

    What was found before counts no more, until it is found again; reasons that are no worse than
    the new verdict stay. Refused: newer_facts, second_person_same, second_person_downgrade, and
    `downgrade_` with the first thing in the way (`watching.Missing`).
    """
    battery = take(known, "downgrade", order.battery)
    if battery.opaque:
        raise Refused("newer_facts")
    check_second(known, order.second)
    if (no := objection(battery, known.edition, known.now)) or battery.verdict is None:
        raise no or Refused("not_watched", ticket=battery.ticket)
    verdict, reason = _BETTER[battery.verdict]
    edition = known.edition
    kept = tuple(r for r in battery.reasons if _no_worse(edition, r, verdict))
    triaged = f.Triaged(
        verdict=verdict,
        reasons=tuple(dict.fromkeys((reason, *kept))),
        decided=Decided(edition=edition.id, rules=(_RULE, "observation.clean_checks")),
        second=order.second,
    )
    photo = f.Photographed(section="case_damage")
    return [*with_file(battery.id, photo, order.photo), *about(battery.id, triaged)]


def check_second(known: Known, second: str) -> None:
    """Refuse who may not agree. Refused("second_person_same"), ("second_person_downgrade")."""
    if second == known.actor:
        raise Refused("second_person_same")
    if not may(known.roles(second), "downgrade"):
        raise Refused("second_person_downgrade")


def _no_worse(edition: Edition, reason: str, verdict: Verdict) -> bool:
    """Tell whether a reason may stand beside a verdict; one of another edition may not."""
    found = next((r for r in edition.finding if r.id == reason), None)
    return found is not None and severity(found.verdict) <= severity(verdict)


def objection(battery: Battery, edition: Edition, now: int) -> Refused | None:
    """Return why there is no better verdict yet, whoever agrees; None when nothing speaks against
    it.
    """
    way = watching.in_the_way(battery, edition, now)
    if not way:
        return None
    missing = way[0]
    if missing == "not_watched":
        return Refused("not_watched", ticket=battery.ticket)
    state = watching.standing(battery, edition, now)
    left = Decimal(max(0, state.least - now)) / HOUR
    return Refused(
        f"downgrade_{missing}",
        ticket=battery.ticket,
        hours=left.quantize(Decimal("0.1")),
        clean=state.clean,
        checks=state.checks,
        gap=edition.number("observation.clean_gap_hours"),
    )
