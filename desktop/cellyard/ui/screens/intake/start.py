"""No ticket open: scan the first battery, or go on with one that is half-done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from cellyard.ui import form
from cellyard.ui.screens.intake.floor import Floor, Waiting
from cellyard.ui.screens.intake.invitation import Invitation
from cellyard.ui.screens.intake.picking import Option, Picker
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.label import Label
from cellyard.words import _, ngettext
from cellyard.words.intake import STEPS

_ROWS = 3


class Start(QWidget):
    """The work area before a ticket; the same tiles offer half-done tickets or outlets."""

    resumed = Signal(str)
    unreadable = Signal()
    outlet_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._floor: Floor | None = None
        self._hint = Invitation("mdi6.barcode-scan")
        self._title = Label("", "sub", colour="text_muted")
        self._tickets = Picker(1, _ROWS, marks=False)
        self._tickets.chosen.connect(self.resumed)
        self._outlets = Picker(2, _ROWS)
        self._outlets.chosen.connect(self._outlet)
        self._tiles = QStackedWidget()
        self._tiles.addWidget(self._tickets)
        self._tiles.addWidget(self._outlets)
        self._no_code = BigButton(
            _("No readable code"), "secondary", second=_("Opens a ticket"), key="0 Enter"
        )
        self._no_code.clicked.connect(self.unreadable)
        self._from = BigButton("", "secondary")
        self._from.clicked.connect(self._turn)
        self.setLayout(
            form.column(
                self._hint,
                form.gap(8),
                self._title,
                form.gap(8),
                self._tiles,
                form.gap(12),
                form.stretch(),
                form.row(self._no_code, self._from, form.stretch()),
                gap=0,
            )
        )

    def show_floor(self, floor: Floor) -> None:
        """Show what waits and where the next batteries come from."""
        self._floor = floor
        self._tiles.setCurrentWidget(self._tickets)
        self._show(floor)

    def _show(self, floor: Floor) -> None:
        choosing = self._tiles.currentWidget() is self._outlets
        self._tickets.set_options([_option(w) for w in floor.waiting])
        self._outlets.set_options([Option(p.key, p.name, p.city) for p in floor.partners])
        waiting = _waiting_words(len(floor.waiting))
        self._title.setText(_("Where do they come from?") if choosing else waiting)
        self._hint.set_words(_hint_words(floor), _second_words(floor))
        if choosing:
            first, last, total = self._outlets.page
            of = _("{first} to {last} of {total}").format(first=first, last=last, total=total)
            self._from.set_words(_("More outlets"), of)
        elif floor.outlet:
            words = _("From {outlet}").format(outlet=floor.outlet.name)
            self._from.set_words(words, _("Change, or scan a card"))
        else:
            self._from.set_words(_("Name the outlet"), _("Or scan its card"))
        if floor.partners:
            self._from.set_ready()
        else:
            self._from.set_not_yet(_("None is entered in Set up"))

    def _turn(self) -> None:
        """Offer the outlets; pressed again, the next page of them."""
        if self._floor is None:
            return
        if self._tiles.currentWidget() is self._outlets:
            self._outlets.more()
        else:
            self._tiles.setCurrentWidget(self._outlets)
        self._show(self._floor)

    def _outlet(self, key: str) -> None:
        self._tiles.setCurrentWidget(self._tickets)
        self.outlet_chosen.emit(key)

    def _shown(self) -> Picker:
        choosing = self._tiles.currentWidget() is self._outlets
        return self._outlets if choosing else self._tickets

    def enter(self) -> None:
        """Take the outlet that is marked; a half-done ticket is chosen by its number."""
        option = self._outlets.current
        if self._tiles.currentWidget() is self._outlets and option:
            self._outlet(option.key)

    def digit(self, figure: int) -> bool:
        return self._shown().digit(figure)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._shown().arrow(event.key()):
            event.ignore()


def _hint_words(floor: Floor) -> str:
    return _("Scan the next battery") if floor.today else _("Scan the first battery")


def _second_words(floor: Floor) -> str:
    if floor.truck is None:
        return _("No ticket open. Every code is taken as it is.")
    came = _("{came} of the {announced} announced have come. Has the rest stayed on the truck?")
    return came.format(came=floor.truck.came, announced=floor.truck.announced)


def _waiting_words(count: int) -> str:
    if not count:
        return _("Nothing is half-done here")
    if count <= _ROWS:
        return _("Half-done here")
    more = ngettext(
        "Half-done here, and {count} more", "Half-done here, and {count} more", count - _ROWS
    )
    return more.format(count=count - _ROWS)


def _option(waiting: Waiting) -> Option:
    name = waiting.title or waiting.code or _("No readable code")
    text = _("Ticket {ticket}, {battery}").format(ticket=waiting.ticket, battery=name)
    at = _("Stopped at “{step}”").format(step=_(STEPS[waiting.step]))
    if waiting.owner:
        at = _("{at}, belongs to {name}").format(at=at, name=waiting.owner.name)
    return Option(key=waiting.id, text=text, second=at)
