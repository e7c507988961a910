"""A page of Ship: one thing to do, its side, and the one next step at the same place always."""

from decimal import Decimal, InvalidOperation
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QWidget

from cellyard.ui import form
from cellyard.ui.setting_up.panel import Primary, show_primary
from cellyard.ui.widgets.big_button import BigButton
from cellyard.words import _

SIDE = 348


def mass(text: str) -> Decimal | None:
    """Return the mass in kg that was typed, None for none, 0 for what is no mass."""
    typed = text.strip().replace(",", ".").replace(" ", "")
    if not typed:
        return None
    try:
        kg = Decimal(typed)
    except InvalidOperation:
        return Decimal(0)
    return kg if kg.is_finite() and kg > 0 else Decimal(0)


class Page(QWidget):
    """`left`: nothing more is to be done here. What it decides it says by signals of its own."""

    left = Signal()
    # Holds what a scan would throw away: typed, answered, chosen.
    half_done: ClassVar[bool] = False

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

    def kept(self) -> str:
        """Return what must not be lost when the page is built anew (language, look)."""
        return ""

    def restore(self, kept: str) -> None:
        """Take back what `kept` returned; the page has been asked anew before."""
