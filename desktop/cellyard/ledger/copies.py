"""Copies of a store: made whole while it is written, described, and held against the live one."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import zip_longest
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from cellyard.domain.refusals import Refused
from cellyard.ledger import erasures, leaving, projections, schema
from cellyard.ledger.blobs import Blobs
from cellyard.ledger.head import Head, HeadFile
from cellyard.ledger.tables import battery, fact, seal

_count = sa.select(sa.func.count()).select_from(fact)
_batteries = sa.select(sa.func.count()).select_from(battery)
_facts = (
    sa.select(fact)
    .where(fact.c.pos <= sa.bindparam("most"))
    .order_by(fact.c.pos)
    .execution_options(yield_per=500)
)
_seals = (
    sa.select(fact.c.pos, seal.c.hash, seal.c.signature)
    .join_from(
        fact,
        seal,
        sa.and_(
            seal.c.station == fact.c.station,
            seal.c.epoch == fact.c.epoch,
            seal.c.seq == fact.c.seq,
        ),
    )
    .where(fact.c.pos <= sa.bindparam("most"))
    .order_by(fact.c.pos)
    .execution_options(yield_per=500)
)


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """What a store held at one moment: its newest own fact, how many in all, the fold's digest."""

    head: Head
    facts: int
    batteries: int
    digest: str


def copy(folder: Path, target: Path) -> None:
    """Copy the store of a folder into another, of one moment, while it is being written.

    Refused("store_unreadable") when the copy is not sound, ("disk_full") without room for it.
    """
    schema.copy(folder, target / schema.STORE)
    if not sound(target):
        raise Refused("store_unreadable", folder=str(folder))


def sound(folder: Path) -> bool:
    """Tell whether SQLite finds every page of a store sound (quick_check)."""
    try:
        with closing(sqlite3.connect(folder / schema.STORE)) as connection:
            said = connection.execute("PRAGMA quick_check(1)").fetchall()
    except sqlite3.DatabaseError:
        return False
    return said == [("ok",)]


def moment(folder: Path, station: str, epoch: str) -> Moment:
    """Say what the store of a chain holds; Refused("no_centre") when that is nothing of it."""
    with schema.reading(folder) as connection:
        head = leaving.head(connection, station, epoch)
        if not head.seq:
            raise Refused("no_centre")
        return Moment(
            head=Head(epoch=head.epoch, seq=head.seq, hash=head.hash.hex()),
            facts=connection.execute(_count).scalar() or 0,
            batteries=connection.execute(_batteries).scalar() or 0,
            digest=projections.digest(connection),
        )


def files(folder: Path, blobs: Blobs) -> Iterator[str]:
    """Go through the blobs of a store, of those that no fact has erased; SHA-256 in hex."""
    gone = erasures.files(folder)
    return (sha256 for sha256 in blobs.names() if sha256 not in gone)


def fold_anew(folder: Path) -> str:
    """Bring a copy to this version and fold all its facts again; returns the digest."""
    schema.prepare(folder)
    engine = schema.writer(folder)
    try:
        with engine.connect() as connection, connection.begin():
            schema.check(connection)
            projections.rebuild(connection)
            return projections.digest(connection)
    finally:
        engine.dispose()


def remember(folder: Path, head: Head) -> None:
    """Lay the remembered head beside a copy, as it was when that was made."""
    file = HeadFile(folder / schema.HEAD)
    file.read()
    try:
        file.write(head)
    finally:
        file.close()


def first_difference(one: Path, other: Path, most: int) -> int | None:
    """Compare two stores fact by fact and seal by seal up to `most`; returns where they part."""
    with schema.reading(one) as mine, schema.reading(other) as yours:
        for wanted in (_facts, _seals):
            pairs = zip_longest(_rows(mine, wanted, most), _rows(yours, wanted, most))
            for a, b in pairs:
                if a != b:
                    return (a or b or (0,))[0]
    return None


def _rows(connection: sa.Connection, wanted: sa.Executable, most: int) -> Iterator[tuple[Any, ...]]:
    for row in connection.execute(wanted, {"most": most}):
        yield tuple(row)
