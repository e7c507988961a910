"""Opening a store: one way to connect, every setting read back, migrations and guards."""

import shutil
import sqlite3
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from cellyard.domain.refusals import Refused
from cellyard.ledger import tables

STORE = "ledger.db"
# "cyrd" in ASCII: `file` and other tools can tell our store from any other SQLite file.
APPLICATION_ID = 0x63797264
# Bumped with each migration in migrations/station/versions.
VERSION = 1

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
}
# Readers cannot write, so only what concerns reading is set on them.
READER_SETTINGS = ("trusted_schema", "cell_size_check", "cache_size", "busy_timeout", "mmap_size")


def writer(folder: Path) -> sa.Engine:
    """Return the engine of the one writing connection; BEGIN is IMMEDIATE."""
    return _engine(f"file:{_quoted(folder)}?mode=rwc", tuple(SETTINGS), "BEGIN IMMEDIATE")


def reader(folder: Path, *, snapshot: bool = False) -> sa.Engine:
    """Return an engine that can only read; Refused("no_store") when there is no store.

    Each statement sees the newest commit; with `snapshot`, a transaction sees one moment.
    """
    if not (folder / STORE).is_file():
        raise Refused("no_store", folder=str(folder))
    uri = f"file:{_quoted(folder)}?mode=ro"
    return _engine(uri, READER_SETTINGS, "BEGIN" if snapshot else None)


def _quoted(folder: Path) -> str:
    return (folder / STORE).resolve().as_uri().removeprefix("file:")


def _engine(uri: str, settings: tuple[str, ...], begin: str | None) -> sa.Engine:
    def connect() -> sqlite3.Connection:
        # check_same_thread off: a store belongs to one thread at a time, but may be handed over.
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
        _set(connection, settings)
        return connection

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.pool.NullPool)
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


def version(folder: Path) -> int:
    """Return the store's version: 0 when there is none; refuses what is no store of ours."""
    path = folder / STORE
    if not path.exists() or path.stat().st_size == 0:
        return 0
    connection = sqlite3.connect(f"file:{_quoted(folder)}?mode=ro", uri=True)
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise Refused("store_unreadable", folder=str(folder)) from error
    finally:
        connection.close()
    if application != APPLICATION_ID:
        raise Refused("store_unreadable", folder=str(folder))
    return found


def prepare(folder: Path) -> None:
    """Bring the store to this version: new, copied and migrated, or refused when newer."""
    found = version(folder)
    if found > VERSION:
        raise Refused("store_newer", found=found, known=VERSION)
    if found == VERSION:
        return
    if found:
        shutil.copy2(folder / STORE, folder / f"{STORE}.before-{VERSION}")
    engine = writer(folder)
    try:
        migrate(engine)
    finally:
        engine.dispose()


def migrate(engine: sa.Engine, target: str = "head") -> None:
    """Run the migrations and stamp the store; Alembic is imported only here, it is slow."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    with (
        resources.as_file(resources.files("cellyard.migrations.station")) as scripts,
        engine.connect() as connection,
    ):
        config.set_main_option("script_location", str(scripts))
        config.attributes["connection"] = connection
        command.upgrade(config, target)
        with connection.begin():
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")


def check(connection: sa.Connection) -> None:
    """Assert at every start that the append-only guards are there and the store is whole."""
    rows = connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type='trigger'")
    missing = tables.GUARDS - {row[0] for row in rows}
    if missing:
        raise Refused("store_guards_missing", names=", ".join(sorted(missing)))
