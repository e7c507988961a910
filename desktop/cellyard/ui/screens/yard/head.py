"""The line over the plan: how many batteries, MWh and t against the limits, and the legend."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter

from cellyard.domain.yard import Board
from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.words import _, ngettext, number

_HEIGHT = 32
_GAP = 20
_SPACE = 7


class Head(Painted):
    """The name of the screen and three figures, with their limits where there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._figures: tuple[tuple[str, str, str], ...] = ()

    def show_board(self, board: Board) -> None:
        """Show the sums of the yard."""
        many = ngettext("battery", "batteries", board.count)
        mwh, of_mwh = number(board.kwh / 1000, 2), number(board.max_kwh / 1000, 2)
        tonnes, of_tonnes = number(board.kg / 1000, 1), number(board.max_kg / 1000, 1)
        self._figures = (
            (number(board.count), many, many),
            (mwh, f"/ {of_mwh} MWh", "MWh"),
            (tonnes, f"/ {of_tonnes} t", "t"),
        )
        said = ", ".join(f"{figure} {rest}" for figure, rest, _unit in self._figures)
        self.setAccessibleName(said)
        self.anew()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return self._across(look, "body", short=False), look.px(_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        look = style.now()
        return QSize(round(self._across(look, "small", short=True)), look.px(_HEIGHT))

    def _across(self, look: style.Look, step: style.Step, *, short: bool) -> float:
        bold, plain = look.font(step, 600), look.font(step)
        across = draw.width(_("Yard"), look.font("lead")) + 2
        for figure, rest, unit in self._figures:
            words = unit if short else rest
            across += look.px(_GAP) + draw.width(figure, bold)
            across += look.px(_SPACE) + draw.width(words, plain)
        return across

    def paint(self, painter: QPainter, look: style.Look) -> None:
        row, ink = QRectF(self.rect()), look.colour.text
        sets: tuple[tuple[style.Step, bool], ...] = (
            ("body", False),
            ("sub", False),
            ("small", False),
            ("small", True),
        )
        step, short = next(
            (s for s in sets if self._across(look, s[0], short=s[1]) <= self.width() + 1), sets[-1]
        )
        left = draw.line(painter, row, _("Yard"), look.font("lead"), ink)
        for figure, rest, unit in self._figures:
            room = row.adjusted(left + look.px(_GAP), 0, 0, 0)
            taken = draw.line(painter, room, figure, look.font(step, 600), ink)
            room = room.adjusted(taken + look.px(_SPACE), 0, 0, 0)
            words = unit if short else rest
            left = room.x() + draw.line(painter, room, words, look.font(step), ink)
