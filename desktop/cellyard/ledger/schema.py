"""Opening a store: one way to connect, every setting read back, migrations and guards."""

import os
import sqlite3
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from cellyard.domain.refusals import Refused
from cellyard.durable import sync_folder
from cellyard.ledger import projections, tables, trouble

STORE = "ledger.db"
HEAD = "head"
# "cyrd" in ASCII: `file` and other tools can tell our store from any other SQLite file.
APPLICATION_ID = 0x63797264
# Bumped with each migration in migrations/station/versions, and with each change of the fold.
VERSION = 6
SCRIPTS = "cellyard.migrations.station"

# So many bytes begin a database; 16 and 17 are its page size (sqlite.org/fileformat2.html, 1.3).
_HEADER = 100

# Why each: custody-and-sync.md B and D 2.11. Compared after setting, since SQLite ignores silently.
SETTINGS: dict[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "recursive_triggers": 1,
    "cache_size": -64000,
    "busy_timeout": 10000,
    "wal_autocheckpoint": 1000,
    "journal_size_limit": 67108864,
    "mmap_size": 0,
    # macOS alone: there an ordinary fsync stops at the drive's own cache.
    "fullfsync": 1,
    "checkpoint_fullfsync": 1,
}
# Pages of the write-ahead log while much arrives: each page of the store is written home once.
CATCHING_UP = 16000
# Readers cannot write, so only what concerns reading is set on them.
READER_SETTINGS = ("trusted_schema", "cell_size_check", "cache_size", "busy_timeout", "mmap_size")


def writer(folder: Path) -> sa.Engine:
    """Return the engine of the one writing connection; BEGIN is IMMEDIATE.

    Once the disk has given out, nothing begins on it any more.
    """
    return _engine(folder, "rwc", tuple(SETTINGS), "BEGIN IMMEDIATE")


def reader(folder: Path, *, snapshot: bool = False) -> sa.Engine:
    """Return an engine that can only read.

    Each statement sees the newest commit; with `snapshot`, a transaction sees one moment.
    Refused("no_store") when there is no store, ("store_missing") when its head is left alone.
    """
    if not (folder / STORE).is_file():
        code = "store_missing" if (folder / HEAD).exists() else "no_store"
        raise Refused(code, folder=str(folder))
    return _engine(folder, "ro", READER_SETTINGS, "BEGIN" if snapshot else None)


@contextmanager
def reading(folder: Path) -> Generator[sa.Connection]:
    """Open a connection that sees one moment of a store; refused as `reader`."""
    engine = reader(folder, snapshot=True)
    try:
        with engine.connect() as connection, connection.begin():
            yield connection
    finally:
        engine.dispose()


def _open(folder: Path, mode: str) -> sqlite3.Connection:
    log = folder / f"{STORE}-wal"
    if mode == "ro" and not log.exists() and not os.access(folder, os.W_OK):
        # A copy on a disk that is read only: SQLite would make its shared memory there.
        mode = "ro&immutable=1"
    uri = (folder / STORE).resolve().as_uri() + f"?mode={mode}"
    # check_same_thread off: a store belongs to one thread at a time, but may be handed over.
    return sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)


def _engine(folder: Path, mode: str, settings: tuple[str, ...], begin: str | None) -> sa.Engine:
    def connect() -> sqlite3.Connection:
        connection = _open(folder, mode)
        try:
            _set(connection, settings)
        except BaseException:
            connection.close()
            raise
        return connection

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.pool.NullPool)
    trouble.watch(engine, folder, stops=mode == "rwc")
    if begin:
        event.listen(engine, "begin", _says(begin))
    return engine


def _says(begin: str) -> Callable[[sa.Connection], None]:
    def say(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return say


def _set(connection: sqlite3.Connection, settings: tuple[str, ...]) -> None:
    for name in settings:
        wanted = SETTINGS[name]
        connection.execute(f"PRAGMA {name}={wanted}").fetchall()
        got: Any = connection.execute(f"PRAGMA {name}").fetchone()
        # mmap_size answers nothing where SQLite is built without it.
        if got is not None and got[0] != wanted:
            raise Refused("store_setting", name=name, wanted=wanted, got=got[0])


def catch_up(connection: sa.Connection, *, on: bool) -> None:
    """Let the write-ahead log grow while much arrives; off, it is emptied, as far as none reads."""
    pages = CATCHING_UP if on else SETTINGS["wal_autocheckpoint"]
    bare = connection.connection.driver_connection
    if bare is None or connection.in_transaction():
        raise RuntimeError("the log is set between transactions")
    bare.execute(f"PRAGMA wal_autocheckpoint={pages}").fetchall()
    if not on:
        bare.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def version(folder: Path) -> int:
    """Return the store's version: 0 when there is none. Nothing is written.

    Refused("store_unreadable") for what is damaged, cut off or no store of ours.
    """
    path = folder / STORE
    if not path.exists():
        return 0
    if not path.is_file() or _cut_off(path):
        raise Refused("store_unreadable", folder=str(folder))
    try:
        with closing(_open(folder, "ro")) as connection:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            found: int = connection.execute("PRAGMA user_version").fetchone()[0]
            # Reads the first page, where SQLite holds the file's length against its own count.
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        # What SQLite says of a spoiled schema quotes it, and may be no text itself.
        raise trouble.refusal(error, folder) or error from error
    if application != APPLICATION_ID or found == 0:
        raise Refused("store_unreadable", folder=str(folder))
    return found


def _cut_off(path: Path) -> bool:
    """Tell whether the last page lacks its end, which SQLite itself would fill up with zeros.

    After a power cut that may be so while the write-ahead log still holds the page.
    """
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        return False
    with path.open("rb") as file:
        header = file.read(_HEADER)
    page = int.from_bytes(header[16:18], "big")
    page = 1 << 16 if page == 1 else page
    return len(header) < _HEADER or page == 0 or path.stat().st_size % page != 0


def refuse_newer(folder: Path) -> int:
    """Return the store's version; Refused("store_newer") when a newer app has written it."""
    found = version(folder)
    if found > VERSION:
        raise Refused("store_newer", found=found, known=VERSION)
    return found


def refuse_other(folder: Path) -> None:
    """Refused("store_newer"), or ("store_older") when it was not yet brought to this version."""
    found = refuse_newer(folder)
    if 0 < found < VERSION:
        raise Refused("store_older", found=found, known=VERSION)


def prepare(folder: Path) -> None:
    """Bring the store to this version: new, or copied and migrated. Refused when newer."""
    found = refuse_newer(folder)
    if found == VERSION:
        return
    if found:
        copy(folder, folder / f"{STORE}.before-{VERSION}")
    engine = writer(folder)
    try:
        with engine.connect() as connection, connection.begin():
            migrate(connection)
            if found:
                # What is folded may mean something else now; the facts are what they were.
                projections.rebuild(connection)
    finally:
        engine.dispose()
    sync_folder(folder)


def copy(folder: Path, target: Path) -> None:
    """Copy a store, with what its write-ahead log holds, into one whole durable file."""
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    with closing(_open(folder, "ro")) as source, closing(sqlite3.connect(part)) as copied:
        try:
            source.backup(copied)
        except sqlite3.Error as error:
            raise trouble.refusal(error, folder) or error from error
    part.replace(target)
    sync_folder(target.parent)


def migrate(connection: sa.Connection, target: str = "head") -> None:
    """Run the migrations and stamp the store, all in the transaction that is open.

    Alembic is imported only here: it is slow.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    with resources.as_file(resources.files(SCRIPTS)) as scripts:
        config.set_main_option("script_location", str(scripts).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, target)
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")


def check(connection: sa.Connection) -> None:
    """Assert at every start that the append-only guards stand, word for word."""
    if missing := guards_missing(connection):
        raise Refused("store_guards_missing", names=", ".join(missing))


def guards_missing(connection: sa.Connection) -> list[str]:
    """Return the names of the append-only guards that do not stand, word for word."""
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_schema WHERE type='trigger'")
    standing = {row.name: " ".join(row.sql.split()) for row in rows}
    return [name for name, guard in tables.GUARDS.items() if standing.get(name) != guard]
