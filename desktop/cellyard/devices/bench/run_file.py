"""The file of a run while it goes on: what a power cut finds is at most a second old."""

import os
import time
from contextlib import suppress
from io import BufferedRandom
from pathlib import Path

from cellyard.domain.bench.run import End, Head, Run, Sample, line, read, sound
from cellyard.durable import sync_folder

ENDING = ".part"
SYNC_S = 1.0


class RunFile:
    """Appends to one run's file, written to the disk once a second. For one thread only.

    Opened anew, after a crash or after `close`, it goes on behind the last line that can be read.
    """

    def __init__(self, folder: Path, head: Head) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{head.plan.run}{ENDING}"
        self._head = head
        self._synced = 0.0
        self._file = self._opened()
        sync_folder(folder)

    def append(self, row: Sample | End) -> None:
        """Keep a row; an end at once, samples within a second. OSError when the disk is full."""
        if self._file.closed:
            self._file = self._opened()
        self._file.write(line(row))
        # What the system has outlives a kill of the app; what the disk has, a power cut.
        self._file.flush()
        if isinstance(row, End) or time.monotonic() - self._synced >= SYNC_S:
            self._sync()

    def close(self) -> None:
        """Write out what is still held back."""
        if self._file.closed:
            return
        try:
            self._sync()
        finally:
            self._file.close()

    def _opened(self) -> BufferedRandom:
        whole = _whole(self.path)
        file = self.path.open("r+b" if whole else "w+b")
        try:
            file.truncate(whole)
            file.seek(whole)
            if not whole:
                file.write(line(self._head))
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):
                file.close()
            raise
        return file

    def _sync(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._synced = time.monotonic()


def load(path: Path) -> Run:
    """Return a run as far as it was kept and can be read. ValueError for what is none."""
    return read(sound(path.read_bytes()))


def kept(folder: Path) -> list[Run]:
    """Return the runs in this folder that no ledger has taken over yet."""
    found: list[Run] = []
    for path in sorted(folder.glob(f"*{ENDING}")):
        try:
            found.append(load(path))
        except ValueError:
            continue  # killed before its head was whole: the load was never switched on
    return found


def _whole(path: Path) -> int:
    """Return how many bytes of a file are lines that can be read."""
    return len(sound(path.read_bytes())) if path.exists() else 0
