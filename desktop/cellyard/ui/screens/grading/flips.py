"""The panel of what would flip a grade: each change with the grade that it would give."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from cellyard.ui import style
from cellyard.ui.style.icons import paint_icon
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.words import _

_PAD, _HEAD, _ROW = 24, 48, 68
_MOST = 2


class FlipsPanel(Painted):
    """Two flips at most, the nearest first; without any a sentence says so."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._flips: tuple[tuple[str, str, str], ...] = ()
        self._none = ""

    def set_flips(self, flips: Sequence[tuple[str, str, str]], none: str) -> None:
        """Show (change, value to be had, grade) of each; `none` where there is nothing to show."""
        self._flips, self._none = tuple(flips[:_MOST]), none
        said = (f"{change}, {reach}: {grade}" for change, reach, grade in self._flips)
        self.setAccessibleName(_("What would flip it"))
        self.setAccessibleDescription("; ".join(said) or none)
        self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(320), look.px(_HEAD + _MOST * _ROW)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, area = look.colour, QRectF(self.rect())
        draw.box(painter, area, colour.surface, radius=look.radius.card)
        pad = look.px(_PAD)
        across = area.width() - 2 * pad
        title = QRectF(pad, 0, across, look.px(_HEAD))
        draw.line(painter, title, _("What would flip it"), look.font("body", 600), colour.text)
        hair = look.stroke.hair
        draw.box(painter, QRectF(pad, title.bottom(), across, hair), colour.line)
        if not self._flips:
            row = QRectF(pad, title.bottom() + look.px(12), across, 2 * look.line("small"))
            draw.paragraph(painter, row, self._none, "small", colour.text_muted)
        for number, flip in enumerate(self._flips):
            top = title.bottom() + number * look.px(_ROW)
            if number:
                draw.box(painter, QRectF(pad, top, across, hair), colour.line)
            _paint_flip(painter, look, QRectF(pad, top, across, look.px(_ROW)), flip)


def _paint_flip(
    painter: QPainter, look: style.Look, row: QRectF, flip: tuple[str, str, str]
) -> None:
    colour = look.colour
    change, reach, grade = flip
    face = look.font("title")
    letter = draw.width(grade, face) + 2
    cell = QRectF(row.right() - letter, row.y(), letter, row.height())
    draw.line(painter, cell, grade, face, colour.text, align="right")
    side = look.icon.state_list
    arrow = cell.x() - look.px(8) - side
    at = QPointF(arrow, row.center().y() - side / 2)
    paint_icon(painter, "ph.arrow-right", at, side, colour.text_muted)
    one, two = look.line("sub"), look.line("small")
    top = row.y() + (row.height() - one - two) / 2
    across = arrow - row.x() - look.px(8)
    first = QRectF(row.x(), top, across, one)
    draw.line(painter, first, change, look.font("sub", 600), colour.text)
    under = QRectF(row.x(), first.bottom(), across, two)
    draw.line(painter, under, reach, look.font("small"), colour.text_muted)
