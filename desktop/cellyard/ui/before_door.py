"""What stands before the door while something may be on and nobody works: OFF, asking nobody."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from cellyard.domain.codes import scans
from cellyard.jobs.door import SignedIn
from cellyard.ledger.questions import Questions
from cellyard.ui import form, style
from cellyard.ui.chrome import Chrome
from cellyard.ui.looking import show_stand, told
from cellyard.ui.screen import Frame, Heard, Screen
from cellyard.ui.stand import Stand, stands
from cellyard.ui.station_frame import StationFrame
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.look_card import LookCard
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.words import _
from cellyard.words import battery as spoken

_OFF = 428
_PRESSED = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MayBeOn(Screen):
    """The first screen after a crash: what may be on, and its OFF as the one button.

    Esc, Enter and their cards press it too. A badge is taken only once OFF was told and is not
    answered: who has looked goes on at the bench.
    """

    key = "may_be_on"
    pressed = Signal()

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self.told = False
        self._names: dict[str, str] = {}
        self._asked: frozenset[str] = frozenset()
        self._card = LookCard()
        self._message = MessageLine()
        self.off = BigButton(_("Switch off"), "stop", tall=True)
        self.off.setFixedWidth(style.px(_OFF))
        self.off.clicked.connect(self._press)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        foot = form.row((self._message, 1), self.off)
        self.setLayout(form.column((self._card, 1), foot))

    def show_stands(self, urgent: Sequence[Stand]) -> None:
        """Show what may be on now: the first with its numbers, of the others the sentence."""
        first = urgent[0]
        self._ask_names(urgent)
        show_stand(self._card, first, self._names.get(first.battery, ""))
        keys = ", ".join(stand.key for stand in urgent)
        self.off.set_words(_("Switch off"), _("Channel {channel}, or Esc").format(channel=keys))
        if self.told:
            self._message.caution(
                _("It was told to, and has not said that it is off."),
                _("Use the hard-wired stop at the bench, then scan a badge."),
            )
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

    def _press(self) -> None:
        self.told = True
        self.pressed.emit()

    # --- what the frame calls -------------------------------------------------------------------

    def scan(self, heard: Heard) -> bool:
        match heard.scan:
            case scans.Command("STOP" | "NEXT"):
                self._press()
            case scans.Badge() if self.told:
                return False
            case _:
                self.frame.note(_("Switch off first"), _("Then scan a badge"))
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _PRESSED and not event.isAutoRepeat():
            self._press()
        else:
            super().keyPressEvent(event)


class Guarded(Protocol):
    """The window as what stands before its door sees it."""

    frame: StationFrame
    chrome: Chrome
    signed_in: SignedIn | None

    def acknowledge(self) -> None: ...


class BeforeDoor:
    """Puts the page before the door and takes it away; `look` as often as the lamps are shown."""

    def __init__(self, window: Guarded, show_door: Callable[[], None]) -> None:
        self._window, self._show_door = window, show_door
        self.page: MayBeOn | None = None

    def look(self) -> None:
        """Bring the page up while something may be on and nobody is signed in."""
        urgent = self._urgent()
        if self._window.signed_in is not None:
            return
        if not urgent:
            if self.page is not None:
                self._show_door()
            return
        if self.page is None:
            self.page = MayBeOn(self._window.frame)
            self.page.pressed.connect(self._switch_off)
            # What was refused at the door would take the first Esc.
            self._window.acknowledge()
            self._window.chrome.show_widget(self.page)
        self.page.show_stands(urgent)

    def forget(self) -> QWidget | None:
        """Give the page up, for whoever lets it go."""
        page, self.page = self.page, None
        return page

    def _urgent(self) -> list[Stand]:
        return [stand for stand in stands(self._window.frame.benches) if stand.urgent]

    def _switch_off(self) -> None:
        for stand in self._urgent():
            self._window.frame.benches.stop(stand.key)
        self.look()


def _names(questions: Questions, ids: frozenset[str]) -> Mapping[str, str]:
    """Return what the batteries are, by their ids."""
    models = {model.key: model for model in questions.registers.models()}
    found = (questions.battery(id_) for id_ in ids)
    return {b.id: spoken.name(models.get(b.model or "")) for b in found if b is not None}
