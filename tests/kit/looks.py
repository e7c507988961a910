"""Dressing windows in tests, and looking at them: what stands over what, which colour is where."""

from itertools import combinations, product

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QScrollArea,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cellyard import words
from cellyard.ui import style
from cellyard.ui.widgets import draw

LOOKS = list(product(("light", "dark"), words.LANGUAGES, (3.95, 5.6), ("floor", "desk")))
Worn = tuple[style.Theme, words.Language, float, str]
# Both panels, each in both languages, both themes and both classes.
BOTH_PANELS: tuple[Worn, ...] = (
    ("light", "en", 3.95, "desk"),
    ("dark", "zh_CN", 3.95, "floor"),
    ("light", "zh_CN", 5.6, "desk"),
    ("dark", "en", 5.6, "floor"),
)


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


def glass(worn: Worn) -> tuple[int, int]:
    """Return the size of the panel that has so many px in a mm."""
    return (1366, 768) if worn[2] < 4 else (1920, 1080)


def stands(window: QWidget, glass: tuple[int, int], page: str) -> None:
    """Assert that a page is shown whole on a panel: nothing cut, nothing over another."""
    QTest.qWait(10)
    with draw.watched() as said:
        window.grab()
    assert [one for one in said if not one.fits] == [], page
    seen = [one for one in said if not scrolled_away(window, one)]
    assert overlapping(seen) == [], page
    hint = window.minimumSizeHint()
    assert (hint.width() <= glass[0], hint.height() <= glass[1]) == (True, True), page


def scrolled_away(window: QWidget, said: draw.Said) -> bool:
    """Tell whether a text stands where only the hidden part of something scrolled can be."""
    for area in window.findChildren(QAbstractScrollArea):
        if not said.area or not area.isVisible():
            continue
        seen = QRectF(placed(area.viewport(), window))
        whole = seen
        if isinstance(area, QAbstractItemView):
            rows = area.model().rowCount()
            tall = area.rowHeight if isinstance(area, QTableView) else area.sizeHintForRow
            row = max(map(tall, range(rows)), default=0)
            whole = seen.adjusted(0, -row, 0, row)
        elif isinstance(area, QScrollArea) and area.widget():
            whole = QRectF(placed(area.widget(), window))
        if whole.intersects(said.area) and not seen.intersects(said.area):
            return True
    return False


def placed(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


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
    """Return the pairs of texts that stand over each other.

    What runs through the cells of a row is drawn piece by piece: one text at one place.
    """
    inset = 0.5  # half a px of a letter's edge
    placed = [
        (one.text, one.area.adjusted(inset, inset, -inset, -inset)) for one in said if one.area
    ]
    return [
        (a, b)
        for (a, left), (b, right) in combinations(placed, 2)
        if left.intersects(right) and (a, left) != (b, right)
    ]
