"""The PIN: how many figures are typed, and the keys for gloves."""

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QPainter, QPen, QResizeEvent

from cellyard.ui import style
from cellyard.ui.style.icons import paint_icon
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted, Pressable
from cellyard.words import _

_DOT, _PITCH = 24, 44
_KEY_WIDTH = 116
_KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "back", "0", "ok")
_COLUMNS = 3


class PinDots(Painted):
    """A full dot for each figure typed, a ring for each that is missing."""

    def __init__(self, length: int = 4) -> None:
        super().__init__()
        self._length = length
        self._filled = 0
        self._wrong = False

    def set_filled(self, filled: int) -> None:
        """Show how many figures are typed."""
        self._filled = filled
        self._wrong = False
        self.setAccessibleName(f"{filled} / {self._length}")
        self.update()

    def set_wrong(self) -> None:
        """Show that the PIN was not the right one, until the next figure."""
        self._wrong = True
        self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(_PITCH) * (self._length - 1) + look.px(_DOT), look.px(_DOT)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour = look.colour
        edge = look.state("stop").mark if self._wrong else colour.outline
        radius, stroke = look.px(_DOT) / 2, look.stroke.border
        for number in range(self._length):
            middle = QPointF(number * look.px(_PITCH) + radius, self.height() / 2)
            full = number < self._filled
            painter.setPen(QPen(colour.text if full else edge, stroke))
            painter.setBrush(colour.text if full else colour.background)
            painter.drawEllipse(middle, radius - stroke / 2, radius - stroke / 2)


class Key(Pressable):
    """One key of the keypad, 116 x 80."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        words = {"back": _("Delete the last figure"), "ok": _("OK")}
        self.setAccessibleName(words.get(name, name))

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(_KEY_WIDTH), look.floor.touch

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, area, radius = look.colour, QRectF(self.rect()), look.radius.control
        ink, stroke = colour.text, look.stroke.border
        if not self.isEnabled():
            ink = colour.text_disabled
            draw.box(painter, area, colour.sunken, radius=radius)
        elif self.name == "ok":
            ink = colour.on_accent
            fill = colour.accent_pressed if self.isDown() else colour.accent
            draw.box(painter, area, fill, radius=radius)
        else:
            quiet = self.name == "back"
            fill = colour.background if quiet else colour.raised
            edge = colour.line_strong if quiet else colour.outline
            fill = colour.sunken if self.isDown() else fill
            draw.box(painter, area, fill, border=edge, stroke=stroke, radius=radius)
        if self.name == "back":
            side = look.icon.button
            corner = QPointF((area.width() - side) / 2, (area.height() - side) / 2)
            paint_icon(painter, "ph.backspace", corner, side, ink)
            return
        words = _("OK") if self.name == "ok" else self.name
        face = look.font("lead" if self.name == "ok" else "title")
        draw.line(painter, area, words, face, ink, align="centre")


class Keypad(Painted):
    """Figures, a key that takes the last one back, and OK; typed keys come from the screen."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.keys = {name: Key(name) for name in _KEYS}
        for name, key in self.keys.items():
            key.setParent(self)
            key.clicked.connect(lambda _checked=False, name=name: self.pressed.emit(name))

    def set_ok(self, *, ready: bool) -> None:
        """Let OK be pressed, or not yet."""
        self.keys["ok"].setEnabled(ready)

    def measure(self, look: style.Look) -> tuple[float, float]:
        rows = len(_KEYS) // _COLUMNS
        across = _COLUMNS * look.px(_KEY_WIDTH) + (_COLUMNS - 1) * look.floor.gap
        return across, rows * look.floor.touch + (rows - 1) * look.floor.gap

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()
        super().resizeEvent(event)

    def anew(self) -> None:
        self._place()
        super().anew()

    def paint(self, painter: QPainter, look: style.Look) -> None:
        """Nothing but its keys."""

    def _place(self) -> None:
        look = style.now()
        gap, down = look.floor.gap, look.floor.touch
        across = (self.width() - (_COLUMNS - 1) * gap) // _COLUMNS
        for number, key in enumerate(self.keys.values()):
            line, column = divmod(number, _COLUMNS)
            key.setGeometry(column * (across + gap), line * (down + gap), across, down)
