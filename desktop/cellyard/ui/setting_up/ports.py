"""The ports of a station: a list, the raw-line test of one, and the instruments set up."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from cellyard.domain.readings import PortFound
from cellyard.domain.registers import Instrument
from cellyard.jobs import binding, ports
from cellyard.jobs.instruments import Attached
from cellyard.ui.setting_up.panel import Panel, Primary
from cellyard.ui.setting_up.port_known import KnownPort
from cellyard.ui.setting_up.port_list import PortList
from cellyard.ui.setting_up.port_trial import PortTrial

_LIST, _TRIAL, _KNOWN = range(3)


class PortsPanel(Panel):
    """`used` with an instrument to be set up or changed, `taken_off` with its key.

    `beside` stands at the side while the list is shown. Who owns the panel keeps the instruments
    and gives them back by `set_instruments`.
    """

    key = "ports"
    used = Signal(object)
    taken_off = Signal(str)

    def __init__(self, station: str, folder: Callable[[], Path], beside: QWidget) -> None:
        super().__init__()
        self._station = station
        self._instruments: list[Instrument] = []
        self._list = PortList()
        self._trial = PortTrial(station, folder)
        self._known = KnownPort()
        self.middle, self.side = QStackedWidget(), QStackedWidget()
        for page in (self._list, self._trial, self._known):
            self.middle.addWidget(page.middle)
        for side in (beside, self._trial.side, self._known.side):
            self.side.addWidget(side)
        self._list.chosen.connect(self._try)
        self._list.known.connect(self._look_at)
        self._trial.changed.connect(self.changed)
        self._trial.closed.connect(self.back)
        self._known.changed.connect(self.changed)
        self._known.closed.connect(self.back)
        self._known.taken_off.connect(self._take_off)

    @property
    def trying(self) -> bool:
        """True while a port is being tested."""
        return self.middle.currentIndex() == _TRIAL

    def set_station(self, station: str, *, training: bool = False) -> None:
        """Name the station that instruments are used at, and whether its instruments are real."""
        self._list.set_training(training=training)
        self._station = station
        self._trial.set_station(station)

    def set_instruments(
        self, instruments: Sequence[Instrument], attached: Sequence[Attached] = ()
    ) -> None:
        """Show the instruments of this station, and how their lines stand."""
        self._instruments = list(instruments)
        self._list.set_instruments(instruments, attached)

    def live(self, attached: Sequence[Attached]) -> None:
        """Show what the instrument on screen says."""
        if self.middle.currentIndex() == _KNOWN:
            shown = self._known.instrument()
            found = (a for a in attached if shown and a.instrument.key == shown.key)
            self._known.live(next(found, None))

    def shown(self) -> None:
        if self.middle.currentIndex() == _LIST:
            self._list.shown()

    def left(self) -> None:
        self._go(_LIST)

    def back(self) -> bool:
        if self.middle.currentIndex() == _LIST:
            return False
        self._go(_LIST)
        self._list.shown()
        return True

    def primary(self) -> Primary | None:
        match self.middle.currentIndex():
            case 1:
                return self._trial.primary()
            case 2:
                return self._known.primary()
            case _:
                return None

    def act(self) -> None:
        instrument: Instrument | None = None
        if self.middle.currentIndex() == _TRIAL:
            instrument = self._trial.instrument(self._free_key())
        elif self.middle.currentIndex() == _KNOWN:
            instrument = self._known.instrument()
        if instrument is not None:
            self.used.emit(instrument)
            self.back()

    def _try(self, found: PortFound) -> None:
        self._trial.begin(found)
        self._go(_TRIAL)

    def _look_at(self, key: str) -> None:
        instrument = next(i for i in self._instruments if i.key == key)
        self._known.begin(instrument)
        self._go(_KNOWN)

    def _take_off(self, key: str) -> None:
        self.taken_off.emit(key)
        self.back()

    def _go(self, page: int) -> None:
        if page != _TRIAL:
            self._trial.end()
        self.middle.setCurrentIndex(page)
        self.side.setCurrentIndex(page)
        self.changed.emit()

    def _free_key(self) -> str:
        """Return a key of the duty; a station has one scale, but may have several of the others."""
        fit = self._trial.fit()
        duty = ports.duty(fit) if fit else "scale"
        begin = f"{self._station.lower().replace(' ', '-')}-{duty}"
        if duty == "scale":
            return begin
        found = self._trial.found
        taken = {i.key for i in self._instruments if i.port and not binding.bound(i, found)}
        return next(key for n in range(1, 100) if (key := f"{begin}-{n}") not in taken)
