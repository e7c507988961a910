"""Waits until a window is at rest, and reads the alarms that stand on it as a person does."""

import time

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cellyard.ui.window import Window

# Bounds a wait for what should come at once; a busy machine takes its time.
PATIENCE_S = 120
_MOST = 1000


def busy(window: Window) -> bool:
    """Tell whether something is being written or asked, or a scan waits its turn."""
    waits = bool(window.hearing._queue) and not window.hearing.paused
    return window.writer.busy or window.reader.busy or waits


def rest(window: Window) -> None:
    """Wait until nothing is under way any more, and no event is left that would begin it."""
    until, idle = time.monotonic() + PATIENCE_S, 0
    # Events first, then the look: one that still waited could begin something more. Twice, as what
    # an answer changes is shown and laid out by events of its own.
    while idle < 2:
        QApplication.processEvents()
        idle += 1
        if busy(window):
            assert time.monotonic() < until, "the window does not come to rest"
            idle = 0
            QTest.qWait(2)


def read_alarms(window: Window) -> None:
    """Read what is alarming already, one after the other: on a floor of days ago readings are
    late.
    """
    watch = window._surroundings.yard
    for _alarm in range(_MOST):
        if not watch._said:
            return
        watch.read()
