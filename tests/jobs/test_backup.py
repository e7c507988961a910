"""A backup: one file of one moment, proven by restoring it, and found out when it is spoiled."""

import hashlib
import json
import threading
import zipfile
from pathlib import Path

import backed_up
import pytest
import stores

from cellyard.domain.facts import StationOpened
from cellyard.domain.refusals import Refused
from cellyard.jobs import (
    backup,
    backup_file,
    benches,
    door,
    labels,
    people,
    wirelogs,
)
from cellyard.jobs.restoring import restore
from cellyard.jobs.scratch import Scratch
from cellyard.jobs.station import IDENTITY, Identity, Station, identity, is_founded
from cellyard.ledger import facts
from cellyard.ledger.verify import verify

DAY = 86_400_000


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a closed station and its backup."""
    folder = tmp_path_factory.mktemp("lived")
    backed_up.station(folder / "data").station.close()
    return folder / "data", backed_up.made(folder / "data", folder / "backups")


# --- what is in it ------------------------------------------------------------------------------


def test_one_file_holds_everything_but_the_key(lived: tuple[Path, Path], tmp_path: Path):
    folder, file = lived
    manifest = backup_file.look(file)
    assert manifest.identity == identity(folder)
    assert manifest.moment.facts == len(backed_up.facts(folder))
    assert manifest.moment.batteries == 12
    assert manifest.moment.digest == backed_up.digest(folder)
    blobs = {p.name for p in (folder / "blobs").rglob("*") if p.is_file()}
    names = set(zipfile.ZipFile(file).namelist())
    assert {n[-64:] for n in names if n.startswith("blobs/")} == blobs
    assert manifest.files == len(blobs)
    rest = {n for n in names if not n.startswith("blobs/")}
    assert rest == {
        "ledger.db", "settings.toml", "documents/label-1.pdf", "runs/a.part", "manifest.json",
    }  # fmt: skip
    assert not any("key" in name for name in names)
    for word in ("Ada", "Olga", "0001"):
        assert word not in file.name
    assert backed_up.proven(file, tmp_path, folder).compared
    assert not (folder / "scratch").exists()


def test_what_comes_along_is_called_as_its_rooms_call_it():
    assert backup_file.FOLDERS == (benches.RUNS, labels.PAPERS, wirelogs.FOLDER)


def test_a_name_says_station_and_moment_only():
    name = backup.file_name(identity_of("Intake 1/二"), 0)
    assert name == "cellyard-01234567-Intake-1-二-19700101T000000Z.cellyard"


def identity_of(station: str) -> Identity:
    return Identity(centre="0123456789abcdef", station=station, epoch="0e" * 16, public_key="")


def test_files_of_another_station_and_other_names_are_no_backups_of_this(
    lived: tuple[Path, Path], tmp_path: Path
):
    who = identity(lived[0])
    for at in (1, DAY):
        (tmp_path / backup.file_name(who, at)).write_bytes(b"")
    (tmp_path / backup.file_name(identity_of("Bench 1"), DAY)).write_bytes(b"")
    (tmp_path / backup.file_name(who, DAY).replace("cellyard-", "cellyard-old-")).write_bytes(b"")
    (tmp_path / (backup.file_name(who, 5 * DAY) + ".part")).write_bytes(b"")
    assert [b.made_at for b in backup.found(who, tmp_path)] == [DAY, 0]


# --- restoring ----------------------------------------------------------------------------------


def test_a_restored_station_is_the_same_fact_by_fact_and_goes_on(
    lived: tuple[Path, Path], tmp_path: Path
):
    folder, file = lived
    target = tmp_path / "new PC"
    before = backed_up.facts(folder)
    with restore(file, target) as station:
        assert station.identity.epoch != identity(folder).epoch
        assert station.identity.public_key != identity(folder).public_key
        for person in people.listed(station.ledger.registers):
            assert door.by_pin(station, person.id, "2580", 1).name == person.name
        with pytest.raises(Refused, match="wrong_pin"):
            door.by_pin(station, people.listed(station.ledger.registers)[0].id, "1111", 1)
        stores.write(station.ledger, *stores.ticket(99))
    after = backed_up.facts(target)
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1 + 5
    assert (target / "documents/label-1.pdf").read_bytes() == b"%PDF-1"
    assert (target / "settings.toml").read_bytes() == (folder / "settings.toml").read_bytes()
    found = verify(target, identity(target).public_key)
    assert (found.ok, found.facts, found.stations) == (True, len(after), 1)
    with Station(target) as again:
        digest = backed_up.digest(target)
        assert again.ledger.rebuild()[1] == digest
        with again.ledger.connection.begin():
            line = [r for page in facts.pages(again.ledger.connection) for r in page]
    begun = line[len(before)]
    assert isinstance(begun.fact, StationOpened)
    assert begun.fact.continues is not None
    assert begun.fact.continues.hash == line[len(before) - 1].hash
    assert begun.envelope.after == (line[0].ref,)
    # A station that was restored can be backed up, proven and restored again.
    second = backed_up.made(target, tmp_path / "backups")
    assert backed_up.proven(second, target, target).compared
    with restore(second, tmp_path / "third") as third:
        stores.write(third.ledger, *stores.ticket(100))
    assert verify(tmp_path / "third", identity(tmp_path / "third").public_key).ok


def test_nothing_is_restored_over_a_station(lived: tuple[Path, Path], tmp_path: Path):
    folder, file = lived
    before = backed_up.facts(folder)
    with pytest.raises(Refused, match="already_founded"):
        restore(file, folder)
    assert backed_up.facts(folder) == before
    stray = tmp_path / "stray"
    stray.mkdir()
    (stray / "ledger.db").write_bytes(b"something")
    with pytest.raises(Refused, match="store_without_station"):
        restore(file, stray)
    assert (stray / "ledger.db").read_bytes() == b"something"


def test_a_spoiled_backup_founds_nothing_and_restoring_begins_anew(
    lived: tuple[Path, Path], tmp_path: Path
):
    _folder, file = lived
    spoiled = tmp_path / file.name
    spoiled.write_bytes(file.read_bytes()[:-3000])
    target = tmp_path / "data"
    with pytest.raises(Refused, match="backup_unreadable"):
        restore(spoiled, target)
    assert not is_founded(target)
    backed_up.rewritten(file, spoiled, {"documents/label-1.pdf": b"%PDF-2"})
    with pytest.raises(Refused, match="backup_damaged"):
        restore(spoiled, target)
    assert not is_founded(target)
    restore(file, target).close()
    assert (target / IDENTITY).is_file()
    assert not (target / f"{IDENTITY}.part").exists()


def test_nothing_of_a_restore_that_failed_is_left_to_the_next(
    lived: tuple[Path, Path], tmp_path: Path
):
    _folder, file = lived
    content = b"%PDF-1 of another station"
    manifest = json.loads(zipfile.ZipFile(file).read("manifest.json"))
    for name in ("documents/label-9.pdf", "wire/9.jsonl"):
        digest = hashlib.sha256(content).hexdigest()
        manifest["members"].append({"name": name, "size": len(content), "sha256": digest})
    manifest["moment"]["facts"] += 1
    changes: dict[str, bytes | None] = {
        "documents/label-9.pdf": content,
        "wire/9.jsonl": content,
        "manifest.json": json.dumps(manifest).encode(),
    }
    target = tmp_path / "data"
    with pytest.raises(Refused, match="backup_differs"):
        restore(backed_up.rewritten(file, tmp_path / "b.cellyard", changes), target)
    assert (target / "documents/label-9.pdf").exists()
    restore(file, target).close()
    assert [p.name for p in (target / "documents").iterdir()] == ["label-1.pdf"]
    assert not (target / "wire").exists()


# --- while work goes on -------------------------------------------------------------------------


def test_a_backup_of_a_station_that_is_writing_is_of_one_moment(tmp_path: Path):
    folder = tmp_path / "data"
    founded = backed_up.station(folder)
    stop = threading.Event()
    written: list[int] = []

    def write() -> None:
        for number in range(100, 5000):
            if stop.is_set():
                return
            stores.write(founded.station.ledger, *stores.ticket(number))
            backed_up.photograph(founded.station.ledger, b"photo %d" % number, number)
            written.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        seen: list[int] = []
        for run in range(3):
            before = len(written)
            file = backed_up.made(folder, tmp_path / "backups", now=1_760_000_000_000 + run * DAY)
            assert backed_up.proven(file, folder, folder).compared
            seen.append(backup_file.look(file).moment.facts)
            assert len(written) > before
    finally:
        stop.set()
        writer.join()
        founded.station.close()
    assert seen == sorted(set(seen))
    assert verify(folder).ok


def test_two_backups_at_once_are_refused(tmp_path: Path):
    with (
        Scratch(tmp_path),
        pytest.raises(Refused, match="backup_under_way"),
        Scratch(tmp_path),
    ):
        raise AssertionError


def test_what_is_erased_is_in_no_later_backup_and_stays_away(tmp_path: Path):
    folder = tmp_path / "data"
    founded = backed_up.station(folder)
    with founded.station as station:
        earlier = backed_up.made(folder, tmp_path / "backups", now=DAY)
        people.erase(station, founded.operator, by=founded.administrator)
    later = backed_up.made(folder, tmp_path / "backups", now=2 * DAY)
    assert named(earlier, b"Olga")
    assert not named(later, b"Olga")
    with restore(later, tmp_path / "new") as again:
        assert [p.name for p in people.listed(again.ledger.registers)] == ["Ada", "Sun", ""]
    assert verify(tmp_path / "new").ok


def named(file: Path, word: bytes) -> bool:
    with zipfile.ZipFile(file) as archive:
        return any(word in archive.read(n) for n in archive.namelist() if n.startswith("blobs/"))


# --- killed, and no room ------------------------------------------------------------------------


def test_a_full_disk_is_said_in_one_sentence_and_the_earlier_backup_stays(
    lived: tuple[Path, Path], tmp_path: Path
):
    folder, file = lived
    with backed_up.small_disk(tmp_path / "small", f"{file.stat().st_size * 2 - 200_000}") as disk:
        if disk is None:
            pytest.skip("mounting a small disk needs root")
        first = backed_up.made(folder, disk, now=DAY)
        with pytest.raises(Refused, match="backup_full"):
            backed_up.made(folder, disk, now=2 * DAY)
        assert list(disk.iterdir()) == [first]
        assert backed_up.proven(first, tmp_path, folder).compared


def test_a_folder_that_is_a_file_is_said_so(lived: tuple[Path, Path], tmp_path: Path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(Refused, match="backup_folder"):
        backed_up.made(lived[0], tmp_path / "taken")
