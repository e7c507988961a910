"""Ship: loads made up, judged, papered, signed, sent out of the gate, and their receipts."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget

from cellyard.domain.shipping import listing, receipt, safety_acts
from cellyard.ui import form
from cellyard.ui.screen import Changed, Frame, Heard, Screen
from cellyard.ui.screens.ship.built_anew import BuiltAnew
from cellyard.ui.screens.ship.desk import Desk
from cellyard.ui.screens.ship.load_work import LoadWork
from cellyard.ui.screens.ship.page import Page
from cellyard.ui.screens.ship.pages import Pages
from cellyard.ui.screens.ship.paper_work import PaperWork
from cellyard.ui.screens.ship.scanned import Scanned
from cellyard.ui.screens.ship.survey import Shown
from cellyard.ui.screens.ship.turn import Turn
from cellyard.ui.signing import Signing


class ShipScreen(Screen):
    """One load at a time, from its list to its receipt; each page has one next step."""

    key = "ship"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._desk = Desk(frame)
        self._turn = Turn(self._desk)
        self._papers = PaperWork(self._desk)
        self._work = LoadWork(self._desk, self._turn, self._papers)
        self._scanned = Scanned(self._desk, self._turn)
        self._built_anew = BuiltAnew(self._desk, self._turn, self._papers)
        self._connect_load()
        self._connect_pages()
        self.setLayout(form.column(self.stack))

    @property
    def pages(self) -> Pages:
        return self._desk.pages

    @property
    def stack(self) -> QStackedWidget:
        return self._desk.stack

    @property
    def found(self) -> Shown | None:
        """The load that is open, once it was read."""
        return self._desk.found

    def _connect_load(self) -> None:
        load, turn, work = self.pages.load, self._turn, self._work
        load.stepped.connect(work.step)
        load.add_wanted.connect(turn.to_stock)
        load.out_wanted.connect(work.take_out)
        load.why_wanted.connect(turn.to_why)
        load.packing_wanted.connect(turn.to_packing)
        load.driver_wanted.connect(turn.to_driver)
        load.papers_wanted.connect(self._papers.open)
        load.reason_wanted.connect(turn.to_reason)
        load.dispatch_wanted.connect(work.dispatch)

    def _connect_pages(self) -> None:
        p, turn, work = self.pages, self._turn, self._work
        p.loads.opened.connect(self._desk.open)
        p.loads.new_wanted.connect(turn.to_opening)
        p.opening.given.connect(work.open_load)
        p.opening.partners_wanted.connect(lambda: self.frame.go("setup", "partners"))
        p.stock.given.connect(work.add)
        p.packing.given.connect(partial(work.record, listing.pack))
        p.driver.given.connect(work.name_driver)
        p.safety.given.connect(partial(work.record, safety_acts.judge_safety))
        p.receipt.given.connect(partial(work.record, receipt.receive))
        p.choosing.given.connect(work.give_reason)
        p.why.place_wanted.connect(self.frame.go)
        p.papers.sign_wanted.connect(work.step)
        p.papers.chosen.connect(self._papers.show_copy)
        p.papers.print_wanted.connect(self._papers.print_papers)
        p.papers.void_wanted.connect(partial(turn.to_reason, "void"))

    # --- what is shown --------------------------------------------------------------------------

    def shown(self, subject: str = "") -> None:
        self._papers.come_back()
        if subject:
            self._desk.open(subject)
        else:
            self._desk.refresh()
        (self._desk.page or self).setFocus()

    def changed(self, changed: Changed) -> None:
        del changed
        if self.isVisible():
            self._desk.refresh()

    # --- scans and keys -------------------------------------------------------------------------

    def scan(self, heard: Heard) -> bool:
        return self._scanned.take(heard.scan)

    def enter(self) -> None:
        page = self._desk.page
        if isinstance(page, Signing | Page):
            page.enter()

    def escape(self) -> bool:
        page = self._desk.page
        if page is self.pages.load:
            self._desk.close()
            return True
        return isinstance(page, Signing | Page) and page.escape()

    def digit(self, figure: int) -> bool:
        page = self._desk.page
        return isinstance(page, Page) and page.digit(figure)

    def command(self, name: str) -> bool:
        if name == "UNDO":
            return self._papers.undo()
        if name != "PRINT" or self.found is None:
            return False
        self._papers.print_papers(tuple(d.number for d in self.found.load.standing_documents))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ins adds from stock, Del takes the chosen line out."""
        on_load = self._desk.page is self.pages.load
        if on_load and event.key() == Qt.Key.Key_Insert:
            self._turn.to_stock()
        elif on_load and event.key() == Qt.Key.Key_Delete and self.pages.load.table.key:
            self._work.take_out(self.pages.load.table.key)
        else:
            super().keyPressEvent(event)

    # --- built anew -----------------------------------------------------------------------------

    def kept(self) -> str:
        return self._built_anew.kept()

    def restore(self, kept: str) -> None:
        self._built_anew.restore(kept)
