"""How a slot looks in each of its states; cells carry a shape only, bays also word and timer."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.plan_layout import Spot
from cellyard.ui.widgets.plan_zones import Bay, Cell, SlotState
from cellyard.ui.widgets.shapes import ShapeName, hatch, paint_shape
from cellyard.words import _

Mark = Literal["", "chosen", "refused"]

_STATES: dict[SlotState, style.State] = {
    "look": "info",
    "caution": "caution",
    "stop": "stop",
    "closed": "quarantine",
}
_FIGURE_FROM = 40  # px of the design: smaller cells carry no figure


def paint_spot(painter: QPainter, spot: Spot, mark: Mark) -> None:
    """Draw one slot."""
    look = style.now()
    state, area = spot.slot.state, spot.area
    ink = _ground(painter, look, area, state)
    match spot.slot:
        case Cell():
            _inside_cell(painter, look, area, spot.slot)
        case Bay() if spot.small:
            face = look.font("desk_small")
            draw.line(painter, area, spot.slot.code, face, ink, align="centre")
        case Bay():
            _inside_bay(painter, look, area, spot.slot, ink)
    if mark == "refused":
        _cross(painter, look, area)
    if mark == "chosen":
        _choose(painter, look, area, inside=isinstance(spot.slot, Cell))


def _ground(painter: QPainter, look: style.Look, area: QRectF, state: SlotState) -> QColor:
    """Draw the ground and border of a slot; return the ink to write with."""
    colour, stroke = look.colour, look.stroke.border
    match state:
        case "free":
            edge = colour.line_strong if area.height() < look.px(60) else colour.outline
            draw.box(painter, area, border=edge, stroke=look.stroke.desk_border)
            return colour.text_muted
        case "held":
            draw.box(painter, area, border=colour.outline, stroke=stroke, dash=True)
            return colour.text_muted
        case "taken" | "sealed":
            draw.box(painter, area, colour.occupied)
            if state == "sealed":
                _seal(painter, look, area)
            return colour.on_occupied
        case "stop":
            draw.box(painter, area, look.state("stop").solid)
            return look.state("stop").on_solid
        case "look" | "caution" | "closed":
            own = look.state(_STATES[state])
            draw.box(painter, area, own.tint)
            if state == "closed":
                _hatched(painter, look, area)
            draw.box(painter, area, border=own.mark, stroke=stroke)
            return own.on_tint


def _seal(painter: QPainter, look: style.Look, area: QRectF) -> None:
    side = min(area.height() * 0.42, look.px(22))
    corner = area.topRight()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour.text)
    across, down = QPointF(corner.x() - side, corner.y()), QPointF(corner.x(), corner.y() + side)
    painter.drawPolygon(QPolygonF([corner, across, down]))


def _hatched(painter: QPainter, look: style.Look, area: QRectF) -> None:
    """Stripe the rim of a closed slot; its middle stays calm, so that words are read."""
    stripes, own = style.tokens().bay_hatch, look.state("quarantine")
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    colour = style.ink(own.mark, stripes.opacity)
    hatch(painter, area, colour, look.px(stripes.stripe), look.px(stripes.pitch))
    painter.restore()
    rim = min(look.px(7), area.height() / 5)
    draw.box(painter, area.adjusted(rim, rim, -rim, -rim), own.tint)


def _shape(state: SlotState) -> ShapeName | None:
    return _STATES.get(state)


def _inside_cell(painter: QPainter, look: style.Look, area: QRectF, cell: Cell) -> None:
    if shape := _shape(cell.state):
        side = min(area.width() * 0.62, look.px(28))
        square = QRectF(0, 0, side, side)
        square.moveCenter(area.center())
        paint_shape(painter, square, shape, inverse=cell.state == "stop")
    elif cell.state in {"taken", "sealed"} and area.width() >= look.px(_FIGURE_FROM):
        face = look.font("desk_body")
        draw.line(painter, area, cell.figure, face, look.colour.on_occupied, align="centre")


def _inside_bay(painter: QPainter, look: style.Look, area: QRectF, bay: Bay, ink: QColor) -> None:
    shape = _shape(bay.state)
    pad = look.px(10)
    if shape is None and not bay.word:
        row = QRectF(area.x() + pad, area.y() + look.px(5), area.width() - 2 * pad, look.px(20))
        draw.line(painter, row, bay.code, look.font("desk_body"), ink)
        return
    left = area.x() + pad
    if shape:
        side = look.px(30)
        corner = QRectF(left, area.center().y() - side / 2, side, side)
        paint_shape(painter, corner, shape, inverse=bay.state == "stop")
        left += side + look.px(8)
    word = bay.word or (_(style.SIGNS[shape]) if shape else "")
    lines = ((bay.code, False), (word, True), (bay.note, False))
    heights = [look.px(20 if bold else 17) for _text, bold in lines]
    top = area.center().y() - sum(heights) / 2
    for (text, bold), down in zip(lines, heights, strict=True):
        face = look.font("sub", 600) if bold else look.font("desk_small", tabular=True)
        row = QRectF(left, top, area.right() - left - look.px(4), down)
        draw.line(painter, row, text, face, ink, may_end=not bold or shape is None)
        top += down


def _cross(painter: QPainter, look: style.Look, area: QRectF) -> None:
    mark = look.state("stop").mark
    draw.box(painter, area, look.colour.surface, border=mark, stroke=look.stroke.border)
    reach = min(area.width(), area.height()) * 0.26
    middle = area.center()
    painter.setPen(QPen(mark, look.px(3)))
    for way in (1, -1):
        painter.drawLine(
            QPointF(middle.x() - reach, middle.y() - way * reach),
            QPointF(middle.x() + reach, middle.y() + way * reach),
        )


def _choose(painter: QPainter, look: style.Look, area: QRectF, *, inside: bool) -> None:
    accent, stroke = look.colour.accent_line, look.stroke.selected
    gap = look.px(2)
    out = -stroke if inside and area.width() < look.px(_FIGURE_FROM) else stroke + gap
    if inside:
        # A cell has neighbours: the frame takes the gap, and a little of the cell.
        out = look.px(3)
        stroke = min(stroke, look.px(4))
    draw.box(painter, area.adjusted(-out, -out, out, out), border=accent, stroke=stroke)
