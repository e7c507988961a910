"""The slider under the plan: now at its right end, any past moment to the left of it."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy

from cellyard.domain.yard.curve import HOUR, MINUTE
from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.words import _, clock
from cellyard.words.times import local, when

_HEIGHT, _PAD, _KNOB = 44, 16, 10
_DAY = 24 * HOUR
# How far back the ticks stand; a day, 30 days and a year are tall.
_TICKS = (
    *(hours * HOUR for hours in (0, 1, 3, 6, 12)),
    *(days * _DAY for days in (1, 2, 3, 5, 7, 14, 21, 30, 60, 90, 180, 365, 730, 1095)),
)
_TALL = frozenset({0, _DAY, 30 * _DAY, 365 * _DAY})
# The further back, the coarser: near now a px is minutes, at the far end it is days.
_BEND = 3
_KEYS: dict[int, int] = {
    Qt.Key.Key_Left: -10 * MINUTE,
    Qt.Key.Key_Right: 10 * MINUTE,
    Qt.Key.Key_Down: -HOUR,
    Qt.Key.Key_Up: HOUR,
    Qt.Key.Key_PageDown: -_DAY,
    Qt.Key.Key_PageUp: _DAY,
}


class TimeLine(Painted):
    """`moved` carries a moment in ms, 0 for now. Arrows go 10 min and 1 h, Page keys a day, Home
    to the first fact, End to now.
    """

    moved = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._begins = self._now = self._moment = 0
        self.setAccessibleName(_("Moment of the map"))

    @property
    def moment(self) -> int:
        """The moment shown, in ms; 0 for now."""
        return self._moment

    def show_now(self, now: int, begins: int) -> None:
        """Let time go on; `begins` is the first moment that can be shown."""
        if now // MINUTE != self._now // MINUTE or begins != self._begins:
            self.update()
        self._now, self._begins = now, begins

    def go(self, moment: int) -> None:
        """Go to a moment, 0 for now, and say so."""
        first = self._begins or self._now
        wanted = 0 if moment == 0 or moment >= self._now else max(first, moment)
        if wanted != self._moment:
            self._moment = wanted
            self.setAccessibleDescription(self._said())
            self.update()
            self.moved.emit(wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _KEYS:
            self.go((self._moment or self._now) + _KEYS[key])
        elif key == Qt.Key.Key_Home:
            self.go(self._begins or self._now)
        elif key == Qt.Key.Key_End:
            self.go(0)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        self._drag(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event.position().x())

    def _drag(self, x: float) -> None:
        groove = self._groove(style.now())
        part = min(1.0, max(0.0, (groove.right() - x) / groove.width()))
        # The knob snaps to now: nobody hits the last px with a glove.
        near = (groove.right() - x) < style.px(_KNOB)
        back = round(self._span() * part**_BEND / MINUTE) * MINUTE
        self.go(0 if near else self._now - back)

    def _span(self) -> int:
        return max(_DAY, self._now - self._begins) if self._begins else _DAY

    def _said(self) -> str:
        if not self._moment:
            return _("Now {clock}").format(clock=clock(local(self._now)))
        return when(self._moment, self._now)

    def _hint(self) -> str:
        return _("Esc: back to now") if self._moment else _("Drag for any past moment")

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(420), max(look.px(_HEIGHT), 2 * look.line("small"))

    def _groove(self, look: style.Look) -> QRectF:
        left = look.px(_PAD) + draw.width(when(self._now, self._now), look.font("small", 600))
        faces = look.font("small")
        right = max(
            draw.width(t, faces) for t in (_("Drag for any past moment"), _("Esc: back to now"))
        )
        height = max(look.px(_HEIGHT), 2 * look.line("small"))
        area = QRectF(0, 0, self.width(), height)
        return area.adjusted(left + look.px(26), 0, -right - look.px(_PAD + 26), 0)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        area = QRectF(self.rect())
        gone = bool(self._moment)
        info = look.state("info")
        ground, ink = (info.tint, info.on_tint) if gone else (look.colour.surface, look.colour.text)
        draw.box(painter, area, ground, radius=look.radius.control)
        muted = ink if gone else look.colour.text_muted
        words = area.adjusted(look.px(_PAD), 0, -look.px(_PAD), 0)
        draw.line(painter, words, self._said(), look.font("small", 600), ink)
        draw.line(painter, words, self._hint(), look.font("small"), muted, align="right")
        groove, middle = self._groove(look), area.center().y()
        hair = look.stroke.border
        draw.box(painter, QRectF(groove.x(), middle, groove.width(), hair), look.colour.outline)
        for back in _TICKS:
            if back > self._span():
                break
            x = groove.right() - groove.width() * (back / self._span()) ** (1 / _BEND)
            tall = look.px(12 if back in _TALL else 6)
            line = QRectF(x, middle - tall, look.stroke.hair, tall)
            draw.box(painter, line, look.colour.outline)
        self._knob(painter, look, groove, middle)

    def _knob(self, painter: QPainter, look: style.Look, groove: QRectF, middle: float) -> None:
        back = self._now - self._moment if self._moment else 0
        part = min(1.0, (back / self._span()) ** (1 / _BEND))
        knob = QRectF(0, 0, look.px(_KNOB), look.px(24))
        knob.moveCenter(QPointF(groove.right() - groove.width() * part, middle))
        draw.box(painter, knob, look.colour.accent, radius=look.px(2))
        if self.hasFocus():
            out = look.px(4)
            ring = knob.adjusted(-out, -out, out, out)
            accent = look.colour.accent_line
            draw.box(painter, ring, border=accent, stroke=look.stroke.focus, radius=out)
