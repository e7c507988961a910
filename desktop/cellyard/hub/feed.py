"""What a hub gives out: how far a chain is held, where a log stands, and pages of it."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from cellyard.domain import envelope as env
from cellyard.domain.refusals import Refused
from cellyard.hub import tables as t
from cellyard.ledger.batches import NOTHING, Batch
from cellyard.sync import merkle
from cellyard.sync.messages import Head

_PEAK = 32
held = (
    sa.select(t.fact.c.hash)
    .where(
        t.fact.c.centre == sa.bindparam("centre"),
        t.fact.c.station == sa.bindparam("station"),
        t.fact.c.epoch == sa.bindparam("epoch"),
        t.fact.c.seq.between(sa.bindparam("first"), sa.bindparam("last")),
    )
    .order_by(t.fact.c.seq)
)
_page = (
    sa.select(t.fact.c.station, t.fact.c.epoch, t.fact.c.seq, t.fact.c.envelope, t.seal.c.signature)
    .outerjoin(
        t.seal,
        sa.and_(
            t.seal.c.centre == t.fact.c.centre,
            t.seal.c.station == t.fact.c.station,
            t.seal.c.epoch == t.fact.c.epoch,
            t.seal.c.seq == t.fact.c.seq,
        ),
    )
    .where(
        t.fact.c.centre == sa.bindparam("centre"),
        t.fact.c.pos > sa.bindparam("after"),
        t.fact.c.pos <= sa.bindparam("upto"),
    )
    .order_by(t.fact.c.pos)
)
CHAIN = ("centre", "station", "epoch")
_counted = sa.func.coalesce(t.chain.c.counted, t.chain.c.ends).label("counted")
_chain = sa.select(
    t.chain.c.seal_key,
    t.chain.c.seq,
    t.chain.c.hash,
    _counted,
    t.chain.c.relay,
    t.chain.c.recorded,
).where(*(t.chain.c[name] == sa.bindparam(name) for name in CHAIN))
_locked = _chain.with_for_update()
_standing = _chain.add_columns(t.centre.c.size).join_from(
    t.chain, t.centre, t.centre.c.id == t.chain.c.centre
)


class Place(NamedTuple):
    """A size of the log and the peaks of its tree."""

    size: int
    peaks: tuple[bytes, ...]

    @property
    def root(self) -> bytes:
        return merkle.root(self.peaks)


class ChainRow(NamedTuple):
    """How a chain is known: its key, how far it is held, and the last that counts of one that is
    revoked or was left behind.

    `relay`: it may enrol; `recorded` is how far the central hub has it, where this is a relay.
    """

    seal_key: str
    seq: int
    hash: bytes
    counted: int | None
    relay: bool = False
    recorded: int = 0


class Asking(NamedTuple):
    """Who asks, as enrolled; `revoked` also for an epoch that was left behind."""

    centre: str
    seal_key: str
    revoked: bool


def enrolled(connection: sa.Connection, station: str, epoch: str) -> Asking | None:
    """Return the enrolment of a chain in whatever centre; an epoch is nobody else's."""
    c = t.chain.c
    wanted = sa.select(c.centre, c.seal_key, _counted).where(c.station == station, c.epoch == epoch)
    row = connection.execute(wanted).first()
    return Asking(row.centre, row.seal_key, row.counted is not None) if row else None


def heads(connection: sa.Connection, centre: str) -> list[Head]:
    """Return how far each chain of a centre is held."""
    c = t.chain.c
    wanted = sa.select(c.station, c.epoch, c.seq, c.hash).where(c.centre == centre)
    rows = connection.execute(wanted.order_by(c.station, c.epoch))
    return [
        Head(station=r.station, epoch=r.epoch, seq=r.seq, hash=bytes(r.hash).hex()) for r in rows
    ]


def chain(
    connection: sa.Connection,
    centre: str,
    station: str,
    epoch: str,
    *,
    lock: bool = False,
) -> ChainRow | None:
    """Return how a chain is known; `lock` keeps others from adding to it meanwhile."""
    place_ = {"centre": centre, "station": station, "epoch": epoch}
    row = connection.execute(_locked if lock else _chain, place_).first()
    return _chain_row(row) if row else None


def standing(
    connection: sa.Connection, centre: str, station: str, epoch: str
) -> tuple[ChainRow, int]:
    """Return how a chain is held, and the size of the log."""
    place_ = {"centre": centre, "station": station, "epoch": epoch}
    row = connection.execute(_standing, place_).one()
    return _chain_row(row), row.size


def _chain_row(row: sa.Row[*tuple[object, ...]]) -> ChainRow:
    held_ = (row.seal_key, row.seq, bytes(row.hash), row.counted)
    return ChainRow(*held_, bool(row.relay), row.recorded)


def known(
    connection: sa.Connection, centre: str, station: str, epoch: str, *, lock: bool = False
) -> ChainRow:
    """Return how a chain is known; Refused("chain_not_enrolled") for a stranger's."""
    found = chain(connection, centre, station, epoch, lock=lock)
    if found is None:
        raise Refused("chain_not_enrolled", station=station, epoch=epoch[:8])
    return found


def batch(
    connection: sa.Connection, centre: str, chain: tuple[str, str], first: int, most: int
) -> Batch | None:
    """Return the next batch of a chain, about `most` facts from `first` on; None for none left.

    It ends at the last seal among them, or, where one push was larger, at the first one after.
    """
    station, epoch = chain
    s = t.seal.c
    mine = (s.centre == centre, s.station == station, s.epoch == epoch)
    seals = sa.select(s.seq, s.signature).where(*mine)
    within = seals.where(s.seq.between(first, first + most - 1)).order_by(s.seq.desc()).limit(1)
    behind = seals.where(s.seq >= first).order_by(s.seq).limit(1)
    end = connection.execute(within).first() or connection.execute(behind).first()
    if end is None:
        return None
    c = t.fact.c
    wanted = (
        sa.select(c.envelope)
        .where(c.centre == centre, c.station == station, c.epoch == epoch)
        .where(c.seq.between(first, end.seq))
        .order_by(c.seq)
    )
    facts = tuple(bytes(row.envelope) for row in connection.execute(wanted))
    before = _before(connection, centre, station, epoch, first)
    return Batch(station, epoch, first, before, facts, bytes(end.signature))


def place(connection: sa.Connection, centre: str) -> Place:
    """Return where the log of a centre stands."""
    c = t.centre.c
    row = connection.execute(sa.select(c.size, c.peaks).where(c.id == centre)).one()
    return Place(row.size, peaks_of(row.peaks))


def total(connection: sa.Connection) -> int:
    """Return how many facts are held of all centres together."""
    return int(connection.execute(sa.select(sa.func.sum(t.centre.c.size))).scalar() or 0)


def place_at(connection: sa.Connection, centre: str, size: int) -> Place | None:
    """Return the place of a size that the log once had; None for another."""
    if size == 0:
        return Place(0, ())
    c = t.checkpoint.c
    wanted = sa.select(c.peaks).where(c.centre == centre, c.size == size)
    row = connection.execute(wanted).first()
    return Place(size, peaks_of(row.peaks)) if row else None


def page(
    connection: sa.Connection, centre: str, after: int, most: int
) -> tuple[list[Batch], Place]:
    """Return about `most` facts after a position, and the place that the page ends at."""
    c = t.checkpoint.c
    ends = sa.select(sa.func.max(c.size)).where(c.centre == centre)
    within = sa.and_(c.size > after, c.size <= after + most)
    end = connection.execute(ends.where(within)).scalar()
    if end is None:  # one push was larger than that, or nothing is left
        least = sa.select(sa.func.min(c.size)).where(c.centre == centre, c.size > after)
        end = connection.execute(least).scalar()
    if end is None:
        return [], place(connection, centre)
    ended = place_at(connection, centre, end) or Place(0, ())
    rows = connection.execute(_page, {"centre": centre, "after": after, "upto": end}).all()
    return _batches(connection, centre, rows), ended


def _batches(
    connection: sa.Connection,
    centre: str,
    rows: Sequence[sa.Row[str, str, int, bytes, bytes | None]],
) -> list[Batch]:
    """Return the facts as batches, each up to the next seal that is held.

    Whoever takes them may stop after any: the smaller they are, the less one has to wait.
    """
    found: list[Batch] = []
    facts: list[bytes] = []
    for station, epoch, seq, envelope, seal in rows:
        facts.append(bytes(envelope))
        if seal is not None:
            first = seq - len(facts) + 1
            goes_on = found and (*found[-1].chain, found[-1].last) == (station, epoch, first - 1)
            prev = (
                env.fact_hash(found[-1].facts[-1])
                if goes_on
                else _before(connection, centre, station, epoch, first)
            )
            found.append(Batch(station, epoch, first, prev, tuple(facts), bytes(seal)))
            facts = []
    return found


def _before(connection: sa.Connection, centre: str, station: str, epoch: str, first: int) -> bytes:
    if first == 1:
        return NOTHING
    before = {"station": station, "epoch": epoch, "first": first - 1, "last": first - 1}
    return bytes(connection.execute(held, {"centre": centre, **before}).scalar_one())


def peaks_of(content: bytes) -> tuple[bytes, ...]:
    """Return the peaks that a row holds."""
    return tuple(bytes(content[at : at + _PEAK]) for at in range(0, len(content), _PEAK))
