"""Rows to fill in: a small grid of fields, checked cell by cell, repaired where they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from cellyard.ui import form, style
from cellyard.ui.widgets.desk import Choice, Field
from cellyard.ui.widgets.label import Label

_GAP = (8, 4)
_HEAD = 26
# However low the window is, so many rows stay in sight.
_LEAST = 3
# A column may give away so much of its width before the rows are wider than their place.
_NARROWEST = 0.8


@dataclass(frozen=True)
class Cell:
    """A column of the rows: its caption, its share of the width, and what is filled in."""

    title: str
    width: float
    figures: bool = False
    mono: bool = False
    options: tuple[tuple[str, str], ...] = ()


class Rows(QWidget):
    """Values are texts as typed, one tuple a row; nothing is refused while it is typed."""

    changed = Signal()
    current_changed = Signal()

    def __init__(self, cells: Sequence[Cell], *, shown: int) -> None:
        super().__init__()
        self._cells = tuple(cells)
        self._fields: list[list[Field | Choice]] = []
        self._current = -1
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(style.px(_GAP[0]))
        self._grid.setVerticalSpacing(style.px(_GAP[1]))
        for across, cell in enumerate(self._cells):
            self._grid.setColumnStretch(across, round(cell.width))
            self._grid.setColumnMinimumWidth(across, style.px(cell.width * _NARROWEST))
            self._grid.addWidget(Label(cell.title, "desk_body", colour="text_muted"), 0, across)
        self._area = form.scrolled(self._inside)
        pitch = style.now().desk.control + style.px(_GAP[1])
        self._area.setMaximumHeight(style.px(_HEAD) + shown * pitch)
        self._area.setMinimumHeight(style.px(_HEAD) + min(shown, _LEAST) * pitch)
        self._whole = self._area.maximumHeight()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._whole)

    @property
    def current(self) -> int:
        """The row with the focus, or the last that had it; -1 when there is none."""
        return self._current if self._current < len(self._fields) else -1

    def rows(self) -> list[tuple[str, ...]]:
        """Return what is filled in."""
        return [tuple(_text(field) for field in line) for line in self._fields]

    def set_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Fill in other rows."""
        for line in self._fields:
            for field in line:
                field.removeEventFilter(self)
                field.hide()
                field.deleteLater()
        self._fields = []
        self._current = -1
        for row in rows:
            self._append(row)
        self._settle()

    def add(self, row: Sequence[str]) -> None:
        """Append a row and go to what is still to be typed in it."""
        self._append(row)
        self._settle()
        empty = [cell for cell, text in zip(self._fields[-1], row, strict=True) if not text]
        (empty or self._fields[-1])[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def remove(self, number: int) -> None:
        """Take a row out."""
        rows = self.rows()
        del rows[number]
        self.set_rows(rows)
        if rows:
            self._fields[min(number, len(rows) - 1)][0].setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def set_wrong(self, wrong: Mapping[tuple[int, int], str]) -> None:
        """Mark cells (row, column) with what is wrong; all others stand well."""
        for down, line in enumerate(self._fields):
            for across, field in enumerate(line):
                if isinstance(field, Field) and field.wrong != wrong.get((down, across), ""):
                    field.set_wrong(wrong.get((down, across), ""))

    def set_enabled(self, *, enabled: bool) -> None:
        """Let the rows be filled in, or only be read."""
        self._inside.setEnabled(enabled)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._current = next(n for n, line in enumerate(self._fields) if watched in line)
            self._area.ensureWidgetVisible(watched)
            self.current_changed.emit()
        return super().eventFilter(watched, event)

    def _append(self, row: Sequence[str]) -> None:
        down = len(self._fields) + 1
        line = [_field(cell, text) for cell, text in zip(self._cells, row, strict=True)]
        for across, field in enumerate(line):
            field.setAccessibleName(self._cells[across].title)
            field.installEventFilter(self)
            self._grid.addWidget(field, down, across)
            if isinstance(field, Field):
                field.textChanged.connect(self.changed)
            else:
                field.key_changed.connect(self.changed)
        self._fields.append(line)

    def _settle(self) -> None:
        """Let the rows stand at the top, whatever their number."""
        for down in range(self._grid.rowCount()):
            self._grid.setRowStretch(down, 0)
        self._grid.setRowStretch(len(self._fields) + 1, 1)


def _field(cell: Cell, text: str) -> Field | Choice:
    if not cell.options:
        made = Field(text, mono=cell.mono, right=cell.figures)
        made.setMinimumWidth(1)  # its own least width is for a window, not for a cell
        return made
    choice = Choice(cell.options)
    choice.set_key(text)
    choice.setMinimumWidth(1)
    return choice


def _text(field: Field | Choice) -> str:
    return field.text().strip() if isinstance(field, Field) else field.key()
