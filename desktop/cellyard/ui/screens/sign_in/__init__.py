"""Sign in: a badge, or a name and a PIN; half-done jobs wait for their owner or are handed over."""

import time

from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import QLayout, QStackedWidget

from cellyard.domain import intake, people
from cellyard.domain.codes import scans
from cellyard.domain.refusals import Refused
from cellyard.jobs import people as door
from cellyard.jobs.people import Listed, SignedIn
from cellyard.ui import form, style
from cellyard.ui.screen import Frame, Heard, Screen
from cellyard.ui.screens.sign_in.names import Names
from cellyard.ui.screens.sign_in.waiting import Waiting, WaitingCard, waiting
from cellyard.ui.setting_up.corner import corner
from cellyard.ui.setting_up.people import badge_number
from cellyard.ui.style.icons import paint_icon
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.ui.widgets.painted import Painted
from cellyard.ui.widgets.pin import Keypad, PinDots
from cellyard.ui.widgets.top_line import CornerButton
from cellyard.words import _, sentence

_ICON, _KEYPAD = 132, 388
# The line of this step is lower than its letters hang.
_TITLE = 72
# A lockout is said in two lines; Chinese ones stand higher.
_TWO_LINES = 46
_FIGURES = people.PIN_FIGURES


class SignIn(Screen):
    """What the window shows while nobody works. `signed_in` with who it is from now on.

    A ticket that was taken over, or that waited for who signs in, is opened afterwards.
    """

    key = "sign_in"
    signed_in = Signal(object)

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._chosen: Listed | None = None
        self._pin = ""
        self._working = False
        self._closed_until = 0.0
        self._taking = ""
        self._names = Names()
        self._card = WaitingCard()
        self._name = Label("", "title", elide=True)
        self._asked = Label("", "sub", colour="text_muted")
        self._dots = QStackedWidget()
        for length in range(_FIGURES.start, _FIGURES.stop):
            self._dots.addWidget(PinDots(length))
        self._said = form.keep(MessageLine())
        self._said.setFixedHeight(style.px(_TWO_LINES))
        self._keypad = Keypad()
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._tick)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setLayout(self._laid_out())
        self._names.chosen.connect(self._choose)
        self._card.wanted.connect(self._take)
        self._keypad.pressed.connect(self._key)
        self._show()
        frame.work(door.at_the_door, done=self._learn)

    def corner(self) -> tuple[CornerButton, CornerButton]:
        """Return what the window puts into the corner of its top line: language and theme."""
        return corner(self.frame.settings, self.frame.use_settings)

    def scan(self, heard: Heard) -> bool:
        """Take a badge, our own card or whatever code a badge carries; a card of ours is none."""
        match heard.scan:
            case scans.Badge() | scans.BatteryCode():
                number, now = badge_number(heard.text), _now_ms()
                self.frame.work(
                    lambda s: door.by_badge(s, number, now), done=self._came, refused=self._no_badge
                )
                return True
            case scans.Command(name=name):
                return self.command(name)
            case _:
                return False

    def command(self, name: str) -> bool:
        if name != "TAKEOVER":
            return False
        self._card.press()
        return True

    def enter(self) -> None:
        self._key("ok")

    def escape(self) -> bool:
        if not self._pin:
            return False
        self._pin = ""
        self._show()
        return True

    # --- how it stands --------------------------------------------------------------------------

    def _laid_out(self) -> QLayout:
        icon = form.holder(form.column(_Icon()), width=_ICON)
        title = Label(_("Scan your badge"), "display")
        title.setFixedHeight(style.px(_TITLE))
        words = form.column(
            form.stretch(),
            title,
            Label(
                _("Or tap your name and type your PIN. Gloves stay on."),
                "lead",
                weight=400,
                colour="text_muted",
                elide=True,
            ),
            form.stretch(),
            gap=0,
        )
        head = form.row(icon, (words, 1), gap=28)
        left = form.column(form.stretch(), head, form.stretch(), self._names, self._card, gap=20)
        person = form.column(
            form.stretch(), self._name, self._asked, form.gap(18), self._dots, form.stretch(), gap=4
        )
        right = form.column((person, 1), self._said, form.gap(20), self._keypad)
        self._dots.setFixedHeight(style.px(26))
        return form.row(
            (left, 1), form.holder(right, width=_KEYPAD), gap=64, margins=(40, 8, 40, 8)
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus()

    # --- who is there ---------------------------------------------------------------------------

    def _learn(self, listed: list[Listed]) -> None:
        self._names.set_people(listed)
        if self._chosen is None and listed:
            self._choose(listed[0].id)
        names = {p.id: p.name for p in listed}
        station = self.frame.station
        self.frame.ask(lambda q: waiting(q, station, _now_ms(), names), self._wait, key="sign in")

    def _wait(self, found: list[Waiting]) -> None:
        self._card.set_waiting(found)

    def _choose(self, id_: str) -> None:
        found = self._names.person(id_)
        if found is None or self._working:
            return
        self._chosen, self._pin, self._closed_until = found, "", 0.0
        self._names.choose(id_)
        self._card.prefer(id_)
        self._say("")
        self._show()

    def _take(self, ticket: str) -> None:
        self._taking = ticket
        self.setFocus()

    # --- the PIN --------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._key("ok")
            case Qt.Key.Key_Backspace:
                self._key("back")
            case Qt.Key.Key_Escape if self.escape():
                pass
            case _ if len(text) == 1 and text in "0123456789":
                self._key(text)
            case _:
                super().keyPressEvent(event)

    def _key(self, key: str) -> None:
        if self._working or self._chosen is None or self._left():
            return
        if key == "ok":
            self._try()
            return
        self._pin = self._pin[:-1] if key == "back" else self._pin + key
        self._pin = self._pin[: _FIGURES.stop - 1]
        self._say("")
        self._show()

    def _try(self) -> None:
        if self._chosen is None or len(self._pin) < _FIGURES.start:
            return
        id_, pin, now = self._chosen.id, self._pin, _now_ms()
        self._working = True
        self._show()
        self.frame.work(
            lambda s: door.by_pin(s, id_, pin, now), done=self._came, refused=self._no_pin
        )

    def _no_badge(self, refused: Refused) -> None:
        self.frame.wrong(sentence(refused))

    def _no_pin(self, refused: Refused) -> None:
        self._working, self._pin = False, ""
        if refused.code == "locked_out":
            seconds = refused.shown["seconds"]
            self._closed_until = time.monotonic() + (seconds if isinstance(seconds, int) else 0)
            self._second.start()
            self._tick()
        else:
            self._say(sentence(refused))
        self._show()
        self._dots_now().set_wrong()

    def _left(self) -> int:
        """Return how many seconds sign-in is still closed for the one chosen."""
        return max(0, -int(-(self._closed_until - time.monotonic()) // 1))

    def _tick(self) -> None:
        left = self._left()
        if left:
            self._say(sentence(Refused("locked_out", seconds=left)))
            return
        self._second.stop()
        self._closed_until = 0.0
        self._say("")
        self._show()

    def _came(self, person: SignedIn) -> None:
        self._second.stop()
        ticket, mine = self._taking, self._card.of(person.id)
        self.signed_in.emit(person)
        if ticket and ticket != mine:
            order = intake.TakingOver(battery=ticket)
            self.frame.record(
                intake.take_over, order, done=lambda _written: self.frame.go("intake", ticket)
            )
        elif mine:
            self.frame.go("intake", mine)

    # --- showing --------------------------------------------------------------------------------

    def _dots_now(self) -> PinDots:
        length = max(_FIGURES.start, len(self._pin))
        self._dots.setCurrentIndex(length - _FIGURES.start)
        shown = self._dots.currentWidget()
        if not isinstance(shown, PinDots):
            raise TypeError(shown)
        return shown

    def _show(self) -> None:
        self._name.setText(self._chosen.name if self._chosen else "")
        asked = _("PIN, {least} to {most} figures")
        self._asked.setText(asked.format(least=_FIGURES.start, most=_FIGURES.stop - 1))
        self._dots_now().set_filled(len(self._pin))
        ready = len(self._pin) >= _FIGURES.start and not self._working and not self._left()
        self._keypad.set_ok(ready=ready)

    def _say(self, words: str) -> None:
        self._said.wrong(words)
        self._said.setVisible(bool(words))


class _Icon(Painted):
    """The badge, as large as a hand."""

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(_ICON), look.px(_ICON)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour = look.colour.accent_line
        icon = "mdi6.badge-account-horizontal-outline"
        paint_icon(painter, icon, QPointF(0, 0), self.width(), colour)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
