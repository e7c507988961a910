"""Files named by their content: written once, verified when read, dropped only by an erasure."""

import hashlib
from collections.abc import Iterator
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
        for folder in (self._folder, path.parent):
            if not folder.is_dir():
                folder.mkdir(parents=True)
                sync_folder(folder.parent)
        write_durably(path, content)

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
