"""The counters of the day: how many went through each step, what waits, and a bar an hour."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted

_HEIGHT, _PAD = 148, 18
_BAR, _GAP, _TALL, _LEAST = 22, 3, 20, 2


class Counted(NamedTuple):
    """One step: its word, its figure, a line under it, and its bars, the hour of now last."""

    word: str
    figure: str
    under: str
    hours: tuple[int, ...]


class Counters(Painted):
    """Cells of equal width on one card; the bars of a cell are to the scale of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._counted: tuple[Counted, ...] = ()

    def set_counted(self, counted: Sequence[Counted]) -> None:
        """Show other counts."""
        self._counted = tuple(counted)
        said = (f"{c.word} {c.figure}, {c.under}".rstrip(", ") for c in counted)
        self.setAccessibleName("; ".join(said))
        self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(720), look.px(_HEIGHT)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        area = QRectF(self.rect())
        draw.box(painter, area, look.colour.surface, radius=look.radius.card)
        share = area.width() / max(1, len(self._counted))
        for at, counted in enumerate(self._counted):
            cell = QRectF(at * share, 0, share, area.height())
            if at:
                edge = QRectF(cell.x(), 0, look.stroke.hair, area.height())
                draw.box(painter, edge, look.colour.line)
            pad = look.px(_PAD)
            _paint_cell(painter, look, cell.adjusted(pad, look.px(12), -pad, -look.px(12)), counted)


def _paint_cell(painter: QPainter, look: style.Look, cell: QRectF, counted: Counted) -> None:
    colour, small = look.colour, look.line("small")
    row = QRectF(cell.x(), cell.y(), cell.width(), look.line("sub"))
    draw.line(painter, row, counted.word, look.font("sub"), colour.text)
    face = look.font("display", 600, tabular=False)
    bars = look.px(_TALL)
    under = QRectF(cell.x(), cell.bottom() - bars - look.px(5) - small, cell.width(), small)
    figure = QRectF(cell.x(), row.bottom(), cell.width(), under.y() - row.bottom())
    draw.line(painter, figure, counted.figure, face, colour.text)
    draw.line(painter, under, counted.under, look.font("small"), colour.text_muted, may_end=True)
    _paint_bars(painter, look, QRectF(cell.x(), cell.bottom() - bars, cell.width(), bars), counted)


def _paint_bars(painter: QPainter, look: style.Look, room: QRectF, counted: Counted) -> None:
    hours = counted.hours
    gap = look.px(_GAP)
    across = min(look.px(_BAR), (room.width() + gap) / max(1, len(hours)) - gap)
    most = max(hours, default=0)
    for at, count in enumerate(hours):
        down = max(look.px(_LEAST), room.height() * count / most) if most else look.px(_LEAST)
        bar = QRectF(room.x() + at * (across + gap), room.bottom() - down, across, down)
        now = at == len(hours) - 1
        draw.box(painter, bar, look.colour.text if now else look.colour.outline)
