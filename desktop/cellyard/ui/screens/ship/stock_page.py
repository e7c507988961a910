"""Stock to add to a load: filtered by stock, grade, chemistry and zone, several at once."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from cellyard.domain.battery import Battery
from cellyard.ui import form
from cellyard.ui.screens.ship.page import Page
from cellyard.ui.screens.ship.rows import AT_LEAST
from cellyard.ui.screens.ship.survey import Stock
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.widgets.desk import Button, Choice
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.table import Column, SmallTable, TableRow
from cellyard.words import N_, _, ngettext, number
from cellyard.words import battery as spoken
from cellyard.words.numbers import quantity

_STOCKS = {
    "second_life": N_("Second-life stock"),
    "recycling": N_("Recycling stock"),
    "damaged": N_("Damaged"),
}
_NOTHING = Decimal(0)
_WIDTHS = (196, 132, 166, 132)


class StockPage(Page):
    """`given(ids)`: these batteries are to be listed."""

    given = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._stock: Stock | None = None
        self._chosen: dict[str, None] = {}
        self._filters = [Choice(width=width) for width in _WIDTHS]
        for one in self._filters:
            one.key_changed.connect(self._show)
        self._all = Button(_("Choose all shown"))
        self._all.clicked.connect(self._choose_all)
        self._table = SmallTable(
            (
                Column(_("Battery"), 276, mono=True),
                Column(_("Model")),
                Column(_("Type"), 86, quiet=True),
                Column(_("Grade"), 66),
                Column(_("kWh"), 66, align="right"),
                Column(_("kg"), 66, align="right"),
                Column(_("Slot"), 98),
            )
        )
        self._table.clicked.connect(lambda: self._toggle(self._table.key))
        head, _title, self._sub = heading(_("Add from stock"), "")
        filters = form.row(*self._filters, form.stretch(), self._all, gap=8)
        lines = form.card(form.column((self._table, 1)), padding=(6, 4))
        self._sums = [Label(step="lead", weight=600) for _sum in range(3)]
        sums = form.card(form.column(Label(_("The load with these"), "sub"), *self._sums, gap=4))
        self.lay_out(form.holder(form.column(head, filters, (lines, 1))), sums, form.stretch())

    def ask(self, stock: Stock) -> None:
        """Show what may be added to a load, its own kind of stock first."""
        self._stock, self._chosen = stock, {}
        b, kind = stock.batteries, stock.to.load.route
        options: tuple[tuple[str, Iterable[tuple[str, str]]], ...] = (
            (_("Any stock"), [(k, _(w)) for k, w in _STOCKS.items()]),
            (_("Any grade"), _options(_grade(x) for x in b)),
            (_("Any chemistry"), _options(_chemistry(stock, x) for x in b)),
            (_("Any zone"), _options(_zone(x) for x in b)),
        )
        for choice, (any_, found) in zip(self._filters, options, strict=True):
            choice.set_options([("", any_), *found])
        self._filters[0].set_key(kind if any(x.stock == kind for x in b) else "")
        self._show()

    def _fitting(self) -> list[Battery]:
        if self._stock is None:
            return []
        stock = self._stock
        looks: tuple[Callable[[Battery], str], ...] = (
            lambda x: x.stock,
            _grade,
            lambda x: _chemistry(stock, x),
            _zone,
        )
        wanted = [choice.key() for choice in self._filters]
        return [
            b
            for b in stock.batteries
            if all(not w or look(b) == w for w, look in zip(wanted, looks, strict=True))
        ]

    def _show(self) -> None:
        if self._stock is None:
            return
        fitting = self._fitting()
        self._table.set_rows([self._row(b) for b in fitting])
        words = ngettext("{count} in stock and on no list", "{count} in stock and on no list",
                         len(fitting))  # fmt: skip
        self._sub.setText(words.format(count=number(len(fitting), 0)))
        self._show_sums(self._stock)
        count = len(self._chosen)
        text = ngettext("Add {count}", "Add {count}", count).format(count=number(count, 0))
        none = _("Choose what goes with it")
        self.say(Primary(text if count else _("Add from stock"), "", not_yet="" if count else none))

    def _show_sums(self, stock: Stock) -> None:
        """Say how much is on the load with what is chosen, at least where not all is known."""
        chosen = [b for b in stock.batteries if b.id in self._chosen]
        told = stock.to.survey.judgement if stock.to.survey else None
        kg, kwh = (told.kg, told.kwh) if told else (_NOTHING, _NOTHING)
        kg += sum((b.kg or _NOTHING for b in chosen), _NOTHING)
        models = [stock.models.get(b.model or "") for b in chosen]
        kwh += sum((model.kwh for model in models if model), _NOTHING)
        count = len(stock.to.batteries) + len(chosen)
        words = ngettext("{count} battery", "{count} batteries", count)
        limit = stock.to.load.limit_kg
        mass = quantity(kg, "kg", 0)
        if limit is not None:
            mass = _("{kg} of {limit} kg").format(kg=number(kg, 0), limit=number(limit, 0))
        said = (
            words.format(count=number(count, 0)),
            AT_LEAST * any(b.kg is None for b in chosen) + mass,
            AT_LEAST * (None in models) + quantity(kwh, "kWh", 1),
        )
        for label, text in zip(self._sums, said, strict=True):
            label.setText(text)

    def _row(self, b: Battery) -> TableRow:
        model = self._stock.models.get(b.model or "") if self._stock else None
        cells = (
            b.code or _("Ticket {ticket}").format(ticket=b.ticket),
            spoken.name(model),
            model.chemistry if model else _("unknown"),
            _grade(b) or "–",
            number(model.kwh, 1) if model else _("unknown"),
            number(b.kg, 0) if b.kg is not None else _("unknown"),
            b.slot or "",
        )
        return TableRow(b.id, cells, shape="done" if b.id in self._chosen else None)

    def _toggle(self, battery: str) -> None:
        if battery in self._chosen:
            del self._chosen[battery]
        else:
            self._chosen[battery] = None
        self._show()

    def _choose_all(self) -> None:
        self._chosen.update(dict.fromkeys(b.id for b in self._fitting()))
        self._show()

    def kept(self) -> str:
        return "\n".join([" ".join(self._chosen), *(one.key() for one in self._filters)])

    def restore(self, kept: str) -> None:
        chosen, *keys = kept.split("\n")
        there = {b.id for b in self._stock.batteries} if self._stock else ()
        self._chosen = dict.fromkeys(id_ for id_ in chosen.split() if id_ in there)
        for one, key in zip(self._filters, keys, strict=True):
            one.set_key(key)
        self._show()

    def enter(self) -> None:
        if self._chosen:
            self.given.emit(tuple(self._chosen))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space chooses the line that the arrows went to, Ctrl+A all that is shown."""
        if event.key() == Qt.Key.Key_A and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._choose_all()
        elif event.key() == Qt.Key.Key_Space and self._table.key:
            self._toggle(self._table.key)
        else:
            super().keyPressEvent(event)


def _options(found: Iterable[str]) -> list[tuple[str, str]]:
    return [(one, one) for one in sorted({f for f in found if f})]


def _grade(b: Battery) -> str:
    return b.bench.given.grade if b.bench.given else ""


def _chemistry(stock: Stock, b: Battery) -> str:
    model = stock.models.get(b.model or "")
    return model.chemistry if model else ""


def _zone(b: Battery) -> str:
    return (b.slot or "").partition("-")[0]
