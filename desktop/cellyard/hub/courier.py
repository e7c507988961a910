"""Courier files of a hub: one is made for a station of a centre, one that came is taken.

The hub signs with its own chain of that centre, a relay with the one that it is enrolled under.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path

import msgspec
import sqlalchemy as sa

from cellyard import durable
from cellyard.domain.ids import HUB
from cellyard.domain.refusals import Refused
from cellyard.hub import blobs, feed
from cellyard.hub import tables as t
from cellyard.hub.door import Hub
from cellyard.hub.log import Distrusted
from cellyard.ledger import file_errands
from cellyard.ledger.batches import Batch, Fork
from cellyard.ledger.boxes import BoxKey
from cellyard.ledger.facts import recorded_or_none
from cellyard.sync import packing, unpacking
from cellyard.sync.courier_file import ENDING, Head, Held, Note, Reading, Writing
from cellyard.sync.packing import PAGE, PEOPLE, Content, Packed
from cellyard.sync.unpacking import Chain, FileComing, Proven

MOST_LACKING = 20_000


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What was new in a file: facts, files; `gaps` are chains whose facts did not join.

    `forks` are chains that it contradicts, or that are revoked: that is kept apart.
    """

    station: str
    facts: int
    files: int
    gaps: tuple[tuple[str, str, int], ...] = ()
    forks: tuple[str, ...] = ()


def make(hub: Hub, station: str, out: Path, budget: int) -> tuple[Path, Packed]:
    """Write what a station may lack into a file, a new one where `out` is a folder.

    Refused("courier_nobody"), ("file_exists"), ("courier_too_large"), or as the disk says.
    """
    day = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    path = out / f"cellyard-{day}-{os.urandom(2).hex()}{ENDING}" if out.is_dir() else out
    if path.exists():
        raise Refused("file_exists", file=path.name)
    with hub.store.reading() as connection:
        centre, chain, box_key = _receiver(connection, station)
        own = _own(connection, centre)
        said = _said(connection, centre, chain)
        known = {(h.station, h.epoch): h.seq for h in said.heads} if said else {}
        head = Head(station=own[0], epoch=own[1], receiver=box_key)
        choose = _contents(connection, centre, said)
        note = _note(connection, hub, centre)
        facts = _behind(connection, centre, known)
        try:
            with Writing(path, head, hub.key) as file:
                packed = packing.pack(file, note, facts, choose, budget)
        except OSError as error:
            raise durable.refusal(error) from error
    return path, msgspec.structs.replace(packed, size=path.stat().st_size)


def take(hub: Hub, box: BoxKey, path: Path) -> Taken:
    """Store what is new of a file; a second time changes nothing.

    Refused as `Reading` and `unpacking.prove`: then nothing was stored.
    """
    try:
        file = Reading(path, box)
    except OSError as error:
        raise durable.refusal(error) from error
    with hub.store.reading() as connection:
        centre = _centre(connection, file)
        proven = unpacking.prove(file, _Known(connection, hub, centre), centre)
    facts, files, forks = 0, 0, list[str]()
    for content in unpacking.contents(file):
        if isinstance(content, FileComing):
            files += _file(hub, centre, content)
        elif isinstance(content, list):
            for batch in unpacking.joining(content, proven):
                facts += _batch(hub, centre, batch, forks)
    _keep(hub, centre, proven)
    sender = proven.sender[0]
    return Taken(
        station=sender,
        facts=facts,
        files=files,
        gaps=proven.gaps,
        forks=tuple(dict.fromkeys(forks)),
    )


def _batch(hub: Hub, centre: str, batch: Batch, forks: list[str]) -> int:
    with hub.store.reading() as connection:
        before = feed.chain(connection, centre, *batch.chain)
    try:
        held, _size = hub.log.push(centre, [batch])
    except (Fork, Distrusted):
        forks.append(batch.station)
        return 0
    return held.seq - (before.seq if before else 0)


def _file(hub: Hub, centre: str, coming: FileComing) -> int:
    with hub.store.reading() as connection:
        if blobs.head(connection, centre, coming.sha256).whole:
            return 0
        if blobs.erased(connection, centre, coming.sha256):
            return 0
    at = 0
    for part in coming:
        with hub.store.writing() as connection:
            blobs.add(connection, centre, coming.sha256, at, part)
        at += len(part)
    with hub.store.reading() as connection:
        return int(blobs.head(connection, centre, coming.sha256).whole)


class _Known:
    """A centre's log, as proving a file needs it."""

    def __init__(self, connection: sa.Connection, hub: Hub, centre: str) -> None:
        self._connection, self._hub, self._centre = connection, hub, centre

    def key(self, chain: Chain) -> str | None:
        found = feed.chain(self._connection, self._centre, *chain)
        return found.seal_key if found else self._hub.log.hub_key if chain[0] == HUB else None

    def revoked(self, chain: Chain) -> bool:
        found = feed.chain(self._connection, self._centre, *chain)
        return found is not None and found.counted is not None

    def relay(self, chain: Chain) -> bool:
        found = feed.chain(self._connection, self._centre, *chain)
        return found is not None and found.relay

    def last(self, chain: Chain) -> int:
        found = feed.chain(self._connection, self._centre, *chain)
        return found.seq if found else 0


def _centre(connection: sa.Connection, file: Reading) -> str:
    """Return the centre that a file is about: that of its sender, or the only one there is."""
    asking = feed.enrolled(connection, file.head.station, file.head.epoch)
    known = list(connection.execute(sa.select(t.centre.c.id)).scalars())
    if asking and file.head.station != HUB:
        return asking.centre
    if len(known) != 1:
        raise Refused("courier_sender_unknown", station=file.head.station)
    return known[0]


def _receiver(connection: sa.Connection, station: str) -> tuple[str, Chain, str]:
    c = t.chain.c
    wanted = sa.select(c.centre, c.epoch, c.box_key).where(
        c.station == station, c.station != HUB, c.counted.is_(None), c.box_key != ""
    )
    # Of several epochs the one that was heard of last.
    row = connection.execute(wanted.order_by(c.seen_at.desc()).limit(1)).first()
    if row is None:
        raise Refused("courier_nobody", station=station)
    return row.centre, (station, row.epoch), row.box_key


def _own(connection: sa.Connection, centre: str) -> Chain:
    c = t.centre.c
    row = connection.execute(sa.select(c.station, c.epoch).where(c.id == centre)).one()
    return row.station, row.epoch


def _said(connection: sa.Connection, centre: str, chain: Chain) -> Note | None:
    c = t.told.c
    mine = (c.centre == centre, c.station == chain[0], c.epoch == chain[1])
    kept = connection.execute(sa.select(c.note).where(*mine)).scalar()
    return msgspec.json.decode(bytes(kept), type=Note) if kept else None


def _keep(hub: Hub, centre: str, proven: Proven) -> None:
    c, note = t.told.c, msgspec.json.encode(proven.note)
    station, epoch = proven.sender
    mine = (c.centre == centre, c.station == station, c.epoch == epoch)
    with hub.store.writing() as connection:
        connection.execute(sa.delete(t.told).where(*mine))
        row = {"centre": centre, "station": station, "epoch": epoch, "note": note}
        connection.execute(sa.insert(t.told), row)


def _behind(connection: sa.Connection, centre: str, known: dict[Chain, int]) -> Iterator[Batch]:
    """Go through what is behind `known`, the hub's own first, then each as it came first."""
    c = t.fact.c
    begun = sa.select(c.station, c.epoch).where(c.centre == centre, c.seq == 1).order_by(c.pos)
    chains = [(row.station, row.epoch) for row in connection.execute(begun)]
    for chain in sorted(chains, key=lambda found: found[0] != HUB):
        first = known.get(chain, 0) + 1
        while batch := feed.batch(connection, centre, chain, first, PAGE):
            yield batch
            first = batch.last + 1


def _note(connection: sa.Connection, hub: Hub, centre: str) -> Note:
    lacks = (
        sha256
        for sha256 in _with_sheets(connection, centre, _named(connection, centre))
        if not blobs.head(connection, centre, sha256).whole
        and not blobs.erased(connection, centre, sha256)
    )
    c = t.centre.c
    origin = connection.execute(sa.select(c.origin).where(c.id == centre)).scalar_one()
    return Note(
        centre=centre,
        app=hub.app,
        at=hub.clock(),
        heads=tuple(Held(h.station, h.epoch, h.seq) for h in feed.heads(connection, centre)),
        lacks=tuple(islice(lacks, MOST_LACKING)),
        origin=origin,
        size=feed.place(connection, centre).size,
    )


def _named(connection: sa.Connection, centre: str) -> dict[str, str]:
    """Return every file that a fact names (SHA-256), with the register that it belongs to."""
    c = t.fact.c
    rows = connection.execute(sa.select(c.envelope).where(c.centre == centre).order_by(c.pos))
    read = (r for row in rows if (r := recorded_or_none(bytes(row.envelope))))
    return {sha256: register for r in read for _r, sha256, register in file_errands.named([r])}


def _with_sheets(
    connection: sa.Connection, centre: str, named: Mapping[str, str]
) -> dict[str, str]:
    """Return these files, and the sheets that those of people name."""
    entries = (s for s, register in named.items() if register == PEOPLE)
    sheets = (packing.sheet_of(b"".join(_parts(connection, centre, s))) for s in entries)
    return {**named, **{sheet: PEOPLE for sheet in sheets if sheet}}


def _contents(
    connection: sa.Connection, centre: str, said: Note | None
) -> Callable[[Mapping[str, str]], list[Content]]:
    def choose(named: Mapping[str, str]) -> list[Content]:
        wanted = _with_sheets(connection, centre, named)
        if said and said.lacks:
            all_ = _with_sheets(connection, centre, _named(connection, centre))
            wanted |= {sha256: all_[sha256] for sha256 in said.lacks if sha256 in all_}
        heads = {s: blobs.head(connection, centre, s) for s in wanted}
        return [
            Content(s, heads[s].offset, register, partial(_parts, connection, centre, s))
            for s, register in wanted.items()
            if heads[s].whole
        ]

    return choose


def _parts(connection: sa.Connection, centre: str, sha256: str) -> Iterator[bytes]:
    at, size = 0, blobs.head(connection, centre, sha256).offset
    while at < size and (part := blobs.part(connection, centre, sha256, at)):
        yield part
        at += len(part)
