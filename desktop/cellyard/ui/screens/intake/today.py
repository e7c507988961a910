"""How many batteries came in today, and what was said of them: what stands before a ticket."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cellyard.domain.facts import Verdict
from cellyard.ui import style
from cellyard.ui.screens.intake.floor import Floor
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.ui.widgets.shapes import paint_shape
from cellyard.ui.widgets.verdict import Verdict as Shown
from cellyard.words import _, ngettext, number
from cellyard.words.intake import VERDICTS

# The widgets' names of the four states.
STATES: dict[Verdict, Shown] = {"stop": "stop", "watch": "caution", "check": "check", "go": "ok"}
# As high as the identity and verdict cards with the gap between them, in whose place it stands.
_DOWN = 396
_ORDER: tuple[Verdict, ...] = ("stop", "watch", "check", "go")


class Today(Painted):
    """How many batteries came in today, and what was said of them."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._verdicts: dict[Verdict | None, int] = {}

    def show_floor(self, floor: Floor) -> None:
        """Show the figures."""
        self._count, self._verdicts = floor.today, floor.verdicts
        self.setAccessibleName(f"{_('Today')} {floor.today}")
        self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(428), look.px(_DOWN)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, pad = look.colour, look.px(24)
        draw.box(painter, QRectF(self.rect()), colour.surface, radius=look.radius.card)
        across = self.width() - 2 * pad
        row = QRectF(pad, look.px(16), across, look.line("lead"))
        draw.line(painter, row, _("Today"), look.font("lead"), colour.text)
        row = QRectF(pad, row.bottom() + look.px(8), across, look.line("display"))
        face = look.font("display", tabular=False)
        taken = draw.line(painter, row, number(self._count), face, colour.text)
        words = ngettext("battery taken in", "batteries taken in", self._count)
        foot = row.adjusted(taken + look.px(12), look.px(14), 0, 0)
        draw.line(painter, foot, words, look.font("body"), colour.text_muted)
        top = row.bottom() + look.px(20)
        for verdict in _ORDER:
            self._row(painter, look, top, verdict, self._verdicts.get(verdict, 0))
            top += look.px(44)

    def _row(
        self, painter: QPainter, look: style.Look, top: float, verdict: Verdict, count: int
    ) -> None:
        pad, side, down = look.px(24), look.px(24), look.px(44)
        shape = "quiet_ok" if verdict == "go" else STATES[verdict]
        paint_shape(painter, QRectF(pad, top + (down - side) / 2, side, side), shape)
        row = QRectF(pad + look.px(38), top, look.px(200), down)
        word = _(VERDICTS[verdict])
        ink = look.colour.text if count else look.colour.text_muted
        draw.line(painter, row, word, look.font("sub", 600), ink)
        row = QRectF(pad, top, self.width() - 2 * pad, down)
        face = look.font("lead")
        draw.line(painter, row, number(count), face, ink, align="right")
