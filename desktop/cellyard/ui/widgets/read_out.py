"""A read-out: a live number with its unit, and in words whether it may be believed."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.ui.widgets.shapes import ShapeName, paint_shape
from cellyard.words import N_, _

Flag = Literal["steady", "settling", "passed", "calibration"]
ReadOutStep = Literal["title", "readout", "display"]

_NOTES: dict[Flag, str] = {
    "steady": N_("steady"),
    "settling": N_("settling"),
    "passed": N_("limit passed"),
    "calibration": N_("calibration ended"),
}
# The unit is about half as high as its number; words in place of a number are smaller than it.
_UNIT: dict[ReadOutStep, style.Step] = {"title": "small", "readout": "body", "display": "lead"}
_WORDS: dict[ReadOutStep, style.Step] = {"title": "lead", "readout": "title", "display": "title"}


class ReadOut(Painted):
    """Label above, number and unit, note below; a number that is no reading is said in words.

    `widest` is the longest number it may come to show: the column never breathes. Without
    `noted` there is no third line: how it stands is said elsewhere.
    """

    def __init__(
        self,
        label: str,
        unit: str = "",
        *,
        step: ReadOutStep = "readout",
        widest: str = "888.88",
        noted: bool = True,
    ) -> None:
        super().__init__()
        self._noted = noted
        self._label, self._unit = label, unit
        self._step: ReadOutStep = step
        self._widest = widest
        self._number: str | None = None
        self._flag: Flag = "steady"
        self._words = ""
        self._note = ""
        self.set_none()

    def set_reading(self, number: str, *, flag: Flag = "steady", note: str = "") -> None:
        """Show a number as it is read, how it stands, and a note (by default the flag's word)."""
        self._number, self._flag = number, flag
        self._note = note or _(_NOTES[flag])
        self._told(f"{number} {self._unit}")

    def set_none(self, words: str = "", note: str = "") -> None:
        """Say that there is no reading, and why."""
        self._number, self._words, self._note = None, words or _("no reading"), note
        self._told(self._words)

    def measure(self, look: style.Look) -> tuple[float, float]:
        unit = draw.width(self._unit, self._unit_face(look)) + look.px(6) if self._unit else 0
        widest = max(self._widest, self._number or "", key=len)
        across = max(
            draw.width(widest, look.font(self._step)) + unit,
            draw.width(self._label, look.font("small")) + look.px(28),
            draw.width(self._words, look.font(_WORDS[self._step], 400)),
            draw.width(self._note, look.font("small")) if self._noted else 0,
        )
        lines = 2 if self._noted else 1
        return across + 2, lines * look.line("small") + look.line(self._step)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, small, face = look.colour, look.line("small"), look.font("small")
        label = QRectF(0, 0, self.width(), small)
        taken = draw.line(painter, label, self._label, face, colour.text_muted)
        if shape := self._shape():
            side = look.icon.inline
            corner = QRectF(taken + look.px(6), (small - side) / 2, side, side)
            paint_shape(painter, corner, shape)
        row = QRectF(0, small, self.width(), look.line(self._step))
        if self._number is None:
            words = look.font(_WORDS[self._step], 400)
            draw.line(painter, row, self._words, words, colour.text)
        else:
            settled = self._flag != "settling"
            self._write_number(painter, look, row, colour.text if settled else colour.text_muted)
        if not self._noted:
            return
        note = QRectF(0, row.bottom(), self.width(), small)
        draw.line(painter, note, self._note, face, colour.text_muted)

    def _write_number(self, painter: QPainter, look: style.Look, row: QRectF, ink: QColor) -> None:
        face = look.font(self._step)
        foot = draw.foot(row.y(), row.height(), face)
        taken = draw.at(painter, QPointF(0, foot), self._number or "", face, ink)
        left = QPointF(taken + look.px(6), foot)
        draw.at(painter, left, self._unit, self._unit_face(look), look.colour.text_muted)

    def _unit_face(self, look: style.Look) -> QFont:
        return look.font(_UNIT[self._step], 400)

    def _shape(self) -> ShapeName | None:
        if self._number is None:
            return "unknown"
        return "caution" if self._flag in {"passed", "calibration"} else None

    def _told(self, value: str) -> None:
        self.setAccessibleName(self._label)
        self.setAccessibleDescription(f"{value} {self._note}".strip())
        self.anew()
