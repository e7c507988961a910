"""The shapes of the states, painted from the tokens: octagon, triangle, circle, square."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from cellyard.ui import style
from cellyard.ui.style.tokens import Point, Shape
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.words import _

ShapeName = Literal[
    "stop",
    "caution",
    "check",
    "ok",
    "info",
    "quarantine",
    "unknown",
    "quiet_ok",
    "done",
    "now",
    "todo",
    "half",
    "dot",
]


class _Inks:
    """The inks of one shape: its body, what is cut into the body, and its edge."""

    def __init__(self, name: ShapeName, look: style.Look, *, inverse: bool, ink: QColor | None):
        colour = look.colour
        self.body: QColor | None = None
        match name:
            case "stop" | "caution" | "check" | "ok" | "info" | "quarantine":
                state = look.state(name)
                self.body, self.cut, self.edge = state.solid, state.on_solid, state.mark
                if inverse:
                    self.body, self.cut, self.edge = state.on_solid, state.solid, state.on_solid
            case "unknown" | "quiet_ok":
                self.cut, self.edge = colour.text, colour.text_muted
            case "done" | "half":
                self.cut = self.edge = colour.text
            case "now":
                self.cut = self.edge = colour.accent_line
            case "todo" | "dot":
                self.cut = self.edge = colour.outline
        if ink is not None:
            self.cut = self.edge = ink
        if name == "check" and (inverse or look.theme == "dark"):
            self.body, self.cut = None, self.edge  # hollow where yellow would be lost
        if name == "quarantine":
            self.body, self.cut = (self.cut, self.edge)


def paint_shape(
    painter: QPainter,
    area: QRectF,
    name: ShapeName,
    *,
    inverse: bool = False,
    ink: QColor | None = None,
) -> None:
    """Draw a shape into a square; `inverse` on a ground of its own solid colour.

    `ink` takes the place of the colour of a shape that has none of its own (done, todo, half …).
    """
    look = style.now()
    shape = style.tokens().shape[name]
    inks = _Inks(name, look, inverse=inverse, ink=ink)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.topLeft())
    painter.scale(area.width() / 24, area.height() / 24)
    _body(painter, shape, inks)
    _inside(painter, shape, inks)
    if name == "unknown":
        _question(painter, inks.cut)
    if name == "half":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(inks.cut)
        painter.drawPie(QRectF(4, 4, 16, 16), -90 * 16, 180 * 16)
    painter.restore()


def _body(painter: QPainter, shape: Shape, inks: _Inks) -> None:
    pen = QPen(Qt.PenStyle.NoPen)
    if shape.stroke:
        pen = QPen(inks.edge, shape.stroke)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if shape.dash:
            pen.setDashPattern([part / shape.stroke for part in shape.dash])
    painter.setPen(pen)
    painter.setBrush(inks.body if inks.body is not None else QBrush(Qt.BrushStyle.NoBrush))
    if shape.polygon:
        painter.drawPolygon(_polygon(shape.polygon))
    if shape.circle:
        across, down, radius = shape.circle
        painter.drawEllipse(QPointF(across, down), radius, radius)
    if shape.rect:
        # The border lies inside the box.
        half = shape.stroke / 2
        inner = QRectF(*shape.rect).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(inner, shape.radius, shape.radius)


def _inside(painter: QPainter, shape: Shape, inks: _Inks) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(inks.cut)
    for mark in shape.marks:
        painter.drawRect(QRectF(*mark))
    if shape.dot:
        across, down, radius = shape.dot
        painter.drawEllipse(QPointF(across, down), radius, radius)
    if shape.tick:
        pen = QPen(inks.cut, shape.tick_width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(_polygon(shape.tick))
    if shape.hatch and shape.rect:
        inner = QPainterPath()
        inner.addRect(QRectF(*shape.rect).adjusted(2, 2, -2, -2))
        painter.save()
        painter.setClipPath(inner, Qt.ClipOperation.IntersectClip)
        hatch(painter, QRectF(*shape.rect), inks.cut, *shape.hatch)
        painter.restore()


def hatch(painter: QPainter, area: QRectF, colour: QColor, stripe: float, pitch: float) -> None:
    """Draw stripes at 45 degrees over an area; the caller clips."""
    painter.setPen(QPen(colour, stripe, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    step = pitch * 2**0.5  # the pitch is measured across the stripes
    reach = area.width() + area.height()
    middle = area.x() + area.height() + area.width() / 2 - area.height() / 2
    count = int(reach / step) + 2
    for number in range(-count, count + 1):
        start = middle + number * step
        painter.drawLine(
            QPointF(start + area.height(), area.top() - area.height()),
            QPointF(start - 2 * area.height(), area.bottom() + area.height()),
        )


def _question(painter: QPainter, colour: QColor) -> None:
    font = QFont(style.now().font("small", 600))
    font.setPixelSize(14)  # the painter is scaled to the box of 24
    draw.line(painter, QRectF(2, 2, 20, 20), "?", font, colour, align="centre")


def _polygon(corners: tuple[Point, ...]) -> QPolygonF:
    return QPolygonF([QPointF(across, down) for across, down in corners])


class StateShape(Painted):
    """One shape as a widget, `size` design px wide and high."""

    def __init__(self, shape: ShapeName, size: float = 24, *, inverse: bool = False) -> None:
        super().__init__()
        self._shape: ShapeName = shape
        self._size = size
        self._inverse = inverse

    def set_shape(self, shape: ShapeName) -> None:
        """Show another shape."""
        self._shape = shape
        sign = style.SIGNS.get(shape)
        self.setAccessibleName(_(sign) if sign else "")
        self.anew()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(self._size), look.px(self._size)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        side = look.px(self._size)
        top = (self.height() - side) / 2
        paint_shape(painter, QRectF(0, top, side, side), self._shape, inverse=self._inverse)
