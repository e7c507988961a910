"""What lies over everything without moving anything: the focus ring and the red frame."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.rail import RailItem

_FOLLOWED = frozenset(
    {
        QEvent.Type.Move,
        QEvent.Type.Resize,
        QEvent.Type.Show,
        QEvent.Type.Hide,
        QEvent.Type.ParentChange,
        QEvent.Type.StyleChange,
    }
)


class _Over(QWidget):
    """A clear child that the mouse goes through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()


class FocusRing(_Over):
    """One per window: a ring of 3 px, 5 px outside whatever button has the focus.

    So no button needs a margin for its ring, and no layout knows of it. Fields show their focus
    by their own border, places of the rail by a frame inside.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._on: QWidget | None = None
        self._watched: list[QWidget] = []
        self._ring = QRectF()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _FOLLOWED:
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - always whole
        look = style.now()
        painter = draw.open_painter(self)
        stroke = look.stroke.focus
        radius = look.radius.control + look.stroke.focus_out - stroke / 2
        colour = look.colour.accent_line
        draw.box(painter, self._ring, border=colour, stroke=stroke, radius=radius)
        painter.end()

    def _moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        for widget in self._watched:
            if isValid(widget):  # one window may have gone when another comes
                widget.removeEventFilter(self)
        self._watched = []
        self._on = now if isinstance(now, QAbstractButton) else None
        if isinstance(now, RailItem) or (now and now.window() is not self.window()):
            self._on = None
        widget = self._on
        while widget is not None and widget is not self.parentWidget():
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()
        self._place()

    def _place(self) -> None:
        on, window = self._on, self.parentWidget()
        if on is None or window is None or not isValid(on) or not on.isVisible():
            self.hide()
            return
        out = round(style.now().stroke.focus_out)
        corner = on.mapTo(window, QPoint(0, 0))
        ring = QRect(corner, on.size()).adjusted(-out, -out, out, out)
        # What is scrolled out of sight has no ring.
        seen = QRect(ring)
        for widget in self._watched:
            holder = widget.parentWidget()
            if isinstance(holder, QAbstractScrollArea):
                seen &= QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
        self._ring = QRectF(ring.translated(-seen.topLeft()))
        self.setGeometry(seen)
        self.setVisible(not seen.isEmpty())
        self.raise_()
        self.update()


class StopFrame(_Over):
    """The red frame of 8 px round the window while scanning is paused."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)
        self.setGeometry(window.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001 - Qt's own signature
        super().setVisible(visible)
        if visible:
            self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - always whole
        look = style.now()
        painter = draw.open_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        colour, stroke = look.state("stop").solid, look.stroke.frame_stop
        draw.box(painter, QRectF(self.rect()), border=colour, stroke=stroke)
        painter.end()
