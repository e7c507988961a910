"""What the instruments beside the load of a channel read: temperatures, the groups' voltages."""

import time
from decimal import Decimal
from typing import NamedTuple

from cellyard.devices.bench.running import Running
from cellyard.domain.bench.limits import check_start
from cellyard.domain.bench.plan import Plan
from cellyard.domain.bench.run import Origin
from cellyard.domain.refusals import Refused

Numbers = tuple[Decimal | None, ...]


class Read(NamedTuple):
    """What an instrument has read at once (degC or V; None: no reading), and when (monotonic s)."""

    numbers: Numbers = ()
    at: float = 0.0
    origin: Origin | None = None

    @property
    def hottest(self) -> Decimal:
        return max(n for n in self.numbers if n is not None)


class Beside:
    """The newest readings of one channel. Taken in each instrument's own thread, asked in others.

    An age is in s by the wall; a reading that is older counts for nothing.
    """

    def __init__(self) -> None:
        # By thermometer; only what holds a temperature.
        self._temperatures: dict[str, Read] = {}
        self._cells = Read()

    def warm(self, temperatures: Numbers, origin: Origin) -> None:
        """Take what a thermometer's inputs read of the battery (degC); None is no reading."""
        if any(t is not None for t in temperatures):
            read = Read(temperatures, time.monotonic(), origin)
            self._temperatures[origin.instrument] = read

    def voltages(self, cells: Numbers, origin: Origin) -> None:
        """Take the groups' voltages (V) from the battery's own board."""
        self._cells = Read(cells, time.monotonic(), origin)

    def heat(self, age: float) -> Read | None:
        """Return what the thermometer says that reads the most, if any is not too old."""
        since = time.monotonic() - age
        fresh = [read for read in list(self._temperatures.values()) if read.at >= since]
        return max(fresh, key=lambda read: read.hottest, default=None)

    def temperature(self, age: float) -> Decimal | None:
        """Return the hottest of the temperatures that are not too old, if any."""
        read = self.heat(age)
        return read.hottest if read else None

    def groups(self, age: float) -> Read:
        """Return what the board has said; an empty reading when it is too old."""
        read = self._cells
        return read if time.monotonic() - read.at <= age else Read()

    def lacks(self, plan: Plan) -> str:
        """Return what is not read that has to watch a load: "no_temperature", "no_cells" or ""."""
        if self.heat(float(plan.guard.temperature_age)) is None:
            return "no_temperature"
        age = plan.guard.cells_age
        cells = self.groups(float(age)).numbers if age is not None else (Decimal(0),)
        return "" if any(volts is not None for volts in cells) else "no_cells"

    def check(self, plan: Plan) -> None:
        """Refuse to have a load draw unwatched: Refused("no_temperature"), ("no_cells")."""
        if code := self.lacks(plan):
            raise Refused(code, channel=plan.channel)

    def check_start(self, plan: Plan) -> None:
        """Refuse to begin unwatched, or too cold or too warm: as `check`, ("start_temperature").

        What is as hot as the guard lets nothing be is for the guard: it ends the run, and what
        was measured is written.
        """
        self.check(plan)
        celsius = self.temperature(float(plan.guard.temperature_age))
        if celsius is not None and plan.start and celsius < plan.guard.temperature_high:
            check_start(plan.start, celsius)

    def tell(self, run: Running) -> None:
        """Hand what was read to the guard of a run."""
        for source, read in list(self._temperatures.items()):
            run.guard.temperatures(read.numbers, run.t(read.at), read.at, source)
        run.guard.cells(self._cells.numbers, self._cells.at)
