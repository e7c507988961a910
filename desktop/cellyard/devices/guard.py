"""The guard: holds every sample of a run against its limits, and asks nobody.

It lives in the line's thread of the load, so that a screen, a ledger or a network that hangs
cannot keep it from switching off.
"""

from collections import deque
from decimal import Decimal

from cellyard.domain.bench.limits import GuardLimits
from cellyard.domain.bench.programme import Moment
from cellyard.domain.facts import Trip, Watched

# A rise is told over at least so many s of the run: shorter ones are the thermometer's noise.
RISE_OVER_S = Decimal(60)
_MINUTE = Decimal(60)


class Guard:
    """Watches one run. `now` is monotonic seconds, `t` the run's own time in s."""

    def __init__(self, limits: GuardLimits, now: float) -> None:
        self.limits = limits
        self._warm_at = now
        self._heard_at = now
        self._warm: Decimal | None = None
        # Newest last; the first is the newest of those that are old enough to tell a rise by.
        self._past: deque[tuple[Decimal, Decimal]] = deque()
        self._rise: Decimal | None = None

    def warm(self, temperature: Decimal, t: Decimal, now: float) -> None:
        """Take the newest temperature (degC), read at `now`; the same one twice counts once."""
        if now <= self._warm_at and self._warm is not None:
            return
        self._warm_at, self._warm = now, temperature
        past = self._past
        past.append((t, temperature))
        while len(past) > 2 and t - past[1][0] >= RISE_OVER_S:
            past.popleft()
        since, before = past[0]
        if t - since >= RISE_OVER_S:
            self._rise = (temperature - before) * _MINUTE / (t - since)

    def temperature(self, now: float) -> Decimal | None:
        """Return the newest temperature, or None when it is too old to count."""
        return self._warm if now - self._warm_at <= self.limits.temperature_age else None

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
        warm = self._warm
        if warm is not None and warm >= limits.temperature_high:
            return Trip(
                watched="temperature_high", value=warm, limit=limits.temperature_high, unit="degC"
            )
        rise = self._rise
        if rise is not None and rise >= limits.temperature_rise:
            value = rise.quantize(Decimal("0.1"))
            return Trip(
                watched="temperature_rise", value=value, limit=limits.temperature_rise, unit="K/min"
            )
        late: tuple[tuple[Watched, Decimal, Decimal], ...] = (
            ("temperature_missing", _seconds(now - self._warm_at), limits.temperature_age),
            ("load_silent", _seconds(self.silent(now)), limits.load_silent),
            ("too_long", t, limits.seconds),
        )
        for watched, value, limit in late:
            if value > limit:
                return Trip(watched=watched, value=value, limit=limit, unit="s")
        return None


def _seconds(value: float) -> Decimal:
    return Decimal(value).quantize(Decimal("0.1"))
