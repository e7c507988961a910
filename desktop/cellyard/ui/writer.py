"""The writer: the only thread that writes, and the signal that tells what was written."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from cellyard.domain.envelope import Recorded
from cellyard.domain.refusals import Refused
from cellyard.jobs.station import Station
from cellyard.ledger.arriving import Arrived
from cellyard.ledger.ledger import Decide
from cellyard.ui.screen import Changed
from cellyard.ui.thread import Worker

Order = TypeVar("Order")
T = TypeVar("T")
# Facts that arrive are told twice a second at most, by name as long as they are few.
GATHERED_MS, MOST_NAMED = 500, 200


class Writer(QObject):
    """Hands decisions to the station, one after the other, and says what changed.

    `refused` is for what nobody waits for: a note that a full disk does not take.
    """

    changed = Signal(object)
    refused = Signal(object)
    _arrived = Signal(object)

    def __init__(self, station: Station) -> None:
        super().__init__()
        self._worker = Worker("writer", lambda: station, Station.close)
        self.idle = self._worker.idle
        self._arriving: list[Recorded] = []
        self._files_came = False
        self._gathered = QTimer(self)
        self._gathered.setSingleShot(True)
        self._gathered.timeout.connect(self._tell)
        self._arrived.connect(self._gather, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return self._worker.busy

    def record(
        self,
        decide: Decide[Order],
        order: Order,
        *,
        by: str,
        done: Callable[[tuple[Recorded, ...]], None],
        refused: Callable[[Refused], None],
    ) -> None:
        """Decide and write; `changed` first, then `done`, both on the main thread."""

        def written(recorded: tuple[Recorded, ...]) -> None:
            self.changed.emit(Changed(recorded=recorded))
            done(recorded)

        self._worker.do(lambda s: tuple(s.record(decide, order, by=by)), written, refused)

    def work(
        self,
        work: Callable[[Station], T],
        *,
        done: Callable[[T], None],
        refused: Callable[[Refused], None],
    ) -> None:
        """Do what is more than one decision; says that anything may have changed, if it wrote.

        A screen that learns again at each change by work that only reads must not turn for ever.
        """

        def run(station: Station) -> tuple[T, bool]:
            before = station.written
            answer = work(station)
            return answer, station.written != before

        def worked(answer: tuple[T, bool]) -> None:
            if answer[1]:
                self.changed.emit(Changed(recorded=()))
            done(answer[0])

        self._worker.do(run, worked, refused)

    def note(self, work: Callable[[Station], T], done: Callable[[T], None]) -> None:
        """Keep a local note: changes nothing that a screen shows."""
        self._worker.do(work, done, self.refused.emit)

    def lend(self, work: Callable[[Station], T]) -> T:
        """Do work for the thread of sync, which waits for it; `changed` tells what arrived by it.

        Not all at once: hours of facts in a second would have every screen ask as often.
        """
        answer = self._worker.lend(work)
        if isinstance(answer, Arrived) and (answer.facts or answer.files):
            self._arrived.emit(answer)
        return answer

    @Slot(object)
    def _gather(self, arrived: Arrived) -> None:
        self._arriving.extend(arrived.facts)
        self._files_came = self._files_came or arrived.files > 0
        if not self._gathered.isActive():
            self._gathered.start(GATHERED_MS)

    def _tell(self) -> None:
        arrived, self._arriving = tuple(self._arriving), []
        # What a file changes no fact says; of so many that each screen asks anew, none is named.
        named = arrived if len(arrived) <= MOST_NAMED and not self._files_came else ()
        self._files_came = False
        self.changed.emit(Changed(recorded=named))

    def stop(self) -> None:
        self._worker.stop()
