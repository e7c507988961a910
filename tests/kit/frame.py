"""The gate of a centre: the intake screen on a real station, with the window's own keys."""

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from tests.kit.floor import STATION, code
from tests.kit.stage import Stage

from cellyard.domain.battery import Battery
from cellyard.domain.codes import scans
from cellyard.domain.registers import Instrument
from cellyard.jobs.people import SignedIn
from cellyard.jobs.station import Station
from cellyard.ui.keys import Keys
from cellyard.ui.screen import Heard, Screen
from cellyard.ui.screens.intake import IntakeScreen
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.scan_line import ScanLine

READINGS_MS = 50


class Gate(Stage):
    """Routes scans, cards and keys as the window does; drafts are durable."""

    def __init__(self, station: Station, person: SignedIn) -> None:
        kept = station.notes.kept()
        self.folder = station.folder
        self.scan_line = ScanLine()
        self.keys = Keys(self)
        self.alarms: list[bool] = []
        self.people: dict[str, SignedIn] = {}
        super().__init__(station, person, IntakeScreen)
        self._drafts.update(kept)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._drain)
        self._timer.start(READINGS_MS)

    def stop(self) -> None:
        self._timer.stop()
        self.instruments.stop()
        super().stop()

    # --- what a person does -----------------------------------------------------------------

    def type(self, text: str) -> None:
        """Type sign by sign into what has the focus."""
        for sign in text:
            QTest.keyClicks(self._focus(), sign)
        self.rest()

    def key(self, *keys: Qt.Key, control: bool = False) -> None:
        modifier = Qt.KeyboardModifier
        for key in keys:
            held = modifier.ControlModifier if control else modifier.NoModifier
            QTest.keyClick(self._focus(), key, held)
            self.rest()

    def enter(self) -> None:
        self.key(Qt.Key.Key_Return)

    def touch(self, words: str) -> None:
        """Touch the button or field that begins with these words."""
        found = self.target(words)
        assert found is not None, f"nothing to touch says {words!r}: {self.targets()}"
        middle = found.rect().center() + QPoint(1, 1)
        QTest.mouseClick(found, Qt.MouseButton.LeftButton, pos=middle)
        self.rest()

    def target(self, words: str) -> QWidget | None:
        for widget in self.screen_.findChildren(QWidget):
            wanted = isinstance(widget, QAbstractButton | QLineEdit)
            named = wanted and widget.isVisible() and widget.isEnabled()
            if named and widget.accessibleName().startswith(words):
                return widget
        return None

    def targets(self) -> list[str]:
        """Return what can be touched now."""
        found = self.screen_.findChildren(QAbstractButton)
        return [b.accessibleName() for b in found if b.isVisible() and b.isEnabled()]

    def wait(self, seen: Callable[[], bool], what: str) -> None:
        """Wait for something that an instrument or a folder brings."""
        for _ in range(2000):
            if seen():
                return
            QTest.qWait(5)
        raise AssertionError(f"never came: {what}; {self.primary()}")

    # --- what a person sees -----------------------------------------------------------------

    def primary(self) -> tuple[str, str, bool]:
        """Return the primary button's verb, its second line, and whether it can be pressed."""
        shown = [
            b for b in self.screen_.findChildren(BigButton) if b.isVisible() and b.kind == "primary"
        ]
        assert len(shown) == 1
        return shown[0].accessibleName(), shown[0].accessibleDescription(), shown[0].isEnabled()

    def sees(self, words: str) -> bool:
        """Tell whether these words stand somewhere on the screen."""
        return any(
            words in f"{w.accessibleName()} {w.accessibleDescription()}"
            for w in self.screen_.findChildren(QWidget)
            if w.isVisible()
        )

    def newest(self) -> Battery:
        """Return the battery that came in last."""
        return self.all()[0]

    def all(self) -> list[Battery]:
        found: list[list[Battery]] = []
        self.ask(lambda q: q.find(""), found.append)
        self.rest()
        return found[0]

    # --- the frame --------------------------------------------------------------------------

    @property
    def current(self) -> Screen | None:
        return self.screen_

    def function_key(self, _name: str) -> bool:
        return False

    def close_help(self) -> bool:
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's
        if not self.keys.press(event):
            super(Stage, self).keyPressEvent(event)

    def stop_stands(self, *, stands: bool) -> None:
        self.alarms.append(stands)

    def keep_draft(self, key: str, value: str) -> None:
        self._drafts[key] = value
        self.writer.note(lambda s: s.notes.keep(key, value), lambda _nothing: None)

    def switch(self, person: SignedIn) -> None:
        """Let somebody else work here."""
        self.person = person
        self.screen_.shown()
        self.rest()

    def image(self, folder: Path) -> Path:
        """Return a copy of the station's folder as a power cut would leave it."""
        copy = folder / "after-the-cut"
        with_lock = shutil.ignore_patterns("lock")
        shutil.copytree(self.folder, copy, ignore=with_lock)
        return copy

    def _hear(self, heard: Heard) -> None:
        self._taken += 1
        if self.screen_.scan(heard):
            return
        match heard.scan:
            case scans.Badge(number=number):
                self.switch(self.people[number])
            case scans.Command(name="NEXT"):
                self.screen_.enter()
            case scans.Command(name="STOP"):
                self.screen_.escape()
            case scans.Command(name=name):
                assert self.screen_.command(name), f"the card {name} does nothing here"
            case _:
                self.wrong(f"of no use here: {heard.text}")

    def _drain(self) -> None:
        if self.instruments.drain():
            self.screen_.readings()

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self


NO_MODEL = code(412)  # nobody has named a model by this type prefix yet


def to_weight(gate: Gate) -> Gate:
    """Open a ticket and name its model."""
    gate.scan(NO_MODEL)
    gate.type("e-208")
    gate.enter()
    return gate


def to_look(gate: Gate) -> Gate:
    """Open a ticket and weigh the battery."""
    to_weight(gate)
    gate.type("355.2")
    gate.enter()
    return gate


def to_measure(gate: Gate) -> Gate:
    """Open a ticket and find nothing abnormal."""
    to_look(gate)
    gate.key(*[Qt.Key.Key_1] * 5)
    gate.enter()
    return gate


def to_slot(gate: Gate) -> Gate:
    """Open a ticket, have it judged GO and labelled."""
    to_measure(gate)
    for figure in ("388.4", "1.2", "24.1"):
        gate.type(figure)
        gate.enter()
    gate.enter()
    gate.enter()
    gate.enter()
    return gate


def attach_scale(gate: Gate, url: str) -> None:
    """Run a line to a scale that speaks MT-SICS."""
    scale = Instrument(key="scale-1", station=STATION, profile="mt-sics", port=url, duty="scale")
    gate.instruments.attach([scale])
