"""Sign in: a badge, or a name and a PIN; half-done jobs wait for their owner or are handed over."""

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import QLayout, QStackedWidget

from cellyard.domain import intake
from cellyard.domain.codes import scans
from cellyard.jobs import door
from cellyard.jobs.door import SignedIn
from cellyard.jobs.people import Listed
from cellyard.ui import form, style
from cellyard.ui.asking import now_ms
from cellyard.ui.screen import Frame, Heard, Screen
from cellyard.ui.screens.sign_in.names import Names
from cellyard.ui.screens.sign_in.pin import PinEntry
from cellyard.ui.screens.sign_in.waiting import Waiting, WaitingCard, waiting
from cellyard.ui.setting_up.corner import corner
from cellyard.ui.setting_up.people import badge_number
from cellyard.ui.style.icons import paint_icon
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.off_card import OffCard
from cellyard.ui.widgets.painted import Painted
from cellyard.ui.widgets.top_line import CornerButton
from cellyard.words import _

_ICON = 132
# The line of this step is lower than its letters hang.
_TITLE = 72


class SignIn(Screen):
    """What the window shows while nobody works. `signed_in` with who it is from now on.

    A ticket that was taken over, or that waited for who signs in, is opened afterwards.
    """

    key = "sign_in"
    signed_in = Signal(object)

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._chosen = ""
        self._taking = ""
        self._names = Names()
        self._card = WaitingCard()
        self._pin = PinEntry()
        self._head = QStackedWidget()
        self._off: OffCard | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setLayout(self._laid_out())
        self._names.chosen.connect(self._choose)
        self._card.wanted.connect(self._take)
        self._pin.given.connect(self._try)
        frame.work(door.admits, done=self._learn)

    def corner(self) -> tuple[CornerButton, CornerButton]:
        """Return what the window puts into the corner of its top line: language and theme."""
        return corner(self.frame.settings, self.frame.use_settings)

    def warn(self, card: OffCard | None) -> None:
        """Have this in place of the heading while something may be on; None: nothing any more."""
        if self._off is not None:
            self._head.removeWidget(self._off)
            self._off.deleteLater()
        self._off = card
        if card is not None:
            self._head.setCurrentIndex(self._head.addWidget(card))

    # --- what the frame calls -------------------------------------------------------------------

    def scan(self, heard: Heard) -> bool:
        """Take a badge, our own card or whatever code a badge carries; a card of ours is none."""
        match heard.scan:
            case scans.Badge() | scans.BatteryCode():
                number, now = badge_number(heard.text), now_ms()
                self.frame.work(lambda s: door.by_badge(s, number, now), done=self._came)
                return True
            case scans.Command(name=name):
                return self.command(name)
            case _:
                return False

    def command(self, name: str) -> bool:
        match name:
            case "TAKEOVER":
                self._card.press()
            case "STOP" if self._off is not None:
                self.escape()
            case _:
                return False
        return True

    def enter(self) -> None:
        self._pin.press("ok")

    def escape(self) -> bool:
        if self._off is not None:
            self._off.press()
        return self._pin.clear() or self._off is not None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.enter()
            case Qt.Key.Key_Backspace:
                self._pin.press("back")
            case Qt.Key.Key_Escape if self.escape():
                pass
            case _ if len(text) == 1 and text in "0123456789":
                self._pin.press(text)
            case _:
                super().keyPressEvent(event)

    # --- how it stands --------------------------------------------------------------------------

    def _laid_out(self) -> QLayout:
        title = Label(_("Scan your badge"), "display")
        title.setFixedHeight(style.px(_TITLE))
        how = _("Or tap your name and type your PIN. Gloves stay on.")
        words = form.column(
            form.stretch(),
            title,
            Label(how, "lead", weight=400, colour="text_muted", elide=True),
            form.stretch(),
            gap=0,
        )
        head = form.row(form.holder(form.column(_Icon()), width=_ICON), (words, 1), gap=28)
        self._head.addWidget(form.holder(head))
        left = form.column((self._head, 1), self._names, self._card, gap=20)
        return form.row((left, 1), self._pin, gap=64, margins=(40, 8, 40, 8))

    # --- who is there ---------------------------------------------------------------------------

    def _learn(self, listed: list[Listed]) -> None:
        self._names.set_people(listed)
        if not self._chosen and listed:
            self._choose(listed[0].id)
        names = {p.id: p.name for p in listed}
        station = self.frame.station
        self.frame.ask(lambda q: waiting(q, station, now_ms(), names), self._wait, key="sign in")

    def _wait(self, found: list[Waiting]) -> None:
        self._card.set_waiting(found)

    def _choose(self, id_: str) -> None:
        found = self._names.person(id_)
        if found is None or self._pin.trying:
            return
        self._chosen = id_
        self._names.choose(id_)
        self._card.prefer(id_)
        self._pin.ask(found.name)

    def _take(self, ticket: str) -> None:
        self._taking = ticket
        self.setFocus()

    def _try(self, pin: str) -> None:
        id_, now = self._chosen, now_ms()
        self.frame.work(
            lambda s: door.by_pin(s, id_, pin, now), done=self._came, refused=self._pin.refuse
        )

    def _came(self, person: SignedIn) -> None:
        self._pin.end()
        ticket, mine = self._taking, self._card.of(person.id)
        self.signed_in.emit(person)
        if ticket and ticket != mine:
            order = intake.TakingOver(battery=ticket)
            self.frame.record(
                intake.take_over, order, done=lambda _written: self.frame.go("intake", ticket)
            )
        elif mine:
            self.frame.go("intake", mine)


class _Icon(Painted):
    """The badge, as large as a hand."""

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(_ICON), look.px(_ICON)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour = look.colour.accent_line
        icon = "mdi6.badge-account-horizontal-outline"
        paint_icon(painter, icon, QPointF(0, 0), self.width(), colour)
