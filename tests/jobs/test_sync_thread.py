"""The sync thread on real stores and connections: it keeps in step, waits, and ends at once."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self, TypeVar

import msgspec
import pytest
from bad_servers import http, saying, scripted
from floor import Floor, code, furnished
from http_hubs import served
from hubs import HubOnFile
from keeping import keep, rounds

from cellyard.domain.refusals import Trouble
from cellyard.jobs import enrolment, membership, slices
from cellyard.jobs.proof import proof
from cellyard.jobs.station import Station
from cellyard.jobs.sync_state import SyncState
from cellyard.jobs.syncing import Syncing
from cellyard.ledger import projections
from cellyard.ledger.arriving import Arrived
from cellyard.sync.pace import Pace
from cellyard.sync.wire import Carry

T = TypeVar("T")
PATIENCE_S = 60.0


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    floor = furnished(tmp_path / "one")
    yield floor
    floor.close()


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubOnFile]:
    hub = HubOnFile(tmp_path / "hub")
    yield hub
    hub.close()


class Kept:
    """A station whose store is written by the test and by its sync thread, one at a time."""

    def __init__(self, station: Station, every: float = 600.0) -> None:
        self.station = station
        self._lock = threading.Lock()
        self.syncing = Syncing(station.folder, station.identity, self.write, every=every)

    def write(self, work: Callable[[Station], T]) -> T:
        with self._lock:
            return work(self.station)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.syncing.stop()
        assert "sync" not in [t.name for t in threading.enumerate()]

    def until(self, is_so: Callable[[SyncState], object]) -> SyncState:
        """Wait until the state says so."""
        ends = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends:
            if is_so(state := self.syncing.state):
                return state
            time.sleep(0.01)
        raise AssertionError(self.syncing.state)


def enrolled_at(station: Station, hub: HubOnFile, url: str) -> None:
    carry: Carry = hub.hub.answer
    hub.centre = enrolment.enrol(station, carry, url, hub.code(station.identity.station)).centre


def digest(station: Station) -> str:
    with station.ledger.connection.begin():
        return projections.digest(station.ledger.connection)


def test_what_is_written_is_sent_soon_and_what_others_write_comes(
    floor: Floor, hub: HubOnFile, tmp_path: Path
) -> None:
    with served(hub.hub.answer) as url:
        enrolled_at(floor.station, hub, url)
        with Kept(floor.station) as one:
            first = one.until(lambda s: s.last_at)
            assert (first.enrolled, first.unsent, first.said) == (True, 0, None)
            with hub.store.reading() as connection:
                before = len(list(connection.exec_driver_sql("SELECT pos FROM fact")))
            one.write(lambda _s: floor.book_in(code(5), None))
            one.syncing.wake()  # no round is due for ten minutes
            one.until(lambda s: s.last_at > first.last_at and s.unsent == 0)
            with hub.store.reading() as connection:
                assert len(list(connection.exec_driver_sql("SELECT pos FROM fact"))) > before
        two = enrolment.join(
            tmp_path / "two", hub.hub.answer, url, "Intake 2", hub.code("Intake 2")
        )
        with Kept(two, every=0.05) as other:

            def in_step(_state: SyncState) -> bool:
                keep(floor.station, hub.hub.answer)
                return other.write(digest) == digest(floor.station)

            other.until(in_step)
        two.close()


def test_without_a_way_it_is_counted_and_sent_when_there_is_one(
    floor: Floor, hub: HubOnFile
) -> None:
    with served(hub.hub.answer) as url:
        enrolled_at(floor.station, hub, url)
    with Kept(floor.station) as one:
        away = one.until(lambda s: s.said)
        assert away.said
        assert away.said.code == "no_route_to_hub"
        written = one.until(lambda s: s.unsent).unsent
        one.write(lambda _s: floor.book_in(code(5), None))
        one.syncing.wake()
        one.until(lambda s: s.unsent > written)
        with served(hub.hub.answer) as url:
            pinned = membership.read(floor.station.folder)
            assert pinned
            moved = msgspec.structs.replace(pinned, url=url)
            membership.pin(floor.station.folder, moved)
            one.syncing.begin()
            assert one.until(lambda s: s.last_at).unsent == 0


def test_a_hub_that_is_busy_is_left_alone_as_long_as_it_says(floor: Floor, hub: HubOnFile) -> None:
    asked: list[bytes] = []
    busy = saying(http("503 Service Unavailable", Retry_After="300"))

    def script(connection, request: bytes) -> None:
        asked.append(request)
        busy(connection, request)

    with scripted(script) as port:
        enrolled_at(floor.station, hub, f"http://127.0.0.1:{port}")
        with Kept(floor.station) as one:
            said = one.until(lambda s: s.said and s.unsent)
            assert said.said
            assert said.said.code == "hub_busy"
            one.write(lambda _s: floor.book_in(code(5), None))
            one.syncing.wake()
            one.until(lambda s: s.unsent > said.unsent)
            assert len(asked) == 1
            one.syncing.now()  # a person wants to know
            one.until(lambda _s: len(asked) == 2)


def test_it_ends_at_once_while_a_hub_says_nothing(floor: Floor, hub: HubOnFile) -> None:
    came = threading.Event()
    with scripted(lambda _c, _r: came.set()) as port:
        enrolled_at(floor.station, hub, f"http://127.0.0.1:{port}")
        with Kept(floor.station):
            assert came.wait(PATIENCE_S)
        # `Kept` sees that the thread has ended; a reply would have been waited for half a minute.


def test_a_station_that_is_not_enrolled_has_no_thread(floor: Floor) -> None:
    with Kept(floor.station) as one:
        assert one.syncing.state == SyncState()


def test_a_page_is_stored_in_slices_that_are_whole_each(
    floor: Floor, hub: HubOnFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "MOST", slices.FIRST)  # however quick this computer is
    hub.enrol(floor.station)
    for number in range(60, 75):
        floor.book_in(code(number), "nissan-leaf-40-kwh")
    keep(floor.station, hub.hub.answer)
    two = hub.join(tmp_path / "two", "Intake 2")
    counts: list[int] = []

    def write(work: Callable[[Station], T]) -> T:
        answer = work(two)
        if isinstance(answer, Arrived) and answer.facts:
            counts.append(len(answer.facts))
            if len(counts) in (2, 4):
                raise Trouble("no_route_to_hub")  # broken off between two slices
        return answer

    with rounds(two, hub.hub.answer, write) as found:
        for _ in range(2):
            with pytest.raises(Trouble):
                found.one(Pace())
            held = proof(two.folder)
            assert (held.ok, held.facts) == (True, sum(counts) + 1)
        found.one(Pace())
    # The first act of a station is larger than any slice, and is one.
    assert sorted(counts)[-2] <= slices.FIRST
    assert len(counts) > 5
    keep(floor.station, hub.hub.answer)
    assert digest(two) == digest(floor.station)
    two.close()
