"""How a row of a table is drawn: its ground, shape, words, and the reason that runs under them."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.shapes import ShapeName, paint_shape
from cellyard.ui.widgets.table_rows import Index, Rows, RowState, TableRow

_PAD = 10
_SHAPES: dict[RowState, ShapeName] = {"stop": "stop", "caution": "caution", "unsent": "half"}


class RowPainter(QStyledItemDelegate):
    """Draws one cell; the first cell of a row also draws its shape and its chosen edge."""

    def __init__(self, model: Rows) -> None:
        super().__init__()
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, area = style.now(), QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue]
        row, column = self._model.rows[index.row()], self._model.columns[index.column()]
        chosen = self._model.chosen == row.key
        painter.save()
        ink = _paint_ground(painter, look, area, row, chosen=chosen)
        if index.column() == 0:
            if chosen:
                edge = QRectF(area.x(), area.y(), look.stroke.selected, area.height())
                draw.box(painter, edge, look.colour.accent_line)
            area = self._paint_shape(painter, look, area, row)
        if row.reason:
            cell = QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue]
            _paint_reason(painter, cell, self._reach(), row.reason, ink)
            area.setHeight(look.desk.row)
        if column.quiet and row.state == "rest":
            ink = look.colour.text_muted
        told = row.state == "stop" and not row.reason
        bold = 600 if told and index.column() == len(row.cells) - 2 else None
        face = look.font("desk_body", bold, mono=column.mono)
        words = area.adjusted(look.px(_PAD), 0, -look.px(_PAD), 0)
        text = row.cells[index.column()] if index.column() < len(row.cells) else ""
        # A figure that ends early is another figure; words may end.
        figure = column.align == "right"
        draw.line(painter, words, text, face, ink, align=column.align, may_end=not figure)
        painter.restore()

    def _reach(self) -> float:
        """Return how wide the whole row is, px."""
        table = self.parent()
        return table.viewport().width() if isinstance(table, QTableView) else 0.0

    def _paint_shape(
        self, painter: QPainter, look: style.Look, area: QRectF, row: TableRow
    ) -> QRectF:
        if not any(other.shape or other.state in _SHAPES for other in self._model.rows):
            return area
        side = look.icon.inline
        shape = row.shape or _SHAPES.get(row.state)
        if shape:
            top = area.y() + (area.height() - side) / 2
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_shape(painter, QRectF(area.x() + look.px(_PAD), top, side, side), shape)
        return area.adjusted(side + look.px(_PAD), 0, 0, 0)


def _paint_reason(painter: QPainter, cell: QRectF, reach: float, reason: str, ink: QColor) -> None:
    """Draw as much of the reason as runs through this cell of a row that is so wide."""
    look = style.now()
    left = look.icon.inline + look.px(2 * _PAD)
    top = cell.y() + look.desk.row - look.px(6)
    row = QRectF(left, top, reach - left - look.px(_PAD), look.line("desk_small"))
    painter.save()
    painter.setClipRect(cell)
    draw.line(painter, row, reason, look.font("desk_small"), ink, may_end=True)
    painter.restore()


def _paint_ground(
    painter: QPainter, look: style.Look, area: QRectF, row: TableRow, *, chosen: bool
) -> QColor:
    """Draw the ground of a cell and its hairline; return the ink to write with."""
    ground, ink = None, look.colour.text
    match row.state:
        case "stop" | "caution":
            state = look.state(row.state)
            ground, ink = state.tint, state.on_tint
        case "unsent" | "muted":
            ink = look.colour.text_muted
        case "rest":
            pass
    if chosen:
        ground = ground or look.colour.raised
    if ground:
        draw.box(painter, area, ground)
    hair = look.stroke.hair
    foot = QRectF(area.x(), area.bottom() - hair, area.width(), hair)
    draw.box(painter, foot, look.colour.line)
    return ink
