"""The big button of the floor: the one next step, and what stands beside it."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication

from cellyard.ui import style
from cellyard.ui.style.icons import paint_icon
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.keycap import keycap_width, paint_keycap
from cellyard.ui.widgets.painted import Pressable
from cellyard.ui.widgets.shapes import ShapeName, paint_shape

Kind = Literal["primary", "secondary", "stop"]
Mode = Literal["ready", "not_yet", "working", "done"]

_SHAPE, _TALL_SHAPE = 40, 56  # the octagon of a stop button, the tick of a done one
_BAR = 6


class BigButton(Pressable):
    """A button of two lines with its key; it never goes grey without saying why.

    `primary` is 120 high and its label 28, the others are 80 high unless they are `tall` and
    stand in its place (Stop test). `clicked` is emitted by a
    press, by Space or Enter when it has the focus, and by `click()`.
    """

    def __init__(
        self,
        text: str,
        kind: Kind = "primary",
        *,
        second: str = "",
        key: str = "",
        icon: str = "",
        tall: bool = False,
    ) -> None:
        super().__init__()
        self._tall = tall or kind == "primary"
        self._kind: Kind = kind
        self._mode: Mode = "ready"
        self._words = (text, second)
        self._said = self._words
        self._key = key
        self._icon = icon
        self._part: float | None = None
        self._resumes = False
        self._say(text, second)

    @property
    def kind(self) -> Kind:
        """What it is for: there is one primary button on a screen."""
        return self._kind

    def set_words(self, text: str, second: str = "", *, key: str | None = None) -> None:
        """Say another verb; its place stays."""
        self._words = (text, second)
        self._key = self._key if key is None else key
        if self._mode == "ready":
            self._say(text, second)

    def set_key(self, key: str) -> None:
        """Show another key, "" for none."""
        self._key = key
        self.anew()

    def set_ready(self) -> None:
        """Let it be pressed, with the words it has."""
        self._become("ready", *self._words)

    def set_not_yet(self, reason: str) -> None:
        """Refuse to be pressed and say why, in the second line."""
        self._become("not_yet", self._words[0], reason)

    def set_working(self, text: str, part: float | None = None) -> None:
        """Say what is being done; `part` (0 to 1) fills the bar, None leaves it empty."""
        self._part = part
        self._become("working", text, "")

    def say_done(self, text: str, second: str = "") -> None:
        """Say what happened; it is not pressed again."""
        self._become("done", text, second)

    @property
    def mode(self) -> Mode:
        return self._mode

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # A glove that taps twice means once: the second press is swallowed.
        event.accept()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return self._across(look, 1.0), self._down(look)

    def minimumSizeHint(self) -> QSize:
        # The second line may break into two; the verb never breaks.
        look = style.now()
        return QSize(round(self._across(look, 0.6)), self._down(look))

    def paint(self, painter: QPainter, look: style.Look) -> None:
        self._ground(painter, look)
        first, second = self._inks(look)
        middle = self.height() / 2
        self._sign(painter, look, first)
        right = self.width() - look.px(26 if self._kind != "primary" else 30)
        cap = keycap_width(look, self._key) if self._mode == "ready" else 0
        if cap:
            paint_keycap(painter, right, middle, self._key, first)
            right -= cap + look.px(16)
        self._lines(painter, look, right, (first, second))

    def _across(self, look: style.Look, second_share: float) -> float:
        big, small = self._faces(look)
        words = max(
            max(draw.width(text, big), draw.width(second, small) * second_share)
            for text, second in (self._words, self._said)
        )
        cap = keycap_width(look, self._key)
        cap += look.px(16) if cap else 0
        return self._left(look) + words + 2 + cap + look.px(26)

    def _down(self, look: style.Look) -> int:
        return look.floor.primary if self._tall else look.floor.touch

    def _faces(self, look: style.Look) -> tuple[QFont, QFont]:
        if self._tall:
            return look.font("title"), look.font("sub")
        return look.font("body", 600), look.font("small")

    @property
    def _shape(self) -> int:
        return _TALL_SHAPE if self._tall else _SHAPE

    def _left(self, look: style.Look) -> float:
        if self._kind == "stop" or self._mode == "done":
            return look.px(20 + self._shape + 14)
        if self._icon:
            return look.px(24) + look.icon.button + look.px(12)
        return look.px(30 if self._kind == "primary" else 26)

    def _ground(self, painter: QPainter, look: style.Look) -> None:
        colour, area = look.colour, QRectF(self.rect())
        radius = look.radius.control
        if self._mode == "not_yet":
            draw.box(painter, area, colour.sunken, radius=radius)
        elif self._kind == "primary" and self._mode != "done":
            pressed = self.isDown() or self._mode == "working"
            fill = colour.accent_pressed if pressed else colour.accent
            draw.box(painter, area, fill, radius=radius)
        else:
            fill = colour.sunken if self.isDown() else colour.raised
            stroke = look.stroke.border
            draw.box(painter, area, fill, border=colour.outline, stroke=stroke, radius=radius)

    def _inks(self, look: style.Look) -> tuple[QColor, QColor]:
        colour = look.colour
        if self._mode == "not_yet":
            return colour.text_disabled, colour.text_muted
        if self._kind == "primary" and self._mode != "done":
            return colour.on_accent, style.ink(colour.on_accent, style.QUIET)
        return colour.text, colour.text

    def _sign(self, painter: QPainter, look: style.Look, ink: QColor) -> None:
        shape: ShapeName | None = None
        if self._mode == "done":
            shape = "done"
        elif self._kind == "stop":
            shape = "stop"
        side = look.px(self._shape if shape == "stop" else 28)
        top = (self.height() - side) / 2
        if shape:
            left = look.px(20 + self._shape / 2) - side / 2
            paint_shape(painter, QRectF(left, top, side, side), shape)
        elif self._icon:
            paint_icon(painter, self._icon, QPointF(look.px(24), top), side, ink)

    def _lines(
        self, painter: QPainter, look: style.Look, right: float, inks: tuple[QColor, QColor]
    ) -> None:
        text, second = self._said
        step: style.Step = "sub" if self._tall else "small"
        left, one = self._left(look), look.line("title" if self._tall else "body")
        across = right - left
        two = draw.paragraph_height(second, step, across) if second else 0
        bar = look.px(_BAR + 8) if self._mode == "working" else 0
        top = (self.height() - one - two - bar) / 2
        big, _ = self._faces(look)
        draw.line(painter, QRectF(left, top, across, one), text, big, inks[0])
        under = QRectF(left, top + one, across, 2 * look.line(step))
        draw.paragraph(painter, under, second, step, inks[1])
        if bar:
            track = QRectF(left, top + one + look.px(8), across, look.px(_BAR))
            draw.box(painter, track, style.ink(inks[0], 0.3))
            track.setWidth(across * (self._part or 0))
            draw.box(painter, track, style.ink(inks[0], 0.92))

    def _become(self, mode: Mode, text: str, second: str) -> None:
        self._mode = mode
        self._resumes = self._resumes or self.hasFocus()
        self.setEnabled(mode == "ready")
        if mode == "ready" and self._resumes and QApplication.focusWidget() is None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # it had it before it was working
        self._resumes = self._resumes and mode != "ready"
        self._say(text, second)

    def _say(self, text: str, second: str) -> None:
        self._said = (text, second)
        self.setAccessibleName(text)
        self.setAccessibleDescription(second)
        self.anew()
