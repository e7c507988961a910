"""What an instrument said, as every floor of the house passes it on."""

from decimal import Decimal
from typing import Literal

import msgspec

from cellyard.domain.refusals import Trouble

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
    "open",  # nothing is connected there: an open thermocouple, a cell that is not wired
    "no_value",  # the instrument has none to tell: no test was made
    "wrong_unit",  # a number in the unit of another quantity
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


# Thousands of readings and samples are alive at once, and none can be part of a cycle: without
# `gc=False` the collector would walk all of them, with the screen standing still meanwhile.
class Reading(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One named value. `value` is None where the number is no reading; `flags` say why.

    `value` keeps the digits exactly as the instrument sent them. A scanner's value is the text
    that it read, an instrument's state is a word ("on", "over_voltage"; "" for none).
    """

    value: Decimal | str | None
    unit: str = ""
    flags: tuple[Flag, ...] = ()

    @property
    def steady(self) -> bool:
        """True when the value may be taken: a number, and no flag that speaks against it."""
        return self.value is not None and not set(self.flags) & UNTAKEABLE


UNTAKEABLE: frozenset[Flag] = frozenset(
    {
        "unstable",
        "over_range",
        "under_range",
        "fault",
        "busy",
        "implausible",
        "negative",
        "open",
        "no_value",
        "wrong_unit",
    }
)


class Sample(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One frame of one instrument: its readings by name and the bytes they came from.

    `t` is monotonic seconds at arrival (for ages), `at` the wall clock in ms (for people). What
    came spread over several frames has those that it rests on besides in `before`.
    """

    t: float
    at: int
    readings: dict[str, Reading]
    raw: bytes
    before: tuple[bytes, ...] = ()

    @property
    def frames(self) -> tuple[bytes, ...]:
        """All frames that the readings came from, in their order."""
        return (*self.before, self.raw)


# Bits, parity (none, even, odd) and stop bits of one character, as instruments print it.
Character = Literal["8N1", "8N2", "8E1", "8O1", "7E1", "7O1", "7N2"]
Flow = Literal["none", "xonxoff", "rtscts"]


class Link(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a serial port is set. Ignored by ports that have no such settings (`socket://`)."""

    baud: int = 9600
    character: Character = "8N1"
    flow: Flow = "none"


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """How one instrument's line is now, for its lamp.

    `trouble` is the reason while it does not run as it should; `dropped` counts bytes that
    belonged to no frame understood; `identity` is what the instrument said that it is (a serial
    number), or "".
    """

    name: str
    state: ChannelState
    trouble: Trouble | None = None
    identity: str = ""
    dropped: int = 0


class PortFound(msgspec.Struct, frozen=True, kw_only=True):
    """A serial port of this machine. `identity` is VID:PID:serial:location, or "" when not USB."""

    device: str
    description: str
    identity: str = ""


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """How well one profile fits what a port said: `understood` of `lines`, and the last reading.

    For an instrument that speaks in bytes the `lines` are the frames that all bytes would make:
    the share of the two is the share of the bytes that were understood.
    """

    profile: str
    name: str
    kind: str
    understood: int
    lines: int
    last: dict[str, Reading] = {}
