"""A station and its hub that were both set back, and went on: another one holds what was before."""

import random
import shutil
from pathlib import Path

from chance_facts import act
from floor import furnished
from hub_places import OnFile
from hubs import HubOnFile, round_of

from cellyard.hub import restoring
from cellyard.jobs.station import Station


class TwoHistories:
    """`floor` holds the first history of `since`'s chain, `since` and `hub` the second one."""

    def __init__(self, folder: Path) -> None:
        self._place, self._dice = OnFile(folder / "hub"), random.Random(5)
        self.hub = self._place.open()
        self.floor = furnished(folder / "one")
        self.hub.enrol(self.floor.station)
        self.in_step(self.floor.station)
        before = self.hub.join(folder / "two", "Intake 2")
        self.in_step(before)
        before.close()
        shutil.copytree(folder / "two", folder / "since")
        self._place.copy()
        before = Station(folder / "two")
        self._writes(before)
        self.in_step(before, self.floor.station)
        before.close()
        self.hub = self._set_back()
        self.since = Station(folder / "since")
        self._writes(self.since)
        self._writes(self.since)
        self.in_step(self.since, self.floor.station, self.floor.station)

    def in_step(self, *stations: Station) -> None:
        for station in stations:
            round_of(station, self.hub.hub.answer)

    def _writes(self, station: Station) -> None:
        given = act(self._dice, [])
        station.record(lambda _known, given: given, given)

    def _set_back(self) -> HubOnFile:
        """Put the copy of the hub in its place, as an administrator does."""
        self.hub.close()
        self._place.restore()
        older = self._place.open()
        older.centre = self.hub.centre
        restoring.begin_anew(older.hub, older.centre)
        return older

    def close(self) -> None:
        self.since.close()
        self.floor.close()
        self.hub.close()
