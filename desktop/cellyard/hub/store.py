"""The hub's database: PostgreSQL by URL, a SQLite file without one; one way to read, one to write.

Any number of processes may share one PostgreSQL; what must happen once is done under a lock there.
"""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

import psycopg
import sqlalchemy as sa
from sqlalchemy import event, exc

from cellyard.domain.refusals import Trouble

FILE = "hub.db"
SCRIPTS = "cellyard.migrations.hub"
# Of our own making: a lock that only those take who bring this database to a version.
_MIGRATING = 0x63797264
# A push holds the counter row for milliseconds; a process that hangs on to it is cut off.
_LIMITS = "-c lock_timeout=5s -c idle_in_transaction_session_timeout=10s"
_SQLITE = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA cache_size=-64000",
)


def sqlite_url(folder: Path) -> str:
    """Return the URL of the SQLite file in a folder."""
    return f"sqlite:///{(folder / FILE).resolve()}"


# What asks again may find gone: the database away, a lock held too long, two processes that write
# the same row first. Anything else said by a database is our own fault.
_PASSES = (
    exc.OperationalError,
    exc.InterfaceError,
    exc.InternalError,
    exc.IntegrityError,
    exc.TimeoutError,
    psycopg.OperationalError,
    psycopg.InterfaceError,
    psycopg.InternalError,
    psycopg.IntegrityError,
)
# Connections of one process: as many as it answers at a time.
CONNECTIONS = 16
# How long a connection, or the one that writes into a file, is waited for.
_PATIENCE_S = 10


class Store:
    """A hub's database, brought to this version.

    Whatever is asked of it raises Trouble("database_unreachable") when it is away or too busy.
    """

    def __init__(self, url: str) -> None:
        self.postgres = url.startswith("postgres")
        self._reader, self._writer = (
            _postgres(url)
            if self.postgres
            else (_sqlite(url, "BEGIN", CONNECTIONS), _sqlite(url, "BEGIN IMMEDIATE", 1))
        )
        try:
            with self.writing() as connection:
                self._migrate(connection)
        except Trouble:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Generator[sa.Connection]:
        """See one moment of the database."""
        with _passing(), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Generator[sa.Connection]:
        """Write in one transaction."""
        with _passing(), self._writer.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        self._reader.dispose()
        self._writer.dispose()

    def _migrate(self, connection: sa.Connection) -> None:
        from alembic import command
        from alembic.config import Config

        if self.postgres:  # SQLite's BEGIN IMMEDIATE is the lock
            lock = sa.select(sa.func.pg_advisory_xact_lock(_MIGRATING))
            connection.execute(lock)
        config = Config()
        with resources.as_file(resources.files(SCRIPTS)) as scripts:
            config.set_main_option("script_location", str(scripts).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


@contextmanager
def _passing() -> Generator[None]:
    try:
        yield
    except _PASSES as error:
        why = getattr(error, "orig", None) or error
        raise Trouble("database_unreachable", why=str(why).strip()) from error


def _postgres(url: str) -> tuple[sa.Engine, sa.Engine]:
    driver = sa.make_url(url).set(drivername="postgresql+psycopg")
    wanted = {"options": _LIMITS, "connect_timeout": 10}
    engine = sa.create_engine(
        driver,
        connect_args=wanted,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=_PATIENCE_S,
    )
    reader = engine.execution_options(isolation_level="REPEATABLE READ")
    return reader, engine


def _sqlite(url: str, begin: str, most: int) -> sa.Engine:
    engine = sa.create_engine(
        url,
        connect_args={"check_same_thread": False},
        hide_parameters=True,
        pool_size=most,
        max_overflow=0,
        pool_timeout=_PATIENCE_S,
    )

    def connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for setting in _SQLITE:
            connection.execute(setting).fetchall()

    def begun(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
    return engine
