"""A station: its folder, its lock, its ledger, and the one way to write into it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import msgspec

from cellyard import durable
from cellyard.domain.envelope import Recorded
from cellyard.domain.facts import ChainEnd
from cellyard.domain.refusals import Refused
from cellyard.jobs import keys, machine, stopped
from cellyard.jobs.lock import InstanceLock
from cellyard.ledger.ledger import Chain, Decide, Ledger, wall_clock
from cellyard.ledger.notes import Notes
from cellyard.ledger.schema import STORE

IDENTITY = "station.json"
Order = TypeVar("Order")


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Who this station is: a plain file beside the store, written once when it is founded."""

    centre: str
    station: str
    epoch: str
    public_key: str


def is_founded(folder: Path) -> bool:
    """Tell whether this folder holds a station (an empty one opens First run)."""
    return (folder / IDENTITY).is_file()


def identity(folder: Path) -> Identity:
    """Return who the station of this folder is.

    Refused("no_store") when it is empty, ("station_file_damaged") when the file is no identity.
    """
    if not is_founded(folder):
        raise Refused("no_store", folder=str(folder))
    try:
        return msgspec.json.decode((folder / IDENTITY).read_bytes(), type=Identity)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Refused("station_file_damaged", file=IDENTITY, folder=str(folder)) from error


def write_identity(folder: Path, who: Identity) -> None:
    """Write the identity durably."""
    durable.write_durably(folder / IDENTITY, msgspec.json.encode(who))


class Station:
    """An open station. One process holds its lock; one thread at a time writes.

    `who` is given only while founding or restoring, before the identity file stands, and `before`
    where a restored chain ended. Raises Refused when another instance runs, when this is a copy on
    another computer, or the store is newer, gone, rolled back or damaged.
    """

    def __init__(
        self,
        folder: Path,
        *,
        who: Identity | None = None,
        before: ChainEnd | None = None,
        clock: Callable[[], int] = wall_clock,
    ) -> None:
        self.folder = folder
        self.identity = who or identity(folder)
        if who is None and not (folder / STORE).exists():
            # Without this, a founded station that lost everything would begin a second chain.
            raise Refused("store_missing", folder=str(folder))
        if who is None:
            machine.check(folder, self.identity.epoch)
        self._lock = InstanceLock(folder)
        try:
            kept = keys.read(folder, self.identity.epoch)
            self.key_keeper = kept.keeper
            who = self.identity
            chain = Chain(centre=who.centre, station=who.station, epoch=who.epoch)
            self.ledger = Ledger(folder, chain, kept.key, before=before, clock=clock)
        except BaseException:
            self._lock.release()
            raise
        if no := stopped.why(folder):
            self.ledger.refuse(no)
        self.notes = Notes(self.ledger.connection)

    def record(self, decide: Decide[Order], order: Order, *, by: str = "") -> Sequence[Recorded]:
        """Decide and write, the one way to write; what returns is durable."""
        return self.ledger.record(decide, order, by=by)

    def stop_writing(self, code: str) -> None:
        """Refuse with this code whatever is to be written from now on, also after a restart."""
        stopped.note(self.folder, code, self.ledger.now())
        self.ledger.refuse(stopped.why(self.folder) or Refused(code))

    @property
    def written(self) -> int:
        """How many rows were written since this station was opened, notes and all."""
        connection = self.ledger.connection.connection.driver_connection
        return connection.total_changes if connection else 0

    def close(self) -> None:
        self.ledger.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
