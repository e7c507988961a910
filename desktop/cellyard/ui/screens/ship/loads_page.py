"""The loads: what is made up, what is on the road, what was received."""

from PySide6.QtCore import Signal

from cellyard.domain.shipping.load import Load
from cellyard.ui import form
from cellyard.ui.screens.ship.page import Page
from cellyard.ui.screens.ship.survey import Overview
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.widgets.empty import EmptyHint
from cellyard.ui.widgets.table import Column, RowState, SmallTable, TableRow
from cellyard.words import _, number
from cellyard.words.bench_facts import ROUTES
from cellyard.words.shipping import STATES


class LoadsPage(Page):
    """`opened(load)`: a load was chosen; `new_wanted`: another one is to be made up."""

    opened = Signal(str)
    new_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._table = SmallTable(
            (
                Column(_("Number of the load"), 252, mono=True),
                Column(_("Consignee")),
                Column(_("Goes to"), 112, quiet=True),
                Column(_("Batteries"), 90, align="right"),
                Column(_("Leaves"), 112),
                Column(_("State"), 116),
            )
        )
        self._table.row_chosen.connect(self.opened)
        self._none = EmptyHint("ph.truck", _("No load yet"), _("Begin one with New load."))
        sub = _("Choose one to go on with it.")
        head, _title, _sub = heading(_("Loads"), sub)
        lines = form.card(form.column((self._table, 1), self._none), padding=(6, 4))
        self._may = False
        self.lay_out(form.holder(form.column(head, (lines, 1))), form.stretch())

    def show_loads(self, found: Overview) -> None:
        """Show the loads, newest first."""
        self._may = found.may_ship
        self._none.setVisible(not found.loads)
        self._table.setVisible(bool(found.loads))
        self._table.set_rows([_row(load, found) for load in found.loads])
        self._table.choose("")
        reason = "" if self._may else _("A supervisor ships")
        self.say(Primary(_("New load"), _("Consignee, day and way"), not_yet=reason))

    def enter(self) -> None:
        if self._may:
            self.new_wanted.emit()

    def escape(self) -> bool:
        return False


def _row(load: Load, found: Overview) -> TableRow:
    cells = (
        load.number,
        found.partner(load.consignee),
        _(ROUTES[load.route]),
        number(found.batteries[load.id], 0),
        load.leaves_on,
        _(STATES[load.state]),
    )
    state: RowState = "muted" if load.state in ("received", "cancelled") else "rest"
    if load.state == "received" and load.id in found.unsettled:
        state = "caution"
    return TableRow(load.id, cells, state)
