"""Stations, hubs, relays and databases that are killed at any moment."""

import contextlib
import random
import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import Pipe
from pathlib import Path

import hub_user
import pytest
import scribe
from fault_table import Fault, Tally
from held import Named, in_log, in_store
from http_hubs import served
from hub_places import OnPostgres
from hub_process import PATIENCE_S, HubProcess
from hubs import SEED
from over_http import client, round_with
from pair import Pair, paired
from postgres import started
from relay_process import RelayProcess
from relays import NAME, relay_code

from cellyard.domain.refusals import Trouble
from cellyard.hub import keys
from cellyard.hub.store import Store, sqlite_url
from cellyard.jobs.station import Station
from cellyard.ledger.verify import verify

# --- stations ----------------------------------------------------------------------------------


def killed_stations(folder: Path, tries: int) -> Tally:
    """A process that writes and asks is killed at any moment, and goes on in the next."""
    dice = random.Random(3)
    with paired(folder) as pair, served(pair.hub.hub.answer) as url:
        pair.hand_over()
        for number in range(tries):
            pair.write(pair.one)
            pair.settle_one(pair.one)
            said = worked(pair.two.folder, url, number, dice.uniform(0.0, 0.25))
            written = [fact for what, facts in said if what == "written" for fact in facts]
            pair.told |= {Named(*fact) for fact in written}
            assert {what for what, _ in said} <= {"open", "written", "in step"}, said
        pair.take_back()
        pair.settle()
        for station in pair.both:
            proof = verify(station.folder)
            assert proof.ok, proof.first_fault
        return Tally(tries, pair.losses())


def worked(folder: Path, url: str, seed: int, seconds: float) -> list[tuple[str, list]]:
    """Let a process work for a while, kill it, and return what it had said."""
    receiving, sending = Pipe(duplex=False)
    process = hub_user.processes().Process(target=hub_user.work, args=(folder, url, seed, sending))
    process.start()
    sending.close()
    receiving.poll(60)
    time.sleep(seconds)
    process.kill()
    process.join()
    found = scribe.heard(receiving)
    receiving.close()
    process.close()
    return found


# --- hubs and databases ------------------------------------------------------------------------


def killed_hubs(folder: Path, tries: int) -> Tally:
    """The hub's process is killed while two stations write and ask, and begins again."""
    dice = random.Random(4)
    with paired(folder) as pair, HubProcess(folder / "process") as process:
        moved(pair, process)
        with busy(pair, process.url):
            for _ in range(tries):
                process.start()
                time.sleep(dice.uniform(0.05, 0.5))
                process.kill()
        process.start()
        for station in (*pair.both, pair.one):
            with contextlib.closing(client(process.url)) as carry:
                round_with(station, carry)
        process.stop()
        pair.hub.store = Store(sqlite_url(process.folder))
        return Tally(tries, pair.losses())


def killed_relays(folder: Path, tries: int) -> Tally:
    """The relay's process is killed while a station behind it writes and asks, and begins again."""
    dice = random.Random(6)
    with (
        paired(folder) as pair,
        served(pair.hub.hub.answer) as url,
        RelayProcess(folder / "relay") as relay,
    ):
        relay.forward_to(url, NAME, relay_code(pair.hub))
        relay.start()
        three = relay.join(folder / "three", "Intake 3")
        pair.with_third(three)
        with contextlib.closing(relay.way(three)) as way:
            for _ in range(tries):
                kills = threading.Timer(dice.uniform(0.05, 1.5), relay.kill)
                kills.start()
                while kills.is_alive():
                    pair.write(three)
                    with contextlib.suppress(Trouble):
                        round_with(three, way)
                    pair.settle_one(pair.one)
                kills.join()
                relay.start()
            until = time.monotonic() + PATIENCE_S
            while in_store(three.folder) != in_log(pair.hub.store, pair.hub.centre):
                assert time.monotonic() < until, "the relay does not come into step"
                pair.settle()
                round_with(three, way)
        pair.settle()
        return Tally(tries, pair.losses())


def moved(pair: Pair, process: HubProcess) -> None:
    """Let a process take over the hub of a pair: its keys and its database."""
    pair.hub.close()
    shutil.copytree(pair.folder / "hub", process.folder, dirs_exist_ok=True)
    for name in (keys.SEAL, keys.BOX):
        (process.folder / name).write_text(SEED.hex())
        (process.folder / name).chmod(0o600)


def crashed_databases(folder: Path, tries: int) -> Tally:
    """PostgreSQL is stopped as by a power cut while two stations write and ask."""
    dice = random.Random(5)
    with started() as server, paired(folder, OnPostgres(server, folder / "hub")) as pair:
        with served(pair.hub.hub.answer) as url, busy(pair, url):
            for _ in range(tries):
                time.sleep(dice.uniform(0.05, 0.5))
                server.crash()
                server.start()
        pair.settle()
        return Tally(tries, pair.losses())


@contextmanager
def busy(pair: Pair, url: str) -> Iterator[None]:
    """Let both write and ask, each in a thread of its own, until the block ends."""
    done = threading.Event()

    def work(station: Station) -> None:
        with contextlib.closing(client(url)) as carry:
            while not done.is_set():
                with lock:
                    pair.write(station)
                with contextlib.suppress(Trouble):
                    round_with(station, carry)
                done.wait(0.01)

    lock = threading.Lock()
    with ThreadPoolExecutor(2) as threads:
        working = [threads.submit(work, station) for station in pair.both]
        try:
            yield
        finally:
            done.set()
        for one in working:
            one.result()


FAULTS = (
    Fault(
        "kill -9 of a station",
        "a process that writes and asks over HTTP, killed at any moment",
        5,
        300,
        killed_stations,
    ),
    Fault("kill -9 of the hub", "its process, while two stations ask", 2, 100, killed_hubs),
    Fault("kill -9 of a relay", "the same, a station behind it", 1, 50, killed_relays),
    Fault("crash of PostgreSQL", "stopped at once, begun again", 1, 60, crashed_databases),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_killed(fault: Fault) -> None:
    assert fault.tried(fault.small).losses == 0
