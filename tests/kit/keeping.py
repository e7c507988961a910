"""Stations that keep in step as the sync thread does it: facts in slices, and files."""

from cellyard.jobs import membership
from cellyard.jobs.rounds import Rounds
from cellyard.jobs.slices import Write
from cellyard.jobs.station import Station
from cellyard.sync.pace import Pace
from cellyard.sync.round import Outcome
from cellyard.sync.wire import Carry, Reply, Request


def rounds(station: Station, carry: Carry, write: Write | None = None) -> Rounds:
    """Return the rounds of a station; what it writes is written at once unless `write` is given."""
    pinned = membership.read(station.folder)
    assert pinned is not None
    at_once = write or (lambda work: work(station))
    return Rounds(station.folder, station.identity, pinned, carry, at_once)


def keep(station: Station, carry: Carry) -> Outcome:
    """Keep a station in step until nothing is left."""
    with rounds(station, carry) as found:
        for _ in range(50):
            outcome = found.one(Pace())
            if not outcome.left:
                return outcome
    raise AssertionError("it does not come to an end")


class Counted:
    """Carries, and knows what was asked: method and path of each request."""

    def __init__(self, carry: Carry) -> None:
        self._carry = carry
        self.asked: list[str] = []

    def __call__(self, request: Request) -> Reply:
        self.asked.append(f"{request.method} {request.path.partition('?')[0]}")
        return self._carry(request)

    def take(self) -> list[str]:
        """Return what was asked since this was called last."""
        asked, self.asked = self.asked, []
        return asked
