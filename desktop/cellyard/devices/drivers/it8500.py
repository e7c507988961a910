"""Builds and reads the commands of an ITECH IT8500 or B&K 8500 load. No input, no output.

    AA address command | 22 data | sum8 over the 25 bytes before      26 bytes, low byte first
    20-2F 30/31 4E/4F 50-53 55-57 5D/5E: what is set, and asked for with the next code
    5F voltage, current, power and states    6A model, firmware, serial number
    12 status: 80 done, 90 checksum wrong, A0 parameter wrong, B0 not possible now, C0 unknown

B&K Precision 8500 series manual, "Command details", p. 51-71; ITECH IT8500 manual p. 45-53.
"4E acts only with function `battery`", and "set commands before remote answer B0", are from the
makers' tables and were not seen on a wire.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

import msgspec

from cellyard.devices.checksums import sum8
from cellyard.domain.refusals import Refused

LENGTH = 26
HEAD = 0xAA
STATUS, READINGS, PRODUCT = 0x12, 0x5F, 0x6A
HIGHEST_ADDRESS = 0xFE

Quantity = Literal[
    "voltage_limit",  # V: above it the load protects itself
    "current_limit",  # A
    "power_limit",  # W
    "current",  # A, in mode cc and in the battery function
    "voltage",  # V, in mode cv
    "power",  # W, in mode cw
    "resistance",  # ohm, in mode cr
    "minimum_voltage",  # V: where the battery function switches off
    "timer",  # s: how long the load stays on when the timer is on
]
Choice = Literal["remote", "input", "mode", "timer_state", "local_key", "sense", "function"]
Status = Literal["done", "checksum_wrong", "parameter_wrong", "not_now", "unknown_command"]


class Measure(msgspec.Struct, frozen=True):
    """A quantity's codes to set and to ask, the step of one count in `unit`, and its bytes."""

    set: int
    ask: int
    step: Decimal
    unit: str
    size: int = 4


class Options(msgspec.Struct, frozen=True):
    """A choice's codes to set and to ask (None: it cannot be asked), and its words by code."""

    set: int
    ask: int | None
    words: tuple[str, ...]


_MILLI = Decimal("0.001")
_TENTH_MILLI = Decimal("0.0001")
_SWITCH = ("off", "on")

QUANTITIES: Mapping[Quantity, Measure] = {
    "voltage_limit": Measure(0x22, 0x23, _MILLI, "V"),
    "current_limit": Measure(0x24, 0x25, _TENTH_MILLI, "A"),
    "power_limit": Measure(0x26, 0x27, _MILLI, "W"),
    "current": Measure(0x2A, 0x2B, _TENTH_MILLI, "A"),
    "voltage": Measure(0x2C, 0x2D, _MILLI, "V"),
    "power": Measure(0x2E, 0x2F, _MILLI, "W"),
    "resistance": Measure(0x30, 0x31, _MILLI, "ohm"),
    "minimum_voltage": Measure(0x4E, 0x4F, _MILLI, "V"),
    "timer": Measure(0x50, 0x51, Decimal(1), "s", size=2),
}
# Remote, input and the local key are told by the states of reading frame 5F.
CHOICES: Mapping[Choice, Options] = {
    "remote": Options(0x20, None, _SWITCH),
    "input": Options(0x21, None, _SWITCH),
    "mode": Options(0x28, 0x29, ("cc", "cv", "cw", "cr")),
    "timer_state": Options(0x52, 0x53, _SWITCH),
    "local_key": Options(0x55, None, _SWITCH),
    "sense": Options(0x56, 0x57, ("local", "remote")),
    "function": Options(0x5D, 0x5E, ("fixed", "short", "transient", "list", "battery")),
}
_STATUS: Mapping[int, Status] = {
    0x80: "done",
    0x90: "checksum_wrong",
    0xA0: "parameter_wrong",
    0xB0: "not_now",
    0xC0: "unknown_command",
}


def frame(command: int, data: bytes = b"", address: int = 0) -> bytes:
    """Return a whole frame. Raises ValueError for an address or data that do not fit."""
    if not 0 <= address <= HIGHEST_ADDRESS or len(data) > LENGTH - 4:
        raise ValueError(f"no frame: address {address}, {len(data)} bytes of data")
    content = bytes((HEAD, address, command)) + data.ljust(LENGTH - 4, b"\0")
    return content + sum8(content)


def set_quantity(name: Quantity, value: Decimal, address: int = 0) -> bytes:
    """Return the frame that sets a quantity, in V, A, W, ohm or s.

    Refused("load_setting"): negative, too large, or finer than one count of the load: rounding
    is for whoever knows which way errs to the good.
    """
    row = QUANTITIES[name]
    counts = value / row.step if value.is_finite() else Decimal(-1)
    if counts != counts.to_integral_value() or not 0 <= counts < 1 << (8 * row.size):
        highest = ((1 << (8 * row.size)) - 1) * row.step
        raise Refused(
            "load_setting", shown=value, unit=row.unit, step=row.step, high=highest, setting=name
        )
    return frame(row.set, int(counts).to_bytes(row.size, "little"), address)


def set_choice(name: Choice, word: str, address: int = 0) -> bytes:
    """Return the frame that sets a choice to one of its words. ValueError for another word."""
    row = CHOICES[name]
    if word not in row.words:
        raise ValueError(f"{name} is one of {row.words}, not {word}")
    return frame(row.set, bytes((row.words.index(word),)), address)


def ask_quantity(name: Quantity, address: int = 0) -> bytes:
    """Return the frame that asks what a quantity is set to."""
    return frame(QUANTITIES[name].ask, b"", address)


def ask_choice(name: Choice, address: int = 0) -> bytes:
    """Return the frame that asks what a choice is set to. ValueError where no frame asks it."""
    code = CHOICES[name].ask
    if code is None:
        raise ValueError(f"{name} cannot be asked; reading frame 5F tells it")
    return frame(code, b"", address)


def ask_readings(address: int = 0) -> bytes:
    """Return the frame that asks for voltage, current, power and states."""
    return frame(READINGS, b"", address)


def ask_product(address: int = 0) -> bytes:
    """Return the frame that asks for model, firmware and serial number."""
    return frame(PRODUCT, b"", address)


def sound(reply: bytes) -> bool:
    """Return True for a whole frame with a right check."""
    return len(reply) == LENGTH and reply[0] == HEAD and reply[-1:] == sum8(reply[:-1])


def status(reply: bytes) -> Status | None:
    """Return what a status frame (12) says, or None when it is none or says nothing known."""
    return _STATUS.get(reply[3]) if sound(reply) and reply[2] == STATUS else None


def quantity(name: Quantity, reply: bytes) -> Decimal | None:
    """Return what the load says that a quantity is, or None when this is no answer to it."""
    row = QUANTITIES[name]
    if not sound(reply) or reply[2] != row.ask:
        return None
    return int.from_bytes(reply[3 : 3 + row.size], "little") * row.step


def choice(name: Choice, reply: bytes) -> str | None:
    """Return what the load says that a choice is, or None when this is no answer to it."""
    row = CHOICES[name]
    if row.ask is None or not sound(reply) or reply[2] != row.ask or reply[3] >= len(row.words):
        return None
    return row.words[reply[3]]
