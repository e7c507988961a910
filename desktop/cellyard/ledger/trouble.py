"""What the disk says when it does not do its part, as a refusal that a person can act on."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext

from cellyard import durable
from cellyard.domain.refusals import Refused

# The low byte of SQLite's result code (sqlite.org/rescode.html); the rest only says where.
_PRIMARY = 0xFF
# After these nobody knows what the disk holds.
_GIVEN_OUT = ("store_trouble", "store_unreadable")
# What the driver says, without a code, of a text column whose bytes are spoiled.
_UNDECODED = "Could not decode to UTF-8"


def refusal(error: BaseException | None, folder: Path) -> Refused | None:
    """Return what to tell a person, or None when the error is a mistake of this program."""
    if isinstance(error, UnicodeDecodeError) or _UNDECODED in str(error):
        return Refused("store_unreadable", folder=str(folder))
    if not isinstance(error, sqlite3.Error):
        return None
    match getattr(error, "sqlite_errorcode", 0) & _PRIMARY:
        case sqlite3.SQLITE_FULL:
            return Refused("disk_full")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Refused("store_locked")
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_TOOBIG:
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


def watch(engine: sa.Engine, folder: Path, *, stops: bool) -> None:
    """Let an engine say as a refusal what its disk does not do, at whatever call it gave out.

    With `stops`, nothing begins on it any more after that, be it at a local note: the store is to
    be opened, and so checked, anew before anything more is written.
    """
    given_out: list[Refused] = []

    def heard(context: ExceptionContext) -> None:
        no = refusal(context.original_exception, folder)
        if no is not None:
            if stops and no.code in _GIVEN_OUT:
                given_out.append(no)
            raise no from context.original_exception

    def begins(_connection: sa.Connection) -> None:
        if given_out:
            raise given_out[0]

    event.listen(engine, "handle_error", heard)
    event.listen(engine, "begin", begins)


@contextmanager
def disk() -> Generator[None]:
    """Turn a full disk under a plain file into Refused("disk_full")."""
    try:
        yield
    except OSError as error:
        no = durable.refusal(error)
        if no.code == "disk_full":
            raise no from error
        raise
