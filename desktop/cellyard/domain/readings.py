"""What an instrument said, as every floor of the house passes it on."""

from decimal import Decimal
from typing import Literal

import msgspec

Flag = Literal[
    "unstable",  # the instrument itself says: not steady yet
    "manual",  # typed by a person, not read
    "over_range",  # outside what the instrument can show, or its overload sentinel
    "under_range",
    "fault",  # measurement fault, transmission error, error text in place of a number
    "busy",  # understood, but no value now
    "implausible",  # a number, but outside the profile's plausible range
    "negative",
    "net",  # a tare is subtracted
]

ChannelState = Literal[
    "absent",  # no port of that name
    "opening",
    "identifying",
    "running",
    "silent",  # three expected periods without a frame
    "lost",  # unplugged, closed by the peer
    "backing_off",  # waiting before the next try
]


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One named value. `value` is None where the number is no reading; `flags` say why.

    `value` keeps the digits exactly as the instrument sent them. A scanner's value is the text
    that it read.
    """

    value: Decimal | str | None
    unit: str = ""
    flags: tuple[Flag, ...] = ()

    @property
    def steady(self) -> bool:
        """True when the value may be taken: a number, and no flag that speaks against it."""
        return self.value is not None and not set(self.flags) & UNTAKEABLE


UNTAKEABLE: frozenset[Flag] = frozenset(
    {"unstable", "over_range", "under_range", "fault", "busy", "implausible", "negative"}
)


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """One frame of one instrument: its readings by name and the bytes they came from.

    `t` is monotonic seconds at arrival (for ages), `at` the wall clock in ms (for people).
    """

    t: float
    at: int
    readings: dict[str, Reading]
    raw: bytes
