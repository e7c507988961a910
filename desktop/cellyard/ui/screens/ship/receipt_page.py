"""The consignee's receipt: every battery of a load, as listed or how it differs."""

from decimal import Decimal
from typing import get_args

from PySide6.QtCore import Signal

from cellyard.domain.facts import Outcome
from cellyard.domain.shipping import receipt
from cellyard.ui import form
from cellyard.ui.screens.ship.page import Page, mass
from cellyard.ui.screens.ship.survey import Shown
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.widgets.desk import Button, Field
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.line_list import Line, LineList
from cellyard.ui.widgets.table import Column, SmallTable, TableRow
from cellyard.words import _, ngettext, number
from cellyard.words import battery as spoken
from cellyard.words.shipping_facts import OUTCOMES

_OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


class ReceiptPage(Page):
    """`given(Receiving)`: the receipt as it was told."""

    given = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shown: Shown | None = None
        self._told: dict[str, Outcome] = {}
        self._kg: dict[str, Decimal] = {}
        self._table = SmallTable(
            (
                Column(_("Battery"), 276, mono=True),
                Column(_("Model")),
                Column(_("kg"), 90, align="right"),
                Column(_("Received"), 170),
                Column(_("Their kg"), 100, align="right"),
            )
        )
        self._table.row_chosen.connect(self._mark)
        self._all = Button(_("The rest is as listed"))
        self._all.clicked.connect(self._rest)
        self._words = LineList(pad=10)
        self._words.set_lines(
            [Line(o, _(OUTCOMES[o]), right=str(n)) for n, o in enumerate(_OUTCOMES, start=1)]
        )
        self._words.line_chosen.connect(self._tell)
        self._mass = Field(right=True, hint=_("Their scale, kg"))
        self._mass.setAccessibleName(_("Their scale, kg"))
        self._mass.textEdited.connect(self._weigh)
        sub = _("Choose or scan a line, then 1 to 5.")
        head, _title, _sub = heading(_("Receipt of the consignee"), sub)
        lines = form.card(form.column((self._table, 1)), padding=(6, 4))
        middle = form.column(head, (lines, 1), form.row(form.stretch(), self._all))
        side = form.card(
            form.column(Label(_("This battery"), "sub"), (self._words, 1), self._mass), padding=12
        )
        self.lay_out(form.holder(middle), (side, 1))

    def ask(self, shown: Shown) -> None:
        """Ask for the receipt of a load; what was told before stands."""
        self._shown = shown
        self._told = {b.id: b.leaving.outcome for b in shown.batteries if b.leaving.outcome}
        self._kg = {b.id: b.leaving.outcome_kg for b in shown.batteries if b.leaving.outcome_kg}
        self._show()
        self._go_on()

    def choose(self, battery: str) -> None:
        """Choose the line of a battery."""
        self._table.choose(battery)
        self._mark(battery)

    def _go_on(self) -> None:
        """Choose the first line that is open; the last one chosen stays where none is."""
        batteries = self._shown.batteries if self._shown else ()
        open_ = next((b.id for b in batteries if b.id not in self._told), self._table.key)
        self.choose(open_)

    def _show(self) -> None:
        shown = self._shown
        if shown is None:
            return
        self._table.set_rows([self._row(shown, n) for n in range(len(shown.batteries))])
        left = len(shown.batteries) - len(self._told)
        differ = sum(o != "as_listed" for o in self._told.values())
        if left:
            words = ngettext("{count} line is open", "{count} lines are open", left)
            self.say(Primary(_("Close receipt"), not_yet=words.format(count=left)))
        else:
            words = ngettext("{count} difference", "{count} differences", differ)
            said = words.format(count=differ) if differ else _("All as listed")
            self.say(Primary(_("Close receipt"), said))

    def _row(self, shown: Shown, at: int) -> TableRow:
        b = shown.batteries[at]
        outcome, kg = self._told.get(b.id), self._kg.get(b.id)
        cells = (
            b.code or _("Ticket {ticket}").format(ticket=b.ticket),
            spoken.name(shown.model(b)),
            number(b.kg, 0) if b.kg is not None else _("unknown"),
            _(OUTCOMES[outcome]) if outcome else "",
            number(kg, 0) if kg is not None else "",
        )
        if outcome in (None, "as_listed"):
            return TableRow(b.id, cells, shape="done" if outcome else None)
        return TableRow(b.id, cells, "caution")

    def _mark(self, battery: str) -> None:
        """Show what was told of a line."""
        self._words.choose(self._told.get(battery, ""))
        kg = self._kg.get(battery)
        self._mass.setText(f"{kg:f}" if kg is not None else "")

    def _tell(self, outcome: str) -> None:
        key = self._table.key
        if not key:
            return
        self._told[key] = outcome  # pyright: ignore[reportArgumentType]
        self._show()
        if outcome == "other_mass":
            self._mark(key)
            self._mass.setFocus()  # what their scale says is wanted next
        else:
            self._go_on()

    def _weigh(self, text: str) -> None:
        if kg := mass(text):
            self._kg[self._table.key] = kg
        else:
            self._kg.pop(self._table.key, None)
        self._show()

    def _rest(self) -> None:
        for b in self._shown.batteries if self._shown else ():
            self._told.setdefault(b.id, "as_listed")
        self._show()
        self.choose(self._table.key)

    def kept(self) -> str:
        lines = dict.fromkeys((*self._told, *self._kg))
        told = (f"{id_}={self._told.get(id_, '')}={self._kg.get(id_, '')}" for id_ in lines)
        return "\n".join((self._table.key, *told))

    def restore(self, kept: str) -> None:
        chosen, *lines = kept.split("\n")
        for one in lines:
            id_, outcome, kg = one.split("=")
            if outcome:
                self._told[id_] = outcome  # pyright: ignore[reportArgumentType]
            if kg:
                self._kg[id_] = Decimal(kg)
        self._show()
        self.choose(chosen)

    def digit(self, figure: int) -> bool:
        if not self._table.key or figure > len(_OUTCOMES):
            return False
        self._tell(_OUTCOMES[figure - 1])
        return True

    def enter(self) -> None:
        shown = self._shown
        if shown is None or len(self._told) < len(shown.batteries):
            return
        lines = tuple(
            receipt.Line(battery=id_, outcome=outcome, kg=self._kg.get(id_))
            for id_, outcome in self._told.items()
        )
        self.given.emit(receipt.Receiving(load=shown.load.id, lines=lines))
