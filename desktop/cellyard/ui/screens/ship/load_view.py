"""A load on screen: who it goes to, its lines, what is said of all of them, and its paper."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget

from cellyard.ui import form
from cellyard.ui.screens.ship import next_step
from cellyard.ui.screens.ship.page import Page
from cellyard.ui.screens.ship.rows import AT_LEAST, columns, rows
from cellyard.ui.screens.ship.survey import Paper, Shown
from cellyard.ui.setting_up.panel import Primary
from cellyard.ui.widgets.desk import Button, Field
from cellyard.ui.widgets.hold_button import HoldButton
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.message_line import MessageKind, MessageLine
from cellyard.ui.widgets.paper_view import PaperView
from cellyard.ui.widgets.table import SmallTable
from cellyard.words import _, number, sentence
from cellyard.words.bench_facts import ROUTES
from cellyard.words.numbers import listed
from cellyard.words.shipping_facts import MODES

_SEAL = 268


class LoadView(Page):
    """`stepped`: the next step is wanted; the others: a button for that was pressed."""

    stepped = Signal()
    add_wanted = Signal()
    out_wanted = Signal(str)
    why_wanted = Signal(str)
    packing_wanted = Signal(str)
    driver_wanted = Signal()
    papers_wanted = Signal()
    reason_wanted = Signal(str)
    dispatch_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.shown_load: Shown | None = None
        self._title = Label(step="lead", weight=600, elide=True)
        self._sub = Label(step="sub", colour="text_muted", elide=True)
        self._figures = [self._figure() for _figure in range(3)]
        self.table = SmallTable(columns())
        self.table.row_chosen.connect(self._mark)
        self.message = MessageLine()
        self._add = Button(_("Add from stock"), icon="ph.plus")
        self._out = Button(_("Take out"))
        self._why = Button(_("Why?"))
        self._pack = Button(_("Packing"))
        self._driver = Button(_("Vehicle and driver"), icon="ph.truck")
        self._papers = Button(_("Papers"), icon="ph.file-text")
        self._again = Button(_("Open the list again"))
        self._give_up = Button(_("Give up the load"))
        self._add.clicked.connect(self.add_wanted)
        self._out.clicked.connect(lambda: self.out_wanted.emit(self.table.key))
        self._why.clicked.connect(self._ask_why)
        self._pack.clicked.connect(lambda: self.packing_wanted.emit(self.table.key))
        self._driver.clicked.connect(self.driver_wanted)
        self._papers.clicked.connect(self.papers_wanted)
        self._again.clicked.connect(lambda: self.reason_wanted.emit("unseal"))
        self._give_up.clicked.connect(lambda: self.reason_wanted.emit("cancel"))
        self.paper = PaperView(_("The paper shows here."))
        self._seal = Field(hint=_("Number of the vehicle’s seal"), width=_SEAL)
        self._seal.setAccessibleName(_("Number of the vehicle’s seal"))
        self._foot = QStackedWidget()
        self._foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._hold = HoldButton(_("Dispatch"), second=_("Hold: it cannot be taken back"))
        self._hold.held.connect(lambda: self.dispatch_wanted.emit(self._seal.text()))
        self._middle_and_side()

    def _middle_and_side(self) -> None:
        words = form.column(self._title, self._sub, gap=0)
        figures = [form.column(*pair, gap=0) for pair in self._figures]
        head = form.row((words, 1), *figures, gap=24)
        # What is always there stands first: nothing moves when the rest goes away.
        either = form.row(self._add, self._seal, gap=0)
        first = form.row(self._papers, self._driver, form.stretch(), either, gap=8)
        second = form.row(
            self._why, self._pack, self._out, form.stretch(), self._again, self._give_up, gap=8
        )
        lines = form.card(form.column((self.table, 1)), padding=(6, 4))
        middle = form.column(form.holder(head), first, (lines, 1), second, self.message, gap=10)
        paper = form.card(form.column((self.paper, 1)), padding=(16, 12))
        self._foot.addWidget(self.next)
        self._foot.addWidget(self._hold)
        self.lay_out(form.holder(middle), (paper, 1), foot=self._foot)

    def _figure(self) -> tuple[Label, Label]:
        top = Label(step="lead", weight=600, align="right")
        return top, Label(step="sub", colour="text_muted", align="right")

    # --- what is shown ------------------------------------------------------------------------

    def show_load(self, shown: Shown, now: int) -> None:
        """Show a load at this moment (ms)."""
        if self.shown_load is None or self.shown_load.load.id != shown.load.id:
            self._seal.clear()  # of another vehicle
        self.shown_load = shown
        self._title.setText(_title(shown))
        self._sub.setText(_second(shown))
        self._show_figures(shown)
        self.table.set_rows(rows(shown, now))
        self._mark()
        self._say(*next_step.message(shown))
        self._show_acts(shown)

    def _say(self, kind: MessageKind, first: str, then: str) -> None:
        match kind:
            case "empty":
                self.message.clear()
            case "note":
                self.message.note(first, then)
            case "caution":
                self.message.caution(first, then)
            case "wrong":
                self.message.wrong(first, then)

    def _show_figures(self, shown: Shown) -> None:
        told = shown.survey.judgement if shown.survey else shown.load.sealed
        limit = shown.load.limit_kg
        kg, kwh = (told.kg, told.kwh) if told else (None, None)
        least = AT_LEAST * any(b.kg is None for b in shown.batteries)
        of = _("of {limit} kg").format(limit=number(limit, 0)) if limit else _("kg")
        figures = (
            (number(len(shown.batteries), 0), _("batteries")),
            (least + number(kg, 0) if kg is not None else "–", of),
            (number(kwh, 1) if kwh is not None else "–", _("kWh")),
        )
        for (top, under), (figure, words) in zip(self._figures, figures, strict=True):
            top.setText(figure)
            under.setText(words)

    def _show_acts(self, shown: Shown) -> None:
        state = shown.load.state
        open_, here = state == "open", state in ("open", "sealed")
        self._add.setVisible(open_)
        self._out.setVisible(open_)
        self._pack.setVisible(open_)
        self._again.setVisible(state == "sealed")
        self._give_up.setVisible(here)
        self._driver.setVisible(here)
        self._driver.setEnabled(not shown.load.standing_documents)
        self._papers.setEnabled(bool(shown.load.documents))
        self._why.setEnabled(bool(shown.survey and shown.batteries))
        leaving = next_step.of(shown) == "dispatch"
        self._foot.setCurrentIndex(1 if leaving else 0)
        self._seal.setVisible(leaving)
        if not leaving:
            self.say(next_step.primary(shown))

    def show_paper(self, paper: Paper | None) -> None:
        """Show the loading list, or say that there is none yet."""
        if paper is None:
            self.paper.show_words(_("No line may travel yet: no paper."))
        elif paper.no is not None:
            self.paper.show_words(sentence(paper.no))
        else:
            self.paper.show_paper(paper.pdf, paper.number or _("Loading list as it would be now"))

    def _ask_why(self) -> None:
        """Of the line that is chosen; without one of the first, which is the gravest."""
        shown = self.shown_load
        lines = [*shown.blocked, *(b.id for b in shown.batteries)] if shown else []
        if lines:
            self.why_wanted.emit(self.table.key or lines[0])

    def _mark(self) -> None:
        """Without a chosen line there is nothing to pack or take out."""
        for button in (self._out, self._pack):
            button.setEnabled(bool(self.table.key))

    def show_working(self, words: str) -> None:
        """Say what is being done; the next step waits."""
        self.say(Primary(words, working=words))

    def kept(self) -> str:
        return self._seal.text()

    def restore(self, kept: str) -> None:
        self._seal.setText(kept)

    # --- keys -----------------------------------------------------------------------------------

    def enter(self) -> None:
        """The next step; what cannot be taken back gets the keys: the next Enter is held."""
        if self._foot.currentWidget() is self.next:
            self.stepped.emit()
        else:
            self._hold.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.paper.take_key(event):
            super().keyPressEvent(event)


def _title(shown: Shown) -> str:
    name = shown.consignee.name if shown.consignee else shown.load.consignee
    words = _("{number} to {consignee}")
    return words.format(number=shown.load.number, consignee=name)


def _second(shown: Shown) -> str:
    load, driver = shown.load, shown.driver
    parts = [_(ROUTES[load.route]).capitalize(), _(MODES[load.mode])]
    if driver is not None:
        parts += [part for part in (driver.plate, driver.driver) if part]
    elif shown.carrier is not None:
        parts.append(shown.carrier.name)
    return listed([*parts, load.leaves_on])
