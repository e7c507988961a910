"""The remembered head: a plain file that tells when the store was rolled back or copied over."""

import os
import zlib
from pathlib import Path

import msgspec

from cellyard.durable import sync_folder
from cellyard.ledger import trouble

# Two places, written in turn, each a block of its own: a torn write can spoil only the older one.
PLACE = 4096


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The newest own fact: its chain, number and hash (hex); `seq` 0 before the first."""

    epoch: str
    seq: int
    hash: str


class _Turn(msgspec.Struct, frozen=True, kw_only=True):
    """A head and how often one was written: a new epoch begins again at 1, turns never do."""

    turn: int
    head: Head


class HeadFile:
    """`head` beside the store; fsynced after each commit."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None
        self._turn = 0

    def read(self) -> Head | None:
        """Return the newest whole record, or None when there is none."""
        if not self._path.exists():
            return None
        content = self._path.read_bytes()
        places = (_unpack(content[:PLACE]), _unpack(content[PLACE:]))
        newest = max((t for t in places if t), key=lambda t: t.turn, default=None)
        if newest is None:
            return None
        self._turn = newest.turn
        return newest.head

    def write(self, head: Head) -> None:
        """Remember a head durably; raises OSError."""
        if self._descriptor is None:
            self._descriptor = self._open()
        turn = self._turn + 1
        os.lseek(self._descriptor, (turn % 2) * PLACE, os.SEEK_SET)
        os.write(self._descriptor, _pack(_Turn(turn=turn, head=head)))
        os.fsync(self._descriptor)
        self._turn = turn

    def begin(self, epoch: str, nothing: str) -> Head:
        """Make the file before the first fact, so that later its absence tells something.

        Both places are filled: writing a head later needs no more room on the disk.
        """
        head = Head(epoch=epoch, seq=0, hash=nothing)
        with trouble.disk():
            self.write(head)
            self.write(head)
            sync_folder(self._path.parent)
        return head

    def _open(self) -> int:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
        return os.open(self._path, flags, 0o600)

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _pack(turn: _Turn) -> bytes:
    body = msgspec.json.encode(turn)
    line = b"%08x %s" % (zlib.crc32(body), body)
    return line.ljust(PLACE - 1) + b"\n"


def _unpack(place: bytes) -> _Turn | None:
    check, _, body = place.strip().partition(b" ")
    if not body or check != b"%08x" % zlib.crc32(body):
        return None
    try:
        return msgspec.json.decode(body, type=_Turn)
    except msgspec.MsgspecError:
        return None
