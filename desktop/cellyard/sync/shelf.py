"""A station's store as a round sees it: read beside the app, written by whoever writes there."""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from cellyard import __version__
from cellyard.ledger import counterparts, errands, leaving, schema
from cellyard.ledger.arriving import Arrived
from cellyard.ledger.batches import Batch
from cellyard.ledger.leaving import ChainHead
from cellyard.sync.checkpoint import Cursor
from cellyard.sync.pace import PIECE

Apply = Callable[[Sequence[Batch], bytes], Arrived]


class StationShelf:
    """Belongs to the thread of sync. `apply` hands batches and cursor to the one writer.

    `hub` is the key (hex) that the hub answers with: how far we have come is kept by it. Under
    another `enrolment`, everything that is here is offered once more.
    """

    def __init__(
        self,
        folder: Path,
        chain: tuple[str, str],
        hub: str,
        apply: Apply,
        clock: Callable[[], int],
        *,
        enrolment: str,
    ) -> None:
        self._engine = schema.reader(folder)
        self._connection = self._engine.connect()
        self._chain, self._hub, self._enrolment = chain, hub, enrolment
        self._apply, self._clock = apply, clock

    @property
    def app(self) -> str:
        return __version__

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()

    def now(self) -> int:
        return self._clock()

    def heads(self) -> Sequence[ChainHead]:
        with self._connection.begin():
            return leaving.heads(self._connection)

    def head(self) -> ChainHead:
        with self._connection.begin():
            return leaving.head(self._connection, *self._chain)

    def hash_at(self, seq: int) -> bytes | None:
        with self._connection.begin():
            return leaving.hash_at(self._connection, *self._chain, seq)

    def batches(self, station: str, epoch: str, first: int, most: int) -> Sequence[Batch]:
        with self._connection.begin():
            return leaving.page(self._connection, (station, epoch), first, most, PIECE)

    def errands(self) -> Sequence[ChainHead]:
        with self._connection.begin():
            return errands.open_ones(self._connection)

    def cursor(self) -> Cursor:
        with self._connection.begin():
            kept = counterparts.kept(self._connection, self._hub)
        found = msgspec.json.decode(kept, type=Cursor) if kept else Cursor()
        return found.under(self._enrolment)

    def apply(self, batches: Sequence[Batch], cursor: Cursor) -> Arrived:
        return self._apply(batches, msgspec.json.encode(cursor))
