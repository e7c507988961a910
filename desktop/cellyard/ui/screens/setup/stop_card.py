"""The card of Set up on which an administrator confirms that a hard-wired stop was seen to work."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from cellyard.domain import people
from cellyard.domain.facts import Role
from cellyard.domain.people import MAY
from cellyard.domain.registers import ARMED, Instrument
from cellyard.ui import form
from cellyard.ui.widgets.hold_button import HoldButton
from cellyard.ui.widgets.label import Label
from cellyard.words import _, day
from cellyard.words.numbers import listed
from cellyard.words.yard import ROLES


class StopCard(QFrame):
    """Only for what can put current or high voltage on a battery; `confirmed` when held."""

    confirmed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._words = Label("", "desk_body", wrap=True, lines=2)
        self._hold = HoldButton(_("Hold to confirm"), second=_("Tried by me today"))
        self._hold.held.connect(self.confirmed)
        said = form.column(form.stretch(), self._words, form.stretch(), gap=0)
        self.setLayout(form.row((said, 1), self._hold, gap=20, margins=(16, 10)))
        form.keep(self)

    def show_of(
        self, instrument: Instrument | None, roles: frozenset[Role], *, touched: bool
    ) -> None:
        """Show how the stop of an instrument stands, and whether it may be confirmed now."""
        if instrument is None or instrument.duty not in ARMED:
            self.setVisible(False)
            return
        self.setVisible(True)
        self._words.setText(_words(instrument))
        if why_not := _not_yet(instrument, roles, touched=touched):
            self._hold.set_not_yet(why_not)
        else:
            self._hold.set_ready()

    @property
    def ready(self) -> bool:
        """True while it may be held."""
        return self.isVisible() and self._hold.isEnabled()


def _not_yet(instrument: Instrument, roles: frozenset[Role], *, touched: bool) -> str:
    """Return why the stop cannot be confirmed now, "" when it can."""
    if not people.may(roles, "confirm_stop"):
        who = [_(words).lower() for role, words in ROLES.items() if role in MAY["confirm_stop"]]
        return _("Only for: {roles}").format(roles=listed(who))
    if not instrument.channel:
        return _("Save its channel first")
    if not instrument.port:
        return _("It is on no port")
    return _("Save the form first") if touched else ""


def _words(instrument: Instrument) -> str:
    if instrument.stop_confirmed:
        at = day(datetime.fromisoformat(instrument.stop_confirmed))
        words = _("The hard-wired stop of channel {channel} was tried on {day}; it went dead.")
        return words.format(channel=instrument.channel, day=at)
    if instrument.duty == "load":
        words = _(
            "I have pressed the hard-wired stop of channel {channel}, and the load went dead."
        )
    else:
        words = _(
            "I have pressed the hard-wired stop of channel {channel}, and the output went dead."
        )
    return words.format(channel=instrument.channel or "–")
