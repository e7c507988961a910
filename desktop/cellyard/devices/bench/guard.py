"""The guard: holds every sample of a run against its limits, and asks nobody.

It lives in the line's thread of the load, so that a screen, a ledger or a network that hangs
cannot keep it from switching off.
"""

from collections import deque
from collections.abc import Sequence
from decimal import Decimal

from cellyard.domain.bench.limits import GuardLimits
from cellyard.domain.bench.programme import Moment
from cellyard.domain.facts import Trip, Watched

# A rise is told over at least so many s of the run: shorter ones are the thermometer's noise.
RISE_OVER_S = Decimal(60)
_MINUTE = Decimal(60)


class _Place:
    """One place of the battery, an input of a thermometer: its newest temperature (degC), and how
    fast it rises.
    """

    def __init__(self) -> None:
        self.at = 0.0
        self.value = Decimal(0)
        self.rise: Decimal | None = None
        # Newest last; the first is the newest of those that are old enough to tell a rise by.
        self._past: deque[tuple[Decimal, Decimal]] = deque()

    def take(self, temperature: Decimal, t: Decimal, now: float) -> None:
        self.at, self.value = now, temperature
        past = self._past
        past.append((t, temperature))
        while len(past) > 2 and t - past[1][0] >= RISE_OVER_S:
            past.popleft()
        since, before = past[0]
        if t - since >= RISE_OVER_S:
            self.rise = (temperature - before) * _MINUTE / (t - since)


class _Cells:
    """When the board has last said all cells that it has said before in this run.

    A cell that is read no more may be at its end: a board shows 0 V and a wire that is off alike.
    """

    def __init__(self, limits: GuardLimits, now: float) -> None:
        self.at: float | None = None
        # What the board of the battery before has said is nothing of this one.
        self._since = now - float(limits.cells_age or 0)
        self._known: frozenset[int] = frozenset()

    def take(self, cells: Sequence[Decimal | None], now: float) -> None:
        read = frozenset(n for n, volts in enumerate(cells) if volts is not None)
        if read and read >= self._known and now >= self._since:
            self.at, self._known = now, read


class Guard:
    """Watches one run. `now` is monotonic seconds, `t` the run's own time in s."""

    def __init__(self, limits: GuardLimits, now: float) -> None:
        self.limits = limits
        self._began_at = self._heard_at = now
        # Each place is held against its own past: no two of them ever agree. One that was read in
        # this run has to be read on, however many others are; an unused input never is.
        self._places: dict[tuple[str, int], _Place] = {}
        self._told: dict[str, float] = {}
        self._cells = _Cells(limits, now)

    def temperatures(
        self, read: Sequence[Decimal | None], t: Decimal, now: float, source: str
    ) -> None:
        """Take what a thermometer's inputs (degC; None: no reading) read at `now`; twice is once.

        What was read long before the run was the heat of another battery.
        """
        since = self._began_at - float(self.limits.temperature_age)
        if now < since or now <= self._told.get(source, 0.0):
            return
        self._told[source] = now
        for number, celsius in enumerate(read):
            if celsius is not None:
                place = self._places.setdefault((source, number), _Place())
                place.take(celsius, t, now)

    def cells(self, cells: Sequence[Decimal | None], now: float) -> None:
        """Take the groups' voltages (V; None: no reading) that the board has said at `now`."""
        self._cells.take(cells, now)

    def heard(self, now: float) -> None:
        """The load said something that could be read."""
        self._heard_at = now

    def silent(self, now: float) -> float:
        """Return for how many s the load has said nothing."""
        return now - self._heard_at

    def judge(self, moment: Moment, capacity: Decimal) -> Trip | None:
        """Return the limit that a sample passes, or None. `capacity` is the Ah drawn so far."""
        limits = self.limits
        cell = moment.lowest_cell
        checks: tuple[tuple[Watched, Decimal | None, Decimal | None, int, str], ...] = (
            ("voltage_low", moment.voltage, limits.voltage_low, -1, "V"),
            ("voltage_high", moment.voltage, limits.voltage_high, 1, "V"),
            ("cell_low", cell, limits.cell_low, -1, "V"),
            ("current_high", abs(moment.current), limits.current_high, 1, "A"),
            ("capacity_high", capacity, limits.capacity_high, 1, "Ah"),
        )
        # Below its cut-off a battery is only in danger while something draws from it.
        drawn = {"voltage_low", "cell_low"} if not moment.on else frozenset[str]()
        for watched, value, limit, side, unit in checks:
            if value is None or limit is None or watched in drawn:
                continue
            if (value - limit) * side > 0:
                return Trip(watched=watched, value=value, limit=limit, unit=unit)
        return None

    def overdue(self, t: Decimal, now: float) -> Trip | None:
        """Return what stands against going on between samples: heat, age, silence, time."""
        limits = self.limits
        places = self._places.values()
        # The rise first: where both are passed, what heats itself is the worse of the two.
        rise = max((p.rise for p in places if p.rise is not None), default=None)
        if rise is not None and rise >= limits.temperature_rise:
            value = rise.quantize(Decimal("0.1"))
            return Trip(
                watched="temperature_rise", value=value, limit=limits.temperature_rise, unit="K/min"
            )
        warm = max((p.value for p in places), default=None)
        if warm is not None and warm >= limits.temperature_high:
            return Trip(
                watched="temperature_high", value=warm, limit=limits.temperature_high, unit="degC"
            )
        return self._late(t, now)

    def _late(self, t: Decimal, now: float) -> Trip | None:
        limits = self.limits
        warm_at = min((p.at for p in self._places.values()), default=self._began_at)
        cells_at = now if self._cells.at is None else self._cells.at
        late: tuple[tuple[Watched, Decimal, Decimal | None], ...] = (
            ("temperature_missing", _seconds(now - warm_at), limits.temperature_age),
            ("cells_missing", _seconds(now - cells_at), limits.cells_age),
            ("load_silent", _seconds(self.silent(now)), limits.load_silent),
            ("too_long", t, limits.seconds),
        )
        for watched, value, limit in late:
            if limit is not None and value > limit:
                return Trip(watched=watched, value=value, limit=limit, unit="s")
        return None


def _seconds(value: float) -> Decimal:
    return Decimal(value).quantize(Decimal("0.1"))
