"""What only stands in a store that was set aside: carried over, or judged by a person.

A battery, load or slot at a time: written anew by new facts that name the old ones, or left. The
store that was set aside stays as it is.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from cellyard.domain import facts as f
from cellyard.domain import ids, people
from cellyard.domain.envelope import Recorded
from cellyard.domain.facts import Entry, Resolved
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.jobs import membership
from cellyard.jobs.station import Station
from cellyard.ledger import facts, schema
from cellyard.ledger.set_aside import SetAside

FOLDER, CARRIED = "aside", "carried"
TASK = "set_aside"
# These belong to the chain that they stand in; whoever wants them does the act again.
_OF_A_CHAIN = (
    f.StationOpened, f.Enrolled, f.Revoked, f.Published, f.Resolved, f.Corrected, f.EditionReleased,
)  # fmt: skip


class Apart(msgspec.Struct, frozen=True, kw_only=True):
    """What only stands aside about one subject, in the order it was written."""

    subject: str
    facts: tuple[Recorded, ...]

    @property
    def writable(self) -> tuple[Recorded, ...]:
        """What may be written anew as it is."""
        return tuple(r for r in self.facts if not isinstance(r.fact, _OF_A_CHAIN))


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """A person's word on what stands apart: written anew, or left."""

    apart: Apart
    anew: bool


def places(folder: Path) -> list[Path]:
    """Return the stores that were set aside, oldest first."""
    found = (folder / FOLDER).glob("*") if (folder / FOLDER).is_dir() else ()
    return sorted((p for p in found if (p / schema.STORE).exists()), key=lambda p: int(p.name))


def carry_over(station: Station) -> None:
    """Carry over what extends a chain as the centre knows it, once for each store."""
    hub_key = membership.hub_key(station.folder) or ""
    for place in places(station.folder):
        if (place / CARRIED).exists():
            continue
        with _opened(place, station) as stores:
            for batches in stores.carried(hub_key):
                station.ledger.apply(batches, hub_key=hub_key, carried=True)
        (place / CARRIED).touch()


def apart(station: Station) -> list[Apart]:
    """Return what only stands in stores that were set aside, and nobody has judged yet."""
    carry_over(station)
    found: dict[str, list[Recorded]] = {}
    judged = _judged(station)
    for place in places(station.folder):
        with _opened(place, station) as stores:
            for r in stores.only_there():
                if r.hash not in judged and not isinstance(r.fact, f.StationOpened | Resolved):
                    found.setdefault(r.envelope.subject, []).append(r)
    return [Apart(subject=subject, facts=tuple(rs)) for subject, rs in found.items()]


def judge(station: Station, judgement: Judgement, *, by: str) -> Sequence[Recorded]:
    """Write a person's word on one subject, and with it what is written anew.

    Refused("role_missing") for whoever may not decide about the central server.
    """
    return station.record(_judged_so(station.identity.station), judgement, by=by)


def _judged_so(station: str):
    def decide(known: Known, judgement: Judgement) -> Sequence[Entry]:
        people.check_may(known, "central_server")
        old = judgement.apart
        anew = old.writable if judgement.anew else ()
        if judgement.anew and not anew:
            raise Refused("nothing_to_write_anew")
        word = Resolved(
            task=f"{TASK}/{old.subject}",
            answer="written_anew" if judgement.anew else "left_as_is",
            seen=tuple(f"{r.ref} {r.hash}" for r in old.facts),
        )
        written = [
            Entry(subject=r.envelope.subject, fact=r.fact, blobs=r.envelope.blobs) for r in anew
        ]
        return [*written, Entry(subject=ids.station(station), fact=word)]

    return decide


def _judged(station: Station) -> frozenset[str]:
    """Return the hashes of facts that a person has judged, at whichever station of this name."""
    with station.ledger.connection.begin():
        line = facts.of_subject(station.ledger.connection, ids.station(station.identity.station))
    words = (r.fact for r in line if isinstance(r.fact, Resolved))
    return frozenset(
        seen.rpartition(" ")[2]
        for word in words
        if word.task.startswith(f"{TASK}/")
        for seen in word.seen
    )


@contextmanager
def _opened(place: Path, station: Station) -> Generator[SetAside]:
    stores = SetAside(place, station.ledger.connection)
    try:
        yield stores
    finally:
        stores.close()
