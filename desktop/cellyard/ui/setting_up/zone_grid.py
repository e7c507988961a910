"""The grid that zones and slots are made from, and beside it the yard as it will be."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from cellyard.domain.registers import Zone
from cellyard.domain.rules import in_force
from cellyard.domain.yard import PURPOSES, Layout, enough, zones_from_csv
from cellyard.jobs.founding import shipped_editions
from cellyard.ui import form
from cellyard.ui.setting_up import zones
from cellyard.ui.setting_up.panel import heading
from cellyard.ui.setting_up.rows import Cell, Rows
from cellyard.ui.setting_up.rules import edition_name, known, today
from cellyard.ui.setting_up.sheet import Sheet
from cellyard.ui.setting_up.sketch import YardSketch
from cellyard.ui.setting_up.zones import ZoneRow
from cellyard.ui.widgets.desk import Button
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.words import _, ngettext, number, quantity
from cellyard.words import yard as words

_SHOWN = 6
_KNOWN = 6


class ZoneGrid(QFrame):
    """Rows, or a CSV in their place; `side` is the sketch. `changed` at each change."""

    changed = Signal()

    def __init__(self, rows: Sequence[ZoneRow], csv: str, *, home: str) -> None:
        super().__init__()
        self._home, self._law = home, "CN"
        self.fixed: tuple[Zone, ...] = ()
        self._editions = shipped_editions()
        purposes = tuple((p, _(words.PURPOSES[p])) for p in PURPOSES)
        self._rows = Rows(
            (
                Cell(_("Zone"), 44),
                Cell(_("For"), 156, options=purposes),
                Cell(_("Racks"), 62, figures=True),
                Cell(_("Levels"), 65, figures=True),
                Cell(_("Places"), 68, figures=True),
                Cell(_("kg each"), 80, figures=True),
                Cell(_("kWh each"), 90, figures=True),
            ),
            shown=_SHOWN,
        )
        self._sheet = Sheet(",".join(zones.COLUMNS))
        self._pages = QStackedWidget()
        self._message = MessageLine()
        self._remove = Button(_("Remove this zone"))
        self._sketch = YardSketch()
        self._total = Label("", "small", colour="text_muted")
        self._known = [Label("", "small") for _n in range(_KNOWN)]
        self.setLayout(self._column())
        self.side = self._side()
        self._rows.set_rows([r.cells for r in rows])
        self._sheet.set_text(csv)
        self._pages.setCurrentIndex(1 if csv else 0)
        self._rows.changed.connect(self._typed)
        self._rows.current_changed.connect(self._show)
        self._sheet.changed.connect(self._typed)
        self._sheet.closed.connect(self._back_to_rows)
        self._sheet.unreadable.connect(self._message.wrong)
        self._show()

    def rows(self) -> list[ZoneRow]:
        """Return the rows as typed."""
        return [zones.row(cells) for cells in self._rows.rows()]

    def set_fixed(self, fixed: Sequence[Zone]) -> None:
        """Show zones beside the rows that no row can make; they count, but are not changed."""
        self.fixed = tuple(fixed)
        self._show()

    def set_enabled(self, *, enabled: bool) -> None:
        """Let the yard be changed, or only be looked at."""
        self._pages.setEnabled(enabled)

    def say(self, first: str, then: str) -> None:
        """Say what was done."""
        self._message.note(first, then)

    def say_wrong(self, said: str) -> None:
        """Say why nothing was done."""
        self._message.wrong(said)

    def set_rows(self, rows: Sequence[ZoneRow]) -> None:
        """Fill in other rows, without saying so."""
        self._rows.set_rows([r.cells for r in rows])
        self._show()

    def csv(self) -> str:
        """Return the CSV that stands in place of the rows, "" when they count."""
        return self._sheet.text().strip() if self._pages.currentIndex() == 1 else ""

    def layout_made(self) -> Layout:
        """Return the zones made, and what is wrong."""
        if csv := self.csv():
            return zones_from_csv(csv, home=self._home)
        return zones.layout(self.rows(), home=self._home)

    def set_home(self, home: str, law: str) -> None:
        """Make slots of another station, under another law."""
        self._home, self._law = home, law
        self._show()

    def hindered(self) -> str:
        """Return why this yard cannot be opened yet, "" when it can."""
        made = self.layout_made()
        if made.errors:
            count = len(made.errors)
            said = ngettext("{count} row is not right", "{count} rows are not right", count)
            return said.format(count=count)
        lacking = enough((*made.zones, *self.fixed))
        return _(words.ENOUGH[lacking[0]]) if lacking else ""

    def back(self) -> bool:
        """Step back from the CSV to the rows."""
        if self._pages.currentIndex() == 0:
            return False
        self._back_to_rows()
        return True

    def _column(self) -> QVBoxLayout:
        head, _first, _second = heading(
            _("Where may batteries lie?"),
            _("One line per zone. Slots are named zone, rack, level, place: D-02-3-5."),
        )
        add = Button(_("Add a zone"), icon="ph.plus")
        add.clicked.connect(lambda: self._rows.add(self._next().cells))
        read = Button(_("Read a CSV instead"), icon="ph.file-text")
        read.clicked.connect(self._to_sheet)
        self._remove.clicked.connect(lambda: self._rows.remove(self._rows.current))
        buttons = form.row(add, read, form.stretch(), self._remove, gap=12)
        self._pages.addWidget(form.card(form.column(self._rows, buttons, form.stretch(), gap=6)))
        self._pages.addWidget(self._sheet)
        return form.column(head, (form.column(self._pages), 1), self._message, self._rules(), gap=8)

    def _rules(self) -> QWidget:
        half = _KNOWN // 2
        pairs = [[self._known[n], self._known[n + half]] for n in range(half)]
        return form.card(
            form.column(
                Label(_("The rules already know"), "sub", weight=600),
                form.grid(pairs, gap=(20, 2), stretches=(1, 1)),
                gap=4,
            ),
            padding=(18, 8),
        )

    def _side(self) -> QWidget:
        title = form.row(Label(_("So it will be"), "sub", weight=600), form.stretch(), self._total)
        return form.card(form.column(title, (form.column(self._sketch), 1), gap=12), padding=18)

    def _next(self) -> ZoneRow:
        last = self.rows()[-1] if self.rows() else ZoneRow(places="5", kg="500", kwh="110")
        last.zone, last.purpose = zones.next_zone(self.rows()), "normal"
        return last

    def _to_sheet(self) -> None:
        self._pages.setCurrentIndex(1)
        self._sheet.go_in()
        self._show()

    def _back_to_rows(self) -> None:
        made = self.layout_made()
        again = [r for zone in made.zones if (r := zones.typed(zone))]
        if self.csv() and len(again) == len(made.zones) and not made.errors:
            self._rows.set_rows([r.cells for r in again])
        self._pages.setCurrentIndex(0)
        self._typed()

    def _typed(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        made = self.layout_made()
        if self._pages.currentIndex() == 0:
            self._rows.set_wrong(zones.wrong(self.rows(), made.errors))
        self._remove.setEnabled(self._rows.current >= 0)
        whole = (*made.zones, *self.fixed)
        self._sketch.set_zones(whole)
        count, kg = zones.total(whole)
        slots = ngettext("{count} slot", "{count} slots", count).format(count=number(count))
        self._total.setText(_("{slots}, {tonnes}").format(slots=slots, tonnes=_tonnes(kg)))
        self._say(made)
        self._show_rules()

    def _say(self, made: Layout) -> None:
        if made.errors:
            first = made.errors[0]
            self._message.wrong(_("Row {row}.").format(row=first.row), zones.sentence(first))
        elif lacking := enough((*made.zones, *self.fixed)):
            self._message.caution(_("Not enough yet."), _(words.ENOUGH[lacking[0]]))
        else:
            apart = _("Observation and quarantine are there, and apart from the rest.")
            self._message.note(_("Enough."), apart)

    def _show_rules(self) -> None:
        edition = in_force(self._editions, today(), self._law)
        said = known(edition)[: _KNOWN - 1] if edition else []
        for n, label in enumerate(self._known):
            label.setText(said[n] if n < len(said) else "")
        if edition:
            last = self._known[-1]
            last.setText(_("Rules {edition}, see Set up").format(edition=edition_name(edition.id)))
            last.set_colour("text_muted")


def _tonnes(kg: Decimal) -> str:
    return quantity(kg / 1000, "t", 1)
