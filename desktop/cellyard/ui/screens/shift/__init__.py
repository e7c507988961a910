"""Shift: the day so far, what is on hold, late or due, and handing it all over."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout

from cellyard.domain.refusals import Refused
from cellyard.jobs import paper_queue, shift_board
from cellyard.jobs.door import SignedIn
from cellyard.jobs.paper_queue import Paper
from cellyard.jobs.station import Station
from cellyard.ui import paper_printer
from cellyard.ui.asking import Asking
from cellyard.ui.screen import Changed, Frame, Heard, Screen
from cellyard.ui.screens.shift import said
from cellyard.ui.screens.shift.sheet_page import SheetPage
from cellyard.ui.screens.shift.survey import Shift, risk, sheet, shift
from cellyard.ui.screens.shift.view import ShiftView
from cellyard.words import _

_AGAIN_MS = 60_000  # the clock goes on where no fact comes


class ShiftScreen(Screen):
    """The board, and over it the hand-over sheet while it is looked at."""

    key = "shift"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._asking = Asking(frame)
        self._found: Shift | None = None
        self._incoming: SignedIn | None = None
        self._view, self._page = ShiftView(), SheetPage()
        self._view.held.chosen.connect(partial(frame.go, "yard"))
        self._view.due.chosen.connect(self._go_to_due)
        self._view.open.chosen.connect(self._open)
        self._view.next.clicked.connect(self.enter)
        self._page.out.connect(self._out)
        self._page.closed.connect(self.escape)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._view)
        self._pages.addWidget(self._page)
        self.setLayout(self._pages)
        self._again = QTimer(self)
        self._again.timeout.connect(self._refresh_all)
        self._again.start(_AGAIN_MS)

    # --- the board ------------------------------------------------------------------------------

    def shown(self, subject: str = "") -> None:
        del subject
        self._pages.setCurrentWidget(self._view)
        self._ask_all()
        self.setFocus()

    def changed(self, changed: Changed) -> None:
        del changed
        self._refresh()

    def _refresh(self) -> None:
        if self.isVisible():
            self._asking.ask(shift, self._show, "shift")

    def _refresh_all(self) -> None:
        if self.isVisible():
            self._ask_all()

    def _ask_all(self) -> None:
        """Ask also for the risk of the day: it goes through more facts, and moves slowly."""
        self._asking.ask(shift, self._show, "shift")
        self._asking.ask(risk, self._view.risk.set_points, "shift/risk")

    def _show(self, found: Shift) -> None:
        self._found = found
        self._view.show_shift(found)

    @property
    def _sheet_open(self) -> bool:
        return self._pages.currentWidget() is self._page

    def enter(self) -> None:
        if self._sheet_open:
            self._out()
        elif self._found is not None:
            self._open(said.things(self._found)[0].line.key)

    def _open(self, key: str) -> None:
        """Go to where an open thing is done; the sheet is looked at here."""
        found = self._found
        thing = next((t for t in said.things(found) if t.line.key == key), None) if found else None
        if key == "sheet":
            self._look_at_sheet()
        elif thing is not None:
            self.frame.go(thing.place, thing.subject)
        else:
            self.frame.go("bench")

    def _go_to_due(self, key: str) -> None:
        """Go to a task, or to the battery whose reading is to come."""
        battery = key.removeprefix("reading ")
        self.frame.go("tasks" if battery == key else "yard", battery)

    # --- the sheet ------------------------------------------------------------------------------

    def _look_at_sheet(self) -> None:
        self._pages.setCurrentWidget(self._page)
        incoming = self._incoming
        who, printer = incoming.id if incoming else "", self.frame.settings.paper_printer
        self._page.begin(incoming.name if incoming else "")
        self._asking.ask(
            lambda q, known: sheet(q, known, who, printer), self._page.show_sheet, "shift/sheet"
        )

    def scan(self, heard: Heard) -> bool:
        return self._sheet_open and self._asking.badge(heard, self._takes_over, lambda: None)

    def _takes_over(self, who: SignedIn) -> None:
        if who.id == self.frame.person.id:
            self.frame.refuse(Refused("hand_over_to_self"))
            return
        self._incoming = who
        self.frame.heard(who.name, _("Takes over"))
        self._look_at_sheet()

    def _out(self) -> None:
        """Print the sheet that is looked at; where this computer has no printer, keep it."""
        drawn = self._page.drawn
        if drawn is None or not self._page.ready:
            return
        self._page.work()
        if not drawn.printer:
            self.frame.work(
                lambda station: shift_board.keep(station.folder, drawn.pdf, drawn.at),
                done=self._kept,
                refused=self._refused,
            )
            return

        def queue(station: Station) -> Paper:
            waiting = paper_queue.papers(station.folder)
            return waiting.put(drawn.pdf, drawn.printer, title="hand-over-sheet")

        def queued(paper: Paper) -> None:
            told = paper_printer.queued(paper.target)
            self.frame.note(_("Hand-over sheet"), told)
            self._page.end()

        self.frame.work(queue, done=queued, refused=self._refused)

    def _kept(self, path: Path) -> None:
        self.frame.note(_("Hand-over sheet"), path.name)
        self._page.end()

    def _refused(self, no: Refused) -> None:
        self._page.end()
        self.frame.refuse(no)

    def command(self, name: str) -> bool:
        if name != "PRINT":
            return False
        if self._sheet_open:
            self._out()
        else:
            self._look_at_sheet()
        return True

    def escape(self) -> bool:
        if not self._sheet_open:
            return False
        self._pages.setCurrentWidget(self._view)
        self._refresh_all()
        self.setFocus()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (self._sheet_open and self._page.take_key(event)):
            super().keyPressEvent(event)
