"""Files that are whole or not there at all, and locks that end with their process; what fails."""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

from cellyard.domain.refusals import Refused


def write_durably(path: Path, data: bytes) -> None:
    """Write a file so that it is whole on the disk when this returns. Raises OSError.

    Whoever reads the folder meanwhile sees the old file or the new one, besides `NAME.part`.
    """
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        sync_folder(path.parent)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable. Windows does so with the file itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def hold(path: Path) -> int:
    """Lock a file, made where it is missing, until the descriptor returned is closed.

    The system drops the lock when the process dies. The file stays, so that no two processes lock
    two files of one name. BlockingIOError when somebody holds it, in this process or another;
    OSError when there can be no such file.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(descriptor)
    except OSError as held:
        os.close(descriptor)
        raise BlockingIOError(errno.EAGAIN, "held already", str(path)) from held
    return descriptor


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def refusal(error: OSError) -> Refused:
    """Return what to tell a person when the system does not give or take a file."""
    file = str(error.filename or "")
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return Refused("disk_full")
        case errno.ENOENT:
            return Refused("file_missing", file=file)
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return Refused("file_denied", file=file)
        case _:
            return Refused("file_trouble", file=file, why=error.strerror or str(error))
