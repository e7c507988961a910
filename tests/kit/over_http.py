"""Rounds of a station over the real client, in whatever process it is in."""

from cellyard.jobs import membership
from cellyard.jobs.rounds import Rounds
from cellyard.jobs.station import Station
from cellyard.sync.client import Client
from cellyard.sync.pace import Pace
from cellyard.sync.round import Outcome
from cellyard.sync.wire import Carry

# Nothing on loopback is this slow.
READ_S, TOTAL_S = 20.0, 60.0


def client(url: str) -> Client:
    return Client(url, read=READ_S, total=TOTAL_S)


def round_with(station: Station, carry: Carry, facts: int = 500) -> Outcome:
    """Do one round; raises Trouble or Refused."""
    pinned = membership.read(station.folder)
    assert pinned is not None
    pace = Pace()
    pace.facts = facts
    with Rounds(
        station.folder, station.identity, pinned, carry, lambda work: work(station)
    ) as rounds:
        return rounds.one(pace)
