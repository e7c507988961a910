"""The printer line: a thread that sends waiting labels, and tells what holds them up."""

import threading
from pathlib import Path

import msgspec

from cellyard.domain.refusals import Trouble
from cellyard.jobs.labels import outbox
from cellyard.jobs.outbox import Outbox

# A printer that was switched on again gets its labels within this time, without a key.
AGAIN_S = 5.0


class PrinterState(msgspec.Struct, frozen=True, kw_only=True):
    """How many labels wait, and the trouble that holds them up."""

    waiting: int = 0
    trouble: Trouble | None = None


class Printer:
    """Sends what waits in a station's outbox. `wake` after a label was queued; `stop` joins."""

    def __init__(self, folder: Path) -> None:
        self._outbox: Outbox = outbox(folder)
        self._awake = threading.Event()
        self._stopping = threading.Event()
        self.state = PrinterState(waiting=len(self._outbox.waiting()))
        self._thread = threading.Thread(target=self._run, name="printer")
        self._thread.start()

    def wake(self) -> None:
        """Look into the outbox now."""
        self._awake.set()

    def stop(self) -> None:
        """End after the label that is being sent."""
        self._stopping.set()
        self._awake.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            flushed = self._outbox.flush()
            trouble = next(iter(flushed.troubles.values()), None)
            self.state = PrinterState(waiting=flushed.waiting, trouble=trouble)
            self._awake.wait(AGAIN_S)
            self._awake.clear()
