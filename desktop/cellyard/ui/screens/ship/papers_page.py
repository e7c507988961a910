"""The papers of a load: each with its number and standing; printed, made void."""

from PySide6.QtCore import Signal

from cellyard.domain.shipping.load import Issued
from cellyard.ui import form
from cellyard.ui.screens.ship import next_step
from cellyard.ui.screens.ship.page import Page
from cellyard.ui.screens.ship.survey import Shown
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.widgets.desk import Button
from cellyard.ui.widgets.paper_view import PaperView
from cellyard.ui.widgets.table import Column, SmallTable, TableRow
from cellyard.words import _
from cellyard.words.numbers import listed
from cellyard.words.shipping_facts import PAPERS, PARTIES, REASONS, STANDINGS


class PapersPage(Page):
    """`chosen(number)`: show that paper; `print_wanted`, `void_wanted`: with its number.

    The next step is to have them signed, then to print them: a copy shows who has signed.
    """

    chosen = Signal(str)
    sign_wanted = Signal()
    print_wanted = Signal(object)
    void_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: Shown | None = None
        self._table = SmallTable(
            (
                Column(_("Number"), 300, mono=True),
                Column(_("Paper"), 170),
                Column(_("Stands as")),
                Column(_("Signed")),
            )
        )
        self._table.row_chosen.connect(self._choose)
        self._void = Button(_("Make it void"))
        self._void.clicked.connect(lambda: self.void_wanted.emit(self._table.key))
        self._one = Button(_("Print this one"), icon="ph.printer")
        self._one.clicked.connect(lambda: self.print_wanted.emit((self._table.key,)))
        sub = _("A paper is never changed: it is made void and issued anew.")
        head, _title, self._sub = heading(_("Papers of the load"), sub)
        lines = form.card(form.column((self._table, 1)), padding=(6, 4))
        foot = form.row(self._void, form.stretch(), self._one)
        self.paper = PaperView()
        card = form.card(form.column((self.paper, 1)), padding=(16, 12))
        self.lay_out(form.holder(form.column(head, (lines, 1), foot)), (card, 1))

    def show_papers(self, shown: Shown) -> None:
        """Show the papers of a load, the newest last."""
        self._shown = shown
        self._table.set_rows([_row(shown, paper) for paper in shown.load.documents])
        standing = shown.load.standing_documents
        self._void.setVisible(shown.load.state == "sealed")
        if not self._table.key:
            self.paper.show_words(_("Choose a paper."))
        self._mark()
        none = "" if standing else _("No paper stands")
        signing = next_step.to_sign(shown) is not None
        self.say(
            next_step.primary(shown) if signing else Primary(_("Print them all"), not_yet=none)
        )

    def _choose(self, number: str) -> None:
        self._mark()
        self.chosen.emit(number)

    def _mark(self) -> None:
        """What is void is not made void again; nothing chosen is not printed."""
        standing = self._shown.load.standing_documents if self._shown else ()
        self._one.setEnabled(bool(self._table.key))
        self._void.setEnabled(self._table.key in {paper.number for paper in standing})

    def kept(self) -> str:
        return self._table.key

    def restore(self, kept: str) -> None:
        self._table.choose(kept)
        if self._table.key:
            self._choose(self._table.key)

    def enter(self) -> None:
        if self._shown is None:
            return
        standing = self._shown.load.standing_documents
        if next_step.to_sign(self._shown) is not None:
            self.sign_wanted.emit()
        elif standing:
            self.print_wanted.emit(tuple(paper.number for paper in standing))


def _row(shown: Shown, paper: Issued) -> TableRow:
    name = _(PAPERS[paper.document]) if paper.document in PAPERS else paper.document
    by = shown.load.signed(paper.number)
    signed = listed([_(words) for party, words in PARTIES.items() if party in by])
    if paper.voided:
        words = _("void: {reason}").format(reason=_(REASONS[paper.voided]))
        return TableRow(paper.number, (paper.number, name, words, signed), "muted")
    state = "caution" if paper.standing == "draft" else "rest"
    return TableRow(paper.number, (paper.number, name, _(STANDINGS[paper.standing]), signed), state)
