"""Which facts are held where: in a station's store, in a hub's log, and beside that log."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from cellyard.domain.envelope import fact_hash
from cellyard.hub import feed
from cellyard.hub import tables as t
from cellyard.hub.store import Store
from cellyard.ledger.batches import Batch
from cellyard.sync import merkle


class Named(NamedTuple):
    """A fact by its name and its hash (hex)."""

    station: str
    epoch: str
    seq: int
    hash: str


def in_store(folder: Path) -> set[Named]:
    """Return the facts of a station's store."""
    with closing(sqlite3.connect(folder / "ledger.db")) as connection:
        rows = connection.execute("SELECT station, epoch, seq, hex(hash) FROM fact").fetchall()
    return {Named(s, e, n, hash_.lower()) for s, e, n, hash_ in rows}


def in_log(hub: Store, centre: str, upto: int | None = None) -> set[Named]:
    """Return the facts of a centre's log, or those up to a position."""
    c = t.fact.c
    wanted = sa.select(c.station, c.epoch, c.seq, c.hash).where(c.centre == centre)
    if upto is not None:
        wanted = wanted.where(c.pos <= upto)
    with hub.reading() as connection:
        rows = connection.execute(wanted)
        return {Named(r.station, r.epoch, r.seq, bytes(r.hash).hex()) for r in rows}


def beside_log(hub: Store, centre: str) -> set[Named]:
    """Return what a hub keeps apart, as it was brought."""
    wanted = sa.select(t.branch.c.batch).where(t.branch.c.centre == centre)
    with hub.reading() as connection:
        kept = [Batch(*msgspec.msgpack.decode(row.batch)) for row in connection.execute(wanted)]
    return {
        Named(*batch.chain, seq, fact_hash(content).hex())
        for batch in kept
        for seq, content in enumerate(batch.facts, batch.seq)
    }


def check_log(hub: Store, centre: str) -> None:
    """Assert that positions have no gaps, each fact has one, and the tree is over them all."""
    c = t.fact.c
    wanted = sa.select(c.pos, c.hash).where(c.centre == centre).order_by(c.pos)
    with hub.reading() as connection:
        rows = connection.execute(wanted).all()
        place = feed.place(connection, centre)
    assert [row.pos for row in rows] == list(range(1, place.size + 1))
    leaves = [merkle.leaf(bytes(row.hash)) for row in rows]
    assert merkle.root(merkle.grown((), 0, leaves)) == place.root
    assert len(in_log(hub, centre)) == place.size
