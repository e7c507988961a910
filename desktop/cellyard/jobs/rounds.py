"""Rounds of a station with its hub: what they need of it, opened once."""

from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, TypeVar

from cellyard.jobs import keys
from cellyard.jobs.membership import Membership
from cellyard.jobs.station import Identity, Station
from cellyard.ledger.arriving import Arrived
from cellyard.ledger.batches import Batch
from cellyard.ledger.ledger import wall_clock
from cellyard.sync.asking import Asking
from cellyard.sync.pace import Pace
from cellyard.sync.round import Outcome, Round
from cellyard.sync.shelf import StationShelf
from cellyard.sync.wire import Carry

T = TypeVar("T")


class Write(Protocol):
    """Does work on the one thread that writes, and returns what it returns, or raises it."""

    def __call__(self, work: Callable[[Station], T], /) -> T: ...


class Rounds:
    """Belongs to one thread. `write` is waited for; what is read is read beside it."""

    def __init__(
        self, folder: Path, who: Identity, pinned: Membership, carry: Carry, write: Write
    ) -> None:
        self._pinned, self._write = pinned, write
        chain = (who.station, who.epoch)
        key = keys.read(folder, who.epoch).key
        self._asking = Asking(carry, key, chain, pinned.answers_with)
        self._shelf = StationShelf(folder, chain, pinned.answers_with, self._apply, wall_clock)

    def one(self, pace: Pace) -> Outcome:
        """Do one round; raises Trouble or Refused. What was done until then stays done."""
        return Round(self._shelf, self._asking, pace, self._pinned.answers_with).run()

    def unsent(self) -> int:
        """Return how many own facts the hub has not confirmed, as far as is known here."""
        return max(0, self._shelf.head().seq - self._shelf.cursor().acked)

    def _apply(self, batches: Sequence[Batch], state: bytes) -> Arrived:
        of, hub_key = self._pinned.answers_with, self._pinned.hub_key
        return self._write(lambda s: s.ledger.apply(batches, hub_key=hub_key, state=state, of=of))

    def close(self) -> None:
        self._shelf.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
