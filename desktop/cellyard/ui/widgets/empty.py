"""An empty place: what is missing, and the one scan that fills it."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from cellyard.ui import style
from cellyard.ui.style.icons import paint_icon
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted

_ICON, _PAD, _TEXT = 40, 18, 74
_HEIGHT = 88


class EmptyHint(Painted):
    """An icon, a title and a sentence on a card."""

    def __init__(self, icon: str, title: str, text: str) -> None:
        super().__init__()
        self._icon, self._words = icon, (title, text)
        self.set_words(title, text)

    def set_words(self, title: str, text: str) -> None:
        """Say something else."""
        self._words = (title, text)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.anew()

    def measure(self, look: style.Look) -> tuple[float, float]:
        title, text = self._words
        words = max(
            draw.width(title, look.font("sub", 600)), draw.width(text, look.font("small")) * 0.55
        )
        return look.px(_TEXT + _PAD) + words, look.px(_HEIGHT)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, area = look.colour, QRectF(self.rect())
        draw.box(painter, area, colour.surface, radius=look.radius.card)
        side = look.px(_ICON)
        corner = QPointF(look.px(_PAD), (area.height() - side) / 2)
        paint_icon(painter, self._icon, corner, side, colour.text_muted)
        title, text = self._words
        left, one = look.px(_TEXT), look.line("sub")
        across = area.width() - left - look.px(_PAD)
        two = draw.paragraph_height(text, "small", across)
        top = (area.height() - one - two) / 2
        row = QRectF(left, top, across, one)
        draw.line(painter, row, title, look.font("sub", 600), colour.text)
        row = QRectF(left, top + one, across, two)
        draw.paragraph(painter, row, text, "small", colour.text_muted)
