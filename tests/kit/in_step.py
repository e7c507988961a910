"""A central server for windows in tests: reached without a network, and what sync says of it."""

from hubs import HubOnFile

from cellyard.domain.refusals import Trouble
from cellyard.jobs import membership
from cellyard.jobs.rounds import Rounds
from cellyard.jobs.station import Station
from cellyard.jobs.sync_state import SyncState
from cellyard.sync.pace import Pace
from cellyard.sync.wire import Reply, Request


class Direct:
    """Carries to a hub on file; `away` while there is no way to it."""

    def __init__(self, hub: HubOnFile) -> None:
        self.hub = hub
        self.away = False
        self.urls: list[str] = []

    def __call__(self, url: str, *, proxy: str = "", certificate: str = "") -> "Direct.Way":  # noqa: ARG002
        self.urls.append(url)
        return Direct.Way(self)

    class Way:
        """One way there, until it is closed."""

        def __init__(self, direct: "Direct") -> None:
            self._direct = direct

        def __call__(self, request: Request) -> Reply:
            if self._direct.away:
                raise Trouble("no_route_to_hub")
            return self._direct.hub.hub.answer(request)

        def cut(self) -> None:
            """Nothing is under way."""

        def close(self) -> None:
            """Nothing is held."""


def files_too(station: Station, hub: HubOnFile) -> None:
    """Keep a station in step, with all its files."""
    pinned = membership.read(station.folder)
    assert pinned is not None
    write = lambda work: work(station)  # noqa: E731
    with Rounds(station.folder, station.identity, pinned, hub.hub.answer, write) as rounds:
        while rounds.one(Pace()).left:
            pass


class Says:
    """Says of sync what a test tells it; counts what it was asked."""

    def __init__(self, **state: object) -> None:
        self.state = SyncState(**state)  # pyright: ignore[reportArgumentType]
        self.asked: list[str] = []

    def begin(self) -> None:
        self.asked.append("begin")

    def wake(self) -> None:
        """Something was written."""

    def now(self) -> None:
        self.asked.append("now")

    def use(self, **_given: object) -> None:
        """Another proxy."""

    def stop(self) -> None:
        """The window closes."""
