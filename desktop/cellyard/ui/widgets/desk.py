"""Controls for the desk, 40 px high: button, field, choice, tick box, filter."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QSizePolicy, QStyledItemDelegate

from cellyard.ui import style
from cellyard.ui.style.icons import paint_icon
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Pressable, claims_key, let_go, press_by_key
from cellyard.ui.widgets.shapes import paint_shape

_BOX = 22
_TEXT = 32
_ICON_GAP = 6


class Button(QPushButton):
    """A button for mouse and keys; `kind` "primary" is petrol, "filter" is a toggle."""

    def __init__(self, text: str, *, icon: str = "", kind: str = "plain") -> None:
        super().__init__(text.replace("&", "&&"))
        self._icon = icon
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(text)
        self._dress()

    def event(self, event: QEvent) -> bool:
        return claims_key(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_by_key(self, event):
            super().keyPressEvent(event)

    def setEnabled(self, enabled: bool, /) -> None:  # noqa: FBT001 - Qt's own signature
        let_go(self, enabled=enabled)
        super().setEnabled(enabled)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        look = style.now()
        self.setFont(look.font("desk_body", 600))
        if self._icon:
            ink = "on_accent" if self.property("kind") == "primary" else "text"
            self.setIcon(style.qicon(self._icon, 20, ink, after=_ICON_GAP))
            side = look.icon.button_desk
            self.setIconSize(QSize(side + look.px(_ICON_GAP), side))


class Filter(Button):
    """A filter: open it is muted, set it is ink."""

    def __init__(self, text: str) -> None:
        super().__init__(text, kind="filter")
        self.setCheckable(True)


class Field(QLineEdit):
    """A line to type into; `set_wrong` marks it, the sentence belongs on the message line too.

    `floor` where it is touched in gloves, whatever the class of the station.
    """

    def __init__(
        self,
        text: str = "",
        *,
        mono: bool = False,
        width: float | None = None,
        hint: str = "",
        secret: bool = False,
        right: bool = False,
        floor: bool = False,
    ) -> None:
        super().__init__(text)
        self._mono = mono
        self._floor = floor
        self._width = width
        self._wrong = ""
        self.setPlaceholderText(hint)
        if secret:
            self.setEchoMode(QLineEdit.EchoMode.Password)
        if right:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._dress()

    def sizeHint(self) -> QSize:
        usual = super().sizeHint()
        return QSize(usual.width(), style.now().floor.touch) if self._floor else usual

    @property
    def wrong(self) -> str:
        return self._wrong

    def set_wrong(self, sentence: str) -> None:
        """Mark the field and say why; "" takes the mark away."""
        self._wrong = sentence
        self.setToolTip(sentence)
        self.setAccessibleDescription(sentence)
        self.setProperty("state", "wrong" if sentence else "")
        self._dress()
        self.style().unpolish(self)
        self.style().polish(self)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._dress()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._wrong:
            look = style.now()
            painter = draw.open_painter(self)
            side = look.icon.button_desk
            top = (self.height() - side) / 2
            paint_shape(painter, QRectF(look.px(10), top, side, side), "stop")
            painter.end()

    def _dress(self) -> None:
        look = style.now()
        self.setFont(look.font("lead" if self._floor else "desk_body", mono=self._mono))
        self.setTextMargins(look.icon.button_desk + look.px(6) if self._wrong else 0, 0, 0, 0)
        if self._width is not None:
            self.setFixedWidth(look.px(self._width))


class Choice(QComboBox):
    """One of a few: pairs of a key and its words."""

    key_changed = Signal(str)

    def __init__(
        self, options: Sequence[tuple[str, str]] = (), *, width: float | None = None
    ) -> None:
        super().__init__()
        self._width = width
        # Qt's own delegate of a combo box knows no height from the style sheet.
        self.setItemDelegate(QStyledItemDelegate(self))
        self.set_options(options)
        self.currentIndexChanged.connect(lambda: self.key_changed.emit(self.key()))
        self._dress()

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer other options; the first is taken."""
        self.clear()
        for key, words in options:
            self.addItem(words, key)

    def key(self) -> str:
        """Return the key of the option taken, "" if there is none."""
        key = self.currentData()
        return key if isinstance(key, str) else ""

    def set_key(self, key: str) -> None:
        """Take an option by its key."""
        self.setCurrentIndex(self.findData(key))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._dress()
        super().changeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # a page that is scrolled must not change what it shows

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        look = style.now()
        painter = draw.open_painter(self)
        side = look.px(16)
        corner = QPointF(self.width() - look.px(10) - side, (self.height() - side) / 2)
        ink = look.colour.text if self.isEnabled() else look.colour.text_disabled
        paint_icon(painter, "ph.caret-down", corner, side, ink)
        painter.end()

    def _dress(self) -> None:
        look = style.now()
        self.setFont(look.font("desk_body"))
        self.view().setFont(look.font("desk_body"))
        if self._width is not None:
            self.setFixedWidth(look.px(self._width))


class Check(Pressable):
    """A tick box with its words; the words are part of the target."""

    def __init__(self, text: str, *, checked: bool = False) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCheckable(True)
        self.setChecked(checked)
        self._text = text
        self.setAccessibleName(text)

    def measure(self, look: style.Look) -> tuple[float, float]:
        words = draw.width(self._text, look.font("desk_body"))
        return look.px(_TEXT) + words + 2, look.desk.control

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, side = look.colour, look.px(_BOX)
        area = QRectF(0, (self.height() - side) / 2, side, side)
        ink = colour.text if self.isEnabled() else colour.text_disabled
        edge = ink if self.isChecked() else colour.outline
        fill = colour.raised if self.isEnabled() else colour.sunken
        radius, stroke = look.px(3), look.stroke.border
        draw.box(painter, area, fill, border=edge, stroke=stroke, radius=radius)
        if self.isChecked():
            inset = look.px(3)
            inner = area.adjusted(inset, inset, -inset, -inset)
            paint_shape(painter, inner, "done", ink=ink)
        row = QRectF(self.rect()).adjusted(look.px(_TEXT), 0, 0, 0)
        draw.line(painter, row, self._text, look.font("desk_body"), ink)
