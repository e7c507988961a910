"""A signature drawn on the glass: its strokes, how little is none, and the sheet that keeps it."""

from collections.abc import Sequence
from itertools import pairwise
from math import dist
from typing import Literal

import msgspec

from cellyard.domain.refusals import Refused

# A point of a stroke: across and down in 1/100 mm of the pad, ms since the first touch.
Point = tuple[int, int, int]
Stroke = tuple[Point, ...]
# The same as paper takes it: without the times.
Line = tuple[tuple[int, int], ...]

Role = Literal["consignor", "driver", "consignee", "witness"]

# Less is a dot, a tick, or a slip of the glove: 20 mm of ink that reach over 8 mm.
_LEAST_INK, _LEAST_REACH = 2000, 800
_GROUP, _GROUPS = 4, 8


class SignatureSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A drawn signature with the name of who drew it: an erasable blob with a random salt inside.

    `document` is SHA-256 of the paper as it was drawn (the `pages_hash` of its issue); `salt` is
    32 random bytes as hex, so that nobody finds the sheet's hash by guessing a name.
    """

    name: str
    role: Role
    strokes: tuple[Stroke, ...]
    document: str
    salt: str
    retention: Literal["signature"] = "signature"

    @property
    def lines(self) -> tuple[Line, ...]:
        """The strokes as paper takes them: points in 1/100 mm."""
        return lines(self.strokes)


def lines(strokes: Sequence[Stroke]) -> tuple[Line, ...]:
    """Return strokes without their times."""
    return tuple(tuple((x, y) for x, y, _ in stroke) for stroke in strokes)


def is_enough(strokes: Sequence[Stroke]) -> bool:
    """Tell whether this is ink enough for a signature; a dot or a tick is none."""
    drawn = lines(strokes)
    points = [point for line in drawn for point in line]
    if not points:
        return False
    ink = sum(dist(a, b) for line in drawn for a, b in pairwise(line))
    reach = max(max(side) - min(side) for side in zip(*points, strict=True))
    return ink >= _LEAST_INK and reach >= _LEAST_REACH


def check(name: str, strokes: Sequence[Stroke]) -> None:
    """Refused("signer_missing") without a name, ("signature_too_short") for too little ink."""
    if not name.strip():
        raise Refused("signer_missing")
    if not is_enough(strokes):
        raise Refused("signature_too_short")


def groups(sha256: str) -> str:
    """Return the first eight groups of a hash, as they stand on the paper and above the line."""
    return " ".join(sha256[n : n + _GROUP] for n in range(0, _GROUP * _GROUPS, _GROUP))
