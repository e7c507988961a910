"""What stands before the door, then on it, while something may be on and nobody works: OFF."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from cellyard.domain.codes import scans
from cellyard.domain.refusals import Refused
from cellyard.jobs.door import SignedIn
from cellyard.ledger.questions import Questions
from cellyard.ui import form, style
from cellyard.ui.asking import Asking
from cellyard.ui.chrome import Chrome
from cellyard.ui.looking import show_stand, told
from cellyard.ui.screen import Frame, Heard, Screen
from cellyard.ui.stand import Stand, stands
from cellyard.ui.station_frame import StationFrame
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.look_card import LookCard
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.ui.widgets.off_card import OffCard
from cellyard.words import N_, _
from cellyard.words import battery as spoken

_OFF, _DOOR = 428, 260
NOT_ANSWERED = N_("It was told to, and has not said that it is off.")
_PRESSED = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MayBeOn(Screen):
    """The first screen after a crash: what may be on, and its OFF as the one button.

    Esc, Enter and their cards press it too. Only once OFF was told and is not answered, who has
    looked may go on at the bench: `came` by a badge, or by the door that is `wanted` then.
    """

    key = "may_be_on"
    pressed = Signal()
    wanted = Signal()
    came = Signal(object)

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self.told = False
        self._asking = Asking(frame)
        self._names: dict[str, str] = {}
        self._asked: frozenset[str] = frozenset()
        self._card = LookCard()
        self._message = MessageLine()
        self.off = BigButton(_("Switch off"), "stop", tall=True)
        self.off.setFixedWidth(style.px(_OFF))
        self.off.clicked.connect(self.pressed)
        self.door = form.keep(BigButton(_("Sign in"), "secondary"))
        self.door.set_words(_("Sign in"), _("Badge or PIN"))
        self.door.setFixedWidth(style.px(_DOOR))
        self.door.clicked.connect(self.wanted)
        self.door.setVisible(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        foot = form.row((self._message, 1), self.door, form.gap(style.now().floor.gap), self.off)
        self.setLayout(form.column((self._card, 1), foot))

    def show_stands(self, urgent: Sequence[Stand], *, told_off: bool) -> None:
        """Show what may be on now: the first with its numbers, of the others the sentence.

        `told_off`: each of them was told to go off.
        """
        first, self.told = urgent[0], told_off
        self._ask_names(urgent)
        show_stand(self._card, first, self._names.get(first.battery, ""))
        keys = ", ".join(stand.key for stand in urgent)
        self.off.set_words(_("Switch off"), _("Channel {channel}, or Esc").format(channel=keys))
        self.door.setVisible(self.told)
        if self.told:
            self._message.caution(_(NOT_ANSWERED), _("Use the hard-wired stop at the bench."))
        elif len(urgent) > 1:
            self._message.caution(" ".join(told(stand) for stand in urgent[1:]))
        else:
            self._message.note(_("Nobody has to sign in for this."))

    def _ask_names(self, urgent: Sequence[Stand]) -> None:
        """Learn what the batteries are, once."""
        ids = frozenset(stand.battery for stand in urgent if stand.battery)
        if ids != self._asked:
            self._asked = ids
            self.frame.ask(lambda q: _names(q, ids), self._names.update, key="may be on")

    # --- what the frame calls -------------------------------------------------------------------

    def scan(self, heard: Heard) -> bool:
        match heard.scan:
            case scans.Command("STOP" | "NEXT"):
                self.pressed.emit()
            case _ if self.told and self._asking.badge(heard, self.came.emit, self._nobody):
                pass
            case _:
                self.frame.note(_("Switch off first"), _("Then scan a badge"))
        return True

    def _nobody(self) -> None:
        self.frame.refuse(Refused("unknown_badge"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _PRESSED and not event.isAutoRepeat():
            self.pressed.emit()
        else:
            super().keyPressEvent(event)


class Guarded(Protocol):
    """The window as what stands before its door sees it."""

    frame: StationFrame
    chrome: Chrome
    signed_in: SignedIn | None

    def acknowledge(self) -> None: ...

    def sign_in(self, person: SignedIn) -> None: ...


class BeforeDoor:
    """Puts the page before the door, or the card on it, and takes them away.

    `look` as often as the lamps are shown. `show_door` brings the door in place of the page, with
    the card on it or none.
    """

    def __init__(self, window: Guarded, show_door: Callable[[OffCard | None], None]) -> None:
        self._window, self._show_door = window, show_door
        self.page: MayBeOn | None = None
        self._card: OffCard | None = None
        self._told: frozenset[str] = frozenset()

    @property
    def stands(self) -> bool:
        """Whether something may be on that nothing else may cover."""
        return self.page is not None or self._card is not None

    def look(self) -> None:
        """Bring page or card up while something may be on and nobody is signed in."""
        urgent = self._urgent()
        if self._window.signed_in is not None:
            return
        told_off = _named(urgent) <= self._told
        if not urgent:
            if self.stands:
                self._show_door(None)
        elif self._card is not None and told_off:
            self._card.show_words(" ".join(told(stand) for stand in urgent), _(NOT_ANSWERED))
        else:
            self._show_page(urgent, told_off=told_off)

    def _show_page(self, urgent: Sequence[Stand], *, told_off: bool) -> None:
        self._card = None  # what came meanwhile was not told yet: its OFF is the one button again
        if self.page is None:
            self.page = MayBeOn(self._window.frame)
            self.page.pressed.connect(self._switch_off)
            self.page.wanted.connect(self._want_door)
            self.page.came.connect(self._window.sign_in)
            # What was refused at the door would take the first Esc.
            self._window.acknowledge()
            self._window.chrome.show_widget(self.page)
        self.page.show_stands(urgent, told_off=told_off)

    def _want_door(self) -> None:
        """OFF was told and is not answered: the door comes, with the card on it."""
        card, told_off = OffCard(), self._told
        card.pressed.connect(self._switch_off)
        self._show_door(card)
        self._card, self._told = card, told_off
        self.look()

    def forget(self) -> QWidget | None:
        """Give the page up, for whoever lets it go; the card goes with its door."""
        page, self.page, self._card = self.page, None, None
        self._told = frozenset()
        return page

    def _urgent(self) -> list[Stand]:
        return [stand for stand in stands(self._window.frame.benches) if stand.urgent]

    def _switch_off(self) -> None:
        urgent = self._urgent()
        for stand in urgent:
            self._window.frame.benches.stop(stand.key)
        self._told = _named(urgent)
        self.look()


def _named(urgent: Sequence[Stand]) -> frozenset[str]:
    """Name what may be on: load and tester of one channel are two things."""
    return frozenset(f"{stand.key} {stand.urgent}" for stand in urgent)


def _names(questions: Questions, ids: frozenset[str]) -> Mapping[str, str]:
    """Return what the batteries are, by their ids."""
    models = {model.key: model for model in questions.registers.models()}
    found = (questions.battery(id_) for id_ in ids)
    return {b.id: spoken.name(models.get(b.model or "")) for b in found if b is not None}
