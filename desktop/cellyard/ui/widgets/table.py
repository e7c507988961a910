"""A small table: 32 px rows, hairlines, no zebra, no grid; the state of a row is its ground."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.draw import Align
from cellyard.ui.widgets.shapes import ShapeName, paint_shape

RowState = Literal["rest", "stop", "caution", "unsent", "muted"]
Index = QModelIndex | QPersistentModelIndex

_PAD = 10
_SHAPES: dict[RowState, ShapeName] = {"stop": "stop", "caution": "caution", "unsent": "half"}
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "centre": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


@dataclass(frozen=True)
class Column:
    """A column: its title, its width in design px (0 takes what is left), how it is set.

    `quiet` stands back: what a row is told apart by stands in another column.
    """

    title: str
    width: float = 0
    align: Align = "left"
    mono: bool = False
    quiet: bool = False


@dataclass(frozen=True)
class TableRow:
    """A row: its key, its words, how it stands, and a shape before the first word.

    With a `reason` it is 50 px high, and the reason runs under its words over the whole width.
    """

    key: str
    cells: tuple[str, ...]
    state: RowState = "rest"
    shape: ShapeName | None = None
    reason: str = ""


class _Model(QAbstractTableModel):
    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: tuple[TableRow, ...] = ()

    def replace(self, rows: Sequence[TableRow]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        cells = self.rows[index.row()].cells
        return cells[index.column()] if index.column() < len(cells) else ""

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN[self.columns[section].align] | Qt.AlignmentFlag.AlignVCenter
        return self.columns[section].title if role == Qt.ItemDataRole.DisplayRole else None


class _Painter(QStyledItemDelegate):
    """Draws one cell; the first cell of a row also draws its shape and its chosen edge."""

    def __init__(self, model: _Model) -> None:
        super().__init__()
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, area = style.now(), QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue]
        row, column = self._model.rows[index.row()], self._model.columns[index.column()]
        table = self.parent()
        chosen = isinstance(table, SmallTable) and table.key == row.key
        painter.save()
        ink = _paint_ground(painter, look, area, row, chosen=chosen)
        if index.column() == 0:
            if chosen:
                edge = QRectF(area.x(), area.y(), look.stroke.selected, area.height())
                draw.box(painter, edge, look.colour.accent_line)
            area = self._paint_shape(painter, look, area, row)
        if row.reason and isinstance(table, SmallTable):
            cell = QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue]
            reach = table.viewport().width()
            _paint_reason(painter, cell, reach, row.reason, ink)
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


class SmallTable(QTableView):
    """Rows of data as they are; a row is chosen by a press or by the arrow keys."""

    row_chosen = Signal(str)

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self._model = _Model(columns)
        self._asking = True
        self.key = ""
        painter = _Painter(self._model)
        painter.setParent(self)
        self.setModel(self._model)
        self.setItemDelegate(painter)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        self._dress()

    def set_rows(self, rows: Sequence[TableRow]) -> None:
        """Show other rows; the chosen one stays chosen if it is still there."""
        self._asking = False
        self._model.replace(rows)
        self._share_down()
        self._asking = True
        self.choose(self.key)

    def choose(self, key: str) -> None:
        """Mark a row without saying so."""
        keys = [row.key for row in self._model.rows]
        self._asking = False
        if key in keys:
            self.key = key
            self.selectRow(keys.index(key))
        else:
            self.key = ""
            self.clearSelection()
        self._asking = True
        self.viewport().update()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        rows = self.selectionModel().selectedRows()
        if self._asking and rows:
            self.key = self._model.rows[rows[0].row()].key
            self.viewport().update()
            self.row_chosen.emit(self.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave letters and figures to the scan line: nothing is found by its first letter."""
        if event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._dress()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _dress(self) -> None:
        look = style.now()
        self.verticalHeader().setDefaultSectionSize(look.desk.row)
        self.verticalHeader().setMinimumSectionSize(look.desk.row)
        head = self.horizontalHeader()
        head.setFont(look.font("desk_small"))
        head.setFixedHeight(look.desk.head)
        self._share()
        self._share_down()

    def _share_down(self) -> None:
        look = style.now()
        for number, row in enumerate(self._model.rows):
            high = look.desk.row_two_lines if row.reason else look.desk.row
            if self.rowHeight(number) != high:
                self.setRowHeight(number, high)

    def _share(self) -> None:
        columns = self._model.columns
        fixed = sum(style.px(column.width) for column in columns)
        open_columns = sum(1 for column in columns if not column.width)
        left = max(0, self.viewport().width() - fixed)
        for number, column in enumerate(columns):
            across = style.px(column.width) if column.width else left // max(1, open_columns)
            self.setColumnWidth(number, across)
