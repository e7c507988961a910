"""The reader: all questions to the store, on one thread with a read-only connection."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from cellyard.ledger.questions import Questions
from cellyard.ui.thread import Worker

T = TypeVar("T")


class Reader(QObject):
    """Asks the store without holding up the screen; the last question of a key wins.

    `refused` says why a question has no answer: a store that cannot be read any more.
    """

    refused = Signal(object)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._worker = Worker("reader", lambda: Questions(folder), Questions.close)
        self._newest: dict[str, int] = {}
        self._count = 0
        self.idle = self._worker.idle

    @property
    def busy(self) -> bool:
        return self._worker.busy

    def ask(
        self, question: Callable[[Questions], T], then: Callable[[T], None], *, key: str = ""
    ) -> None:
        """Ask; `then` gets the answer on the main thread, unless its key was asked again."""
        self._count += 1
        number = self._count
        if key:
            self._newest[key] = number

        def answer(found: T) -> None:
            if not key or self._newest.get(key) == number:
                then(found)

        self._worker.do(question, answer, self.refused.emit)

    def stop(self) -> None:
        self._worker.stop()
