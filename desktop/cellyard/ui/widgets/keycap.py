"""The cap of a key, drawn on the button that it presses."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QPainter

from cellyard.ui import style
from cellyard.ui.widgets import draw

_PAD = 8
_HEIGHT = 25


def keycap_width(look: style.Look, key: str) -> float:
    """Return the px that the cap takes, 0 without a key."""
    return draw.width(key, _face(look)) + 2 * look.px(_PAD) if key else 0


def paint_keycap(painter: QPainter, right: float, middle: float, key: str, ink: QColor) -> None:
    """Draw the cap with its right edge and its middle line at these px."""
    look = style.now()
    across, down = keycap_width(look, key), look.px(_HEIGHT)
    area = QRectF(right - across, middle - down / 2, across, down)
    edge = style.ink(ink, 0.7)
    draw.box(painter, area, border=edge, stroke=look.stroke.desk_border, radius=look.radius.chip)
    draw.line(painter, area, key, _face(look), style.ink(ink, style.QUIET), align="centre")


def _face(look: style.Look) -> QFont:
    return look.font("desk_small", 600)
