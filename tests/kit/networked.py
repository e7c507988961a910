"""A floor with a load on the road, its hub, and the network page in front of both."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Served, browsing
from hubs import HubOnFile
from keeping import keep
from playwright.sync_api import Browser
from shipping import Shipper


class Yard:
    """`floor` ships; `load` is on the road; `over` brings all of it to the hub."""

    def __init__(self, folder: Path, *names: str) -> None:
        self.folder = folder
        self.floor = Shipper(folder / "one")
        self.load = self.floor.dispatched(*names)
        self.hub = HubOnFile(folder / "hub")
        self.hub.enrol(self.floor.station)
        self.served = Served(self.hub, folder)
        self.hub.hub.clock = self.floor.now
        self.over()

    def over(self) -> None:
        """Bring everything to the hub and have it read in."""
        keep(self.floor.station, self.hub.hub.answer)
        self.served.projector.catch_up()
        assert self.served.projector.trouble == {}

    @property
    def url(self) -> str:
        return self.served.url

    def close(self) -> None:
        self.served.close()
        self.floor.close()
        self.hub.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Yard]:
    """A yard that the tests of a module share: one battery is on the road."""
    yard = Yard(tmp_path_factory.mktemp("yard"), "first")
    yield yard
    yard.close()


@pytest.fixture
def own_yard(tmp_path: Path) -> Iterator[Yard]:
    """A yard of one test: two batteries are on the road."""
    yard = Yard(tmp_path, "first", "second")
    yield yard
    yard.close()
