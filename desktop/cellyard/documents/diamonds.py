"""Danger labels 9A, 9 and 8, drawn from their description in ADR 5.2.2.2.2, in black and white.

Sizes in mm of the label at full size, from its centre, y downwards (ADR 5.2.2.2.1.1.2): a square
of 100 mm on its corner, so 141.4 mm from corner to corner; 5 mm from its edge to the line inside.

            ╱╲
          ╱ ││ ╲        9A and 9: seven stripes
        ╱ │││││ ╲       8: liquids on metal and a hand
        ╲───────╱
          ╲ ▆▆▆╱        9A: batteries, one broken and in flames; 9: nothing
            ╲9╱         the class, 9 underlined
"""

import math
from collections.abc import Callable, Sequence

from cellyard.documents.page import DOTS_PER_MM, Ink, Point
from cellyard.documents.pages import Pages

SIDE = 100.0
CORNERS = SIDE * math.sqrt(2)  # from corner to corner, also the box that a label stands in
_OUTER = CORNERS / 2
_INSIDE = _OUTER - 5 * math.sqrt(2)  # outside of the line inside
_LINE = 2.0
_CORE = _INSIDE - (_LINE + 1.2) * math.sqrt(2)  # what is inside the line, with some white
_CUT = 0.4  # the edge, along which a label is cut
_FIGURE = 13.0  # size of the class figure


def draw(page: Pages, label: str, at: Point, scale: float = 1) -> None:
    """Put one of the `LABELS` into the square with its top left corner there; at scale 1 at true
    size.
    """
    page.stamp(f"label-{label}", lambda: _Pen(page).draw(label), at, scale)


class _Pen:
    """Draws in mm from the centre of a label whose box begins at the top left of the page."""

    def __init__(self, page: Pages) -> None:
        self._page = page

    def draw(self, label: str) -> None:
        self.outline(_diamond(_OUTER - _CUT / 2), _CUT)
        _DRAW[label](self)

    def at(self, points: Sequence[Point]) -> list[Point]:
        return [((x + _OUTER) * DOTS_PER_MM, (y + _OUTER) * DOTS_PER_MM) for x, y in points]

    def fill(self, points: Sequence[Point], ink: Ink = "black") -> None:
        self._page.polygon(self.at(points), ink)

    def outline(self, points: Sequence[Point], line: float, ink: Ink = "black") -> None:
        self._page.polygon(self.at(points), ink, fill=False, line=line * DOTS_PER_MM)

    def figure(self, words: str, y: float, ink: Ink = "black") -> None:
        size = _FIGURE * DOTS_PER_MM
        [(x, base)] = self.at([(0, y)])
        x -= self._page.measure(words, size) / 2
        # A figure on black may not bring white of its own.
        self._page.text(x, base, words, size, bold=True, ink=ink)


def _diamond(reach: float) -> list[Point]:
    return [(0, -reach), (reach, 0), (0, reach), (-reach, 0)]


def _inner_line(pen: _Pen) -> None:
    pen.outline(_diamond(_INSIDE - _LINE / math.sqrt(2)), _LINE)


def _nine(pen: _Pen) -> None:
    pen.figure("9", 50)
    pen.fill(_box(-4.6, 51.6, 9.2, 1.3))
    _inner_line(pen)
    stripe = 6.6
    for n in range(7):
        left = (2 * n - 6.5) * stripe
        pen.fill(_stripe(left, left + stripe))


def _nine_with_batteries(pen: _Pen) -> None:
    _nine(pen)
    _batteries(pen)


def _stripe(left: float, right: float) -> list[Point]:
    """Return a stripe from the middle up to the slope of the core, with its point where it has
    one.
    """
    top = [(left, abs(left) - _CORE), (right, abs(right) - _CORE)]
    if left < 0 < right:
        top.insert(1, (0, -_CORE))
    return [*top, (right, -1), (left, -1)]


def _batteries(pen: _Pen) -> None:
    # Three whole ones, and one that is broken across, its upper part fallen aside.
    for left in (-27.0, -15.5, -4.0):
        pen.fill(_box(left, 12, 9.5, 20))
        pen.fill(_box(left + 2.75, 9, 4, 3))
        pen.fill(_box(left, 15.2, 9.5, 1.2), "white")
    pen.fill([(7.5, 32), (7.5, 21), (9.8, 23.4), (12, 20.6), (14.4, 23.6), (17, 21.6), (17, 32)])
    pen.fill(
        [(8.6, 19), (8.9, 12.6), (11, 12.7), (11.1, 10), (14.6, 10.2), (14.5, 12.9), (17.6, 13.1),
         (17.2, 18.6), (14.7, 20.8), (12.3, 17.9), (10.2, 20.6)]
    )  # fmt: skip
    flame = _rounded(
        [(20, 32), (18.4, 27), (20.6, 22), (20.2, 18), (23.2, 21.4), (25.2, 16.4), (26.6, 22),
         (29, 26.4), (27.4, 32)]
    )  # fmt: skip
    pen.fill(flame)
    pen.fill(_rounded([(22, 32), (21.6, 29), (23.4, 25), (25.2, 28.6), (25, 32)]), "white")


def _eight(pen: _Pen) -> None:
    _inner_line(pen)
    reach = _INSIDE
    pen.fill([(-reach, 0), (reach, 0), (0, reach)])
    pen.figure("8", 50, "white")
    _vessel(pen, -1)
    _vessel(pen, 1)
    # The metal, eaten into from above.
    pen.fill(
        [(-36, -10), (-27, -10), (-25.5, -7.4), (-23.4, -9), (-20.6, -6.6), (-17.6, -9.2),
         (-16, -10), (-8, -10), (-8, -4), (-36, -4)]
    )  # fmt: skip
    _hand(pen)


def _vessel(pen: _Pen, side: int) -> None:
    """Draw a test tube that lies aslant and what drips from it, mirrored by `side`."""

    def turned(points: Sequence[Point]) -> list[Point]:
        return [(side * x, y) for x, y in points]

    # Its mouth outwards and low, its round end towards the middle.
    axis, start = math.radians(28), (24.0, -27.0)
    along, across = (-math.cos(axis), -math.sin(axis)), (math.sin(axis), -math.cos(axis))

    def on(a: float, c: float) -> Point:
        return (start[0] + a * along[0] + c * across[0], start[1] + a * along[1] + c * across[1])

    end = [on(21 + 4 * math.sin(t), 4 * math.cos(t)) for t in _steps(0, math.pi)]
    pen.outline(turned([on(0, 4), on(21, 4), *end, on(21, -4), on(0, -4)]), 1.2)
    pen.fill(turned([on(0, -4), on(14, -4), on(0, 1.5)]))
    pen.fill(turned([on(-1.2, 5), on(0.8, 5), on(0.8, -5), on(-1.2, -5)]))
    for down, size in ((5.0, 1.5), (9.5, 1.2), (13.2, 1.0)):
        pen.fill(turned(_drop(24.6, -27 + 3 + down, size)))


def _hand(pen: _Pen) -> None:
    """Draw an open hand, its fingers to the middle, its back eaten into."""
    pen.fill(
        _rounded(
            [(42, -4.4), (42, -10), (31, -10.4), (28.6, -11.2), (27, -8.8), (25, -10), (23.2, -8.2),
             (21.6, -11.4), (17, -11.2), (17, -3.6), (22, -2.8), (30, -3.6)],
            times=2,
        )
    )  # fmt: skip
    for top, tip in ((-11.2, 8.4), (-8.8, 6.6), (-6.4, 8.0)):
        finger = [(20, top), (tip + 0.9, top), (tip, top + 0.95), (tip + 0.9, top + 1.9)]
        pen.fill([*finger, (20, top + 1.9)])
    pen.fill(_rounded([(23, -5.2), (18, -4.6), (10.6, -2.9), (10.9, -1.4), (17, -1.9), (24, -2.6)]))


def _drop(x: float, y: float, size: float) -> list[Point]:
    round_ = [(x + size * math.sin(t), y - size * math.cos(t)) for t in _steps(0.6, 5.68)]
    return [(x, y - 2.2 * size), *round_]


def _box(x: float, y: float, width: float, height: float) -> list[Point]:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def _steps(first: float, last: float, count: int = 16) -> list[float]:
    return [first + (last - first) * n / count for n in range(count + 1)]


def _rounded(points: Sequence[Point], times: int = 3) -> list[Point]:
    """Return a closed outline made round: its corners cut again and again (Chaikin)."""
    shape = list(points)
    for _ in range(times):
        shape = [
            (a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]))
            for a, b in zip(shape, [*shape[1:], shape[0]], strict=True)
            for t in (0.25, 0.75)
        ]
    return shape


_DRAW: dict[str, Callable[[_Pen], None]] = {"9A": _nine_with_batteries, "9": _nine, "8": _eight}
LABELS = frozenset(_DRAW)
