"""The button for what cannot be undone: it is held for 1.2 s, never just pressed."""

from decimal import Decimal

from PySide6.QtCore import QElapsedTimer, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Pressable, is_press
from cellyard.ui.widgets.shapes import paint_shape
from cellyard.words import _, number

_REFRESH_MS = 30
_SHAPE = 30


class Held(Pressable):
    """Counts how long a finger, Enter or Space holds it; `held` after 1.2 s.

    Let go earlier and it falls back at once.
    """

    held = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._since = QElapsedTimer()
        self._tick = QTimer(self)
        self._tick.setInterval(_REFRESH_MS)
        self._tick.timeout.connect(self._watch)

    @property
    def part(self) -> float:
        """How far it is filled, 0 to 1."""
        if not self._since.isValid():
            return 0.0
        return min(1.0, self._since.elapsed() / style.tokens().motion.hold_fill_ms)

    def start(self) -> None:
        """Begin to fill: the first scan of the command card does it, the second calls `finish`."""
        if not self._since.isValid():
            self._since.start()
            self._tick.start()
            self.update()

    def stop(self) -> None:
        """Fall back."""
        self._since.invalidate()
        self._tick.stop()
        self.update()

    def finish(self) -> None:
        """Do what it says."""
        self.stop()
        self.held.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.start()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self.rect().contains(event.position().toPoint()):
            self.stop()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - any button
        self.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_press(event):
            if not event.isAutoRepeat():  # a key held since before it had the focus begins nothing
                self.start()
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if is_press(event):
            if not event.isAutoRepeat():
                self.stop()
            return
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.stop()
        super().focusOutEvent(event)

    def _watch(self) -> None:
        if self.part >= 1.0:
            self.finish()
        self.update()


class HoldButton(Held):
    """Fills from the left while it is held. Leave 13 mm to any neighbour."""

    def __init__(self, text: str, *, second: str = "") -> None:
        super().__init__()
        self._ready = self._words = (text, second)
        self.setAccessibleName(text)
        self.setAccessibleDescription(second)

    def set_ready(self) -> None:
        """Let it be held, with the words it has."""
        self._become(self._ready[1], ready=True)

    def set_not_yet(self, reason: str) -> None:
        """Refuse to be held and say why, in the second line."""
        self._become(reason, ready=False)

    def _become(self, second: str, *, ready: bool) -> None:
        self._words = (self._words[0], second)
        self.setAccessibleDescription(second)
        self.setEnabled(ready)
        self.anew()

    def measure(self, look: style.Look) -> tuple[float, float]:
        lines = (self._ready, self._words, self._held_words(1200))
        words = max(
            max(draw.width(text, look.font("body", 600)), draw.width(second, look.font("small")))
            for text, second in lines
        )
        return look.px(16 + _SHAPE + 14 + 16) + words + 2, look.floor.touch

    def paint(self, painter: QPainter, look: style.Look) -> None:
        stop, colour, area = look.state("stop"), look.colour, QRectF(self.rect())
        radius, stroke = look.radius.control, look.stroke.border
        ready = self.isEnabled()
        draw.box(painter, area, colour.raised if ready else colour.sunken, radius=radius)
        if self.part:
            painter.save()
            painter.setClipRect(QRectF(0, 0, area.width() * self.part, area.height()))
            draw.box(painter, area, stop.tint, radius=radius)
            painter.restore()
        if ready:
            draw.box(painter, area, border=stop.mark, stroke=stroke, radius=radius)
            side = look.px(_SHAPE)
            corner = QPointF(look.px(16), (area.height() - side) / 2)
            paint_shape(painter, QRectF(corner.x(), corner.y(), side, side), "stop")
        text, second = self._words
        if self._since.isValid():
            text, second = self._held_words(self._left_ms())
        one, two = look.line("body"), look.line("small") if second else 0
        left, top = look.px(16 + _SHAPE + 14), (area.height() - one - two) / 2
        across = area.width() - left - look.px(14)
        first = QRectF(left, top, across, one)
        ink, quiet = (colour.text,) * 2 if ready else (colour.text_disabled, colour.text_muted)
        draw.line(painter, first, text, look.font("body", 600), ink)
        under = QRectF(left, top + one, across, two)
        draw.line(painter, under, second, look.font("small"), quiet)

    def _left_ms(self) -> int:
        return max(0, style.tokens().motion.hold_fill_ms - self._since.elapsed())

    def _held_words(self, left_ms: int) -> tuple[str, str]:
        seconds = number(Decimal(left_ms) / 1000, 1)
        return _("Keep holding"), _("{seconds} s").format(seconds=seconds)
