"""The strip of a ticket's steps: what is done, what is now, what is to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPainterPath

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.ui.widgets.shapes import ShapeName, paint_shape

StepState = Literal["todo", "now", "done", "caution"]

_HEIGHT = 72
_TEXT, _PAD = 48, 14
_SHAPES: dict[StepState, ShapeName] = {
    "todo": "todo",
    "now": "now",
    "done": "done",
    "caution": "caution",
}


@dataclass(frozen=True)
class Step:
    """One step: its name, its value once there is one, and how it stands."""

    name: str
    value: str = ""
    state: StepState = "todo"


class StepStrip(Painted):
    """Equal cells, 72 high; an accent of 4 px under the step that is now.

    `tall` is as high as the primary button that it stands beside: the shape over the name.
    """

    def __init__(self, steps: Sequence[Step] = (), *, tall: bool = False) -> None:
        super().__init__()
        self._tall = tall
        self._steps: tuple[Step, ...] = ()
        self.set_steps(steps)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show how the steps stand."""
        self._steps = tuple(steps)
        here = [step.name for step in self._steps if step.state == "now"]
        self.setAccessibleName(", ".join(here))
        self.anew()

    def measure(self, look: style.Look) -> tuple[float, float]:
        # Names as they are when they are now: a step that comes into its turn moves nothing.
        widest = max(
            (draw.width(step.name, look.font("sub", 600)) for step in self._steps), default=0
        )
        cell = look.px(2 * _PAD - 6 if self._tall else _TEXT + 8) + widest
        height = look.floor.primary if self._tall else look.px(_HEIGHT)
        return cell * max(1, len(self._steps)), height

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, area = look.colour, QRectF(self.rect())
        if not self._steps:
            return
        card = QPainterPath()
        card.addRoundedRect(area, look.radius.card, look.radius.card)
        painter.fillPath(card, colour.surface)
        across = area.width() / len(self._steps)
        painter.setClipPath(card)
        for number, step in enumerate(self._steps):
            cell = QRectF(round(number * across), 0, round(across), area.height())
            if number:
                hair = look.stroke.hair
                draw.box(painter, QRectF(cell.x(), 0, hair, cell.height()), colour.line)
            if step.state == "now":
                _paint_now(painter, look, cell)
            paint = _paint_tall if self._tall else _paint_step
            paint(painter, look, cell, step)


def _paint_now(painter: QPainter, look: style.Look, cell: QRectF) -> None:
    draw.box(painter, cell, look.colour.raised)
    under = look.stroke.selected
    foot = QRectF(cell.x(), cell.bottom() - under, cell.width(), under)
    draw.box(painter, foot, look.colour.accent_line)


def _paint_tall(painter: QPainter, look: style.Look, cell: QRectF, step: Step) -> None:
    """Draw the shape over the name, and the value under it."""
    colour, pad = look.colour, look.px(_PAD)
    side = look.icon.inline if step.state == "done" else look.icon.state_list
    name, value = look.line("sub"), look.line("small")
    gap = look.px(6)
    top = (cell.height() - look.icon.state_list - gap - name - value) / 2
    down = look.icon.state_list
    shape = QRectF(cell.x() + pad - 1, top + (down - side) / 2, side, side)
    paint_shape(painter, shape, _SHAPES[step.state])
    across = cell.width() - pad - look.px(_PAD - 8)
    ink = colour.text_muted if step.state == "todo" else colour.text
    face = look.font("sub", 600 if step.state == "now" else 400)
    row = QRectF(cell.x() + pad, top + down + gap, across, name)
    draw.line(painter, row, step.name, face, ink)
    row = QRectF(row.x(), row.bottom(), across, value)
    draw.line(painter, row, step.value, look.font("small"), colour.text_muted, may_end=True)


def _paint_step(painter: QPainter, look: style.Look, cell: QRectF, step: Step) -> None:
    colour, now = look.colour, step.state == "now"
    side = look.icon.inline if step.state == "done" else look.icon.state_list
    middle = cell.x() + look.px(26)
    area = QRectF(middle - side / 2, (cell.height() - side) / 2, side, side)
    paint_shape(painter, area, _SHAPES[step.state])
    ink = colour.text_muted if step.state == "todo" else colour.text
    name, value = look.line("sub"), look.line("small") if step.value else 0
    top = (cell.height() - name - value) / 2
    left, across = cell.x() + look.px(_TEXT), cell.width() - look.px(_TEXT + 4)
    face = look.font("sub", 600 if now else 400)
    draw.line(painter, QRectF(left, top, across, name), step.name, face, ink)
    under = QRectF(left, top + name, across, value)
    draw.line(painter, under, step.value, look.font("small"), colour.text_muted, may_end=True)
