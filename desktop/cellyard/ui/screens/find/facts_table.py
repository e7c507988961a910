"""The facts of a battery as a table, newest first, and how many lie below the edge."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from cellyard.ui import form, style
from cellyard.ui.screens.find.story import Story, Told
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.table import Column, SmallTable, TableRow
from cellyard.words import _, ngettext, number, times

TICK = "✓"
_NO_TICK = "–"


class FactsTable(QWidget):
    """`chosen` names the fact of a row that was chosen."""

    chosen = Signal(str)

    def __init__(self, bench: QWidget, *buttons: QWidget) -> None:
        """Stand over its buttons; `bench` holds those for which only the bench has papers."""
        super().__init__()
        self._table = SmallTable(
            (
                Column(_("When"), 162, quiet=True),
                Column(_("What happened")),
                Column(_("Who"), 128),
                Column(_("Where"), 94),
                Column(_("Fact"), 74, align="right", mono=True),
                Column(_("Chain"), 68, align="centre"),
            )
        )
        self._below = Label(step="desk_body", colour="text_muted", align="right")
        self._count = 0
        self._table.row_chosen.connect(self.chosen)
        self._table.verticalScrollBar().valueChanged.connect(self._count_below)
        self._table.verticalScrollBar().rangeChanged.connect(self._count_below)
        row = form.row(*buttons, form.stretch(), self._below, gap=10)
        foot = form.column(bench, row, gap=8, margins=(10, 8, 10, 10))
        self.setLayout(form.column(self._table, form.stretch(), foot, gap=0))

    @property
    def key(self) -> str:
        """The fact of the chosen row, "" when none is."""
        return self._table.key

    def show_story(self, story: Story, now: int) -> None:
        """Show the facts of a battery."""
        self._count = len(story.line)
        self._table.set_rows([_row(told, now) for told in reversed(story.line)])
        self._count_below()

    def choose(self, ref: str) -> None:
        """Mark a fact."""
        self._table.choose(ref)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the table whole rows: a row that is cut is not read."""
        super().resizeEvent(event)
        layout = self.layout()
        foot = layout.itemAt(layout.count() - 1) if layout else None
        room = self.height() - (foot.sizeHint().height() if foot else 0)
        head, row = style.now().desk.head, style.now().desk.row
        self._table.setFixedHeight(head + max(1, (room - head) // row) * row)
        self._count_below()

    def _count_below(self) -> None:
        last = self._table.rowAt(self._table.viewport().height() - 1)
        below = self._count - last - 1 if last >= 0 else 0
        words = ngettext("{count} more fact below", "{count} more facts below", below)
        self._below.setText(words.format(count=number(below, 0)) if below > 0 else "")


def _row(told: Told, now: int) -> TableRow:
    e = told.recorded.envelope
    cells = (
        times.moment(e.at, now),
        told.said if told.standing else _("{said}, taken back").format(said=told.said),
        told.who,
        e.station,
        number(e.seq, 0),
        TICK if told.sealed else _NO_TICK,
    )
    return TableRow(told.ref, cells, state="rest" if told.standing else "muted")
