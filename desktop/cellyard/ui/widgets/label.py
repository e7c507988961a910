"""Still words: one line or a paragraph in a step of the type scale, and pairs of them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.draw import Align
from cellyard.ui.widgets.painted import Painted

# Px of the design that a broken text is laid out for before it knows its width.
_GUESS = 240


class Label(QLabel):
    """Words that follow the look; plain text only, so a scanned `<b>` is shown as read.

    One line keeps its whole width in a layout, unless `elide`: then it may end in an ellipsis
    and shows the whole under the mouse (names of any length). `wrap` breaks into lines; `across`
    is about how wide it will stand then, in design px: the room it keeps in height hangs on it.
    """

    def __init__(
        self,
        text: str = "",
        step: style.Step = "body",
        *,
        weight: int | None = None,
        colour: style.ColourName = "text",
        mono: bool = False,
        wrap: bool = False,
        lines: int = 1,
        elide: bool = False,
        align: Align = "left",
        tabular: bool = True,
        across: int = _GUESS,
    ) -> None:
        super().__init__(text)
        self._guess = across
        self._step: style.Step = step
        self._weight = weight
        self._colour: style.ColourName = colour
        self._mono = mono
        self._tabular = tabular
        self._elide = elide
        self._lines = lines
        self._align: Align = align
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        policy_across = QSizePolicy.Policy.Ignored if elide else QSizePolicy.Policy.Preferred
        policy = QSizePolicy(policy_across, QSizePolicy.Policy.Fixed)
        if elide:
            policy.setHorizontalStretch(1)
        if wrap:
            policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_colour(self, colour: style.ColourName) -> None:
        """Write in another ink."""
        self._colour = colour
        self.update()

    def _face(self) -> QFont:
        return style.now().font(self._step, self._weight, mono=self._mono, tabular=self._tabular)

    def sizeHint(self) -> QSize:
        across = style.px(self._guess) if self.wordWrap() else self._across()
        return QSize(across, self.heightForWidth(across))

    def minimumSizeHint(self) -> QSize:
        if self.wordWrap():
            return QSize(style.px(_GUESS // 4), self._lines * style.now().line(self._step))
        across = 0 if self._elide else self._across()
        return QSize(across, style.now().line(self._step))

    def heightForWidth(self, across: int) -> int:
        one = style.now().line(self._step)
        if not self.wordWrap():
            return one
        needs = draw.paragraph_height(self.text(), self._step, across, weight=self._weight)
        return max(round(needs), self._lines * one)

    def hasHeightForWidth(self) -> bool:
        return self.wordWrap()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
            self.update()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - always whole
        look = style.now()
        painter = draw.open_painter(self)
        area, face, text = QRectF(self.rect()), self._face(), self.text()
        ink = look.colour.named(self._colour)
        if self.wordWrap():
            draw.paragraph(painter, area, text, self._step, ink, weight=self._weight)
        else:
            draw.line(painter, area, text, face, ink, align=self._align, may_end=self._elide)
        painter.end()

    def _across(self) -> int:
        return int(draw.width(self.text(), self._face())) + 2


class KeyValues(Painted):
    """Pairs in two columns: what it is, muted, and its value in ink."""

    def __init__(
        self,
        pairs: Sequence[tuple[str, str]] = (),
        *,
        desk: bool = True,
        key_width: float = 108,
    ) -> None:
        super().__init__()
        self._pairs = tuple(pairs)
        self._step: style.Step = "desk_body" if desk else "small"
        self._key_width = key_width

    def set_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show other pairs."""
        self._pairs = tuple(pairs)
        self.setAccessibleName(", ".join(f"{key} {value}" for key, value in pairs))
        self.anew()

    def measure(self, look: style.Look) -> tuple[float, float]:
        face = look.font(self._step)
        widest = max((draw.width(value, face) for _, value in self._pairs), default=0)
        return self._left(look) + widest + 2, len(self._pairs) * self._pitch(look)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        face, left, pitch = look.font(self._step), self._left(look), self._pitch(look)
        for number, (key, value) in enumerate(self._pairs):
            row = QRectF(0, number * pitch, self.width(), pitch)
            keys = QRectF(0, row.y(), left - look.px(8), pitch)
            draw.line(painter, keys, key, face, look.colour.text_muted)
            draw.line(painter, row.adjusted(left, 0, 0, 0), value, face, look.colour.text)

    def _left(self, look: style.Look) -> float:
        face = look.font(self._step)
        widest = max((draw.width(key, face) for key, _ in self._pairs), default=0)
        return max(look.px(self._key_width), widest + look.px(10))

    def _pitch(self, look: style.Look) -> float:
        return look.line(self._step) + look.px(8)
