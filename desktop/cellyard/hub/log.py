"""The log of a centre: batches come in once, get their positions, and are given out in pages."""

import re
from collections.abc import Sequence

import sqlalchemy as sa

from cellyard.domain.envelope import Envelope, Recorded
from cellyard.domain.facts import Enrolled, Erased, Fact, Revoked
from cellyard.domain.ids import HUB
from cellyard.domain.refusals import Refused
from cellyard.hub import apart, blobs, copying, feed
from cellyard.hub import tables as t
from cellyard.hub.feed import ChainRow
from cellyard.hub.store import Store
from cellyard.ledger import batches
from cellyard.ledger.batches import Batch, Fork, Proven
from cellyard.sync import merkle

# What of a fact concerns the hub itself; the payload of any other is not read here.
_HEEDED = frozenset(kind.__name__ for kind in (Enrolled, Revoked, Erased))
# How far a logical clock may be ahead of the log: more than is ever written offline. Whoever took
# it for good would have used up every station's in a few facts.
_MOST_AHEAD = 1 << 32
_SHA256 = re.compile("[0-9a-f]{64}")
# What every push says, put together once.
_counter = (
    sa.select(t.centre.c.size, t.centre.c.ord, t.centre.c.peaks)
    .where(t.centre.c.id == sa.bindparam("centre"))
    .with_for_update()
)
_count = (
    sa.update(t.centre)
    .where(t.centre.c.id == sa.bindparam("named"))
    .values({name: sa.bindparam(name) for name in ("size", "ord", "peaks")})
)
_reached, _sealed = sa.insert(t.checkpoint), sa.insert(t.seal)
# What a station said that it had to send has come that far, too.
_unsent, _come = t.chain.c.unsent, sa.bindparam("seq") - t.chain.c.seq
_goes_to = (
    sa.update(t.chain)
    .where(*(t.chain.c[name] == sa.bindparam(f"of_{name}") for name in feed.CHAIN))
    .values({name: sa.bindparam(name) for name in ("seq", "hash")})
    .values(unsent=sa.case((_unsent > _come, _unsent - _come), else_=0))
)


class Distrusted(Exception):
    """A chain that is believed no more: what it brings is kept apart."""


class Log:
    """The log of every centre in a store. `hub_key` (hex) seals the hub's own chains."""

    def __init__(self, store: Store, hub_key: str) -> None:
        self._store = store
        self.hub_key = hub_key

    def push(
        self, centre: str, arriving: Sequence[Batch], key: str = "", *, carried: bool = False
    ) -> tuple[ChainRow, int]:
        """Store what is new of the batches of one chain; returns how far it is held, and the size.

        `key` (hex) is what the chain is enrolled with, where that was asked already; `carried`
        when another than the chain's own station brings them.

        Durable when it returns. Refused("batch_broken"), ("batch_gap") or ("chain_not_enrolled");
        raises Fork when they contradict what is held, and Distrusted: then they are kept apart.
        """
        chain = arriving[0].chain
        key = key or self._enrolled(centre, *chain)
        # Before any lock is taken: proving is the most of the work.
        proven = [batches.proven(batch, key, centre) for batch in arriving]
        try:
            with self._store.writing() as connection:
                self._add(connection, centre, arriving, proven, carried=carried)
                held, size = feed.standing(connection, centre, *chain)
        except (Fork, Distrusted):
            with self._store.writing() as connection:
                apart.keep(connection, centre, arriving)
            raise
        return held, size

    def _enrolled(self, centre: str, station: str, epoch: str) -> str:
        with self._store.reading() as connection:
            return self._key(connection, centre, (station, epoch))

    def _add(
        self,
        connection: sa.Connection,
        centre: str,
        arriving: Sequence[Batch],
        proven: Sequence[Sequence[Proven]],
        *,
        carried: bool,
    ) -> list[Proven]:
        """Store what is new of batches of one chain that follow on each other, all at once."""
        first = arriving[0]
        known = feed.chain(connection, centre, *first.chain, lock=True)
        if known is None:  # the hub's own from before a restore, brought back by who has it
            known = self._opened(connection, centre, first)
        new: list[Proven] = []
        seals: list[tuple[Proven, bytes]] = []
        last, hash_ = known.seq, known.hash
        for batch, facts in zip(arriving, proven, strict=True):
            if seals and batch.seq != last + 1:
                raise Refused("bundle_damaged")
            held = self._held(connection, centre, batch) if batch.seq <= known.seq else []
            fresh = batches.fresh(batch, facts, held, last)
            if not fresh:
                continue
            if batch.seq == last + 1 and batch.prev != hash_:
                raise Fork(batch, batch.seq, hash_)
            # What others hold of a revoked chain they have from this hub's own log, as it was
            # before a restore: only the station itself brings what nobody has believed yet.
            if known.counted is not None and batch.last > known.counted and not carried:
                raise Distrusted
            new.extend(fresh)
            seals.append((fresh[-1], batch.seal))
            last, hash_ = batch.last, fresh[-1].hash
        if first.station == HUB:
            said = [fact.recorded().fact for fact in new if fact.envelope.type in _HEEDED]
            self.hold(connection, centre, said)
        if new:
            self.store(connection, centre, new, seals)
        return new

    def _held(self, connection: sa.Connection, centre: str, batch: Batch) -> list[bytes]:
        chain = {"centre": centre, "station": batch.station, "epoch": batch.epoch}
        rows = connection.execute(feed.held, {**chain, "first": batch.seq, "last": batch.last})
        return [bytes(row.hash) for row in rows]

    def take(self, connection: sa.Connection, centre: str, fed: Sequence[Batch]) -> list[Recorded]:
        """Store what is new of the central hub's feed, in the transaction that is open.

        Returns it. What contradicts what is held is kept apart, and the rest is taken; refused as
        `push`.
        """
        new: list[Recorded] = []
        for batch in fed:
            facts = batches.proven(batch, self._key(connection, centre, batch.chain), centre)
            try:
                added = self._add(connection, centre, [batch], [facts], carried=True)
            except (Fork, Distrusted):
                apart.keep(connection, centre, [batch])
            else:
                new += (fact.recorded() for fact in added)
                _recorded(connection, centre, batch)
        return new

    def _key(self, connection: sa.Connection, centre: str, chain: tuple[str, str]) -> str:
        """Return the key that a chain is sealed with; Refused("chain_not_enrolled")."""
        known = feed.chain(connection, centre, *chain)
        if known is None and chain[0] != HUB:
            raise Refused("chain_not_enrolled", station=chain[0], epoch=chain[1][:8])
        return known.seal_key if known else self.hub_key

    def hold(self, connection: sa.Connection, centre: str, facts: Sequence[Fact]) -> None:
        """Lock the chains that facts of the hub are about, before the counter is."""
        for fact in facts:
            if isinstance(fact, Revoked):
                feed.chain(connection, centre, fact.station, fact.epoch, lock=True)

    def store(
        self,
        connection: sa.Connection,
        centre: str,
        new: Sequence[Proven],
        seals: Sequence[tuple[Proven, bytes]],
    ) -> None:
        """Give positions to facts of one chain that follow what is held, and store them.

        `seals` are of facts among them, the last one's at the end.
        The counter row is locked last: positions are in the order of the commits, without gaps.
        """
        counter = connection.execute(_counter, {"centre": centre}).one()
        last = new[-1].envelope
        if last.order > counter.ord + _MOST_AHEAD:
            raise Refused("batch_broken", station=last.station, epoch=last.epoch[:8], seq=last.seq)
        peaks, size = feed.peaks_of(counter.peaks), counter.size
        for piece in copying.stored(connection, centre, new, size + 1):
            peaks = merkle.grown(peaks, size, [merkle.leaf(fact.hash) for fact in piece])
            size += len(piece)
        _close(connection, centre, last, new[-1].hash, seals)
        for fact in new:
            if fact.envelope.type in _HEEDED:
                self._heed(connection, centre, fact.recorded())
        place = {"size": size, "peaks": b"".join(peaks)}
        connection.execute(_reached, {"centre": centre, **place})
        order = max(counter.ord, last.order)
        connection.execute(_count, {"named": centre, "ord": order, **place})

    def _heed(self, connection: sa.Connection, centre: str, r: Recorded) -> None:
        """What of a fact concerns the hub itself: enrolments on its own chain, and erasures."""
        own = r.envelope.station == HUB
        match r.fact:
            case Enrolled() as e if own or _is_relay(connection, centre, r.envelope):
                keys = (e.seal_key, e.box_key)
                self.know(connection, centre, e.station, e.epoch, *keys, ends=e.ends)
                if own and e.relay:
                    _let_enrol(connection, centre, e)
            case Revoked() as e if own:
                connection.execute(
                    sa.update(t.chain)
                    .where(
                        t.chain.c.centre == centre,
                        t.chain.c.station == e.station,
                        t.chain.c.epoch == e.epoch,
                    )
                    .values(counted=e.seq)
                )
            case Erased() as e if _SHA256.fullmatch(e.blob):
                self._erase(connection, centre, e.blob, r.envelope.at)
            case _:
                pass

    def _erase(self, connection: sa.Connection, centre: str, sha256: str, at: int) -> None:
        named = sa.and_(t.erased.c.centre == centre, t.erased.c.sha256 == sha256)
        if connection.execute(sa.select(t.erased.c.at).where(named)).first():
            return
        connection.execute(sa.insert(t.erased), {"centre": centre, "sha256": sha256, "at": at})
        blobs.drop(connection, centre, sha256)

    def know(  # noqa: PLR0917 - the fields of a row
        self,
        connection: sa.Connection,
        centre: str,
        station: str,
        epoch: str,
        seal_key: str,
        box_key: str,
        *,
        ends: int | None = None,
    ) -> None:
        """Know a chain by its keys from now on; of one that is known, the first keys stay.

        One that `ends` somewhere is an epoch that its station has left behind.
        """
        if feed.chain(connection, centre, station, epoch):
            return
        row = {
            "centre": centre, "station": station, "epoch": epoch, "seal_key": seal_key,
            "box_key": box_key, "seq": 0, "hash": batches.NOTHING, "counted": None,
            "ends": ends, "relay": 0, "recorded": 0, "seen_at": 0, "app": "", "skew": 0,
            "unsent": 0, "apart": 0,
        }  # fmt: skip
        connection.execute(sa.insert(t.chain), row)

    def _opened(self, connection: sa.Connection, centre: str, batch: Batch) -> ChainRow:
        self.know(connection, centre, batch.station, batch.epoch, self.hub_key, "")
        return ChainRow(self.hub_key, 0, batches.NOTHING, None)


def _recorded(connection: sa.Connection, centre: str, batch: Batch) -> None:
    """The central hub has a chain up to here."""
    c = t.chain.c
    mine = (c.centre == centre, c.station == batch.station, c.epoch == batch.epoch)
    upto = sa.update(t.chain).where(*mine, c.recorded < batch.last)
    connection.execute(upto.values(recorded=batch.last))


def _is_relay(connection: sa.Connection, centre: str, e: Envelope) -> bool:
    by = feed.chain(connection, centre, e.station, e.epoch)
    return by is not None and by.relay


def _let_enrol(connection: sa.Connection, centre: str, relay: Enrolled) -> None:
    c = t.chain.c
    mine = (c.centre == centre, c.station == relay.station, c.epoch == relay.epoch)
    connection.execute(sa.update(t.chain).where(*mine).values(relay=1))


def _close(
    connection: sa.Connection,
    centre: str,
    last: Envelope,
    hash_: bytes,
    seals: Sequence[tuple[Proven, bytes]],
) -> None:
    """The chain is held up to this fact now, and its seal covers all before it."""
    chain = {"centre": centre, "station": last.station, "epoch": last.epoch}
    sealed = [{**chain, "seq": f.envelope.seq, "signature": seal} for f, seal in seals]
    connection.execute(_sealed, sealed)
    named = {f"of_{name}": value for name, value in chain.items()}
    connection.execute(_goes_to, {**named, "seq": last.seq, "hash": hash_})
