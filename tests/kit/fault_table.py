"""A fault that sync must bear: how it is done, how often, and what was lost of what was said."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

MEMORY = Path("/dev/shm")  # noqa: S108 - where a disk costs nothing


class Tally(NamedTuple):
    """How often a fault was done, and how many facts that were acknowledged are nowhere since."""

    tries: int
    losses: int


class Fault(NamedTuple):
    """`play` does it about so often in a folder of its own, and asserts what must hold besides.

    `small` is for every run of the tests, `full` for the table.
    """

    name: str
    how: str
    small: int
    full: int
    play: Callable[[Path, int], Tally]

    def tried(self, tries: int) -> Tally:
        """Do it so often, in a folder that is gone afterwards, in memory where there is such."""
        with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
            return self.play(Path(folder), tries)
