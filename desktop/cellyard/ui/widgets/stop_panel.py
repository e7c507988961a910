"""STOP over the whole work area: the word for 3 m, and three numbered things to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from cellyard.ui import style
from cellyard.ui.style.icons import paint_icon
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.ui.widgets.shapes import paint_shape
from cellyard.words import _

_BAND, _CARD, _GAP = 216, 244, 20
_SHAPE = 156
_SMALLEST = 900


@dataclass(frozen=True)
class StopStep:
    """One thing to do now: its pictogram, the order, and what goes with it."""

    icon: str
    title: str
    text: str


class StopPanel(Painted):
    """The band with shape, word and sentence, and under it the cards of what to do."""

    def __init__(
        self,
        sentence: str = "",
        battery: str = "",
        code: str = "",
        steps: Sequence[StopStep] = (),
    ) -> None:
        super().__init__()
        self._steps: tuple[StopStep, ...] = ()
        self.set(sentence, battery, code, steps)

    def set(self, sentence: str, battery: str, code: str, steps: Sequence[StopStep]) -> None:
        """Say why, which battery, and what to do; `sentence` in two lines, `steps` mostly three."""
        self._sentence, self._battery, self._code = sentence, battery, code
        self._steps = tuple(steps)
        self.setAccessibleName(f"{_(style.SIGNS['stop'])}. {sentence}")
        self.setAccessibleDescription(" ".join(f"{step.title}. {step.text}" for step in steps))
        self.anew()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(_SMALLEST), look.px(_BAND + _GAP + _CARD)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        self._paint_band(painter, look, QRectF(0, 0, self.width(), look.px(_BAND)))
        if not self._steps:
            return
        gap, count = look.px(_GAP), len(self._steps)
        across = (self.width() - gap * (count - 1)) / count
        top = look.px(_BAND + _GAP)
        for number, step in enumerate(self._steps):
            card = QRectF(number * (across + gap), top, across, look.px(_CARD))
            _paint_card(painter, look, card, number + 1, step)

    def _paint_band(self, painter: QPainter, look: style.Look, band: QRectF) -> None:
        stop = look.state("stop")
        draw.box(painter, band, stop.solid, radius=look.radius.card)
        side, middle = look.px(_SHAPE), band.height() / 2
        shape = QRectF(look.px(40), middle - side / 2, side, side)
        paint_shape(painter, shape, "stop", inverse=True)
        face, text = look.font("poster"), _(style.SIGNS["stop"])
        left = shape.right() + look.px(34)
        word = QRectF(left, 0, draw.width(text, face) + 2, band.height())
        draw.line(painter, word, text, face, stop.on_solid)
        bar = QRectF(word.right() + look.px(38), middle - look.px(75), look.px(2), look.px(150))
        draw.box(painter, bar, style.ink(stop.on_solid, 0.5))
        left = bar.right() + look.px(36)
        self._write_band(
            painter, look, QRectF(left, 0, band.right() - left - look.px(24), 2 * middle)
        )

    def _write_band(self, painter: QPainter, look: style.Look, area: QRectF) -> None:
        ink = look.state("stop").on_solid
        step: style.Step = "readout"
        if draw.paragraph_height(self._sentence, step, area.width()) > 2 * look.line(step):
            step = "title"
        down = min(
            draw.paragraph_height(self._sentence, step, area.width(), weight=600),
            look.px(140),
        )
        small = look.line("body") if self._battery else 0
        code = look.line("body") if self._code else 0
        gap = look.space.s2 if small or code else 0
        top = (area.height() - down - gap - small - code) / 2
        sentence = QRectF(area.x(), top, area.width(), down)
        draw.paragraph(painter, sentence, self._sentence, step, ink, weight=600)
        down += gap
        row = QRectF(area.x(), top + down, area.width(), small)
        draw.line(painter, row, self._battery, look.font("body"), ink, may_end=True)
        row = QRectF(area.x(), top + down + small, area.width(), code)
        draw.line(painter, row, self._code, look.font("sub", mono=True), ink, may_end=True)


def _paint_card(
    painter: QPainter, look: style.Look, card: QRectF, number: int, step: StopStep
) -> None:
    colour, pad = look.colour, look.px(24)
    draw.box(painter, card, colour.surface, radius=look.radius.card)
    head = QRectF(card.x() + pad, card.y(), card.width() - 2 * pad, look.px(104))
    draw.line(painter, head, str(number), look.font("display"), colour.text)
    side = look.icon.pictogram
    corner = QPointF(head.right() - side, head.y() + (head.height() - side) / 2)
    paint_icon(painter, step.icon, corner, side, colour.text_muted)
    title = QRectF(head.x(), card.y() + look.px(129), head.width(), look.line("title"))
    draw.line(painter, title, step.title, look.font("title"), colour.text)
    text = QRectF(head.x(), title.bottom() + look.px(8), head.width(), 2 * look.line("body"))
    draw.paragraph(painter, text, step.text, "body", colour.text_muted)
