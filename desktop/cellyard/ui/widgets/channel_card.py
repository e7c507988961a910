"""The card of a bench channel: what runs there, its three numbers, and how long it still takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Pressable
from cellyard.ui.widgets.shapes import ShapeName, paint_shape

Ground = Literal["rest", "caution", "stop", "free"]

_WIDTH, _LEAST, _HEIGHT, _TALL = 316, 296, 146, 178
_PAD = 18
_BAR = 6
_SPARK = 40


@dataclass(frozen=True)
class CardShown:
    """What a card says. `numbers` are (value, unit) of V, A and degC; `words` stand instead.

    `muted`: the numbers are older than 3 s. `part` (0 to 1) is how far it has come, None for no
    bar; `left` stands beside the bar, or alone at the foot.
    """

    number: str
    state: str
    shape: ShapeName
    what: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    muted: bool = False
    words: str = ""
    part: float | None = None
    left: str = ""
    ground: Ground = "rest"


class ChannelCard(Pressable):
    """Press it to choose its channel; checked means chosen: raised, 4 px accent at the left.

    On a large glass there is room for a spark line of what was drawn so far.
    """

    def __init__(self, shown: CardShown) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._shown = shown
        self._spark: tuple[float, ...] = ()
        self.set_shown(shown)

    def set_shown(self, shown: CardShown) -> None:
        """Say something else; nothing is drawn anew when it is the same."""
        if shown == self._shown and self.accessibleName():
            return
        self._shown = shown
        self.setAccessibleName(f"{shown.number} {shown.state}")
        numbers = ", ".join(f"{value} {unit}" for value, unit in shown.numbers)
        parts = (shown.what, numbers, shown.words, shown.left)
        self.setAccessibleDescription(", ".join(part for part in parts if part))
        self.update()

    def set_spark(self, values: Sequence[float]) -> None:
        """Draw these voltages small, at equal distances; none: no line."""
        if tuple(values) != self._spark:
            self._spark = tuple(values)
            self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(_WIDTH), look.px(_TALL if look.large else _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        look = style.now()
        return QSize(look.px(_LEAST), look.px(_HEIGHT))

    def paint(self, painter: QPainter, look: style.Look) -> None:
        area, shown = QRectF(self.rect()), self._shown
        ink, muted = self._ground(painter, look, area)
        pad = look.px(_PAD)
        inner = area.adjusted(pad, look.px(10), -pad, -look.px(10))
        top = self._head(painter, look, inner, ink)
        row = QRectF(inner.x(), top, inner.width(), look.line("small"))
        draw.line(painter, row, shown.what, look.font("small"), muted, may_end=True)
        if shown.words:
            self._write_words(painter, look, inner, ink)
            return
        if self._spark and inner.height() > look.px(_HEIGHT):
            spark = QRectF(inner.x(), row.bottom() + look.px(6), inner.width(), look.px(_SPARK))
            _paint_spark(painter, look, spark, self._spark)
        foot = QRectF(
            inner.x(), inner.bottom() - look.line("small"), inner.width(), look.line("small")
        )
        self._write_foot(painter, look, foot, ink)
        numbers = look.line("lead")
        self._write_numbers(
            painter,
            look,
            QRectF(inner.x(), foot.top() - numbers - look.px(4), inner.width(), numbers),
            look.colour.text_muted if shown.muted else ink,
        )

    def _ground(self, painter: QPainter, look: style.Look, area: QRectF) -> tuple[QColor, QColor]:
        """Draw the card; return the ink and the muted ink that stand on it."""
        colour, radius = look.colour, look.radius.card
        chosen = self.isChecked()
        fill, ink, muted = colour.surface, colour.text, colour.text_muted
        match self._shown.ground:
            case "caution" | "stop" as name:
                state = look.state(name)
                solid = name == "stop"
                fill = state.solid if solid else state.tint
                ink = muted = state.on_solid if solid else state.on_tint
            case "free":
                edge = colour.line_strong
                stroke = look.stroke.border
                fill = colour.raised if chosen else colour.background
                draw.box(painter, area, fill, border=edge, stroke=stroke, radius=radius, dash=True)
            case "rest":
                fill = colour.raised if chosen else colour.surface
        if self._shown.ground != "free":
            draw.box(painter, area, fill, radius=radius)
        if self.isDown():
            draw.box(painter, area, style.ink(colour.text, 0.08), radius=radius)
        if chosen:
            card = QPainterPath()
            card.addRoundedRect(area, radius, radius)
            painter.save()
            painter.setClipPath(card)
            edge_area = QRectF(area.x(), area.y(), look.stroke.selected, area.height())
            draw.box(painter, edge_area, colour.accent_line)
            painter.restore()
        return ink, muted

    def _head(self, painter: QPainter, look: style.Look, inner: QRectF, ink: QColor) -> float:
        """Write the number and the state; return where they end."""
        shown, line = self._shown, look.line("lead")
        row = QRectF(inner.x(), inner.y(), inner.width(), line)
        taken = draw.line(painter, row, shown.number, look.font("lead"), ink)
        face = look.font("sub", 600)
        side = look.icon.state_list
        room = row.adjusted(taken + look.px(12) + side + look.px(8), 0, 0, 0)
        across = min(draw.width(shown.state, face), room.width())
        draw.line(painter, room, shown.state, face, ink, align="right")
        left = room.right() - across - look.px(8) - side
        shape = QRectF(left, row.y() + (line - side) / 2, side, side)
        paint_shape(painter, shape, shown.shape, inverse=shown.ground == "stop")
        return row.bottom()

    def _write_words(self, painter: QPainter, look: style.Look, inner: QRectF, ink: QColor) -> None:
        room = inner.adjusted(0, look.line("lead") + look.line("small"), 0, 0)
        step: style.Step = "sub"
        if draw.paragraph_height(self._shown.words, step, room.width()) > room.height():
            step = "small"
        down = min(draw.paragraph_height(self._shown.words, step, room.width()), room.height())
        area = QRectF(room.x(), room.bottom() - down, room.width(), down)
        draw.paragraph(painter, area, self._shown.words, step, ink)

    def _write_numbers(self, painter: QPainter, look: style.Look, row: QRectF, ink: QColor) -> None:
        """Write the first number at the left, the last at the right, the others between."""
        face, small = look.font("lead"), look.font("desk_small")
        foot, gap = draw.foot(row.y(), row.height(), face), look.px(3)
        widths = [
            draw.width(value, face) + gap + draw.width(unit, small)
            for value, unit in self._shown.numbers
        ]
        spare = (row.width() - sum(widths)) / max(1, len(widths) - 1)
        left = row.x()
        for (value, unit), across in zip(self._shown.numbers, widths, strict=True):
            taken = draw.at(painter, QPointF(left, foot), value, face, ink)
            unit_at = QPointF(left + taken + gap, foot)
            draw.at(painter, unit_at, unit, small, look.colour.text_muted)
            left += across + spare

    def _write_foot(self, painter: QPainter, look: style.Look, row: QRectF, ink: QColor) -> None:
        shown, face = self._shown, look.font("small")
        if shown.part is None:
            draw.line(painter, row, shown.left, face, ink, may_end=True)
            return
        across = draw.width(shown.left, face)
        draw.line(painter, row, shown.left, face, ink, align="right")
        down = look.px(_BAR)
        track = QRectF(
            row.x(), row.center().y() - down / 2, row.width() - across - look.px(12), down
        )
        draw.box(painter, track, look.colour.sunken)
        track.setWidth(track.width() * min(max(shown.part, 0.0), 1.0))
        draw.box(painter, track, ink)


def _paint_spark(
    painter: QPainter, look: style.Look, area: QRectF, values: Sequence[float]
) -> None:
    low, high = min(values), max(values)
    spread = max(high - low, 1e-6)
    dot = look.px(3)
    inner = area.adjusted(0, dot, -dot, -dot)
    step = inner.width() / max(1, len(values) - 1)
    line = QPolygonF(
        [
            QPointF(
                inner.x() + number * step,
                inner.bottom() - (value - low) / spread * inner.height(),
            )
            for number, value in enumerate(values)
        ]
    )
    painter.setPen(QPen(look.colour.curve_past, look.stroke.curve_past))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(line)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour.text)
    painter.drawEllipse(line.last(), dot, dot)
