"""The card of what may still be on, where something else is done meanwhile: OFF at its side."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from cellyard.ui import form
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.shapes import StateShape
from cellyard.words import _

_SHAPE = 70


class OffCard(QFrame):
    """`pressed`: it is to be switched off, by finger or `press`."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sentence = Label(step="lead", wrap=True)
        self._then = Label(step="body", colour="text_muted", wrap=True)
        self.off = BigButton(_("Switch off"), "stop", tall=True)
        self.off.set_words(_("Switch off"), _("or Esc"))
        self.off.clicked.connect(self.pressed)
        words = form.column(form.stretch(), self._sentence, self._then, form.stretch(), gap=4)
        inside = form.row(StateShape("caution", _SHAPE), (words, 1), self.off, margins=(20, 16))
        self.setLayout(inside)
        self.setProperty("kind", "card")

    def show_words(self, sentence: str, then: str) -> None:
        """Say what may be on, and what came of switching it off."""
        self._sentence.setText(sentence)
        self._then.setText(then)

    def press(self) -> None:
        """Switch off."""
        self.pressed.emit()
