"""What was found, as a list: how many, each with the searched part underlined."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cellyard.ui import form
from cellyard.ui.screens.find.lookup import Found, Hit, mark
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.line_list import Line, LineList
from cellyard.words import _, ngettext, number
from cellyard.words.numbers import listed


class Results(QWidget):
    """`chosen` names the battery of the line that was chosen."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._count = Label(step="sub", weight=600)
        self._total = Label(step="sub", colour="text_muted")
        self._list = LineList()
        self._list.line_chosen.connect(self.chosen)
        self._keys: list[str] = []
        foot = Label(_("Everything kept at this station."), "small", colour="text_muted", wrap=True)
        head = form.row(self._count, self._total, form.stretch(), gap=6, margins=(18, 13))
        self.setLayout(
            form.column(
                form.holder(head),
                form.line(),
                (self._list, 1),
                form.line(),
                form.holder(form.row(foot, margins=(18, 13))),
                gap=0,
            )
        )

    def show_found(self, found: Found) -> None:
        """Show a page of what was found."""
        count = len(found.hits)
        if not found.fragment and not found.slot:
            words = _("Newest")
        elif found.more:
            words = _("{count}+ found").format(count=number(count, 0))
        else:
            words = ngettext("{count} found", "{count} found", count).format(count=number(count, 0))
        self._count.setText(words)
        self._total.setText(_("of {total}").format(total=number(found.total, 0)))
        self._keys = [hit.battery.id for hit in found.hits]
        self._list.set_lines([_line(hit, found.fragment) for hit in found.hits])

    def choose(self, battery: str) -> None:
        """Mark a battery of the list."""
        self._list.choose(battery)

    def go(self, step: int) -> None:
        """Choose the next line, or the one before."""
        if self._keys:
            at = self._keys.index(self._list.key) + step if self._list.key in self._keys else 0
            self.chosen.emit(self._keys[min(max(at, 0), len(self._keys) - 1)])


def _line(hit: Hit, fragment: str) -> Line:
    battery = hit.battery
    # The code that was searched for may be an earlier one, or one of another plate.
    marked = ((code, mark(code, fragment)) for code in reversed(battery.codes))
    code, part = next(
        ((code, part) for code, part in marked if part[1]), (battery.code, mark(battery.code, ""))
    )
    ticket = _("Ticket {ticket}").format(ticket=battery.ticket)
    return Line(battery.id, code or ticket, hit.name, _where(hit), mono=bool(code), mark=part)


def _where(hit: Hit) -> str:
    battery = hit.battery
    ticket = _("Ticket {ticket}").format(ticket=battery.ticket)
    if battery.withdrawn:
        return _("{ticket}, withdrawn").format(ticket=ticket)
    if battery.merged:
        return _("{ticket}, booked in twice").format(ticket=ticket)
    if hit.left_with:
        return _("Left, {number}").format(number=hit.left_with)
    if battery.slot:
        return listed([battery.slot, ticket])
    if battery.held_slot:
        return _("On its way to {slot}").format(slot=battery.held_slot)
    return _("{ticket}, not put away").format(ticket=ticket)
