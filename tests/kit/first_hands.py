"""First run on a folder, worked by keys."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from resting import PATIENCE_S

from cellyard.jobs.station import Station
from cellyard.settings import Settings
from cellyard.ui.screens.first_run import FirstRun
from cellyard.ui.widgets.desk import Field
from cellyard.ui.widgets.message_line import MessageLine

PIN = "246802"


class Run:
    """First run on a folder, worked by keys."""

    def __init__(self, folder: Path, qtbot: QtBot, **reached: Any) -> None:
        self._reached = reached
        self.folder, self._qtbot = folder, qtbot
        self.founded: list[tuple[Station, str]] = []
        self.window = self._opened()

    def _opened(self) -> FirstRun:
        hear = lambda s, a: self.founded.append((s, a))  # noqa: E731
        window = FirstRun(self.folder, Settings(), hear, **self._reached)
        self._qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show()
        self._qtbot.waitExposed(window)
        return window

    def crash(self) -> None:
        """Lose the window without a word and open the folder anew."""
        self.window.hide()
        self.window.setParent(None)
        self.window = self._opened()

    @property
    def middle(self) -> QWidget:
        return self.window.step.middle

    def fields(self) -> list[Field]:
        QApplication.processEvents()  # what was just put in is shown by the next event
        return [f for f in self.middle.findChildren(Field) if f.isVisible()]

    def type(self, number: int, text: str) -> None:
        field = self.fields()[number]
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)

    def press(self, key: Qt.Key = Qt.Key.Key_Return) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key)

    def next(self) -> str:
        button = self.window.shell.primary
        return f"{button.mode}: {button.accessibleName()} / {button.accessibleDescription()}"

    def said(self) -> str:
        lines = self.middle.findChildren(MessageLine)
        return " ".join(line.words for line in lines if line.isVisible())

    def centre(self) -> None:
        for number, text in ((0, "Linjiang"), (2, "Intake 1")):
            self.type(number, text)
        self.press()

    def administrator(self) -> None:
        for number, text in enumerate(("Zhao Min", "0117", PIN, PIN)):
            self.type(number, text)
        self.press()

    def until(self, done: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE_S
        while not done():
            assert time.monotonic() < until, "what is waited for does not come"
            QTest.qWait(5)
