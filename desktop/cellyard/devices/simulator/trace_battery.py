"""A battery that follows a recorded discharge, at whatever current it is drawn now."""

import csv
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import median

from cellyard.devices.simulator.chemistry import interpolated
from cellyard.devices.simulator.source import COOLING_S, Clock, Source, given_up

HOUR_S = 3600.0
DISCHARGING = 0.05  # part of the strongest discharge current: below it a row is rest
FULL_CURRENT = 0.9  # part of the usual current: the first row that far shows the drop
LEAST_OHM = 1e-4
SLOW_PART = 0.5  # of the drop comes and goes slowly: nobody recorded how much
SLOW_S = 120.0
SPENT = 0.05  # part of the capacity on which a spent battery still goes down to 0 V

Row = Mapping[str, str]


class Recorded:
    """The discharge in a trace: volts, amperes, °C and cells over the charge drawn in Ah."""

    def __init__(self, rows: Iterable[Row]) -> None:
        whole = list(rows)
        currents = [-float(row["current_a"]) for row in whole]
        least = DISCHARGING * max(currents)
        places = [place for place, ampere in enumerate(currents) if 0 < least < ampere]
        if not places:
            raise ValueError("no row of this trace is a discharge")
        times = [float(whole[place]["time_s"]) for place in places]
        amperes = [currents[place] for place in places]
        charge, kept = 0.0, [0]
        charges = [0.0]
        for at in range(1, len(places)):
            # Between two discharges (a pulse test) nothing is drawn; two rows at one time are one.
            if places[at] == places[at - 1] + 1:
                mean = (amperes[at] + amperes[at - 1]) / 2
                charge += mean * (times[at] - times[at - 1]) / HOUR_S
            if charge > charges[-1]:
                charges.append(charge)
                kept.append(at)
        used = [whole[places[at]] for at in kept]
        self.charges = tuple(charges)
        self.amperes = tuple(amperes[at] for at in kept)
        self.volts = tuple(float(row["voltage_v"]) for row in used)
        self.celsius = (
            tuple(float(row["temperature_c"]) for row in used)
            if all(row.get("temperature_c") for row in used)
            else ()
        )
        names = sorted((n for n in used[0] if n.startswith("v_cell")), key=lambda n: (len(n), n))
        self.cells = [tuple(float(row[name]) for row in used) for name in names]
        before = float(whole[max(0, places[0] - 1)]["voltage_v"])
        self.ohm = self._ohm(before)

    @property
    def capacity(self) -> float:
        return self.charges[-1]

    @property
    def usual(self) -> float:
        """Amperes of most of it."""
        return median(self.amperes)

    def _ohm(self, before: float) -> float:
        least = FULL_CURRENT * self.usual
        drop, ampere = next(
            (before - volt, ampere)
            for volt, ampere in zip(self.volts, self.amperes, strict=True)
            if ampere >= least
        )
        return max(LEAST_OHM, drop / ampere)


class TraceBattery(Source):
    """A battery behind a trace: a CSV file, or its rows (`time_s`, `current_a` negative =
    discharge, `voltage_v`, `temperature_c`, `v_cell1`…).

    Voltage and temperature are those of the trace at the same charge drawn: exactly, when drawn
    at the trace's own current. Another current sags by the resistance seen at the trace's start.
    After the last row the battery is empty. Without cells in the trace `series` share alike.
    """

    def __init__(
        self,
        trace: Path | Iterable[Row],
        *,
        series: int = 1,
        ambient_c: float = 25.0,
        insulation_ohm: float = 500e6,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(clock, ambient_c, insulation_ohm)
        if isinstance(trace, Path):
            with trace.open(encoding="utf-8", newline="") as file:
                self._trace = Recorded(csv.DictReader(file))
        else:
            self._trace = Recorded(trace)
        self._series = series
        self._slow_v = 0.0
        first = self._trace.celsius[0] if self._trace.celsius else ambient_c
        self._warmth = first - ambient_c

    def cells(self) -> list[float]:
        with self.lock:
            self.advance()
            now = self.voltage
            recorded = [self._at(cell) for cell in self._trace.cells]
            if not recorded:
                return [now / self._series] * self._series
            rest = (now - sum(recorded)) / len(recorded)
            return [volts + rest for volts in recorded]

    @property
    def resistance(self) -> float:
        return self._trace.ohm * (1 - SLOW_PART)

    @property
    def charge(self) -> float:
        with self.lock:
            self.advance()
            return min(1.0, max(0.0, 1 - self.delivered_ah / self.capacity))

    @property
    def capacity(self) -> float:
        return self._trace.capacity

    def _at(self, column: tuple[float, ...]) -> float:
        return interpolated(self.delivered_ah, self._trace.charges, column)

    def _short(self) -> float:
        return self.delivered_ah - self.capacity

    def _emf(self) -> float:
        volts = self._at(self._trace.volts) + self._trace.ohm * self._at(self._trace.amperes)
        spent = min(1.0, max(0.0, self._short() / (SPENT * self.capacity)))
        return max(0.0, volts * (1 - spent) - self._slow_v)

    def _ohm(self) -> float:
        lost = self._trace.volts[0] / self._trace.usual
        return self.resistance + lost * given_up(self._short(), self.capacity)

    def _pass(self, ampere: float, seconds: float) -> None:
        self.delivered_ah = max(0.0, self.delivered_ah + ampere * seconds / HOUR_S)
        end_v = ampere * self._trace.ohm * SLOW_PART
        self._slow_v = end_v + (self._slow_v - end_v) * math.exp(-seconds / SLOW_S)
        if ampere > 0 and self._trace.celsius:
            self._warmth = self._at(self._trace.celsius) - self.ambient_c
        else:
            self._warmth *= math.exp(-seconds / COOLING_S)

    def _warm(self) -> float:
        return self._warmth
