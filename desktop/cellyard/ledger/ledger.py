"""The custody ledger of a station: the one place where facts are written."""

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from cellyard.domain import envelope as env
from cellyard.domain.battery import Battery
from cellyard.domain.envelope import Envelope, Recorded
from cellyard.domain.facts import VERSIONS, Entry
from cellyard.domain.ids import kind_and_id, person
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.ledger import facts, projections, schema
from cellyard.ledger.blobs import Blobs
from cellyard.ledger.head import Head, HeadFile
from cellyard.ledger.known import StoreKnown
from cellyard.ledger.registers import Registers
from cellyard.ledger.seals import SealingKey
from cellyard.ledger.tables import fact

Order = TypeVar("Order")
Decide = Callable[[Known, Order], Sequence[Entry]]


class Chain(msgspec.Struct, frozen=True, kw_only=True):
    """Whose chain is written: the centre, the station and the epoch of its key."""

    centre: str
    station: str
    epoch: str


def wall_clock() -> int:
    """Return the wall clock in ms."""
    return time.time_ns() // 1_000_000


class Ledger:
    """The one writer of a store. It belongs to one thread at a time; readers are elsewhere.

    `clock` gives the wall time in ms; only tests give another.
    """

    def __init__(
        self,
        folder: Path,
        chain: Chain,
        key: SealingKey,
        *,
        clock: Callable[[], int] = wall_clock,
    ) -> None:
        schema.prepare(folder)
        self.chain = chain
        self.blobs = Blobs(folder / "blobs")
        self._key = key
        self._clock = clock
        self._engine = schema.writer(folder)
        self._connection = self._engine.connect()
        self.registers = Registers(self._connection, self.blobs)
        self._head_file = HeadFile(folder / "head")
        try:
            with self._connection.begin():
                schema.check(self._connection)
            self._head, self._order = self._resume()
        except BaseException:
            self.close()
            raise

    @property
    def public_key(self) -> str:
        return self._key.public_key

    @property
    def connection(self) -> sa.Connection:
        """The writing connection, for this room and the local notes."""
        return self._connection

    def close(self) -> None:
        self._head_file.close()
        self._connection.close()
        self._engine.dispose()

    def _resume(self) -> tuple[Head, int]:
        own = sa.select(fact.c.seq, fact.c.hash).where(
            fact.c.station == self.chain.station, fact.c.epoch == self.chain.epoch
        )
        with self._connection.begin():
            row = self._connection.execute(own.order_by(fact.c.seq.desc()).limit(1)).first()
            order = self._connection.execute(sa.select(sa.func.max(fact.c.ord))).scalar() or 0
        head = Head(
            epoch=self.chain.epoch,
            seq=row.seq if row else 0,
            hash=row.hash.hex() if row else env.NO_PREVIOUS,
        )
        remembered = self._head_file.read()
        if remembered and remembered.epoch == head.epoch and remembered.seq > head.seq:
            raise Refused("store_rolled_back", store=head.seq, remembered=remembered.seq)
        return head, order

    def record(self, decide: "Decide[Order]", order: Order, *, by: str = "") -> list[Recorded]:
        """Decide and write in one transaction; returns what was written, durable.

        `by` is the person's id, or "" for the station itself. Raises Refused when the rules say
        no or the disk cannot take it: then nothing was written.
        """
        now = self._clock()
        try:
            with self._connection.begin():
                known = StoreKnown(
                    self._connection,
                    self.registers,
                    station=self.chain.station,
                    actor=by,
                    now=now,
                )
                written = self._chained(decide(known, order), by=by, now=now)
                self._store(written)
        except DBAPIError as error:
            raise _trouble(error) from error
        if written:
            self._remember(written[-1][0])
        return [r for r, _ in written]

    def rebuild(self) -> tuple[int, str]:
        """Fold all facts anew; returns how many, and the digest of what was folded."""
        with self._connection.begin():
            count = projections.rebuild(self._connection)
            return count, projections.digest(self._connection)

    def _store(self, written: list[tuple[Recorded, bytes]]) -> None:
        if not written:
            return
        last = written[-1][0]
        facts.append(self._connection, written)
        facts.append_seal(self._connection, last, self._key.seal(bytes.fromhex(last.hash)))
        projections.project(self._connection, [r for r, _ in written])

    def _remember(self, last: Recorded) -> None:
        self._order = last.envelope.order
        self._head = Head(epoch=self.chain.epoch, seq=last.envelope.seq, hash=last.hash)
        self._head_file.write(self._head)

    def _chained(
        self, entries: Sequence[Entry], *, by: str, now: int
    ) -> list[tuple[Recorded, bytes]]:
        act = os.urandom(16).hex()
        seq, order, prev = self._head.seq, self._order, self._head.hash
        role = facts.newest_ref(self._connection, person(by)) if by else None
        newest: dict[str, tuple[str, ...]] = {}
        written: list[tuple[Recorded, bytes]] = []
        for entry in entries:
            seq, order = seq + 1, order + 1
            known = newest.get(entry.subject) or self._newest(entry.subject)
            e = Envelope(
                v=env.VERSION,
                centre=self.chain.centre,
                station=self.chain.station,
                epoch=self.chain.epoch,
                seq=seq,
                prev=prev,
                order=order,
                at=now,
                after=tuple(dict.fromkeys((*known, *((role,) if role else ())))),
                act=act,
                actor=by,
                type=type(entry.fact).__name__,
                tv=VERSIONS.get(type(entry.fact).__name__, 1),
                subject=entry.subject,
                payload=env.encode_payload(entry.fact),
                blobs=entry.blobs,
            )
            content = env.encode(e)
            r = Recorded(envelope=e, fact=entry.fact, hash=env.fact_hash(content).hex())
            written.append((r, content))
            prev, newest[entry.subject] = r.hash, (r.ref,)
        return written

    def _newest(self, subject: str) -> tuple[str, ...]:
        kind, id_ = kind_and_id(subject)
        if kind == "battery":
            state: Battery | None = projections.read_state(self._connection, id_)
            return state.newest if state else ()
        ref = facts.newest_ref(self._connection, subject)
        return (ref,) if ref else ()


def _trouble(error: DBAPIError) -> Refused:
    """Turn what the disk said into what a person can do about it."""
    said = str(error.orig)
    if "full" in said:
        return Refused("disk_full")
    if "locked" in said or "readonly" in said:
        return Refused("store_locked")
    return Refused("store_trouble", said=said)

