"""Whoever acts on an instrument, and the line as they need it."""

from collections.abc import Callable
from typing import Protocol

from cellyard.domain.readings import Sample


class Exchange(Protocol):
    """A line as whoever acts on an instrument needs it; in the line's thread."""

    def ask(self, frame: bytes, answers: Callable[[bytes], bool], within_s: float) -> bytes | None:
        """Send a command and return the frame that answers it, or None when none came in time."""
        ...

    def send(self, frame: bytes) -> None:
        """Send as soon as the instrument takes a frame: after its gap, and after no answer."""
        ...

    def tell(self, frame: bytes) -> None:
        """Send a command that is not answered, once what was asked is, or was given up."""
        ...


class Attendant(Protocol):
    """Who acts on an instrument in its line's thread, beside the questions of its profile."""

    def opened(self) -> None:
        """The port was opened."""
        ...

    def hears(self, heard: Sample) -> None:
        """A sample came."""
        ...

    def turn(self, line: Exchange, identity: str) -> None:
        """Once a round: as often as the profile asks, while the port is open."""
        ...

    def lost(self) -> None:
        """The port was lost."""
        ...

    def leaves(self, line: Exchange) -> None:
        """The port is about to be closed, for whatever reason: what must not stay on goes off."""
        ...
