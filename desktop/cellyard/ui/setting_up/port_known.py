"""An instrument that is set up: what it says now, its serial number, checked until when."""

from decimal import Decimal

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cellyard.domain.registers import Instrument
from cellyard.jobs import ports
from cellyard.jobs.instruments import Attached
from cellyard.ui import form
from cellyard.ui.setting_up.fits import RawLines, ShownValue, value_words
from cellyard.ui.setting_up.new_instrument import is_date
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.setting_up.words import port_name, speed_words
from cellyard.ui.widgets.desk import Button, Field
from cellyard.ui.widgets.label import KeyValues, Label
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.words import _, sentence
from cellyard.words.instruments import duty_word, instrument_name
from cellyard.words.troubles import state_word

_KEPT = 3


class KnownPort(QObject):
    """`closed` when sent away, `taken_off` with the key when it is to be taken off the port."""

    changed = Signal()
    closed = Signal()
    taken_off = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._instrument: Instrument | None = None
        self._lines: list[tuple[str, str]] = []
        head, self._title, self._sub = heading("", "", "sub")
        self._raw = RawLines()
        self._value = ShownValue()
        self._message = MessageLine()
        self._facts = KeyValues(key_width=116)
        self._serial = Field()
        self._until = Field(hint="2027-02-12", mono=True)
        self._off = Button("")
        self.middle, self.side = self._middle(head), self._side()
        for field in (self._serial, self._until):
            field.textChanged.connect(self.changed)

    def begin(self, instrument: Instrument) -> None:
        """Show an instrument."""
        self._instrument, self._lines = instrument, []
        self._serial.setText(instrument.serial)
        self._until.setText(instrument.calibrated_until)
        words = _("{duty} on {port}")
        self._title.setText(
            words.format(duty=instrument_name(instrument), port=port_name(instrument.port))
        )
        self._off.setText(_("Take it off this port"))
        self.live(None)

    def live(self, attached: Attached | None) -> None:
        """Show how its line stands and what it said last."""
        instrument = self._instrument
        if instrument is None:
            return
        self._sub.setText(state_word(attached.state) if attached else instrument.port)
        newest = attached.newest if attached else None
        readings = newest.readings.values() if newest else ()
        reading = next((r for r in readings if r.value is not None), None)
        value, unit = value_words(reading)
        shown = isinstance(reading.value, Decimal) if reading else False
        self._value.set_value(value if shown or value else "", unit)
        if newest:
            line = (ports.shown(newest.raw), "")
            if not self._lines or self._lines[-1] != line:
                self._lines = [*self._lines, line][-_KEPT:]
        self._raw.set_lines(self._lines, _("What it says, as it comes"), instrument.profile)
        trouble = attached.health.trouble if attached else None
        if trouble:
            self._message.wrong(sentence(trouble))
        else:
            self._message.clear()
        port = attached.port if attached and attached.port else instrument.port
        pairs = [(_("Port"), port_name(port)), (_("Profile"), instrument.profile)]
        if instrument.link:
            pairs.append((_("Speed"), speed_words(instrument.link)))
        self._facts.set_pairs(pairs)

    def primary(self) -> Primary | None:
        changed = self.instrument()
        if changed is None or self._instrument is None:
            return None
        text = _("Save")
        if not is_date(changed.calibrated_until):
            return Primary(text, not_yet=_("The date is not right"))
        if changed == self._instrument:
            return Primary(text, not_yet=_("Nothing is changed"))
        return Primary(text, duty_word(changed.duty))

    def instrument(self) -> Instrument | None:
        """Return the instrument as it stands in the fields."""
        if self._instrument is None:
            return None
        return msgspec.structs.replace(
            self._instrument,
            serial=self._serial.text().strip(),
            calibrated_until=self._until.text().strip(),
        )

    def _middle(self, head: QVBoxLayout) -> QWidget:
        back = Button(_("All ports"), icon="ph.arrow-counter-clockwise")
        back.clicked.connect(self.closed)
        self._off.clicked.connect(self._take_off)
        hint = _(
            "Taken off, the port is free to be heard anew; what it measured stays as it is. "
            "A confirmed stop then has to be confirmed anew."
        )
        return form.holder(
            form.column(
                head,
                self._raw,
                Label(hint, "desk_body", colour="text_muted", wrap=True),
                form.stretch(),
                self._message,
                form.row(back, form.stretch(), self._off, gap=12),
                gap=12,
            )
        )

    def _side(self) -> QWidget:
        fields = form.form((_("Serial number"), self._serial), (_("Checked until"), self._until))
        return form.card(
            form.column(
                Label(_("It reads now"), "lead", wrap=True),
                self._value,
                form.stretch(),
                self._facts,
                fields,
                gap=12,
            ),
            padding=20,
        )

    def _take_off(self) -> None:
        if self._instrument is not None:
            self.taken_off.emit(self._instrument.key)
