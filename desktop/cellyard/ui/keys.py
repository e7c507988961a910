"""What the keys mean: places, primary, step back, answers, and typing into the scan line."""

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from cellyard.ui.hearing import Hearing
from cellyard.ui.screen import Screen
from cellyard.ui.widgets.scan_line import ScanLine

_FUNCTION_KEYS = {
    Qt.Key.Key_F1: "F1",
    Qt.Key.Key_F2: "F2",
    Qt.Key.Key_F3: "F3",
    Qt.Key.Key_F4: "F4",
    Qt.Key.Key_F5: "F5",
    Qt.Key.Key_F6: "F6",
    Qt.Key.Key_F7: "F7",
    Qt.Key.Key_F8: "F8",
    Qt.Key.Key_F9: "F9",
    Qt.Key.Key_F10: "F10",
    Qt.Key.Key_F12: "F12",
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Keyed(Protocol):
    """The window as the keys see it."""

    hearing: Hearing

    @property
    def current(self) -> Screen | None: ...
    @property
    def scan_line(self) -> ScanLine: ...
    def acknowledge(self) -> None: ...
    def read_alarm(self) -> bool: ...
    def function_key(self, name: str) -> bool: ...
    def close_help(self) -> bool: ...
    def enter_page(self) -> bool: ...


class Keys:
    """Turns key presses that nobody with the focus wanted into acts of the window."""

    def __init__(self, window: Keyed) -> None:
        self._window = window
        self._typed = ""
        self._typing = False

    def first(self, event: QKeyEvent) -> bool:
        """Act on a key before whoever has the focus: a refusal is read, whatever is in front.

        A key that is held down reads nothing: it was pressed before the refusal stood. Enter
        reads an alarm too, but not where it ends what is being typed.
        """
        if self._reads_alarm(event):
            return True
        if not self._window.hearing.paused or event.key() not in (*_ENTER, Qt.Key.Key_Escape):
            return False
        if not event.isAutoRepeat():
            self._window.acknowledge()
        return True

    def _reads_alarm(self, event: QKeyEvent) -> bool:
        if self._window.hearing.paused or event.key() not in _ENTER or event.isAutoRepeat():
            return False
        field = QApplication.focusWidget()
        typed = isinstance(field, QLineEdit) and bool(field.text())
        return not (typed or self._typing) and self._window.read_alarm()

    def press(self, event: QKeyEvent) -> bool:
        """Act on a key; False when it means nothing here."""
        key = Qt.Key(event.key())
        if self.first(event):
            return True
        if key in _ENTER:
            return self._enter()
        if key == Qt.Key.Key_Escape:
            return self._escape()
        if key in _FUNCTION_KEYS:
            if key != Qt.Key.Key_F12:  # that lies over the screen: what is typed there stays
                self.forget()
            return self._window.function_key(_FUNCTION_KEYS[key])
        return self._command(event, key) or self._type(event, key)

    def forget(self) -> None:
        """Clear what was typed into the scan line."""
        self._typed, self._typing = "", False
        if not self._window.hearing.paused:
            self._window.scan_line.arm()

    def _enter(self) -> bool:
        if self._window.enter_page():
            return True
        if self._typing:
            text = self._typed
            self.forget()
            if text:
                self._window.hearing.take(text, "typed")
        elif self._window.current:
            self._window.current.enter()
        return True

    def _escape(self) -> bool:
        if self._window.close_help():
            return True
        if self._typing:
            self.forget()
            if self._window.current:
                self._window.current.typing("")
            return True
        return bool(self._window.current and self._window.current.escape())

    def _command(self, event: QKeyEvent, key: Qt.Key) -> bool:
        screen = self._window.current
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if screen is None:
            return False
        if control and key == Qt.Key.Key_F:
            self._listen()
            return True
        if control and key == Qt.Key.Key_Z:
            return screen.command("UNDO")
        return key == Qt.Key.Key_F11 and screen.command("PRINT")

    def _listen(self) -> None:
        """Take what is typed from now on, also when a field had the focus."""
        focus = QApplication.focusWidget()
        if focus:
            focus.clearFocus()
        self._typing = True
        self._show()

    def _type(self, event: QKeyEvent, key: Qt.Key) -> bool:
        if self._window.current is None or self._window.hearing.paused:
            return False
        if key == Qt.Key.Key_Backspace and self._typing:
            self._typed = self._typed[:-1]
            self._show()
            return True
        text = event.text()
        if len(text) != 1 or not text.isprintable():
            return False
        if not self._typing and text in "123456789" and self._window.current.digit(int(text)):
            return True
        self._typing = True
        self._typed += text
        self._show()
        return True

    def _show(self) -> None:
        screen = self._window.current
        hint = screen.typing(self._typed) if screen else ""
        self._window.scan_line.typed(self._typed, hint)
