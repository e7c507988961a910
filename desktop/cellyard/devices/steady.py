"""Judges whether a value stands still when its instrument does not say so."""

from collections.abc import Mapping
from decimal import Decimal

from cellyard.domain.readings import Reading

# Three equal readings over half a second: what the hand-held testers' own software asks for,
# and what a public roasting logger settled on for scales that never say "stable".
EQUAL = 3
HOLD_S = 0.5


class Steadiness:
    """Flags a value `unstable` until it has been the same often and long enough.

    `gap_s` is the longest pause after which the same value still counts as the same.
    """

    def __init__(self, gap_s: float, equal: int = EQUAL, hold_s: float = HOLD_S) -> None:
        self._gap_s = gap_s
        self._equal = equal
        self._hold_s = hold_s
        self._seen: dict[str, tuple[Decimal, int, float, float]] = {}

    def judge(self, readings: Mapping[str, Reading], t: float) -> dict[str, Reading]:
        """Return the readings of one frame that came at `t` (monotonic seconds), judged."""
        return {name: self._judged(name, reading, t) for name, reading in readings.items()}

    def _judged(self, name: str, reading: Reading, t: float) -> Reading:
        value = reading.value
        if not isinstance(value, Decimal):
            self._seen.pop(name, None)
            return reading
        before, count, since, last = self._seen.get(name, (value, 0, t, t))
        if before != value or t - last > self._gap_s:
            count, since = 0, t
        self._seen[name] = (value, count + 1, since, t)
        if count + 1 >= self._equal and t - since >= self._hold_s:
            return reading
        flags = (*reading.flags, "unstable")
        return Reading(value=value, unit=reading.unit, flags=flags)
