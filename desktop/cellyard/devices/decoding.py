"""Makes readings out of bytes by a profile: what is no reading gets no value, but a flag."""

import re
from collections.abc import Mapping
from decimal import Decimal

import msgspec

from cellyard.devices.framing import LineFramer
from cellyard.devices.numbers import number
from cellyard.devices.profile import LineRule, Profile, Quantity, ReadingRule
from cellyard.domain.readings import Flag, Reading


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """One frame understood: its readings in the instrument's own units, and its bytes.

    `said` is True when the frame itself tells whether the value stands still.
    """

    readings: dict[str, Reading]
    raw: bytes
    said: bool = True


class Decoder:
    """Decodes one instrument's bytes, in pieces as they come.

    `dropped` counts the bytes that belong to no frame understood, `refused` the lines.
    """

    def __init__(self, profile: Profile) -> None:
        self.refused = 0
        self._unfit = 0
        self._profile = profile
        self._framer = LineFramer(profile.frame.longest, profile.frame.prefix.encode("ascii"))
        self._rules = [(profile.pattern(rule), rule) for rule in profile.line]
        heads = b"|".join(re.escape(head.encode("ascii")) for head in profile.frame.heads)
        self._heads = re.compile(b"(?=" + heads + b")") if heads else None

    @property
    def dropped(self) -> int:
        return self._framer.dropped + self._unfit

    def feed(self, piece: bytes) -> list[Frame]:
        """Take the next bytes and return the frames that they complete."""
        frames: list[Frame] = []
        for line in self._framer.feed(piece):
            frame = self.decode(line) or self._after_noise(line)
            if frame is None:
                self.refused += 1
                self._unfit += len(line)
            else:
                frames.append(frame)
        return frames

    def idle(self) -> None:
        """Nothing came for a second: forget the half frame."""
        self._framer.idle()

    def decode(self, line: bytes) -> Frame | None:
        """Return what one line without its end means, or None when the profile has no such."""
        for pattern, rule in self._rules:
            match = pattern.fullmatch(line)
            if match:
                return self._frame(rule, match, line)
        return None

    def _after_noise(self, line: bytes) -> Frame | None:
        """Return the frame that starts at a head inside the line, after noise without an end."""
        if self._heads is None:
            return None
        for found in self._heads.finditer(line, 1):
            frame = self.decode(line[found.start() :])
            if frame is not None:
                self._unfit += found.start()
                return frame
        return None

    def _frame(self, rule: LineRule, match: re.Match[bytes], line: bytes) -> Frame | None:
        readings: dict[str, Reading] = {}
        for row in rule.reading:
            quantity = self._profile.quantity.get(row.name)
            reading = _text(row, match) if row.text else _number(row, match, quantity)
            if reading is None:
                return None
            readings[row.name] = reading
        return Frame(readings=readings, raw=line, said=rule.steadiness == "said")


def canonical(profile: Profile, readings: Mapping[str, Reading]) -> dict[str, Reading]:
    """Return the readings in the units of our floors (weights in kg), all digits kept.

    A value whose unit the instrument left out is no value here; its flags stay.
    """
    ours: dict[str, Reading] = {}
    for name, reading in readings.items():
        quantity = profile.quantity.get(name)
        if quantity is None or not isinstance(reading.value, Decimal):
            ours[name] = reading
            continue
        factor = quantity.scale.get(reading.unit)
        value = None if factor is None else reading.value * factor
        ours[name] = Reading(value=value, unit=quantity.unit, flags=reading.flags)
    return ours


def _text(row: ReadingRule, match: re.Match[bytes]) -> Reading | None:
    """Return a text as sent (group separators and all), or None when it is not UTF-8."""
    try:
        return Reading(value=match[row.value].decode("utf-8"), flags=row.flags)
    except UnicodeDecodeError:
        return None


def _number(row: ReadingRule, match: re.Match[bytes], quantity: Quantity | None) -> Reading | None:
    flags = row.flags
    for group, table in row.flag_by.items():
        flag = table.get((match[group] or b"").decode("latin-1").strip())
        flags += (flag,) if flag else ()
    if not row.value:
        return Reading(value=None, flags=flags)
    value = number(match[row.value])
    if value is None:
        return None
    for sentinel, flag in row.sentinels.items():
        if abs(value) == Decimal(sentinel):
            return Reading(value=None, flags=(*flags, flag))
    unit = (match[row.unit] or b"").decode("ascii") if row.unit else ""
    return Reading(value=value, unit=unit, flags=flags + _doubts(value, unit, quantity))


def _doubts(value: Decimal, unit: str, quantity: Quantity | None) -> tuple[Flag, ...]:
    """Return what the plausible range says against a value."""
    if quantity is None:
        return ()
    ours = value * quantity.scale.get(unit, Decimal(1))
    if quantity.low >= 0 > ours:
        return ("negative",)
    return () if quantity.low <= ours <= quantity.high else ("implausible",)
