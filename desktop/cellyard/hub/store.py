"""The hub's database: PostgreSQL by URL, a SQLite file without one; one way to read, one to write.

Any number of processes may share one PostgreSQL; what must happen once is done under a lock there.
"""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from cellyard.domain.refusals import Refused

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


class Store:
    """A hub's database, brought to this version. Refused("database_unreachable")."""

    def __init__(self, url: str) -> None:
        self.postgres = url.startswith("postgres")
        self._reader, self._writer = (
            _postgres(url)
            if self.postgres
            else (_sqlite(url, "BEGIN"), _sqlite(url, "BEGIN IMMEDIATE"))
        )
        try:
            with self.writing() as connection:
                self._migrate(connection)
        except OperationalError as error:
            self.close()
            raise Refused("database_unreachable", why=str(error.orig).strip()) from error

    @contextmanager
    def reading(self) -> Generator[sa.Connection]:
        """See one moment of the database."""
        with self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Generator[sa.Connection]:
        """Write in one transaction."""
        with self._writer.connect() as connection, connection.begin():
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


def _postgres(url: str) -> tuple[sa.Engine, sa.Engine]:
    driver = sa.make_url(url).set(drivername="postgresql+psycopg")
    wanted = {"options": _LIMITS, "connect_timeout": 10}
    engine = sa.create_engine(driver, connect_args=wanted, pool_pre_ping=True)
    reader = engine.execution_options(isolation_level="REPEATABLE READ")
    return reader, engine


def _sqlite(url: str, begin: str) -> sa.Engine:
    engine = sa.create_engine(url, connect_args={"check_same_thread": False})

    def connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for setting in _SQLITE:
            connection.execute(setting).fetchall()

    def begun(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
    return engine
