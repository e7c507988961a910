"""Why a battery may be worth what is said: each term with its source, and what is left out."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from cellyard.domain.value import Estimate
from cellyard.ui import form
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.table import Column, SmallTable, TableRow
from cellyard.words import _
from cellyard.words import value as said


class ValuePage(QWidget):
    """Read only; `back` leads to the criteria again."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Label("", "lead", weight=600)
        self._sub = Label("", "small", colour="text_muted", wrap=True)
        self._table = SmallTable(
            (
                Column(_("What")),
                Column(_("Quantity"), 120, align="right"),
                Column(_("Price"), 150, align="right"),
                Column(_("Amount"), 130, align="right"),
            )
        )
        self.back = BigButton(_("Back to the criteria"), "secondary", key=_("Esc"))
        head = form.column(self._title, self._sub, gap=2, margins=(14, 4))
        self.setLayout(form.column(head, (self._table, 1), self.back, gap=8))

    def show_estimate(self, estimate: Estimate) -> None:
        """Show the terms of an estimate."""
        self._title.setText(said.said(estimate))
        self._sub.setText(said.grounds(estimate))
        self._sub.updateGeometry()
        self._table.set_rows(list(_rows(estimate)))


def _rows(estimate: Estimate) -> Iterator[TableRow]:
    for line in estimate.lines:
        state = "caution" if line.old else "rest"
        yield TableRow(line.what, said.figures(line), state, reason=said.source(line))
    for out in estimate.left_out:
        cells = (_(said.WHAT[out.what]), "", "", "–")
        yield TableRow(out.what, cells, "muted", reason=said.left_out(out))
