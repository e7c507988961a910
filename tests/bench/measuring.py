"""What a row of the bench table is, and how a thing is timed."""

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


class Row(NamedTuple):
    """`ratio` is ours / reference; for speeds (goal ≥) it is how many times faster ours is."""

    name: str
    ours: float
    reference: float
    ratio: float
    unit: str
    goal: str


def median_ms(act: Callable[[], object], times: int) -> float:
    """Return the median of so many runs, in ms, after one that is not counted."""
    act()
    taken: list[float] = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)
