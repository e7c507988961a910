"""The real window on a real station with one of its screens in front; no sound, no instruments."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import looks
from floor import Floor
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from resting import PATIENCE_S, read_alarms, rest

from cellyard.domain.battery import Battery
from cellyard.domain.envelope import Recorded
from cellyard.jobs.benches import Benches
from cellyard.jobs.door import SignedIn
from cellyard.jobs.instruments import Instruments
from cellyard.jobs.printer import Printer
from cellyard.jobs.station import Station
from cellyard.settings import Settings
from cellyard.ui.screen import Screen
from cellyard.ui.tones import Tones
from cellyard.ui.widgets import draw
from cellyard.ui.window import Window

# px of the window by px per mm: the small layout on a 15.6 inch glass, and the large one on 21.5.
SIZES = {3.95: (1366, 768), 5.6: (1920, 1080), 4.03: (1920, 1080)}

Opens = Callable[..., "Front"]


@contextmanager
def opening(floor: Floor, qtbot: QtBot, place: str) -> Iterator[Opens]:
    """Open a place on the floor when asked, once: its window takes the station when it closes."""
    stages: list[Front] = []

    def show(subject: str = "", *, px_per_mm: float = 3.95, **worn: str) -> Front:
        looks.dress(px_per_mm=px_per_mm, glass_mm=SIZES[px_per_mm][0] / px_per_mm, **worn)  # pyright: ignore[reportArgumentType]
        stage = Front(floor.station, qtbot)
        stages.append(stage)
        stage.open(place, floor.supervisor, subject, px_per_mm)
        return stage

    try:
        yield show
    finally:
        for stage in stages:
            stage.close()


class Front:
    """Hands and eyes of a person at a window. `close` ends its threads and the station."""

    def __init__(self, station: Station, qtbot: QtBot | None, *, pace: int = 1) -> None:
        self.window = Window(
            station,
            Settings(),
            Instruments(Benches(station.folder, pace=pace)),
            Printer(station.folder),
            Tones(wanted=False),
        )
        if qtbot is not None:  # who must wait for a load first closes the window alone
            qtbot.addWidget(self.window)
        self._heard = 0

    def open(
        self, place: str, person: SignedIn, subject: str = "", px_per_mm: float = 3.95
    ) -> None:
        """Let a person sign in and go to a place."""
        self.window.resize(*SIZES[px_per_mm])
        self.window.show()
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window)
        self.rest()
        self.read_alarms()
        self.window.sign_in(person)
        self.rest()
        self.window.go(place, subject)
        self.rest()

    def close(self) -> None:
        self.window.close()

    @property
    def screen(self) -> Screen:
        assert self.window.current is not None
        return self.window.current

    # --- hands ------------------------------------------------------------------------------

    def scan(self, *texts: str) -> None:
        """Let the scanner read these, each a symbol of its own."""
        for text in texts:
            self._heard += 1
            self.window.hearing._same.again(f"{self._heard}")
            self.window.hearing.take(text, "wedge")
        self.rest()

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(QApplication.focusWidget() or self.window, key)
            self.rest()

    def type(self, text: str) -> None:
        """Type into the scan line, in place of what was typed before."""
        self.window._keys.forget()
        for sign in text:
            QTest.keyClicks(QApplication.focusWidget() or self.window, sign)
        self.rest()

    def acknowledge(self) -> None:
        self.window.acknowledge()
        self.rest()

    def read_alarms(self) -> None:
        read_alarms(self.window)
        self.rest()

    def rest(self) -> None:
        """Wait until nothing is under way any more."""
        rest(self.window)

    def until(self, seen: Callable[[], bool]) -> None:
        """Wait for what a thread brings."""
        until = time.monotonic() + PATIENCE_S
        while not seen():
            assert time.monotonic() < until, "what is waited for does not come"
            QTest.qWait(2)

    # --- eyes -------------------------------------------------------------------------------

    @property
    def refused(self) -> str:
        """The refusal that waits to be read, or ""."""
        return self.window.scan_line.accessibleName() if self.window.hearing.paused else ""

    @property
    def said(self) -> str:
        """What the scan line said last of a scan or an act."""
        return self.window.scan_line.accessibleDescription()

    def look(self) -> list[draw.Said]:
        """Return every text that is painted in the window now."""
        with draw.watched() as said:
            self.window.grab()
        return said

    def texts(self) -> list[str]:
        return [one.text for one in self.look()]

    def image(self) -> QImage:
        return self.window.grab().toImage()

    def battery(self, id_: str) -> Battery:
        found: list[Battery | None] = []
        self.window.frame.ask(lambda q: q.battery(id_), found.append)
        self.rest()
        assert found[0] is not None
        return found[0]

    def line(self, id_: str) -> list[Recorded]:
        """Return the facts of a battery, oldest first."""
        found: list[list[Recorded]] = []
        self.window.frame.ask(lambda q: q.line(id_), found.append)
        self.rest()
        return found[0]
