"""The line of life: who held a battery, step by step, and where nobody knows."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.ui.widgets.shapes import paint_shape
from cellyard.words import _

_LEFT, _RIGHT = 84, 32  # where the line begins after the names of the lanes, and ends
_TOP, _FOOT = 20, 30
_PITCH = 36
_NODE = 12
_HOLE_FROM = 0.4  # of the way to the next fact, where nobody knows any more
_HOLE_OUT = 15  # the tint reaches out above and below
_PAD = 3  # of the ground under a label


@dataclass(frozen=True)
class LifeNode:
    """One fact in a life: the lane it leads to, its words, its day.

    `hole` are the words of a time before it that nobody can account for; `now` is the end.
    """

    lane: int
    label: str = ""
    day: str = ""
    hole: str = ""
    now: bool = False


class LifeLine(Painted):
    """Lanes are holders; one step line, firm where it is known, dashed on caution where not."""

    def __init__(self, lanes: Sequence[str] = ()) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._lanes = tuple(lanes)
        self._nodes: tuple[LifeNode, ...] = ()
        self._taken: list[QRectF] = []

    def set_life(self, nodes: Sequence[LifeNode], lanes: Sequence[str] | None = None) -> None:
        """Show a life, first fact first."""
        self._nodes = tuple(nodes)
        self._lanes = self._lanes if lanes is None else tuple(lanes)
        self.setAccessibleName(_("Line of life"))
        said = (f"{node.hole}, {node.label}".strip(", ") for node in self._nodes)
        self.setAccessibleDescription("; ".join(said))
        self.anew()

    def measure(self, look: style.Look) -> tuple[float, float]:
        lanes = max(1, len(self._lanes)) * look.px(_PITCH)
        return look.px(480), look.px(_TOP + _FOOT) + lanes

    def paint(self, painter: QPainter, look: style.Look) -> None:
        points = self._points(look)
        self._taken = []
        self._paint_lanes(painter, look)
        self._paint_caution(painter, look)
        self._paint_days(painter, look, points)
        for before, after in zip(range(len(points)), range(1, len(points)), strict=False):
            self._paint_step(painter, look, points[before], points[after], self._nodes[after])
        for point, node in zip(points, self._nodes, strict=True):
            self._paint_node(painter, look, point, node)
        for number in range(1, len(points)):
            self._paint_hole_words(painter, look, points, number)
        for point, node in zip(points, self._nodes, strict=True):
            if not node.now:
                self._place_label(painter, look, point, node.label)

    def _paint_caution(self, painter: QPainter, look: style.Look) -> None:
        face, muted = look.font("desk_small"), look.colour.text_muted
        words = _("time not to scale")
        across = draw.width(words, face) + 1
        area = QRectF(self.width() - across - look.px(4), 0, across, look.line("desk_small"))
        draw.line(painter, area, words, face, muted)
        self._taken.append(area)

    def _lane(self, look: style.Look, lane: int) -> float:
        count = max(1, len(self._lanes))
        pitch = (self.height() - look.px(_TOP + _FOOT)) / count
        return look.px(_TOP) + (lane + 0.5) * pitch

    def _left(self, look: style.Look) -> float:
        face = look.font("desk_body")
        widest = max((draw.width(name, face) for name in self._lanes), default=0)
        return max(look.px(_LEFT), widest + look.px(12))

    def _points(self, look: style.Look) -> list[QPointF]:
        first, last = self._left(look) + look.px(24), self.width() - look.px(_RIGHT)
        count = max(1, len(self._nodes) - 1)
        return [
            QPointF(first + (last - first) * number / count, self._lane(look, node.lane))
            for number, node in enumerate(self._nodes)
        ]

    def _paint_lanes(self, painter: QPainter, look: style.Look) -> None:
        face, down = look.font("desk_body"), look.line("desk_body")
        for number, name in enumerate(self._lanes):
            middle = round(self._lane(look, number))
            left = self._left(look)
            hair = QRectF(left, middle, self.width() - left, look.stroke.hair)
            draw.box(painter, hair, look.colour.line)
            row = QRectF(0, middle - down / 2, left - look.px(8), down)
            draw.line(painter, row, name, face, look.colour.text_muted)

    def _paint_days(self, painter: QPainter, look: style.Look, points: Sequence[QPointF]) -> None:
        face, down = look.font("desk_body"), look.line("desk_body")
        free, top = 0.0, self.height() - down
        for point, node in zip(points, self._nodes, strict=True):
            across = draw.width(node.day, face) + 1
            left = min(point.x() - look.px(6), self.width() - across)
            if not node.day or left < free:
                continue
            hair = QRectF(point.x(), look.px(_TOP), look.stroke.hair, top - look.px(_TOP))
            draw.box(painter, hair, look.colour.line)
            row = QRectF(left, top, across, down)
            draw.line(painter, row, node.day, face, look.colour.text_muted)
            free = left + across + look.px(12)

    def _paint_step(
        self, painter: QPainter, look: style.Look, before: QPointF, after: QPointF, node: LifeNode
    ) -> None:
        firm = QPen(look.colour.text, look.stroke.life)
        firm.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        firm.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(firm)
        corner, half = QPointF(after.x(), before.y()), look.stroke.life / 2 + 1
        for start, end in ((before, corner), (corner, after)):
            stroke = QRectF(start, end).normalized().adjusted(-half, -half, half, half)
            self._taken.append(stroke)
        if not node.hole:
            painter.drawPolyline([before, QPointF(after.x(), before.y()), after])
            return
        start = QPointF(before.x() + (after.x() - before.x()) * _HOLE_FROM, before.y())
        ground = QRectF(start, after).normalized()
        out = look.px(_HOLE_OUT)
        ground.adjust(0, -out, 0, out)
        draw.box(painter, ground, look.state("caution").tint)
        self._taken.append(ground)
        painter.setPen(firm)
        painter.drawLine(before, start)
        dashed = QPen(look.state("caution").mark, look.px(3))
        dashed.setDashPattern([1, 1.6])
        dashed.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(dashed)
        painter.drawLine(start, after)

    def _paint_node(
        self, painter: QPainter, look: style.Look, point: QPointF, node: LifeNode
    ) -> None:
        radius = look.px(_NODE) / 2
        self._taken.append(QRectF(point.x() - radius, point.y() - radius, 2 * radius, 2 * radius))
        if node.now:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour.accent_line)
            painter.drawEllipse(point, radius + 1, radius + 1)
            return
        painter.setPen(QPen(look.colour.text, look.px(3)))
        painter.setBrush(look.colour.surface)
        painter.drawEllipse(point, radius, radius)

    def _paint_hole_words(
        self, painter: QPainter, look: style.Look, points: Sequence[QPointF], number: int
    ) -> None:
        words = self._nodes[number].hole
        if not words:
            return
        before, after = points[number - 1], points[number]
        face, side = look.font("desk_body", 600), look.icon.inline
        down = look.line("desk_body")
        across = side + look.px(6) + draw.width(words, face) + 1
        start = before.x() + (after.x() - before.x()) * _HOLE_FROM
        out = look.px(_HOLE_OUT + 2)
        tops = (min(before.y(), after.y()) - out - down, max(before.y(), after.y()) + out)
        area = self._free(
            look,
            across,
            down,
            [(left, top) for top in tops for left in (start, after.x() - across)],
        )
        if area is None:  # no room for its words: the shape alone, in the hole itself
            middle = QPointF((start + after.x()) / 2, (before.y() + after.y()) / 2)
            square = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
            paint_shape(painter, square, "caution")
            return
        _ground(painter, look, area)
        paint_shape(painter, QRectF(area.x(), area.y(), side, side), "caution")
        row = area.adjusted(side + look.px(6), 0, 0, 0)
        draw.line(painter, row, words, face, look.colour.text)
        self._taken.append(area)

    def _place_label(self, painter: QPainter, look: style.Look, point: QPointF, words: str) -> None:
        """Write a node's words where nothing else stands; the table below has them all."""
        if not words:
            return
        face, down = look.font("desk_body"), look.line("desk_body")
        across, near = draw.width(words, face) + 1, look.px(_NODE)
        spots = (
            (point.x() + near / 2, point.y() - near / 2 - down - 1),
            (point.x() + near, point.y() + look.px(5)),
            (point.x() + near, point.y() - down / 2),
            (point.x() - near - across, point.y() - down / 2),
            (point.x() - near - across, point.y() + look.px(5)),
            (point.x() - near - across, point.y() - near / 2 - down - 1),
        )
        if area := self._free(look, across, down, spots):
            _ground(painter, look, area)
            draw.line(painter, area, words, face, look.colour.text)
            self._taken.append(area)

    def _free(
        self, look: style.Look, across: float, down: float, spots: Sequence[tuple[float, float]]
    ) -> QRectF | None:
        """Return the first of these places where words of this size stand over nothing."""
        left = self._left(look)
        room = QRectF(left, 0, self.width() - left, self.height() - look.line("desk_body"))
        for corner in spots:
            area = QRectF(*corner, across, down)
            if room.contains(area) and not any(area.intersects(other) for other in self._taken):
                return area
        return None


def _ground(painter: QPainter, look: style.Look, area: QRectF) -> None:
    """Lay a ground under words that stand on a plot."""
    pad = look.px(_PAD)
    draw.box(painter, area.adjusted(-pad, 0, pad, 0), look.colour.surface)
