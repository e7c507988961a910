"""Files named by their content: written once, verified when read, dropped only by an erasure."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from cellyard.domain.facts import BlobRef
from cellyard.domain.refusals import Refused
from cellyard.durable import sync_folder, write_durably
from cellyard.ledger import trouble

# Read in pieces: a trace or a photo may be larger than what memory is to spare for it.
PIECE = 1 << 20


class Blobs:
    """The blob folder of a store."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Where a blob lies (or would lie)."""
        if not _is_name(sha256):
            raise ValueError(f"not a SHA-256: {sha256!r}")
        return self._folder / sha256[:2] / sha256

    def put(self, content: bytes, media: str) -> BlobRef:
        """Store a file durably and return its reference; Refused("disk_full").

        Storing it again changes nothing, but mends a file that was damaged.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        if not self.intact(sha256):
            with trouble.disk():
                self._write(self.path(sha256), content)
        return BlobRef(sha256=sha256, size=len(content), media=media)

    def _write(self, path: Path, content: bytes) -> None:
        self._make_room(path)
        write_durably(path, content)

    def _make_room(self, path: Path) -> None:
        for folder in (self._folder, path.parent):
            if not folder.is_dir():
                folder.mkdir(parents=True)
                sync_folder(folder.parent)

    def take(self, sha256: str, parts: Iterable[bytes]) -> None:
        """Store a file that comes in parts, durable when it returns.

        Refused("blob_damaged") when it is not what its name says, ("disk_full"): nothing is kept.
        """
        path = self.path(sha256)
        part, digest = path.with_name(f"{path.name}.taken"), hashlib.sha256()
        with trouble.disk():
            self._make_room(path)
            try:
                with part.open("wb") as file:
                    for content in parts:
                        digest.update(content)
                        file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                if digest.hexdigest() != sha256:
                    raise Refused("blob_damaged", sha256=sha256[:12])
                part.replace(path)
                sync_folder(path.parent)
            finally:
                part.unlink(missing_ok=True)

    def parts(self, sha256: str) -> Iterator[bytes]:
        """Go through a file piece by piece; Refused("blob_missing")."""
        try:
            with self.path(sha256).open("rb") as file:
                while piece := file.read(PIECE):
                    yield piece
        except FileNotFoundError as error:
            raise Refused("blob_missing", sha256=sha256[:12]) from error

    def get(self, sha256: str) -> bytes:
        """Return a blob's bytes; Refused("blob_missing") or ("blob_damaged")."""
        try:
            content = self.path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise Refused("blob_missing", sha256=sha256[:12]) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Refused("blob_damaged", sha256=sha256[:12])
        return content

    def holds(self, sha256: str) -> bool:
        return _is_name(sha256) and self.path(sha256).exists()

    def names(self) -> Iterator[str]:
        """Go through what is here, by name."""
        for folder in sorted(self._folder.glob("??")):
            yield from sorted(path.name for path in folder.iterdir() if _is_name(path.name))

    def intact(self, sha256: str) -> bool:
        """Tell whether a blob is here and is what its name says."""
        digest = hashlib.sha256()
        try:
            with self.path(sha256).open("rb") as file:
                while piece := file.read(PIECE):
                    digest.update(piece)
        except OSError:
            return False
        return digest.hexdigest() == sha256

    def erase(self, sha256: str) -> None:
        """Drop the bytes of a blob whose erasure is a fact."""
        self.path(sha256).unlink(missing_ok=True)
        if self.path(sha256).parent.exists():
            sync_folder(self.path(sha256).parent)


def _is_name(sha256: str) -> bool:
    return len(sha256) == 64 and set(sha256) <= set("0123456789abcdef")
