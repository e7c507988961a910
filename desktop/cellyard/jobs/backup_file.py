"""A backup as one file: written whole or not at all, looked into, and unpacked into a folder.

    NAME.cellyard        a zip (ZIP64), with
    ledger.db            the store of one moment, deflated
    blobs/2/64           each file that no fact has erased, by its SHA-256, as it is
    settings.toml        and all below runs/, documents/ and wire/, deflated
    manifest.json        the last: what belongs in it, with the SHA-256 of each but the blobs

The private key of the station is never in it: a restore begins a new epoch with a key of its own.
"""

import hashlib
import io
import os
import zipfile
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec

from cellyard.domain.refusals import Refused
from cellyard.durable import sync_folder
from cellyard.jobs.station import Identity
from cellyard.ledger.copies import Moment

ENDING = ".cellyard"
PART = ".part"
FORMAT = 1
BLOBS = "blobs"

_MANIFEST = "manifest.json"
_LARGEST_MANIFEST = 64 << 20
# No call into the system holds more at a time.
_PIECE = 1 << 20
# Level 1: a store becomes a third at the speed of the disk; higher levels gain a tenth of that.
_LEVEL = 1
# From here on a member is written for more than 4 GB, packed or not.
_LARGE = 1 << 30


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A file in a backup, below the data folder; size in bytes."""

    name: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds. `made_at` in ms, `files` how many blobs, `file_bytes` their size."""

    format: int
    app: str
    version: int
    made_at: int
    identity: Identity
    moment: Moment
    files: int
    file_bytes: int
    members: tuple[Member, ...]


class Writing:
    """A backup that is being written beside its place; `done` puts it there, durably."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.with_name(path.name + PART)
        self._file = self._part.open("wb")
        self._zip = zipfile.ZipFile(self._file, "w", compresslevel=_LEVEL)
        self.members: list[Member] = []
        self.files = self.file_bytes = 0

    def add(self, name: str, path: Path) -> bool:
        """Put a file in, as long as it is now; False when it is gone meanwhile."""
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return False
        with source:
            size = os.fstat(source.fileno()).st_size
            digest = self._copy(source, name, size, zipfile.ZIP_DEFLATED)
        self.members.append(Member(name=name, size=size, sha256=digest))
        return True

    def add_file(self, sha256: str, path: Path) -> bool:
        """Put a blob in by its name; False when it is not here."""
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return False
        with source:
            size = os.fstat(source.fileno()).st_size
            name = f"{BLOBS}/{sha256[:2]}/{sha256}"
            self._copy(source, name, size, zipfile.ZIP_STORED)
        self.files += 1
        self.file_bytes += size
        return True

    def done(self, manifest: Manifest) -> None:
        """Write the manifest and put the file in its place."""
        content = msgspec.json.encode(manifest)
        self._copy(io.BytesIO(content), _MANIFEST, len(content), zipfile.ZIP_DEFLATED)
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.replace(self._path)
        sync_folder(self._path.parent)

    def give_up(self) -> None:
        """Take away what was written; does nothing after `done`."""
        # What the zip still has to write may find no room, or its own member half done.
        with suppress(OSError, ValueError):
            self._zip.close()
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)

    def _copy(self, source: IO[bytes], name: str, size: int, how: int) -> str:
        digest, left = hashlib.sha256(), size
        # Of the archive, since only a member that is named takes its level from there.
        self._zip.compression = how
        with self._zip.open(name, "w", force_zip64=size >= _LARGE) as target:
            while left and (piece := source.read(min(left, _PIECE))):
                digest.update(piece)
                target.write(piece)
                left -= len(piece)
        return digest.hexdigest()


def look(path: Path) -> Manifest:
    """Return what a backup says of itself, without unpacking it.

    Refused("backup_unreadable") when it is none, ("backup_newer") from a newer version.
    """
    with _opened(path) as archive:
        return _manifest(archive, path)


def unpack(path: Path, folder: Path, *, durable: bool) -> Manifest:
    """Unpack a backup into a folder, each file held against its SHA-256.

    Refused("backup_unreadable"), ("backup_newer"), ("backup_damaged") with the first file that is
    not as it was put in. `durable` when the folder is to be worked in afterwards.
    """
    with _opened(path) as archive:
        manifest = _manifest(archive, path)
        kept = {m.name: m for m in manifest.members}
        files = 0
        for info in archive.infolist():
            if info.filename == _MANIFEST:
                continue
            wanted = _wanted(info, kept)
            if wanted is None:
                raise Refused("backup_damaged", file=path.name, member=info.filename)
            files += info.filename.startswith(f"{BLOBS}/")
            _take_out(archive, info, folder, (path, wanted), durable=durable)
            kept.pop(info.filename, None)
    missing = next(iter(kept), BLOBS if files != manifest.files else "")
    if missing:
        raise Refused("backup_damaged", file=path.name, member=missing)
    return manifest


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (*_SPOILED, ValueError) as error:
        raise Refused("backup_unreadable", file=path.name) from error


# What a zip says of bytes that are not as they were written, besides a wrong CRC.
_SPOILED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError)


class _Named(msgspec.Struct):
    format: int = 0


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        info = archive.getinfo(_MANIFEST)
        if info.file_size > _LARGEST_MANIFEST:
            raise Refused("backup_unreadable", file=path.name)
        content = archive.read(info)
        newer = msgspec.json.decode(content, type=_Named).format > FORMAT
        if not newer:
            return msgspec.json.decode(content, type=Manifest)
    except (KeyError, RuntimeError, msgspec.MsgspecError, *_SPOILED) as error:
        raise Refused("backup_unreadable", file=path.name) from error
    raise Refused("backup_newer", file=path.name)


def _wanted(info: zipfile.ZipInfo, kept: dict[str, Member]) -> str | None:
    """Return the SHA-256 that a file is to have; None for what does not belong in a backup."""
    name = PurePosixPath(info.filename)
    if name.is_absolute() or ".." in name.parts or "\\" in info.filename or ":" in info.filename:
        return None
    if info.filename in kept:
        return kept[info.filename].sha256
    match name.parts:
        case ("blobs", first, sha256) if first == sha256[:2] and _is_hash(sha256):
            return sha256
        case _:
            return None


def _is_hash(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def _take_out(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    folder: Path,
    of: tuple[Path, str],
    *,
    durable: bool,
) -> None:
    path, wanted = of
    target = folder.joinpath(*PurePosixPath(info.filename).parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    try:
        with archive.open(info) as source, target.open("wb") as out:
            while piece := source.read(_PIECE):
                digest.update(piece)
                out.write(piece)
            if durable:
                out.flush()
                os.fsync(out.fileno())
    except (RuntimeError, *_SPOILED) as error:
        raise Refused("backup_damaged", file=path.name, member=info.filename) from error
    if digest.hexdigest() != wanted:
        raise Refused("backup_damaged", file=path.name, member=info.filename)


def taken_along(folder: Path, below: Iterable[str], names: Iterable[str]) -> Iterable[str]:
    """Return the names, relative to a data folder, of the plain files that go into its backup."""
    for name in names:
        if (folder / name).is_file():
            yield name
    for inside in below:
        for path in sorted((folder / inside).rglob("*")):
            if path.is_file():
                yield path.relative_to(folder).as_posix()
