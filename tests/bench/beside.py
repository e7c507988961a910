"""A person's commit while 20,000 facts arrive, beside the same commits alone.

As in the app, one thread writes: what arrives is handed to it in slices, the person's act waits
for its turn. The hub is a process of its own.
"""

import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import stock
from measuring import Row

from cellyard.jobs import enrolment, membership
from cellyard.jobs.founding import found
from cellyard.jobs.rounds import Rounds
from cellyard.jobs.slices import T
from cellyard.jobs.station import Station
from cellyard.sync.client import Client
from cellyard.sync.pace import Pace

sys.path.insert(0, str(Path(__file__).parents[1] / "kit"))

from hub_process import HubProcess
from hubs import round_of

ARRIVES, ACT = 4_000, 1  # batteries, of five facts each, and how many are written in an act
# So often somebody confirms something; and how many commits at least are looked at.
EVERY_S, LEAST = 0.05, 60
_GOAL_MS = 25


def rows(folder: Path) -> list[Row]:
    """Return the 95th percentile of both, in ms from the press to what is durable."""
    with HubProcess(folder / "hub") as hub, ThreadPoolExecutor(1) as writer:
        hub.start()
        station, person = found(folder / "station", stock.FOUNDING)
        enrolment.enrol(station, hub.carry, hub.url, hub.code("Intake 1"))
        with station, closing(Client(hub.url)) as way:
            round_of(station, way)
            _others(folder / "other", hub)
            numbers = iter(range(1_000_000, 2_000_000))

            def press() -> float:
                """Write one intake when the writing thread comes to it; returns how long, in ms."""
                begun, number = time.perf_counter(), next(numbers)
                act = writer.submit(lambda: station.record(stock.ticket, number, by=person))
                act.result()
                return (time.perf_counter() - begun) * 1000

            with ThreadPoolExecutor(1) as syncing:
                arriving = syncing.submit(_caught_up, station, way, writer)
                beside = _pressed(press, lambda: not arriving.done())
                assert arriving.result() > 5 * ARRIVES
            alone = _pressed(press, lambda: False)
    ours, bare = (statistics.quantiles(taken, n=20)[-1] for taken in (beside, alone))
    name = f"a commit while {5 * ARRIVES} facts arrive, p95 (alone beside)"
    return [Row(name, ours, bare, ours / bare, "ms", f"≤ {_GOAL_MS} ms")]


def _pressed(press: Callable[[], float], going_on: Callable[[], bool]) -> list[float]:
    taken: list[float] = []
    while going_on() or len(taken) < LEAST:
        taken.append(press())
        time.sleep(EVERY_S)
    return taken


def _others(folder: Path, hub: HubProcess) -> None:
    """Let another station write what will arrive, and send it."""
    with (
        closing(Client(hub.url)) as way,
        enrolment.join(folder, way, hub.url, "Intake 2", hub.code("Intake 2")) as other,
    ):
        for number in range(1, ARRIVES + 1, ACT):
            other.record(stock.tickets(ACT), number)
        round_of(other, way)


def _caught_up(station: Station, way: Client, writer: ThreadPoolExecutor) -> int:
    """Do a round; what arrives goes through the writing thread. Returns how many facts came."""

    def write(work: Callable[[Station], T], /) -> T:
        done: Future[T] = writer.submit(work, station)
        return done.result()

    pinned = membership.read(station.folder)
    assert pinned is not None
    with Rounds(station.folder, station.identity, pinned, way, write) as rounds:
        return rounds.one(Pace()).received
