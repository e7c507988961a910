"""Set up, on papers: who is named there without working here, and can be erased."""

from cellyard.domain.refusals import Refused
from cellyard.jobs import outsiders
from cellyard.jobs.outsiders import Outsider
from cellyard.jobs.people import Ground
from cellyard.ledger.questions import Questions
from cellyard.ui import form
from cellyard.ui.screen import Frame
from cellyard.ui.screens.setup.section import Section
from cellyard.ui.setting_up.panel import heading
from cellyard.ui.widgets.desk import Choice, Field
from cellyard.ui.widgets.hold_button import HoldButton
from cellyard.ui.widgets.label import KeyValues, Label
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.ui.widgets.table import Column, SmallTable, TableRow
from cellyard.words import N_, _, number, sentence
from cellyard.words.numbers import listed
from cellyard.words.shipping_facts import PARTIES
from cellyard.words.times import local

_GROUNDS: dict[Ground, str] = {
    "request_of_the_person": N_("They asked for it"),
    "retention_ended": N_("It need not be kept any longer"),
}


class OutsidersSection(Section):
    """Drivers, and who signed for a consignee: on sheets of their own, in no fact, in no file."""

    key = "outsiders"
    title = N_("Named on papers")
    icon = "ph.file-text"
    right = "people"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self.items: dict[str, Outsider] = {}
        self._table = SmallTable(
            (
                Column(_("Full name")),
                Column(_("As"), 170),
                Column(_("Loads"), 90, align="right"),
                Column(_("Last"), 116),
            )
        )
        self._search = Field(hint=_("Search"), width=200)
        self.message = MessageLine()
        self._erase = HoldButton(_("Hold to erase"), second=_("Name, plate, signature go for good"))
        self._name = Label("", "sub", weight=600, elide=True)
        self._about = KeyValues(key_width=84)
        self.ground = Choice([(str(g), _(words)) for g, words in _GROUNDS.items()])
        self.ground.setAccessibleName(_("Why it is erased"))
        self._table.row_chosen.connect(self.choose)
        self._search.textChanged.connect(self._list)
        self._erase.held.connect(self._held)
        self._lay_out()
        self._show()

    def _lay_out(self) -> None:
        sub = _("Drivers, and who signed for a consignee. They are in no register.")
        head, _title, _sub = heading(_(self.title), sub, beside=self._search)
        lines = form.card(form.column(self._table), padding=(4, 4))
        foot = form.row(form.stretch(), self._erase, gap=12)
        self.middle = form.holder(form.column(head, (lines, 1), self.message, foot, gap=12))
        why = Label(_("Why it is erased"), "small", colour="text_muted")
        words = form.column(self._name, self._about, why, self.ground, form.stretch(), gap=12)
        self.side = form.card(words, padding=18)

    def shown(self) -> None:
        self.learn()

    def learn(self) -> None:
        """Ask who is named; who may not erase them is not told either."""
        if self.allowed:
            self.ask(self.question, self._learn)

    def question(self, questions: Questions) -> dict[str, Outsider]:
        """Return everybody by name; on the reader's thread."""
        return {one.name: one for one in outsiders.named(questions)}

    def choose(self, key: str) -> None:
        """Show whom a line names."""
        self._table.choose(key)
        self.message.clear()
        self._show()

    def _learn(self, items: dict[str, Outsider]) -> None:
        self.items = items
        self._list()

    def _list(self) -> None:
        wanted, chosen = self._search.text().strip().lower(), self._table.key
        shown = [o for o in self.items.values() if wanted in f"{o.name} {o.plates}".lower()]
        self._table.set_rows([_row(one) for one in shown])
        self._table.choose(chosen)
        self._show()

    def _show(self) -> None:
        item = self.items.get(self._table.key)
        self._name.setText(item.name if item else _("Nobody is chosen"))
        pairs = _told(item) if item else ()
        self._about.set_pairs(pairs)
        if not self.allowed:
            self._erase.set_not_yet(self.reason)
        elif item is None:
            self._erase.set_not_yet(_("Choose a name first"))
        else:
            self._erase.set_ready()

    def _held(self) -> None:
        item, by = self.items.get(self._table.key), self.frame.person.id
        if item is None:
            return
        ground: Ground = next(g for g in _GROUNDS if g == self.ground.key())
        self.frame.work(
            lambda s: outsiders.erase(s, item.sheets, ground, by=by),
            done=lambda _none: self._erased(),
            refused=self._no,
        )

    def _erased(self) -> None:
        self.choose("")
        self.message.note(_("Erased."), _("Papers say so in its place; the facts stay whole."))
        self.learn()

    def _no(self, refused: Refused) -> None:
        self.message.wrong(sentence(refused))


def _row(item: Outsider) -> TableRow:
    parties = listed([_(PARTIES[party]) for party in item.parties])
    cells = (item.name, parties, number(len(item.loads)), f"{local(item.at):%Y-%m-%d}")
    return TableRow(item.name, cells)


def _told(item: Outsider) -> tuple[tuple[str, str], ...]:
    pairs = (
        (_("Plate"), listed(list(item.plates))),
        (_("Last load"), item.loads[0]),
        (_("Sheets"), number(len(item.sheets))),
    )
    return tuple((key, value) for key, value in pairs if value)
