"""Choosing between two versions of a register entry that were published apart."""

from collections.abc import Sequence

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.conflicts import Line
from cellyard.domain.facts import BlobRef, Entry
from cellyard.domain.known import Known
from cellyard.domain.people import Act, check_may
from cellyard.domain.refusals import Refused
from cellyard.jobs.station import Station
from cellyard.ledger import facts
from cellyard.ledger.registers import MEDIA, publication

# Who changes an entry chooses between two versions of it, too.
_ACTS: dict[f.Register, Act] = {
    "people": "people",
    "partners": "partners",
    "models": "models",
    "slots": "slots",
    "instruments": "instruments",
    "editions": "editions",
    "centre": "editions",
    "notices": "notices",
    "prices": "prices",
}


class Choosing(msgspec.Struct, frozen=True, kw_only=True):
    """Of two versions of a register entry the one with this content stands."""

    subject: str
    sha256: str
    seen: tuple[str, ...]


def choose(station: Station, order: Choosing, *, by: str) -> None:
    """Publish one of two versions once more, in knowledge of both: it stands.

    Refused: role_missing, conflict_over, conflict_changed, version_gone.
    """

    def decide(known: Known, order: Choosing) -> Sequence[Entry]:
        line = facts.of_subject(station.ledger.connection, order.subject)
        said = [r for r in line if isinstance(r.fact, f.Published)]
        chosen = next((r for r in said if _content(r.fact) == order.sha256), None)
        if chosen is None or not isinstance(chosen.fact, f.Published):
            raise Refused("conflict_over")
        check_may(known, _ACTS[chosen.fact.register])
        if not {r.ref for r in Line(line).newest(said)} <= set(order.seen):
            raise Refused("conflict_changed")
        if not station.ledger.blobs.holds(order.sha256):
            raise Refused("version_gone")
        register, key = chosen.fact.register, chosen.fact.key
        version = 1 + max(r.fact.version for r in said if isinstance(r.fact, f.Published))
        size = len(station.ledger.blobs.get(order.sha256))
        content = BlobRef(sha256=order.sha256, size=size, media=MEDIA)
        answer = f.Resolved(task="two_versions/", answer="version_chosen", seen=order.seen)
        return [
            publication(register, key, version, content),
            Entry(subject=order.subject, fact=answer),
        ]

    station.record(decide, order, by=by)


def _content(fact: f.Fact) -> str:
    return fact.sha256 if isinstance(fact, f.Published) else ""
