"""An errand: one job that takes its time, on a thread of its own, away from screen and ledger."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from cellyard.domain.refusals import Refused, Trouble

T = TypeVar("T")

# Alive until they have answered; Qt drops an object that nobody holds.
_under_way: set["_Errand"] = set()


class _Errand(QObject):
    """Runs one thread and brings its answer to the main thread."""

    answered = Signal(object)

    def __init__(self, owner: QObject, name: str, run: Callable[[], Callable[[], None]]) -> None:
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
    def _answer(self, answer: Callable[[], None]) -> None:
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
    _Errand(owner, name, lambda: _answer_of(job, done, refused))


def _answer_of(
    job: Callable[[], T], done: Callable[[T], None], refused: Callable[[Refused], None]
) -> Callable[[], None]:
    try:
        answer = job()
    except Refused as no:
        return lambda no=no: refused(no)
    except Trouble as trouble:
        no = Refused(trouble.code, **trouble.shown)
        return lambda no=no: refused(no)
    except BaseException as error:  # noqa: BLE001 - the mouth of the thread
        return lambda error=error: _raise(error)
    return lambda: done(answer)


def _raise(error: BaseException) -> None:
    # On the main thread, so that the one crash hook sees it.
    raise error
