"""The waiting risk over the day: kWh times the hours that it lies here, as one line."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy

from cellyard.jobs.shift_board import HOUR_MS, Point
from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.words import _, clock, number
from cellyard.words.times import local

_HEIGHT, _PAD, _HEAD = 186, 18, 50
_LEFT, _RIGHT = 28, 36  # besides the figures that stand there
_TICKS, _MOST_TIMES = 2, 7


class RiskCurve(Painted):
    """The risk now stands at the end of the line; a day that has just begun shows the figure."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._points: tuple[Point, ...] = ()

    def set_points(self, points: Sequence[Point]) -> None:
        """Show another day, oldest point first."""
        self._points = tuple(points)
        self.setAccessibleName(_("Waiting risk"))
        self.setAccessibleDescription(self._figure())
        self.update()

    def _figure(self) -> str:
        return number(self._points[-1].risk, 0) if self._points else ""

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(480), look.px(_HEIGHT)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, area, pad = look.colour, QRectF(self.rect()), look.px(_PAD)
        draw.box(painter, area, colour.surface, radius=look.radius.card)
        head = QRectF(pad, 0, area.width() - 2 * pad, look.px(_HEAD))
        taken = draw.line(painter, head, _("Waiting risk"), look.font("sub", 600), colour.text)
        unit = head.adjusted(taken + look.px(12), 0, 0, 0)
        words = _("kWh × hours not yet tested or discharged")
        draw.line(painter, unit, words, look.font("small"), colour.text_muted, align="right")
        row = look.line("small")
        foot = look.px(16) + row
        if not self._points:
            return
        step = _step(float(max(p.risk for p in self._points)))
        left = draw.width(number(round(step * _TICKS)), look.font("small")) + look.px(_LEFT)
        right = draw.width(self._figure(), look.font("sub", 600)) + look.px(_RIGHT)
        plot = area.adjusted(left, look.px(_HEAD + 8), -right, -foot)
        self._grid(painter, look, plot, step)
        self._line(painter, look, plot, step * _TICKS)

    def _grid(self, painter: QPainter, look: style.Look, plot: QRectF, step: float) -> None:
        small, muted, row = look.font("small"), look.colour.text_muted, look.line("small")
        for tick in range(_TICKS + 1):
            y = plot.bottom() - plot.height() * tick / _TICKS
            hair = QRectF(plot.x(), y, plot.width(), look.stroke.hair)
            draw.box(painter, hair, look.colour.line)
            words = QRectF(0, y - row / 2, plot.x() - look.px(8), row)
            draw.line(painter, words, number(round(step * tick)), small, muted, align="right")
        first, last = self._points[0].at, self._points[-1].at
        hours = max(1, math.ceil((last - first) / HOUR_MS / _MOST_TIMES)) * HOUR_MS
        across = look.px(72)
        for at in range(first, last + 1, hours):
            x = self._x(plot, at)
            under = QRectF(x - across / 2, plot.bottom() + look.px(8), across, row)
            draw.line(painter, under, clock(local(at)), small, muted, align="centre")

    def _x(self, plot: QRectF, at: int) -> float:
        first, last = self._points[0].at, self._points[-1].at
        return plot.x() + plot.width() * (at - first) / max(1, last - first)

    def _line(self, painter: QPainter, look: style.Look, plot: QRectF, top: float) -> None:
        accent = look.colour.accent_line
        corners = [
            QPointF(self._x(plot, p.at), plot.bottom() - plot.height() * float(p.risk) / top)
            for p in self._points
        ]
        painter.setPen(QPen(accent, look.px(3)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(corners))
        end = corners[-1]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawEllipse(end, look.px(5), look.px(5))
        row = look.line("sub")
        words = QRectF(end.x() + look.px(12), end.y() - row / 2, self.width(), row)
        draw.line(painter, words, self._figure(), look.font("sub", 600), accent)


def _step(most: float) -> float:
    """Return a round step of an axis that holds the most."""
    wanted = max(most, 1.0) / _TICKS
    scale = 10.0 ** math.floor(math.log10(wanted))
    return next((s * scale for s in (1, 2, 2.5, 5, 10) if s * scale >= wanted), 10 * scale)
