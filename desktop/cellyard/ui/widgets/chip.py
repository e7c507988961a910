"""A chip: a state as shape and word on its tint; states only, never a filter."""

from typing import Literal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QSizePolicy

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.ui.widgets.shapes import ShapeName, paint_shape
from cellyard.words import _

ChipKind = Literal[
    "stop", "caution", "check", "ok", "quarantine", "info", "unknown", "quiet", "half"
]

_PAD = 8


class Chip(Painted):
    """Shape and word, 32 high on the floor and 24 at the desk; word "" is the state's own."""

    def __init__(self, kind: ChipKind, word: str = "", *, desk: bool = False) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._desk = desk
        self._kind: ChipKind = kind
        self._word = word
        self.set(kind, word)

    def set(self, kind: ChipKind, word: str = "") -> None:
        """Show another state."""
        self._kind, self._word = kind, word
        self.setAccessibleName(self.word)
        self.anew()

    @property
    def word(self) -> str:
        return self._word or (_(style.SIGNS[self._kind]) if self._kind in style.SIGNS else "")

    def measure(self, look: style.Look) -> tuple[float, float]:
        shape, gap = self._lengths(look)
        across = shape + gap + draw.width(self.word, self._face(look)) + 2 * look.px(_PAD) + 4
        return across, look.desk.chip if self._desk else look.floor.chip

    def paint(self, painter: QPainter, look: style.Look) -> None:
        ground, ink, shape_name = self._dress(look)
        area = QRectF(self.rect())
        draw.box(painter, area, ground, radius=look.radius.chip)
        side, gap = self._lengths(look)
        left = look.px(_PAD)
        shape = QRectF(left, (area.height() - side) / 2, side, side)
        paint_shape(painter, shape, shape_name)
        words = area.adjusted(left + side + gap, 0, -look.px(_PAD) + 2, 0)
        draw.line(painter, words, self.word, self._face(look), ink)

    def _dress(self, look: style.Look) -> tuple[QColor, QColor, ShapeName]:
        match self._kind:
            case "unknown":
                return look.colour.sunken, look.colour.text, "unknown"
            case "quiet":
                return look.colour.sunken, look.colour.text, "quiet_ok"
            case "half":
                return look.colour.sunken, look.colour.text, "half"
            case kind:
                state = look.state(kind)
                return state.tint, state.on_tint, kind

    def _lengths(self, look: style.Look) -> tuple[float, float]:
        if self._desk:
            return look.icon.state_chip_desk, look.px(6)
        return look.icon.state_chip, look.px(8)

    def _face(self, look: style.Look) -> QFont:
        return look.font("desk_small" if self._desk else "small", 600)
