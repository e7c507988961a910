"""What arrives, in transactions so small that whoever writes beside them waits little."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from cellyard.jobs.station import Station
from cellyard.ledger import schema
from cellyard.ledger.arriving import Arrived
from cellyard.ledger.batches import Batch

T = TypeVar("T")
# How long the thread that writes may be at it: a commit of a person takes as long again.
WISHED_S = 0.008
FIRST, LEAST, MOST = 64, 16, 5000
# From so many facts on, the write-ahead log grows while they arrive and is emptied afterwards.
MANY = 500


class Write(Protocol):
    """Does work on the one thread that writes, and returns what it returns, or raises it."""

    def __call__(self, work: Callable[[Station], T], /) -> T: ...


class Slices:
    """Hands pages to the thread that writes, cut at seals: in so small ones that it takes little.

    `whole` where nobody else writes: each page in one transaction. `of` is whose feed it is, or
    whose courier file, where it is `carried`.

    What is stored when it breaks off is proven and stays, and is passed over when the page comes
    again: how far the feed has come is written with the last slice alone.
    """

    def __init__(
        self, write: Write, hub_key: str, *, of: str, whole: bool = False, carried: bool = False
    ) -> None:
        self._write, self._hub_key, self._of, self._whole = write, hub_key, of, whole
        self._carried = carried
        self._size = MOST if whole else FIRST
        self._many = False

    def apply(self, batches: Sequence[Batch], state: bytes | None) -> Arrived:
        """Store and fold a page; refused as `Ledger.apply`."""
        if not self._many and sum(len(b.facts) for b in batches) >= MANY:
            self._many = True
            self._write(lambda s: schema.catch_up(s.ledger.connection, on=True))
        *parts, last = list(self._cut(batches)) or [[]]
        found = [*(self._stored(part, None) for part in parts), self._stored(last, state)]
        return Arrived(
            facts=tuple(r for one in found for r in one.facts),
            forks=tuple(fork for one in found for fork in one.forks),
        )

    def end(self) -> None:
        """No more pages come for now: the write-ahead log is emptied, if it has grown."""
        if self._many:
            self._many = False
            self._write(lambda s: schema.catch_up(s.ledger.connection, on=False))

    def _cut(self, batches: Sequence[Batch]) -> Iterator[list[Batch]]:
        part: list[Batch] = []
        for batch in batches:
            if part and sum(len(b.facts) for b in (*part, batch)) > self._size:
                yield part
                part = []
            part.append(batch)
        if part:
            yield part

    def _stored(self, part: Sequence[Batch], state: bytes | None) -> Arrived:
        def work(station: Station) -> Arrived:
            begun = time.perf_counter()
            arrived = station.ledger.apply(
                part, hub_key=self._hub_key, state=state, of=self._of, carried=self._carried
            )
            self._heed(len(arrived.facts), time.perf_counter() - begun)
            return arrived

        return self._write(work)

    def _heed(self, count: int, took: float) -> None:
        """Make the next ones larger or smaller: to what would have taken as long as is wished."""
        if count and not self._whole:
            fitting = int(count * WISHED_S / max(took, 1e-6))
            self._size = max(LEAST, min(MOST, (self._size + fitting) // 2))
