"""A backup being written: beside its place, whole or not at all. Its form: `backup_file`."""

import hashlib
import io
import os
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO

import msgspec

from cellyard.durable import sync_folder
from cellyard.jobs import backup_file
from cellyard.jobs.backup_file import (
    BLOBS,
    FILES,
    FOLDERS,
    MANIFEST,
    PART,
    PIECE,
    Manifest,
    Member,
)

# Level 1: a store becomes a third at the speed of the disk; higher levels gain a tenth of that.
_LEVEL = 1
# A hand-over sheet names people and is drawn from the store; their erasure must reach it there.
_NAMING_PEOPLE = "documents/hand-over-*.pdf"
# From here on a member is written for more than 4 GB, packed or not.
_LARGE = 1 << 30


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
        member = self._taken(path, name, zipfile.ZIP_DEFLATED)
        if member:
            self.members.append(member)
        return member is not None

    def add_file(self, sha256: str, path: Path) -> bool:
        """Put a blob in by its name; False when it is not here."""
        blob = self._taken(path, backup_file.blob_name(sha256), zipfile.ZIP_STORED)
        if blob:
            self._count(blob)
        return blob is not None

    def add_again(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        """Put in what another backup holds, packed as it is there."""
        with archive.open(info) as source:
            again = self._copy(source, info.filename, info.file_size, info.compress_type)
        if info.filename.startswith(f"{BLOBS}/"):
            self._count(again)

    def done(self, manifest: Manifest) -> None:
        """Write the manifest and put the file in its place."""
        content = msgspec.json.encode(manifest)
        self._copy(io.BytesIO(content), MANIFEST, len(content), zipfile.ZIP_DEFLATED)
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

    def _taken(self, path: Path, name: str, how: int) -> Member | None:
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return None
        with source:
            return self._copy(source, name, os.fstat(source.fileno()).st_size, how)

    def _count(self, blob: Member) -> None:
        self.files += 1
        self.file_bytes += blob.size

    def _copy(self, source: IO[bytes], name: str, size: int, how: int) -> Member:
        digest, left = hashlib.sha256(), size
        # Of the archive, since only a member that is named takes its level from there.
        self._zip.compression = how
        with self._zip.open(name, "w", force_zip64=size >= _LARGE) as target:
            while left and (piece := source.read(min(left, PIECE))):
                digest.update(piece)
                target.write(piece)
                left -= len(piece)
        return Member(name=name, size=size - left, sha256=digest.hexdigest())


def taken_along(folder: Path) -> Iterable[str]:
    """Return the names, relative to a data folder, of the plain files that go into its backup."""
    for name in FILES:
        if (folder / name).is_file():
            yield name
    for inside in FOLDERS:
        for path in sorted((folder / inside).rglob("*")):
            if path.is_file() and not path.match(_NAMING_PEOPLE):
                yield path.relative_to(folder).as_posix()
