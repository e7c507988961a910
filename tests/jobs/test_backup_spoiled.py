"""A backup that is spoiled, cut off or forged: found out, and nothing of it is used."""

import hashlib
import json
import random
import zipfile
from pathlib import Path

import backed_up
import pytest
import stores

from cellyard.domain.refusals import Refused
from cellyard.jobs import backup_file
from cellyard.jobs.restoring import restore
from cellyard.jobs.station import is_founded


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a closed station and its backup."""
    folder = tmp_path_factory.mktemp("lived")
    backed_up.station(folder / "data").station.close()
    return folder / "data", backed_up.made(folder / "data", folder / "backups")


def test_a_flipped_byte_in_any_member_is_found(lived: tuple[Path, Path], tmp_path: Path):
    folder, file = lived
    content = file.read_bytes()
    dice = random.Random(20261127)
    with zipfile.ZipFile(file) as archive:
        spans = [(i.filename, i.header_offset, i.compress_size) for i in archive.infolist()]
    spoiled = tmp_path / file.name
    for name, start, size in spans:
        at = start + 30 + len(name.encode()) + dice.randrange(size)
        flipped = bytearray(content)
        flipped[at] ^= 0xFF
        spoiled.write_bytes(flipped)
        with pytest.raises(Refused, match="backup_"):
            backed_up.proven(spoiled, tmp_path, folder)


def test_a_byte_flipped_anywhere_is_found_or_changes_nothing(
    lived: tuple[Path, Path], tmp_path: Path
):
    _folder, file = lived
    content = file.read_bytes()
    dice = random.Random(27)
    spoiled = tmp_path / file.name
    directory = content.rindex(b"PK\x01\x02") - 2000
    found = 0
    for run in range(60):
        at = dice.randrange(directory if run % 2 else 0, len(content))
        flipped = bytearray(content)
        flipped[at] ^= 1 << dice.randrange(8)
        spoiled.write_bytes(flipped)
        found += is_refused(spoiled, tmp_path)
    assert found > 20


def is_refused(file: Path, folder: Path) -> bool:
    """Tell whether a backup does not prove; what is wrong is the backup, never the program."""
    try:
        backed_up.proven(file, folder)
    except Refused as no:
        return no.code.startswith("backup_") or pytest.fail(str(no))
    return False


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"manifest.json": None}, "backup_unreadable"),
        ({"manifest.json": b"{}"}, "backup_unreadable"),
        ({"manifest.json": b'{"format": 2}'}, "backup_newer"),
        ({"settings.toml": None}, "backup_damaged"),
        ({"settings.toml": b'theme = "light"\n'}, "backup_damaged"),
        ({"../outside": b"x"}, "backup_damaged"),
        ({"/outside": b"x"}, "backup_damaged"),
        ({"documents/another.pdf": b"x"}, "backup_damaged"),
        ({"blobs/00/" + "0" * 64: b"x"}, "backup_damaged"),
    ],
)
def test_what_does_not_belong_or_is_missing_is_found(
    lived: tuple[Path, Path], tmp_path: Path, changes: dict[str, bytes | None], code: str
):
    (tmp_path / "inside").mkdir()
    spoiled = backed_up.rewritten(lived[1], tmp_path / "inside" / "b.cellyard", changes)
    with pytest.raises(Refused, match=code):
        backed_up.proven(spoiled, tmp_path / "inside")
    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize(
    "name", ["station.json", "head", "ledger.db-wal", "keys/0e", "runs/../station.json", "C:x"]
)
def test_a_manifest_cannot_bring_what_no_backup_holds(
    lived: tuple[Path, Path], tmp_path: Path, name: str
):
    content = b"forged"
    member = {"name": name, "size": 6, "sha256": hashlib.sha256(content).hexdigest()}
    manifest = json.loads(zipfile.ZipFile(lived[1]).read("manifest.json"))
    manifest["members"].append(member)
    changes: dict[str, bytes | None] = {
        name: content,
        "manifest.json": json.dumps(manifest).encode(),
    }
    spoiled = backed_up.rewritten(lived[1], tmp_path / "b.cellyard", changes)
    with pytest.raises(Refused, match="backup_damaged"):
        restore(spoiled, tmp_path / "new")
    assert not is_founded(tmp_path / "new")


def test_a_member_that_unpacks_to_more_than_it_says_is_not_unpacked(
    lived: tuple[Path, Path], tmp_path: Path
):
    bomb = bytes(50_000_000)
    name = "blobs/00/" + "0" * 64
    for changes in ({name: bomb}, {"settings.toml": bomb}):
        with zipfile.ZipFile(lived[1]) as old:
            sizes = sum(i.file_size for i in old.infolist())
        spoiled = backed_up.rewritten(lived[1], tmp_path / "b.cellyard", dict(changes))
        with pytest.raises(Refused, match="backup_damaged"):
            backup_file.unpack(spoiled, tmp_path / "room", durable=False)
        there = sum(p.stat().st_size for p in (tmp_path / "room").rglob("*") if p.is_file())
        assert there <= sizes


def test_a_file_left_out_is_missed(lived: tuple[Path, Path], tmp_path: Path):
    name = next(n for n in zipfile.ZipFile(lived[1]).namelist() if n.startswith("blobs/"))
    spoiled = backed_up.rewritten(lived[1], tmp_path / "b.cellyard", {name: None})
    with pytest.raises(Refused, match="backup_damaged") as no:
        backed_up.proven(spoiled, tmp_path)
    assert no.value.shown["member"] == "blobs"


def test_a_store_that_is_spoiled_already_makes_no_proven_backup(tmp_path: Path):
    folder = tmp_path / "data"
    founded = backed_up.station(folder)
    sha256 = backed_up.photograph(founded.station.ledger, b"another")
    founded.station.close()
    (folder / "blobs" / sha256[:2] / sha256).unlink()
    file = backed_up.made(folder, tmp_path / "backups")
    with pytest.raises(Refused, match="backup_unproven") as no:
        backed_up.proven(file, folder, folder)
    assert no.value.shown["fact"] == len(backed_up.facts(folder))


def test_facts_changed_in_the_live_store_since_are_found(lived: tuple[Path, Path], tmp_path: Path):
    folder = stores.copied(lived[0], tmp_path / "data")
    with stores.unguarded(folder) as store:
        store.execute("UPDATE fact SET at = at + 1 WHERE pos = 20")
    with pytest.raises(Refused, match="backup_differs") as no:
        backed_up.proven(lived[1], tmp_path, folder)
    assert no.value.shown["fact"] == 20
