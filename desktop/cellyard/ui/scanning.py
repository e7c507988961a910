"""The ear: keyboard-wedge bursts become scans, wherever the focus is; typing stays typing."""

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

# A scanner sends a sign every few ms; nobody types three signs at 35 ms apiece.
LONGEST_GAP_S = 0.035
SHORTEST_SCAN = 4
# One symbol in front of the scanner is decoded over and over: that is one scan.
SAME_SYMBOL_S = 0.8

_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Wedge(QObject):
    """An event filter on the application: holds keys back just long enough to tell a burst.

    `scanned(text)` for a burst that ends with Enter. Slower keys are given back to who had the
    focus, in order; a scan never types into a text field and never moves the focus.
    """

    scanned = Signal(str)

    def __init__(
        self, application: QApplication, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._clock = clock
        self._held: list[QKeyEvent] = []
        self._typed_into: QWidget | None = None
        self._last = 0.0
        self._due = 0.0
        self._giving_back = False
        self._ended_last = False
        # Asked before whoever has the focus; True when the key is done with.
        self.first: Callable[[QKeyEvent], bool] = lambda _key: False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(int(LONGEST_GAP_S * 1000) + 5)
        self._timer.timeout.connect(self._nothing_came)
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._giving_back or event.type() not in (
            QEvent.Type.KeyPress,
            QEvent.Type.KeyRelease,
            QEvent.Type.ShortcutOverride,
        ):
            return False
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
            return False
        if event.type() != QEvent.Type.KeyPress:
            # Releases of held keys, and asking whether a held key is a shortcut: ours.
            return bool(self._held) or _plain(event)
        return self._pressed(event)

    def _pressed(self, event: QKeyEvent) -> bool:
        # When it was pressed, not when the app came round to it: a busy app hears late.
        now = event.timestamp() / 1000 or self._clock()
        gap, self._last = now - self._last, now
        late = gap > LONGEST_GAP_S
        ended, self._ended_last = self._ended_last, False
        if ended and 0 <= gap <= LONGEST_GAP_S and event.key() in _ENDS:
            return True  # a scanner that ends with CR and LF: its second sign says nothing
        if late and self._held:
            self._give_back()
        if event.key() in _ENDS and self._held:
            return self._ended(event)
        if not _plain(event):
            # Tab, Backspace, an F-key: what was typed before comes before it.
            self._give_back()
            return self.first(event)
        if not self._held:
            self._typed_into = _in_focus()
        self._held.append(event.clone())
        self._due = self._clock() + self._timer.interval() / 1000
        self._timer.start()
        return True

    def _ended(self, event: QKeyEvent) -> bool:
        text = "".join(key.text() for key in self._held)
        if len(text) < SHORTEST_SCAN:
            self._give_back()
            return self.first(event)
        self._timer.stop()
        self._held.clear()
        self._ended_last = True
        self.scanned.emit(text)
        return True

    def _nothing_came(self) -> None:
        if self._clock() - self._due > LONGEST_GAP_S:
            # The app was busy meanwhile: the next keys may wait right behind this. Once.
            self._due = math.inf
            self._timer.start()
        else:
            self._give_back()

    def _give_back(self) -> None:
        self._timer.stop()
        held, self._held = self._held, []
        # Who had the focus then: whoever has it now may have been clicked at since.
        before, self._typed_into = self._typed_into, None
        stands = before is not None and isValid(before) and before.isVisible()
        target = before if stands else _in_focus()
        if target is None:
            return
        self._giving_back = True
        try:
            for key in held:
                QCoreApplication.sendEvent(target, key)
        finally:
            self._giving_back = False


def _in_focus() -> QWidget | None:
    return QApplication.focusWidget() or QApplication.activeWindow()


def _plain(event: QKeyEvent) -> bool:
    """Tell whether the key is a sign that a code may hold (the GS1 separator too)."""
    modifiers = event.modifiers() & ~(
        Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    )
    text = event.text()
    separator = text == "\x1d"
    return separator or (
        modifiers == Qt.KeyboardModifier.NoModifier and len(text) == 1 and text.isprintable()
    )


class SameSymbol:
    """Forgets the second decode of the same symbol within 800 ms."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._text = ""
        self._at = -SAME_SYMBOL_S

    def again(self, text: str) -> bool:
        """Tell whether this is the same decode once more."""
        now = self._clock()
        same = text == self._text and now - self._at < SAME_SYMBOL_S
        self._text, self._at = text, now
        return same
