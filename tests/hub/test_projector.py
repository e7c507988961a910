"""The hub's projection: the same as every station's, behind, and built anew when it is dropped."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from floor import Floor, code, furnished
from hubs import HubOnFile, round_of

from cellyard.hub import blobs
from cellyard.hub import tables as t
from cellyard.hub.projector import Projector
from cellyard.jobs.station import Station
from cellyard.ledger import projections


def digest(station: Station) -> str:
    with station.ledger.connection.begin():
        return projections.digest(station.ledger.connection)


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    floor = furnished(tmp_path / "one")
    yield floor
    floor.close()


@pytest.fixture
def hub(floor: Floor, tmp_path: Path) -> Iterator[HubOnFile]:
    hub = HubOnFile(tmp_path / "hub")
    hub.enrol(floor.station)
    round_of(floor.station, hub.hub.answer)
    yield hub
    hub.close()


@pytest.fixture
def projector(hub: HubOnFile, tmp_path: Path) -> Iterator[Projector]:
    projector = made(hub, tmp_path)
    yield projector
    projector.close()


def made(hub: HubOnFile, folder: Path) -> Projector:
    return Projector(hub.store, hub.hub.key.public_key, folder / "projection")


def test_it_says_what_every_station_says(
    hub: HubOnFile, floor: Floor, projector: Projector, tmp_path: Path
) -> None:
    second = hub.join(tmp_path / "two", "Intake 2")
    round_of(second, hub.hub.answer)
    projector.catch_up()
    floor.book_in(code(77), "nissan-leaf-40-kwh")
    round_of(floor.station, hub.hub.answer)
    assert projector.lag(hub.centre) > 5
    projector.catch_up()
    round_of(second, hub.hub.answer)
    assert projector.lag(hub.centre) == 0
    assert projector.digest(hub.centre) == digest(second) == digest(floor.station)
    second.close()


def test_dropped_it_is_built_anew(
    hub: HubOnFile, floor: Floor, projector: Projector, tmp_path: Path
) -> None:
    projector.catch_up()
    projector.close()
    shutil.rmtree(projector.folder(hub.centre))
    assert projector.size(hub.centre) == 0
    projector.catch_up()
    assert projector.digest(hub.centre) == digest(floor.station)


def test_of_several_processes_one_projects(
    hub: HubOnFile, projector: Projector, tmp_path: Path
) -> None:
    other = made(hub, tmp_path)
    assert projector.step() > 50
    assert other.step() == 0
    projector.catch_up()
    assert other.digest(hub.centre) == projector.digest(hub.centre)
    projector.close()
    with hub.store.writing() as connection:
        connection.execute(sa.update(t.centre).values(origin="ee" * 16))
    other.catch_up()
    assert (other.lag(hub.centre), other.trouble) == (0, {})
    other.close()


def test_a_log_that_was_restored_is_followed_from_its_beginning(
    hub: HubOnFile, floor: Floor, projector: Projector
) -> None:
    projector.catch_up()
    with hub.store.writing() as connection:
        size = sa.select(sa.func.max(t.checkpoint.c.size)).scalar_subquery()
        last = sa.select(t.checkpoint.c.peaks).where(t.checkpoint.c.size == size)
        peaks = connection.execute(last).scalar_one()
        where = t.checkpoint.c.size == size
        connection.execute(sa.update(t.checkpoint).where(where).values(peaks=peaks[::-1]))
        connection.execute(sa.update(t.centre).values(origin="ee" * 16))
    projector.catch_up()
    # What the log says of itself now is not what its facts are: nothing of that page is taken.
    assert projector.trouble[hub.centre].code == "hub_log_differs"
    with hub.store.writing() as connection:
        connection.execute(sa.update(t.checkpoint).where(where).values(peaks=peaks))
    projector.catch_up()
    assert projector.trouble == {}
    assert projector.digest(hub.centre) == digest(floor.station)


def test_registers_come_with_their_files_and_people_do_not(
    hub: HubOnFile, floor: Floor, projector: Projector
) -> None:
    projector.catch_up()
    with projector.questions(hub.centre) as questions:
        assert questions.registers.partners() == []
    with hub.store.writing() as connection:
        for name in floor.station.ledger.blobs.names():
            content = floor.station.ledger.blobs.get(name)
            assert blobs.add(connection, hub.centre, name, 0, content).whole
    projector.step()
    with projector.questions(hub.centre) as questions:
        assert questions.registers.centre().name == "Linjiang"
        assert len(questions.registers.partners()) == 3
        assert questions.registers.people() == []


def test_a_spoiled_copy_is_made_anew(
    hub: HubOnFile, floor: Floor, projector: Projector, tmp_path: Path
) -> None:
    projector.catch_up()
    projector.close()
    (projector.folder(hub.centre) / "ledger.db").write_bytes(b"no store of ours")
    projector.step()
    assert projector.trouble[hub.centre].code == "store_unreadable"
    projector.catch_up()
    assert projector.trouble == {}
    assert projector.digest(hub.centre) == digest(floor.station)


def test_it_runs_until_it_is_told_to_end(
    hub: HubOnFile, floor: Floor, projector: Projector
) -> None:
    ended = threading.Event()
    thread = threading.Thread(target=projector.run, args=(ended,))
    thread.start()
    looked = threading.Event()
    try:
        for _look in range(200):
            if projector.lag(hub.centre) == 0:
                break
            looked.wait(0.05)
    finally:
        ended.set()
        thread.join(10)
    assert not thread.is_alive()
    assert projector.digest(hub.centre) == digest(floor.station)


def test_a_centre_of_any_name_lies_inside(projector: Projector) -> None:
    for name in ("..", "../../etc", "/", "", "a" * 300):
        assert projector.folder(name).parent == projector.folder("0" * 32).parent
