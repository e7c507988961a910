"""The raw-line test of one port: what it says, which profile fits, what the display shows."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cellyard.domain import rules
from cellyard.domain.readings import Link, PortFound, Proposal
from cellyard.domain.refusals import Trouble
from cellyard.domain.registers import Duty, Instrument
from cellyard.jobs import ports
from cellyard.jobs.ports import Heard, PortTest
from cellyard.ui import form
from cellyard.ui.setting_up.errand import errand
from cellyard.ui.setting_up.fits import FitRow, RawLines, ShownValue, value_words
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.setting_up.words import (
    channel_options,
    described,
    port_has_speed,
    port_name,
    speed_words,
)
from cellyard.ui.widgets.desk import Button, Choice, Field
from cellyard.ui.widgets.label import KeyValues, Label
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.words import _, number, sentence
from cellyard.words.instruments import duty_within

LOOK_MS = 200
FITS = 3


class PortTrial(QObject):
    """Listens while it is shown. `changed` at each reading, `closed` when sent away."""

    changed = Signal()
    closed = Signal()

    def __init__(self, station: str, folder: Callable[[], Path]) -> None:
        super().__init__()
        self._station, self._folder = station, folder
        self._found = PortFound(device="", description="")
        self._test: PortTest | None = None
        self._heard = Heard()
        self._links = [Link()]
        self._chosen = ""
        head, self._title, self._sub = heading("", "", "sub")
        self._raw = RawLines()
        self._fits = [FitRow() for _n in range(FITS)]
        self._message = MessageLine()
        self._other = Button(_("Other speed"))
        self._question = Label("", "lead", wrap=True)
        self._value = ShownValue()
        self._hint = Label("", "small", colour="text_muted", wrap=True)
        self._for = KeyValues(key_width=116)
        self._channel = Choice(channel_options())
        self._serial = Field()
        self._until = Field(hint="2027-02-12", mono=True)
        self.middle, self.side = self._middle(head), self._side()
        self._until.textChanged.connect(self.changed)
        for row in self._fits:
            row.clicked.connect(lambda _checked=False, row=row: self._choose(row))
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def set_station(self, station: str) -> None:
        """Name the station that the instrument is used at."""
        self._station = station

    # --- beginning and ending -------------------------------------------------------------------

    def begin(self, found: PortFound) -> None:
        """Listen to a port."""
        self._found, self._links = found, ports.links()
        self._serial.clear()
        self._until.clear()
        self._channel.set_key("")
        self._other.setVisible(port_has_speed(found.device))
        self._listen()

    def _listen(self) -> None:
        self._chosen, self._heard = "", Heard()
        self._message.clear()
        self._test = PortTest(self._found.device, self._links[0], after=self._test)
        self._timer.start()
        self.look()

    def _next_speed(self) -> None:
        """Hear the port at other settings; after the last come the first again."""
        self.end()
        self._links = [*self._links[1:], self._links[0]]
        self._listen()

    def end(self) -> None:
        """Listen no longer."""
        self._timer.stop()
        if self._test is not None:
            self._test.stop()

    @property
    def port(self) -> str:
        return self._found.device

    @property
    def found(self) -> PortFound:
        """The port that is heard."""
        return self._found

    # --- what is heard --------------------------------------------------------------------------

    def look(self) -> None:
        """Show what came until now."""
        if self._test is None:
            return
        self._heard = self._test.heard
        name = port_name(self._found.device)
        self._title.setText(_("New instrument on {port}").format(port=name))
        self._sub.setText(self._said())
        title = _("What it says, as it comes")
        speed = speed_words(self._links[0]) if port_has_speed(self.port) else ""
        self._raw.set_lines(self._heard.lines, title, speed)
        self._show_fits()
        self._show_side()
        self._say_trouble(self._heard.trouble)
        self.changed.emit()

    def fit(self) -> Proposal | None:
        """Return the profile that is taken: the one chosen, else the best that found a value."""
        fits = [f for f in self._heard.fits if f.understood]
        chosen = next((f for f in fits if f.profile == self._chosen), None)
        return chosen or next((f for f in fits if ports.value(f)), None)

    def primary(self) -> Primary:
        fit = self.fit()
        text = _("Yes, use it")
        if fit is None:
            reason = _("Nothing understood yet") if self._heard.count else _("Nothing heard yet")
            return Primary(text, not_yet=reason)
        if not is_date(self._until.text().strip()):
            return Primary(text, not_yet=_("The date is not right"))
        role = duty_within(ports.duty(fit))
        second = _("As {duty} of {station}").format(duty=role, station=self._station)
        return Primary(text, second)

    def instrument(self, key: str) -> Instrument | None:
        """Return what was found, under this key; None while nothing fits."""
        fit = self.fit()
        if fit is None:
            return None
        return Instrument(
            key=key,
            station=self._station,
            profile=fit.profile,
            port=self._found.device,
            duty=ports.duty(fit),
            serial=self._serial.text().strip(),
            calibrated_until=self._until.text().strip(),
            identity=self._found.identity,
            channel=self._channel.key() if on_bench(ports.duty(fit)) else "",
            link=ports.unusual(fit.profile, self._links[0]) if port_has_speed(self.port) else None,
        )

    # --- how it stands on the screen ------------------------------------------------------------

    def _middle(self, head: QVBoxLayout) -> QWidget:
        back = Button(_("All ports"), icon="ph.arrow-counter-clockwise")
        back.clicked.connect(self.closed)
        self._other.clicked.connect(self._next_speed)
        save = Button(_("Save what it said"), icon="ph.download-simple")
        save.clicked.connect(self._save)
        return form.holder(
            form.column(
                head,
                self._raw,
                *self._fits,
                form.stretch(),
                self._message,
                form.row(back, self._other, save, form.stretch(), gap=12),
                gap=12,
            )
        )

    def _side(self) -> QWidget:
        fields = form.form(
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
                self._for,
                fields,
                gap=12,
            ),
            padding=20,
        )

    def _said(self) -> str:
        seconds = int(self._heard.seconds)
        if not self._heard.count:
            listened = _("Nothing yet. Listening for {seconds} s.").format(seconds=seconds)
        else:
            listened = _("It has talked for {seconds} s.").format(seconds=seconds)
        what = described(self._found)
        return f"{what}. {listened}" if what else listened

    def _show_fits(self) -> None:
        taken = self.fit()
        for row, fit in zip(self._fits, self._heard.fits, strict=False):
            row.set_fit(fit, ports.value(fit))
            row.setChecked(taken is not None and fit.profile == taken.profile)

    def _choose(self, row: FitRow) -> None:
        number_of = self._fits.index(row)
        if number_of < len(self._heard.fits):
            self._chosen = self._heard.fits[number_of].profile
        self.look()

    def _show_side(self) -> None:
        fit = self.fit()
        reading = ports.value(fit) if fit else None
        self._value.set_value(*value_words(reading))
        question, hint = _asked(ports.duty(fit) if fit else "scale")
        self._question.setText(question)
        self._hint.setText(hint)
        self._channel.setEnabled(fit is not None and on_bench(ports.duty(fit)))
        duty = duty_within(ports.duty(fit)) if fit else "–"
        role = _("{station}, {duty}").format(station=self._station, duty=duty)
        self._for.set_pairs(((_("For"), role),))

    def _say_trouble(self, trouble: Trouble | None) -> None:
        if trouble:
            self._message.wrong(sentence(trouble))
        elif self._heard.count and not self._heard.lines:
            count = number(self._heard.count)
            said = _("{count} bytes, but no whole line.").format(count=count)
            self._message.caution(said, _("Try another speed."))
        elif self._message.kind == "wrong":
            self._message.clear()

    def _save(self) -> None:
        test = self._test
        if test is None:
            return

        folder = self._folder()

        def saved(path: Path) -> None:
            self._message.note(_("Saved."), str(path))

        errand(self, "save", lambda: test.save(folder), saved, lambda _no: None)


def is_date(text: str) -> bool:
    """Tell whether this is an ISO date, or nothing."""
    return not text or rules.is_date(text)


def on_bench(duty: Duty) -> bool:
    """Tell whether an instrument of this duty works on a channel of the bench."""
    return duty not in {"scale", "scanner", "label_printer"}


def _asked(duty: Duty) -> tuple[str, str]:
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
        case _:
            hint = _("If not, look whether another profile fits better.")
            return _("Does the instrument itself show this?"), hint
