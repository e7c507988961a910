"""A station of a simulation: a real one, with a clock that may lie, and a folder that is copied."""

import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import msgspec
import sqlalchemy as sa

from cellyard.domain.envelope import Recorded
from cellyard.domain.facts import Entry
from cellyard.domain.refusals import Refused
from cellyard.domain.tasks import Task
from cellyard.jobs import keys, membership
from cellyard.jobs.station import Station
from cellyard.jobs.tasks import open_tasks
from cellyard.ledger import counterparts, projections
from cellyard.ledger.arriving import Arrived
from cellyard.ledger.batches import Batch
from cellyard.ledger.questions import Questions
from cellyard.ledger.tables import branch
from cellyard.sync.asking import Asking
from cellyard.sync.checkpoint import Cursor
from cellyard.sync.pace import Pace
from cellyard.sync.round import Outcome, Round
from cellyard.sync.shelf import StationShelf
from cellyard.sync.wire import Carry

# When a process dies: before what arrived is stored, or behind it.
Dies = Literal["before", "after"] | None
# What a station says when what it writes no longer counts: a person is told.
KEPT_APART = frozenset(
    {"station_goes_on_elsewhere", "chain_forked", "station_revoked", "store_rolled_back"}
)


class Crashed(BaseException):
    """The process was killed here."""


class SimulatedStation:
    """`now` is the true time, `skew` how far the own clock is off; both in ms."""

    def __init__(self, folder: Path, now: Callable[[], int]) -> None:
        self.folder, self._now, self.skew = folder, now, 0
        self.asking = self._is_open = False
        self.copied: Path | None = None
        self.station = self._open()
        self.name = self.station.identity.station

    def _open(self) -> Station:
        opened = Station(self.folder, clock=lambda: self._now() + self.skew)
        self._is_open = True
        return opened

    def close(self) -> None:
        if self._is_open:
            self.station.close()
        self._is_open = False

    def restart(self) -> None:
        """Begin again, as after a kill: what was committed is there."""
        self.close()
        self.station = self._open()

    def write(self, entries: Sequence[Entry]) -> Sequence[Recorded]:
        return self.station.record(lambda _known, given: given, entries)

    def round(
        self,
        carry: Carry,
        dice: random.Random | None = None,
        dies: Dies = None,
    ) -> Outcome:
        """Keep in step once; the process may die before something is stored, or behind it."""
        who = self.station.identity
        pinned = membership.read(self.folder)
        assert pinned is not None
        chain = (who.station, who.epoch)

        def apply(batches: Sequence[Batch], state: bytes) -> Arrived:
            draw = dice.random() if dice else 1
            if draw < 0.02 or dies == "before":
                raise Crashed
            arrived = self.station.ledger.apply(
                batches, hub_key=pinned.hub_key, state=state, of=pinned.answers_with
            )
            if draw < 0.04 or dies == "after":
                raise Crashed
            return arrived

        key, now = keys.read(self.folder, who.epoch).key, self.station.ledger.now
        hub, enrolment = pinned.answers_with, pinned.enrolment
        shelf = StationShelf(self.folder, chain, hub, apply, now, enrolment=enrolment)
        pace = Pace()
        pace.facts = dice.choice([1, 7, 500]) if dice else 500
        self.asking = True
        try:
            return Round(shelf, Asking(carry, key, chain, hub), pace, hub).run()
        finally:
            self.asking = False
            shelf.close()

    def cursor(self) -> Cursor:
        """Return how far it has come with its hub."""
        pinned = membership.read(self.folder)
        assert pinned is not None
        connection = self.station.ledger.connection
        with connection.begin():
            kept = counterparts.kept(connection, pinned.answers_with)
        return msgspec.json.decode(kept, type=Cursor) if kept else Cursor()

    def forked(self) -> bool:
        """Tell whether another branch of some chain is kept beside the store: a person has a task.

        So it is where station and hub were both set back, and the station went on: the others hold
        what was written before, the hub what was written since.
        """
        connection = self.station.ledger.connection
        with connection.begin():
            return bool(connection.execute(sa.select(branch.c.seq)).first())

    def digest(self) -> str:
        with self.station.ledger.connection.begin():
            return projections.digest(self.station.ledger.connection)

    def tasks(self) -> tuple[Task, ...]:
        """Return what is to be seen to, in order."""
        questions = Questions(self.folder)
        try:
            known = questions.known(station=self.name, actor="", now=self._now())
            return open_tasks(questions, known)
        finally:
            questions.close()

    # --- copies ---------------------------------------------------------------------------------

    def copy(self) -> None:
        """Copy the folder, as somebody does before an update."""
        if self.asking:
            return
        self.close()
        self.copied = self.folder.with_name(f"{self.folder.name}.copy")
        shutil.rmtree(self.copied, ignore_errors=True)
        shutil.copytree(self.folder, self.copied)
        self.station = self._open()

    def put_back(self, *, whole: bool) -> None:
        """Put the copy back: the whole folder, or the store alone, as somebody does with a file."""
        assert self.copied is not None
        self.close()
        if whole:
            shutil.rmtree(self.folder)
            shutil.copytree(self.copied, self.folder)
        else:
            for name in ("ledger.db", "ledger.db-wal", "ledger.db-shm"):
                (self.folder / name).unlink(missing_ok=True)
                if (self.copied / name).exists():
                    shutil.copy(self.copied / name, self.folder / name)

    def clone(self, folder: Path) -> "SimulatedStation":
        """Return a second station made of the copy, on another computer."""
        assert self.copied is not None
        shutil.copytree(self.copied, folder)
        return SimulatedStation(folder, self._now)

    def opens(self) -> Refused | None:
        """Open again after the disk was changed; returns what the store says of it."""
        try:
            self.station = self._open()
        except Refused as no:
            return no
        return None
