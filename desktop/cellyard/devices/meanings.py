"""The tables of a profile that tell what its frames mean: lines of text, and fields of bytes."""

from decimal import Decimal
from typing import Literal

import msgspec

from cellyard.devices.rows import Row
from cellyard.domain.readings import Flag


class Quantity(Row, frozen=True, kw_only=True):
    """What a reading is measured in: `unit` on our floors, and the plausible range in it.

    `scale` holds the factor of every unit the instrument may send. Where the range starts at
    zero or above, a value below zero is flagged `negative`.
    """

    unit: str
    low: Decimal
    high: Decimal
    scale: dict[str, Decimal]


class ReadingRule(Row, frozen=True, kw_only=True):
    """One reading of a line. `value`, `unit` and the keys of `flag_by` name groups.

    Without `value` the line says that there is none, and `flags` say why. `flag_by` maps a
    group's text to a flag; `words` maps texts, and `sentinels` numbers, that are no readings to
    a flag; a number of the size `ceiling` or more is none either, and flagged `beyond`.
    `unit_is` is the unit that the instrument means and does not send. With `each`, the group is
    a list parted by it, and its readings are called NAME_1, NAME_2 …
    """

    name: str
    value: str = ""
    unit: str = ""
    unit_is: str = ""
    text: bool = False
    each: str = ""
    flags: tuple[Flag, ...] = ()
    flag_by: dict[str, dict[str, Flag]] = msgspec.field(default_factory=dict[str, dict[str, Flag]])
    words: dict[str, Flag] = msgspec.field(default_factory=dict[str, Flag])
    sentinels: dict[Decimal, Flag] = msgspec.field(default_factory=dict[Decimal, Flag])
    ceiling: Decimal | None = None
    beyond: Flag = "over_range"


class LineRule(Row, frozen=True, kw_only=True):
    """A whole line and what it means. `{number}` and `{unit}` stand for the known ones.

    `steadiness = "unsaid"`: the line does not tell whether the value stands still.
    """

    pattern: str
    steadiness: Literal["said", "unsaid"] = "said"
    reading: tuple[ReadingRule, ...] = ()


FieldType = Literal[
    "u8", "u16be", "s16be", "u16le", "s16le", "u32be", "s32be", "u32le", "s32le", "text", "bcd"
]


class FieldRule(Row, frozen=True, kw_only=True):
    """One reading of a frame of bytes: what stands `at` a place, counted from the frame's first.

    A number is (raw + `offset`) × `sign` × `scale` in `unit`; below `low` or above `high` it is
    flagged `implausible`; `sentinels` maps raw numbers that are no readings to a flag.
    `values` maps raw numbers to words; `bits` maps bits (0 the lowest) to words, of which the
    first in the row's order that is set is told, or `clear`: the reading is that word then.
    `size` is the length of a text (0: up to the check), or of decimal digits (`bcd`).
    Repeated readings are called NAME_1, NAME_2 …: `repeat` times, as often as the byte at
    `repeat_from` says, or up to the check (`repeat = "rest"`).
    """

    name: str
    at: int
    type: FieldType
    size: int = 0
    scale: Decimal = Decimal(1)
    offset: int = 0
    sign: Literal[1, -1] = 1
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    sentinels: dict[int, Flag] = msgspec.field(default_factory=dict[int, Flag])
    values: dict[int, str] = msgspec.field(default_factory=dict[int, str])
    bits: dict[int, str] = msgspec.field(default_factory=dict[int, str])
    clear: str = ""
    repeat: int | Literal["rest"] = 0
    repeat_from: int | None = None


class ReplyRule(Row, frozen=True, kw_only=True):
    """Frames that begin with `match` (hex, `??` any byte) and what stands in them."""

    match: str
    reading: tuple[FieldRule, ...] = ()
