"""Bars: how much of a limit is used, and how far a long job has come."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.ui.widgets.shapes import paint_shape

NEAR = 0.92  # from here on a limit is near
_BAR = 8
_LEAST = 62
_SHAPE = 18


def paint_limit_bar(painter: QPainter, area: QRectF, part: float, *, near: bool) -> None:
    """Draw a bar 8 px high in the middle of an area; near its limit it is cautioned.

    The triangle stands left of the bar, in room the caller has left (20 px of the design).
    """
    look = style.now()
    down = look.px(_BAR)
    track = QRectF(area.x(), area.y() + (area.height() - down) / 2, area.width(), down)
    draw.box(painter, track, look.colour.sunken)
    track.setWidth(track.width() * min(max(part, 0.0), 1.0))
    draw.box(painter, track, look.state("caution").solid if near else look.colour.outline)
    if near:
        side = look.px(_SHAPE)
        top = area.y() + (area.height() - side) / 2 - look.px(1)
        paint_shape(painter, QRectF(area.x() - side, top, side, side), "caution")


class LimitBar(Painted):
    """The part of a limit that is used (kWh or t, whichever is nearer); figures stand beside."""

    def __init__(self, part: float = 0.0, *, near: bool | None = None) -> None:
        super().__init__()
        self._part = part
        self._near = near

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(_LEAST + _SHAPE + 2), look.line("small")

    def paint(self, painter: QPainter, look: style.Look) -> None:
        near = self._part >= NEAR if self._near is None else self._near
        area = QRectF(self.rect()).adjusted(look.px(_SHAPE + 2), 0, 0, 0)
        paint_limit_bar(painter, area, self._part, near=near)


class Progress(Painted):
    """What is being done, how far it is, and what it waits for; no spinner."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._words = self._waiting = ""
        self._part = 0.0

    def set_counted(self, words: str, done: int, total: int) -> None:
        """Show a counted job; the caller writes the figures into the words."""
        self._words, self._waiting = words, ""
        self._part = done / total if total else 0.0
        self.setAccessibleName(words)
        self.update()

    def set_waiting(self, words: str) -> None:
        """Say what it waits for and for how long already; the bar stays as it is."""
        self._waiting = words
        self.setAccessibleDescription(words)
        self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        across = max(
            draw.width(self._words, look.font("small", 600)),
            draw.width(self._waiting, look.font("small")) + look.px(24),
        )
        return max(across + 2, look.px(240)), 2 * look.line("small") + look.px(_BAR + 16)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        one, across = look.line("small"), self.width()
        row = QRectF(0, 0, across, one)
        draw.line(painter, row, self._words, look.font("small", 600), look.colour.text)
        track = QRectF(0, one + look.px(6), across, look.px(_BAR))
        draw.box(painter, track, look.colour.sunken)
        track.setWidth(across * min(max(self._part, 0.0), 1.0))
        draw.box(painter, track, look.colour.text)
        if self._waiting:
            side, top = look.icon.state_lamp, one + look.px(_BAR + 14)
            shape = QRectF(0, top + (one - side) / 2, side, side)
            paint_shape(painter, shape, "half")
            row = QRectF(side + look.px(8), top, across - side - look.px(8), one)
            draw.line(painter, row, self._waiting, look.font("small"), look.colour.text_muted)
