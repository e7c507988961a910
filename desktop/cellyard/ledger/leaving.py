"""What leaves: the facts of a chain from a number on, cut where a seal is held."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import sqlalchemy as sa

from cellyard.domain.ids import HUB
from cellyard.ledger.batches import NOTHING, Batch
from cellyard.ledger.prepared import Prepared
from cellyard.ledger.tables import fact, seal

_chain = sa.and_(fact.c.station == sa.bindparam("station"), fact.c.epoch == sa.bindparam("epoch"))
_heads = sa.select(fact.c.station, fact.c.epoch, sa.func.max(fact.c.seq).label("seq")).group_by(
    fact.c.station, fact.c.epoch
)
_last = sa.select(sa.func.max(fact.c.seq)).where(_chain)
_hash = Prepared(sa.select(fact.c.hash).where(_chain, fact.c.seq == sa.bindparam("seq")))
_between = Prepared(
    sa.select(fact.c.envelope)
    .where(_chain, fact.c.seq.between(sa.bindparam("first"), sa.bindparam("last")))
    .order_by(fact.c.seq)
)
_begun = sa.select(fact.c.station, fact.c.epoch).where(fact.c.seq == 1).order_by(fact.c.pos)
_of_chain = sa.and_(
    seal.c.station == sa.bindparam("station"), seal.c.epoch == sa.bindparam("epoch")
)
_seals = Prepared(
    sa.select(seal.c.seq, seal.c.hash, seal.c.signature)
    .where(_of_chain, seal.c.seq.between(sa.bindparam("first"), sa.bindparam("last")))
    .order_by(seal.c.seq)
)
_next_seal = Prepared(
    sa.select(seal.c.seq, seal.c.hash, seal.c.signature)
    .where(_of_chain, seal.c.seq > sa.bindparam("last"))
    .order_by(seal.c.seq)
    .limit(1)
)


class ChainHead(NamedTuple):
    """The newest fact of a chain that is held: its number and hash."""

    station: str
    epoch: str
    seq: int
    hash: bytes


def head(connection: sa.Connection, station: str, epoch: str) -> ChainHead:
    """Return how far one chain is held; its number is 0 where nothing of it is."""
    seq = last(connection, station, epoch)
    return ChainHead(station, epoch, seq, hash_at(connection, station, epoch, seq) or b"")


def heads(connection: sa.Connection) -> list[ChainHead]:
    """Return how far each chain is held, in the order of their names."""
    rows = connection.execute(_heads).all()
    return [
        ChainHead(r.station, r.epoch, r.seq, hash_at(connection, r.station, r.epoch, r.seq) or b"")
        for r in sorted(rows, key=lambda r: (r.station, r.epoch))
    ]


def last(connection: sa.Connection, station: str, epoch: str) -> int:
    """Return the number of the newest fact of a chain that is held, 0 for none."""
    return connection.execute(_last, {"station": station, "epoch": epoch}).scalar() or 0


def hash_at(connection: sa.Connection, station: str, epoch: str, seq: int) -> bytes | None:
    """Return the hash of a fact; that before the first is 32 zero bytes, None for one not held."""
    if seq == 0:
        return NOTHING
    row = _hash.first(connection, station=station, epoch=epoch, seq=seq)
    return row.hash if row else None


def page(
    connection: sa.Connection, chain: tuple[str, str], first: int, most: int, piece: int
) -> list[Batch]:
    """Return about `most` facts of a chain from `first` on, in batches of about `piece`.

    Each ends at the last seal among them, or, where an act is longer, at the first one after.
    """
    station, epoch = chain
    place = {"station": station, "epoch": epoch, "first": first, "last": first + most - 1}
    seals = _seals.all(connection, **place) or _next_seal.all(connection, **place)
    prev = hash_at(connection, station, epoch, first - 1)
    if not seals or prev is None:
        return []
    rows = _between.all(connection, **{**place, "last": seals[-1].seq})
    found: list[Batch] = []
    start = 0
    for end in _ends(seals, first, piece):
        upto = end.seq - first + 1
        facts = tuple([row[0] for row in rows[start:upto]])
        found.append(Batch(*chain, first + start, prev, facts, end.signature))
        start, prev = upto, end.hash
    return found


def _ends(seals: Sequence[sa.Row[Any]], first: int, piece: int) -> Iterator[sa.Row[Any]]:
    """Choose the seals that batches of about `piece` facts end at; the last one always."""
    for seal_, next_ in pairwise(seals):
        if next_.seq >= first + piece:
            yield seal_
            first = seal_.seq + 1
    yield seals[-1]


def batches(
    connection: sa.Connection, station: str, epoch: str, first: int, most: int
) -> Iterator[Batch]:
    """Go through the rest of a chain, batch by batch."""
    while found := page(connection, (station, epoch), first, most, most):
        yield from found
        first = found[-1].last + 1


def after(
    connection: sa.Connection,
    known: Mapping[tuple[str, str], int],
    own: tuple[str, str],
    most: int,
) -> Iterator[Batch]:
    """Go through all facts behind what somebody has of each chain (`known`, a number for each).

    The hub's own come first and all of this station last: so each chain comes behind its enrolment.
    """
    chains = [(row.station, row.epoch) for row in connection.execute(_begun)]
    for chain in sorted(chains, key=lambda c: (c[0] == own[0], c[0] != HUB)):
        yield from batches(connection, *chain, known.get(chain, 0) + 1, most)
