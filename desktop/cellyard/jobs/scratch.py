"""Rooms to copy into and to restore into for a while, beside the store, one user at a time."""

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from cellyard import durable
from cellyard.domain.refusals import Refused

FOLDER = "scratch"
LOCK = "scratch.lock"


class Scratch:
    """The scratch folder of a data folder, held while one works in it.

    Refused("backup_under_way") while another process does. What one that was killed has left is
    taken away first.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            self._descriptor = durable.hold(self._folder / LOCK)
        except BlockingIOError as held:
            raise Refused("backup_under_way") from held
        self._clear()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._clear()
        os.close(self._descriptor)

    @contextmanager
    def room(self, name: str) -> Generator[Path]:
        """Give an empty folder that is gone afterwards."""
        room = self._folder / FOLDER / name
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir(parents=True)
        try:
            yield room
        finally:
            shutil.rmtree(room, ignore_errors=True)

    def _clear(self) -> None:
        shutil.rmtree(self._folder / FOLDER, ignore_errors=True)


def under_way(folder: Path) -> bool:
    """Tell whether somebody works in the scratch of a data folder now."""
    try:
        os.close(durable.hold(folder / LOCK))
    except BlockingIOError:
        return True
    except OSError:
        pass  # whoever tries will say what is wrong
    return False
