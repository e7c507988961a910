"""The remembered head: a plain file that tells when the store was rolled back or copied over."""

import os
import zlib
from pathlib import Path

import msgspec

# Two places, written in turn: a torn write can spoil only the older one.
PLACE = 256


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The newest own fact: its chain, number and hash (hex)."""

    epoch: str
    seq: int
    hash: str


class HeadFile:
    """`head` beside the store; fsynced after each commit."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def read(self) -> Head | None:
        """Return the newest whole record, or None when nothing was ever remembered."""
        if not self._path.exists():
            return None
        content = self._path.read_bytes()
        places = (_unpack(content[:PLACE]), _unpack(content[PLACE:]))
        return max((h for h in places if h), key=lambda h: h.seq, default=None)

    def write(self, head: Head) -> None:
        """Remember a head durably."""
        if self._descriptor is None:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
            self._descriptor = os.open(self._path, flags, 0o600)
        os.lseek(self._descriptor, (head.seq % 2) * PLACE, os.SEEK_SET)
        os.write(self._descriptor, _pack(head))
        os.fsync(self._descriptor)

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _pack(head: Head) -> bytes:
    body = msgspec.json.encode(head)
    line = b"%08x %s" % (zlib.crc32(body), body)
    return line.ljust(PLACE - 1) + b"\n"


def _unpack(place: bytes) -> Head | None:
    check, _, body = place.strip().partition(b" ")
    if not body or check != b"%08x" % zlib.crc32(body):
        return None
    return msgspec.json.decode(body, type=Head)
