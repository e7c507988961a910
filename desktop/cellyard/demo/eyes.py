"""Eyes of the demonstration: looking at one window, and waiting until something is seen."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.window import Window

Seen = TypeVar("Seen", bound=QWidget)
PATIENCE_S = 20.0


class NotSeen(AssertionError):
    """What was waited for did not come; the picture beside says what was on screen instead."""


class Eyes:
    """Look at one window as a person does; every wait is bounded."""

    def __init__(self, window: QWidget, pictures: Path) -> None:
        self.window = window
        self.pictures = pictures

    def wait(self, seen: Callable[[], bool], what: str, longest: float = PATIENCE_S) -> None:
        """Wait until something is so; NotSeen with a picture when it does not come."""
        until = time.monotonic() + longest
        while not seen():
            if time.monotonic() > until:
                self.picture("not-seen")
                raise NotSeen(what)
            QTest.qWait(5)
        if not self._at_rest():
            self.wait(self._at_rest, "the app at rest")

    def rest(self) -> None:
        """Wait until nothing is being written, asked or scanned."""
        QTest.qWait(1)
        self.wait(self._at_rest, "the app at rest")

    def _at_rest(self) -> bool:
        window = self.window
        return not isinstance(window, Window) or not (window.writer.busy or window.reader.busy)

    def button(self, words: str) -> QAbstractButton | None:
        """Return the visible button whose name begins with these words."""
        for button in self.window.findChildren(QAbstractButton):
            named = button.accessibleName() or button.text()
            if button.isVisible() and button.isEnabled() and named.startswith(words):
                return button
        return None

    def sees(self, words: str) -> bool:
        """Tell whether these words stand somewhere in the window."""
        for widget in self.window.findChildren(QWidget):
            if not widget.isVisible():
                continue
            text = widget.text() if isinstance(widget, QLabel) else ""
            said = (text, widget.accessibleName(), widget.accessibleDescription())
            if any(words in part for part in said):
                return True
        return False

    def primary_text(self) -> str:
        """Return what the primary button says, "" while it cannot be pressed."""
        for button in self.window.findChildren(BigButton):
            if button.isVisible() and button.isEnabled() and button.kind == "primary":
                return button.accessibleName()
        return ""

    def wait_primary(self, words: str) -> None:
        """Wait until the primary button begins with these words."""
        self.wait(lambda: self.primary_text().startswith(words), f"the button {words!r}")

    def find(self, kind: type[Seen]) -> Seen | None:
        """Return the visible widget of a kind, None when there is none."""
        return next((w for w in self.window.findChildren(kind) if w.isVisible()), None)

    def field(self, words: str) -> QLineEdit:
        """Return the visible field of this name."""
        for field in self.window.findChildren(QLineEdit):
            if field.isVisible() and field.accessibleName().startswith(words):
                return field
        self.picture("not-seen")
        raise NotSeen(f"a field {words!r}")

    def paused(self) -> bool:
        """Tell whether a refusal waits to be read."""
        return isinstance(self.window, Window) and self.window.hearing.paused

    def person(self) -> str:
        """Return who works now, by id."""
        who = self.window.signed_in if isinstance(self.window, Window) else None
        return who.id if who else ""

    def picture(self, name: str) -> Path:
        """Keep what the window shows now as a PNG."""
        self.pictures.mkdir(parents=True, exist_ok=True)
        path = self.pictures / f"{name}.png"
        self.window.grab().save(str(path))
        return path
