"""Finds frames in bytes as they come: whole, in order, whatever the pieces and the noise."""

import re
from typing import Protocol

LONGEST_LINE = 256
_ENDS = re.compile(rb"[\r\n]")


class Framer(Protocol):
    """What every framer does. A framer judges by content, never by timing or by pieces."""

    @property
    def dropped(self) -> int:
        """Bytes so far that belonged to no frame."""
        ...

    def feed(self, piece: bytes) -> list[bytes]:
        """Take the next bytes and return the frames that they complete."""
        ...

    def idle(self) -> None:
        """Nothing came for a second: what is half here is no frame any more."""
        ...


class LineFramer:
    """Frames that end with CR, LF or both: `content CR`, `content LF`, `content CR LF`.

    A frame is the content without its end, because after a CR nobody knows yet whether an LF
    follows. Empty lines are no frames. A line longer than `longest` bytes is noise and dropped
    whole. With a `prefix` a frame begins at its first occurrence and bytes before it are dropped.
    """

    def __init__(self, longest: int = LONGEST_LINE, prefix: bytes = b"") -> None:
        self.dropped = 0
        self._longest = longest
        self._prefix = prefix
        self._begun = b""
        self._overlong = False

    def feed(self, piece: bytes) -> list[bytes]:
        *lines, rest = _ENDS.split(self._begun + piece)
        frames: list[bytes] = []
        for line in lines:
            frame = self._frame(line)
            self._overlong = False
            if frame:
                frames.append(frame)
        if self._overlong or len(rest) > self._longest:
            self.dropped += len(rest)
            self._overlong = True
            rest = b""
        self._begun = rest
        return frames

    def idle(self) -> None:
        self.dropped += len(self._begun)
        self._begun = b""
        self._overlong = False

    def _frame(self, line: bytes) -> bytes:
        """Return the frame in a complete line, or nothing, counting what is not in it."""
        start = line.find(self._prefix)
        if self._overlong or len(line) > self._longest or start < 0:
            start = len(line)
        self.dropped += start
        return line[start:]
