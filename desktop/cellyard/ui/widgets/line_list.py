"""A list of lines to choose from: what was found, where to go in Set up, what is abnormal now."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from cellyard.ui import style
from cellyard.ui.style.icons import paint_icon
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.shapes import ShapeName, paint_shape

Index = QModelIndex | QPersistentModelIndex

_LEFT = 18
_AFTER_SIGN = 50


@dataclass(frozen=True)
class Line:
    """One line: a title and up to two more, something at the right, a sign at the left.

    `mark` is the part of the title that was searched, from and to; `head` is a caption that
    cannot be chosen; `quiet` stands back (a step to come).
    """

    key: str
    title: str
    second: str = ""
    third: str = ""
    right: str = ""
    right_second: str = ""
    shape: ShapeName | None = None
    icon: str = ""
    mono: bool = False
    mark: tuple[int, int] = (0, 0)
    head: bool = False
    quiet: bool = False


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Line, ...] = ()

    def replace(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return f"{line.second} {line.third} {line.right} {line.right_second}".strip()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.lines[index.row()].head:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Painter(QStyledItemDelegate):
    """Draws one line."""

    def __init__(self, model: _Model, pad: float) -> None:
        super().__init__()
        self._model = model
        self._pad = pad

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        look = style.now()
        return QSize(1, round(self._height(look, self._model.lines[index.row()])))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, area = style.now(), QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue]
        line, view = self._model.lines[index.row()], self.parent()
        chosen = isinstance(view, LineList) and view.key == line.key and not line.head
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, look, area, chosen=chosen)
        left = _paint_sign(painter, look, area, line)
        down = self._height(look, line) - 2 * look.px(self._pad)
        top = area.y() + (area.height() - down) / 2
        words = QRectF(left, top, area.right() - left - look.px(_LEFT), down)
        _write(painter, look, words, line, chosen=chosen)
        painter.restore()

    def _height(self, look: style.Look, line: Line) -> float:
        more = sum(look.line("small") for text in (line.second, line.third) if text)
        if line.right_second and not line.second:
            more += look.line("small")
        return look.line("sub") + more + 2 * look.px(self._pad)


def _paint_ground(painter: QPainter, look: style.Look, area: QRectF, *, chosen: bool) -> None:
    if chosen:
        draw.box(painter, area, look.colour.raised)
        edge = QRectF(area.x(), area.y(), look.stroke.selected, area.height())
        draw.box(painter, edge, look.colour.accent_line)
    hair = look.stroke.hair
    foot = QRectF(area.x(), area.bottom() - hair, area.width(), hair)
    draw.box(painter, foot, look.colour.line)


def _paint_sign(painter: QPainter, look: style.Look, area: QRectF, line: Line) -> float:
    """Draw the shape or icon; return where the words begin."""
    if not (line.shape or line.icon):
        return area.x() + look.px(_LEFT)
    side = look.icon.inline if line.shape == "done" or line.icon else look.icon.state_list
    middle = area.x() + look.px(27)
    corner = QPointF(middle - side / 2, area.y() + (area.height() - side) / 2)
    if line.shape:
        paint_shape(painter, QRectF(corner.x(), corner.y(), side, side), line.shape)
    else:
        paint_icon(painter, line.icon, corner, side, look.colour.text_muted)
    return area.x() + look.px(_AFTER_SIGN)


def _write(painter: QPainter, look: style.Look, words: QRectF, line: Line, *, chosen: bool) -> None:
    colour = look.colour
    one, two = look.line("sub"), look.line("small")
    ink = colour.text_muted if line.quiet or line.head else colour.text
    small = look.font("small")
    title = QRectF(words.x(), words.y(), words.width(), one)
    right = draw.width(line.right, look.font("small", 600)) + look.px(8) if line.right else 0
    if line.right:
        bold = look.font("small", 600 if line.right_second else 400)
        right_ink = colour.text if line.right_second else colour.text_muted
        draw.line(painter, title, line.right, bold, right_ink, align="right")
    face = look.font("sub", 600 if chosen and not line.mono else 400, mono=line.mono)
    if line.head:
        face = small
    room = title.adjusted(0, 0, -right, 0)
    draw.line(painter, room, line.title, face, ink, may_end=True)
    if line.mark[1] > line.mark[0]:
        _underline(painter, look, room, line, face)
    second = QRectF(words.x(), title.bottom(), words.width(), two)
    taken = draw.width(line.right_second, small) + look.px(8) if line.right_second else 0
    draw.line(painter, second, line.right_second, small, colour.text_muted, align="right")
    second_ink = colour.text if line.third else colour.text_muted
    room = second.adjusted(0, 0, -taken, 0)
    draw.line(painter, room, line.second, small, second_ink, may_end=True)
    second.translate(0, two)
    draw.line(painter, second, line.third, small, colour.text_muted, may_end=True)


def _underline(painter: QPainter, look: style.Look, room: QRectF, line: Line, face: QFont) -> None:
    start, end = line.mark
    left = room.x() + draw.width(line.title[:start], face)
    across = draw.width(line.title[start:end], face)
    bold = QFont(face)
    bold.setWeight(QFont.Weight.Bold)
    foot = draw.foot(room.y(), room.height(), face)
    draw.at(painter, QPointF(left, foot), line.title[start:end], bold, look.colour.text)
    top = room.bottom() - look.px(1)
    draw.box(painter, QRectF(left, top, across, look.px(3)), look.colour.accent_line)


class LineList(QListView):
    """Lines as high as what they say; `pad` design px above and below."""

    line_chosen = Signal(str)

    def __init__(self, *, pad: float = 14) -> None:
        super().__init__()
        self._model = _Model()
        self._asking = True
        self.key = ""
        painter = _Painter(self._model, pad)
        painter.setParent(self)
        self.setModel(self._model)
        self.setItemDelegate(painter)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines; the chosen one stays chosen if it is still there.

        The same lines again leave everything where it is, also what was scrolled to.
        """
        if tuple(lines) != self._model.lines:
            self._asking = False
            self._model.replace(lines)
            self._asking = True
        self.choose(self.key)

    def choose(self, key: str) -> None:
        """Mark a line without saying so."""
        keys = [line.key for line in self._model.lines]
        self._asking = False
        if key and key in keys:
            self.key = key
            self.setCurrentIndex(self._model.index(keys.index(key)))
        else:
            self.key = ""
            self.clearSelection()
        self._asking = True
        self.viewport().update()

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a line into sight, with a whole line at the top: a cut one is read wrongly."""
        super().scrollTo(index, hint)
        first = self.visualRect(self.indexAt(QPoint(1, 1)))
        if first.top() < 0:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + first.bottom() + 1)

    def height_of_all(self) -> int:
        """Return the px that all lines take down."""
        return sum(self.sizeHintForRow(row) for row in range(self._model.rowCount()))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        rows = self.selectionModel().selectedRows()
        if self._asking and rows:
            self.key = self._model.lines[rows[0].row()].key
            self.viewport().update()
            self.line_chosen.emit(self.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave letters and figures to the scan line: nothing is found by its first letter."""
        if event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.scheduleDelayedItemsLayout()
        super().changeEvent(event)
