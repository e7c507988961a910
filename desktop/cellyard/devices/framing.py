"""Finds frames in bytes as they come: whole, in order, whatever the pieces and the noise.

line     content CR | LF | CR LF
fixed    head content check [tail]            always the same length
length   head … length … content check [tail]
"""

import re
from collections.abc import Callable
from typing import Protocol

from cellyard.devices.checksums import CHECKS, SIZES
from cellyard.devices.rows import FixedFrame, FrameRule, LengthFrame, LineFrame

LONGEST_LINE = 256
_END = re.compile(rb"\r\n|\r|\n")

# Takes a frame and returns how many of its first bytes are no part of what was understood: 0 for
# none, its length when it was not understood at all.
Taker = Callable[[bytes], int]


class Framer(Protocol):
    """What every framer does. A framer judges by content, never by timing or by pieces."""

    @property
    def dropped(self) -> int:
        """Bytes so far that belonged to no frame."""
        ...

    @property
    def begun(self) -> bool:
        """True while something waits for the rest of its frame."""
        ...

    def feed(self, piece: bytes) -> list[bytes]:
        """Take the next bytes and return the frames that they complete."""
        ...

    def idle(self) -> list[bytes]:
        """Nothing came for a second: what is half here is no frame any more.

        Returns the whole frames that waited behind it.
        """
        ...


def framer(rule: FrameRule, take: Taker) -> Framer:
    """Return the framer of a profile."""
    if isinstance(rule, LineFrame):
        return LineFramer(rule.longest, rule.prefix.encode("ascii"), take)
    return CheckedFramer(rule, take)


def whole(_frame: bytes) -> int:
    """Take any frame as it is."""
    return 0


class LineFramer:
    """Frames that end with CR, LF or both: `content CR`, `content LF`, `content CR LF`.

    A frame is the content without its end, because after a CR nobody knows yet whether an LF
    follows. Empty lines are no frames, and nothing lost either. A line longer than `longest`
    bytes is noise and dropped whole. With a `prefix` a frame begins at its first occurrence and
    bytes before it are dropped. The end of a dropped line is dropped with it.
    """

    def __init__(
        self, longest: int = LONGEST_LINE, prefix: bytes = b"", take: Taker = whole
    ) -> None:
        self.dropped = 0
        self._longest = longest
        self._prefix = prefix
        self._take = take
        self._begun = b""
        self._overlong = False
        # The last byte was the CR of a line; whether that line was dropped.
        self._after_cr = False
        self._lost = False

    @property
    def begun(self) -> bool:
        return bool(self._begun) or self._overlong

    def feed(self, piece: bytes) -> list[bytes]:
        if not piece:
            return []
        if self._after_cr and piece[0] == 0x0A:
            self.dropped += self._lost
            piece = piece[1:]
        data = self._begun + piece
        frames: list[bytes] = []
        first = 0
        for end in _END.finditer(data):
            frame = self._frame(data[first : end.start()], end.end() - end.start())
            first = end.end()
            if frame:
                frames.append(frame)
        self._after_cr = piece.endswith(b"\r")
        self._wait(data[first:])
        return frames

    def idle(self) -> list[bytes]:
        self.dropped += len(self._begun)
        self._begun = b""
        self._overlong = False
        return []

    def _wait(self, rest: bytes) -> None:
        """Keep what has no end yet, unless it is too long to be a frame."""
        if self._overlong or len(rest) > self._longest:
            self.dropped += len(rest)
            self._overlong = True
            rest = b""
        self._begun = rest

    def _frame(self, line: bytes, end: int) -> bytes:
        """Return the frame in a complete line, or nothing, counting what is not in it."""
        start = line.find(self._prefix)
        if self._overlong or len(line) > self._longest or start < 0:
            start = len(line)
        if start < len(line):
            start += self._take(line[start:])
        self._lost = start == len(line) and (start > 0 or self._overlong)
        self._overlong = False
        self.dropped += start + (end if self._lost else 0)
        return line[start:]


class CheckedFramer:
    """Frames of bytes with a head, a length and a check.

    Where the head, the length or the check is wrong, one byte is dropped and the search goes on
    at the next: a head inside noise costs no frame after it. Taken frames are whole, never cut.
    """

    def __init__(self, rule: FixedFrame | LengthFrame, take: Taker = whole) -> None:
        self.dropped = 0
        self._take = take
        self._head = tuple(None if b == "??" else int(b, 16) for b in _pairs(rule.head))
        self._first = bytes.fromhex(_pairs(rule.head)[0])
        self._varied = any(want is not None for want in self._head[1:])
        self._fixed = rule.length if isinstance(rule, FixedFrame) else 0
        self._length = rule if isinstance(rule, LengthFrame) else None
        self._tail = bytes.fromhex(rule.tail)
        self._check = CHECKS[rule.check]
        self._check_from = rule.check_from
        self._check_size = SIZES[rule.check]
        self._begun = b""

    @property
    def begun(self) -> bool:
        return bool(self._begun)

    def feed(self, piece: bytes) -> list[bytes]:
        return self._search(self._begun + piece, waiting=True)

    def idle(self) -> list[bytes]:
        return self._search(self._begun, waiting=False)

    def _search(self, data: bytes, *, waiting: bool) -> list[bytes]:
        """Return the frames; what is short waits for its rest, or is none when not `waiting`."""
        frames: list[bytes] = []
        at = taken = 0
        while (start := data.find(self._first, at)) >= 0:
            at = start
            size = self._size(data, at)
            if size == 0 or at + size <= len(data):
                frame = data[at : at + size]
                if not size or not self._sound(frame):
                    at += 1
                    continue
                at += size
                if not self._take(frame):
                    taken += size
                    frames.append(frame)
            elif waiting:
                break
            else:
                at += 1
        at = at if start >= 0 else len(data)
        self.dropped += at - taken
        self._begun = data[at:]
        return frames

    def _size(self, data: bytes, at: int) -> int:
        """Return how long the frame at `at` is, 0 when there is none. Short counts as long."""
        if self._varied and not all(
            want is None or want == have
            for want, have in zip(self._head, data[at : at + len(self._head)], strict=False)
        ):
            return 0
        rule = self._length
        if rule is None:
            return self._fixed
        if at + rule.length_at >= len(data):
            return rule.longest
        size = data[at + rule.length_at] + rule.length_plus
        return size if size <= rule.longest else 0

    def _sound(self, frame: bytes) -> bool:
        content = len(frame) - len(self._tail) - self._check_size
        checked = self._check(frame[self._check_from : content])
        return frame[content:] == checked + self._tail


def _pairs(text: str) -> list[str]:
    """Return a row of hex bytes, `AA ?? 5F` or `AA??5F`, byte by byte."""
    packed = text.replace(" ", "")
    return [packed[n : n + 2] for n in range(0, len(packed), 2)]


def beginning(text: str) -> re.Pattern[bytes]:
    """Return what fully matches frames that begin with these hex bytes (`??` is any)."""
    one = (b"." if b == "??" else re.escape(bytes.fromhex(b)) for b in _pairs(text))
    return re.compile(b"".join(one) + b".*", re.DOTALL)
