"""The scan line: at the left what it hears, at the right what it last took."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from cellyard.ui import style
from cellyard.ui.style.icons import paint_icon
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.ui.widgets.shapes import paint_shape
from cellyard.words import _, ngettext

ScanState = Literal["armed", "queueing", "typed", "paused"]

_EAR_LEFT, _EAR_SIZE, _WORDS_LEFT = 23, 32, 70
_RIGHT = 24
_LEAST = 560


class ScanLine(Painted):
    """80 high, always armed; what it took stays at the right until the next."""

    state_changed = Signal()

    def __init__(self, hint: str = "", *, icon: str = "mdi6.barcode-scan") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._hint, self._icon = hint, icon
        self._state: ScanState = "armed"
        self._words = ""
        self._right = ""
        self._heard: tuple[str, str] | None = None
        self._tell("armed", "")

    @property
    def state(self) -> ScanState:
        return self._state

    def arm(self, hint: str | None = None, icon: str | None = None) -> None:
        """Listen; the hint (what to scan) and the icon stay until others are given."""
        self._hint = self._hint if hint is None else hint
        self._icon = self._icon if icon is None else icon
        self._right = ""
        self._tell("armed", "")

    def heard(self, code: str, happened: str) -> None:
        """Show at the right what was taken and what came of it, until the next."""
        self._heard = (code, happened)
        self._right = ""
        self._tell(self._state, self._words)

    def forget(self) -> None:
        """Show nothing at the right: another person has signed in."""
        self._heard = None
        self.update()

    def queueing(self, count: int) -> None:
        """Say how many scans wait their turn."""
        words = ngettext("{count} more waits its turn", "{count} more wait their turn", count)
        self._tell("queueing", words.format(count=count))

    def typed(self, text: str, hint: str = "") -> None:
        """Show keys as they are typed, with what may be typed at the right."""
        self._right = hint
        self._tell("typed", text)

    def pause(self, sentence: str = "") -> None:
        """Turn red: nothing is taken until somebody confirms."""
        self._tell("paused", sentence or _("Scanning is paused until you confirm"))

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(_LEAST), look.frame.scan_line

    def paint(self, painter: QPainter, look: style.Look) -> None:
        area = QRectF(self.rect())
        paint_ground(painter, area, paused=self._state == "paused")
        left = self._paint_right(painter, look, area)
        words = area.adjusted(look.px(_WORDS_LEFT), 0, left - area.right() - look.px(16), 0)
        self._paint_ear(painter, look, area)
        muted, text = look.colour.text_muted, look.colour.text
        match self._state:
            case "armed":
                hint = self._hint or _("Scan a battery, slot or card")
                draw.line(painter, words, hint, look.font("lead", 400), muted)
            case "queueing":
                draw.line(painter, words, self._words, look.font("lead"), text)
            case "paused":
                ink = look.state("stop").on_solid
                draw.line(painter, words, self._words, look.font("body", 600), ink)
            case "typed":
                face = look.font("title", 400, mono=True)
                taken = draw.line(painter, words, self._words, face, text, may_end=True)
                middle, down = area.height() / 2, look.px(34)
                caret = QRectF(words.x() + taken + look.px(3), middle - down / 2, look.px(3), down)
                draw.box(painter, caret, look.colour.accent_line)

    def _paint_ear(self, painter: QPainter, look: style.Look, area: QRectF) -> None:
        side, left = look.px(_EAR_SIZE), look.px(_EAR_LEFT)
        top = (area.height() - look.stroke.laser - side) / 2
        if self._state == "paused":
            paint_shape(painter, QRectF(left, top, side, side), "stop", inverse=True)
        else:
            colour = look.colour.accent_line
            paint_icon(painter, self._icon, QPointF(left, top), side, colour)

    def _paint_right(self, painter: QPainter, look: style.Look, area: QRectF) -> float:
        """Draw what was last heard, or what may be typed; return the left edge of it."""
        small, right = look.font("small"), area.right() - look.px(_RIGHT)
        if self._state == "paused" or not (self._right or self._heard):
            return right
        one, two = look.line("sub"), look.line("small")
        top = (area.height() - one - two) / 2
        if self._right:
            first, _newline, second = self._right.partition("\n")
            across = max(draw.width(first, small), draw.width(second, small)) + 1
            muted = look.colour.text_muted
            row = QRectF(right - across, top, across, one if second else one + two)
            draw.line(painter, row, first, small, muted, align="right")
            row = QRectF(right - across, top + one, across, two)
            draw.line(painter, row, second, small, muted, align="right")
            return right - across
        code, happened = self._heard or ("", "")
        face = look.font("sub", mono=True)
        across = min(max(draw.width(code, face), draw.width(happened, small)) + 1, area.width() / 2)
        left, side = right - across, look.icon.inline
        row = QRectF(left, top, across, one)
        draw.line(painter, row, code, face, look.colour.text, may_end=True)
        row = QRectF(left, top + one, across, two)
        draw.line(painter, row, happened, small, look.colour.text_muted, may_end=True)
        tick = QRectF(left - side - look.px(14), (area.height() - side) / 2, side, side)
        paint_shape(painter, tick, "done")
        return tick.x()

    def _tell(self, state: ScanState, words: str) -> None:
        changed = state != self._state
        self._state, self._words = state, words
        heard = ", ".join(self._heard) if self._heard else ""
        self.setAccessibleName(words or self._hint or _("Scan a battery, slot or card"))
        self.setAccessibleDescription(heard)
        self.update()
        if changed:
            self.state_changed.emit()


def paint_ground(painter: QPainter, area: QRectF, *, paused: bool) -> None:
    """Draw the ground of the top line: raised with the accent line that listens, or red."""
    look = style.now()
    if paused:
        draw.box(painter, area, look.state("stop").solid)
        return
    draw.box(painter, area, look.colour.raised)
    laser = look.stroke.laser
    foot = QRectF(area.x(), area.bottom() - laser, area.width(), laser)
    draw.box(painter, foot, look.colour.accent_line)
