"""Erased for good: out of the earlier backups the next night, and again in what is restored."""

import shutil
import zipfile
from pathlib import Path

import backed_up
import pytest
import stores

from cellyard.domain.facts import Erased
from cellyard.domain.refusals import Refused
from cellyard.jobs import backup, backup_file, backups, door, erased_since, people
from cellyard.jobs.people import ChangedPerson, NewPerson
from cellyard.jobs.restoring import restore
from cellyard.jobs.scratch import Scratch
from cellyard.jobs.station import Station, identity
from cellyard.ledger import erasures
from cellyard.ledger.verify import verify

DAY = 86_400_000
# Older than any of today, and of days that stay.
THEN = 1_760_000_000_000


@pytest.fixture
def founded(tmp_path: Path) -> stores.Founded:
    return backed_up.station(tmp_path / "data", tickets=2)


def named(file: Path, word: bytes) -> bool:
    with zipfile.ZipFile(file) as archive:
        return any(word in archive.read(n) for n in archive.namelist() if n.startswith("blobs/"))


def earlier(folder: Path, to: Path, days: int = 1) -> Path:
    """Make a backup of some days ago, proven and noted."""
    path = backed_up.made(folder, to, now=THEN - days * DAY)
    backups.prove(folder, path)
    return path


def holds(folder: Path, word: bytes) -> bool:
    """Tell whether any file of a data folder holds a word."""
    return any(word in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_the_next_round_takes_who_was_erased_out_of_the_earlier_backups(
    founded: stores.Founded, tmp_path: Path
):
    folder, to = tmp_path / "data", tmp_path / "b"
    with founded.station as station:
        olds = [earlier(folder, to, days) for days in (1, 2)]
        before = [backup_file.look(old) for old in olds]
        people.erase(station, founded.operator, by=founded.administrator)
        noted = backups.make(folder, to)
    assert noted.no is None
    assert noted.newest is not None
    assert noted.newest.file not in {old.name for old in olds}
    for old, manifest in zip(olds, before, strict=True):
        assert not named(old, b"Olga")
        now = backup_file.look(old)
        assert (now.moment, now.made_at) == (manifest.moment, manifest.made_at)
        assert now.files == manifest.files - len(now.erased)
    listed = backups.listed(folder, to)
    assert [one.proven > 0 for one in listed] == [True, True, True]
    assert not list(to.glob("*.part"))
    # Once is enough: nothing is written anew in the nights after.
    stood = [old.stat().st_mtime_ns for old in olds]
    backups.make(folder, to)
    assert [old.stat().st_mtime_ns for old in olds] == stood


def test_a_restored_earlier_backup_stands_without_who_was_erased_since(
    founded: stores.Founded, tmp_path: Path
):
    folder, to = tmp_path / "data", tmp_path / "b"
    with founded.station as station:
        old = earlier(folder, to)
        people.erase(station, founded.operator, by=founded.administrator)
        backups.make(folder, to)
    target = tmp_path / "new"
    alone = tmp_path / "alone" / old.name
    alone.parent.mkdir()
    shutil.copy(old, alone)
    with restore(alone, target) as again:
        check_erased(again, founded)
    assert not holds(target, b"Olga")
    found = verify(target, identity(target).public_key)
    assert found.ok
    assert found.erased
    with Station(target) as again:
        digest = backed_up.digest(target)
        assert again.ledger.rebuild()[1] == digest
    second = backed_up.made(target, tmp_path / "second")
    backups.prove(target, second)


def check_erased(station: Station, founded: stores.Founded) -> None:
    listed = {p.id: p for p in people.listed(station.ledger.registers)}
    gone = listed.pop(founded.operator)
    assert (gone.name, gone.badge, gone.roles, gone.active) == ("", "", (), False)
    assert "Ada" in {p.name for p in listed.values()}
    with pytest.raises(Refused):
        door.by_pin(station, founded.operator, "2580", 1)
    for person in listed:
        assert door.by_pin(station, person, "2580", 1)


def test_a_copy_made_by_hand_is_cleaned_by_a_later_backup_beside_it(
    founded: stores.Founded, tmp_path: Path
):
    folder, to = tmp_path / "data", tmp_path / "b"
    with founded.station as station:
        copy = backed_up.made(folder, tmp_path / "copies", now=THEN)
        people.erase(station, founded.operator, by=founded.administrator)
        later = backed_up.made(folder, to)
    assert named(copy, b"Olga")
    # Alone nobody can know of it: the guide says so.
    with restore(copy, tmp_path / "alone") as again:
        assert "Olga" in {p.name for p in people.listed(again.ledger.registers)}
    shutil.copy(later, copy.parent)
    (copy.parent / "spoiled.cellyard").write_bytes(b"no zip")
    with restore(copy, tmp_path / "new") as again:
        check_erased(again, founded)
    assert not holds(tmp_path / "new", b"Olga")
    assert verify(tmp_path / "new", identity(tmp_path / "new").public_key).ok


def test_a_corrected_name_stays_as_it_was_then_until_its_bearer_is_erased(
    founded: stores.Founded, tmp_path: Path
):
    folder, to = tmp_path / "data", tmp_path / "b"
    with founded.station as station:
        old = earlier(folder, to)
        changed = ChangedPerson(
            id=founded.operator, name="Olga Petrova", badge="9", roles=("operator",)
        )
        people.change(station, changed, by=founded.administrator)
        assert erasures.lasting(folder) == ()
        backups.make(folder, to)
        assert named(old, b"Olga")
        people.erase(station, founded.operator, by=founded.administrator)
        backups.make(folder, to)
        assert not named(old, b"Olga")
    with restore(old, tmp_path / "new") as again:
        check_erased(again, founded)
    assert not holds(tmp_path / "new", b"Olga")


def test_a_backup_that_nobody_could_administer_goes_and_is_not_restored(
    founded: stores.Founded, tmp_path: Path
):
    folder, to = tmp_path / "data", tmp_path / "b"
    with founded.station as station:
        old = earlier(folder, to)
        copy = Path(shutil.copy(old, tmp_path / old.name))
        heir = NewPerson(name="Ines", badge="77", pin="2580", roles=("administrator",))
        next_ = people.enter(station, heir, by=founded.administrator)
        people.erase(station, founded.administrator, by=next_)
        noted = backups.make(folder, to)
    assert noted.no is None
    assert not old.exists()
    assert [b.file for b in backup.found(identity(folder), to)] == [p.file for p in noted.proofs]
    assert noted.newest is not None
    shutil.copy(to / noted.newest.file, copy.parent)
    with pytest.raises(Refused, match="backup_nobody"):
        restore(copy, tmp_path / "new")


def test_an_earlier_backup_that_is_spoiled_stops_no_round(founded: stores.Founded, tmp_path: Path):
    folder, to = tmp_path / "data", tmp_path / "b"
    with founded.station as station:
        cut, flipped = earlier(folder, to, 3), earlier(folder, to, 2)
        people.erase(station, founded.operator, by=founded.administrator)
    cut.write_bytes(cut.read_bytes()[:-3000])
    content = bytearray(flipped.read_bytes())
    content[200] ^= 0xFF
    flipped.write_bytes(content)
    noted = backups.make(folder, to)
    assert noted.no is None
    # Neither counts any more; what does not count goes as soon as a newer one is proven.
    assert [p.file for p in noted.proofs] == [b.file for b in backup.found(identity(folder), to)]
    assert not cut.exists()
    assert not flipped.exists()


def test_without_room_to_write_it_anew_the_earlier_backup_stays_whole(
    founded: stores.Founded, tmp_path: Path
):
    folder = tmp_path / "data"
    with founded.station as station:
        size = backed_up.made(folder, tmp_path / "b", now=THEN).stat().st_size
        people.erase(station, founded.operator, by=founded.administrator)
    erased = erasures.lasting(folder)
    with backed_up.small_disk(tmp_path / "small", f"{size + size // 2}") as disk:
        if disk is None:
            pytest.skip("mounting a small disk needs root")
        old = Path(shutil.copy(next((tmp_path / "b").iterdir()), disk))
        before = old.read_bytes()
        with pytest.raises(OSError, match="No space"):
            erased_since.take_out(old, erased)
        assert list(disk.iterdir()) == [old]
        assert old.read_bytes() == before


def test_what_is_erased_while_a_backup_is_made_is_no_fault_of_it(
    founded: stores.Founded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "data"
    with founded.station as station:
        copy = backup.copies.copy

        def copied_then_erased(source: Path, room: Path) -> None:
            copy(source, room)
            people.erase(station, founded.operator, by=founded.administrator)

        monkeypatch.setattr(backup.copies, "copy", copied_then_erased)
        with Scratch(folder) as scratch:
            file = backup.back_up(folder, tmp_path / "b", scratch)
        monkeypatch.undo()
        assert not named(file, b"Olga")
        assert backups.prove(folder, file).newest is not None
    with restore(file, tmp_path / "new") as again:
        check_erased(again, founded)


def test_an_act_of_erasing_names_what_it_erased_and_why(founded: stores.Founded, tmp_path: Path):
    with founded.station as station:
        people.erase(station, founded.operator, by=founded.administrator)
        with station.ledger.connection.begin():
            line = people.facts.of_subject(station.ledger.connection, f"person/{founded.operator}")
    said = [r for r in line if isinstance(r.fact, Erased)]
    assert erasures.lasting(tmp_path / "data") == tuple(
        erasures.Erasure(
            subject=r.envelope.subject, blob=r.fact.blob, ground=r.fact.ground, at=r.envelope.at
        )
        for r in said
        if isinstance(r.fact, Erased)
    )


def test_who_was_erased_is_in_no_hand_over_sheet_of_a_backup(
    founded: stores.Founded, tmp_path: Path
):
    folder = tmp_path / "data"
    founded.station.close()
    (folder / "documents" / "hand-over-2026-11-27-2200.pdf").write_bytes(b"%PDF-1 Olga")
    file = backed_up.made(folder, tmp_path / "b")
    assert not [n for n in zipfile.ZipFile(file).namelist() if "hand-over" in n]
