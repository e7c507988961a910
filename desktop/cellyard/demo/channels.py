"""What stands outside the app at the benches: two channels, and the batteries put on them."""

import os
from pathlib import Path

from cellyard.devices.simulator import (
    Battery,
    Clock,
    SimulatedBench,
    Simulation,
    Source,
    TraceBattery,
)

# Twenty minutes of a test pass in a second; the app of the demonstration runs at the same pace.
PACE = 1200
CHANNELS: tuple[str, ...] = ("1", "2")


class Channels:
    """Two channels of a bench. `trace` is a real discharge for the string of three modules."""

    def __init__(self, simulation: Simulation, trace: Path | None) -> None:
        self._trace = trace
        self._benches = {
            key: SimulatedBench(
                simulation,
                _leaf(1, 2),
                f"channel-{key}",
                board="jbd" if key == "1" else None,
                over="tcp" if os.name == "nt" else "pty",
            )
            for key in CHANNELS
        }

    @property
    def ports(self) -> list[str]:
        """The lines of each channel, as `NAME=URL` joined by commas."""
        return [
            ",".join(f"{name}={url}" for name, url in bench.urls.items())
            for bench in self._benches.values()
        ]

    def obey(self, key: str, what: str) -> None:
        """Do on a channel: `put string`, `put module 0.72`, `put cell 0.9`, `hot`, `unplug`, `plug`."""
        bench = self._benches[key]
        word, _, rest = what.partition(" ")
        match word:
            case "hot":
                bench.battery.hot_cell(8.0)
            case "unplug":
                bench.load.unplug()
            case "plug":
                bench.load.plug()
            case _:
                kind, _, health = rest.partition(" ")
                bench.put(self._battery(kind, float(health or 0.845)))

    def _battery(self, kind: str, health: float) -> Source:
        if kind == "string" and self._trace is not None:
            return TraceBattery(self._trace, series=6, clock=Clock(PACE))
        if kind == "cell":
            clock = Clock(PACE)
            return Battery("LFP", series=1, capacity_ah=280 * health, clock=clock)
        return _leaf(health, 6 if kind == "string" else 2)


def _leaf(health: float, series: int) -> Battery:
    """Return modules of a LEAF: two groups of 65 Ah each when new."""
    return Battery("LMO", series=series, capacity_ah=65 * health, spread=0.01, clock=Clock(PACE))
