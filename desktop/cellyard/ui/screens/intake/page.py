"""What every step of a ticket is on screen: a hint line, a body, a foot, and one next step."""

from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLayout, QStackedLayout, QWidget

from cellyard.ui import form, style
from cellyard.ui.screen import Heard
from cellyard.ui.screens.intake.acts import Acts, may_undo, newest, undo_minutes
from cellyard.ui.screens.intake.ticket import Ticket
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.words import _, ngettext

# Hint 48 (two lines), body 380, foot 80, with gaps of 12: they fill the 532 beside the side column.
HINT, GAP = 48, 12
_ROWS = 4


def body_height() -> int:
    """Return the height of the middle part: four rows of keys for gloves, in px of the glass."""
    floor = style.now().floor
    return _ROWS * floor.touch + (_ROWS - 1) * floor.gap


def stacked(hint: QWidget, body: QWidget, foot: QLayout) -> QLayout:
    """Return hint, body and foot under each other; the foot ends where the primary button ends."""
    between = form.gap(GAP)
    return form.column(hint, between, body, between, form.stretch(), foot, gap=0)


@dataclass(frozen=True)
class Primary:
    """The one next step: its verb, what goes with it, or why it cannot be yet."""

    text: str
    second: str = ""
    not_yet: str = ""


class HintLine(QWidget):
    """What to do, muted, where a message stands when there is one; 48 high always."""

    def __init__(self, hint: str = "") -> None:
        super().__init__()
        self.message = MessageLine()
        self._hint = Label(hint, "small", colour="text_muted", wrap=True)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(form.holder(form.column(form.stretch(), self._hint, form.stretch())))
        self._stack.addWidget(self.message)
        self.setFixedHeight(style.px(HINT))

    def hint(self, text: str) -> None:
        """Say what to do now."""
        self._hint.setText(text)
        self._stack.setCurrentIndex(0)

    def caution(self, first: str, then: str = "") -> None:
        """Say what somebody should look at."""
        self.message.caution(first, then)
        self._stack.setCurrentIndex(1)

    def note(self, first: str, then: str = "") -> None:
        """Say what was done."""
        self.message.note(first, then)
        self._stack.setCurrentIndex(1)


class UndoButton(BigButton):
    """Takes the newest act back, says which, and says when it is too late for that."""

    def __init__(self, acts: Acts) -> None:
        super().__init__(_("Undo"), "secondary", key="Ctrl Z", icon="ph.arrow-counter-clockwise")
        self._acts = acts
        self.clicked.connect(acts.undo)

    def show_now(self) -> None:
        """Show what would be taken back now."""
        ticket = self._acts.ticket
        found = newest(ticket.battery) if ticket else None
        if ticket is None or found is None:
            self.set_not_yet(_("Nothing to take back"))
        elif not may_undo(ticket):
            minutes = undo_minutes(ticket)
            late = ngettext("Only within {count} min", "Only within {count} min", minutes)
            self.set_not_yet(late.format(count=minutes))
        else:
            self.set_words(_("Undo"), found[1])
            self.set_ready()


class Page(QWidget):
    """The work area of one step. The screen calls these; each has a do-nothing default.

    `renewed` asks for the primary button to be drawn again, `forward` goes on to the next step.
    """

    key: ClassVar[str]
    live: ClassVar[bool] = False
    renewed = Signal()
    forward = Signal()

    def __init__(self, acts: Acts) -> None:
        super().__init__()
        self.acts = acts
        self.frame = acts.frame
        self.hint = HintLine()
        self.undo = UndoButton(acts)
        # Holds the focus while no field or button has it, so that Enter never presses one that
        # the focus fell on by chance.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def fill(self, body: QWidget, *foot: QWidget) -> None:
        """Lay out hint, body and the buttons of the foot."""
        body.setFixedHeight(body_height())
        buttons = form.row(*foot, form.stretch())
        self.setLayout(stacked(self.hint, body, buttons))

    def begin(self, ticket: Ticket) -> None:
        """The page comes to the front."""

    def show_ticket(self, ticket: Ticket) -> None:
        """Show the ticket as it stands now."""
        raise NotImplementedError

    def primary(self, ticket: Ticket) -> Primary:
        """Return what Enter does now."""
        raise NotImplementedError

    def enter(self, ticket: Ticket) -> None:  # noqa: ARG002 - not every page needs it
        """Enter: go on, unless the page has something to write first."""
        self.forward.emit()

    def digit(self, figure: int) -> bool:  # noqa: ARG002 - not every page needs it
        return False

    def scan(self, heard: Heard) -> bool:  # noqa: ARG002 - not every page needs it
        return False

    def command(self, name: str) -> bool:  # noqa: ARG002 - not every page needs it
        return False

    def typing(self, text: str) -> str:  # noqa: ARG002 - not every page needs it
        return ""

    def tick(self) -> None:
        """Once a second; a `live` page twenty times a second while an instrument speaks."""
