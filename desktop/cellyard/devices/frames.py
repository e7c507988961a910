"""A frame understood, and what every reader of frames does."""

from typing import Protocol

import msgspec

from cellyard.domain.readings import Reading


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """One frame understood: its readings in the instrument's own units, and its bytes.

    `said` is True when the frame itself tells whether the value stands still. A frame whose check
    is right and that no row describes has no readings: an answer to a command, or an echo.
    Readings that come spread over several frames come with the last; `before` has the others.
    """

    readings: dict[str, Reading]
    raw: bytes
    said: bool = True
    before: tuple[bytes, ...] = ()

    @property
    def frames(self) -> tuple[bytes, ...]:
        """All frames that the readings came from, in their order."""
        return (*self.before, self.raw)


class Reader(Protocol):
    """What makes readings out of whole frames: rows of a profile, or a driver."""

    def read(self, frame: bytes) -> Frame | None:
        """Return what a frame means, or None when it is none. `raw` may leave out noise before."""
        ...
