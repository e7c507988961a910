"""The colour profile that a paper kept for decades carries along: sRGB as an ICC profile of ours.

Layout (ICC.1:2004-10, version 4.2, section 7): a header of 128 bytes, the number of tags, for each
tag its name, offset and length, then what the tags hold, each on a multiple of four bytes.
"""

import struct
from functools import cache

# IEC 61966-2-1, adapted to D50 by the Bradford matrix below, as s15Fixed16 (65536 is 1.0). The
# three columns add up to the white point of the profile's space.
_WHITE = (63190, 65536, 54061)
_RED = (28578, 14577, 912)
_GREEN = (25238, 46982, 6362)
_BLUE = (9374, 3977, 46787)
_ADAPTED = (68674, 1502, -3291, 1939, 64912, -1118, -605, 988, 49262)
# The transfer curve: (a X + b)^g from d on, else c X; the third kind of parametric curve.
_CURVE = (157286, 62119, 3417, 5072, 2651)


@cache
def profile() -> bytes:
    """Return the profile; always the same bytes."""
    curve = b"para\0\0\0\0\0\x03\0\0" + _fixed(_CURVE)
    tags = {
        b"desc": _words("sRGB"),
        b"cprt": _words("CC0"),
        b"wtpt": _xyz(_WHITE),
        b"chad": b"sf32\0\0\0\0" + _fixed(_ADAPTED),
        b"rXYZ": _xyz(_RED),
        b"gXYZ": _xyz(_GREEN),
        b"bXYZ": _xyz(_BLUE),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, body = struct.pack(">I", len(tags)), b""
    begin = 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        table += name + struct.pack(">II", begin + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    return _header(begin + len(body)) + table + body


def _header(size: int) -> bytes:
    # Version 4.2 of a display profile; the date is the year that its standard appeared in.
    made = struct.pack(">6H", 2004, 10, 1, 0, 0, 0)
    return (
        struct.pack(">I4sI4s4s4s", size, bytes(4), 0x04200000, b"mntr", b"RGB ", b"XYZ ")
        + made
        + b"acsp"
        + bytes(28)
        + _fixed(_WHITE)
        + bytes(48)
    )


def _fixed(numbers: tuple[int, ...]) -> bytes:
    return struct.pack(f">{len(numbers)}i", *numbers)


def _xyz(numbers: tuple[int, int, int]) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(numbers)


def _words(text: str) -> bytes:
    content = text.encode("utf-16-be")
    return (
        b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(content), 28) + content
    )
