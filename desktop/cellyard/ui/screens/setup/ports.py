"""Set up, ports: what hangs where, and the raw-line test of a new instrument."""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QWidget

from cellyard.domain.readings import PortFound
from cellyard.domain.registers import Instrument
from cellyard.jobs import binding
from cellyard.ui import form
from cellyard.ui.screen import Frame
from cellyard.ui.screens.setup.section import Section
from cellyard.ui.setting_up.panel import Primary
from cellyard.ui.setting_up.ports import PortsPanel
from cellyard.ui.widgets.label import KeyValues, Label
from cellyard.words import N_, _
from cellyard.words.instruments import duty_word, instrument_name
from cellyard.words.troubles import state_word


class PortsSection(Section):
    """The instruments of this station. One that is taken off keeps its entry, without a port."""

    key = "ports"
    title = N_("Ports")
    icon = "ph.link-simple"
    right = "instruments"

    def __init__(self, frame: Frame, folder: Callable[[], Path]) -> None:
        super().__init__(frame)
        self._instruments: list[Instrument] = []
        self._states = KeyValues(key_width=110)
        self._panel = PortsPanel(frame.station, folder, self._beside())
        self._panel.changed.connect(self.changed)
        self._panel.used.connect(self._use)
        self._panel.taken_off.connect(self._take_off)
        self.middle, self.side = self._panel.middle, self._panel.side

    def shown(self) -> None:
        self._panel.shown()
        self.learn()

    def left(self) -> None:
        self._panel.left()

    def learn(self) -> None:
        self.ask(lambda q: q.registers.instruments(), self._learn)

    def readings(self) -> None:
        attached = self.frame.instruments.attached()
        self._panel.live(attached)
        self._show_states()

    def primary(self) -> Primary | None:
        primary = self._panel.primary()
        if primary is not None and not self.allowed:
            return Primary(primary.text, not_yet=self.reason)
        return primary

    def act(self) -> None:
        if self.allowed:
            self._panel.act()

    def back(self) -> bool:
        return self._panel.back()

    def _beside(self) -> QWidget:
        hint = _("What is taken from an instrument stands with it in every fact.")
        return form.card(
            form.column(
                Label(_("At this station"), "sub", weight=600),
                self._states,
                form.stretch(),
                Label(hint, "small", colour="text_muted", wrap=True),
                gap=12,
            ),
            padding=18,
        )

    def _learn(self, instruments: Sequence[Instrument]) -> None:
        here = self.frame.station
        self._instruments = [i for i in instruments if i.station == here]
        standing = [i for i in self._instruments if i.port]
        self._panel.set_instruments(standing, self.frame.instruments.attached())
        self._show_states()
        self.changed.emit()

    def _show_states(self) -> None:
        attached = self.frame.instruments.attached()
        pairs = [(instrument_name(a.instrument), state_word(a.state)) for a in attached]
        none = ((duty_word("scale"), _("weights are typed")),)
        self._states.set_pairs(pairs or none)

    def _use(self, instrument: Instrument) -> None:
        # Another instrument of this station on the same port gives it up.
        port = PortFound(device=instrument.port, description="", identity=instrument.identity)
        others = [
            msgspec.structs.replace(i, port="")
            for i in self._instruments
            if i.port and i.key != instrument.key and binding.bound(i, port)
        ]
        self.publish([*others, instrument], self.learn)

    def _take_off(self, key: str) -> None:
        gone = [msgspec.structs.replace(i, port="") for i in self._instruments if i.key == key]
        self.publish(gone, self.learn)
