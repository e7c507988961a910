"""First run, step 2: who looks after the station."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from cellyard.domain import people
from cellyard.domain.refusals import Refused
from cellyard.ui import form
from cellyard.ui.screens.first_run.draft import Draft
from cellyard.ui.screens.first_run.step import Step
from cellyard.ui.setting_up.panel import heading
from cellyard.ui.setting_up.people import badge_number
from cellyard.ui.widgets.desk import Field
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.words import N_, _, sentence

_MAY = (
    N_("Enters people and gives them roles"),
    N_("Changes zones, slots, ports and models"),
    N_("Publishes rules"),
    N_("Sets a new PIN for who forgot it"),
    N_("Works as everybody else"),
)


@dataclass
class Pins:
    """The PIN as typed twice: kept in memory only, and typed again after a crash."""

    pin: str = ""
    again: str = ""

    def wrong(self) -> str:
        """Return what is wrong, as a sentence; "" when the PIN can be taken."""
        try:
            people.check_pin(self.pin)
        except Refused as refused:
            return sentence(refused)
        return "" if self.pin == self.again else _("The two PINs differ. Type them again.")


class AdministratorStep(Step):
    """Name, badge by scan or typed, PIN twice."""

    key = "administrator"
    title = N_("Administrator")
    short = N_("people")

    def __init__(self, draft: Draft, keep: Callable[[], None], pins: Pins) -> None:
        super().__init__(draft, keep)
        self._pins = pins
        self._name = Field(draft.administrator)
        self._badge = Field(draft.badge, mono=True, hint=_("scan it, or type its number"))
        self._pin = Field(pins.pin, secret=True, hint=_("4 to 8 figures"))
        self._again = Field(pins.again, secret=True)
        self._message = MessageLine()
        self.middle, self.side = self._middle(), self._side()
        for field in (self._name, self._badge, self._pin, self._again):
            field.textChanged.connect(self._typed)
        self._show()

    def second(self) -> str:
        name, badge = self.draft.administrator.strip(), self.draft.badge.strip()
        if not name:
            return _("Name, badge, PIN")
        return _("{name}, badge {badge}").format(name=name, badge=badge) if badge else name

    def hindered(self) -> str:
        if not self.draft.administrator.strip():
            return _("The name is missing")
        if not self._pins.pin:
            return _("The PIN is missing")
        return _("The PIN is not right yet") if self._pins.wrong() else ""

    def shown(self) -> None:
        empty = [f for f in (self._name, self._pin, self._again) if not f.text()]
        (empty[0] if empty else self._name).setFocus()

    def scan(self, text: str) -> str:
        self._badge.setText(badge_number(text))
        return _("badge of the administrator")

    def _middle(self) -> QWidget:
        head, _first, _second = heading(
            _("Who looks after this station?"),
            _("One person to begin with. All others are entered in Set up."),
        )
        fields = form.form(
            (_("Full name"), self._name),
            (_("Badge"), self._badge),
            (_("PIN"), self._pin),
            (_("PIN again"), self._again),
            gap=12,
        )
        hint = _(
            "The name can be erased later without touching the record: "
            "facts hold only a number for a person."
        )
        return form.holder(
            form.column(
                head,
                form.card(
                    form.column(
                        fields,
                        form.line(),
                        Label(hint, "desk_body", colour="text_muted", wrap=True),
                        gap=14,
                    ),
                    padding=20,
                ),
                self._message,
                form.stretch(),
                gap=14,
            )
        )

    def _side(self) -> QWidget:
        may = [Label(_(words), "small", wrap=True) for words in _MAY]
        return form.card(
            form.column(
                Label(_("An administrator"), "sub", weight=600),
                *may,
                form.line(),
                Label(
                    _("Nobody can read a PIN, not even in the data. Keep it to yourself."),
                    "small",
                    colour="text_muted",
                    wrap=True,
                ),
                form.stretch(),
                gap=12,
            ),
            padding=18,
        )

    def _typed(self) -> None:
        self.draft.administrator, self.draft.badge = self._name.text(), self._badge.text()
        self._pins.pin, self._pins.again = self._pin.text(), self._again.text()
        self._show()
        self.kept()

    def _show(self) -> None:
        wrong = self._pins.wrong() if self._pins.pin and self._pins.again else ""
        self._again.set_wrong(wrong)
        if wrong:
            self._message.wrong(wrong)
        else:
            self._message.clear()
