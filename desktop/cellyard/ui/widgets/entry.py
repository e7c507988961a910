"""A figure typed or read with gloves on: one large field, and the number pad that fills it."""

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QWidget

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.pin import Key
from cellyard.ui.widgets.shapes import ShapeName, paint_shape

_PAD = 18
_LONGEST = 12
_SIGNS = "0123456789."


def figure_of(text: str) -> Decimal | None:
    """Return the number typed, None when it is none."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


class Entry(QLineEdit):
    """A quantity: its name and a note at the left, the figure and its unit at the right; 80 high.

    Shows what is being typed, else what stands already, else what the instrument says. `letter`
    is emitted for a key that is no part of a number; the page knows what it means.
    """

    letter = Signal(str)
    pressed = Signal()

    def __init__(self, name: str, unit: str) -> None:
        super().__init__()
        self.name = name
        self._unit = unit
        self._note = ""
        self._number = ""
        self._words = ""
        self._shape: ShapeName | None = None
        self._firm = True
        self.setMaxLength(_LONGEST)
        # A Chinese input method would take the figures for itself.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setFrame(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.textChanged.connect(self._redraw)

    def _redraw(self) -> None:
        self.update()

    @property
    def unit(self) -> str:
        return self._unit

    def set_unit(self, unit: str) -> None:
        self._unit = unit
        self.update()

    def show_number(
        self, number: str, *, note: str = "", shape: ShapeName | None = None, firm: bool = True
    ) -> None:
        """Show a figure that stands, or (not `firm`) that is still settling."""
        self._number, self._words, self._note = number, "", note
        self._shape, self._firm = shape, firm
        self.setAccessibleDescription(f"{number} {self._unit} {note}".strip())
        self.update()

    def show_words(self, words: str, *, note: str = "", shape: ShapeName | None = None) -> None:
        """Show in words that there is no figure."""
        self._number, self._words, self._note, self._shape = "", words, note, shape
        self.setAccessibleDescription(f"{words} {note}".strip())
        self.update()

    def take(self, sign: str) -> None:
        """Take a key of the number pad."""
        if sign == "back":
            self.setText(self.text()[:-1])
        elif len(self.text()) < _LONGEST and not (sign == "." and "." in self.text()):
            self.setText(self.text() + sign)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text().replace(",", ".")
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if len(text) == 1 and text in _SIGNS and not plain:
            self.take(text)
        elif text == "-" and not self.text():
            self.setText("-")
        elif event.key() == Qt.Key.Key_Backspace:
            self.take("back")
        elif len(text) == 1 and text.isalpha() and not plain & ~Qt.KeyboardModifier.ShiftModifier:
            self.letter.emit(text.lower())
        else:
            # Enter, Esc, Tab and arrows belong to the page and the window.
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()
        self.setFocus()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(style.px(358), style.now().floor.touch)

    def minimumSizeHint(self) -> QSize:
        return QSize(style.px(300), style.now().floor.touch)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - always whole
        look = style.now()
        colour, area, pad = look.colour, QRectF(self.rect()), look.px(_PAD)
        painter = draw.open_painter(self)
        here = self.hasFocus()
        edge = colour.accent_line if here else colour.outline
        stroke = look.stroke.selected if here else look.stroke.border
        draw.box(
            painter, area, colour.raised, border=edge, stroke=stroke, radius=look.radius.control
        )
        left = self._paint_figure(painter, look, area.adjusted(pad, 0, -pad, 0))
        self._paint_name(painter, look, QRectF(pad, 0, left - pad - look.px(8), area.height()))
        painter.end()

    def _paint_name(self, painter: QPainter, look: style.Look, area: QRectF) -> None:
        one, two = look.line("body"), look.line("small") if self._note else 0
        top = (area.height() - one - two) / 2
        row = QRectF(area.x(), top, area.width(), one)
        taken = draw.line(painter, row, self.name, look.font("body"), look.colour.text)
        if self._shape:
            side = look.icon.inline
            corner = QRectF(area.x() + taken + look.px(8), top + (one - side) / 2, side, side)
            paint_shape(painter, corner, self._shape)
        row = QRectF(area.x(), top + one, area.width(), two)
        draw.line(painter, row, self._note, look.font("small"), look.colour.text_muted)

    def _paint_figure(self, painter: QPainter, look: style.Look, area: QRectF) -> float:
        """Write figure and unit against the right edge; return the left edge of it."""
        colour = look.colour
        if self._words and not self.text():
            face = look.font("lead", 400)
            across = draw.width(self._words, face)
            room = QRectF(area.right() - across - 1, 0, across + 1, area.height())
            draw.line(painter, room, self._words, face, colour.text)
            return room.x()
        small = look.font("body", 400)
        unit_room = max(draw.width(self._unit, small), look.px(30))
        face = look.font("readout")
        foot = draw.foot(0, area.height(), face)
        unit_left = area.right() - unit_room
        draw.at(painter, QPointF(unit_left, foot), self._unit, small, colour.text_muted)
        shown, ink = self._shown()
        across = draw.width(shown, face)
        left = unit_left - look.px(8) - across
        draw.at(painter, QPointF(left, foot), shown, face, colour.named(ink))
        if self.hasFocus():
            caret = QRectF(left + across + look.px(2), area.height() / 2 - look.px(20), 0, 0)
            caret.setSize(QSize(look.px(3), look.px(40)).toSizeF())
            draw.box(painter, caret, colour.accent_line)
        return left

    def _shown(self) -> tuple[str, style.ColourName]:
        if self.text():
            return self.text().replace("-", "\u2212"), "text"
        return self._number, "text" if self._firm else "text_muted"


class NumberPad(QWidget):
    """Figures, the point and the key that takes the last one back; 388 x 380."""

    pressed = Signal(str)

    _KEYS = ("7", "8", "9", "4", "5", "6", "1", "2", "3", "back", "0", ".")

    def __init__(self) -> None:
        super().__init__()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(style.now().floor.gap)
        for number, name in enumerate(self._KEYS):
            key = Key(name)
            key.clicked.connect(lambda _checked=False, name=name: self.pressed.emit(name))
            layout.addWidget(key, number // 3, number % 3)
        self.setFixedWidth(style.px(388))
