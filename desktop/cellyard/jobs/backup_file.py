"""A backup as one file: its form, looked into, and unpacked into a folder.

    NAME.cellyard        a zip (ZIP64), with
    ledger.db            the store of one moment, deflated
    blobs/2/64           each file that no fact has erased, by its SHA-256, as it is
    settings.toml        and all below runs/, documents/ and wire/, deflated
    manifest.json        the last: what belongs in it, with the SHA-256 of each but the blobs,
                         and what was erased since it was made and is therefore not in it

The private key of the station is never in it: a restore begins a new epoch with a key of its own.
"""

import hashlib
import os
import zipfile
import zlib
from pathlib import Path, PurePosixPath

import msgspec

from cellyard import settings
from cellyard.domain.refusals import Refused
from cellyard.jobs.station import Identity
from cellyard.ledger.copies import Moment
from cellyard.ledger.erasures import Erasure
from cellyard.ledger.schema import STORE

ENDING = ".cellyard"
PART = ".part"
FORMAT = 1
BLOBS = "blobs"
MANIFEST = "manifest.json"
# What lies beside the store and the blobs and comes along: plain files, and folders of them.
FILES = (settings.FILE,)
FOLDERS = ("runs", "documents", "wire")
# No call into the system holds more at a time.
PIECE = 1 << 20

_LARGEST_MANIFEST = 64 << 20


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A file in a backup, below the data folder; size in bytes."""

    name: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds. `made_at` in ms, `files` how many blobs, `file_bytes` their size.

    `erased` is what its people have asked to be erased, also after it was made: none of it is here.
    """

    format: int
    app: str
    version: int
    made_at: int
    identity: Identity
    moment: Moment
    files: int
    file_bytes: int
    members: tuple[Member, ...]
    erased: tuple[Erasure, ...] = ()


def look(path: Path) -> Manifest:
    """Return what a backup says of itself, without unpacking it.

    Refused("backup_unreadable") when it is none, ("backup_newer") from a newer version.
    """
    with opened(path) as archive:
        return manifest_of(archive, path)


def unpack(path: Path, folder: Path, *, durable: bool) -> Manifest:
    """Unpack a backup into a folder, each file held against its SHA-256.

    Refused("backup_unreadable"), ("backup_newer"), ("backup_damaged") with the first file that is
    not as it was put in. `durable` when the folder is to be worked in afterwards.
    """
    with opened(path) as archive:
        manifest = manifest_of(archive, path)
        for info, sha256 in _wanted(archive, manifest, path):
            _take_out(archive, info, folder, (path, sha256), durable=durable)
    return manifest


def blob_name(sha256: str) -> str:
    """Return how a blob is called in a backup."""
    return f"{BLOBS}/{sha256[:2]}/{sha256}"


def opened(path: Path) -> zipfile.ZipFile:
    """Return a backup as the zip that it is; Refused("backup_unreadable") when it is none."""
    try:
        return zipfile.ZipFile(path)
    except (*SPOILED, ValueError) as error:
        raise Refused("backup_unreadable", file=path.name) from error


# What a zip says of bytes that are not as they were written, besides a wrong CRC.
SPOILED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError)


class _Named(msgspec.Struct):
    format: int = 0


def manifest_of(archive: zipfile.ZipFile, path: Path) -> Manifest:
    """Return what an opened backup says of itself; refused as `look`."""
    try:
        info = archive.getinfo(MANIFEST)
        if info.file_size > _LARGEST_MANIFEST:
            raise Refused("backup_unreadable", file=path.name)
        content = archive.read(info)
        newer = msgspec.json.decode(content, type=_Named).format > FORMAT
        if not newer:
            return msgspec.json.decode(content, type=Manifest)
    except (KeyError, RuntimeError, msgspec.MsgspecError, *SPOILED) as error:
        raise Refused("backup_unreadable", file=path.name) from error
    raise Refused("backup_newer", file=path.name)


def _wanted(
    archive: zipfile.ZipFile, manifest: Manifest, path: Path
) -> list[tuple[zipfile.ZipInfo, str]]:
    """Return what to take out and the SHA-256 each is to have: all that belongs in it, once.

    Looked at before a byte is unpacked, so that a file can claim no more room than it says.
    """
    kept = {m.name: m for m in manifest.members if _is_kept(m.name)}
    wrong = [m.name for m in manifest.members if m.name not in kept]
    found: list[tuple[zipfile.ZipInfo, str]] = []
    files = file_bytes = 0
    for info in archive.infolist():
        member = kept.pop(info.filename, None)
        sha256 = member.sha256 if member else info.filename[-64:]
        if member and info.file_size == member.size:
            found.append((info, sha256))
        elif _is_hash(sha256) and info.filename == blob_name(sha256):
            found.append((info, sha256))
            files += 1
            file_bytes += info.file_size
        elif info.filename != MANIFEST:
            wrong.append(info.filename)
    wrong += kept
    if (files, file_bytes) != (manifest.files, manifest.file_bytes):
        wrong.append(BLOBS)
    if wrong:
        raise Refused("backup_damaged", file=path.name, member=wrong[0])
    return found


def _is_kept(name: str) -> bool:
    """Tell whether a file may lie in a backup, and in a data folder that it is unpacked into."""
    if "\\" in name or ":" in name or ".." in name.split("/"):
        return False
    return name in (STORE, *FILES) or name.split("/", 1)[0] in FOLDERS


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
            while piece := source.read(PIECE):
                digest.update(piece)
                out.write(piece)
            if durable:
                out.flush()
                os.fsync(out.fileno())
    except (RuntimeError, *SPOILED) as error:
        raise Refused("backup_damaged", file=path.name, member=info.filename) from error
    if digest.hexdigest() != wanted:
        raise Refused("backup_damaged", file=path.name, member=info.filename)
