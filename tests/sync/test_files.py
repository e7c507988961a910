"""Files of facts: brought to the hub and fetched from it, behind the facts and apart from them."""

import hashlib
import os
import random
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from floor import Floor, furnished
from hubs import HubOnFile
from keeping import Counted, keep

from cellyard.domain.facts import BlobRef, Entry, Photographed
from cellyard.domain.refusals import Trouble
from cellyard.hub import blobs, tables
from cellyard.jobs import door, people
from cellyard.jobs.people import NewPerson
from cellyard.jobs.station import Station
from cellyard.sync import files
from cellyard.sync.wire import Carry, Reply, Request

HELLO = "POST /v1/hello"


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    floor = furnished(tmp_path / "one")
    yield floor
    floor.close()


@pytest.fixture
def hub(floor: Floor, tmp_path: Path) -> Iterator[HubOnFile]:
    hub = HubOnFile(tmp_path / "hub")
    hub.enrol(floor.station)
    yield hub
    hub.close()


@pytest.fixture
def second(hub: HubOnFile, tmp_path: Path) -> Iterator[Station]:
    station = hub.join(tmp_path / "two", "Intake 2")
    yield station
    station.close()


def photograph(station: Station, content: bytes) -> BlobRef:
    """Let a station write a fact that names a file."""
    blob = station.ledger.blobs.put(content, "image/jpeg")
    subject = f"battery/{hashlib.sha256(content).hexdigest()[:32]}"
    entry = Entry(subject=subject, fact=Photographed(section="case"), blobs=(blob,))
    station.record(lambda _known, entry: [entry], entry)
    return blob


def test_who_was_entered_at_one_station_signs_in_at_the_other(
    floor: Floor, hub: HubOnFile, second: Station
) -> None:
    new = NewPerson(name="Sun Li", badge="B-77", pin="4711", roles=("operator",))
    person = people.enter(floor.station, new, by=floor.supervisor.id)
    keep(floor.station, hub.hub.answer)
    keep(second, hub.hub.answer)
    assert "Sun Li" in [p.name for p in door.admits(second)]
    assert door.by_pin(second, person, "4711", 1).name == "Sun Li"
    assert second.ledger.registers.zones() == floor.station.ledger.registers.zones()
    assert second.ledger.registers.centre() == floor.station.ledger.registers.centre()


def test_a_round_without_anything_new_is_one_request(
    floor: Floor, hub: HubOnFile, second: Station
) -> None:
    carry = Counted(hub.hub.answer)
    for station in (floor.station, second, floor.station, second):
        keep(station, carry)
    carry.take()
    keep(floor.station, carry)
    keep(second, carry)
    assert carry.take() == [HELLO, HELLO]


def test_a_file_that_the_hub_lacks_is_waited_for_without_asking(
    floor: Floor, hub: HubOnFile, second: Station
) -> None:
    keep(floor.station, hub.hub.answer)
    keep(second, hub.hub.answer)
    blob = photograph(floor.station, b"of the case")
    kept_back = Counted(refusing_files(hub.hub.answer))
    with pytest.raises(Trouble):
        keep(floor.station, kept_back)
    carry = Counted(hub.hub.answer)
    keep(second, carry)
    wanted = f"GET /v1/blobs/{blob.sha256}"
    assert carry.take().count(wanted) == 1
    keep(second, carry)
    assert carry.take() == [HELLO]
    keep(floor.station, hub.hub.answer)
    keep(second, carry)
    assert carry.take() == [HELLO, "GET /v1/blobs", wanted]
    assert second.ledger.blobs.get(blob.sha256) == b"of the case"


def refusing_files(carry: Carry) -> Carry:
    """Let facts through and no file."""

    def refuse(request: Request) -> Reply:
        if request.method == "PUT" and request.path.startswith("/v1/blobs/"):
            raise Trouble("no_route_to_hub")
        return carry(request)

    return refuse


def test_a_large_file_goes_on_where_it_broke_off(
    floor: Floor, hub: HubOnFile, second: Station
) -> None:
    keep(floor.station, hub.hub.answer)
    keep(second, hub.hub.answer)
    content = os.urandom(3 * files.PART + 7)
    blob = photograph(floor.station, content)
    there, here = Breaking(hub.hub.answer, "PUT"), Breaking(hub.hub.answer, "GET")
    until_through(floor.station, there)
    until_through(second, here)
    assert second.ledger.blobs.get(blob.sha256) == content
    begins = [n * files.PART for n in range(4)]
    assert (there.offsets, here.offsets) == (begins, begins), "a part was carried twice"


class Breaking:
    """Loses two of three requests about files, half of them only on the way back.

    `offsets` are those of the parts that got through.
    """

    def __init__(self, carry: Carry, method: str) -> None:
        self._carry, self._method = carry, method
        self._chance = random.Random(7)
        self.offsets: list[int] = []

    def __call__(self, request: Request) -> Reply:
        if not request.path.startswith("/v1/blobs/"):
            return self._carry(request)
        lost = self._chance.choice(("", "there", "back"))
        if lost == "there":
            raise Trouble("no_route_to_hub")
        reply = self._carry(request)
        arrived = request.method == "PUT" or not lost
        if arrived and request.method == self._method and reply.status == 200:
            query = parse_qs(urlsplit(request.path).query)
            self.offsets.extend(map(int, query.get("offset", [])))
        if lost:
            raise Trouble("no_route_to_hub")
        return reply


def until_through(station: Station, carry: Carry) -> None:
    for _ in range(60):
        try:
            keep(station, carry)
        except Trouble:
            continue
        return
    raise AssertionError("it does not come to an end")


def test_what_is_erased_goes_everywhere_and_never_comes_again(
    floor: Floor, hub: HubOnFile, second: Station, tmp_path: Path
) -> None:
    supervisor = floor.supervisor.id
    new = NewPerson(name="Qian Lei", badge="", pin="4711", roles=("operator",))
    person = people.enter(floor.station, new, by=supervisor)
    keep(floor.station, hub.hub.answer)
    keep(second, hub.hub.answer)
    known = next(p for p in second.ledger.registers.people() if p.id == person)
    held = (known.sheet, second.ledger.registers.content_hash("people", person))
    assert all(second.ledger.blobs.holds(sha256) for sha256 in held)
    people.erase(floor.station, person, by=supervisor)
    keep(floor.station, hub.hub.answer)
    keep(second, hub.hub.answer)
    assert not any(second.ledger.blobs.holds(sha256) for sha256 in held)
    third = hub.join(tmp_path / "three", "Bench 1")
    carry = Counted(hub.hub.answer)
    keep(third, carry)
    assert not any(third.ledger.blobs.holds(sha256) for sha256 in held)
    assert not any(sha256 in path for path in carry.take() for sha256 in held)
    third.close()


def test_bytes_that_are_not_what_their_name_says_are_not_kept(
    floor: Floor, hub: HubOnFile, second: Station
) -> None:
    keep(floor.station, hub.hub.answer)
    keep(second, hub.hub.answer)
    blob = photograph(floor.station, b"of the case")
    floor.station.ledger.blobs.path(blob.sha256).write_bytes(b"of the cast")
    keep(floor.station, hub.hub.answer)
    keep(second, hub.hub.answer)
    assert not second.ledger.blobs.holds(blob.sha256)
    # Stored anew and named by another fact, it is brought.
    photograph(floor.station, b"of the case")
    keep(floor.station, hub.hub.answer)
    keep(second, hub.hub.answer)
    assert second.ledger.blobs.get(blob.sha256) == b"of the case"


def test_after_its_restore_the_hub_gets_every_file_again(
    floor: Floor, hub: HubOnFile, second: Station
) -> None:
    blob = photograph(second, b"of the case")
    for station in (floor.station, second, floor.station):
        keep(station, hub.hub.answer)
    with hub.store.writing() as connection:  # as it was before any file came
        connection.execute(sa.delete(tables.blob))
        connection.execute(sa.delete(tables.blob_part))
        connection.execute(sa.update(tables.centre).values(origin="ab" * 16, files=0))
    keep(floor.station, hub.hub.answer)
    with hub.store.reading() as connection:
        assert blobs.head(connection, hub.centre, blob.sha256).whole
        whole = connection.execute(sa.select(sa.func.count()).select_from(tables.blob)).scalar()
    assert whole == len(list(floor.station.ledger.blobs.names()))
