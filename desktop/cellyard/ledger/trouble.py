"""What the disk says when it does not do its part, as a refusal that a person can act on."""

import errno
import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import ExceptionContext

from cellyard.domain.refusals import Refused

# The low byte of SQLite's result code (sqlite.org/rescode.html); the rest only says where.
_PRIMARY = 0xFF
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def refusal(error: sqlite3.Error, folder: Path) -> Refused | None:
    """Return what to tell a person, or None when the error is a mistake of this program."""
    match getattr(error, "sqlite_errorcode", 0) & _PRIMARY:
        case sqlite3.SQLITE_FULL:
            return Refused("disk_full")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Refused("store_locked")
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return Refused("store_unreadable", folder=str(folder))
        case (
            sqlite3.SQLITE_IOERR
            | sqlite3.SQLITE_READONLY
            | sqlite3.SQLITE_CANTOPEN
            | sqlite3.SQLITE_PROTOCOL
        ):
            return Refused("store_trouble", said=str(error))
        case _:
            return None


def listener(folder: Path) -> Callable[[ExceptionContext], None]:
    """Return what an engine calls for every error, at whatever call the disk gave out."""

    def listen(context: ExceptionContext) -> None:
        error = context.original_exception
        no = refusal(error, folder) if isinstance(error, sqlite3.Error) else None
        if no is not None:
            raise no from error

    return listen


@contextmanager
def disk() -> Generator[None]:
    """Turn a full disk under a plain file into Refused("disk_full")."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Refused("disk_full") from error
        raise
