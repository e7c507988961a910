"""One insulation test between the poles of a battery and its case, as a tester runs it."""

from dataclasses import dataclass
from typing import Literal

from cellyard.devices.simulator.source import Source

Judgement = Literal["PASS", "UFAIL", "LFAIL"]


@dataclass
class InsulationTest:
    """A test that runs in simulated time: at `volt` for `lasts_s` seconds, then judged."""

    battery: Source
    volt: float
    lasts_s: float
    lower_mohm: float
    upper_mohm: float
    started: float
    stopped: float | None = None

    @property
    def running(self) -> bool:
        return self.stopped is None and self.battery.clock.now - self.started < self.lasts_s

    @property
    def elapsed_s(self) -> float:
        ended = self.battery.clock.now if self.stopped is None else self.stopped
        return min(self.lasts_s, ended - self.started)

    @property
    def broken_off(self) -> bool:
        """Whether it was stopped before its time."""
        return self.stopped is not None and self.elapsed_s < self.lasts_s

    @property
    def mohm(self) -> float:
        return self.battery.insulation_ohm / 1e6

    @property
    def judgement(self) -> Judgement:
        if self.mohm < self.lower_mohm:
            return "LFAIL"
        return "UFAIL" if self.mohm > self.upper_mohm else "PASS"

    def stop(self) -> None:
        """Take the voltage off."""
        if self.running:
            self.stopped = self.battery.clock.now
