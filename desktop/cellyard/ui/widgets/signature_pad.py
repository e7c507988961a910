"""The pad that a signature is drawn on: by mouse, finger or pen."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QTabletEvent,
)
from PySide6.QtWidgets import QSizePolicy

from cellyard.domain.signature import Point, Stroke
from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted

_LEAST = (420, 200)
_LINE_AT = 0.74  # of the height: letters stand on it, tails hang below
_INK = 3.0
# Nearer points are the shaking of a glove, and only make the sheet longer (1/100 mm).
_NEAR = 15
# Half an hour of scribbling; nobody's name is longer.
_MOST = 20_000


class SignaturePad(Painted):
    """Takes strokes in 1/100 mm of this glass. `changed` after each stroke and each one taken back.

    A finger draws through the mouse events that Qt makes of it; a pen has events of its own.
    `hint` stands on the line while nothing is drawn.
    """

    changed = Signal()

    def __init__(self, hint: str = "") -> None:
        super().__init__()
        self._hint = hint
        self._strokes: list[list[Point]] = []
        self._drawing = False
        self._began: int | None = None  # unknown until this glass is touched
        self._until = 0
        expanding = QSizePolicy.Policy.Expanding
        self.setSizePolicy(expanding, expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(hint)

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """What was drawn: strokes of (across, down, ms since the first touch), in order."""
        return tuple(tuple(stroke) for stroke in self._strokes)

    def put(self, strokes: Sequence[Stroke]) -> None:
        """Show strokes that were drawn before, in place of any others."""
        self._strokes = [list(stroke) for stroke in strokes]
        self._drawing = False
        self._until = strokes[-1][-1][2] if strokes else 0
        self._began = None
        self._tell()

    def undo(self) -> None:
        """Take the last stroke back."""
        if self._strokes:
            self._strokes.pop()
            self._drawing = False  # also one that is under the hand now
            self._tell()

    def clear(self) -> None:
        """Take everything back."""
        if self._strokes:
            self._strokes.clear()
            self._drawing = False
            self._tell()

    # --- hands ------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position(), event.timestamp())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)  # the dots of an ï

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go(event.position(), event.timestamp())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._end()

    def tabletEvent(self, event: QTabletEvent) -> None:
        match event.type():
            case QTabletEvent.Type.TabletPress:
                self._begin(event.position(), event.timestamp())
            case QTabletEvent.Type.TabletMove:
                self._go(event.position(), event.timestamp())
            case _:
                self._end()
        event.accept()  # or Qt would make a mouse of it as well

    def _begin(self, at: QPointF, now: int) -> None:
        if not self._strokes:
            self._began = now
        elif self._began is None:
            self._began = now - self._until  # goes on where it was put
        self._drawing = True
        self._strokes.append([self._point(at, now)])
        self.update()

    def _go(self, at: QPointF, now: int) -> None:
        if not self._drawing or sum(map(len, self._strokes)) >= _MOST:
            return
        point, last = self._point(at, now), self._strokes[-1][-1]
        if max(abs(point[0] - last[0]), abs(point[1] - last[1])) >= _NEAR:
            self._strokes[-1].append(point)
            self.update()

    def _end(self) -> None:
        if self._drawing:
            self._drawing = False
            self._tell()

    def _point(self, at: QPointF, now: int) -> Point:
        """Return a point of the glass, drawn over the edge held at it."""
        x = min(max(at.x(), 0.0), float(self.width()))
        y = min(max(at.y(), 0.0), float(self.height()))
        per_mm = style.now().px_per_mm
        return round(x / per_mm * 100), round(y / per_mm * 100), max(0, now - (self._began or 0))

    def _tell(self) -> None:
        self.update()
        self.changed.emit()

    # --- drawing ----------------------------------------------------------------------------

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(_LEAST[0]), look.px(_LEAST[1])

    def paint(self, painter: QPainter, look: style.Look) -> None:
        area, colour = QRectF(self.rect()), look.colour
        stroke, radius = look.stroke.border, look.radius.control
        draw.box(painter, area, colour.raised, border=colour.outline, stroke=stroke, radius=radius)
        edge, down = look.px(32), area.height() * _LINE_AT
        painter.setPen(QPen(colour.line_strong, look.stroke.border))
        painter.drawLine(QPointF(edge, down), QPointF(area.width() - edge, down))
        if not self._strokes:
            above = QRectF(edge, down - look.px(44), area.width() - 2 * edge, look.px(40))
            draw.line(painter, above, self._hint, look.font("body"), colour.text_muted)
        self._paint_ink(painter, look, colour.text)

    def _paint_ink(self, painter: QPainter, look: style.Look, ink: QColor) -> None:
        pen = QPen(ink, look.px(_INK))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in self._strokes:
            points = [QPointF(x, y) * look.px_per_mm / 100 for x, y, _ in stroke]
            path = QPainterPath(points[0])
            for point in points[1:] or points:
                path.lineTo(point)
            painter.drawPath(path)
