"""Every scan in its turn: kept durably, read, given to the screen, worked off before the next."""

from collections import deque
from collections.abc import Callable, Collection
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from cellyard.domain.codes import scans
from cellyard.ledger.ledger import wall_clock
from cellyard.ledger.notes import HeardScan
from cellyard.ui.reader import Reader
from cellyard.ui.scanning import SameSymbol
from cellyard.ui.screen import Heard
from cellyard.ui.writer import Writer


class Hearing(QObject):
    """The queue of scans. `give` hands one to the window when nothing else is under way."""

    waiting = Signal(int)

    def __init__(self, writer: Writer, reader: Reader, give: Callable[[Heard], None]) -> None:
        super().__init__()
        self._writer, self._reader, self._give = writer, reader, give
        self._queue: deque[HeardScan] = deque()
        self._same = SameSymbol()
        self.paused = False
        self.slots: Collection[str] = ()
        writer.idle.connect(self.go_on)
        reader.idle.connect(self.go_on)

    def recover(self) -> None:
        """Take up the scans that were heard before a crash and not worked off."""
        self._writer.note(lambda s: s.notes.waiting(), self._recovered)

    def _recovered(self, kept: list[HeardScan]) -> None:
        self._queue.extend(kept)
        self.waiting.emit(len(self._queue))

    def take(self, text: str, heard_by: str) -> None:
        """Keep a scan; it is given to the screen in its turn."""
        if heard_by != "typed" and self._same.again(text):
            return
        at = wall_clock()
        self._writer.note(lambda s: s.notes.hear(text, heard_by, at), self._heard)

    def _heard(self, scan: HeardScan) -> None:
        self._queue.append(scan)
        if self.paused:
            self.waiting.emit(len(self._queue))

    def pause(self) -> None:
        """Give no further scan until `resume`."""
        self.paused = True

    def resume(self) -> None:
        self.paused = False
        self.go_on()

    def go_on(self) -> None:
        """Give the next scan, when the last one's writing and asking has come to rest."""
        if self.paused or not self._queue or self._writer.busy or self._reader.busy:
            return
        kept = self._queue.popleft()
        self.waiting.emit(len(self._queue))
        today = datetime.now().astimezone().date()
        scan = scans.read(kept.text, today, self.slots)
        heard = Heard(no=kept.no, at=kept.at, text=kept.text, heard_by=kept.heard_by, scan=scan)
        self._give(heard)
        # Queued behind whatever the screen asked the writer for, so done means done.
        self._writer.note(lambda s: s.notes.done(kept.no), lambda _nothing: None)
