"""Checks of frames: what stands at a frame's end when nothing was lost on the way.

`sum8` low byte of the sum; `neg16` 0x10000 - sum, high byte first.
"""

from collections.abc import Callable
from typing import Literal

Check = Literal["sum8", "neg16"]


def sum8(data: bytes) -> bytes:
    """Return the low byte of the sum (ITECH IT8500, Daly)."""
    return bytes((sum(data) & 0xFF,))


def neg16(data: bytes) -> bytes:
    """Return the two's complement of the sum in 16 bits, high byte first (JBD)."""
    return (-sum(data) & 0xFFFF).to_bytes(2, "big")


CHECKS: dict[Check, Callable[[bytes], bytes]] = {"sum8": sum8, "neg16": neg16}
SIZES: dict[Check, int] = {"sum8": 1, "neg16": 2}
