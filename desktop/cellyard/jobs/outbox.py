"""Labels on their way to a printer.

A label is sent at least once. Where a power cut or a printer that stopped half-way leaves open
whether it came out, it is sent again with REPRINT and the number of the try printed on it, so
that nobody takes the second label for a second battery.
"""

from pathlib import Path

import msgspec

from cellyard.documents import zpl as language
from cellyard.jobs import print_queue, printing
from cellyard.jobs.print_queue import Flushed, PrintQueue
from cellyard.jobs.printing import PATIENT, Patience


class Job(print_queue.Job, frozen=True, kw_only=True):
    """A label that waits for its printer, which may not answer."""

    zpl: bytes
    answers: bool = True


class Outbox(PrintQueue[Job]):
    """The label queue of a station. `put` and `flush` may be called from different threads."""

    def __init__(self, folder: Path, *, patience: Patience = PATIENT) -> None:
        super().__init__(folder, Job, ".label", "label_not_kept")
        self._patience = patience

    def put(self, zpl: bytes, target: str, *, title: str, answers: bool = True) -> Job:
        """Keep a label for its printer. When this returns, a power cut does not lose it.

        Raises Trouble("label_not_kept") when the disk does not take it.
        """
        return self._put(
            lambda number: Job(number=number, title=title, target=target, zpl=zpl, answers=answers)
        )

    def drop(self, number: int) -> None:
        """Give up a label that waits. Nothing happens when it is gone already."""
        self._remove(number)

    def flush(self) -> Flushed[Job]:
        """Send what waits, oldest first; a printer in trouble keeps its labels for the next call.

        Blocks while printers print: call it on a thread of its own.
        """
        return self._round(self._send)

    def _send(self, job: Job) -> int:
        copy = job.begun + 1
        printing.send(
            job.zpl if copy == 1 else language.reprint(job.zpl, copy),
            job.target,
            answers=job.answers,
            patience=self._patience,
            # On disk before the first byte leaves: after a power cut it counts as perhaps printed.
            began=lambda: self._keep(msgspec.structs.replace(job, begun=copy)),
        )
        return copy
