"""Why a battery goes as it goes, or stays: every choice with its rule, source and confidence."""

from collections.abc import Iterator

from cellyard.domain.confidence import UNCONFIRMED
from cellyard.domain.shipping import Goods, explain
from cellyard.ui import form
from cellyard.ui.asking import now_ms
from cellyard.ui.screens.ship.page import Page
from cellyard.ui.screens.ship.survey import Shown
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.setting_up.rules import CONFIDENCE
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.table import Column, SmallTable, TableRow
from cellyard.words import _
from cellyard.words import shipping as said


class WhyPage(Page):
    """What was chosen for one line of a load, read only."""

    def __init__(self) -> None:
        super().__init__()
        self._battery = ""
        self._table = SmallTable(
            (
                Column(_("Choice"), 216),
                Column(_("Is")),
                Column(_("Rule"), 180, mono=True),
                Column(_("Known"), 150),
            )
        )
        head, self._title, self._sub = heading("", "")
        self._table.row_chosen.connect(self._tell)
        self._rows: dict[str, TableRow] = {}
        self._rule = Label(step="body", mono=True, elide=True)
        self._source = Label(step="sub", wrap=True)
        card = form.card(form.column((self._table, 1)), padding=(6, 4))
        words = form.column(
            Label(_("Source"), "sub", colour="text_muted"),
            self._rule,
            self._source,
            form.stretch(),
            gap=8,
        )
        self.lay_out(form.holder(form.column(head, (card, 1))), (form.card(words), 1))
        self.say(Primary(_("To the load")))

    def explain(self, shown: Shown, battery: str) -> None:
        """Explain a line of a load."""
        found = next((b for b in shown.batteries if b.id == battery), None)
        if found is None or shown.survey is None:
            return
        became = shown.survey.judgement.of(battery)
        self._battery = battery
        self._title.setText(found.code or _("Ticket {ticket}").format(ticket=found.ticket))
        rows: list[TableRow] = []
        if isinstance(became, Goods):
            self._sub.setText(said.class_and_packing(became))
            rows.extend(_choices(shown, became))
        elif became is not None:
            self._sub.setText(said.why(became, now_ms()))
            rows.append(_row(shown, _("Stays here"), became.edition, became.rule))
        self._rows = {row.key: row for row in rows}
        self._table.set_rows(rows)
        self._table.choose(rows[0].key if rows else "")
        self._tell(self._table.key)

    def _tell(self, key: str) -> None:
        """Say rule and source of a row whole: in the table they may end early."""
        row = self._rows.get(key)
        self._rule.setText(row.cells[2] if row else "")
        self._source.setText(row.reason if row else "")

    def kept(self) -> str:
        return self._battery

    def enter(self) -> None:
        self.left.emit()


def _choices(shown: Shown, goods: Goods) -> Iterator[TableRow]:
    for choice in goods.choices:
        words = said.CHOICES.get(choice.what, "")
        yield _row(shown, _(words) if words else choice.what, choice.value, choice.rule)


def _row(shown: Shown, what: str, value: str, rule: str) -> TableRow:
    found = explain(shown.survey.edition, rule) if shown.survey else None
    known, source = (found.confidence, found.source) if found else (None, "")
    state = "caution" if known in UNCONFIRMED else "rest"
    said_known = _(CONFIDENCE[known]) if known else ""
    return TableRow(f"{what} {rule}", (what, value, rule, said_known), state, reason=source)
