"""The raw-line test of one port: what it says, and which profile fits."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cellyard.domain.readings import Link, PortFound, Proposal
from cellyard.domain.refusals import Refused, Trouble
from cellyard.domain.registers import Instrument
from cellyard.jobs import ports
from cellyard.jobs.ports import Heard, PortTest
from cellyard.ui import form
from cellyard.ui.setting_up.errand import errand
from cellyard.ui.setting_up.fits import FitRow, RawLines
from cellyard.ui.setting_up.new_instrument import NewInstrument
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.setting_up.words import described, port_has_speed, port_name, speed_words
from cellyard.ui.widgets.desk import Button
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
        self._unwell = False  # what the message says is of the port
        self._other = Button(_("Other speed"))
        self._card = NewInstrument()
        self._card.changed.connect(self.changed)
        self.middle, self.side = self._middle(head), self._card.side
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
        self._card.begin()
        self._other.setVisible(port_has_speed(found.device))
        self._listen()

    def _listen(self) -> None:
        self._chosen, self._heard, self._unwell = "", Heard(), False
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
        self._card.show_fit(self.fit(), self._station)
        self._say_trouble(self._heard.trouble)
        self.changed.emit()

    def fit(self) -> Proposal | None:
        """Return the profile that is taken: the one chosen, else the best that found a value."""
        fits = self._fitting()
        chosen = next((f for f in fits if f.profile == self._chosen), None)
        return chosen or next((f for f in fits if ports.value(f)), None)

    def primary(self) -> Primary:
        fit = self.fit()
        text = _("Yes, use it")
        if fit is None:
            reason = _("Nothing understood yet") if self._heard.count else _("Nothing heard yet")
            return Primary(text, not_yet=reason)
        if not self._card.dated:
            return Primary(text, not_yet=_("The date is not right"))
        role = duty_within(ports.duty(fit))
        second = _("As {duty} of {station}").format(duty=role, station=self._station)
        return Primary(text, second)

    def instrument(self, key: str) -> Instrument | None:
        """Return what was found, under this key; None while nothing fits."""
        fit = self.fit()
        if fit is None:
            return None
        link = ports.unusual(fit.profile, self._links[0]) if port_has_speed(self.port) else None
        return self._card.instrument(key, self._station, fit, self._found, link)

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

    def _said(self) -> str:
        seconds = int(self._heard.seconds)
        if not self._heard.count:
            listened = _("Nothing yet. Listening for {seconds} s.").format(seconds=seconds)
        else:
            listened = _("It has talked for {seconds} s.").format(seconds=seconds)
        what = described(self._found)
        return f"{what}. {listened}" if what else listened

    def _fitting(self) -> list[Proposal]:
        """Return the profiles that understand something of it, the best first."""
        return [fit for fit in self._heard.fits if fit.understood]

    def _show_fits(self) -> None:
        taken, fits = self.fit(), self._fitting()[:FITS]
        for n, row in enumerate(self._fits):
            # What the port before said is nothing of this one.
            row.setVisible(n < len(fits))
        for row, fit in zip(self._fits, fits, strict=False):
            row.set_fit(fit, ports.value(fit))
            row.setChecked(taken is not None and fit.profile == taken.profile)

    def _choose(self, row: FitRow) -> None:
        fits, place = self._fitting(), self._fits.index(row)
        if place < len(fits):
            self._chosen = fits[place].profile
        self.look()

    def _say_trouble(self, trouble: Trouble | None) -> None:
        """Say what is wrong with the port; what was said of a file stays until then."""
        before, self._unwell = self._unwell, True
        if trouble:
            self._message.wrong(sentence(trouble))
        elif self._heard.count and not self._heard.lines:
            count = number(self._heard.count)
            said = _("{count} bytes, but no whole line.").format(count=count)
            self._message.caution(said, _("Try another speed."))
        else:
            self._unwell = False
            if before:
                self._message.clear()

    def _save(self) -> None:
        test = self._test
        if test is None:
            return

        folder = self._folder()

        def saved(path: Path) -> None:
            self._message.note(_("Saved."), str(path))

        def refused(no: Refused) -> None:
            self._message.wrong(sentence(no))

        errand(self, "save", lambda: test.save(folder), saved, refused)
