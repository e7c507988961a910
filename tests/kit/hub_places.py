"""Where a hub of a test keeps its database, which is copied, and put back as it was."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Protocol

from hubs import HubOnFile
from postgres import Postgres

from cellyard.hub.store import FILE


class HubPlace(Protocol):
    """A database of a hub; `restore` is for one that is not open."""

    def open(self) -> HubOnFile: ...
    def copy(self) -> None: ...
    @property
    def copied(self) -> bool: ...
    def restore(self) -> None: ...


class OnFile:
    """A SQLite file in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._copy = folder, folder.with_name(f"{folder.name}.copy")

    def open(self) -> HubOnFile:
        return HubOnFile(self._folder)

    def copy(self) -> None:
        self._copy.unlink(missing_ok=True)
        with closing(sqlite3.connect(self._folder / FILE)) as live:
            live.execute("VACUUM INTO ?", (str(self._copy),))

    @property
    def copied(self) -> bool:
        return self._copy.exists()

    def restore(self) -> None:
        for path in self._folder.iterdir():
            path.unlink()
        shutil.copy(self._copy, self._folder / FILE)


class OnPostgres:
    """A database of a server that others share; it begins as a copy of `base`, if one is given."""

    def __init__(self, server: Postgres, folder: Path, base: str = "") -> None:
        self._server, self._folder = server, folder
        self.url = server.database(base)
        self._copy = ""

    def open(self) -> HubOnFile:
        return HubOnFile(self._folder, self.url)

    def copy(self) -> None:
        self.drop(self._copy)
        self._copy = self._server.database(self.url)

    @property
    def copied(self) -> bool:
        return bool(self._copy)

    def restore(self) -> None:
        self.drop(self.url)
        self.url = self._server.database(self._copy)

    def drop(self, *urls: str) -> None:
        for url in filter(None, urls):
            self._server.drop(url)
