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


def medians_ms(
    ours: Callable[[], object], reference: Callable[[], object], times: int
) -> tuple[float, float]:
    """Return the medians of two acts done in turn, so that other load meets both alike."""
    taken: tuple[list[float], list[float]] = ([], [])
    acts = (ours, reference)
    for n in range(times + 2):
        for which in (n % 2, 1 - n % 2):
            start = time.perf_counter()
            acts[which]()
            if n >= 2:
                taken[which].append((time.perf_counter() - start) * 1000)
    return statistics.median(taken[0]), statistics.median(taken[1])
