"""The verdict card of a ticket: solid colour, painted shape, one word, its reason."""

from typing import Literal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.ui.widgets.shapes import paint_shape
from cellyard.words import _

Verdict = Literal["ok", "check", "caution", "stop"]

_WIDTH, _HEIGHT = 428, 244
_PAD = 24
_WORD_LEFT = 106
_WORD_MIDDLE = 58
_REASON_FOOT = 176  # the reason stands on this line and grows upwards to two lines
_FOLLOWS_TOP = 178


class VerdictCard(Painted):
    """428 x 244, readable from 3 m; a verdict so far only gets worse, and says so."""

    def __init__(self) -> None:
        super().__init__()
        self._verdict: Verdict | None = None
        self._reason = ""
        self._follows = ""
        self.set_none()

    @property
    def verdict(self) -> Verdict | None:
        return self._verdict

    def set_none(self, follows: str = "") -> None:
        """Say that there is none yet, and what is still to be done."""
        self._verdict, self._reason, self._follows = None, "", follows
        self._told()

    def set_verdict(self, verdict: Verdict, reason: str, follows: str = "") -> None:
        """Show a verdict, its reason (up to two lines) and what follows (up to two lines)."""
        self._verdict, self._reason, self._follows = verdict, reason, follows
        self._told()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(_WIDTH), look.px(_HEIGHT)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        area = QRectF(self.rect())
        if self._verdict is None:
            draw.box(painter, area, look.colour.sunken, radius=look.radius.card)
            word = QRectF(look.px(_PAD), 0, area.width() - 2 * look.px(_PAD), look.px(116))
            draw.line(painter, word, _("None yet"), look.font("title"), look.colour.text)
            self._write_follows(painter, look, look.colour.text_muted)
            return
        state = look.state(self._verdict)
        draw.box(painter, area, state.solid, radius=look.radius.card)
        side, middle = look.icon.state_verdict, look.px(_WORD_MIDDLE)
        shape = QRectF(look.px(22), middle - side / 2, side, side)
        paint_shape(painter, shape, self._verdict, inverse=True)
        left = look.px(_WORD_LEFT)
        word = QRectF(left, 0, area.width() - left - look.px(8), 2 * middle)
        text = _(style.SIGNS[self._verdict])
        draw.line(painter, word, text, look.font("verdict"), state.on_solid)
        self._write_reason(painter, look, state.on_solid)
        self._write_follows(painter, look, state.on_solid)

    def _write_reason(self, painter: QPainter, look: style.Look, ink: QColor) -> None:
        across = self.width() - 2 * look.px(_PAD)
        step: style.Step = "title"
        if draw.paragraph_height(self._reason, step, across) > 2 * look.line(step):
            step = "lead"  # three short lines rather than half a sentence
        down = draw.paragraph_height(self._reason, step, across)
        most = min(down, look.px(_REASON_FOOT - 102))
        area = QRectF(look.px(_PAD), look.px(_REASON_FOOT) - most, across, most)
        draw.paragraph(painter, area, self._reason, step, ink, weight=600)

    def _write_follows(self, painter: QPainter, look: style.Look, ink: QColor) -> None:
        top = look.px(_FOLLOWS_TOP)
        across = self.width() - 2 * look.px(_PAD)
        area = QRectF(look.px(_PAD), top, across, 2 * look.line("sub"))
        if draw.paragraph_height(self._follows, "sub", across) <= look.line("sub"):
            area.translate(0, look.line("sub") / 2 if self._verdict is None else 0)
        draw.paragraph(painter, area, self._follows, "sub", ink)

    def _told(self) -> None:
        word = _(style.SIGNS[self._verdict]) if self._verdict else _("None yet")
        self.setAccessibleName(word)
        self.setAccessibleDescription(f"{self._reason} {self._follows}".strip())
        self.anew()
