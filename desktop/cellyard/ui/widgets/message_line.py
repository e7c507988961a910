"""The message line: one sentence where the eye already is; its space is always there."""

from typing import Literal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.ui.widgets.shapes import ShapeName, paint_shape

Said = Literal["note", "caution", "wrong"]
MessageKind = Said | Literal["empty"]

_TEXT = 50
_LEAST = 320


class MessageLine(Painted):
    """What is first in 600, then what to do. A long sentence takes two lines.

    40 high always; in Chinese as much more as its two lines need. Empty it is no bar: its space
    stays, and nothing is drawn.
    """

    def __init__(self) -> None:
        super().__init__()
        self._kind: MessageKind = "empty"
        self._first = self._then = ""

    @property
    def kind(self) -> MessageKind:
        return self._kind

    @property
    def words(self) -> str:
        return f"{self._first} {self._then}".strip()

    def clear(self) -> None:
        """Say nothing; the space stays."""
        self._set("empty", "", "")

    def note(self, first: str, then: str = "") -> None:
        """Say what was done."""
        self._set("note", first, then)

    def caution(self, first: str, then: str = "") -> None:
        """Say what somebody should look at."""
        self._set("caution", first, then)

    def wrong(self, first: str, then: str = "") -> None:
        """Say what is wrong and what to do."""
        self._set("wrong", first, then)

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(_LEAST), max(look.floor.message_line, 2 * look.line("small"))

    def paint(self, painter: QPainter, look: style.Look) -> None:
        if self._kind == "empty":
            return
        ground, ink, shape = self._dress(look, self._kind)
        area = QRectF(self.rect())
        draw.box(painter, area, ground, radius=look.radius.control)
        side = look.icon.inline if shape == "done" else look.icon.state_list
        corner = QRectF(look.px(26) - side / 2, (area.height() - side) / 2, side, side)
        paint_shape(painter, corner, shape, inverse=self._kind == "wrong")
        words = area.adjusted(look.px(_TEXT), 0, -look.px(12), 0)
        bold, plain = look.font("small", 600), look.font("small")
        first = draw.width(self._first, bold)
        gap = look.px(12) if self._first and self._then else 0
        if first + gap + draw.width(self._then, plain) <= words.width():
            draw.line(painter, words, self._first, bold, ink)
            draw.line(painter, words.adjusted(first + gap, 0, 0, 0), self._then, plain, ink)
        elif self._then and first <= words.width():
            half = words.height() / 2
            draw.line(painter, words.adjusted(0, 0, 0, -half), self._first, bold, ink)
            draw.line(painter, words.adjusted(0, half, 0, 0), self._then, plain, ink)
        else:
            down = draw.paragraph_height(self.words, "small", words.width())
            spare = max(0.0, (words.height() - down) / 2)
            draw.paragraph(painter, words.adjusted(0, spare, 0, 0), self.words, "small", ink)

    def _dress(self, look: style.Look, kind: Said) -> tuple[QColor, QColor, ShapeName]:
        match kind:
            case "note":
                return look.colour.sunken, look.colour.text, "done"
            case "caution":
                state = look.state("caution")
                return state.tint, state.on_tint, "caution"
            case "wrong":
                state = look.state("stop")
                return state.solid, state.on_solid, "stop"

    def _set(self, kind: MessageKind, first: str, then: str) -> None:
        self._kind, self._first, self._then = kind, first, then
        self.setAccessibleName(self.words)
        self.update()
