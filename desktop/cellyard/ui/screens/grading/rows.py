"""One criterion as a row: its name, its figure, the ruler, and the grade that it alone gives."""

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.limit_ruler import LimitRuler
from cellyard.ui.widgets.painted import Painted
from cellyard.ui.widgets.shapes import ShapeName, paint_shape

_PAD, _VALUE_RIGHT, _RULER_LEFT, _RULER, _GRADE = 20, 326, 361, 268, 92
_LEAST = 76


@dataclass(frozen=True)
class CriterionShown:
    """What a row says; `limits` and `letters` are those of its ruler, none where none exists."""

    name: str
    second: str
    value: str = ""
    unit: str = ""
    doubt: str = ""
    grade: str = ""
    shape: ShapeName = "done"
    deciding: bool = False
    figure: Decimal | None = None
    margin: Decimal | None = None
    limits: tuple[Decimal, ...] = ()
    letters: tuple[str, ...] = ()


class CriterionRow(Painted):
    """The deciding criterion is raised, with an edge of ink."""

    def __init__(self) -> None:
        super().__init__()
        expanding = QSizePolicy.Policy.Expanding
        self.setSizePolicy(expanding, expanding)
        self._shown = CriterionShown("", "")
        self._ruler = LimitRuler()
        self._ruler.setParent(self)

    def set_shown(self, shown: CriterionShown) -> None:
        """Show another criterion."""
        self._shown = shown
        self._ruler.setVisible(bool(shown.limits))
        if shown.limits:
            self._ruler.set_ruler(
                shown.limits, shown.letters, shown.figure, shown.margin, zoom=shown.deciding
            )
        figure = f"{shown.value} {shown.unit}".strip()
        self.setAccessibleName(shown.name)
        self.setAccessibleDescription(f"{shown.second}, {figure}, {shown.grade}".strip(", "))
        self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(_RULER_LEFT + _RULER + _GRADE + _PAD), look.px(_LEAST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide, tall = self._ruler.sizeHint().toTuple()  # pyright: ignore[reportGeneralTypeIssues]
        look = style.now()
        self._ruler.setGeometry(look.px(_RULER_LEFT), round((self.height() - tall) / 2), wide, tall)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, shown, area = look.colour, self._shown, QRectF(self.rect())
        if shown.deciding:
            draw.box(painter, area, colour.raised)
            edge = QRectF(area.x(), area.y(), look.stroke.selected, area.height())
            draw.box(painter, edge, colour.text)
        one, two = look.line("sub"), look.line("small")
        top = (area.height() - one - two) / 2
        left, right = look.px(_PAD), look.px(_VALUE_RIGHT)
        value = self._write_value(painter, look, right, top)
        name = QRectF(left, top, right - left - value - look.px(8), one)
        face = look.font("sub", 600 if shown.deciding else 400)
        draw.line(painter, name, shown.name, face, colour.text)
        doubt = f"± {shown.doubt}" if shown.doubt else ""
        small = look.font("small")
        taken = draw.width(doubt, small) + look.px(8) if doubt else 0
        under = QRectF(left, top + one, right - left, two)
        draw.line(painter, under, doubt, small, colour.text_muted, align="right")
        room = QRectF(left, top + one, right - left - taken, two)
        if not shown.limits:
            room.setRight(area.right() - look.px(_GRADE))
        draw.line(painter, room, shown.second, small, colour.text_muted, may_end=True)
        self._write_grade(painter, look, area)

    def _write_value(self, painter: QPainter, look: style.Look, right: float, top: float) -> float:
        """Write the figure with its unit, its end at the right; return the px that it takes."""
        shown = self._shown
        if not shown.value:
            return 0
        face, small = look.font("lead"), look.font("small")
        gap = look.px(4)
        unit = draw.width(shown.unit, small)
        across = draw.width(shown.value, face) + gap + unit
        foot = draw.foot(top, look.line("sub"), face)
        draw.at(painter, QPointF(right - across, foot), shown.value, face, look.colour.text)
        at = QPointF(right - unit, foot)
        draw.at(painter, at, shown.unit, small, look.colour.text_muted)
        return across

    def _write_grade(self, painter: QPainter, look: style.Look, area: QRectF) -> None:
        shown, face = self._shown, look.font("sub", 600)
        right = area.right() - look.px(_PAD)
        across = draw.width("A", face) + 2
        row = QRectF(right - across, area.y(), across, area.height())
        draw.line(painter, row, shown.grade, face, look.colour.text, align="right")
        side = look.icon.inline if shown.shape == "done" else look.icon.state_list
        left = row.x() - look.px(10) - side
        shape = QRectF(left, area.center().y() - side / 2, side, side)
        paint_shape(painter, shape, shown.shape)
