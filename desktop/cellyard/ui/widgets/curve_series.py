"""The points of a run as columns of numbers that grow at their end."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cellyard.domain.bench.channel import CurvePoint

if TYPE_CHECKING:
    import numpy as np

    Column = np.ndarray[tuple[int], np.dtype[np.float64]]

_ROOM = 1024
_MILLI = 1000.0


class Series:
    """Time (s), voltage (V) and how far each group stands below the best one (mV)."""

    def __init__(self, points: Sequence[CurvePoint] = ()) -> None:
        import numpy as np

        self._groups = len(points[0].cells) if points else 0
        self._rows = np.empty((2 + self._groups, max(_ROOM, len(points))))
        self.count = 0
        self.add(points)

    def add(self, points: Sequence[CurvePoint]) -> None:
        """Take newer points; groups that were never read before begin now."""
        import numpy as np

        if not points:
            return
        self._widen(max(len(p.cells) for p in points))
        until = self.count + len(points)
        if until > self._rows.shape[1]:
            grown = np.empty((self._rows.shape[0], 2 * until))
            grown[:, : self.count] = self._rows[:, : self.count]
            self._rows = grown
        new = self._rows[:, self.count : until]
        new[0] = [p.t for p in points]
        new[1] = [p.voltage for p in points]
        if self._groups:
            new[2:] = self._below(points)
        self.count = until

    def _widen(self, groups: int) -> None:
        import numpy as np

        if groups > self._groups:
            more = np.full((groups - self._groups, self._rows.shape[1]), np.nan)
            self._rows = np.vstack([self._rows, more])
            self._groups = groups

    def _below(
        self, points: Sequence[CurvePoint]
    ) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
        import numpy as np

        read = np.full((self._groups, len(points)), np.nan)
        for number, point in enumerate(points):
            if point.cells:
                read[: len(point.cells), number] = [np.nan if v is None else v for v in point.cells]
        best = np.fmax.reduce(read, axis=0)
        return (best - read) * _MILLI

    @property
    def t(self) -> "Column":
        return self._rows[0, : self.count]

    @property
    def voltage(self) -> "Column":
        return self._rows[1, : self.count]

    def below(self, group: int) -> "Column":
        """Return how many mV a group (from 0) stands below the best one, at each point."""
        return self._rows[2 + group, : self.count]

    def weakest(self, most: int) -> list[int]:
        """Return up to so many groups (from 0), the one that is lowest now first."""
        import numpy as np

        if not self.count or not self._groups:
            return []
        newest = self._rows[2:, self.count - 1]
        known = [n for n in range(self._groups) if np.isfinite(newest[n])]
        return sorted(known, key=lambda n: -float(newest[n]))[:most]

    def nearest(self, t: float) -> int:
        """Return the number of the point nearest to a time of the run (s)."""
        import numpy as np

        after = int(np.searchsorted(self.t, t))
        around = [n for n in (after - 1, after) if 0 <= n < self.count]
        return min(around, key=lambda n: abs(float(self.t[n]) - t))
