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
                Column(_("Chosen"), 200),
                Column(_("Is")),
                Column(_("Rule"), 170, mono=True),
                Column(_("Known"), 170),
            )
        )
        head, self._title, self._sub = heading("", "")
        card = form.card(form.column((self._table, 1)), padding=(6, 4))
        self.lay_out(form.holder(form.column(head, (card, 1))), form.stretch())
        self.say(Primary(_("To the load")))

    def explain(self, shown: Shown, battery: str) -> None:
        """Explain a line of a load."""
        found = next((b for b in shown.batteries if b.id == battery), None)
        if found is None or shown.survey is None:
            return
        became = shown.survey.judgement.of(battery)
        self._battery = battery
        self._title.setText(found.code or _("Ticket {ticket}").format(ticket=found.ticket))
        if became is None:
            self._sub.setText("")
            self._table.set_rows(())
        elif isinstance(became, Goods):
            self._sub.setText(said.class_and_packing(became))
            self._table.set_rows(list(_choices(shown, became)))
        else:
            self._sub.setText(said.why(became, now_ms()))
            self._table.set_rows([_row(shown, _("Stays here"), became.edition, became.rule)])

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
