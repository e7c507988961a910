"""The whole application on a data folder, worked as a person does, and what it shows."""

import time
from pathlib import Path

import floor as floors
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from resting import PATIENCE_S, read_alarms, rest

from cellyard.app import App
from cellyard.demo import gun
from cellyard.settings import Settings, save
from cellyard.ui.screen import Heard
from cellyard.ui.window import Window
from cellyard.ui.writer import Writer

# Nobody has a finger on a key so soon after a scan; a scanner's own second Enter comes sooner.
PERSON_S = 0.1


class Whole:
    """One App with its window; `close` ends both. A folder without settings gets quiet ones."""

    def __init__(self, folder: Path, **wanted: object) -> None:
        self.folder, self._burst = folder, 0.0
        if wanted or not (folder / "settings.toml").exists():
            save(folder, Settings(**{"tones": False, **wanted}))  # pyright: ignore[reportArgumentType]
        self.app = App(folder, ["cellyard"])
        self.app.start()
        if self.app.window:
            QTest.qWaitForWindowActive(self.app.window)
            self.rest()
            read_alarms(self.window)
            self.rest()

    @property
    def window(self) -> Window:
        assert self.app.window is not None
        return self.app.window

    @property
    def state(self) -> str:
        """What the scan line does: armed, typed, queueing or paused."""
        return self.window.scan_line.state

    @property
    def line(self) -> str:
        """What the scan line says."""
        return self.window.scan_line.accessibleName()

    def close(self) -> None:
        if self.app.shown:
            self.app.shown.close()
            self.app.shown.deleteLater()
        self.app.stop()
        QTest.qWait(1)

    # --- what a person does -----------------------------------------------------------------

    def burst(self, text: str, *, enters: int = 1) -> None:
        """Let the wedge scanner read a code: keys to whoever has the focus, Enter at the end; two
        of them where it ends with CR and LF.
        """
        begun, target = time.monotonic(), self._focus()
        gun.pull(target, text, at=begun)
        for number in range(1, enters):
            gun.pull(target, "", at=begun + (len(text) + number) * gun.GAP_S)
        self._burst = time.monotonic()
        QApplication.processEvents()

    def scan(self, *texts: str) -> None:
        for text in texts:
            self.window.hearing._same.again("")  # something else was before the scanner
            self.burst(text)
            self.rest()

    def type(self, text: str) -> None:
        """Type as a person does: the wedge gives single keys back after its gap."""
        for sign in text:
            QTest.keyClicks(self._focus(), sign)
            QTest.qWait(50)
        self.rest()

    def key(self, *keys: Qt.Key, control: bool = False) -> None:
        modifier = Qt.KeyboardModifier
        while time.monotonic() - self._burst < PERSON_S:
            QTest.qWait(10)
        for key in keys:
            held = modifier.ControlModifier if control else modifier.NoModifier
            QTest.keyClick(self._focus(), key, held)
            if key < Qt.Key.Key_Escape:  # a sign, which the wedge holds for a moment
                QTest.qWait(50)
            self.rest()

    def rest(self) -> None:
        """Wait until nothing is being written, asked or given to a screen."""
        QTest.qWait(1)  # what was let go is deleted
        rest(self.window)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    # --- what a person sees -----------------------------------------------------------------

    def texts(self) -> list[str]:
        """Return everything that visible widgets say."""
        return shown_texts(self.app.shown or self.window)

    def sees(self, words: str) -> bool:
        return any(words in text for text in self.texts())


def shown_texts(window: QWidget) -> list[str]:
    """Return the visible text, names and descriptions of everything in a window."""
    found: list[str] = []
    for widget in window.findChildren(QWidget):
        if widget.isVisible():
            text = widget.text() if isinstance(widget, QLabel) else ""
            found += (text, widget.accessibleName(), widget.accessibleDescription())
    return [text for text in found if text]


def told(writer: Writer) -> list[tuple[str, int]]:
    """Return every scan that was ever kept, in order, and whether it was worked off."""
    from cellyard.jobs.station import Station

    def read(station: Station) -> list[tuple[str, int]]:
        with station.ledger.connection.begin():
            rows = station.ledger.connection.exec_driver_sql(
                "SELECT text, done FROM scan ORDER BY no"
            )
            return [(row.text, row.done) for row in rows]

    answer: list[list[tuple[str, int]]] = []
    writer.note(read, answer.append)
    until = time.monotonic() + PATIENCE_S
    while not answer:
        assert time.monotonic() < until
        QTest.qWait(2)
    return answer[0]


def slots(count: int) -> list[str]:
    """Return slot codes, no two neighbours the same."""
    names = [slot.name for zone in floors.grid() for slot in zone.slots]
    return [f"CY:S:{names[n % len(names)]}" for n in range(count)]


def unsynced(app: Whole) -> None:
    """Let the disk take its time: how fast it is, is no part of the claim."""
    app.window.writer.note(
        lambda s: s.ledger.connection.connection.driver_connection.execute("PRAGMA synchronous=0"),
        lambda _cursor: None,
    )


def listen(app: Whole) -> list[str]:
    """Keep the texts of what is given to the screen in front, in order."""
    given: list[str] = []
    screen = app.window.current
    assert screen
    take = screen.scan

    def scan(heard: Heard) -> bool:
        given.append(heard.text)
        return take(heard)

    screen.scan = scan
    return given
