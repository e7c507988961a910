"""Training: a station whose instruments are simulated, so that nothing in it is real."""

import os
from decimal import Decimal

from cellyard.devices.simulator import Scale, Scanner, Simulation
from cellyard.domain.registers import BatteryModel, Instrument

EMPTY = Decimal("0.0")
# What an unknown battery weighs on the training scale.
SOME_BATTERY = Decimal("302.5")


class Training:
    """Serves a scale and a scanner; the scale is loaded when a ticket is opened."""

    def __init__(self, station: str) -> None:
        self._station = station
        self._simulation = Simulation()
        over = "tcp" if os.name == "nt" else "pty"
        self._scale = Scale()
        self._scanner = Scanner()
        self._ports = {
            "scale": self._simulation.serve("scale", self._scale, over).url,
            "scanner": self._simulation.serve("scanner", self._scanner, over).url,
        }

    def instruments(self) -> list[Instrument]:
        """Return what the station is to attach instead of its own ports."""
        return [
            Instrument(
                key="training-scale",
                station=self._station,
                profile="mt-sics",
                port=self._ports["scale"],
                duty="scale",
            ),
            Instrument(
                key="training-scanner",
                station=self._station,
                profile="barcode-scanner",
                port=self._ports["scanner"],
                duty="scanner",
            ),
        ]

    def load(self, model: BatteryModel | None) -> None:
        """Put a battery of this model on the scale."""
        known = model.mass_kg if model else None
        self._scale.put((known or SOME_BATTERY).quantize(EMPTY))

    def unload(self) -> None:
        """Take the battery off the scale."""
        self._scale.put(EMPTY)

    def stop(self) -> None:
        self._simulation.close()
