"""A relay of a simulation: a real one on a file, that dies, is set back, and keeps in step."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from hubs import URL
from relays import Relay

from cellyard.hub import relay, restoring
from cellyard.hub.store import FILE
from cellyard.jobs import enrolment
from cellyard.jobs.station import Station
from cellyard.sync.round import Outcome
from cellyard.sync.wire import Carry, Reply, Request


class SimulatedRelay(Relay):
    """`now` is the true time in ms, which it also takes its own for."""

    def __init__(self, folder: Path, now: Callable[[], int]) -> None:
        super().__init__(folder)
        self._now, self.hub.clock = now, now
        self._copy = folder.with_name(f"{folder.name}.copy")
        self.asking = False

    def again(self) -> None:
        super().again()
        self.hub.clock = self._now

    def answer(self, request: Request) -> Reply:
        return self.hub.answer(request)  # whichever process there is now

    def forward(self, carry: Carry) -> Outcome:
        """Do one round with the hub."""
        self.asking = True
        try:
            return relay.forward(self.hub, carry)
        finally:
            self.asking = False

    def enrol(self, station: Station) -> None:
        enrolment.enrol(station, self.answer, URL, self.code(station.identity.station))

    # --- copies ---------------------------------------------------------------------------------

    def copy(self) -> None:
        """Copy its database, as somebody does before an update."""
        self._copy.unlink(missing_ok=True)
        with closing(sqlite3.connect(self.folder / FILE)) as live:
            live.execute("VACUUM INTO ?", (str(self._copy),))

    @property
    def copied(self) -> bool:
        return self._copy.exists()

    def put_back(self) -> None:
        """Put the copy in its place; what it remembers beside it says that it was set back."""
        self.close()
        for path in self.folder.glob(f"{FILE}*"):
            path.unlink()
        shutil.copy(self._copy, self.folder / FILE)
        self.again()
        to = self.hub.upstream
        assert to is not None
        if not self.hub.begun_anew:
            restoring.begin_anew(self.hub, to.centre)
