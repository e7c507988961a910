"""Dressing windows in tests, and looking at them: what stands over what, which colour is where."""

from itertools import combinations, product

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cellyard import words
from cellyard.ui import style
from cellyard.ui.widgets import draw

LOOKS = list(product(("light", "dark"), words.LANGUAGES, (3.95, 5.6), ("floor", "desk")))
Worn = tuple[style.Theme, words.Language, float, str]


def dress(
    theme: style.Theme = "light",
    language: words.Language = "en",
    px_per_mm: float = 4.0,
    *,
    desk: bool = False,
    glass_mm: float = 345,
) -> style.Look:
    """Dress the application that pytest-qt has started."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    words.use(language)
    return style.use(app, theme, language, px_per_mm, desk=desk, glass_mm=glass_mm)


def shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    widget.resize(widget.sizeHint().expandedTo(widget.minimumSizeHint()))
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def colour_at(widget: QWidget, point: QPoint) -> str:
    image: QImage = widget.grab().toImage()
    return QColor(image.pixel(point)).name()


def overlapping(said: list[draw.Said]) -> list[tuple[str, str]]:
    """Return the pairs of texts that stand over each other."""
    inset = 0.5  # half a px of a letter's edge
    placed = [
        (one.text, one.area.adjusted(inset, inset, -inset, -inset)) for one in said if one.area
    ]
    return [(a, b) for (a, left), (b, right) in combinations(placed, 2) if left.intersects(right)]
