"""A relay on a real SQLite file, asked without a network, before a central hub that may be away."""

from pathlib import Path

import pytest
from hubs import URL, HubOnFile

from cellyard.domain.refusals import Trouble
from cellyard.hub import enrolling, opening, relay
from cellyard.hub.opening import Home
from cellyard.jobs import enrolment
from cellyard.jobs.station import Station
from cellyard.sync.round import Outcome
from cellyard.sync.wire import Reply, Request

NAME = "Hall 2"


class Relay:
    """A relay in a folder, as it is opened there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hub = opening.opened(Home(folder=folder))

    def forward_to(self, central: HubOnFile) -> None:
        """Become a relay of a hub."""
        relay.join(self.hub, central.hub.answer, URL, NAME, relay_code(central))
        self.again()

    def again(self) -> None:
        """As after a kill and a new start."""
        self.close()
        self.hub = opening.opened(Home(folder=self.folder))

    def code(self, station: str) -> str:
        to = self.hub.upstream
        assert to is not None
        with self.hub.store.writing() as connection:
            return enrolling.give_code(connection, to.centre, station, now=self.hub.clock())

    def join(self, folder: Path, name: str) -> Station:
        return enrolment.join(folder, self.hub.answer, URL, name, self.code(name))

    def close(self) -> None:
        self.hub.store.close()


class RelayOnFile(Relay):
    """`hub` answers stations; `forward` keeps it in step with the central one while `up`."""

    def __init__(self, folder: Path, central: HubOnFile) -> None:
        super().__init__(folder)
        self._central, self.up = central, True
        if self.hub.upstream is None:
            self.forward_to(central)

    def forward(self) -> Outcome:
        return relay.forward(self.hub, self._carry)

    def _carry(self, request: Request) -> Reply:
        if not self.up:
            raise Trouble("no_route_to_hub")
        return self._central.hub.answer(request)

    def away(self) -> None:
        """The central hub is not there: nothing is forwarded."""
        self.up = False
        with pytest.raises(Trouble):
            self.forward()


def relay_code(central: HubOnFile) -> str:
    """Return a code that a relay enrols with at a hub."""
    with central.store.writing() as connection:
        return enrolling.give_code(
            connection, central.centre, NAME, now=central.hub.clock(), relay=True
        )
