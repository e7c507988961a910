"""Reads frames of bytes by the rows of a profile: numbers, words and texts at their places."""

from decimal import Decimal
from functools import cache
from typing import Literal

from cellyard.devices.checksums import SIZES
from cellyard.devices.frames import Frame
from cellyard.devices.framing import beginning
from cellyard.devices.meanings import FieldRule, ReplyRule
from cellyard.devices.rows import FixedFrame, FrameRule, LineFrame
from cellyard.domain.readings import Flag, Reading

_NUMBERS: dict[str, tuple[int, Literal["big", "little"], bool]] = {
    "u8": (1, "big", False),
    "u16be": (2, "big", False),
    "s16be": (2, "big", True),
    "u16le": (2, "little", False),
    "s16le": (2, "little", True),
    "u32be": (4, "big", False),
    "s32be": (4, "big", True),
    "u32le": (4, "little", False),
    "s32le": (4, "little", True),
}


class FieldReader:
    """Reads the frames of one profile. Of several replies the first that fits is meant."""

    def __init__(self, frame: FrameRule, replies: tuple[ReplyRule, ...]) -> None:
        self._rules = [(beginning(rule.match), rule.reading) for rule in replies]
        self._after = trailer(frame)

    def read(self, frame: bytes) -> Frame | None:
        for begins, rows in self._rules:
            if begins.fullmatch(frame):
                return self._read(frame, rows)
        return Frame(readings={}, raw=frame)

    def _read(self, frame: bytes, rows: tuple[FieldRule, ...]) -> Frame | None:
        content = frame[: len(frame) - self._after]
        readings: dict[str, Reading] = {}
        for row in rows:
            places = _places(content, row)
            if places is None:
                return None
            for name, at in places:
                readings[name] = field(content, row, at)
        return Frame(readings=readings, raw=frame)


def trailer(frame: FrameRule) -> int:
    """Return how many bytes at the end of a frame are its check and its tail."""
    if isinstance(frame, LineFrame):
        return 0
    return SIZES[frame.check] + len(bytes.fromhex(frame.tail))


def field(content: bytes, row: FieldRule, at: int) -> Reading:
    """Return the reading of a row that stands `at` a place; the place is there."""
    if row.type == "text":
        return _text(content[at : at + row.size] if row.size else content[at:])
    if row.type == "bcd":
        return _version(content[at : at + 2])
    size, order, signed = _NUMBERS[row.type]
    raw = int.from_bytes(content[at : at + size], order, signed=signed)
    if row.bits:
        set_bits = (word for bit, word in row.bits.items() if raw >> bit & 1)
        return _word(next(set_bits, row.clear))
    if row.values:
        return _word(row.values.get(raw))
    sentinel = row.sentinels.get(raw)
    if sentinel is not None:
        return Reading(value=None, unit=row.unit, flags=(sentinel,))
    value = (raw + row.offset) * row.sign * row.scale
    return Reading(value=value, unit=row.unit, flags=_doubts(value, row))


@cache
def _word(word: str | None) -> Reading:
    """Return the reading that is this word, None where the profile has none for the number."""
    return Reading(value=word, flags=("fault",) if word is None else ())


def _places(content: bytes, row: FieldRule) -> list[tuple[str, int]] | None:
    """Return name and place of each reading of a row, or None when the frame is too short."""
    size = _size(row)
    room = len(content) - row.at
    if not row.repeat and row.repeat_from is None:
        return [(row.name, row.at)] if room >= size else None
    if row.repeat == "rest":
        count, over = divmod(room, size)
        if over:
            return None
    elif row.repeat_from is None:
        count = row.repeat
    else:
        count = content[row.repeat_from] if row.repeat_from < len(content) else 256
    if room < count * size:
        return None
    return [(f"{row.name}_{n + 1}", row.at + n * size) for n in range(count)]


def _size(row: FieldRule) -> int:
    if row.type == "text":
        return row.size
    return 2 if row.type == "bcd" else _NUMBERS[row.type][0]


def _doubts(value: Decimal, row: FieldRule) -> tuple[Flag, ...]:
    """Return what the plausible range says against a value."""
    below = row.low is not None and value < row.low
    above = row.high is not None and value > row.high
    return ("implausible",) if below or above else ()


def _text(data: bytes) -> Reading:
    """Return a text without what fills its place up. Anything but printable ASCII is a fault."""
    text = data.strip(b"\0 ")
    if all(0x20 <= byte < 0x7F for byte in text):
        return Reading(value=text.decode("ascii"))
    return Reading(value=None, flags=("fault",))


def _version(data: bytes) -> Reading:
    """Return a version of two bytes of decimal digits, the low one first: 03 02 is 2.03."""
    low, high = f"{data[0]:02x}", f"{data[1]:x}"
    if (low + high).isdecimal():
        return Reading(value=f"{high}.{low}")
    return Reading(value=None, flags=("fault",))


def faults(rows: tuple[ReplyRule, ...], frame: FrameRule) -> list[str]:
    """Return what is wrong with rows: names twice in a reply, or places outside a fixed frame."""
    wrong: list[str] = []
    longest = frame.length - trailer(frame) if isinstance(frame, FixedFrame) else None
    for reply in rows:
        names = [row.name for row in reply.reading]
        wrong += [f"{name} twice in {reply.match}" for name in names if names.count(name) > 1]
        if longest is not None:
            ends = ((row.name, row.at + _size(row)) for row in reply.reading)
            wrong += [f"{name} is outside the frame" for name, end in ends if end > longest]
    return wrong
