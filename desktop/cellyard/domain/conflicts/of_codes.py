"""One code on two batteries: booked in twice by stations that did not know of each other, or two
things with one label.
"""

from collections.abc import Iterator

from cellyard.domain.battery import Battery
from cellyard.domain.conflicts.conflict import Conflict, Said


def of_code(earlier: Battery, later: Battery) -> Conflict:
    """Return the task to look whether two batteries with one code are one thing."""
    said = tuple(Said(ref, b.id) for b in (earlier, later) for ref in _read(b))
    return Conflict(kind="same_code", about=f"{earlier.id}/{later.id}", said=said)


def _read(b: Battery) -> Iterator[str]:
    """Give the facts that told a battery's codes."""
    for act in b.acts:
        for ref, kind in zip(act.facts, act.kinds, strict=True):
            if kind in ("Received", "Identified"):
                yield ref
