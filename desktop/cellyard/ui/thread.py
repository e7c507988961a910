"""A thread that works off jobs one by one and answers on the main thread."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from cellyard.domain.refusals import Refused, Trouble

Tool = TypeVar("Tool")
Answer = TypeVar("Answer")
Answered = Callable[[], None]


class Worker(QObject, Generic[Tool]):
    """Runs jobs on one named thread with one tool that only this thread touches.

    Every answer comes back through one queued signal, so that callbacks run on the main thread.
    Nothing of a screen that a job holds ever ends on the thread: Qt would wait for the main one.
    `idle` is emitted when nothing is under way any more.
    """

    idle = Signal()
    _answered = Signal(object)

    def __init__(self, name: str, make: Callable[[], Tool], drop: Callable[[Tool], None]) -> None:
        super().__init__()
        self._jobs: queue.SimpleQueue[Callable[[Tool], Answered | None] | None]
        self._jobs = queue.SimpleQueue()
        self._make, self._drop = make, drop
        self._under_way = 0
        self._held: tuple[object, Answered] | None = None
        self._answered.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name=name, daemon=False)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """True while a job or its answer is under way."""
        return self._under_way > 0

    def do(
        self,
        job: Callable[[Tool], Answer],
        done: Callable[[Answer], None],
        refused: Callable[[Refused], None],
    ) -> None:
        """Run a job; exactly one of the two is called afterwards, on the main thread."""
        self._under_way += 1
        self._jobs.put(lambda tool: answer_of(lambda: job(tool), done, refused))

    def lend(self, job: Callable[[Tool], Answer]) -> Answer:
        """Run a job for another thread, which waits for it; returns or raises what that does.

        Nobody is told: the main thread has not asked. Not to be called any more after `stop`.
        """
        promised: Future[Answer] = Future()

        def run(tool: Tool) -> None:
            try:
                promised.set_result(job(tool))
            except BaseException as error:  # noqa: BLE001 - raised where it is waited for
                promised.set_exception(error)

        self._jobs.put(run)
        return promised.result()

    def _run(self) -> None:
        tool = self._make()
        try:
            while (job := self._jobs.get()) is not None:
                if answered := job(tool):
                    self._answered.emit((job, answered))
        finally:
            self._drop(tool)

    @Slot(object)
    def _answer(self, answered: tuple[object, Answered]) -> None:
        # The thread lets a job go when it takes the next; until then it is held here.
        self._held = answered
        try:
            answered[1]()
        finally:
            self._under_way -= 1
            if not self._under_way:
                self.idle.emit()

    def stop(self) -> None:
        """Finish what was asked, then end the thread; answers still on the way are dropped."""
        self._jobs.put(None)
        self._thread.join()


def answer_of(
    job: Callable[[], Answer], done: Callable[[Answer], None], refused: Callable[[Refused], None]
) -> Answered:
    """Do a job on the thread that asks, and return what is to be called on the main thread.

    A Trouble comes as a Refused of the same code; anything else is raised there.
    """
    try:
        answer = job()
    except Refused as no:
        return lambda no=no: refused(no)
    except Trouble as trouble:
        no = Refused(trouble.code, **trouble.shown)
        return lambda: refused(no)
    except BaseException as error:  # noqa: BLE001 - the mouth of the thread
        return lambda error=error: _raise(error)
    return lambda: done(answer)


def _raise(error: BaseException) -> None:
    # On the main thread, so that the one crash hook sees it.
    raise error
