"""What to scan now, large: the one thing to do while nothing else is."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from cellyard.ui import style
from cellyard.ui.style.icons import paint_icon
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted

_ICON, _TEXT, _HEIGHT = 96, 124, 120


class Invitation(Painted):
    """A large icon in the accent, what to do in letters for 1.5 m, and a sentence under it."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self._words = ("", "")

    def set_words(self, title: str, text: str) -> None:
        """Say what to do, and what goes with it."""
        self._words = (title, text)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        title = draw.width(self._words[0], look.font("readout"))
        return look.px(_TEXT) + title + 2, look.px(_HEIGHT)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        side = look.px(_ICON)
        corner = QPointF(0, (self.height() - side) / 2)
        paint_icon(painter, self._icon, corner, side, look.colour.accent_line)
        left, one, two = look.px(_TEXT), look.line("readout"), look.line("body")
        across = self.width() - left
        top = (self.height() - one - two) / 2
        title, text = self._words
        row = QRectF(left, top, across, one)
        draw.line(painter, row, title, look.font("readout"), look.colour.text)
        row = QRectF(left, top + one, across, two)
        draw.line(painter, row, text, look.font("body"), look.colour.text_muted)
