"""Files named by their content: written once, verified when read, dropped only by an erasure."""

import hashlib
import os
from pathlib import Path

from cellyard.domain.facts import BlobRef
from cellyard.domain.refusals import Refused


class Blobs:
    """The blob folder of a store."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Where a blob lies (or would lie)."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError(f"not a SHA-256: {sha256!r}")
        return self._folder / sha256[:2] / sha256

    def put(self, content: bytes, media: str) -> BlobRef:
        """Store a file durably and return its reference; storing it again changes nothing."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(".part")
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
            sync_folder(path.parent)
        return BlobRef(sha256=sha256, size=len(content), media=media)

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
        return self.path(sha256).exists()

    def erase(self, sha256: str) -> None:
        """Drop the bytes of a blob whose erasure is a fact."""
        self.path(sha256).unlink(missing_ok=True)
        if self.path(sha256).parent.exists():
            sync_folder(self.path(sha256).parent)


def sync_folder(folder: Path) -> None:
    """Make a rename or removal durable; Windows needs and allows no such call."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
