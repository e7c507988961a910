"""Rounds of a station with its hub: what they need of it, opened once."""

from pathlib import Path
from types import TracebackType
from typing import Self

from cellyard.jobs import keys
from cellyard.jobs.membership import Membership
from cellyard.jobs.slices import Slices, Write
from cellyard.jobs.station import Identity
from cellyard.ledger.ledger import wall_clock
from cellyard.sync.asking import Asking
from cellyard.sync.pace import Pace
from cellyard.sync.round import Outcome, Round
from cellyard.sync.shelf import StationShelf
from cellyard.sync.wire import Carry


class Rounds:
    """Belongs to one thread. `write` is waited for; what is read is read beside it."""

    def __init__(
        self, folder: Path, who: Identity, pinned: Membership, carry: Carry, write: Write
    ) -> None:
        self._pinned = pinned
        self._slices = Slices(write, pinned.hub_key, of=pinned.answers_with)
        chain = (who.station, who.epoch)
        key = keys.read(folder, who.epoch).key
        self._asking = Asking(carry, key, chain, pinned.answers_with)
        self._shelf = StationShelf(
            folder, chain, pinned.answers_with, self._slices.apply, wall_clock
        )

    def one(self, pace: Pace) -> Outcome:
        """Do one round; raises Trouble or Refused. What was done until then stays done."""
        try:
            return Round(self._shelf, self._asking, pace, self._pinned.answers_with).run()
        finally:
            self._slices.end()

    def unsent(self) -> int:
        """Return how many own facts the hub has not confirmed, as far as is known here."""
        return max(0, self._shelf.head().seq - self._shelf.cursor().acked)

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
