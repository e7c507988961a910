"""Set up, instruments: channel, calibration, accuracy, the hard-wired stop, and the wire log."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QStackedWidget

from cellyard.domain import rules
from cellyard.domain.registers import Instrument
from cellyard.jobs.registers import wiring
from cellyard.ledger.questions import Questions
from cellyard.ui import form
from cellyard.ui.screen import Frame
from cellyard.ui.screens.setup import standing
from cellyard.ui.screens.setup.fields import Fields, ticked
from cellyard.ui.screens.setup.register import RegisterSection
from cellyard.ui.screens.setup.standing import Standing
from cellyard.ui.screens.setup.stop_card import StopCard
from cellyard.ui.screens.setup.wire_page import WirePage
from cellyard.ui.setting_up.panel import Primary
from cellyard.ui.setting_up.rules import today
from cellyard.ui.setting_up.words import channel_options, port_name
from cellyard.ui.widgets.desk import Button, Check, Choice, Field
from cellyard.ui.widgets.label import KeyValues
from cellyard.ui.widgets.table import TableRow
from cellyard.words import N_, _, sentence
from cellyard.words.instruments import instrument_name

_LIST, _LOGS = range(2)


class InstrumentsSection(RegisterSection[Standing]):
    """The instruments of this station. They come in by Ports; here is what nobody can hear."""

    key = "instruments"
    title = N_("Instruments")
    icon = "ph.gauge"
    right = "instruments"

    def __init__(self, frame: Frame, folder: Callable[[], Path]) -> None:
        fields = Fields(
            channel=Choice(channel_options()),
            calibrated_until=Field(hint="2027-02-12", mono=True),
            accuracy=Field(right=True, hint=_("% of reading")),
            serial=Field(),
            wire_log=Check(_("Keep a wire log")),
        )
        sub = _("What measures here, how long it is calibrated, and whether its stop was tried.")
        new = _("Listen to a port")
        super().__init__(frame, standing.columns(), fields, sub=sub, new=new)
        self._facts = KeyValues(key_width=100)
        self._log = Button(_("Wire logs"), icon="ph.activity")
        self._log.clicked.connect(self._open_logs)
        self.buttons.addWidget(self._log)
        self._logs = WirePage(folder)
        self._logs.closed.connect(self.back)
        self._pages, self._sides = QStackedWidget(), QStackedWidget()
        for middle in (self.middle, self._logs.middle):
            self._pages.addWidget(middle)
        for side in (self._side_card(self._facts, self._form()), self._logs.side):
            self._sides.addWidget(side)
        self.middle, self.side = self._pages, self._sides
        self.fields.fill(self.values(None))

    def _form(self) -> form.Placed:
        f = self.fields
        return form.column(
            form.form(
                (_("Channel"), f["channel"]),
                (_("Calibrated until"), f["calibrated_until"]),
                (_("Accuracy, %"), f["accuracy"]),
                (_("Serial number"), f["serial"]),
            ),
            form.row(f["wire_log"], form.stretch()),
            gap=8,
        )

    def _foot(self) -> Sequence[form.Placed]:
        self._stop = StopCard()
        self._stop.confirmed.connect(self._confirm)
        return (self._stop,)

    # --- the list and the form ------------------------------------------------------------------

    def question(self, questions: Questions) -> dict[str, Standing]:
        return standing.standing(questions, self.frame.station)

    def row(self, key: str, item: Standing) -> TableRow:
        return standing.row(key, item)

    def values(self, item: Standing | None) -> dict[str, str]:
        if item is None:
            names = ("channel", "calibrated_until", "accuracy", "serial", "wire_log")
            return dict.fromkeys(names, "")
        i = item.instrument
        return {
            "channel": i.channel,
            "calibrated_until": i.calibrated_until,
            "accuracy": "" if i.accuracy is None else f"{i.accuracy:f}",
            "serial": i.serial,
            "wire_log": ticked(i.wire_log),
        }

    def named(self, item: Standing | None) -> str:
        return instrument_name(item.instrument) if item else _("No instrument yet")

    def wrong(self, values: Mapping[str, str]) -> dict[str, str]:
        found: dict[str, str] = {}
        until, accuracy = values["calibrated_until"].strip(), values["accuracy"].strip()
        if until and not rules.is_date(until):
            found["calibrated_until"] = _("No such day: type it as 2027-02-12")
        if accuracy and _percent(accuracy) is None:
            found["accuracy"] = _("The accuracy is a number above 0, at most 100")
        return found

    def primary(self) -> Primary | None:
        if self._pages.currentIndex() == _LOGS:
            return None
        if self.item is None and self.allowed:
            return Primary(_("Save"), not_yet=_("Listen to a port first"))
        return super().primary()

    def save(self, item: Standing | None, values: Mapping[str, str]) -> None:
        if item is not None:
            changed = _changed(item.instrument, values)
            self.publish([changed], lambda: self.saved(changed.key), self.not_saved)

    def back(self) -> bool:
        if self._pages.currentIndex() == _LIST:
            return super().back()
        self._page(_LIST)
        return True

    def readings(self) -> None:
        self._show_facts()

    def _learn(self, items: dict[str, Standing]) -> None:
        super()._learn(items)
        if self.item is None and items:
            self.choose(next(iter(items)))

    def _begin(self) -> None:
        self.frame.go("setup", "ports")

    def _show(self) -> None:
        super()._show()
        self._show_facts()
        item, touched = self.item, self.touched()
        instrument = item.instrument if item else None
        self._stop.show_of(instrument, self.frame.person.roles, touched=touched)
        values = self.fields.values()
        if instrument and instrument.stop_confirmed and touched and not self.wrong(values):
            self._warn(instrument, _changed(instrument, values))

    def _warn(self, before: Instrument, after: Instrument) -> None:
        if wiring(before) != wiring(after):
            self.message.caution(
                _("Its stop counts no longer."),
                _("At another channel it has to be tried and confirmed anew."),
            )

    def _show_facts(self) -> None:
        item = self.item
        if item is None:
            self._facts.set_pairs(())
            return
        i = item.instrument
        attached = (a for a in self.frame.instruments.attached() if a.instrument.key == i.key)
        now = next(attached, None)
        port = now.port if now and now.port else i.port
        heard = now.health.identity if now else ""
        self._facts.set_pairs(
            (
                (_("Port"), port_name(port) if port else _("none")),
                (_("Profile"), i.profile),
                (_("Adapter"), i.identity or _("unknown")),
                (_("It says"), heard or _("nothing of itself")),
            )
        )
        if now and now.health.trouble and now.health.trouble.code == "another_instrument":
            self.message.wrong(sentence(now.health.trouble))

    # --- the stop, the logs ---------------------------------------------------------------------

    def _confirm(self) -> None:
        item = self.item
        if item is not None and self._stop.ready:
            confirmed = msgspec.structs.replace(item.instrument, stop_confirmed=today())
            self.publish([confirmed], lambda: self.saved(confirmed.key), self.not_saved)

    def _open_logs(self) -> None:
        if self.item is not None:
            self._logs.begin(self.item.instrument)
            self._page(_LOGS)

    def _page(self, number: int) -> None:
        self._pages.setCurrentIndex(number)
        self._sides.setCurrentIndex(number)
        self.changed.emit()


def _changed(instrument: Instrument, values: Mapping[str, str]) -> Instrument:
    """Return the instrument as the form has it; the form holds nothing wrong."""
    return msgspec.structs.replace(
        instrument,
        channel=values["channel"],
        calibrated_until=values["calibrated_until"].strip(),
        accuracy=_percent(values["accuracy"].strip()),
        serial=values["serial"].strip(),
        wire_log=bool(values["wire_log"]),
    )


def _percent(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 < value <= 100 else None
