"""The file of a run while it goes on: what a power cut finds is at most a second old."""

import os
import time
from pathlib import Path

from cellyard.domain.bench.run import End, Head, Run, Sample, line, read
from cellyard.durable import sync_folder

ENDING = ".part"
SYNC_S = 1.0


class RunFile:
    """Appends to one run's file, written to the disk once a second. For one thread only.

    Opened anew after a crash, it goes on behind its last whole line.
    """

    def __init__(self, folder: Path, head: Head) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{head.plan.run}{ENDING}"
        whole = _whole(self.path)
        self._file = self.path.open("r+b" if whole else "wb")
        self._file.truncate(whole)
        self._file.seek(whole)
        if not whole:
            self._file.write(line(head))
        self._synced = 0.0
        self._sync()
        sync_folder(folder)

    def append(self, row: Sample | End) -> None:
        """Keep a row; an end at once, samples within a second. OSError when the disk is full."""
        self._file.write(line(row))
        if isinstance(row, End) or time.monotonic() - self._synced >= SYNC_S:
            self._sync()

    def close(self) -> None:
        """Write out what is still held back."""
        try:
            self._sync()
        finally:
            self._file.close()

    def _sync(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._synced = time.monotonic()


def load(path: Path) -> Run:
    """Return a run as far as it was kept. ValueError for what is none."""
    return read(path.read_bytes())


def kept(folder: Path) -> list[Run]:
    """Return the runs in this folder that no ledger has taken over yet; damaged ones left out."""
    found: list[Run] = []
    for path in sorted(folder.glob(f"*{ENDING}")):
        try:
            found.append(load(path))
        except ValueError:
            continue  # killed before its head was whole: the load was never switched on
    return found


def _whole(path: Path) -> int:
    """Return how many bytes of a file are whole lines."""
    return path.read_bytes().rfind(b"\n") + 1 if path.exists() else 0
