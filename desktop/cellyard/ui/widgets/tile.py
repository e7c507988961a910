"""A tile: one person, printer or bench to choose among others."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Pressable

_PAD = 20


class Tile(Pressable):
    """Two lines, 80 high; checked means chosen: a frame of 4 px in the accent."""

    def __init__(self, text: str, second: str = "") -> None:
        super().__init__()
        self.setCheckable(True)
        self._words = ("", "")
        self.set_words(text, second)

    def set_words(self, text: str, second: str = "") -> None:
        """Name it and say what is with it."""
        self._words = (text, second)
        self.setAccessibleName(text)
        self.setAccessibleDescription(second)
        self.anew()

    def set_not_here(self, reason: str) -> None:
        """Let it not be chosen, and say why."""
        self.setEnabled(False)
        self.set_words(self._words[0], reason)

    def set_here(self, second: str = "") -> None:
        """Let it be chosen again."""
        self.setEnabled(True)
        self.set_words(self._words[0], second)

    def measure(self, look: style.Look) -> tuple[float, float]:
        text, second = self._words
        words = max(
            draw.width(text, look.font("lead")),
            draw.width(second, look.font("small")),
        )
        return words + 2 + 2 * look.px(_PAD), look.floor.touch

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, area = look.colour, QRectF(self.rect())
        fill = colour.raised if self.isEnabled() else colour.sunken
        fill = colour.sunken if self.isDown() else fill
        edge = colour.accent_line if self.isChecked() else colour.outline
        stroke = look.stroke.selected if self.isChecked() else look.stroke.border
        border = edge if self.isEnabled() else None
        draw.box(painter, area, fill, border=border, stroke=stroke, radius=look.radius.control)
        text, second = self._words
        one, two = look.line("lead"), look.line("small") if second else 0
        across = area.width() - 2 * look.px(_PAD)
        top = (area.height() - one - two) / 2
        ink = colour.text if self.isEnabled() else colour.text_disabled
        first = QRectF(look.px(_PAD), top, across, one)
        draw.line(painter, first, text, look.font("lead"), ink, may_end=True)
        under = QRectF(look.px(_PAD), top + one, across, two)
        draw.line(painter, under, second, look.font("small"), colour.text_muted)
