"""The voltage of an insulation tester in its line's thread: armed, on, off, and seen off."""

from decimal import Decimal
from typing import Protocol

from cellyard.devices.bench.switching_off import SwitchingOff
from cellyard.devices.drivers import gpt9000
from cellyard.devices.exchange import Exchange
from cellyard.domain.bench.tester import InsulationPlan


class Driver(Protocol):
    """How a tester that we can start is talked to."""

    @property
    def ON(self) -> bytes: ...  # noqa: N802 - a constant of its module

    @property
    def OFF(self) -> bytes: ...  # noqa: N802

    def prepare(self, line: Exchange, volts: Decimal, seconds: Decimal) -> None:
        """Have the voltage off, and every setting made and read back equal."""
        ...

    def cleared(self, line: Exchange) -> bool:
        """Tell whether it shows no result any more: the next that it shows is a new one."""
        ...


# By their profile.
STARTED: dict[str, Driver] = {"gwinstek-gpt9000": gpt9000}


def of(profile: str) -> "TesterSwitch | None":
    """Return the switch of a tester that we can start; None for one that only a person can."""
    driver = STARTED.get(profile)
    return TesterSwitch(driver) if driver else None


class TesterSwitch:
    """What a tester was told."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._off = SwitchingOff(driver.OFF)

    def prepare(self, line: Exchange, plan: InsulationPlan) -> bool:
        """Set it up, the voltage off; tell whether it shows no result of a test before.

        Raises as the driver's `prepare`.
        """
        self._driver.prepare(line, plan.volts, plan.seconds)
        return self._driver.cleared(line)

    def switch_on(self, line: Exchange) -> None:
        """Put the voltage on. Whatever happens meanwhile: it may be on."""
        self.forget()
        line.tell(self._driver.ON)

    def switch_off(self, line: Exchange) -> None:
        """Tell it to take the voltage off, and wait for nothing."""
        self._off.tell(line)

    def insist(self, line: Exchange) -> bool:
        """Tell it again when it is time to; True once it was told as often as makes sense."""
        return self._off.insist(line)

    def answered(self, t: float) -> bool:
        """Tell whether what it said at `t` (monotonic s) was said after it was told off."""
        return self._off.told and self._off.answered(t)

    def forget(self) -> None:
        """Nothing is awaited of it any more."""
        self._off = SwitchingOff(self._driver.OFF)
