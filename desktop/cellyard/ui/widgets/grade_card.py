"""The card of a grade: its letter, where the battery goes, what decided, what it may be worth."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Pressable
from cellyard.ui.widgets.shapes import paint_shape
from cellyard.words import _

_WIDTH, _HEIGHT = 428, 176
_LETTER, _LEFT = 28, 160
_BOX = 104
_MOST_LINES = 3


class GradeCard(Pressable):
    """A letter that is read from 3 m; without one a dashed question mark says that none is known.

    Grades are ink: a grade is no alarm. Pressing it asks why it may be worth what it says; without
    a word of that there is nothing to press.
    """

    def __init__(self) -> None:
        super().__init__()
        self._letter = self._title = self._why = self._chip = self._worth = ""
        self._cautioned = False
        self.set_none("", "")
        self.set_worth("")

    def set_grade(
        self, letter: str, title: str, why: str, chip: str = "", *, cautioned: bool = False
    ) -> None:
        """Show a grade, its route, what decided (two lines), and a chip of a few words."""
        self._letter, self._title, self._why = letter, title, why
        self._chip, self._cautioned = chip, cautioned
        self._told()

    def set_worth(self, worth: str) -> None:
        """Say in one line what it may be worth, "" for nothing."""
        self._worth = worth
        self.setEnabled(bool(worth))
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
        foot = look.floor.chip + look.px(8) if self._chip or self._worth else 0
        worth = self._height_of_worth(look, across, area.height() - title - why - foot)
        top = (area.height() - title - why - worth - foot) / 2
        row = QRectF(left, top, across, title)
        draw.line(painter, row, self._title, look.font("title"), colour.text)
        under = QRectF(left, row.bottom(), across, why)
        draw.paragraph(painter, under, self._why, "sub", colour.text_muted)
        at = QRectF(left, under.bottom(), across, worth)
        row = QRectF(left, at.bottom() + look.px(8), across, look.floor.chip)
        if self._worth:
            self._paint_worth(painter, look, at, row)
        if self._chip:
            self._paint_chip(painter, look, row)

    def _unknown(self, painter: QPainter, look: style.Look) -> None:
        side = look.px(_BOX)
        box = QRectF(look.px(_LETTER), (self.height() - side) / 2, side, side)
        edge, stroke = look.colour.outline, look.stroke.border
        radius = look.radius.card
        draw.box(painter, box, border=edge, stroke=stroke, radius=radius, dash=True)
        face = look.font("display")
        draw.line(painter, box, "?", face, look.colour.text_muted, align="centre")

    def _height_of_worth(self, look: style.Look, across: float, room: float) -> float:
        """Return the px of one line or two, as there is room."""
        one = look.line("small")
        lines = draw.paragraph_height(self._worth, "small", across) if self._worth else 0
        return lines if lines <= min(2 * one, room) else one

    def _paint_worth(self, painter: QPainter, look: style.Look, at: QRectF, foot: QRectF) -> None:
        ink = look.colour.text
        if at.height() > look.line("small"):
            draw.paragraph(painter, at, self._worth, "small", ink)
        else:
            draw.line(painter, at, self._worth, look.font("small"), ink, may_end=True)
        asked, face = _("Why?"), look.font("small", 600)
        draw.line(painter, foot, asked, face, look.colour.accent_line, align="right")

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
        said = (self._why, self._worth, self._chip)
        self.setAccessibleDescription(" ".join(words for words in said if words))
        self.anew()
