"""Files on their way here: kept in parts beside the others, and one of them only once proven."""

import hashlib
import os
from pathlib import Path

from cellyard.durable import sync_folder
from cellyard.ledger import trouble
from cellyard.ledger.blobs import PIECE, Blobs

ENDING = ".arriving"


class Incoming:
    """What has arrived of files; `keep` is the only way into the blobs."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    def size(self, sha256: str) -> int:
        """Return how many bytes of a file are here."""
        path = self._path(sha256)
        return path.stat().st_size if path.exists() else 0

    def add(self, sha256: str, content: bytes) -> None:
        """Keep the next part of a file; Refused("disk_full")."""
        path = self._path(sha256)
        with trouble.disk():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as file:
                file.write(content)

    def keep(self, sha256: str) -> bool:
        """Make a file one of the blobs if it is what its name says; False when it is not yet."""
        path = self._path(sha256)
        digest = hashlib.sha256()
        with trouble.disk(), path.open("rb+") as file:
            while piece := file.read(PIECE):
                digest.update(piece)
            if digest.hexdigest() != sha256:
                return False
            os.fsync(file.fileno())
        with trouble.disk():
            path.replace(self._blobs.path(sha256))
            sync_folder(path.parent.parent)
            sync_folder(path.parent)
        return True

    def drop(self, sha256: str) -> None:
        """Forget what has arrived of a file."""
        self._path(sha256).unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        path = self._blobs.path(sha256)
        return path.with_name(path.name + ENDING)
