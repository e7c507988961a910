"""What every painted widget is made of: it measures and paints itself by the look worn now."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cellyard.ui import style
from cellyard.ui.widgets.draw import open_painter


class Painted(QWidget):
    """A flat widget that measures and paints itself by the look worn now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def measure(self, look: style.Look) -> tuple[float, float]:
        """Return the least width and the height, in px of the glass."""
        raise NotImplementedError

    def paint(self, painter: QPainter, look: style.Look) -> None:
        """Draw the widget."""
        raise NotImplementedError

    def anew(self) -> None:
        """Measure and paint again; called after every change of content or look."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        across, down = self.measure(style.now())
        return QSize(round(across), round(down))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.anew()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - always whole
        painter = open_painter(self)
        self.paint(painter, style.now())
        painter.end()


class Pressable(QAbstractButton):
    """A button that paints itself; Tab reaches it, Space and Enter press it.

    A click does not move the focus: what was about to be typed stays where it was.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def measure(self, look: style.Look) -> tuple[float, float]:
        """Return the least width and the height, in px of the glass."""
        raise NotImplementedError

    def paint(self, painter: QPainter, look: style.Look) -> None:
        """Draw the button."""
        raise NotImplementedError

    def anew(self) -> None:
        """Measure and paint again; called after every change of content or look."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        across, down = self.measure(style.now())
        return QSize(round(across), round(down))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def setEnabled(self, enabled: bool, /) -> None:  # noqa: FBT001 - Qt's own signature
        let_go(self, enabled=enabled)
        super().setEnabled(enabled)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.anew()
        super().changeEvent(event)

    def event(self, event: QEvent) -> bool:
        return claims_key(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_by_key(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - always whole
        painter = open_painter(self)
        self.paint(painter, style.now())
        painter.end()


def is_press(event: QKeyEvent) -> bool:
    """Tell whether this key presses the focused button."""
    return event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


def claims_key(event: QEvent) -> bool:
    """Take a pressing key for the focused button, before a shortcut of the window does."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
        return False
    if is_press(event):
        event.accept()
        return True
    return False


def press_by_key(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Press a button by Enter, once however long it is held; Space is Qt's own."""
    if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
        return False
    if not event.isAutoRepeat():
        button.click()
    return True


def let_go(button: QAbstractButton, *, enabled: bool) -> None:
    """Give the focus to nobody when a focused button can no longer be pressed.

    Qt would give it to the next button, and the Enter after next would press that one.
    """
    if not enabled and button.hasFocus():
        button.clearFocus()
