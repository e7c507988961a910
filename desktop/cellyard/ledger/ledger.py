"""The custody ledger of a station: the one place where facts are written."""

import os
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa

from cellyard.domain import envelope as env
from cellyard.domain.envelope import Place, Recorded
from cellyard.domain.facts import ChainEnd, Entry, StationOpened
from cellyard.domain.ids import person
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.ledger import (
    arriving,
    causes,
    counterparts,
    errands,
    facts,
    opening,
    projections,
    schema,
)
from cellyard.ledger.arriving import Arrived
from cellyard.ledger.batches import Batch
from cellyard.ledger.blobs import Blobs
from cellyard.ledger.enrolments import Enrolments
from cellyard.ledger.head import Head, HeadFile
from cellyard.ledger.known import StoreKnown
from cellyard.ledger.opening import Chain
from cellyard.ledger.registers import Registers
from cellyard.ledger.seals import SealingKey

__all__ = ["Chain", "Decide", "Ledger", "wall_clock"]

Order = TypeVar("Order")
Decide = Callable[[Known, Order], Sequence[Entry]]


def wall_clock() -> int:
    """Return the wall clock in ms."""
    return time.time_ns() // 1_000_000


class Ledger:
    """The one writer of a store. It belongs to one thread at a time; readers are elsewhere.

    `before` is where the epoch before ended, when a new one begins in its store; `clock` gives
    the wall time in ms, and only tests give another. Raises Refused when the store is newer,
    damaged, rolled back, or another station's.
    """

    def __init__(
        self,
        folder: Path,
        chain: Chain,
        key: SealingKey,
        *,
        before: ChainEnd | None = None,
        clock: Callable[[], int] = wall_clock,
    ) -> None:
        self._head_file = HeadFile(folder / schema.HEAD)
        opening.check_there(folder, self._head_file)
        schema.prepare(folder)
        self.chain = chain
        self.blobs = Blobs(folder / "blobs")
        self._key = key
        self._before = before
        self._clock = clock
        self._refused: Refused | None = None
        self._engine = schema.writer(folder)
        self._connection = self._engine.connect()
        self.registers = Registers(self._connection, self.blobs)
        try:
            with self._connection.begin():
                schema.check(self._connection)
                self._head, self._order = opening.resume(
                    self._connection, self._head_file, chain, key.public_key, before
                )
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

    @property
    def begun(self) -> bool:
        """Whether the chain has its first fact."""
        return self._head.seq > 0

    def now(self) -> int:
        """Return the wall clock as facts are dated by, in ms."""
        return self._clock()

    def close(self) -> None:
        self._head_file.close()
        self._connection.close()
        self._engine.dispose()

    def refuse(self, no: Refused) -> None:
        """Write nothing more, for this reason."""
        self._refused = no

    def record(self, decide: "Decide[Order]", order: Order, *, by: str = "") -> list[Recorded]:
        """Decide and write in one transaction; returns what was written, durable.

        `by` is the person's id, or "" for the station itself. Raises Refused when the rules say
        no or the disk cannot take it: then nothing was written.
        """
        now = self._clock()
        with self._writing():
            known = StoreKnown(
                self._connection,
                self.registers,
                station=self.chain.station,
                actor=by,
                now=now,
                epoch=self.chain.epoch,
            )
            written = self._chained(decide(known, order), by=by, now=now)
            self._store(written)
        if written:
            self._remember(written[-1][0])
        return [r for r, _ in written]

    def apply(
        self,
        arriving_: Sequence[Batch],
        *,
        hub_key: str,
        state: bytes | None = None,
        of: str = "",
        carried: bool = False,
    ) -> Arrived:
        """Store and fold what arrives, in one transaction with how far we have come.

        `hub_key` (hex) is whose enrolments count. `state` is kept of the hub, or of `of`: a relay,
        or whose courier file it was. What was `carried` is offered to the hub; what came in its
        feed, it has. Refused as `arriving.arrive`; also ("station_goes_on_elsewhere") when it holds
        facts of the own chain that this store has not, or others under their numbers: it was
        rolled back, or copied.
        """
        own = (self.chain.station, self.chain.epoch)
        with self._writing():
            enrolled = Enrolments(self._connection, hub_key, {own: self.public_key})
            arrived = arriving.arrive(
                self._connection, arriving_, enrolled, self.chain.centre, carried=carried
            )
            written = {(r.envelope.station, r.envelope.epoch) for r in arrived.facts}
            if own in written or own in {batch.chain for batch in arrived.forks}:
                raise Refused("station_goes_on_elsewhere")
            if state is not None:
                counterparts.keep(self._connection, of or hub_key, state)
            if carried:
                errands.note(self._connection, arrived.facts)
            else:
                errands.settle(self._connection, arriving_)
        self._order = max(self._order, *(r.envelope.order for r in arrived.facts), 0)
        return arrived

    def rebuild(self) -> tuple[int, str]:
        """Fold all facts anew; returns how many, and the digest of what was folded."""
        with self._writing():
            count = projections.rebuild(self._connection)
            return count, projections.digest(self._connection)

    @contextmanager
    def _writing(self) -> Generator[None]:
        """Write in one transaction, unless nothing may be written any more."""
        if self._refused:
            raise self._refused
        with self._connection.begin():
            yield

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
        try:
            self._head_file.write(self._head)
        except OSError:
            # The facts are durable, and a head that lags behind proves no less than after a
            # crash; the next one catches up.
            self._head_file.close()

    def _chained(
        self, entries: Sequence[Entry], *, by: str, now: int
    ) -> list[tuple[Recorded, bytes]]:
        self._check_begun(entries)
        role = facts.newest_role(self._connection, person(by)) if by else None
        roles = (role,) if role else ()
        place = Place(
            centre=self.chain.centre,
            station=self.chain.station,
            epoch=self.chain.epoch,
            act=os.urandom(16).hex(),
            at=now,
            actor=by,
        )
        prev, newest = self._head.hash, dict[str, tuple[str, ...]]()
        written: list[tuple[Recorded, bytes]] = []
        for n, entry in enumerate(entries, 1):
            known = newest.get(entry.subject) or causes.heads(self._connection, entry.subject)
            after = tuple(dict.fromkeys((*known, *roles)))
            seq, order = self._head.seq + n, self._order + n
            content = env.composed(entry, place, seq=seq, prev=prev, order=order, after=after)
            r = env.recorded(content)
            written.append((r, content))
            prev, newest[entry.subject] = r.hash, (r.ref,)
        return written

    def _check_begun(self, entries: Sequence[Entry]) -> None:
        if self._head.seq or not entries:
            return
        first = entries[0].fact
        begun = (self.public_key, self._before)
        if not isinstance(first, StationOpened) or (first.public_key, first.continues) != begun:
            raise Refused("no_centre")
