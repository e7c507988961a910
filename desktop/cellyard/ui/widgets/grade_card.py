"""The card of a grade: its letter, where the battery goes, and what decided."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.ui.widgets.shapes import paint_shape

_WIDTH, _HEIGHT = 428, 176
_LETTER, _LEFT = 28, 160
_BOX = 104
_MOST_LINES = 3


class GradeCard(Painted):
    """A letter that is read from 3 m; without one a dashed question mark says that none is known.

    Grades are ink: a grade is no alarm.
    """

    def __init__(self) -> None:
        super().__init__()
        self._letter = self._title = self._why = self._chip = ""
        self._cautioned = False
        self.set_none("", "")

    def set_grade(
        self, letter: str, title: str, why: str, chip: str = "", *, cautioned: bool = False
    ) -> None:
        """Show a grade, its route, what decided (two lines), and a chip of a few words."""
        self._letter, self._title, self._why = letter, title, why
        self._chip, self._cautioned = chip, cautioned
        self._told()

    def set_none(self, title: str, why: str) -> None:
        """Show that there is no grade, and what is missing."""
        self.set_grade("", title, why)

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(_WIDTH), look.px(_HEIGHT)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, area = look.colour, QRectF(self.rect())
        draw.box(painter, area, colour.raised, radius=look.radius.card)
        if self._letter:
            poster = look.font("poster")
            row = QRectF(look.px(_LETTER), 0, look.px(_LEFT - _LETTER - 8), area.height())
            draw.line(painter, row, self._letter, poster, colour.text)
        else:
            self._unknown(painter, look)
        left = look.px(_LEFT)
        across = area.width() - left - look.px(20)
        title = look.line("title")
        why = draw.paragraph_height(self._why, "sub", across)
        why = min(why, _MOST_LINES * look.line("sub"))
        chip = look.floor.chip + look.px(8) if self._chip else 0
        top = (area.height() - title - why - chip) / 2
        row = QRectF(left, top, across, title)
        draw.line(painter, row, self._title, look.font("title"), colour.text)
        under = QRectF(left, row.bottom(), across, why)
        draw.paragraph(painter, under, self._why, "sub", colour.text_muted)
        if self._chip:
            self._paint_chip(painter, look, QRectF(left, under.bottom() + look.px(8), across, 1))

    def _unknown(self, painter: QPainter, look: style.Look) -> None:
        side = look.px(_BOX)
        box = QRectF(look.px(_LETTER), (self.height() - side) / 2, side, side)
        edge, stroke = look.colour.outline, look.stroke.border
        radius = look.radius.card
        draw.box(painter, box, border=edge, stroke=stroke, radius=radius, dash=True)
        face = look.font("display")
        draw.line(painter, box, "?", face, look.colour.text_muted, align="centre")

    def _paint_chip(self, painter: QPainter, look: style.Look, at: QRectF) -> None:
        face, side, down = look.font("small", 600), look.icon.state_chip, look.floor.chip
        across = draw.width(self._chip, face) + side + look.px(24) + 2
        state = look.state("caution")
        ground = state.tint if self._cautioned else look.colour.sunken
        ink = state.on_tint if self._cautioned else look.colour.text
        chip = QRectF(at.x(), at.y(), min(across, at.width()), down)
        draw.box(painter, chip, ground, radius=look.radius.chip)
        shape = QRectF(chip.x() + look.px(8), chip.y() + (down - side) / 2, side, side)
        paint_shape(painter, shape, "caution" if self._cautioned else "quiet_ok")
        words = chip.adjusted(look.px(16) + side, 0, -look.px(8) + 2, 0)
        draw.line(painter, words, self._chip, face, ink)

    def _told(self) -> None:
        self.setAccessibleName(f"{self._letter or '?'} {self._title}")
        self.setAccessibleDescription(f"{self._why} {self._chip}".strip())
        self.anew()
