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
    """Two channels of a bench. `trace` is a real discharge of a LEAF cell, for the first."""

    def __init__(self, simulation: Simulation, trace: Path | None) -> None:
        self._trace = trace
        self._benches = {
            key: SimulatedBench(
                simulation,
                _module(1),
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
        """Do on a channel: `put traced`, `put module 0.72`, `put cell 0.9`, `hot` or `unplug`."""
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
                bench.put(self._battery(kind, float(health or 1)))

    def _battery(self, kind: str, health: float) -> Source:
        match kind:
            case "traced" if self._trace is not None:
                return TraceBattery(self._trace, clock=Clock(PACE))
            case "traced":
                # As good as the cell of the trace, where that does not lie beside the checkout.
                return Battery("LMO", series=1, capacity_ah=30.3, clock=Clock(PACE))
            case "cell":
                return Battery("LFP", series=1, capacity_ah=280 * health, clock=Clock(PACE))
            case _:
                return _module(health)


def _module(health: float) -> Battery:
    """Return a module of a LEAF: two groups, of 65 Ah each when new."""
    return Battery("LMO", series=2, capacity_ah=65 * health, spread=0.005, clock=Clock(PACE))
