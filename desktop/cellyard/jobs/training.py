"""Training: a station whose instruments are simulated, so that nothing in it is real."""

import os
from decimal import Decimal

import msgspec

from cellyard.devices.simulator import (
    Battery,
    Chemistry,
    Clock,
    Scale,
    Scanner,
    SimulatedBench,
    Simulation,
)
from cellyard.domain.bench.plan import Plan
from cellyard.domain.registers import BatteryModel, Instrument
from cellyard.jobs import training_bench
from cellyard.jobs.benches import Benches

EMPTY = Decimal("0.0")
# What an unknown battery weighs on the training scale.
SOME_BATTERY = Decimal("302.5")
# A minute of a test passes in a second: a trainee sees the end of one within minutes.
PACE = 60
# What the simulated batteries have left of their rated capacity.
_LEFT = 0.82
# More groups than the board on the channel can read belong to a pack, which no load here takes.
_MOST_SERIES = 32
# The chemistry that is simulated for a charging limit of one cell, from this voltage up.
_BY_LIMIT: tuple[tuple[Decimal, Chemistry], ...] = (
    (Decimal("3.9"), "NMC"),
    (Decimal("3.2"), "LFP"),
    (Decimal(0), "LTO"),
)


class Training:
    """Serves a scale, a scanner and a bench channel; they are loaded when a ticket is opened."""

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
        some = _battery(2, Decimal("8.4"), Decimal(65))
        self.bench = SimulatedBench(self._simulation, some, board="jbd", over=over)
        self._benches: Benches | None = None

    def attend(self, benches: Benches) -> None:
        """Put on the bench what is joined there, and leave alone what a run goes on with."""
        self._benches = benches
        benches.joins = self._join

    def instruments(self) -> list[Instrument]:
        """Return what the station is to attach instead of its own ports."""
        at_bench = training_bench.instruments(self._station).items()
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
            *(msgspec.structs.replace(i, port=self.bench.urls[name]) for name, i in at_bench),
        ]

    def load(self, model: BatteryModel | None) -> None:
        """Put a battery of this model on the scale, and on the bench what a bench here takes."""
        known = model.mass_kg if model else None
        self._scale.put((known or SOME_BATTERY).quantize(EMPTY))
        busy = self._benches is not None and self._benches.busy(training_bench.CHANNEL)
        if model is not None and not busy:
            self._put(model.series, model.max_v, model.capacity_ah)

    def unload(self) -> None:
        """Take the battery off the scale."""
        self._scale.put(EMPTY)

    def stop(self) -> None:
        self._simulation.close()

    def _join(self, plan: Plan) -> None:
        self._put(plan.series, plan.max_voltage, plan.rated_ah)

    def _put(self, series: int | None, full: Decimal | None, rated: Decimal | None) -> None:
        if series and full and rated and series <= _MOST_SERIES:
            self.bench.put(_battery(series, full, rated))


def _battery(series: int, full: Decimal, rated: Decimal) -> Battery:
    limit = full / series
    chemistry: Chemistry = next(name for least, name in _BY_LIMIT if limit >= least)
    return Battery(
        chemistry,
        series=series,
        capacity_ah=float(rated) * _LEFT,
        spread=0.005,
        clock=Clock(PACE),
    )
