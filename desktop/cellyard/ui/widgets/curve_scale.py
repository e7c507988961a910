"""Scales of a curve: round ends and round ticks for volts, millivolts and the time of a run."""

import math
from dataclasses import dataclass

_ROUND = (1.0, 2.0, 5.0, 10.0)
# Steps of time that people count in: s.
_TIMES = (10, 30, 60, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400, 172_800)
_DAY = 86_400


@dataclass(frozen=True)
class Scale:
    """From a round value to a round value in round steps."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        count = round((self.high - self.low) / self.step)
        return [self.low + number * self.step for number in range(count + 1)]

    @property
    def places(self) -> int:
        """How many decimals a tick needs."""
        return max(0, -math.floor(math.log10(self.step) + 1e-9))

    def part(self, value: float) -> float:
        """Return where a value stands, 0 at the low end and 1 at the high one."""
        return (value - self.low) / (self.high - self.low)


def scale(low: float, high: float, ticks: int = 5) -> Scale:
    """Return a scale that holds both values, with about this many steps."""
    spread = max(high - low, abs(high) * 0.01, 1e-3)
    rough = spread / max(1, ticks)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(r * power for r in _ROUND if r * power >= rough * 0.999)
    first = math.floor(low / step + 1e-6)
    last = max(math.ceil(high / step - 1e-6), first + 1)
    return Scale(first * step, last * step, step)


def time_scale(seconds: float, ticks: int = 7) -> Scale:
    """Return a scale from the beginning of a run to the next round time."""
    rough = seconds / ticks
    step = float(next((t for t in _TIMES if t >= rough), _DAY * math.ceil(rough / _DAY)))
    return Scale(0.0, step * max(1, math.ceil(seconds / step - 1e-6)), step)


def hours(seconds: float) -> str:
    """Return a time of a run in hours and minutes, `2:40`."""
    minutes = int(seconds // 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


def ticked(seconds: float, step: float) -> str:
    """Return a time as its axis says it: under a minute's step with the seconds."""
    if step >= 60:
        return hours(seconds)
    return f"{hours(seconds)}:{int(seconds) % 60:02d}"
