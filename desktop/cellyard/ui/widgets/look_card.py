"""The card of what may still be on: a sentence for 1.5 m, what it is, its numbers, what to do."""

from collections.abc import Sequence

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cellyard.ui import form
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.read_out import ReadOut
from cellyard.ui.widgets.rule import Upright
from cellyard.ui.widgets.shapes import ShapeName, StateShape
from cellyard.words import _

_SHAPE, _STEPS = 110, 3


class LookCard(QWidget):
    """Three numbered lines at most; a number that nobody reads now says so.

    `aside` is what else may be done, beside the numbers.
    """

    def __init__(self, aside: QWidget | None = None) -> None:
        super().__init__()
        self._shape = StateShape("caution", _SHAPE)
        self._sentence = Label(step="readout", wrap=True)
        # As high as it needs at its own width, not at a guess.
        policy = self._sentence.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
        self._sentence.setSizePolicy(policy)
        self._what = Label(step="lead", weight=400, colour="text_muted", elide=True)
        self._volts = ReadOut(_("Voltage now"), "V", step="title", widest="888.888", noted=False)
        self._amperes = ReadOut(_("Current now"), "A", step="title", widest="888.88", noted=False)
        self._ohms = ReadOut(_("Insulation now"), "MΩ", step="title", widest="8888", noted=False)
        self._ohms.setVisible(False)
        numbers = form.row(self._volts, Upright(), self._amperes, self._ohms, form.stretch())
        if aside is not None:
            numbers.addWidget(aside)
        self._steps = [
            (Label(str(n + 1), "title"), Label(step="lead", weight=400)) for n in range(_STEPS)
        ]
        words = form.column(form.stretch(), self._sentence, self._what, form.stretch(), gap=8)
        head = form.row(self._shape, (words, 1), gap=28)
        steps = form.grid(self._steps, gap=(20, 14), stretches=(0, 1))
        inside: QVBoxLayout = form.column(
            head,
            form.stretch(),
            numbers,
            form.stretch(),
            form.line(),
            form.stretch(),
            steps,
            form.stretch(2),
            gap=20,
        )
        whole = form.card(inside, kind="raised", padding=(28, 24))
        self.setLayout(form.column(whole))

    def show_words(self, shape: ShapeName, sentence: str, what: str, steps: Sequence[str]) -> None:
        """Say what is the matter, where, and what to do in which order."""
        self._shape.set_shape(shape)
        self._sentence.setText(sentence)
        self._what.setText(what)
        self._what.setVisible(bool(what))
        for (number, line), words in zip(self._steps, (*steps, "", "", ""), strict=False):
            line.setText(words)
            number.setVisible(bool(words))

    def show_numbers(self, volts: str, second: str, *, tester: bool = False) -> None:
        """Show V, and A of a load or M ohm of a tester, as read now; "" for what nobody reads."""
        beside = self._ohms if tester else self._amperes
        self._amperes.setVisible(not tester)
        self._ohms.setVisible(tester)
        for read_out, value in ((self._volts, volts), (beside, second)):
            if value:
                read_out.set_reading(value)
            else:
                read_out.set_none()
