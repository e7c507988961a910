"""A station and its hub that were both set back, and went on: a third one holds what was before."""

import copy
import shutil
from pathlib import Path

from floor import Floor, code, grid
from hubs import HubOnFile
from in_step import files_too

from cellyard.hub import restoring

LEAF = "nissan-leaf-40-kwh"
SECOND = "Intake 2"


class SetBack:
    """`one` holds the old branch of Intake 2, `two` is that station, and went on as the hub did.

    `ids` of `one` name a battery that was `lost` by the restores, and what came `instead`.
    """

    def __init__(self, folder: Path) -> None:
        self.one = Floor(folder / "one", grid(home=""))
        hub = HubOnFile(folder / "hub")
        hub.enrol(self.one.station)
        files_too(self.one.station, hub)
        station, centre = hub.join(folder / "two", SECOND), hub.centre
        files_too(station, hub)
        station.close()
        hub.close()
        for name in ("hub", "two"):
            shutil.copytree(folder / name, folder / f"older {name}")
        hub = HubOnFile(folder / "hub")
        before = self._second(folder / "two", 1000)
        self.one.ids["lost"] = before.book_in(code(1), LEAF)
        before.put(self.one.ids["lost"], "A-01-1-1")
        for one in (before, self.one):
            files_too(one.station, hub)
        before.close()
        hub.close()
        self.hub_folder = folder / "older hub"
        self.hub = HubOnFile(self.hub_folder)
        self.hub.centre = centre
        restoring.begin_anew(self.hub.hub, centre)
        self.two = self._second(folder / "older two", 2000)
        for number, name in ((2, "instead"), (3, "more")):
            self.one.ids[name] = self.two.book_in(code(number), LEAF)
        self.two.put(self.one.ids["instead"], "A-01-1-1")
        for one in (self.two, self.one, self.two, self.one):
            files_too(one.station, self.hub)

    def _second(self, folder: Path, count: int) -> Floor:
        other = self.one.reopened(folder)
        other._count, other.ids = count, copy.copy(self.one.ids)
        return other

    def close(self) -> None:
        self.one.close()
        self.two.close()
        self.hub.close()
