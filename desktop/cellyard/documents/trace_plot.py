"""The curve of a run in ink: voltage and temperature over time, with axes, limits, earlier runs.

    V ┌───────────────────────────────┐ °C     thick   voltage of this run
      │━━━━━━━━━━━━━━━━━┓             │        dashed  its temperature, axis at the right
      │┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┗━━┄┄ limit ┄│        dotted  limits
      └───────────────────────────────┘ h      thin    earlier runs of the same battery

Lines differ in shape, never in colour: a bad copier keeps them apart.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec

from cellyard.documents.document import both
from cellyard.documents.page import Page, Point
from cellyard.documents.pages import SMALL
from cellyard.documents.sheet import HAIR, LINE
from cellyard.words import N_, number

# s since the run began, V, degC (None where there was no reading)
Points = tuple[tuple[float, float, float | None], ...]

_LEFT, _RIGHT, _UPPER, _LOWER = 104, 92, 34, 74
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
# What differs by less is drawn as one value: its ticks would have more digits than there is room.
_LEAST_SPAN = 0.01
_VOLTAGE, _TEMPERATURE = 4.0, 2.5


class Curves(msgspec.Struct, frozen=True, kw_only=True):
    """What a plot shows. `earlier` are runs with the date that stands at their end; `limits` are
    voltages with what they are called, in both languages.
    """

    points: Points
    earlier: tuple[tuple[str, Points], ...] = ()
    limits: tuple[tuple[str, float], ...] = ()


class Box(NamedTuple):
    """A rectangle of a page, in dots."""

    x: float
    y: float
    width: float
    height: float


class _Axis(NamedTuple):
    """A range of values laid over a range of dots, with its ticks."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def draw(page: Page, box: Box, curves: Curves) -> None:
    """Draw curves into a box. Raises ValueError when there is not one point."""
    inner = Box(
        box.x + _LEFT, box.y + _UPPER, box.width - _LEFT - _RIGHT, box.height - _UPPER - _LOWER
    )
    left, right, low = inner.x, inner.x + inner.width, inner.y + inner.height
    runs = [curves.points, *(points for _, points in curves.earlier)]
    unit, seconds = _span(max(p[0] for run in runs for p in run))
    time = _axis([0.0, *(p[0] / seconds for run in runs for p in run)], left, right, 10)
    volts = [p[1] for run in runs for p in run] + [v for _, v in curves.limits]
    # A little air, so that no limit falls together with the frame.
    air = 0.03 * (max(volts) - min(volts))
    voltage = _axis([min(volts) - air, max(volts)], low, inner.y, 6)
    warmth = [p[2] for p in curves.points if p[2] is not None]
    temperature = _axis(warmth, low, inner.y, 6) if warmth else None
    _frame(page, inner, time, voltage, temperature)
    _names(page, inner, unit, warm=temperature is not None)
    for name, value in curves.limits:
        _limit(page, inner, voltage.at(value), name)
    for name, points in curves.earlier:
        line = [(time.at(t / seconds), voltage.at(v)) for t, v, _ in points]
        page.line(line, HAIR)
        _beside(page, inner, line[-1], name)
    if temperature:
        for piece in _unbroken(curves.points):
            warm = [(time.at(t / seconds), temperature.at(d)) for t, _, d in piece]
            for dash in _dashes(warm, 18, 10):
                page.line(dash, _TEMPERATURE)
    page.line([(time.at(t / seconds), voltage.at(v)) for t, v, _ in curves.points], _VOLTAGE)


def _axis(values: Sequence[float], start: float, end: float, ticks: int) -> _Axis:
    low, high = min(values), max(values)
    if high - low < _LEAST_SPAN:
        middle = (low + high) / 2
        low, high = middle - 0.5, middle + 0.5
    step = _step((high - low) / ticks)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    shown = tuple(n * step for n in range(first, last + 1))
    return _Axis(first * step, last * step, start, end, shown)


def _step(rough: float) -> float:
    """Return the next larger step that people count in."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(s * power for s in _STEPS if s * power >= rough - 1e-12)


def _span(seconds: float) -> tuple[str, float]:
    """Return the unit of a time axis and its length in s."""
    if seconds >= 2 * 3600:
        return "h", 3600.0
    return ("min", 60.0) if seconds >= 120 else ("s", 1.0)


def _frame(page: Page, inner: Box, time: _Axis, voltage: _Axis, warm: _Axis | None) -> None:
    x, y, right, low = inner.x, inner.y, inner.x + inner.width, inner.y + inner.height
    page.polygon([(x, y), (right, y), (right, low), (x, low)], fill=False, line=HAIR)
    for value, words in _ticks(time):
        at = time.at(value)
        page.line([(at, low), (at, low - 10)], HAIR)
        page.text(at - page.measure(words, SMALL) / 2, low + 28, words, SMALL)
    for value, words in _ticks(voltage):
        at = voltage.at(value)
        page.line([(x, at), (x + 10, at)], HAIR)
        page.text(x - 10 - page.measure(words, SMALL), at + 8, words, SMALL)
    for value, words in _ticks(warm) if warm else ():
        at = warm.at(value) if warm else 0
        page.line([(right, at), (right - 10, at)], HAIR)
        page.text(right + 10, at + 8, words, SMALL)


def _names(page: Page, inner: Box, unit: str, *, warm: bool) -> None:
    right, low = inner.x + inner.width, inner.y + inner.height
    voltage = both(N_("Voltage")) + " (V)"
    page.text(inner.x, inner.y - 12, voltage, SMALL)
    start = inner.x + page.measure(voltage, SMALL) + 12
    page.line([(start, inner.y - 20), (start + 60, inner.y - 20)], _VOLTAGE)
    time = both(N_("Time")) + f" ({unit})"
    page.text(inner.x + (inner.width - page.measure(time, SMALL)) / 2, low + 60, time, SMALL)
    if warm:
        words = both(N_("Temperature")) + " (°C)"
        at = right - page.measure(words, SMALL)
        page.text(at, inner.y - 12, words, SMALL)
        for dash in _dashes([(at - 84, inner.y - 20), (at - 12, inner.y - 20)], 18, 10):
            page.line(dash, _TEMPERATURE)


def _ticks(axis: _Axis) -> Iterator[tuple[float, str]]:
    step = axis.ticks[1] - axis.ticks[0]
    places = max(0, math.ceil(-math.log10(step) - 1e-9))
    if round(step * 10**places, 6) % 1:  # 2.5 and its like need one place more
        places += 1
    for value in axis.ticks:
        rounded = round(Decimal(repr(value)), places)
        # Without a sign before a zero that came of rounding.
        yield value, number(rounded or abs(rounded))


def _limit(page: Page, inner: Box, y: float, name: str) -> None:
    for dash in _dashes([(inner.x, y), (inner.x + inner.width, y)], 3, 9):
        page.line(dash, LINE)
    above = y - 10 if y - 40 > inner.y else y + 30
    page.text(inner.x + 20, above, name, SMALL)


def _beside(page: Page, inner: Box, end: Point, name: str) -> None:
    """Name a line at its end, inside the frame."""
    width = page.measure(name, SMALL)
    x = min(end[0] + 8, inner.x + inner.width - width - 8)
    y = min(max(end[1] - 8, inner.y + 30), inner.y + inner.height - 14)
    page.text(x, y, name, SMALL)


def _unbroken(points: Points) -> Iterator[list[tuple[float, float, float]]]:
    piece: list[tuple[float, float, float]] = []
    for t, v, d in points:
        if d is None:
            if len(piece) > 1:
                yield piece
            piece = []
        else:
            piece.append((t, v, d))
    if len(piece) > 1:
        yield piece


def _dashes(points: Sequence[Point], on: float, off: float) -> Iterator[list[Point]]:
    """Yield the dashes of a line, going round its corners."""
    dash: list[Point] = [points[0]]
    left, drawing = on, True
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        length, gone = math.hypot(x1 - x0, y1 - y0), 0.0
        while length - gone > left:
            gone += left
            here = (x0 + (x1 - x0) * gone / length, y0 + (y1 - y0) * gone / length)
            if drawing:
                yield [*dash, here]
            dash, drawing = [here], not drawing
            left = on if drawing else off
        left -= length - gone
        if drawing:
            dash.append((x1, y1))
    if drawing and len(dash) > 1:
        yield dash
