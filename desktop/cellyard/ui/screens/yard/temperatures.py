"""The temperatures of one watched battery: a small curve with its limit, from intake until now."""

import math
from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy

from cellyard.domain.yard.curve import Point
from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.words import _, number
from cellyard.words.times import when

_HEIGHT, _LARGE = 86, 170
_LEFT, _RIGHT = 30, 84
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_TICKS = 4
_ROOM = Decimal("0.5")  # K above and below all that is drawn


class Temperatures(Painted):
    """Readings as a line, the newest with its figure; a look without a reading leaves a hole."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._points: tuple[Point, ...] = ()
        self._limit: Decimal | None = None
        self._now = 0

    def show_points(self, points: Sequence[Point], limit: Decimal | None, now: int) -> None:
        """Show these readings (degC); nothing is drawn twice when nothing changed."""
        shown = (tuple(points), limit, now // 60_000)
        if shown == (self._points, self._limit, self._now // 60_000):
            return
        self._points, self._limit, self._now = tuple(points), limit, now
        read = [p.celsius for p in self._points if p.celsius is not None]
        self.setAccessibleName(_("Temperatures"))
        self.setAccessibleDescription(", ".join(f"{number(t)} °C" for t in read))
        self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(200), look.px(_LARGE if look.large else _HEIGHT)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        read = [p for p in self._points if p.celsius is not None]
        small = look.font("desk_small", tabular=True)
        row = look.line("desk_small")
        if not read:
            words = QRectF(0, 0, self.width(), row)
            draw.line(painter, words, _("No temperature yet"), small, look.colour.text_muted)
            return
        area = QRectF(self.rect()).adjusted(
            look.px(_LEFT), row, -look.px(_RIGHT), -row - look.px(4)
        )
        low, high, step = _scale(read, self._limit)
        self._grid(painter, look, area, (low, high, step))
        self._line(painter, look, area, (low, high))
        self._times(painter, look, area)

    def _grid(
        self, painter: QPainter, look: style.Look, area: QRectF, scale: tuple[int, int, int]
    ) -> None:
        low, high, step = scale
        small, row = look.font("desk_small", tabular=True), look.line("desk_small")
        for tick in range(low, high + 1, step):
            y = _down(area, Decimal(tick), low, high)
            draw.box(painter, QRectF(area.x(), y, area.width(), look.stroke.hair), look.colour.line)
            words = QRectF(0, y - row / 2, area.x() - look.px(6), row)
            draw.line(painter, words, number(tick), small, look.colour.text_muted, align="right")
        if self._limit is None:
            return
        y = _down(area, self._limit, low, high)
        painter.setPen(QPen(look.colour.text, look.px(1.5), Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(area.x(), y), QPointF(area.right(), y))
        words = QRectF(area.right() + look.px(8), y - row, look.px(_RIGHT - 8), row)
        said = _("limit {figure}").format(figure=number(self._limit))
        draw.line(painter, words, said, small, look.colour.text_muted, may_end=True)

    def _line(
        self, painter: QPainter, look: style.Look, area: QRectF, scale: tuple[int, int]
    ) -> None:
        begin = min(p.at for p in self._points)
        # A clock that was set back dates a look in the future: it is drawn at now.
        span = max(1, self._now - begin)
        low, high = scale
        accent = look.colour.accent_line
        painter.setPen(QPen(accent, look.px(2.5)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        piece: list[QPointF] = []
        last: QPointF | None = None
        for point in (*self._points, None):
            if point is None or point.celsius is None:
                painter.drawPolyline(QPolygonF(piece))
                piece = []
                continue
            x = area.x() + area.width() * min(1.0, (point.at - begin) / span)
            last = QPointF(x, _down(area, point.celsius, low, high))
            piece.append(last)
        if last is None:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawEllipse(last, look.px(5), look.px(5))
        newest = next(p.celsius for p in reversed(self._points) if p.celsius is not None)
        bold, row = look.font("small", 600, tabular=True), look.line("small")
        words = QRectF(area.right() + look.px(8), last.y(), look.px(_RIGHT - 8), row)
        draw.line(painter, words, number(newest), bold, look.colour.accent_line, may_end=True)

    def _times(self, painter: QPainter, look: style.Look, area: QRectF) -> None:
        small, muted = look.font("desk_small"), look.colour.text_muted
        row = QRectF(area.x(), self.height() - look.line("desk_small"), area.width(), 0)
        row.setHeight(look.line("desk_small"))
        begin = min(p.at for p in self._points)
        draw.line(painter, row, when(begin, self._now), small, muted)
        draw.line(painter, row, _("now"), small, muted, align="right")


def _down(area: QRectF, celsius: Decimal, low: int, high: int) -> float:
    return area.bottom() - area.height() * float(celsius - low) / (high - low)


def _scale(read: Sequence[Point], limit: Decimal | None) -> tuple[int, int, int]:
    """Return low, high and step of an axis in whole degrees that holds all of it."""
    figures = [p.celsius for p in read if p.celsius is not None]
    figures += [limit] if limit is not None else []
    least, most = min(figures), max(figures)
    step = next((s for s in _STEPS if (most - least) / s < _TICKS - 1), _STEPS[-1])
    low = math.floor(least - _ROOM) // step * step
    high = -(-math.ceil(most + _ROOM) // step) * step
    return low, max(high, low + step), step
