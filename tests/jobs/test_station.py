"""A station: one instance for each folder, its key and identity, and what founding leaves."""

import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
import stores

from cellyard.domain.refusals import Refused
from cellyard.jobs import door, keys, people
from cellyard.jobs.people import NewPerson
from cellyard.jobs.station import IDENTITY, Station, identity, is_founded
from cellyard.ledger.questions import Questions
from cellyard.ledger.schema import STORE
from cellyard.ledger.verify import verify

HOLD = """
import sys
from pathlib import Path
from cellyard.jobs.lock import InstanceLock
lock = InstanceLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a founded station, closed."""
    folder = tmp_path_factory.mktemp("founded")
    stores.founded(folder).station.close()
    return folder


@pytest.fixture
def folder(founded: Path, tmp_path: Path) -> Path:
    return stores.copied(founded, tmp_path / "data")


def test_a_founded_station_is_proven_and_holds_its_registers(folder: Path):
    who = identity(folder)
    proof = verify(folder, who.public_key)
    assert (proof.ok, proof.stations) == (True, 1)
    questions = Questions(folder)
    registers = questions.registers
    assert registers.centre().name == "Test centre"
    assert len(registers.models()) >= 40
    assert {p.key for p in registers.partners()} == {"hengfeng", "lvyuan"}
    assert registers.editions()
    assert registers.zones()
    assert len(registers.people()) == 3
    known = questions.known(station=who.station, actor="", now=1_790_000_000_000)
    assert known.edition.jurisdiction == "CN"
    digest = questions.digest()
    questions.close()
    with Station(folder) as station:
        assert station.ledger.rebuild() == (proof.facts, digest)


def test_nothing_that_names_a_person_stands_in_a_fact(folder: Path):
    with Station(folder) as station:
        administrator = next(p for p in door.admits(station) if p.name == "Ada")
        person = NewPerson(
            name="Qingzhao 李清照", badge="B-774411", pin="2580", roles=("operator",)
        )
        people.enter(station, person, by=administrator.id)
    with closing(sqlite3.connect(folder / STORE)) as store:
        facts = b"".join(row[0] for row in store.execute("SELECT envelope FROM fact"))
        everything = "\n".join(store.iterdump())
    for private in ("Qingzhao", "李清照", "B-774411", "argon2"):
        assert private.encode() not in facts
        assert private not in everything


@pytest.mark.parametrize("how", ["release", "kill"])
def test_one_instance_holds_a_folder_until_it_ends(folder: Path, how: str):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        for _ in range(2):
            with pytest.raises(Refused, match="second_instance"):
                Station(folder)
        # Reading goes on beside it.
        assert verify(folder).ok
        if how == "kill":
            other.kill()
        else:
            other.communicate()
        other.wait()
    with Station(folder), pytest.raises(Refused, match="second_instance"):
        Station(folder)


def test_a_station_that_does_not_open_lets_go_of_its_folder(folder: Path):
    whole = (folder / STORE).read_bytes()
    (folder / STORE).write_bytes(whole[: len(whole) // 2])
    for _ in range(2):
        with pytest.raises(Refused, match="store_unreadable"):
            Station(folder)
    (folder / STORE).write_bytes(whole)
    Station(folder).close()


def test_a_store_that_is_gone_or_older_is_refused(folder: Path):
    older = folder.with_name("older")
    shutil.copytree(folder, older)
    with Station(folder) as station:
        stores.write(station.ledger, *stores.ticket(1))
    newer = (folder / STORE).read_bytes()
    shutil.copyfile(older / STORE, folder / STORE)
    with pytest.raises(Refused, match="store_rolled_back"):
        Station(folder)
    (folder / STORE).unlink()
    with pytest.raises(Refused, match="store_missing"):
        Station(folder)
    (folder / STORE).write_bytes(newer)
    Station(folder).close()


def test_an_empty_folder_is_no_station(tmp_path: Path):
    assert not is_founded(tmp_path)
    for opens in (identity, Station):
        with pytest.raises(Refused, match="no_store"):
            opens(tmp_path)


def test_the_key_lies_where_only_its_owner_reads_it(folder: Path):
    with Station(folder) as station:
        assert station.key_keeper == "file"
        assert station.ledger.public_key == identity(folder).public_key
    (key,) = (folder / "keys").iterdir()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    key.unlink()
    with pytest.raises(Refused, match="key_missing"):
        Station(folder)
    keys.make(folder, identity(folder).epoch)
    with pytest.raises(Refused, match="station_differs"):
        Station(folder)


def test_another_stations_identity_does_not_open_a_store(folder: Path, tmp_path: Path):
    other = stores.founded(tmp_path / "other").station
    other.close()
    shutil.copyfile(tmp_path / "other" / IDENTITY, folder / IDENTITY)
    shutil.copytree(tmp_path / "other" / "keys", folder / "keys", dirs_exist_ok=True)
    with pytest.raises(Refused, match="station_differs"):
        Station(folder)


def test_what_one_thread_wrote_another_reads_and_goes_on_with(folder: Path):
    with Station(folder) as station:
        stores.write(station.ledger, *stores.ticket(1))
        writing = threading.Thread(
            target=stores.write, args=(station.ledger, *stores.ticket(2)), name="writer"
        )
        writing.start()
        writing.join()
        questions = Questions(folder)
        assert [b.ticket for b in questions.find(stores.code(2))] == [2]
        assert questions.counts().batteries == 2
        questions.close()
    assert verify(folder).ok
