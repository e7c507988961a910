"""A station with facts and files, its backup, and a process that makes one until it is killed."""

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import stores

from cellyard.domain.facts import Entry, Photographed
from cellyard.domain.ids import battery
from cellyard.jobs import backup, backup_proof
from cellyard.jobs.scratch import Scratch
from cellyard.ledger.ledger import Ledger
from cellyard.ledger.questions import Questions
from cellyard.settings import Settings, save

PHOTO = bytes(range(256)) * 400


def station(folder: Path, tickets: int = 12) -> stores.Founded:
    """Found a station with batteries, a photo, a paper, a running file and settings; it is open."""
    founded = stores.founded(folder)
    ledger = founded.station.ledger
    for number in range(1, tickets + 1):
        stores.write(ledger, *stores.ticket(number))
    photograph(ledger, PHOTO)
    for name, content in (("documents/label-1.pdf", b"%PDF-1"), ("runs/a.part", b"{}\n")):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    save(folder, Settings(theme="dark"))
    return founded


def photograph(ledger: Ledger, content: bytes, number: int = 1) -> str:
    """Keep a photo of a battery; returns its SHA-256."""
    photo = ledger.blobs.put(content, "image/jpeg")
    subject = battery(stores.battery_id(number))
    seen = Photographed(section="case_damage")
    stores.write(ledger, Entry(subject=subject, fact=seen, blobs=(photo,)))
    return photo.sha256


def made(folder: Path, target: Path, now: int = 0) -> Path:
    """Back a station up."""
    with Scratch(folder) as scratch:
        return backup.back_up(folder, target, scratch, now=now)


def facts(folder: Path) -> list[bytes]:
    """Return the bytes of every fact, in the order of the store."""
    import sqlite3

    with closing(sqlite3.connect(folder / "ledger.db")) as store:
        return [row[0] for row in store.execute("SELECT envelope FROM fact ORDER BY pos")]


def digest(folder: Path) -> str:
    questions = Questions(folder)
    try:
        return questions.digest()
    finally:
        questions.close()


def command(folder: Path, target: Path) -> list[str]:
    """Return the command line of a backup."""
    shared = [sys.executable, "-m", "cellyard", "--data", str(folder)]
    return [*shared, "backup", "--to", str(target)]


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path | None]:
    """Mount a disk of a size; None where nobody may."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False).returncode:
        yield None
        return
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def proven(file: Path, folder: Path, live: Path | None = None) -> backup_proof.Restorable:
    """Prove a backup in the scratch of a folder."""
    with Scratch(folder) as scratch:
        return backup_proof.prove(file, scratch, live)


def rewritten(file: Path, target: Path, changes: dict[str, bytes | None]) -> Path:
    """Write a backup anew with other contents: sound as a zip, whatever they are."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = changes.get(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in changes.items():
            if name not in old.namelist() and content is not None:
                new.writestr(name, content)
    return target
