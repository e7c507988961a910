"""Choosing one of many with gloves, keys or a scan: tiles with numbers, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QWidget

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.keycap import keycap_width, paint_keycap
from cellyard.ui.widgets.painted import Pressable

_PAD = 20


@dataclass(frozen=True)
class Option:
    """One thing to choose: its key, its name and what is with it."""

    key: str
    text: str
    second: str = ""


class NumberedTile(Pressable):
    """A tile with the figure that chooses it; checked is what Enter takes."""

    def __init__(self, figure: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.option: Option | None = None
        self._figure = figure

    def set_option(self, option: Option) -> None:
        """Offer something."""
        self.option = option
        self.setAccessibleName(option.text)
        self.setAccessibleDescription(option.second)
        self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(160), look.floor.touch

    def paint(self, painter: QPainter, look: style.Look) -> None:
        if self.option is None:
            return
        colour, area = look.colour, QRectF(self.rect())
        fill = colour.sunken if self.isDown() else colour.raised
        edge = colour.accent_line if self.isChecked() else colour.outline
        stroke = look.stroke.selected if self.isChecked() else look.stroke.border
        draw.box(painter, area, fill, border=edge, stroke=stroke, radius=look.radius.control)
        pad = look.px(_PAD)
        right = area.right() - pad
        cap = keycap_width(look, self._figure)
        if cap:
            paint_keycap(painter, right, area.height() / 2, self._figure, colour.text)
            right -= cap + look.px(12)
        one = look.line("body")
        two = look.line("small") if self.option.second else 0
        top = (area.height() - one - two) / 2
        row = QRectF(pad, top, right - pad, one)
        face = look.font("body", 600)
        draw.line(painter, row, self.option.text, face, colour.text, may_end=True)
        row = QRectF(pad, top + one, right - pad, two)
        muted, small = colour.text_muted, look.font("small")
        draw.line(painter, row, self.option.second, small, muted, may_end=True)


class Picker(QWidget):
    """A grid of numbered tiles, filled column by column; `last` stands at the end of each page."""

    chosen = Signal(str)
    moved = Signal()

    def __init__(self, columns: int, rows: int, *, marks: bool = True) -> None:
        super().__init__()
        self._marks = marks
        self._columns, self._rows = columns, rows
        self._options: tuple[Option, ...] = ()
        self._last: Option | None = None
        self._page = self._here = 0
        self._mark_last = False
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(style.now().floor.gap)
        self.tiles = [NumberedTile(str(n + 1)) for n in range(columns * rows)]
        for number, tile in enumerate(self.tiles):
            column, row = divmod(number, rows)
            layout.addWidget(tile, row, column)
            layout.setColumnStretch(column, 1)
            policy = tile.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            tile.setSizePolicy(policy)
            tile.clicked.connect(lambda _checked=False, n=number: self._press(n))
        layout.setRowStretch(rows, 1)

    def set_options(
        self,
        options: Sequence[Option],
        last: Option | None = None,
        *,
        mark_last: bool = False,
    ) -> None:
        """Offer other things; the first of them is marked, or the one at the end."""
        if (tuple(options), last) == (self._options, self._last):
            return
        self._options, self._last = tuple(options), last
        self._page = self._here = 0
        self._mark_last = mark_last
        self._show()

    @property
    def current(self) -> Option | None:
        """What Enter takes."""
        return self.tiles[self._here].option

    @property
    def page(self) -> tuple[int, int, int]:
        """The first and last option on this page, from 1, and how many there are."""
        room = self._room()
        first = self._page * room
        return first + 1, min(first + room, len(self._options)), len(self._options)

    def more(self) -> None:
        """Turn to the next page, after the last to the first."""
        room = self._room()
        self._page = (self._page + 1) % max(1, -(-len(self._options) // room))
        self._show()

    def digit(self, figure: int) -> bool:
        """Choose by number; False when nothing has that number."""
        if not 1 <= figure <= len(self.tiles) or self.tiles[figure - 1].option is None:
            return False
        self._press(figure - 1)
        return True

    def arrow(self, key: int) -> bool:
        """Move the highlight; False when the key is no arrow."""
        steps = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Left: -self._rows,
            Qt.Key.Key_Right: self._rows,
        }
        if key not in steps:
            return False
        there = self._here + steps[Qt.Key(key)]
        if 0 <= there < len(self.tiles) and self.tiles[there].option is not None:
            self._here = there
            self._mark()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Right) and len(self._options) > self._room():
            self.more()
        return True

    def _room(self) -> int:
        return len(self.tiles) - (self._last is not None)

    def _press(self, number: int) -> None:
        self._here = number
        self._mark()
        option = self.tiles[number].option
        if option:
            self.chosen.emit(option.key)

    def _show(self) -> None:
        room = self._room()
        shown = [*self._options[self._page * room : (self._page + 1) * room]]
        if self._last:
            shown.append(self._last)
        for number, tile in enumerate(self.tiles):
            tile.setVisible(number < len(shown))
            if number < len(shown):
                tile.set_option(shown[number])
            else:
                tile.option = None
        self._here = len(shown) - 1 if self._mark_last and shown else 0
        self._mark()

    def _mark(self) -> None:
        for number, tile in enumerate(self.tiles):
            here = self._marks and number == self._here
            tile.setChecked(here and tile.option is not None)
        self.moved.emit()
