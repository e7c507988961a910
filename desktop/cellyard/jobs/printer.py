"""Printer lines: each a thread that sends what waits, and tells what holds it up."""

import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from cellyard.domain.refusals import Trouble
from cellyard.jobs.labels import outbox
from cellyard.jobs.print_queue import Flushed, J, PrintQueue

# A printer that was switched on again gets its labels within this time, without a key.
AGAIN_S = 5.0


class PrinterState(msgspec.Struct, frozen=True, kw_only=True):
    """How much waits, and the trouble that holds it up; `held` waits for a person's word."""

    waiting: int = 0
    held: int = 0
    trouble: Trouble | None = None


class PrinterLine:
    """Sends what waits in a queue by `flush`, at once when it is woken; `stop` joins."""

    def __init__(self, name: str, box: PrintQueue[J], flush: Callable[[], Flushed[J]]) -> None:
        self._awake, self._count = box.awake, box.count
        self._stopping = threading.Event()
        self.state = PrinterState(waiting=box.count())
        self._thread = threading.Thread(target=self._run, args=(flush,), name=name)
        self._thread.start()

    def wake(self) -> None:
        """Look into the queue now."""
        self._awake.set()

    def stop(self) -> None:
        """End after what is being sent."""
        self._stopping.set()
        self._awake.set()
        self._thread.join()

    def _run(self, flush: Callable[[], Flushed[J]]) -> None:
        while not self._stopping.is_set():
            waiting = self._count() - self.state.held  # said while it is being printed, too
            self.state = msgspec.structs.replace(self.state, waiting=waiting)
            flushed = flush()
            trouble = next(iter(flushed.troubles.values()), None)
            self.state = PrinterState(
                waiting=flushed.waiting - flushed.held, held=flushed.held, trouble=trouble
            )
            self._awake.wait(AGAIN_S)
            self._awake.clear()


class Printer(PrinterLine):
    """The line to the label printer of a station."""

    def __init__(self, folder: Path) -> None:
        box = outbox(folder)
        super().__init__("printer", box, box.flush)
