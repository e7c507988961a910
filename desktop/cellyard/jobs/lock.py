"""One running instance for each data folder."""

import os
from pathlib import Path

from cellyard.domain.refusals import Refused

FILE = "lock"


class InstanceLock:
    """Holds a folder's lock until released; the system drops it when the process dies."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._descriptor)
        except OSError as error:
            os.close(self._descriptor)
            raise Refused("second_instance", folder=folder.name) from error

    def release(self) -> None:
        # Closing drops the lock; the file stays, so that no two processes lock two files.
        os.close(self._descriptor)


if os.name == "nt":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
