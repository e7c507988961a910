"""Why a battery goes as it goes, or stays: every choice with its rule, source and confidence."""

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cellyard.domain.battery import Battery
from cellyard.domain.confidence import UNCONFIRMED
from cellyard.domain.shipping import Block, Goods, choices, explain
from cellyard.domain.shipping.packing import APPROVAL
from cellyard.ui import form
from cellyard.ui.asking import now_ms
from cellyard.ui.screens.ship.page import Page
from cellyard.ui.screens.ship.survey import Shown
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.setting_up.rules import CONFIDENCE
from cellyard.ui.widgets.desk import Button
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.table import Column, SmallTable, TableRow
from cellyard.words import N_, _
from cellyard.words import shipping as said

# Why it stays: what to say of where that is put right, and the place.
_MENDED: dict[str, tuple[str, str]] = {
    "type_not_tested": (N_("Enter UN 38.3 at its model"), "setup"),
    "packaging_missing": (N_("Packagings at hand"), "setup"),
    "chemistry_unknown": (N_("Choose its model"), "find"),
    "under_observation": (N_("See it in the yard"), "yard"),
    "on_hold": (N_("See it in the yard"), "yard"),
}


class WhyPage(Page):
    """What was chosen for one line of a load, read only; `place_wanted(place, subject)`."""

    place_wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._battery = self._stays = ""
        self._place = ("", "")
        self._rows: list[TableRow] = []
        self._table = SmallTable(
            (
                Column(_("Choice"), 162),
                Column(_("Is")),
                Column(_("Rule"), 206, mono=True),
                Column(_("Known"), 150),
            )
        )
        self._table.row_chosen.connect(self._show_source)
        self._rule = Label("", "sub", weight=600, wrap=True)
        self._value = Label("", "desk_body", wrap=True)
        self._source = Label("", "small", colour="text_muted", wrap=True)
        self._open = Label("", "small", colour="text_muted", wrap=True)
        self.mend = Button("", icon="ph.arrow-right")
        self.mend.clicked.connect(lambda: self.place_wanted.emit(*self._place))
        head, self._title, self._sub = heading("", "")
        card = form.card(form.column((self._table, 1)), padding=(6, 4))
        self.lay_out(form.holder(form.column(head, (card, 1))), (self._side(), 1), self.mend)
        self.say(Primary(_("To the load")))

    def _side(self) -> QWidget:
        words = (self._rule, self._value, self._source, self._open)
        return form.card(form.column(*words, form.stretch(), gap=10), padding=18)

    def explain(self, shown: Shown, battery: str) -> None:
        """Explain a line of a load."""
        found = next((b for b in shown.batteries if b.id == battery), None)
        if found is None or shown.survey is None:
            return
        became = shown.survey.judgement.of(battery)
        here = self._table.key if battery == self._battery else ""
        self._battery = battery
        self._title.setText(found.code or _("Ticket {ticket}").format(ticket=found.ticket))
        rows: list[TableRow] = []
        self._stays = ""
        if isinstance(became, Goods):
            self._sub.setText(said.class_and_packing(became))
            rows = list(_choices(shown, became))
        elif became is not None:
            self._stays = said.why(became, now_ms())
            self._sub.setText(self._stays)
            rows = list(_stays(shown, became))
        else:
            self._sub.setText("")
        self._rows = rows
        self._table.set_rows(rows)
        keys = [row.key for row in rows]
        self._table.choose(here if here in keys else next(iter(keys), ""))
        self._show_source(self._table.key)
        self._show_place(found, became)

    def _show_source(self, key: str) -> None:
        """Show the chosen line whole, and what it means that it is only known so."""
        row = next((row for row in self._rows if row.key == key), None)
        what, value, rule, known = row.cells if row else ("", "", "", "")
        self._rule.setText(rule)
        whole = _("{field}: {value}").format(field=what, value=value)
        stays = self._stays if row and row is self._rows[0] else ""
        self._value.setText(stays or (whole if row else ""))
        words = _("{source} ({confidence})")
        self._source.setText(words.format(source=row.reason, confidence=known) if row else "")
        open_ = row is not None and row.state == "caution"
        asked = _("A question to the adviser: confirmed by who releases the edition in Set up.")
        self._open.setText(asked if open_ else "")
        for label in (self._rule, self._value, self._source, self._open):
            label.updateGeometry()

    def _show_place(self, battery: Battery, became: Goods | Block | None) -> None:
        """Offer the place where what keeps it here is put right, if there is one."""
        code = became.code if isinstance(became, Block) else ""
        words, place = _MENDED.get(code, ("", ""))
        subjects = {
            "type_not_tested": f"models/{battery.model}",
            "packaging_missing": "centre",
        }
        self._place = (place, subjects.get(code, battery.id))
        self.mend.setText(_(words) if words else "")
        self.mend.setAccessibleName(self.mend.text())
        self.mend.setVisible(bool(words))

    def kept(self) -> str:
        return self._battery

    def enter(self) -> None:
        self.left.emit()


def _choices(shown: Shown, goods: Goods) -> Iterator[TableRow]:
    made = choices(goods, shown.survey.edition) if shown.survey else ()
    for choice in made:
        yield _row(shown, *said.chosen(choice), choice.rule)


def _stays(shown: Shown, block: Block) -> Iterator[TableRow]:
    """Why it stays, and each packing that would let it travel."""
    yield _row(shown, _("Stays here"), block.edition, block.rule)
    packings = {p.id: p for p in shown.survey.edition.packing} if shown.survey else {}
    for id_ in block.would_do:
        own = packings[id_].needs == APPROVAL
        value = _("An approval, entered under Packing") if own else packings[id_].title
        yield _row(shown, _("It would travel in"), value, id_)


def _row(shown: Shown, what: str, value: str, rule: str) -> TableRow:
    found = explain(shown.survey.edition, rule) if shown.survey else None
    if found is None:
        return TableRow(f"{what} {rule}", (what, value, rule, ""))
    known = _(CONFIDENCE[found.confidence])
    if found.confidence not in UNCONFIRMED:
        state = "rest"
    elif found.edition in shown.unreleased:
        state = "caution"
    else:
        state, known = "rest", _("confirmed")
    return TableRow(f"{what} {rule}", (what, value, rule, known), state, reason=found.source)
