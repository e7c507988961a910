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

# What a person does who has read a refusal: Enter or Esc as a card.
_READ = ("NEXT", "STOP")


class Hearing(QObject):
    """The queue of scans. `give` hands one to the window when nothing else is under way.

    `read` comes when a card that confirms is scanned while a refusal stands.
    """

    waiting = Signal(int)
    read = Signal()

    def __init__(self, writer: Writer, reader: Reader, give: Callable[[Heard], None]) -> None:
        super().__init__()
        self._writer, self._reader, self._give = writer, reader, give
        self._queue: deque[HeardScan] = deque()
        self._before: list[HeardScan] = []
        self._same = SameSymbol()
        self.paused = False
        self.slots: Collection[str] = ()
        writer.idle.connect(self.go_on)
        reader.idle.connect(self.go_on)

    def recover(self) -> None:
        """Find the scans that were heard before a crash and not worked off."""
        self._writer.note(lambda s: s.notes.waiting(), self._recovered)

    def _recovered(self, kept: list[HeardScan]) -> None:
        self._before = kept

    def take_up(self) -> None:
        """Give what was heard before a crash, before anything newer: somebody works again.

        Badges are left out: who held one then need not stand here now.
        """
        before, self._before = self._before, []
        for scan in reversed(before):
            if isinstance(self._read(scan.text), scans.Badge):
                self._done(scan)
            else:
                self._queue.appendleft(scan)
        if before:
            self.waiting.emit(len(self._queue))

    def take(self, text: str, heard_by: str) -> None:
        """Keep a scan; it is given to the screen in its turn."""
        if heard_by != "typed" and self._same.again(text):
            return
        at = wall_clock()
        self._writer.note(lambda s: s.notes.hear(text, heard_by, at), self._heard)

    def _heard(self, scan: HeardScan) -> None:
        if self.paused:
            match self._read(scan.text):
                case scans.Command(name) if name in _READ:
                    self._done(scan)
                    self.read.emit()
                    return
                case _:
                    pass
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
        heard = Heard(
            no=kept.no,
            at=kept.at,
            text=kept.text,
            heard_by=kept.heard_by,
            scan=self._read(kept.text),
        )
        try:
            self._give(heard)
        finally:
            # Behind whatever the screen asked the writer for, so done means done; and a scan
            # that a screen breaks on is not given to it again at each start.
            self._done(kept)

    def _read(self, text: str) -> scans.Scan:
        return scans.read(text, datetime.now().astimezone().date(), self.slots)

    def _done(self, scan: HeardScan) -> None:
        self._writer.note(lambda s: s.notes.done(scan.no), lambda _nothing: None)
