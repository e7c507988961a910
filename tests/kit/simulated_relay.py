"""A relay of a simulation: a real one on a file, that dies, is set back, and keeps in step."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from hubs import URL, HubOnFile

from cellyard.hub import enrolling, opening, relay, restoring
from cellyard.hub.opening import Home
from cellyard.hub.store import FILE, Store
from cellyard.jobs import enrolment
from cellyard.jobs.station import Station
from cellyard.sync.round import Outcome
from cellyard.sync.wire import Carry, Reply, Request

NAME = "Hall 2"


class SimulatedRelay:
    """`now` is the true time in ms, which it also takes its own for."""

    def __init__(self, folder: Path, now: Callable[[], int]) -> None:
        self.folder, self._now = folder, now
        self._copy = folder.with_name(f"{folder.name}.copy")
        self.asking = False
        self._open()

    def _open(self) -> None:
        self.hub = opening.opened(Home(folder=self.folder))
        self.hub.clock = self._now

    @property
    def store(self) -> Store:
        return self.hub.store

    @property
    def centre(self) -> str:
        to = self.hub.upstream
        assert to is not None
        return to.centre

    def forward_to(self, central: HubOnFile) -> None:
        """Become a relay of a hub."""
        with central.store.writing() as connection:
            code = enrolling.give_code(
                connection, central.centre, NAME, now=central.hub.clock(), relay=True
            )
        relay.join(self.hub, central.hub.answer, URL, NAME, code)
        self.restart()

    def answer(self, request: Request) -> Reply:
        return self.hub.answer(request)  # whichever process there is now

    def forward(self, carry: Carry) -> Outcome:
        """Do one round with the hub."""
        self.asking = True
        try:
            return relay.forward(self.hub, carry)
        finally:
            self.asking = False

    def code(self, station: str) -> str:
        with self.store.writing() as connection:
            return enrolling.give_code(connection, self.centre, station, now=self.hub.clock())

    def join(self, folder: Path, name: str) -> Station:
        return enrolment.join(folder, self.answer, URL, name, self.code(name))

    def enrol(self, station: Station) -> None:
        enrolment.enrol(station, self.answer, URL, self.code(station.identity.station))

    def restart(self) -> None:
        """Begin again, as after a kill."""
        self.close()
        self._open()

    def close(self) -> None:
        self.hub.store.close()

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
        self._open()
        if not self.hub.begun_anew:
            restoring.begin_anew(self.hub, self.centre)
