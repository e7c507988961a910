"""What ends an insulation test at once: heat, a temperature too old, silence, time."""

from decimal import Decimal

from cellyard.devices.bench.beside import Beside
from cellyard.domain.bench.tester import InsulationPlan
from cellyard.domain.facts import Trip
from cellyard.domain.refusals import Refused

_TENTH = Decimal("0.1")


def check(plan: InsulationPlan, beside: Beside) -> None:
    """Refuse to put the voltage on now. Refused("no_temperature"), ("too_hot")."""
    trip = _heat(plan, beside)
    if trip is not None:
        code = "no_temperature" if trip.watched == "temperature_missing" else "too_hot"
        raise Refused(code, channel=plan.channel, limit=plan.temperature_high)


def trips(plan: InsulationPlan, beside: Beside, elapsed: float, silent: float) -> Trip | None:
    """Return what ends a test, or None: `elapsed` s of voltage, `silent` s without a word of it."""
    if silent > plan.silent:
        return Trip(watched="tester_silent", value=_s(silent), limit=plan.silent, unit="s")
    if elapsed > plan.longest:
        return Trip(watched="too_long", value=_s(elapsed), limit=plan.longest, unit="s")
    return _heat(plan, beside)


def _heat(plan: InsulationPlan, beside: Beside) -> Trip | None:
    """Return what the temperature says against a voltage: none that is fresh, or too high."""
    warm, age = beside.temperature(float(plan.temperature_age)), plan.temperature_age
    if warm is None:
        return Trip(watched="temperature_missing", limit=age, unit="s")
    if warm >= plan.temperature_high:
        limit = plan.temperature_high
        return Trip(watched="temperature_high", value=warm, limit=limit, unit="degC")
    return None


def _s(seconds: float) -> Decimal:
    return Decimal(seconds).quantize(_TENTH)
