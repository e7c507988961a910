"""Several processes of one hub on one PostgreSQL: they begin at once, and take all at once."""

import http.client
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from signal import SIGKILL
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from bare_chain import BareChain, at_once
from hub_process import HubProcess, run_many
from postgres import Postgres

from cellyard.domain.refusals import Trouble
from cellyard.hub import enrolling
from cellyard.hub.door import wall_clock
from cellyard.ledger.batches import Batch
from cellyard.sync.asking import Answered

PROCESSES, STATIONS, PUSHES = 3, 6, 8


@pytest.fixture
def hubs(tmp_path: Path, postgres: Postgres) -> Iterator[list[HubProcess]]:
    """Processes that began at once on an empty database, with one key."""
    database = postgres.database()
    many = [HubProcess(tmp_path / f"{n}", database, where=tmp_path) for n in range(PROCESSES)]
    try:
        run_many(many)
        yield many
    finally:
        for one in many:
            one.close()


def test_many_stations_push_into_many_processes_at_once(hubs: list[HubProcess]) -> None:
    stations = [BareChain(f"Station {n}", "CENTRE") for n in range(STATIONS)]
    # All of them enrol at once, too: whoever comes first makes the centre.
    codes = given(hubs, *(s.name for s in stations))

    def play(n: int) -> None:
        one, hub = stations[n], hubs[n % PROCESSES]
        patiently(lambda: one.enrol(hub.carry, codes[n]))
        one.hello()
        for _ in range(PUSHES):
            # The same twice at once, through two doors: it is stored once.
            batch, other = one.write(3), one.through(hubs[(n + 1) % PROCESSES].carry)
            at_once(pushing(one, batch), pushing(other, batch))

    at_once(*[lambda n=n: play(n) for n in range(STATIONS)])
    for hub in hubs:
        assert [e for e in hub.events() if e["event"] == "crash"] == []
    feeds = [stations[0].through(hub.carry).all() for hub in hubs]
    assert feeds[0] == feeds[1] == feeds[2]
    count = Counter(name for name, _ in feeds[0])
    assert all(count[s.name] == PUSHES * 3 for s in stations)
    assert count["hub"] == 1 + STATIONS
    for s in stations:  # each chain in its order, without a gap
        numbers = [seq for name, seq in feeds[0] if name == s.name]
        assert numbers == list(range(1, PUSHES * 3 + 1))
    (centre,) = hubs[1].said("status")["centres"]
    assert centre["size"] == len(feeds[0])


def test_a_reader_never_misses_what_is_written_meanwhile(hubs: list[HubProcess]) -> None:
    many = [BareChain(name, "CENTRE") for name in ("Writer 0", "Writer 1", "Writer 2", "Reader")]
    for one, hub, code in zip(
        many, (*hubs, hubs[0]), given(hubs, *(o.name for o in many)), strict=True
    ):
        one.enrol(hub.carry, code)
        one.hello()
    *writers, reader = many

    def write(one: BareChain) -> None:
        for _ in range(12):
            pushing(one, one.write(2))()

    threads = [Thread(target=write, args=(one,)) for one in writers]
    for thread in threads:
        thread.start()
    seen: list[tuple[str, int]] = []
    while len(seen) < 3 * 24 + 5:
        for b in reader.page(len(seen), wait=5).batches:
            seen.extend((b.station, b.seq + n) for n in range(len(b.facts)))
    for thread in threads:
        thread.join()
    assert len(set(seen)) == len(seen)
    assert seen == reader.all()


def test_the_database_away_is_said_and_comes_back(tmp_path: Path, postgres: Postgres) -> None:
    with HubProcess(tmp_path, postgres.database()).start() as hub:
        one = BareChain("Intake 1", "CENTRE")
        one.enrol(hub.carry, hub.code("Intake 1"))
        one.hello()
        postgres.crash()
        try:
            assert hub.health() == (503, {"database": "unreachable", "version": "0.1.0"})
            with pytest.raises(Answered) as no:
                one.push(one.write(1))
            assert (no.value.status, no.value.failed.error) == (503, "busy")
            assert no.value.retry_after
        finally:
            postgres.start()
        assert hub.health()[0] == 200
        one.hello()
        one.seq, one.prev = 0, bytes(32)
        assert one.push(one.write(2)).acked == 2
        assert hub.stop() == 0


def test_several_processes_on_one_socket_end_with_the_first(
    tmp_path: Path, postgres: Postgres
) -> None:
    with HubProcess(tmp_path, postgres.database(), "--workers", "2").start() as hub:
        one = BareChain("Intake 1", "CENTRE")
        one.enrol(hub.carry, hub.code("Intake 1"))
        one.hello()
        assert one.push(one.write(2)).acked == 2
        os.kill(next(e["process"] for e in hub.events() if e["event"] == "listening"), SIGKILL)
        until = time.monotonic() + 60
        while said(hub).count("listening") < 3 and time.monotonic() < until:
            time.sleep(0.02)
        assert patiently(lambda: one.push(one.write(1))).acked == 3  # another has taken its place
        assert hub.stop() == 0
        assert Counter(said(hub))["process_ended"] == 1
        assert said(hub).count("stopped") == 3
        split = urlsplit(hub.url)
        with pytest.raises(OSError, match="refused"):
            http.client.HTTPConnection(split.hostname or "", split.port).connect()


def said(hub: HubProcess) -> list[str]:
    return [e["event"] for e in hub.events()]


def given(hubs: list[HubProcess], *names: str) -> list[str]:
    """Give out codes for stations of a centre that is to come."""
    with hubs[0].store() as store, store.writing() as connection:
        now = wall_clock()
        return [enrolling.give_code(connection, "", name, now=now) for name in names]


def pushing(one: BareChain, batch: Batch) -> Callable[[], object]:
    return lambda: patiently(lambda: one.push(batch))


def patiently(work: Callable[[], Any]) -> Any:
    """Do it as a station does: what is busy is asked again."""
    for _ in range(20):
        try:
            return work()
        except Answered as no:
            if no.status != 503:
                raise
        except Trouble as busy:
            if busy.code != "hub_busy":
                raise
    raise AssertionError("busy for good")
