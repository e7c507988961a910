"""An icon by itself, for the card that its words stand on."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from cellyard.ui import style
from cellyard.ui.style.icons import paint_icon
from cellyard.ui.widgets.painted import Painted


class Sign(Painted):
    """One icon, `size` design px wide and high, in the middle of its height."""

    def __init__(self, icon: str, size: float) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._icon, self._size = icon, size

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(self._size), look.px(self._size)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        side = look.px(self._size)
        corner = QPointF(0, (self.height() - side) / 2)
        paint_icon(painter, self._icon, corner, side, look.colour.text_muted)
