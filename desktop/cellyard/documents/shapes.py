"""The state shapes and the voltage sign, painted in a 24 x 24 box and never taken from a font.

Figures as in the look's tokens, `[shape]`. A shape has its own ink and the ink of its mark.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from cellyard.documents.page import Ink, Page, Point

Verdict = Literal["stop", "watch", "check", "go"]

BOX = 24

OCTAGON: list[Point] = [
    (7.4, 1), (16.6, 1), (23, 7.4), (23, 16.6), (16.6, 23), (7.4, 23), (1, 16.6), (1, 7.4),
]  # fmt: skip
TRIANGLE: list[Point] = [(12, 2.2), (22.8, 21.5), (1.2, 21.5)]
HOLLOW: list[Point] = [(12, 3), (22, 21), (2, 21)]
TICK: list[Point] = [(6.6, 12.4), (10.4, 16.2), (17.4, 8.6)]
# ISO 7010 W012: the flash in its triangle, drawn anew from its description.
FLASH: list[Point] = [
    (13.4, 7.6),
    (8.4, 14.6),
    (11.4, 14.6),
    (10, 19.8),
    (15.6, 12.4),
    (12.4, 12.4),
]
FLAME: list[Point] = [
    (12.6, 2.2), (14.2, 6.4), (17.4, 9.6), (18.8, 13.6), (17.8, 18), (14.8, 20.9), (12, 21.5),
    (9.2, 20.9), (6.2, 18), (5.2, 13.8), (6.6, 10.2), (8.6, 12.2), (10.6, 9.4), (11.2, 5.6),
]  # fmt: skip
FLAME_HEART: list[Point] = [
    (12, 12.6), (14.4, 16), (13.6, 18.6), (12, 19.4), (10.4, 18.6), (9.6, 16),
]  # fmt: skip


@dataclass(frozen=True)
class _Pen:
    """Draws in box units at a place on the page."""

    page: Page
    x: float
    y: float
    scale: float
    ink: Ink

    @property
    def mark(self) -> Ink:
        return "white" if self.ink == "black" else "black"

    def at(self, points: list[Point]) -> list[Point]:
        return [(self.x + px * self.scale, self.y + py * self.scale) for px, py in points]

    def rect(self, x: float, y: float, width: float, height: float) -> None:
        [(left, top)] = self.at([(x, y)])
        self.page.rect(left, top, width * self.scale, height * self.scale, self.mark)


def state(page: Page, verdict: Verdict, at: Point, size: float, ink: Ink) -> None:
    """Paint the shape of a verdict into a square of `size` dots with its top left there."""
    _PAINT[verdict](_Pen(page, *at, size / BOX, ink))


def high_voltage(page: Page, x: float, y: float, size: float) -> None:
    """Paint the sign for dangerous voltage: a triangle with a flash (after ISO 7010 W012)."""
    pen = _Pen(page, x, y, size / BOX, "black")
    page.polygon(pen.at(TRIANGLE), pen.ink, line=1.6 * pen.scale)
    page.polygon(pen.at(FLASH), pen.mark)


def _stop(pen: _Pen) -> None:
    pen.page.polygon(pen.at(OCTAGON), pen.ink)
    pen.rect(6, 10, 12, 4)


def _watch(pen: _Pen) -> None:
    pen.page.polygon(pen.at(TRIANGLE), pen.ink, line=1.6 * pen.scale)
    pen.rect(10.7, 8.4, 2.6, 6.8)
    pen.rect(10.7, 16.6, 2.6, 2.6)


def _check(pen: _Pen) -> None:
    pen.page.polygon(pen.at(HOLLOW), pen.ink, fill=False, line=2.4 * pen.scale)
    [centre] = pen.at([(12, 15.4)])
    pen.page.disc(centre, 2.3 * pen.scale, pen.ink)


def _go(pen: _Pen) -> None:
    [centre] = pen.at([(12, 12)])
    pen.page.disc(centre, 11 * pen.scale, pen.ink)
    pen.page.line(pen.at(TICK), 2.6 * pen.scale, pen.mark)


_PAINT: dict[Verdict, Callable[[_Pen], None]] = {
    "stop": _stop,
    "watch": _watch,
    "check": _check,
    "go": _go,
}


def closed(page: Page, at: Point, size: float) -> None:
    """Paint the hatched square of what nobody may touch."""
    pen = _Pen(page, *at, size / BOX, "black")
    page.polygon(pen.at([(2, 2), (22, 2), (22, 22), (2, 22)]), fill=False, line=2.4 * pen.scale)
    for stripe in ([(3, 11), (11, 3)], [(3, 21), (21, 3)], [(13, 21), (21, 13)]):
        page.line(pen.at(list(stripe)), 3.4 * pen.scale)


def unknown(page: Page, at: Point, size: float) -> None:
    """Paint the dashed circle with a question mark: it cannot be told."""
    pen = _Pen(page, *at, size / BOX, "black")
    for start in range(0, 360, 45):
        arc = [math.radians(start + step) for step in (0, 9, 18, 27)]
        points = [(12 + 10 * math.cos(a), 12 + 10 * math.sin(a)) for a in arc]
        page.line(pen.at(points), 2 * pen.scale)
    size = 15 * pen.scale
    [(x, y)] = pen.at([(12, 17.4)])
    page.text(x - page.measure("?", size) / 2, y, "?", size, bold=True)


def flame(page: Page, at: Point, size: float) -> None:
    """Paint a white flame on a black square: the mark of the fire sheet."""
    pen = _Pen(page, *at, size / BOX, "black")
    page.rect(*at, size, size)
    page.polygon(pen.at(FLAME), "white")
    page.polygon(pen.at(FLAME_HEART))
