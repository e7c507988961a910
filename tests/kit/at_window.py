"""The real window of a station in a test: its threads at rest, its scans, what it says."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from resting import PATIENCE_S, read_alarms, rest

from cellyard.jobs.benches import Benches
from cellyard.jobs.door import SignedIn
from cellyard.jobs.instruments import Instruments
from cellyard.jobs.printer import Printer
from cellyard.jobs.station import Station
from cellyard.ledger.questions import Questions
from cellyard.settings import Settings
from cellyard.ui.tones import Tones
from cellyard.ui.window import Window

T = TypeVar("T")


class AtWindow:
    """Hands at a window; `close` ends its threads and the station."""

    def __init__(
        self,
        station: Station,
        qtbot: QtBot,
        size: tuple[int, int] = (1366, 768),
        **joined: Any,
    ) -> None:
        self.window = Window(
            station,
            Settings(),
            Instruments(Benches(station.folder)),
            Printer(station.folder),
            Tones(wanted=False),
            **joined,
        )
        qtbot.addWidget(self.window)
        self.window.resize(*size)
        self.window.show()
        qtbot.waitExposed(self.window)
        self._scanned = 0
        self.rest()
        read_alarms(self.window)
        self.rest()

    def sign_in(self, person: SignedIn) -> None:
        self.window.sign_in(person)
        self.rest()

    def scan(self, *texts: str) -> None:
        """Let the scanner read these, each a symbol of its own."""
        for text in texts:
            self._scanned += 1
            self.window.hearing._same.again(f"{self._scanned}")
            self.window.hearing.take(text, "wedge")
            self.rest()

    def refused(self) -> str:
        """Return the sentence that scanning is paused for, "" when it is not; and confirm it."""
        line = self.window.scan_line
        said = line.accessibleName() if line.state == "paused" else ""
        self.window.acknowledge()
        self.rest()
        return said

    def asked(self, question: Callable[[Questions], T]) -> T:
        found: list[T] = []
        self.window.frame.ask(question, found.append)
        self.rest()
        return found[0]

    def until(self, done: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE_S
        while not done():
            assert time.monotonic() < until, "what is waited for does not come"
            QTest.qWait(5)

    def rest(self) -> None:
        """Wait until nothing is under way any more."""
        rest(self.window)

    def close(self) -> None:
        self.rest()
        self.window.close()
