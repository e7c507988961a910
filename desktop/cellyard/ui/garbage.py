"""Garbage of the program is collected on the main thread alone.

Python collects on whatever thread happens to make the next object. When that is the reader's and
the garbage is a signal's connection, Qt's lock is taken there while the main thread holds
Python's: both wait for ever, and the screen stands still.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000


class Collector(QObject):
    """Collects once a second what is due, from its making until `stop`."""

    def __init__(self) -> None:
        super().__init__()
        self._before = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(collect_due)
        self._timer.start(_EVERY_MS)

    def stop(self) -> None:
        """Leave it to Python again, if it was before."""
        self._timer.stop()
        if self._before:
            gc.enable()


def collect_due() -> None:
    """Collect the oldest generation that Python itself would collect now."""
    pairs = enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
    due = [generation for generation, (count, limit) in pairs if limit and count > limit]
    if due:
        gc.collect(due[-1])
