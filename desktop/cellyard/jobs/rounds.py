"""Rounds of a station with its hub: what they need of it, opened once."""

from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from cellyard.jobs import erasing, keys
from cellyard.jobs.membership import Membership
from cellyard.jobs.slices import Slices, Write
from cellyard.jobs.station import Identity, Station
from cellyard.ledger import schema
from cellyard.ledger.arriving import Arrived
from cellyard.ledger.blobs import Blobs
from cellyard.ledger.ledger import wall_clock
from cellyard.sync.asking import Asking
from cellyard.sync.files import Files, Notes, keep
from cellyard.sync.pace import Pace
from cellyard.sync.round import Outcome, Round
from cellyard.sync.shelf import StationShelf
from cellyard.sync.wire import Carry


class Rounds:
    """Belongs to one thread. `write` is waited for; what is read is read beside it.

    `whole` where nobody else writes: what arrives is stored a page at a time.
    """

    def __init__(
        self,
        folder: Path,
        who: Identity,
        pinned: Membership,
        carry: Carry,
        write: Write,
        *,
        whole: bool = False,
    ) -> None:
        self._pinned, self._write = pinned, write
        # As the hub has said last: what it has by another way is in no cursor.
        self._acked: int | None = None
        self._slices = Slices(write, pinned.hub_key, of=pinned.answers_with, whole=whole)
        chain = (who.station, who.epoch)
        key = keys.read(folder, who.epoch).key
        self._asking = Asking(carry, key, chain, pinned.answers_with)
        self._shelf = StationShelf(
            folder,
            chain,
            pinned.answers_with,
            self._slices.apply,
            wall_clock,
            enrolment=pinned.enrolment,
        )
        self._engine = schema.reader(folder)
        self._connection = self._engine.connect()
        blobs = Blobs(folder / "blobs")
        self._files = Files(self._connection, blobs, who.station, self._asking, self._noted)

    def one(self, pace: Pace) -> Outcome:
        """Do one round; raises Trouble or Refused. What was done until then stays done."""
        try:
            outcome = Round(self._shelf, self._asking, pace, self._pinned.answers_with).run()
        finally:
            self._slices.end()
        self._acked = outcome.acked
        left = self._files.carry(outcome.origin, outcome.files, ends=self._more_urgent)
        return msgspec.structs.replace(outcome, left=left)

    def _more_urgent(self) -> bool:
        """Facts that were written meanwhile come before files."""
        return self.unsent() > 0

    def _noted(self, notes: Notes) -> None:
        self._write(lambda s: _note(s, notes))

    def unsent(self) -> int:
        """Return how many own facts the hub has not confirmed, as far as is known here."""
        acked = self._shelf.cursor().acked if self._acked is None else self._acked
        return max(0, self._shelf.head().seq - acked)

    def close(self) -> None:
        self._shelf.close()
        self._connection.close()
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _note(station: Station, notes: Notes) -> Arrived:
    """Write notes; first drop what is erased, so that no power cut leaves it here."""
    blobs = station.ledger.blobs
    if gone := [sha256 for sha256 in notes.gone if blobs.holds(sha256)]:
        erasing.drop(station, gone)
    with station.ledger.connection.begin():
        keep(station.ledger.connection, notes)
    return Arrived(facts=(), files=notes.came)
