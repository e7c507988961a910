"""Icons as glyphs of the two fonts that QtAwesome ships: `ph.` Phosphor and `mdi6.` Material.

QtAwesome itself takes 0.35 s to import and load all of its eleven fonts, a third of our whole
start; its two font files and their tables are read directly instead (about 10 ms).
"""

import importlib.util
from functools import cache
from pathlib import Path

import msgspec
from PySide6.QtCore import QPointF
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QIcon,
    QPainter,
    QPainterPath,
    QPixmap,
    QRawFont,
    QTransform,
)

_FONTS = {
    "ph": ("phosphor-[0-9]*.ttf", "phosphor-charmap-*.json"),
    "mdi6": ("materialdesignicons6-webfont-[0-9]*.ttf", "materialdesignicons6-webfont-charmap-*"),
}
_EM = 256  # px at which outlines are taken; they are scaled down when drawn


class _IconFont:
    """One icon font: its outlines and its names."""

    def __init__(self, prefix: str) -> None:
        found = importlib.util.find_spec("qtawesome")
        if found is None or found.origin is None:
            raise FileNotFoundError("QtAwesome is not installed; its fonts are needed")
        folder = Path(found.origin).parent / "fonts"
        glyphs, table = _FONTS[prefix]
        self.raw = QRawFont(str(next(iter(sorted(folder.glob(glyphs))))), _EM)
        source = next(iter(sorted(folder.glob(table)))).read_bytes()
        self.points = msgspec.json.decode(source, type=dict[str, str])

    def outline(self, name: str) -> QPainterPath:
        character = chr(int(self.points[name], 16))
        return self.raw.pathForGlyph(self.raw.glyphIndexesForString(character)[0])


@cache
def _icon_font(prefix: str) -> _IconFont:
    return _IconFont(prefix)


@cache
def outline(name: str) -> QPainterPath:
    """Return the outline of e.g. `ph.printer` in a box of 1 x 1; KeyError if there is none."""
    prefix, _, rest = name.partition(".")
    face = _icon_font(prefix)
    # Both fonts draw each glyph in a square of one em; only the baseline differs.
    above = (face.raw.ascent() - face.raw.descent() + _EM) / 2
    place = QTransform()
    place.scale(1 / _EM, 1 / _EM)
    place.translate(0, above)
    return place.map(face.outline(rest))


def paint_icon(painter: QPainter, name: str, at: QPointF, size: float, colour: QColor) -> None:
    """Draw an icon with its box's upper left corner at `at`, `size` device px wide and high."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(at)
    painter.scale(size, size)
    painter.fillPath(outline(name), colour)
    painter.restore()


@cache
def _pixmap(name: str, size: int, colour: str, ratio: float, after: int = 0) -> QPixmap:
    image = QPixmap(round((size + after) * ratio), round(size * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(0, 0, 0, 0))
    painter = QPainter(image)
    paint_icon(painter, name, QPointF(0, 0), size, QColor(colour))
    painter.end()
    return image


def pixmap(name: str, size: int, colour: QColor, after: int = 0) -> QPixmap:
    """Return an icon `size` logical px wide and high in one colour, with room after it (cached)."""
    screen = QGuiApplication.primaryScreen()
    ratio = screen.devicePixelRatio() if screen else 1.0
    return _pixmap(name, size, colour.name(), ratio, after)


def qicon(name: str, size: int, colour: QColor, disabled: QColor, after: int) -> QIcon:
    """Return an icon for a Qt button, with its colour when the button cannot be pressed.

    `after` px are left free behind it: Qt itself leaves next to nothing before the word.
    """
    made = QIcon(pixmap(name, size, colour, after))
    made.addPixmap(pixmap(name, size, disabled, after), QIcon.Mode.Disabled)
    return made
