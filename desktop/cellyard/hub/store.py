"""The hub's database: PostgreSQL by URL, a SQLite file without one; one way to read, one to write.

Any number of processes may share one PostgreSQL; what must happen once is done under a lock there.
"""

import os
import sqlite3
import time
from collections.abc import Generator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

import psycopg
import sqlalchemy as sa
from sqlalchemy import event, exc

from cellyard import durable
from cellyard.domain.refusals import Refused, Trouble

FILE = "hub.db"
SCRIPTS = "cellyard.migrations.hub"
# Of our own making: a lock that only those take who bring this database to a version, or do what
# must be done once.
_ALONE = 0x63797264
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
_PATIENCE_S, _LOOK_S = 10, 0.005


class Store:
    """A hub's database, brought to this version. Refused("hub_database_wrong") for no address.

    Whatever is asked of it raises Trouble("database_unreachable") when it is away or too busy.
    """

    def __init__(self, url: str) -> None:
        address = _address(url)
        self.postgres = address.drivername.startswith("postgresql")
        self._file = Path(address.database or "")
        self._reader, self._writer = (
            _postgres(address)
            if self.postgres
            else (_sqlite(address, "BEGIN", CONNECTIONS), _sqlite(address, "BEGIN IMMEDIATE", 1))
        )
        try:
            with self.alone() as connection:
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
        with (
            _passing(),
            self._writer.connect() as connection,
            self._turn(),
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def alone(self) -> Generator[sa.Connection]:
        """Write in one transaction, while no other process of this hub does what it does alone."""
        with self.writing() as connection:
            if self.postgres:  # SQLite's BEGIN IMMEDIATE is the lock
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ALONE)))
            yield connection

    def close(self) -> None:
        self._reader.dispose()
        self._writer.dispose()

    @contextmanager
    def _turn(self) -> Generator[None]:
        """Let one process at a time write into a file, from its begin to behind its checkpoint.

        SQLite before 3.51.3 may lose pages of the log when two do (its WAL-reset bug).
        """
        if self.postgres:
            yield
            return
        path = self._file.with_name(self._file.name + ".lock")
        until = time.monotonic() + _PATIENCE_S
        while (lock := _held(path)) is None:
            if time.monotonic() > until:
                raise Trouble("database_unreachable", why=path.name)
            time.sleep(_LOOK_S)
        try:
            yield
        finally:
            os.close(lock)

    def _migrate(self, connection: sa.Connection) -> None:
        from alembic import command
        from alembic.config import Config

        config = Config()
        with resources.as_file(resources.files(SCRIPTS)) as scripts:
            config.set_main_option("script_location", str(scripts).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _address(url: str) -> sa.URL:
    try:
        made = sa.make_url(url)
    except (exc.ArgumentError, ValueError):
        # Without its cause: that repeats the address, and a password may stand in it.
        raise Refused("hub_database_wrong") from None
    kind = made.drivername.partition("+")[0]
    if kind in {"postgres", "postgresql"}:
        return made.set(drivername="postgresql+psycopg")
    if kind != "sqlite" or not made.database:
        raise Refused("hub_database_wrong")
    return made


@contextmanager
def _passing() -> Generator[None]:
    try:
        yield
    except _PASSES as error:
        why = getattr(error, "orig", None) or error
        raise Trouble("database_unreachable", why=str(why).strip()) from error


def _held(path: Path) -> int | None:
    try:
        return durable.hold(path)
    except BlockingIOError:
        return None


def _postgres(url: sa.URL) -> tuple[sa.Engine, sa.Engine]:
    wanted = {"options": _LIMITS, "connect_timeout": 10}
    engine = sa.create_engine(
        url,
        connect_args=wanted,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=_PATIENCE_S,
    )
    reader = engine.execution_options(isolation_level="REPEATABLE READ")
    return reader, engine


def _sqlite(url: sa.URL, begin: str, most: int) -> sa.Engine:
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
