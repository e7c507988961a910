"""Where everything of a ticket stands: strip, work area, side; and STOP over all of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QStackedWidget, QWidget

from cellyard.domain import intake
from cellyard.ui import form
from cellyard.ui.screens.intake.acts import Acts
from cellyard.ui.screens.intake.code import CodePage
from cellyard.ui.screens.intake.floor import Floor
from cellyard.ui.screens.intake.label import LabelPage
from cellyard.ui.screens.intake.look import LookPage
from cellyard.ui.screens.intake.measure import MeasurePage
from cellyard.ui.screens.intake.page import Page
from cellyard.ui.screens.intake.side import Side
from cellyard.ui.screens.intake.slot import DonePage, SlotPage
from cellyard.ui.screens.intake.start import Start
from cellyard.ui.screens.intake.stop import Stop
from cellyard.ui.screens.intake.strip import Strip
from cellyard.ui.screens.intake.ticket import Ticket
from cellyard.ui.screens.intake.twice import Doubled, Twice
from cellyard.ui.screens.intake.verdict import VerdictPage
from cellyard.ui.screens.intake.waits import Waits
from cellyard.ui.screens.intake.weight import WeightPage

_PAGES: dict[intake.Step, type[Page]] = {
    "weight": WeightPage,
    "look": LookPage,
    "measure": MeasurePage,
    "verdict": VerdictPage,
    "label": LabelPage,
    "slot": SlotPage,
    "done": DonePage,
}


class Pages(QWidget):
    """Shows one thing at a time; pages are built when they are first needed."""

    renewed = Signal()
    forward = Signal()

    def __init__(self, acts: Acts) -> None:
        super().__init__()
        self._acts = acts
        self._built: dict[intake.Step, Page] = {}
        self.current: Page | None = None
        self.strip = Strip()
        self.start = Start()
        self.twice = Twice()
        self.stop = Stop(acts)
        self.side = Side()
        self.code = CodePage(acts)
        self._waits = Waits()
        self._work = QStackedWidget()
        for widget in (self.start, self.twice, self._waits):
            self._work.addWidget(widget)
        self._add("code", self.code)
        body = form.row((self._work, 1), self.side, gap=20)
        usual = form.holder(form.column(self.strip, form.gap(8), (body, 1), gap=0))
        self._whole = QStackedLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.addWidget(usual)
        self._whole.addWidget(self.stop)

    @property
    def stopping(self) -> bool:
        """True while STOP takes the work area."""
        return self._whole.currentWidget() is self.stop

    @property
    def on_start(self) -> bool:
        """True while no ticket is open."""
        return not self.stopping and self._work.currentWidget() is self.start

    @property
    def asking_twice(self) -> bool:
        """True while somebody is asked whether it is a second battery with the same code."""
        return not self.stopping and self._work.currentWidget() is self.twice

    def page(self, step: intake.Step) -> Page:
        """Return the page of a step."""
        if step not in self._built:
            self._add(step, _PAGES[step](self._acts))
        return self._built[step]

    def _add(self, step: intake.Step, page: Page) -> None:
        page.renewed.connect(self.renewed)
        page.forward.connect(self.forward)
        self._work.addWidget(page)
        self._built[step] = page

    def show_start(self, floor: Floor) -> None:
        """Show that no ticket is open."""
        self.start.show_floor(floor)
        self.strip.show_none()
        self.side.show_floor(floor)
        self._front(self.start, None)

    def show_twice(self, about: Doubled) -> None:
        """Ask whether it is another battery with the same code."""
        self.twice.ask(about)
        self.strip.show_none()
        self.side.show_code(about.code)
        self._front(self.twice, None)

    def show_waiting(self, ticket: Ticket) -> None:
        """Show a ticket that is somebody else's."""
        self._waits.show_ticket(ticket)
        self.strip.show_ticket(ticket, ticket.step)
        self.side.show_ticket(ticket)
        self._front(self._waits, None)

    def show_stop(self, ticket: Ticket) -> None:
        """Show STOP over the whole work area."""
        if not self.stopping:
            self.stop.begin()
            self._whole.setCurrentWidget(self.stop)
            self.stop.setFocus()
        self.stop.show_ticket(ticket)
        _settle(self.stop)

    def show_ticket(self, ticket: Ticket, at: intake.Step, *, anew: bool) -> None:
        """Show a ticket at a step; `anew` when another ticket or step comes up."""
        page = self.page(at)
        self.strip.show_ticket(ticket, at)
        self.side.show_ticket(ticket)
        if anew or page is not self.current:
            self._front(page, page)
            page.begin(ticket)
        page.show_ticket(ticket)
        _settle(page)

    def _front(self, widget: QWidget, page: Page | None) -> None:
        self._whole.setCurrentIndex(0)
        self.current = page
        self._work.setCurrentWidget(widget)
        # Whatever had the focus is gone: it must not fall on a button by chance.
        widget.setFocus()


def _settle(widget: QWidget) -> None:
    """Lay out now what has new words: a screen changes at once."""
    if layout := widget.layout():
        layout.activate()
