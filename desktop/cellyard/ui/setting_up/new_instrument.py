"""The card of a new instrument: what its own display should show, and what it is to be for."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cellyard.domain import rules
from cellyard.domain.readings import Link, PortFound, Proposal
from cellyard.domain.registers import Duty, Instrument
from cellyard.jobs import ports
from cellyard.ui import form
from cellyard.ui.setting_up.fits import ShownValue, value_words
from cellyard.ui.setting_up.words import channel_options
from cellyard.ui.widgets.desk import Choice, Field
from cellyard.ui.widgets.label import Label
from cellyard.words import _
from cellyard.words.instruments import duty_within


class NewInstrument(QObject):
    """`changed` when what was typed may be right or wrong now."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._question = Label("", "lead", wrap=True)
        self._value = ShownValue()
        self._hint = Label("", "small", colour="text_muted", wrap=True)
        self._for = Label("", "desk_body", wrap=True)
        self._channel = Choice(channel_options())
        self._serial = Field()
        self._until = Field(hint="2027-02-12", mono=True)
        self._until.textChanged.connect(self.changed)
        self.side = self._card()

    def begin(self) -> None:
        """Forget what was typed for another instrument."""
        self._serial.clear()
        self._until.clear()
        self._channel.set_key("")

    def show_fit(self, fit: Proposal | None, station: str) -> None:
        """Show what the profile that is taken reads; None while nothing fits."""
        duty = ports.duty(fit) if fit else None
        self._value.set_value(*value_words(ports.value(fit) if fit else None))
        question, hint = _asked(duty)
        self._question.setText(question)
        self._hint.setText(hint)
        self._channel.setEnabled(duty is not None and _on_bench(duty))
        role = _("{station}, {duty}")
        named = duty_within(duty) if duty else "–"
        self._for.setText(role.format(station=station, duty=named))

    @property
    def dated(self) -> bool:
        """True while the date is one, or none is typed."""
        return is_date(self._until.text().strip())

    def instrument(
        self, key: str, station: str, fit: Proposal, found: PortFound, link: Link | None
    ) -> Instrument:
        """Return the instrument as it stands on the card, under this key."""
        duty = ports.duty(fit)
        return Instrument(
            key=key,
            station=station,
            profile=fit.profile,
            port=found.device,
            duty=duty,
            serial=self._serial.text().strip(),
            calibrated_until=self._until.text().strip(),
            identity=found.identity,
            channel=self._channel.key() if _on_bench(duty) else "",
            link=link,
        )

    def _card(self) -> QWidget:
        fields = form.form(
            (_("For"), self._for),
            (_("Channel"), self._channel),
            (_("Serial number"), self._serial),
            (_("Checked until"), self._until),
        )
        return form.card(
            form.column(
                self._question,
                self._value,
                self._hint,
                form.stretch(),
                fields,
                gap=12,
            ),
            padding=20,
        )


def is_date(text: str) -> bool:
    """Tell whether this is an ISO date, or nothing."""
    return not text or rules.is_date(text)


def _on_bench(duty: Duty) -> bool:
    """Tell whether an instrument of this duty works on a channel of the bench."""
    return duty not in {"scale", "scanner", "label_printer"}


def _asked(duty: Duty | None) -> tuple[str, str]:
    """Return what to compare with what the instrument itself shows, and what to do if not."""
    match duty:
        case "scanner":
            hint = _("If not, scan another code and look again.")
            return _("Is this what you scanned?"), hint
        case "scale":
            hint = _(
                "If not, change the load on the scale and look again. "
                "Only a steady weight is taken from it."
            )
            return _("Does the display of the scale show this?"), hint
        case None:
            return _("Does the instrument itself show this?"), ""
        case _:
            hint = _("If not, look whether another profile fits better.")
            return _("Does the instrument itself show this?"), hint
