"""Which samples of a trace are its discharge, whatever else the file holds.

Samples of one step label that stand between two charges make a stretch, if current is drawn in
it; stretches between the same two charges are one discharge. In a file without labels every rest
belongs to the discharge beside it (NASA: from the first sample); in one with labels the tester
has said where it begins and ends.
"""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from cellyard.domain.bench.validity import Validity
from cellyard.domain.refusals import Refused


class Point(msgspec.Struct, frozen=True):
    """One sample: `t` in s, current in A (minus is discharge), V, °C, and the cells' V.

    `step` is the tester's own name of the step, "" when it gave none.
    """

    t: Decimal
    current: Decimal
    voltage: Decimal
    temperature: Decimal | None = None
    cells: tuple[Decimal | None, ...] = ()
    step: str = ""


class Stretch(msgspec.Struct, frozen=True):
    """Samples `first` to `last`, both inclusive; `pulses` is how often current set in."""

    first: int
    last: int
    pulses: int


class Discharge(msgspec.Struct, frozen=True, kw_only=True):
    """The stretches that make it, and how many other discharges of the file were left out.

    `held_s` is the time by which the first row was written late.
    """

    stretches: tuple[Stretch, ...]
    others: int
    held_s: Decimal


def find(points: Sequence[Point], cutoff: Decimal | None, validity: Validity) -> Discharge:
    """Return what to integrate.

    One discharge that carries more than `alone_percent` of all is the test; of equal ones the
    last. Where none does (pulse records), everything discharged counts. Raises
    Refused("trace_no_discharge").
    """
    quiet = max((abs(p.current) for p in points), default=Decimal(0)) * validity.rest_percent / 100
    discharges = [_to_cutoff(points, one, cutoff, quiet) for one in _discharges(points, quiet)]
    if not discharges:
        raise Refused("trace_no_discharge")
    drawn = [sum((charge(points, s) for s in one), Decimal(0)) for one in discharges]
    most = max(drawn)
    if most * 100 > sum(drawn) * validity.alone_percent:
        at = len(drawn) - 1 - drawn[::-1].index(most)
        chosen, others = discharges[at], len(discharges) - 1
    else:
        chosen, others = [s for one in discharges for s in one], 0
    return Discharge(
        stretches=tuple(chosen), others=others, held_s=_late(points, chosen, quiet, validity)
    )


def charge(points: Sequence[Point], stretch: Stretch) -> Decimal:
    """Return what a stretch discharged, in As, by the trapezoid rule."""
    total = Decimal(0)
    before = points[stretch.first]
    for k in range(stretch.first + 1, stretch.last + 1):
        p = points[k]
        total -= (before.current + p.current) * (p.t - before.t)
        before = p
    return total / 2


def _discharges(points: Sequence[Point], quiet: Decimal) -> list[list[Stretch]]:
    found: list[list[Stretch]] = []
    between_charges = False
    k = 0
    while k < len(points):
        if points[k].current > quiet:
            between_charges = False
            k += 1
            continue
        end = _end_of_step(points, k, quiet)
        stretch = _stretch(points, k, end, quiet)
        if stretch is not None:
            if not between_charges:
                found.append([])
            between_charges = True
            _join(points, found[-1], stretch, quiet)
        k = end
    return found


def _end_of_step(points: Sequence[Point], first: int, quiet: Decimal) -> int:
    step = points[first].step
    for k in range(first + 1, len(points)):
        if points[k].step != step or points[k].current > quiet:
            return k
    return len(points)


def _stretch(points: Sequence[Point], first: int, end: int, quiet: Decimal) -> Stretch | None:
    last, pulses, drawing = -1, 0, False
    for k in range(first, end):
        now = points[k].current < -quiet
        if now:
            last = k
            pulses += not drawing
        drawing = now
    if last < 0:
        return None
    return Stretch(first, _tapered(points, last, end), pulses)


def _tapered(points: Sequence[Point], last: int, end: int) -> int:
    # A current that goes on falling towards zero, in the same beat, is still the discharge.
    while last + 1 < end and last > 0:
        before, here, after = points[last - 1], points[last], points[last + 1]
        even = after.t - here.t <= 2 * (here.t - before.t)
        if not even or here.current >= 0 or after.current <= here.current:
            break
        last += 1
    return last


def _join(points: Sequence[Point], line: list[Stretch], new: Stretch, quiet: Decimal) -> None:
    # Current that flows on from one step into the next has not been interrupted.
    if line and line[-1].last + 1 == new.first and points[new.first].current < -quiet:
        before = line.pop()
        new = Stretch(before.first, new.last, before.pulses + new.pulses - 1)
    line.append(new)


def _to_cutoff(
    points: Sequence[Point], line: list[Stretch], cutoff: Decimal | None, quiet: Decimal
) -> list[Stretch]:
    """Return the stretches through the first sample below the cut-off, itself included."""
    kept: list[Stretch] = []
    if cutoff is None:
        return line
    drawn = False
    for stretch in line:
        for k in range(stretch.first, stretch.last + 1):
            drawn = drawn or points[k].current < -quiet
            if drawn and points[k].voltage < cutoff:
                return [*kept, Stretch(stretch.first, k, stretch.pulses)]
        kept.append(stretch)
    return kept


def _late(
    points: Sequence[Point], line: Sequence[Stretch], quiet: Decimal, validity: Validity
) -> Decimal:
    # Bitrode and Arbin write the first row of a step late; not so in dense pulse records.
    first = line[0].first
    if len(line) > 1 or line[0].pulses > 1 or first == 0:
        return Decimal(0)
    before, start = points[first - 1], points[first]
    gap = start.t - before.t
    begins = before.step != start.step and start.current < -quiet
    return gap if begins and gap <= validity.late_row_s else Decimal(0)
