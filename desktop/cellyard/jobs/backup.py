"""Backing a station up: one moment of its store, its files and papers, into one file."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from cellyard import __version__, durable
from cellyard.domain.refusals import Refused
from cellyard.jobs import backup_file
from cellyard.jobs.backup_file import ENDING, PART, Manifest
from cellyard.jobs.backup_writing import Writing, taken_along
from cellyard.jobs.scratch import Scratch
from cellyard.jobs.station import Identity, identity
from cellyard.ledger import copies, erasures, schema
from cellyard.ledger.blobs import Blobs
from cellyard.ledger.ledger import wall_clock

_STAMP = "%Y%m%dT%H%M%SZ"


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A backup in a folder: its name, when it was made (ms) and its size in bytes."""

    file: str
    made_at: int
    size: int


def file_name(who: Identity, at: int) -> str:
    """Return how a backup is called: the station and the moment (ms) in UTC, nobody's name."""
    stamp = datetime.fromtimestamp(at / 1000, UTC).strftime(_STAMP)
    return f"{_prefix(who)}{stamp}{ENDING}"


def every(folder: Path) -> list[Found]:
    """Return the backups in a folder, of whatever station, newest first.

    `made_at` is 0 for one whose name somebody has changed.
    """
    backups: list[Found] = []
    for path in folder.glob(f"*{ENDING}"):
        try:
            size = path.stat().st_size
        except OSError:
            continue  # taken away meanwhile, disk and all
        backups.append(Found(file=path.name, made_at=_made_at(path.name), size=size))
    return sorted(backups, key=lambda b: (b.made_at, b.file), reverse=True)


def found(who: Identity, target: Path) -> list[Found]:
    """Return the backups of a station in a folder, newest first."""
    return [b for b in every(target) if b.file == file_name(who, b.made_at)]


def _made_at(file: str) -> int:
    """Return the moment (ms) that the name of a backup says, 0 for none."""
    stamp = file.removesuffix(ENDING).rpartition("-")[2]
    try:
        made = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return 0
    return round(made.timestamp() * 1000)


def back_up(folder: Path, target: Path, scratch: Scratch, *, now: int = 0) -> Path:
    """Write a backup of a station, beside the running app, and return its file.

    It counts only when it is whole: what was begun is named PART until then, and taken away when
    it cannot be ended. `now` in ms, 0 for the wall clock. Refused("backup_full") without room for
    it, ("backup_folder") when the folder cannot be written, and what `copies.copy` refuses.
    """
    who = identity(folder)
    at = now or wall_clock()
    path = target / file_name(who, at)
    try:
        target.mkdir(parents=True, exist_ok=True)
        _clear(who, target)
        with scratch.room("copy") as room:
            copies.copy(folder, room)
            _write(folder, room, path, at)
    except OSError as error:
        raise refusal(error, target) from error
    return path


def _write(folder: Path, room: Path, path: Path, at: int) -> None:
    blobs = Blobs(folder / backup_file.BLOBS)
    writing = Writing(path)
    try:
        writing.add(schema.STORE, room / schema.STORE)
        for name in taken_along(folder):
            writing.add(name, folder / name)
        for sha256 in copies.files(room, blobs):
            writing.add_file(sha256, blobs.path(sha256))
        writing.done(_manifest(folder, room, writing, at))
    finally:
        writing.give_up()


def _manifest(folder: Path, room: Path, writing: Writing, at: int) -> Manifest:
    who = identity(folder)
    return Manifest(
        format=backup_file.FORMAT,
        app=__version__,
        version=schema.version(room),
        made_at=at,
        identity=who,
        moment=copies.moment(room, who.station, who.epoch),
        files=writing.files,
        file_bytes=writing.file_bytes,
        members=tuple(writing.members),
        # Of the store as it is by now: what was erased meanwhile is not missed in the copy.
        erased=erasures.lasting(folder),
    )


def _clear(who: Identity, target: Path) -> None:
    """Take away what a backup that was killed left behind: it never counted."""
    for path in target.glob(f"*{ENDING}{PART}"):
        if path.name.startswith(_prefix(who)):
            path.unlink(missing_ok=True)


def _prefix(who: Identity) -> str:
    station = "".join(sign if sign.isalnum() else "-" for sign in who.station)
    return f"cellyard-{who.centre[:8]}-{station}-"


def refusal(error: OSError, target: Path) -> Refused:
    """Return what to tell a person when backups cannot be written into a folder."""
    no = durable.refusal(error)
    if no.code == "disk_full":
        return Refused("backup_full", folder=str(target))
    return Refused("backup_folder", folder=str(target), why=error.strerror or str(error))
