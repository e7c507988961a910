"""What stands on Shift: counters, the risk, two lists, and what is handed over with its step."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cellyard.ui import form, style
from cellyard.ui.screens.shift import said
from cellyard.ui.screens.shift.counters import Counters
from cellyard.ui.screens.shift.risk_curve import RiskCurve
from cellyard.ui.screens.shift.survey import Shift
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.line_list import Line, LineList
from cellyard.words import _, number

_SIDE = 348


class Ways(LineList):
    """Lines that lead away: by a press, or by Enter on the one that the arrow keys stand on."""

    gone = Signal(str)

    def __init__(self) -> None:
        super().__init__(pad=4)
        self.clicked.connect(self._go)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.key:
            event.accept()
            self._go()
        else:
            super().keyPressEvent(event)

    def _go(self, *_index: object) -> None:
        key = self.key
        self.choose("")  # nothing stays chosen behind whoever went
        if key:
            self.gone.emit(key)


class ListCard(QWidget):
    """A card with a title, how many, and lines that lead on; a sentence where there are none."""

    chosen = Signal(str)

    def __init__(self, title: str, none: str) -> None:
        super().__init__()
        self._count = Label(step="sub", colour="text_muted")
        self._none = form.holder(
            form.row(Label(none, "small", colour="text_muted", elide=True), margins=(18, 10))
        )
        self._none.hide()  # nothing is said before it is known
        self._list = Ways()
        self._list.gone.connect(self.chosen)
        name = Label(title, "sub", weight=600)
        head = form.holder(form.row(name, form.stretch(), self._count, margins=(18, 10)))
        inside = form.column(head, form.line(), self._none, (self._list, 1), gap=0)
        self.setLayout(form.column(form.card(inside, padding=0), gap=0))

    def show_lines(self, lines: Sequence[Line], *, counted: bool = True) -> None:
        """Show other lines."""
        self._count.setText(number(len(lines)) if counted else "")
        self._none.setVisible(not lines)
        self._list.setVisible(bool(lines))
        self._list.set_lines(lines)


class ShiftView(QWidget):
    """The board; its lines say which was chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.counters, self.risk = Counters(), RiskCurve()
        self.held = ListCard(_("On hold"), _("Nothing is on hold or abnormal."))
        self.due = ListCard(_("Late or due"), _("Nothing is late or due."))
        self.open = ListCard(_("Hand-over"), _("Nothing stands open."))
        self.next = BigButton("", key=_("Enter"))
        lists = form.row((self.held, 1), (self.due, 1))
        left = form.column((self.risk, 3), (lists, 4))
        width = min(_SIDE, style.now().frame.side_floor)
        right = form.holder(form.column((self.open, 1), self.next), width=width)
        self.setLayout(form.column(self.counters, (form.row((left, 1), right), 1)))
        self.next.set_not_yet(_("Reading what was written"))

    def show_shift(self, found: Shift) -> None:
        """Show the day at one moment."""
        self.counters.set_counted(said.counted(found))
        self.held.show_lines(said.on_hold(found))
        self.due.show_lines(said.due(found))
        things = said.things(found)
        lines = [*said.running(found), *(thing.line for thing in things)]
        self.open.show_lines(lines, counted=False)
        first, *then = things
        after = _("Then {things}").format(things=then[0].short) if then else ""
        self.next.set_words(first.do, after)
        self.next.set_ready()
