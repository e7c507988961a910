"""Keeps the number of urgent tasks in the rail, whatever screen is in front."""

import time
from typing import Protocol

from cellyard.domain.refusals import Refused
from cellyard.jobs import tasks
from cellyard.jobs.door import SignedIn
from cellyard.ledger.questions import Questions
from cellyard.ui.asking import now_ms
from cellyard.ui.chrome import Chrome
from cellyard.ui.reader import Reader
from cellyard.ui.screens import OFFICE
from cellyard.ui.station_frame import StationFrame

# What becomes late does so without a fact.
_AGAIN_S = 60.0


class Watched(Protocol):
    """The window as this watch sees it."""

    frame: StationFrame
    chrome: Chrome
    reader: Reader
    signed_in: SignedIn | None


class TaskWatch:
    """Asks the store after every change (`ask`) and once a minute (`look`)."""

    def __init__(self, window: Watched) -> None:
        self._window = window
        self._not_before = 0.0
        self._for: SignedIn | None = None

    def look(self) -> None:
        """Ask again when it is time, and at once when somebody else works now."""
        if self._window.signed_in is not self._for or time.monotonic() >= self._not_before:
            self.ask()

    def ask(self) -> None:
        """Count anew, while somebody works who sees Tasks."""
        person = self._for = self._window.signed_in
        if person is None or not OFFICE & person.roles:
            return
        self._not_before = time.monotonic() + _AGAIN_S
        station, actor = self._window.frame.station, person.id

        def count(questions: Questions) -> int:
            try:
                known = questions.known(station=station, actor=actor, now=now_ms())
                return tasks.urgent(questions, known)
            except Refused:
                return 0  # what cannot be read is said by the screen that is in front

        self._window.reader.ask(count, self._show, key="tasks/count")

    def _show(self, count: int) -> None:
        self._window.chrome.set_count("tasks", count)
