"""A hub on a real SQLite file, asked without a network, and stations that keep in step with it."""

from pathlib import Path

from cellyard.hub import enrolling
from cellyard.hub.door import Hub
from cellyard.hub.store import Store, sqlite_url
from cellyard.jobs import enrolment, keys, membership
from cellyard.jobs.station import Station
from cellyard.ledger import projections
from cellyard.ledger.arriving import Arrived
from cellyard.ledger.boxes import BoxKey
from cellyard.ledger.seals import SealingKey
from cellyard.sync.asking import Asking
from cellyard.sync.pace import Pace
from cellyard.sync.round import Outcome, Round
from cellyard.sync.shelf import StationShelf
from cellyard.sync.wire import Carry

SEED = bytes(range(32))
URL = "https://hub.example"


def digest(station: Station) -> str:
    """Return the digest of what a station has folded."""
    with station.ledger.connection.begin():
        return projections.digest(station.ledger.connection)


class HubOnFile:
    """`hub` answers; `code` gives one out for a station."""

    def __init__(self, folder: Path, url: str = "") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.store = Store(url or sqlite_url(folder))
        self.box = BoxKey(SEED)
        self.hub = Hub(self.store, SealingKey(SEED), SEED, box_key=self.box.public_key)
        self.centre = ""

    def code(self, station: str) -> str:
        with self.store.writing() as connection:
            return enrolling.give_code(connection, self.centre, station, now=self.hub.clock())

    def enrol(self, station: Station) -> None:
        answer = enrolment.enrol(station, self.hub.answer, URL, self.code(station.identity.station))
        self.centre = answer.centre

    def join(self, folder: Path, name: str) -> Station:
        return enrolment.join(folder, self.hub.answer, URL, name, self.code(name))

    def close(self) -> None:
        self.store.close()


def round_of(station: Station, carry: Carry, pace: Pace | None = None) -> Outcome:
    """Keep a station in step once."""
    who = station.identity
    pinned = membership.read(station.folder)
    assert pinned is not None
    key = keys.read(station.folder, who.epoch).key
    chain = (who.station, who.epoch)

    def apply(batches, state) -> Arrived:
        return station.ledger.apply(
            batches, hub_key=pinned.hub_key, state=state, of=pinned.answers_with
        )

    shelf = StationShelf(
        station.folder,
        chain,
        pinned.answers_with,
        apply,
        station.ledger.now,
        enrolment=pinned.enrolment,
    )
    try:
        asking = Asking(carry, key, chain, pinned.answers_with)
        return Round(shelf, asking, pace or Pace(), pinned.answers_with).run()
    finally:
        shelf.close()
