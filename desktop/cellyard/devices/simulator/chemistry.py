"""Open-circuit voltage of simulated cells by chemistry, from above full down to 0 V.

The tables are approximations of our own, drawn from the usual shape of each chemistry. They serve
training, the demonstration and tests; no fact, threshold or grade is taken from them.
"""

from bisect import bisect_right
from typing import Literal

Chemistry = Literal["LFP", "NMC", "NCA", "LMO", "LTO"]

# State of charge at which the voltages below stand, in per cent; below 0 a cell is over-discharged:
# it still gives a little charge on its way to 0 V, and none that is worth having.
PER_CENT = (-5.0, 0.0, 1.0, 3.0, 5.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 95.0,
            100.0, 105.0)  # fmt: skip
TABLES: dict[Chemistry, tuple[float, ...]] = {
    "LFP": (0.0, 2.55, 2.74, 2.93, 3.05, 3.19, 3.235, 3.265, 3.285, 3.29, 3.295, 3.32, 3.33, 3.333,
            3.337, 3.42, 3.65),
    "NMC": (0.0, 3.05, 3.15, 3.30, 3.39, 3.47, 3.55, 3.59, 3.62, 3.66, 3.74, 3.84, 3.95, 4.06, 4.11,
            4.18, 4.35),
    "NCA": (0.0, 2.95, 3.04, 3.18, 3.27, 3.37, 3.49, 3.56, 3.61, 3.67, 3.76, 3.86, 3.95, 4.05, 4.10,
            4.18, 4.35),
    "LMO": (0.0, 3.10, 3.25, 3.45, 3.56, 3.68, 3.79, 3.86, 3.90, 3.94, 3.98, 4.02, 4.06, 4.10, 4.13,
            4.18, 4.35),
    "LTO": (0.0, 1.60, 1.75, 1.92, 2.00, 2.08, 2.14, 2.18, 2.21, 2.24, 2.27, 2.31, 2.37, 2.46, 2.55,
            2.70, 2.90),
}  # fmt: skip

# One entry per thousandth of charge: looked up for every cell at every step.
GRID = 1000


def interpolated(at: float, xs: tuple[float, ...], ys: tuple[float, ...]) -> float:
    """Return y at this x on straight lines between the points; outside, the nearest point's."""
    if at <= xs[0]:
        return ys[0]
    if at >= xs[-1]:
        return ys[-1]
    right = bisect_right(xs, at)
    part = (at - xs[right - 1]) / (xs[right] - xs[right - 1])
    return ys[right - 1] + part * (ys[right] - ys[right - 1])


class Curve:
    """Open-circuit volts of one cell over its charge (1 = full, below 0 = over-discharged)."""

    def __init__(self, chemistry: Chemistry) -> None:
        self._lowest = round(PER_CENT[0] * GRID / 100)
        highest = round(PER_CENT[-1] * GRID / 100)
        self._volts = tuple(
            interpolated(step * 100 / GRID, PER_CENT, TABLES[chemistry])
            for step in range(self._lowest, highest + 1)
        )
        self.nominal = self.volts(0.5)

    def volts(self, charge: float) -> float:
        """Return the open-circuit voltage at this charge."""
        place = charge * GRID - self._lowest
        if place <= 0:
            return self._volts[0]
        step = int(place)
        if step >= len(self._volts) - 1:
            return self._volts[-1]
        here = self._volts[step]
        return here + (place - step) * (self._volts[step + 1] - here)
