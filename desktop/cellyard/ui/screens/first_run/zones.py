"""First run, step 4: zones and slots, from a grid or a CSV."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cellyard.domain.codes import scans
from cellyard.ui.screens.first_run.draft import Draft
from cellyard.ui.screens.first_run.step import Step
from cellyard.ui.setting_up import zones
from cellyard.ui.setting_up.zone_grid import ZoneGrid
from cellyard.words import N_, _, number


class ZonesStep(Step):
    """The grid of zones on the draft."""

    key = "zones"
    title = N_("Zones and slots")
    short = N_("zones")

    def __init__(self, draft: Draft, keep: Callable[[], None]) -> None:
        super().__init__(draft, keep)
        self._grid = ZoneGrid(draft.zones, draft.zones_csv, home=draft.station.strip())
        self._grid.changed.connect(self._typed)
        self.middle: QWidget = self._grid
        self.side = self._grid.side

    def second(self) -> str:
        count, _kg = zones.total(self.draft.layout().zones)
        if "zones" not in self.draft.been:
            return _("A grid, or a CSV")
        return _("{count} so far").format(count=number(count))

    def hindered(self) -> str:
        return self._grid.hindered()

    def shown(self) -> None:
        self._grid.set_home(self.draft.station.strip(), self.draft.jurisdiction)

    def scan(self, text: str) -> str:
        _carrier, body = scans.split_carrier(text)
        if body[:5].upper() != "CY:S:":
            return ""
        wanted = body[5:].strip().upper()
        found = (z.key for z in self.draft.layout().zones for s in z.slots if s.name == wanted)
        zone = next(found, "")
        return _("in zone {zone}").format(zone=zone) if zone else _("not in this yard yet")

    def back(self) -> bool:
        return self._grid.back()

    def _typed(self) -> None:
        self.draft.zones, self.draft.zones_csv = self._grid.rows(), self._grid.csv()
        self.kept()
