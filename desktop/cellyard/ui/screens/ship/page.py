"""A page of Ship: one thing to do, its side, and the one next step at the same place always."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QWidget

from cellyard.domain.refusals import Refused
from cellyard.ui import form
from cellyard.ui.setting_up.panel import Primary, show_primary
from cellyard.ui.widgets.big_button import BigButton
from cellyard.words import _

SIDE = 348


class Page(QWidget):
    """`left`: nothing more is to be done here. What it decides it says by signals of its own."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.next = BigButton("", key=_("Enter"))
        self.next.clicked.connect(self.enter)

    def lay_out(
        self, middle: QLayout | QWidget, *side: form.Placed, foot: QWidget | None = None
    ) -> None:
        """Set the middle, and at the right the side with the next step (or `foot`) under it."""
        column = form.column(*side, foot or self.next)
        self.setLayout(form.row((middle, 1), form.holder(column, width=SIDE)))

    def say(self, primary: Primary | None) -> None:
        """Let the next step say this."""
        show_primary(self.next, primary)

    def enter(self) -> None:
        """Enter, or the primary button."""

    def escape(self) -> bool:
        """Step back; the page that called it shows again."""
        self.left.emit()
        return True

    def digit(self, figure: int) -> bool:
        """Take a figure 1 to 9; False when it means nothing here."""
        del figure
        return False

    def refuse(self, no: Refused) -> None:
        """What was asked for was not written: let it be asked again."""
        del no
