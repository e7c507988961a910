"""First run, step 5: what hangs on the ports of this station, and where labels go."""

from collections.abc import Callable
from pathlib import Path

from cellyard.domain.registers import Instrument
from cellyard.ui.screens.first_run.draft import Draft
from cellyard.ui.screens.first_run.step import Step
from cellyard.ui.setting_up.panel import Primary
from cellyard.ui.setting_up.ports import PortsPanel
from cellyard.ui.setting_up.printer import PrinterCard
from cellyard.words import N_, _
from cellyard.words.instruments import duty_word
from cellyard.words.numbers import listed


class PortsStep(Step):
    """The ports panel on the draft. Everything here may be left out and done in Set up."""

    key = "ports"
    title = N_("Ports")
    short = N_("ports")

    def __init__(self, draft: Draft, keep: Callable[[], None], folder: Path) -> None:
        super().__init__(draft, keep)
        self._printer = PrinterCard(draft.label_target, lambda: folder, title=_("Label printer"))
        self._printer.changed.connect(self._printer_chosen)
        self._panel = PortsPanel(draft.station.strip(), lambda: folder, self._printer)
        self._panel.changed.connect(self.changed)
        self._panel.used.connect(self._use)
        self._panel.taken_off.connect(self._take_off)
        self._panel.set_instruments(draft.instruments)
        self.middle, self.side = self._panel.middle, self._panel.side

    def second(self) -> str:
        named = list(dict.fromkeys(duty_word(i.duty) for i in self.draft.instruments))
        if self.draft.label_target:
            named.append(duty_word("label_printer"))
        return listed(named) if named else _("Scale, scanner, printer")

    def primary(self) -> Primary | None:
        return self._panel.primary()

    def act(self) -> None:
        self._panel.act()

    def back(self) -> bool:
        return self._panel.back()

    def shown(self) -> None:
        self._panel.set_station(self.draft.station.strip(), training=self.draft.training)
        self._panel.shown()

    def left(self) -> None:
        self._panel.left()

    def _printer_chosen(self) -> None:
        self.draft.label_target = self._printer.target()
        self.kept()

    def _use(self, instrument: Instrument) -> None:
        others = [
            i
            for i in self.draft.instruments
            if i.key != instrument.key and i.port != instrument.port
        ]
        self._set([*others, instrument])

    def _take_off(self, key: str) -> None:
        self._set([i for i in self.draft.instruments if i.key != key])

    def _set(self, instruments: list[Instrument]) -> None:
        self.draft.instruments = instruments
        self._panel.set_instruments(instruments)
        self.kept()
