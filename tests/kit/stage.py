"""A window with one screen on a real station: real writer, reader and queue of scans; no sound."""

import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from cellyard.domain.envelope import Recorded
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Centre
from cellyard.jobs.instruments import Instruments
from cellyard.jobs.people import SignedIn
from cellyard.jobs.station import Station
from cellyard.ledger.ledger import Decide
from cellyard.ledger.questions import Questions
from cellyard.settings import Settings
from cellyard.ui.hearing import Hearing
from cellyard.ui.reader import Reader
from cellyard.ui.screen import Changed, Heard, Screen
from cellyard.ui.writer import Writer
from cellyard.words import sentence

T = TypeVar("T")
Order = TypeVar("Order")
# The work area of the small layout: the glass without rail, scan line, status line and margins.
WORK = (1214, 620)
PATIENCE_S = 20


class Stage(QMainWindow):
    """Is the `Frame` of its one screen and keeps what the screen said to it."""

    def __init__(
        self, station: Station, person: SignedIn, opens: Callable[["Stage"], Screen]
    ) -> None:
        super().__init__()
        self.settings, self.instruments = Settings(), Instruments()
        self.centre = Centre(name="Linjiang", jurisdiction="CN")
        self.station = station.identity.station
        self.person = person
        self.said: list[tuple[str, str]] = []
        self.wrongs: list[str] = []
        self.went: list[tuple[str, str]] = []
        self._drafts: dict[str, str] = {}
        with station.ledger.connection.begin():
            zones = station.ledger.registers.zones()
        self.writer, self.reader = Writer(station), Reader(station.folder)
        self.hearing = Hearing(self.writer, self.reader, self._hear)
        self.hearing.slots = {slot.name for zone in zones for slot in zone.slots}
        self.writer.changed.connect(self._changed)
        self._opens = opens
        self.screen_ = opens(self)
        self.setCentralWidget(self.screen_)
        self._heard = 0
        self._taken = 0

    def open(self, subject: str = "", size: tuple[int, int] = WORK) -> None:
        """Show the window with its screen."""
        self.resize(*size)
        self.show()
        QTest.qWaitForWindowExposed(self)
        self.screen_.shown(subject)
        self.rest()

    def build_anew(self) -> None:
        """Build the screen anew, as at a change of language or look."""
        kept = self.screen_.kept()
        self.screen_ = self._opens(self)
        self.setCentralWidget(self.screen_)
        self.screen_.restore(kept)
        self.screen_.shown()
        self.rest()

    def stop(self) -> None:
        """End the threads; the writer closes the station."""
        self.reader.stop()
        self.writer.stop()

    # --- what a person does -----------------------------------------------------------------

    def scan(self, *texts: str, by: str = "wedge") -> None:
        for text in texts:
            self._heard += 1
            self.hearing._same.again(f"{self._heard}")  # another symbol was before the scanner
            self.hearing.take(text, by)
        self.rest()

    def press(self, *keys: Qt.Key) -> None:
        """Press keys as the window passes them on: who has the focus first, then the screen."""
        for key in keys:
            focus = QApplication.focusWidget() or self
            QTest.keyClick(focus, key)
            self.rest()

    def keyPressEvent(self, event) -> None:  # noqa: N802 - Qt's
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.hearing.paused:
                self.acknowledge()
            else:
                self.screen_.enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.screen_.escape()
        elif event.text() and event.text() in "123456789":
            self.screen_.digit(int(event.text()))

    def acknowledge(self) -> None:
        self.hearing.resume()
        self.rest()

    def rest(self) -> None:
        """Wait until nothing is under way any more."""
        until = time.monotonic() + PATIENCE_S
        while self._busy():
            assert time.monotonic() < until, "the threads do not come to rest"
            QTest.qWait(2)
        QApplication.processEvents()

    def _busy(self) -> bool:
        waiting = self._taken < self._heard and not self.hearing.paused
        return self.writer.busy or self.reader.busy or waiting

    # --- the frame --------------------------------------------------------------------------

    def record(
        self,
        decide: Decide[Order],
        order: Order,
        *,
        done: Callable[[tuple[Recorded, ...]], None] | None = None,
        refused: Callable[[Refused], None] | None = None,
    ) -> None:
        self.writer.record(
            decide,
            order,
            by=self.person.id,
            done=done or _nothing,
            refused=refused or self._refused,
        )

    def work(
        self,
        work: Callable[[Station], T],
        *,
        done: Callable[[T], None] | None = None,
        refused: Callable[[Refused], None] | None = None,
    ) -> None:
        self.writer.work(work, done=done or _nothing, refused=refused or self._refused)

    def _refused(self, no: Refused) -> None:
        self.wrong(sentence(no))

    def ask(
        self, question: Callable[[Questions], T], then: Callable[[T], None], *, key: str = ""
    ) -> None:
        self.reader.ask(question, then, key=key)

    def heard(self, code: str, happened: str) -> None:
        self.said.append((code, happened))

    def note(self, first: str, then: str = "") -> None:
        self.said.append((first, then))

    def wrong(self, sentence: str) -> None:
        self.hearing.pause()
        self.wrongs.append(sentence)

    def stop_stands(self, *, stands: bool) -> None:  # noqa: ARG002
        raise AssertionError("no STOP is read here")

    def go(self, place: str, subject: str = "") -> None:
        self.went.append((place, subject))

    def keep_draft(self, key: str, value: str) -> None:
        self._drafts[key] = value

    def draft(self, key: str) -> str:
        return self._drafts.get(key, "")

    def use_settings(self, settings: Settings) -> None:
        self.settings = settings

    def _hear(self, heard: Heard) -> None:
        self._taken += 1
        assert self.screen_.scan(heard), heard

    def _changed(self, changed: Changed) -> None:
        self.screen_.changed(changed)


def _nothing(_answer: object) -> None:
    """Nobody waits for the answer."""
