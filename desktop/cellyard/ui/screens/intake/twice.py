"""The same code a second time: scan again, or say that it is another battery."""

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from cellyard.domain.intake import Reception
from cellyard.ui import form
from cellyard.ui.screens.intake.page import HintLine, body_height, stacked
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.code import CodeField, CodeFields
from cellyard.ui.widgets.label import Label
from cellyard.words import _
from cellyard.words import battery as battery_words


class Doubled(msgspec.Struct, frozen=True, kw_only=True):
    """A battery not yet booked in: `ticket`, which lies in `slot`, has its code already."""

    order: Reception
    code: str
    ticket: str
    slot: str


class Twice(QWidget):
    """Shows the code that came twice and where the first battery with it lies."""

    dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._hint = HintLine()
        self._fields = CodeFields()
        self._where = Label("", "lead", wrap=True)
        self._then = Label("", "sub", colour="text_muted", wrap=True)
        self._back = BigButton(
            _("It is the same battery"), "secondary", second=_("Book nothing in"), key="Esc"
        )
        self._back.clicked.connect(self.dropped)
        card = form.card(
            form.column(self._fields, form.gap(28), self._where, self._then, form.stretch(), gap=8),
            padding=28,
        )
        card.setFixedHeight(body_height())
        self.setLayout(stacked(self._hint, card, form.row(self._back, form.stretch())))

    def ask(self, about: Doubled) -> None:
        """Show which code, and which battery has it already."""
        shown = battery_words.fields(about.code)
        self._fields.set_fields([CodeField(text, meaning) for text, meaning in shown])
        self._hint.caution(_("This code was booked in before."), _("Look at both plates."))
        where = _("Ticket {ticket} has this code and lies in {slot}.")
        self._where.setText(where.format(ticket=about.ticket, slot=about.slot))
        self._then.setText(
            _(
                "Scan again if the scanner read another label. Book it in a second time only "
                "when two batteries carry this code."
            )
        )
