"""Keeps every byte of a line as JSONL, for bug reports and replay; old files make way."""

import threading
from pathlib import Path
from typing import Literal

import msgspec

# 4 MB and one older file hold about half a day of a scale at 5 Hz.
LARGEST = 4_000_000
KEPT = 3


class Wired(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of bytes: `t` monotonic seconds, `at` wall clock in ms (0: not kept), in hex."""

    t: float
    at: int = 0
    port: str
    dir: Literal["RX", "TX"]
    hex: str


_LINES = msgspec.json.Decoder(Wired)


class WireLog:
    """A growing file `NAME.jsonl` and its forerunners `NAME.1.jsonl`, … oldest last.

    Every piece is written through at once, so that a crash leaves it there. Raises OSError when
    the disk does not take it: the line then goes on without, and tries again when it opens anew.
    """

    def __init__(self, path: Path, largest: int = LARGEST, kept: int = KEPT) -> None:
        self._path = path
        self._largest = largest
        self._kept = kept
        self._lock = threading.Lock()
        self._file = path.open("ab", buffering=0)

    def keep(self, piece: Wired) -> None:
        """Append one piece."""
        with self._lock:
            if self._file.closed:  # by a turn-over that the disk did not take
                self._file = self._path.open("ab", buffering=0)
            if self._file.tell() >= self._largest:
                self._turn_over()
            self._file.write(msgspec.json.encode(piece) + b"\n")

    def close(self) -> None:
        """Close the file; all that was kept is in it."""
        with self._lock:
            self._file.close()

    def _turn_over(self) -> None:
        self._file.close()
        names = forerunners(self._path, self._kept)
        for younger, older in zip([self._path, *names][-2::-1], names[::-1], strict=True):
            if younger.exists():
                younger.replace(older)
        self._file = self._path.open("ab", buffering=0)


def forerunners(path: Path, kept: int = KEPT) -> list[Path]:
    """Return the names of a log's older files, the youngest of them first."""
    return [path.with_suffix(f".{n}.jsonl") for n in range(1, kept + 1)]


def read(path: Path) -> list[Wired]:
    """Return the pieces of a log, in order, without what is none."""
    return sifted(path)[0]


def sifted(path: Path) -> tuple[list[Wired], list[int]]:
    """Return the pieces of a log in order, and the numbers of lines that are none, from 1.

    The last line of a log whose writer was cut off is such a one. Raises OSError.
    """
    pieces: list[Wired] = []
    wrong: list[int] = []
    # Line by line: one call that held all of a log would keep the screen waiting for it.
    with path.open("rb") as log:
        for number, line in enumerate(log, 1):
            try:
                piece = _LINES.decode(line)
                bytes.fromhex(piece.hex)
            except (msgspec.MsgspecError, ValueError):
                if line.strip():
                    wrong.append(number)
            else:
                pieces.append(piece)
    return pieces, wrong
