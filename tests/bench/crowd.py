"""Fifty stations at once at a hub that was just started again: all of them catch up."""

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import stock
from measuring import Row

from cellyard.domain.refusals import Trouble
from cellyard.hub import enrolling
from cellyard.hub.store import Store
from cellyard.jobs import enrolment
from cellyard.jobs.founding import found
from cellyard.jobs.station import Station
from cellyard.ledger import projections
from cellyard.ledger.ledger import wall_clock
from cellyard.sync.client import Client
from cellyard.sync.pace import Pace

sys.path.insert(0, str(Path(__file__).parents[1] / "kit"))

from hub_process import HubProcess
from hubs import round_of
from postgres import started

STATIONS, EACH = 50, 20  # batteries that each has written, of five facts
LONGEST_S = 300.0


def rows(folder: Path) -> list[Row]:
    """Return how many of them caught up; the reference is how many there are."""
    with started() as server, ExitStack() as opened:
        url = server.database()
        with HubProcess(folder / "hub", url) as hub:
            hub.start()
            stations = [opened.enter_context(one) for one in _joined(folder, hub, url)]
            hub.kill()
            hub.start()
            start = time.perf_counter()
            with ThreadPoolExecutor(STATIONS) as threads:
                list(threads.map(lambda station: _catch_up(station, hub.url), stations))
            taken = time.perf_counter() - start
            # One more round each: what was pushed while they were at it.
            with ThreadPoolExecutor(STATIONS) as threads:
                list(threads.map(lambda station: _catch_up(station, hub.url), stations))
        caught = _alike(stations)
    name = f"stations that caught up at a hub started anew, in {taken:.1f} s"
    return [Row(name, caught, STATIONS, caught / STATIONS, "", "= 1×")]


def _joined(folder: Path, hub: HubProcess, database: str) -> Iterator[Station]:
    """Found a centre and let the others join it; each has something that nobody else has."""
    first, person = found(folder / "station-0", stock.FOUNDING)
    with closing(Store(database)) as store:
        code = _code(store, "", first.identity.station)
        centre = enrolment.enrol(first, hub.carry, hub.url, code).centre
        yield _busy(first, 0, person)
        for n in range(1, STATIONS):
            name = f"Bench {n}"
            code = _code(store, centre, name)
            station = enrolment.join(folder / f"station-{n}", hub.carry, hub.url, name, code)
            yield _busy(station, n)


def _code(store: Store, centre: str, name: str) -> str:
    with store.writing() as connection:
        return enrolling.give_code(connection, centre, name, now=wall_clock())


def _busy(station: Station, n: int, by: str = "") -> Station:
    for first in range(n * EACH, (n + 1) * EACH):
        station.record(stock.tickets(1), first + 1, by=by)
    return station


def _catch_up(station: Station, url: str) -> None:
    """Do what the app does: rounds, and waiting after trouble, until one goes through."""
    pace, until = Pace(), time.monotonic() + LONGEST_S
    with closing(Client(url)) as client:
        while time.monotonic() < until:
            try:
                round_of(station, client, pace)
            except Trouble:
                time.sleep(pace.wait())
            else:
                return


def _alike(stations: list[Station]) -> int:
    digests: list[str] = []
    for station in stations:
        with station.ledger.connection.begin():
            digests.append(projections.digest(station.ledger.connection))
    return max(map(digests.count, digests))
