"""Two stations on real stores and a hub of theirs, and what was acknowledged at them."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import stores
from chance_facts import act
from held import Named, beside_log, check_log, in_log, in_store
from hub_places import HubPlace, OnFile
from hubs import round_of

from cellyard.jobs.station import Station
from cellyard.ledger import projections


class Pair:
    """`one` was founded, `two` has joined; both begin in step."""

    def __init__(self, folder: Path, place: HubPlace | None = None) -> None:
        self.folder, self.dice = folder, random.Random(7)
        self.hub = (place or OnFile(folder / "hub")).open()
        self.one = stores.founded(folder / "one").station
        self.hub.enrol(self.one)
        self.two = self.hub.join(folder / "two", "Intake 2")
        self._here = [self.one, self.two]
        self.told: set[Named] = set()
        self.settle()

    @property
    def both(self) -> tuple[Station, Station]:
        return self.one, self.two

    def write(self, station: Station, acts: int = 1) -> None:
        for _ in range(acts):
            given = act(self.dice, [])
            for r in station.record(lambda _known, given: given, given):
                e = r.envelope
                self.told.add(Named(e.station, e.epoch, e.seq, r.hash))

    def settle(self) -> None:
        """Let both come into step over a good line."""
        for station in (self.one, self.two, self.one):
            self.settle_one(station)

    def settle_one(self, station: Station) -> None:
        """Let one of them ask over a good line."""
        round_of(station, self.hub.hub.answer)

    def hand_over(self) -> Path:
        """Close the second station for another process; returns its folder."""
        self.two.close()
        self._here = [self.one]
        return self.two.folder

    def take_back(self) -> None:
        self.two = Station(self.two.folder)
        self._here = [self.one, self.two]

    def with_third(self, station: Station) -> None:
        """Take a third station in: it is to have the same in the end."""
        self._here.append(station)

    def losses(self) -> int:
        """Assert that all have the same, and all of the log; returns how much of what was said
        is nowhere.
        """
        log = in_log(self.hub.store, self.hub.centre)
        check_log(self.hub.store, self.hub.centre)
        for station in self._here:
            assert in_store(station.folder) == log
        assert len({digest(station) for station in self._here}) == 1
        return len(self.told - log - beside_log(self.hub.store, self.hub.centre))

    def close(self) -> None:
        for station in self._here:
            station.close()
        self.hub.close()


def digest(station: Station) -> str:
    with station.ledger.connection.begin():
        return projections.digest(station.ledger.connection)


@contextmanager
def paired(folder: Path, place: HubPlace | None = None) -> Iterator[Pair]:
    """Give a pair for a while."""
    made = Pair(folder, place)
    try:
        yield made
    finally:
        made.close()
