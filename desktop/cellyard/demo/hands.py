"""Hands of the demonstration: scanner bursts, keys and clicks on the window they look at."""

import time
from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from cellyard.demo import gun
from cellyard.demo.eyes import Eyes, NotSeen
from cellyard.ui.widgets.desk import Choice
from cellyard.ui.window import Window

# What the actor may ask of the world outside the app: a word and what goes with it.
Ask = Callable[[str, str], None]

# Slower than the gap that tells a scanner from a person.
TYPING_GAP_MS = 45
# Nobody has a finger on a key so soon after a scan; a scanner's own second Enter comes sooner.
_TURNING_S = 0.05
# What stands beside an alarm until it is read, and when it has been seen for long enough.
_ALARMING, _ALARM_SEEN_MS, _MOST_ALARMS = "Read it now.", 1200, 20


class Hands(Eyes):
    """Work the window that the eyes look at."""

    _free_from = 0.0

    def scan(self, text: str) -> None:
        """Let the wedge scanner read a code: a burst of keys that ends with Enter."""
        gun.pull(self._focus(), text)
        self._free_from = time.monotonic() + len(text) * gun.GAP_S + _TURNING_S
        QTest.qWait(1)
        self.rest()

    def press_sign(self, sign: str) -> None:
        QTest.keyClicks(self._focus(), sign)

    def type(self, text: str) -> None:
        """Type as a person does, sign by sign, into what has the focus."""
        for sign in text:
            self.press_sign(sign)
            QTest.qWait(TYPING_GAP_MS)

    def fill(self, words: str, text: str) -> None:
        """Type into the field of this name, and see that it stands there."""
        field = self.field(words)
        field.setFocus()
        self.type(text)
        self.wait(lambda: field.text() == text, f"{text!r} in {words!r}")

    def key(self, key: Qt.Key, *, control: bool = False) -> None:
        if key == Qt.Key.Key_Return:
            self._read_alarms()
        modifier = Qt.KeyboardModifier
        while time.monotonic() < self._free_from:
            QTest.qWait(5)
        QTest.keyClick(
            self._focus(), key, modifier.ControlModifier if control else modifier.NoModifier
        )
        QTest.qWait(1)

    def _read_alarms(self) -> None:
        """Touch what alarms first: where one clock is days ahead, all is watched on a wrong one."""
        for _alarm in range(_MOST_ALARMS):
            if not isinstance(self.window, Window) or not self.sees(_ALARMING):
                return
            QTest.qWait(_ALARM_SEEN_MS)
            status = self.window.chrome.status
            QTest.mouseClick(status, Qt.MouseButton.LeftButton, pos=status.rect().center())
            self.rest()

    def enter(self) -> None:
        self.key(Qt.Key.Key_Return)
        self.rest()

    def click(self, words: str) -> None:
        """Click the button that carries these words."""
        button = self.button(words)
        if button is None:
            self.picture("not-seen")
            raise NotSeen(f"a button {words!r}")
        QTest.mouseClick(
            button, Qt.MouseButton.LeftButton, pos=button.rect().center() + QPoint(1, 1)
        )
        self.rest()

    def choose(self, field: str, words: str) -> None:
        """Choose one of a few, by its words, with the keys."""
        for choice in self.window.findChildren(Choice):
            if choice.isVisible() and choice.accessibleName().startswith(field):
                choice.setFocus()
                for _option in range(choice.count()):
                    if choice.currentText() == words:
                        return
                    self.key(Qt.Key.Key_Down)
        self.picture("not-seen")
        raise NotSeen(f"{words!r} of {field!r}")

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window
