"""Proof: every fact's bytes, its place in its chain, its copies and its seals."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from cellyard.domain import envelope as env
from cellyard.domain.facts import StationOpened
from cellyard.ledger import schema, seals
from cellyard.ledger.head import HeadFile
from cellyard.ledger.tables import erased, fact, seal


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """The first thing that is not as it was written."""

    station: str
    epoch: str
    seq: int
    what: str


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What `verify` found."""

    ok: bool
    facts: int
    stations: int
    erased: int
    first_fault: Fault | None


def verify(folder: Path, public_key: str | None = None) -> Proof:
    """Check every fact of the store beside the running app; nothing is written.

    `public_key` is the station's own key as its keyring or key file holds it; when given, the
    chain must begin with it. Raises Refused when there is no readable store.
    """
    schema.version(folder)
    engine = schema.reader(folder, snapshot=True)
    try:
        with engine.connect() as connection, connection.begin():
            return _prove(connection, folder, public_key)
    finally:
        engine.dispose()


def _prove(connection: sa.Connection, folder: Path, public_key: str | None) -> Proof:
    chains = connection.execute(
        sa.select(fact.c.station, fact.c.epoch).distinct().order_by(fact.c.station, fact.c.epoch)
    ).all()
    count = 0
    first: Fault | None = None
    for chain in chains:
        for fault in _chain(connection, folder, chain.station, chain.epoch, public_key):
            first = first or fault
        count += _count(connection, chain.station, chain.epoch)
    first = first or _orphan_seal(connection) or _forgotten(connection, folder)
    gone = connection.execute(sa.select(sa.func.count()).select_from(erased)).scalar() or 0
    stations = len({c.station for c in chains})
    return Proof(ok=first is None, facts=count, stations=stations, erased=gone, first_fault=first)


def _count(connection: sa.Connection, station: str, epoch: str) -> int:
    of = sa.select(sa.func.count()).where(fact.c.station == station, fact.c.epoch == epoch)
    return connection.execute(of).scalar() or 0


def _chain(
    connection: sa.Connection, folder: Path, station: str, epoch: str, public_key: str | None
) -> Iterator[Fault]:
    rows = connection.execute(
        sa.select(fact)
        .where(fact.c.station == station, fact.c.epoch == epoch)
        .order_by(fact.c.seq)
        .execution_options(yield_per=500)
    )
    sealed = {
        s.seq: s
        for s in connection.execute(
            sa.select(seal).where(seal.c.station == station, seal.c.epoch == epoch)
        )
    }
    seen, prev, pos, key, covered = 0, env.NO_PREVIOUS, 0, "", 0
    head = HeadFile(folder / "head").read()
    for row in rows:
        seen += 1
        what = _fact_fault(row, seen, prev, pos)
        if seen == 1 and not what:
            key, what = _opening(row, public_key)
        if not what and row.seq in sealed:
            covered = row.seq
            what = _seal_fault(sealed[row.seq], row, key)
        if not what and head and head.epoch == epoch and head.seq == row.seq:
            what = None if head.hash == row.hash.hex() else "head_differs"
        if what:
            yield Fault(station=station, epoch=epoch, seq=row.seq, what=what)
            return
        prev, pos = row.hash.hex(), row.pos
    if covered != seen:
        yield Fault(station=station, epoch=epoch, seq=seen, what="not_sealed")


def _fact_fault(row: "sa.Row[Any]", seq: int, prev: str, pos: int) -> str | None:
    if env.fact_hash(row.envelope) != row.hash:
        return "hash_differs"
    try:
        e = env.decode_envelope(row.envelope)
    except msgspec.MsgspecError:
        return "envelope_unreadable"
    if row.seq != seq or e.prev != prev or row.pos <= pos:
        return "chain_broken"
    copies = (row.station, row.epoch, row.seq, row.ord, row.at, row.type, row.subject)
    if copies != (e.station, e.epoch, e.seq, e.order, e.at, e.type, e.subject):
        return "copy_differs"
    return None


def _opening(row: "sa.Row[Any]", public_key: str | None) -> tuple[str, str | None]:
    opened = env.recorded(row.envelope).fact
    if not isinstance(opened, StationOpened):
        return "", "chain_not_opened"
    if public_key is not None and public_key != opened.public_key:
        return opened.public_key, "key_differs"
    return opened.public_key, None


def _seal_fault(found: "sa.Row[Any]", row: "sa.Row[Any]", key: str) -> str | None:
    if found.hash != row.hash or not seals.holds(key, row.hash, found.signature):
        return "seal_differs"
    return None


def _orphan_seal(connection: sa.Connection) -> Fault | None:
    lone = (
        sa.select(seal.c.station, seal.c.epoch, seal.c.seq)
        .outerjoin(
            fact,
            sa.and_(
                fact.c.station == seal.c.station,
                fact.c.epoch == seal.c.epoch,
                fact.c.seq == seal.c.seq,
            ),
        )
        .where(fact.c.pos.is_(None))
        .limit(1)
    )
    row = connection.execute(lone).first()
    if row is None:
        return None
    return Fault(station=row.station, epoch=row.epoch, seq=row.seq, what="sealed_fact_missing")


def _forgotten(connection: sa.Connection, folder: Path) -> Fault | None:
    head = HeadFile(folder / "head").read()
    if head is None:
        return None
    own = sa.select(fact.c.station, sa.func.max(fact.c.seq).label("seq")).where(
        fact.c.epoch == head.epoch
    )
    row = connection.execute(own).first()
    if row is None or (row.seq or 0) < head.seq:
        station = row.station if row and row.station else ""
        return Fault(station=station, epoch=head.epoch, seq=head.seq, what="newest_fact_missing")
    return None
