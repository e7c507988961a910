"""A limit ruler: the value of a criterion on the grades it would give, with its doubt."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.words import number

_WIDTH, _HEIGHT = 268, 60
_BAND, _TICK, _VALUE = 9, 16, (5, 19)
_WHISKER = 6
# Of the spread of the limits: what is shown beyond them, and at least round the deciding value;
# there the doubt takes a sixth of each half.
_BEYOND, _LEAST_REACH, _DOUBTS = Decimal("0.4"), Decimal("0.12"), 6


class LimitRuler(Painted):
    """Flat bands with letters above, limits below; the whisker is caution where it crosses one.

    `limits` rise from left to right; there is one letter more than limits.
    """

    def __init__(self) -> None:
        super().__init__()
        self._value: Decimal | None = None
        self._doubt: Decimal | None = None
        self._limits: tuple[Decimal, ...] = ()
        self._letters: tuple[str, ...] = ()
        self._zoom = False

    def set_ruler(
        self,
        limits: Sequence[Decimal],
        letters: Sequence[str],
        value: Decimal | None,
        doubt: Decimal | None = None,
        *,
        zoom: bool = False,
    ) -> None:
        """Show a value; None shows the bands alone. `zoom` round the value: the deciding one."""
        if len(letters) != len(limits) + 1:
            raise ValueError("one letter more than limits")
        self._limits, self._letters = tuple(limits), tuple(letters)
        self._value, self._doubt, self._zoom = value, doubt, zoom
        self.setAccessibleName("" if value is None else number(value))
        self.anew()

    @property
    def borderline(self) -> bool:
        """Whether the doubt crosses a limit."""
        if self._value is None or self._doubt is None:
            return False
        low, high = self._value - self._doubt, self._value + self._doubt
        return any(low < limit <= high for limit in self._limits)

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(_WIDTH), look.px(_HEIGHT)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        if not self._limits:
            return
        middle = self.height() / 2
        low, high = self._ends()
        across = float(self.width())

        def x(value: Decimal) -> float:
            return float((value - low) / (high - low)) * across

        self._bands(painter, look, [0.0, *(x(v) for v in self._limits), across], middle)
        self._ticks(painter, look, [x(v) for v in self._limits], middle)
        if self._value is None:
            return
        at = min(max(x(self._value), look.px(3)), across - look.px(3))
        if self._doubt:
            reach = float(self._doubt / (high - low)) * across
            left, right = max(0.0, at - reach), min(across, at + reach)
            state = look.state("caution")
            ink = state.mark if self.borderline else look.colour.outline
            down = look.px(_WHISKER)
            draw.box(painter, QRectF(left, middle - down / 2, right - left, down), ink)
        wide, tall = (look.px(side) for side in _VALUE)
        draw.box(painter, QRectF(at - wide / 2, middle - tall / 2, wide, tall), look.colour.text)

    def _bands(
        self, painter: QPainter, look: style.Look, edges: Sequence[float], middle: float
    ) -> None:
        colour, down = look.colour, look.px(_BAND)
        face, line = look.font("small"), look.line("small")
        for index, letter in enumerate(self._letters):
            left = min(max(edges[index], 0.0), float(self.width()))
            right = min(max(edges[index + 1], 0.0), float(self.width()))
            fill = colour.line if index % 2 else colour.sunken
            draw.box(painter, QRectF(left, middle - down / 2, right - left, down), fill)
            needs = draw.width(letter, face) + 2
            if right - left >= needs:
                row = QRectF((left + right - needs) / 2, 0, needs, line)
                draw.line(painter, row, letter, face, colour.text_muted, align="centre")

    def _ticks(
        self, painter: QPainter, look: style.Look, places: Sequence[float], middle: float
    ) -> None:
        face, line, tall = look.font("small"), look.line("small"), look.px(_TICK)
        hair, free = look.px(1.5), 0.0
        for limit, x in zip(self._limits, places, strict=True):
            if not 0 <= x <= self.width():
                continue
            draw.box(painter, QRectF(x - hair / 2, middle - tall / 2, hair, tall), look.colour.text)
            text = number(limit.normalize() if limit else limit)
            needs = draw.width(text, face) + 2
            left = min(max(x - needs / 2, free), self.width() - needs)
            row = QRectF(left, self.height() - line, needs, line)
            draw.line(painter, row, text, face, look.colour.text_muted, align="centre")
            free = row.right() + look.px(4)

    def _ends(self) -> tuple[Decimal, Decimal]:
        """Return the ends of the scale: all limits, or the nearest ones round the value."""
        limits = list(self._limits)
        low, high = limits[0], limits[-1]
        spread = (high - low) or abs(high) or Decimal(1)
        if self._zoom and self._value is not None:
            value = self._value
            near = min(limits, key=lambda limit: abs(limit - value))
            reach = max(
                abs(value - near), (self._doubt or Decimal(0)) * _DOUBTS, spread * _LEAST_REACH
            )
            middle = (value + near) / 2
            return middle - reach, middle + reach
        most = max(high + spread * _BEYOND * 2, (self._value or high) + spread * _BEYOND)
        return min(Decimal(0), low), min(most, high + 3 * spread)
