"""A hairline between things that stand side by side."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted


class Upright(Painted):
    """One px wide, as high as its row."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.stroke.hair, 1

    def paint(self, painter: QPainter, look: style.Look) -> None:
        draw.box(painter, QRectF(self.rect()), look.colour.line_strong)
