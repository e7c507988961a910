"""What lies in front at Ship: the load that is open, the page, and what both show."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from cellyard.domain.refusals import Refused
from cellyard.ui.asking import Asking, now_ms
from cellyard.ui.screen import Frame
from cellyard.ui.screens.ship.page import Page
from cellyard.ui.screens.ship.pages import Pages
from cellyard.ui.screens.ship.survey import Overview, Paper, Shown, overview, paper, shown


class Desk(QObject):
    """`load` is the id of the load that is open, "" at the list of loads; `found` what is said
    of it once it was read. `filled` when either was shown anew. `busy` while something is being
    written: nothing else is begun meanwhile.
    """

    filled = Signal()

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame
        self.asking = Asking(frame)
        self.pages = Pages()
        self.stack = QStackedWidget()
        self.load = ""
        self.found: Shown | None = None
        self.overview: Overview | None = None
        self.busy = False
        for page in self.pages.all():
            self.stack.addWidget(page)
            page.left.connect(self.back)

    # --- which page -----------------------------------------------------------------------------

    @property
    def page(self) -> QWidget | None:
        return self.stack.currentWidget()

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front; the keys are its own."""
        if self.page is not page:
            self.stack.setCurrentWidget(page)
            page.setFocus()

    def open(self, load: str) -> None:
        """Open a load."""
        if load != self.load:
            self.load, self.found = load, None
        self.show_page(self.pages.load)
        self.refresh()

    def close(self) -> None:
        """Go back to the list of loads."""
        self.load, self.found = "", None
        self.show_page(self.pages.loads)
        self.refresh()

    def back(self) -> None:
        """Leave a page for what it was called from."""
        self.show_page(self.pages.load if self.load else self.pages.loads)
        self.refresh()

    # --- what it shows --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask the store anew."""
        load = self.load
        if load:
            self.asking.ask(lambda q, k: shown(q, k, load), self._show_load, "ship")
        else:
            self.asking.ask(overview, self._show_loads, "ship")

    def _show_loads(self, found: Overview) -> None:
        self.overview = found
        self.pages.loads.show_loads(found)
        if self.page is self.pages.load:
            self.show_page(self.pages.loads)
        self.filled.emit()

    def _show_load(self, found: Shown | None) -> None:
        if found is None:
            self.close()
            return
        self.found = found
        if self.page is self.pages.loads:
            self.show_page(self.pages.load)
        if not self.busy:
            self.pages.load.show_load(found, now_ms())
        if self.page is self.pages.papers:
            self.pages.papers.show_papers(found)
        if self.page is self.pages.why:
            self.pages.why.explain(found, self.pages.why.kept())
        load = found.load.id
        self.asking.ask(lambda q, k: paper(q, k, load), self._show_paper, "ship/paper")
        self.filled.emit()

    def _show_paper(self, found: Paper | None) -> None:
        self.pages.load.show_paper(found)

    # --- writing --------------------------------------------------------------------------------

    def begin(self) -> bool:
        """Begin to write; False while something else is being written."""
        if self.busy:
            return False
        self.busy = True
        return True

    def end(self) -> None:
        """What was begun is written, or was refused."""
        self.busy = False

    def refuse(self, no: Refused) -> None:
        """Say why what was begun is not written; the load is shown as it is."""
        self.end()
        self.refresh()
        self.frame.refuse(no)


def half_done(page: QWidget | None) -> bool:
    """Tell whether a page holds what a scan must not throw away."""
    return not isinstance(page, Page) or page.half_done
