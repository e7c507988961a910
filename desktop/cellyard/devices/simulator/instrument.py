"""What every simulated instrument of a channel has: its battery, and the faults of a real line."""

import re
from collections.abc import Callable, Mapping

from cellyard.devices.framing import LineFramer
from cellyard.devices.simulator.source import Source

END = b"\r\n"
STALE_S = 0.1

# Bits of the standard event register of IEEE 488.2.
POWER_ON, COMMAND_ERROR, EXECUTION_ERROR = 128, 32, 16


class Instrument:
    """One instrument on a battery. Faults are switched at any time, from any thread."""

    # Which byte of a reply a bad line spoils: the checksum's where there is one.
    SPOILT = 0
    SPOILT_BIT = 0x80

    def __init__(self, battery: Source) -> None:
        self.battery = battery
        self._silent = False
        self._corrupt = False
        self._sentinel = False

    def wire(self, battery: Source) -> None:
        """Wire it to this battery instead of the one before."""
        with self.battery.lock, battery.lock:
            self.battery = battery

    def silence(self, *, silent: bool = True) -> None:
        """Hear nothing and say nothing, as with the serial plug half out; go on otherwise."""
        self._silent = silent

    def corrupt(self, *, corrupt: bool = True) -> None:
        """Spoil one bit of every reply: of the checksum where there is one."""
        self._corrupt = corrupt

    def sentinel(self, *, sentinel: bool = True) -> None:
        """Give the number that stands for no reading, in the form this instrument gives it."""
        self._sentinel = sentinel

    def answer(self, data: bytes) -> bytes:
        """Return what it says to these bytes."""
        with self.battery.lock:
            self.battery.advance()
            if self._silent:
                return b""
            return b"".join(map(self._sent, self._replies(data)))

    def says(self, now: float) -> bytes:  # noqa: ARG002 - these speak when asked
        """Let time go on; none of these speaks by itself."""
        self.battery.advance()
        return b""

    def _replies(self, data: bytes) -> list[bytes]:
        """Return the replies to what these bytes complete. Called with the battery locked."""
        raise NotImplementedError

    def _sent(self, reply: bytes) -> bytes:
        if not self._corrupt:
            return reply
        spoilt = bytearray(reply)
        spoilt[self.SPOILT] ^= self.SPOILT_BIT
        return bytes(spoilt)


class FrameInstrument(Instrument):
    """An instrument that takes frames of bytes. It forgets half a frame whose rest stays away."""

    HEAD = 0

    def __init__(self, battery: Source) -> None:
        super().__init__(battery)
        self._begun = b""
        self._begun_at: float | None = None

    def says(self, now: float) -> bytes:
        """Let time go on; none of these speaks by itself."""
        if not self._begun:
            self._begun_at = None
        elif self._begun_at is None:
            self._begun_at = now
        elif now - self._begun_at > STALE_S:
            self._begun = b""
        return super().says(now)

    def _replies(self, data: bytes) -> list[bytes]:
        self._begun_at = None
        begun, replies = self._begun + data, list[bytes]()
        while (start := begun.find(self.HEAD)) >= 0:
            begun = begun[start:]
            length = self._length(begun)
            if len(begun) < length:
                break
            heard = self._heard(begun[:length])
            begun = begun[1 if heard is None else length :]
            replies += heard or []
        self._begun = begun if start >= 0 else b""
        return replies

    def _length(self, begun: bytes) -> int:
        """Return how many bytes the frame has that begins so, or the fewest it can have."""
        raise NotImplementedError

    def _heard(self, frame: bytes) -> list[bytes] | None:
        """Return the replies to these bytes; nothing when they are no frame after all."""
        raise NotImplementedError


def _pattern(words: str) -> re.Pattern[str]:
    """`:MEASure:VOLTage?` as it may be written: long or short, with or without first colon."""
    written = re.escape(words.removeprefix(":"))
    optional = re.sub(r"([a-z]+)", lambda tail: f"(?:{tail[0]})?", written)
    return re.compile(rf":?{optional}(?:\s+(?P<value>\S.*?))?\s*", re.IGNORECASE)


Act = Callable[[str], str | None]


def always(line: str) -> Act:
    """Answer this line, whatever was asked."""
    return lambda _value: line


class TextInstrument(Instrument):
    """An instrument that takes lines. `commands` maps SCPI words (`VOLTage?`) to what is done.

    Each act is given what stands after the words, and answers a line without its end, or nothing.
    """

    def __init__(self, battery: Source, commands: Mapping[str, Act], end: bytes = END) -> None:
        super().__init__(battery)
        self._commands = [(_pattern(words), act) for words, act in commands.items()]
        self._end = end
        self._framer = LineFramer()

    def _replies(self, data: bytes) -> list[bytes]:
        lines = [line.decode("latin-1").strip() for line in self._framer.feed(data)]
        replies = [self._line(line) for line in lines]
        return [reply.encode("ascii") + self._end for reply in replies if reply is not None]

    def _line(self, line: str) -> str | None:
        for pattern, act in self._commands:
            if heard := pattern.fullmatch(line):
                return act(heard["value"] or "")
        return self._unknown(line)

    def _unknown(self, line: str) -> str | None:  # noqa: ARG002 - some count it
        """Do what is done about a line that is no command."""
        return None


class EventInstrument(TextInstrument):
    """A text instrument that keeps what went wrong in an event register: `*ESR?`, `*CLS`."""

    def __init__(self, battery: Source, commands: Mapping[str, Act]) -> None:
        events: dict[str, Act] = {"*CLS": self._clear, "*ESR?": self._said}
        super().__init__(battery, events | dict(commands))
        self._events = POWER_ON

    def _clear(self, _value: str) -> None:
        self._events = 0

    def _said(self, _value: str) -> str:
        events, self._events = self._events, 0
        return str(events)

    def _unknown(self, line: str) -> None:
        del line
        self._events |= COMMAND_ERROR


def decimal(value: float, digits: int, width: int = 1) -> str:
    """Write a number with so many digits after the point, padded with blanks."""
    return f"{value:{width}.{digits}f}"
