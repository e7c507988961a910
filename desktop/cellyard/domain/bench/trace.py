"""The capacity of a battery from the trace of its discharge, and whether that trace will do."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from cellyard.domain.bench.stretches import Discharge, Point, Stretch, charge, find
from cellyard.domain.bench.validity import VOIDING, Remark, Validity, jitter
from cellyard.domain.refusals import Refused

__all__ = ["Analysis", "Point", "Remark", "Validity", "analyse"]

_SECONDS = 3600


class Analysis(msgspec.Struct, frozen=True, kw_only=True):
    """What a discharge gave: Ah and Wh (positive), s, V, °C; `warnings` are its remarks.

    `first` and `last` are the samples between which it lies, both inclusive.
    """

    capacity_ah: Decimal
    energy_wh: Decimal
    duration_s: Decimal
    points: int
    voltage_min_v: Decimal
    voltage_max_v: Decimal
    temperature_max_c: Decimal | None
    warnings: tuple[Remark, ...]
    first: int
    last: int

    @property
    def valid(self) -> bool:
        """True when the capacity may be graded on."""
        return not any(w.code in VOIDING for w in self.warnings)


def analyse(
    points: Sequence[Point], *, cutoff: Decimal | None, validity: Validity, left_out: int = 0
) -> Analysis:
    """Return what the discharge in a trace gave.

    Ah by the trapezoid rule (GB/T 34015-2017 cl. 3: integral of the current-time curve, at least
    50 equal intervals); with a cut-off (V) through the first sample below it, inclusive, as NASA
    PCoE counts. A first row of a step that came late is taken to have held its current since the
    row before (Bitrode, Arbin). `left_out` is how many samples the reader could not use.
    Raises Refused ("trace_no_discharge", "trace_time_backwards").
    """
    for k, (a, b) in enumerate(pairwise(points), start=2):
        if b.t < a.t:
            raise Refused("trace_time_backwards", sample=k, before=a.t, after=b.t)
    found = find(points, cutoff, validity)
    stretches = found.stretches
    start = points[stretches[0].first]
    first, last = stretches[0].first, stretches[-1].last
    held = -start.current * found.held_s
    ah = (sum((charge(points, s) for s in stretches), held)) / _SECONDS
    power = -start.current * start.voltage * found.held_s
    wh = (sum((_work(points, s) for s in stretches), power)) / _SECONDS
    inside = [points[k] for s in stretches for k in range(s.first, s.last + 1)]
    lost = [Remark("samples_left_out", left_out)] if left_out else []
    volts = [p.voltage for p in inside]
    degrees = [p.temperature for p in inside if p.temperature is not None]
    return Analysis(
        capacity_ah=round(ah, 5),
        energy_wh=round(wh, 4),
        duration_s=points[last].t - start.t + found.held_s,
        points=len(inside),
        voltage_min_v=min(volts),
        voltage_max_v=max(volts),
        temperature_max_c=max(degrees, default=None),
        warnings=(*_remarks(points, found, inside, cutoff, validity), *lost),
        first=first,
        last=last,
    )


def _work(points: Sequence[Point], stretch: Stretch) -> Decimal:
    """Return the energy that a stretch gave, in Ws, by the trapezoid rule over the power."""
    total = Decimal(0)
    before = points[stretch.first]
    for k in range(stretch.first + 1, stretch.last + 1):
        p = points[k]
        power = before.current * before.voltage + p.current * p.voltage
        total -= power * (p.t - before.t)
        before = p
    return total / 2


def _remarks(
    points: Sequence[Point],
    found: Discharge,
    inside: Sequence[Point],
    cutoff: Decimal | None,
    validity: Validity,
) -> Iterator[Remark]:
    if len(inside) < validity.min_points:
        yield Remark("few_points", len(inside))
    times = [[points[k].t for k in range(s.first, s.last + 1)] for s in found.stretches]
    uneven = jitter(times, validity.jitter_share_percent)
    if uneven > validity.max_jitter_percent:
        yield Remark("uneven_sampling", uneven)
    lowest = min(p.voltage for p in inside)
    if cutoff is not None and lowest > cutoff:
        yield Remark("cutoff_not_reached", lowest)
    if inside[-1].voltage > inside[0].voltage:
        # A tester that writes charge as minus, or writes no sign at all.
        yield Remark("voltage_rose")
    pulses = sum(s.pulses for s in found.stretches)
    if pulses > 1:
        yield Remark("interrupted", pulses)
    if found.others:
        yield Remark("other_discharges", found.others)
    weakest = _weakest(inside[-1], validity.cell_gap_v)
    if weakest:
        yield Remark("weakest_cell", weakest)
    if all(p.temperature is None for p in inside):
        yield Remark("temperature_missing")


def _weakest(end: Point, gap: Decimal) -> int | None:
    """Return the number of the cell that ended the test, counted from 1, or None."""
    cells = [(v, n) for n, v in enumerate(end.cells, start=1) if v is not None]
    if not cells or max(cells)[0] - min(cells)[0] < gap:
        return None
    return min(cells)[1]
