"""A small table: 32 px rows, hairlines, no zebra, no grid; the state of a row is its ground."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelection, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from cellyard.ui import style
from cellyard.ui.widgets.table_paint import RowPainter
from cellyard.ui.widgets.table_rows import Column, Rows, RowState, TableRow

__all__ = ["Column", "RowState", "SmallTable", "TableRow"]


class SmallTable(QTableView):
    """Rows of data as they are; a row is chosen by a press or by the arrow keys."""

    row_chosen = Signal(str)

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self._model = Rows(columns)
        self._asking = True
        painter = RowPainter(self._model)
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

    @property
    def key(self) -> str:
        """The key of the row that is chosen, "" for none."""
        return self._model.chosen

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
            self._model.chosen = key
            self.selectRow(keys.index(key))
        else:
            self._model.chosen = ""
            self.clearSelection()
        self._asking = True
        self.viewport().update()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        rows = self.selectionModel().selectedRows()
        if self._asking and rows:
            self._model.chosen = self._model.rows[rows[0].row()].key
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
