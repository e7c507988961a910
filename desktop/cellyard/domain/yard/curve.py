"""The temperatures of one battery, oldest first, and whether they climb: degC, times in ms.

Looks stand in the order in which they were told. A clock that was set back dates a later look
earlier: how long the rise took is unknown then, and counts as fast.
"""

import itertools
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from cellyard.domain.battery import Battery
from cellyard.domain.rules import Edition

HOUR = 3_600_000
MINUTE = 60_000


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One temperature of the curve; `celsius` None where the look gave no reading."""

    at: int
    celsius: Decimal | None
    ambient: Decimal | None = None


def curve(battery: Battery) -> tuple[Point, ...]:
    """Return its temperatures, oldest first: that of its intake, then every look."""
    looks = tuple(
        Point(at=o.at, celsius=o.temperature, ambient=o.ambient) for o in battery.watch.observations
    )
    first = battery.measurements.get("temperature")
    if first is None:
        return looks
    air = battery.measurements.get("ambient")
    begin = Point(at=first.at, celsius=first.value, ambient=air.value if air else None)
    before = _looks_before(battery, first.at)
    return (*looks[:before], begin, *looks[before:])


def _looks_before(battery: Battery, measured_at: int) -> int:
    """Return how many looks came before the reading that was measured then."""
    looks = before = 0
    for act in battery.acts:
        if "Measured" in act.kinds and act.at == measured_at:
            before = looks
        looks += act.kinds.count("Observed")
    return before


def rise(points: Sequence[Point], edition: Edition) -> str:
    """Name the rise of the last readings: too fast, or slow and going on; "" for neither."""
    read = [p for p in points if p.celsius is not None]
    least = edition.number("observation.rise_least")
    if len(read) < 2:
        return ""
    last = _between(read[-2], read[-1])
    span = Decimal(read[-1].at - read[-2].at)
    if last >= least and last * MINUTE >= edition.number("temperature.rise") * span:
        return "temperature_rising"
    count = int(edition.number("observation.rise_readings"))
    some = read[-count:]
    if len(some) < count or not _each_above_the_last(some):
        return ""
    own = _between(some[0], some[-1]) - _air(some[0], some[-1])
    span = Decimal(some[-1].at - some[0].at)
    fast = own * HOUR >= edition.number("observation.rise_per_hour") * span
    return "temperature_trend" if own >= least and fast else ""


def climbs(points: Sequence[Point], edition: Edition) -> bool:
    """Tell whether the last readings climb by more than the scatter of a thermometer."""
    last = points[-int(edition.number("observation.rise_readings")) :]
    if len(last) < 2 or any(p.celsius is None for p in last):
        return False
    least = edition.number("observation.rise_least")
    return _each_above_the_last(last) and _between(last[0], last[-1]) >= least


def per_hour(points: Sequence[Point]) -> Decimal | None:
    """Return the rise of the last two readings in K/h, None where it cannot be told."""
    if len(points) < 2 or points[-1].celsius is None or points[-2].celsius is None:
        return None
    span = points[-1].at - points[-2].at
    if span <= 0:
        return None
    return (_between(points[-2], points[-1]) * HOUR / span).quantize(Decimal("0.1"))


def _each_above_the_last(points: Sequence[Point]) -> bool:
    return all(_between(a, b) > 0 for a, b in itertools.pairwise(points))


def _between(a: Point, b: Point) -> Decimal:
    return (b.celsius or Decimal(0)) - (a.celsius or Decimal(0))


def _air(a: Point, b: Point) -> Decimal:
    """Return what the air rose in between; nothing is taken off where nobody measured it."""
    if a.ambient is None or b.ambient is None:
        return Decimal(0)
    return max(Decimal(0), b.ambient - a.ambient)
