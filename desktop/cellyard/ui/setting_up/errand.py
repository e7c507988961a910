"""An errand: one job that takes its time, on a thread of its own, away from screen and ledger."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from cellyard.domain.refusals import Refused
from cellyard.ui.thread import Answered, answer_of

T = TypeVar("T")

# Alive until they have answered; Qt drops an object that nobody holds.
_under_way: set["_Errand"] = set()


class _Errand(QObject):
    """Runs one thread and brings its answer to the main thread."""

    answered = Signal(object)

    def __init__(self, owner: QObject, name: str, run: Callable[[], Answered]) -> None:
        super().__init__()
        self._owner, self._run = owner, run
        self.answered.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._go, name=name, daemon=True)
        _under_way.add(self)
        self._thread.start()

    def _go(self) -> None:
        answer = self._run()
        with suppress(RuntimeError):  # the application has ended meanwhile
            self.answered.emit(answer)

    @Slot(object)
    def _answer(self, answer: Answered) -> None:
        # It ends at once. What it holds of a screen, and this, are let go here and not there.
        self._thread.join()
        _under_way.discard(self)
        if isValid(self._owner):
            answer()


def errand(
    owner: QObject,
    name: str,
    job: Callable[[], T],
    done: Callable[[T], None],
    refused: Callable[[Refused], None],
) -> None:
    """Run a job; one of the two is called on the main thread, if `owner` is still there.

    A Trouble comes as a Refused of the same code, as from every worker.
    """
    _Errand(owner, name, lambda: answer_of(job, done, refused))
