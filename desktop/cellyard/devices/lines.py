"""Reads lines of text by the rows of a profile: what is no reading gets no value, but a flag."""

import re
from decimal import Decimal

from cellyard.devices.frames import Frame
from cellyard.devices.meanings import LineRule, Quantity, ReadingRule
from cellyard.devices.numbers import number
from cellyard.devices.profile import Profile
from cellyard.devices.rows import LineFrame
from cellyard.domain.readings import Flag, Reading


class LineReader:
    """Reads the lines of one profile, without their ends."""

    def __init__(self, profile: Profile, frame: LineFrame) -> None:
        self._profile = profile
        self._rules = [(profile.pattern(rule), rule) for rule in profile.line]
        heads = b"|".join(re.escape(head.encode("ascii")) for head in frame.heads)
        self._heads = re.compile(b"(?=" + heads + b")") if heads else None

    def read(self, frame: bytes) -> Frame | None:
        """Return what a line means, or what begins at a head in it, after noise without an end."""
        return self._decode(frame) or self._after_noise(frame)

    def _decode(self, line: bytes) -> Frame | None:
        for pattern, rule in self._rules:
            match = pattern.fullmatch(line)
            if match:
                return self._frame(rule, match, line)
        return None

    def _after_noise(self, line: bytes) -> Frame | None:
        if self._heads is None:
            return None
        for found in self._heads.finditer(line, 1):
            frame = self._decode(line[found.start() :])
            if frame is not None:
                return frame
        return None

    def _frame(self, rule: LineRule, match: re.Match[bytes], line: bytes) -> Frame | None:
        readings: dict[str, Reading] = {}
        for row in rule.reading:
            if row.text:
                reading = _text(row, match)
            elif row.each:
                readings.update(_many(row, match, self._profile.quantity.get(row.name)))
                continue
            else:
                reading = _number(row, match, self._profile.quantity.get(row.name))
            if reading is None:
                return None
            readings[row.name] = reading
        return Frame(readings=readings, raw=line, said=rule.steadiness == "said")


def _text(row: ReadingRule, match: re.Match[bytes]) -> Reading | None:
    """Return a text as sent (group separators and all), or None when it is not UTF-8."""
    try:
        return Reading(value=match[row.value].decode("utf-8"), flags=row.flags)
    except UnicodeDecodeError:
        return None


def _number(row: ReadingRule, match: re.Match[bytes], quantity: Quantity | None) -> Reading | None:
    flags = _flags(row, match)
    if not row.value:
        return Reading(value=None, flags=flags)
    unit = (match[row.unit] or b"").decode("ascii") if row.unit else row.unit_is
    return _value(row, match[row.value], unit, flags, quantity)


def _many(
    row: ReadingRule, match: re.Match[bytes], quantity: Quantity | None
) -> dict[str, Reading]:
    """Return the readings of a list: what is no number in it costs the others nothing."""
    flags = _flags(row, match)
    no_number = Reading(value=None, flags=(*flags, "fault"))
    return {
        f"{row.name}_{n}": _value(row, part.strip(), row.unit_is, flags, quantity) or no_number
        for n, part in enumerate(match[row.value].split(row.each.encode("ascii")), 1)
    }


def _flags(row: ReadingRule, match: re.Match[bytes]) -> tuple[Flag, ...]:
    flags = row.flags
    for group, table in row.flag_by.items():
        flag = table.get((match[group] or b"").decode("latin-1").strip())
        flags += (flag,) if flag else ()
    return flags


def _value(
    row: ReadingRule, text: bytes, unit: str, flags: tuple[Flag, ...], quantity: Quantity | None
) -> Reading | None:
    """Return a number with what speaks against it, or None when it is not one."""
    if row.words and (word := row.words.get(text.decode("latin-1").strip())):
        return Reading(value=None, unit=unit, flags=(*flags, word))
    value = number(text)
    if value is None:
        return None
    if unit and quantity is not None and unit not in quantity.scale:
        return Reading(value=None, flags=(*flags, "wrong_unit"))
    for sentinel, flag in row.sentinels.items():
        if abs(value) == sentinel:
            return Reading(value=None, unit=unit, flags=(*flags, flag))
    if row.ceiling is not None and abs(value) >= row.ceiling:
        return Reading(value=None, unit=unit, flags=(*flags, row.beyond))
    return Reading(value=value, unit=unit, flags=flags + _doubts(value, unit, quantity))


def _doubts(value: Decimal, unit: str, quantity: Quantity | None) -> tuple[Flag, ...]:
    """Return what the plausible range says against a value."""
    if quantity is None:
        return ()
    ours = value * quantity.scale.get(unit, Decimal(1))
    if quantity.low >= 0 > ours:
        return ("negative",)
    return () if quantity.low <= ours <= quantity.high else ("implausible",)
