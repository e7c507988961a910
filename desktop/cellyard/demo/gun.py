"""A scanner that types like a keyboard: keys as the window system hands them over."""

import time

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

GAP_S = 0.004


def pull(target: QWidget, text: str, *, at: float | None = None, end: bool = True) -> None:
    """Read a code: its signs 4 ms apart, then Enter unless `end` is False.

    They wait until the app takes them. `at` is when the first is pressed, in monotonic seconds.
    """
    pressed = time.monotonic() if at is None else at
    keys = [(Qt.Key(ord(sign.upper())), sign) for sign in text]
    for number, (key, sign) in enumerate([*keys, (Qt.Key.Key_Return, "\r")][: len(text) + end]):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, sign)
            event.setTimestamp(round((pressed + number * GAP_S) * 1000))
            QCoreApplication.postEvent(target, event)
