"""What a table holds: its columns, its rows with how each stands, and Qt's way to read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from cellyard.ui.widgets.draw import Align
from cellyard.ui.widgets.shapes import ShapeName

RowState = Literal["rest", "stop", "caution", "unsent", "muted"]
Index = QModelIndex | QPersistentModelIndex

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


class Rows(QAbstractTableModel):
    """The rows of one table; `chosen` is the key of the one that is, "" for none."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: tuple[TableRow, ...] = ()
        self.chosen = ""

    def replace(self, rows: Sequence[TableRow]) -> None:
        """Hold other rows."""
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
