"""The PIN at the door: figures by finger or by keys, the sentence of a wrong one, the waiting."""

import time

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from cellyard.domain.people import PIN_FIGURES
from cellyard.domain.refusals import Refused
from cellyard.ui import form, style
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.ui.widgets.pin import Keypad, PinDots
from cellyard.words import _, sentence

_WIDTH = 388
# A lockout is said in two lines; Chinese ones stand higher.
_TWO_LINES = 46


class PinEntry(QWidget):
    """Takes the PIN of one person. `given` when it is to be tried; until `refuse`, nothing is."""

    given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._pin = ""
        self._trying = False
        self._closed_until = 0.0
        self._name = Label("", "title", elide=True)
        figures = _("PIN, {least} to {most} figures")
        asked = figures.format(least=PIN_FIGURES.start, most=PIN_FIGURES.stop - 1)
        self._dots = QStackedWidget()
        self._dots.setFixedHeight(style.px(26))
        for length in PIN_FIGURES:
            self._dots.addWidget(PinDots(length))
        self._said = form.keep(MessageLine())
        self._said.setFixedHeight(style.px(_TWO_LINES))
        self._keypad = Keypad()
        self._keypad.pressed.connect(self.press)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self.tick)
        person = form.column(
            form.stretch(),
            self._name,
            Label(asked, "sub", colour="text_muted"),
            form.gap(18),
            self._dots,
            form.stretch(),
            gap=4,
        )
        self.setLayout(form.column((person, 1), self._said, form.gap(20), self._keypad))
        self.setFixedWidth(style.px(_WIDTH))
        self._say("")
        self._show()

    @property
    def trying(self) -> bool:
        """True while a PIN is being tried."""
        return self._trying

    def ask(self, name: str) -> None:
        """Ask a person for the PIN."""
        self._name.setText(name)
        self._closed_until = 0.0
        self._say("")
        self.clear()

    def press(self, key: str) -> None:
        """Take a key: a figure, `back` or `ok`."""
        if self._trying or not self._name.text() or self._left():
            return
        if key == "ok":
            if len(self._pin) >= PIN_FIGURES.start:
                self._trying = True
                self._show()
                self.given.emit(self._pin)
            return
        pin = self._pin[:-1] if key == "back" else self._pin + key
        self._pin = pin[: PIN_FIGURES.stop - 1]
        self._say("")
        self._show()

    def clear(self) -> bool:
        """Forget the figures; False when there were none."""
        typed, self._pin = bool(self._pin), ""
        self._show()
        return typed

    def refuse(self, refused: Refused) -> None:
        """The PIN was wrong, or tried too often: say so, and count the seconds."""
        self._trying, self._pin = False, ""
        seconds = refused.shown.get("seconds", 0)
        if refused.code == "locked_out" and isinstance(seconds, int):
            self._closed_until = time.monotonic() + seconds
            self._second.start()
            self.tick()
        else:
            self._say(sentence(refused))
        self._show()
        self._shown_dots().set_wrong()

    def tick(self) -> None:
        """Say how many seconds are left, or that there are none."""
        if left := self._left():
            self._say(sentence(Refused("locked_out", seconds=left)))
            return
        self.end()
        self._say("")
        self._show()

    def end(self) -> None:
        """Count no longer."""
        self._second.stop()
        self._closed_until = 0.0

    def _left(self) -> int:
        return max(0, -int(-(self._closed_until - time.monotonic()) // 1))

    def _shown_dots(self) -> PinDots:
        self._dots.setCurrentIndex(max(0, len(self._pin) - PIN_FIGURES.start))
        shown = self._dots.currentWidget()
        if not isinstance(shown, PinDots):
            raise TypeError(shown)
        return shown

    def _show(self) -> None:
        self._shown_dots().set_filled(len(self._pin))
        enough = len(self._pin) >= PIN_FIGURES.start
        self._keypad.set_ok(ready=enough and not self._trying and not self._left())

    def _say(self, words: str) -> None:
        self._said.wrong(words)
        self._said.setVisible(bool(words))
