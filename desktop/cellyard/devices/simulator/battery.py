"""A battery that is computed: open-circuit voltage, resistance, one RC pair, warmth, spread."""

import math

from cellyard.devices.simulator.chemistry import Chemistry, Curve
from cellyard.devices.simulator.source import COOLING_S, Clock, Source, given_up

# Ours, of the usual size for traction cells: what one cell loses at 1C, and how fast the slower
# half of that comes and goes.
LOSS_V = 0.045
SLOW_LOSS_V = 0.06
SLOW_S = 180.0
HOUR_S = 3600.0
JOULE_PER_KELVIN_AND_WH = 6.0  # about 1000 J/(kg K) at 165 Wh/kg
GOLDEN = 0.6180339887


def scattered(cells: int) -> list[float]:
    """Return a number from 0 to 1 for each cell: in no order, one 0, one 1, always the same."""
    if cells < 2:
        return [0.0] * cells
    parts = [(cell + 1) * GOLDEN % 1 for cell in range(cells)]
    low, high = min(parts), max(parts)
    return [(part - low) / (high - low) for part in parts]


class Battery(Source):
    """A string of cells.

    `capacity_ah` is the best cell's; the weakest has `spread` less of it (0.1 = a tenth).
    `charge` is the fullest cell's, the emptiest stands `charge_spread` lower. `cell_ohm` is one
    cell's at 1 kHz. The weakest cell is not the emptiest one.
    """

    def __init__(
        self,
        chemistry: Chemistry = "NMC",
        *,
        series: int = 12,
        capacity_ah: float = 50.0,
        charge: float = 1.0,
        spread: float = 0.0,
        charge_spread: float = 0.0,
        cell_ohm: float | None = None,
        ambient_c: float = 25.0,
        insulation_ohm: float = 500e6,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(clock, ambient_c, insulation_ohm)
        self.chemistry = chemistry
        self._curve = Curve(chemistry)
        parts = scattered(series)
        self._capacities = [capacity_ah * (1 - spread * part) for part in parts]
        self._charges = [charge - charge_spread * part for part in reversed(parts)]
        self._cell_ohm = cell_ohm or LOSS_V / capacity_ah
        self._slow_ohm = SLOW_LOSS_V / LOSS_V * self._cell_ohm
        self._slow_v = self._warmth = 0.0
        self._i5 = min(self._capacities) / 5
        watt_hours = series * capacity_ah * self._curve.nominal
        self._kelvin_per_watt = COOLING_S / (JOULE_PER_KELVIN_AND_WH * watt_hours)
        self._settle()

    def cells(self) -> list[float]:
        with self.lock:
            self.advance()
            same = self._slow_v + self._ampere * self._cell_ohm
            pairs = zip(self._standing, self._starved, strict=True)
            return [volts - same - self._ampere * ohm for volts, ohm in pairs]

    @property
    def resistance(self) -> float:
        return self._cell_ohm * len(self._charges)

    @property
    def charge(self) -> float:
        with self.lock:
            self.advance()
            pairs = zip(self._charges, self._capacities, strict=True)
            left = min(charge * capacity for charge, capacity in pairs)
            return min(1.0, max(0.0, left / self.capacity))

    @property
    def capacity(self) -> float:
        return min(self._capacities)

    def _emf(self) -> float:
        return max(0.0, sum(self._standing) - len(self._charges) * self._slow_v)

    def _ohm(self) -> float:
        return self.resistance + sum(self._starved)

    def _pass(self, ampere: float, seconds: float) -> None:
        drawn = ampere * seconds / HOUR_S
        self.delivered_ah += drawn
        pairs = zip(self._charges, self._capacities, strict=True)
        self._charges = [charge - drawn / capacity for charge, capacity in pairs]
        end_v = ampere * self._slow_ohm
        self._slow_v = end_v + (self._slow_v - end_v) * math.exp(-seconds / SLOW_S)
        watts = ampere * ampere * (self._cell_ohm + self._slow_ohm) * len(self._charges)
        end_k = watts * self._kelvin_per_watt
        self._warmth = end_k + (self._warmth - end_k) * math.exp(-seconds / COOLING_S)
        self._settle()

    def _warm(self) -> float:
        return self._warmth

    def _settle(self) -> None:
        """Find each cell's open-circuit voltage, and the ohms that starving adds to it."""
        self._standing = [self._curve.volts(charge) for charge in self._charges]
        empty = sum(charge < 0 for charge in self._charges)
        if not empty:
            self._starved = [0.0] * len(self._charges)
            return
        share = self._curve.nominal * len(self._charges) / self._i5 / empty
        pairs = zip(self._charges, self._capacities, strict=True)
        self._starved = [
            share * given_up(-charge * capacity, capacity) for charge, capacity in pairs
        ]
