"""What the instruments beside the load of a channel read: temperatures, the groups' voltages."""

import time
from decimal import Decimal

from cellyard.devices.bench.running import Running
from cellyard.domain.bench.plan import Plan
from cellyard.domain.refusals import Refused

Cells = tuple[Decimal | None, ...]


class Beside:
    """The newest readings of one channel. Taken in each instrument's own thread, asked in others.

    An age is in s by the wall; a reading that is older counts for nothing.
    """

    def __init__(self) -> None:
        # By thermometer: the newest temperature, and when it was read.
        self._temperatures: dict[str, tuple[Decimal, float]] = {}
        self._cells: tuple[Cells, float] = ((), 0.0)

    def warm(self, temperature: Decimal | None, source: str = "") -> None:
        """Take a thermometer's temperature of the battery (degC); None is no reading."""
        if temperature is not None:
            self._temperatures[source] = (temperature, time.monotonic())

    def voltages(self, cells: Cells) -> None:
        """Take the groups' voltages (V) from the battery's own board."""
        self._cells = (cells, time.monotonic())

    def temperature(self, age: float) -> Decimal | None:
        """Return the hottest of the temperatures that are not too old, if any."""
        since = time.monotonic() - age
        known = list(self._temperatures.values())
        return max((value for value, at in known if at >= since), default=None)

    def cells(self, age: float) -> Cells:
        """Return the groups' voltages, or none when they are too old."""
        cells, at = self._cells
        return cells if time.monotonic() - at <= age else ()

    def check(self, plan: Plan, *, cells: bool) -> None:
        """Refuse to have a load draw unwatched: Refused("no_temperature"), and ("no_cells") where
        the run has read `cells` before.
        """
        if self.temperature(float(plan.guard.temperature_age)) is None:
            raise Refused("no_temperature", channel=plan.channel)
        age = plan.guard.cells_age
        if cells and age and not self.cells(float(age)):
            raise Refused("no_cells", channel=plan.channel)

    def tell(self, run: Running) -> None:
        """Hand what was read to the guard of a run."""
        for source, (temperature, at) in list(self._temperatures.items()):
            run.guard.warm(temperature, run.t(at), at, source)
        run.guard.cells(*self._cells)
