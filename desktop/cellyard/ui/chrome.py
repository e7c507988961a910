"""What stands round every screen: top line, rail, status line, red frame."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from cellyard.ui import style
from cellyard.ui.screens import PlaceInRail
from cellyard.ui.widgets.overlay import StopFrame
from cellyard.ui.widgets.rail import Place, Rail
from cellyard.ui.widgets.scan_line import ScanLine
from cellyard.ui.widgets.status_line import StatusLine
from cellyard.ui.widgets.top_line import TopLine, UserTile
from cellyard.words import _

_FIRE = "fire"


class Chrome(QWidget):
    """The central widget. It knows no screen, only where each goes.

    `touched` comes when a finger presses the scan line: so a refusal is confirmed with gloves;
    `alarm_touched` when it presses the status line, where an alarm stands; `sync_touched` when it
    presses the lamp there that tells what is sent.
    """

    chosen = Signal(str)
    fire_wanted = Signal()
    switch_wanted = Signal()
    touched = Signal()
    alarm_touched = Signal()
    sync_touched = Signal()

    def __init__(self, station: str, centre: str) -> None:
        super().__init__()
        look = style.now()
        self._top = TopLine(station, centre)
        self._top.scan.installEventFilter(self)
        self._rail = Rail([])
        self._rail.chosen.connect(self._choose)
        self._rail.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.status = StatusLine()
        self.status.installEventFilter(self)
        self._work = QStackedWidget()
        # The glass is as large as it is: no page makes the window grow beyond it.
        self._work.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._page: QWidget | None = None
        self._behind: QWidget | None = None
        self._inner = QVBoxLayout()
        margins = (look.frame.margin_x, look.frame.margin_y)
        self._inner.setContentsMargins(margins[0], margins[1], margins[0], margins[1])
        self._inner.addWidget(self._work)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._rail)
        middle.addLayout(self._inner, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._top)
        whole.addLayout(middle, 1)
        whole.addWidget(self.status)
        self._frame = StopFrame(self)
        self._frame.setVisible(False)

    @property
    def scan_line(self) -> ScanLine:
        return self._top.scan

    def set_station(self, station: str, centre: str) -> None:
        self._top.set_station(station, centre)

    def set_places(self, places: Sequence[PlaceInRail]) -> None:
        """Show these places in the rail, none while nobody is signed in."""
        self._rail.setVisible(bool(places))
        last = Place(_FIRE, _("Fire sheet"), "ph.fire", "F12")
        shown = [Place(p.key, _(p.name), p.icon, p.function_key) for p in places]
        self._rail.set_places(shown, last)

    def set_here(self, key: str) -> None:
        self._rail.set_here(key)

    def set_count(self, key: str, count: int) -> None:
        """Show a number at a place of the rail, none for 0."""
        self._rail.set_count(key, count)

    def set_user(self, name: str, role: str) -> None:
        """Show who works, with the switch; scanning a badge does the same."""
        tile = UserTile(name, role)
        tile.clicked.connect(self.switch_wanted)
        self._top.set_corner(tile)

    def set_corner(self, *widgets: QWidget) -> None:
        self._top.set_corner(*widgets)

    def show_widget(self, widget: QWidget) -> None:
        """Bring a widget to the front of the work area; it is kept for the next time."""
        if self._work.indexOf(widget) < 0:
            self._work.addWidget(widget)
        self._work.setCurrentWidget(widget)
        self.close_page()

    @property
    def page(self) -> QWidget | None:
        """The page that lies over the widget in front."""
        return self._page

    @property
    def has_page(self) -> bool:
        """True while a page lies over the widget in front."""
        return self._page is not None

    def let_go(self, widget: QWidget) -> None:
        """Take a widget out of the work area; the caller deletes it."""
        self._work.removeWidget(widget)
        widget.hide()

    def open_page(self, page: QWidget) -> None:
        """Lay a page over the widget in front until `close_page`."""
        self.close_page()
        self._behind = self._work.currentWidget()
        self._page = page
        self._work.addWidget(page)
        self._work.setCurrentWidget(page)
        page.setFocus()

    def close_page(self) -> bool:
        """Take the page away again; False when none is open."""
        page, self._page = self._page, None
        if page is None:
            return False
        if self._behind and self._work.currentWidget() is page:
            self._work.setCurrentWidget(self._behind)
            # Who typed there goes on where the caret stood.
            before = self._behind.focusWidget()
            if before and before.isVisible():
                before.setFocus()
        self.let_go(page)
        page.deleteLater()
        return True

    def _choose(self, place: str) -> None:
        if place == _FIRE:
            self.fire_wanted.emit()
        else:
            self.chosen.emit(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            if watched is self.status and self.status.on_sync(event.position().x()):
                self.sync_touched.emit()
            elif watched is self.status:
                self.alarm_touched.emit()
            else:
                self.touched.emit()
        return super().eventFilter(watched, event)

    def show_stop(self, *, stands: bool) -> None:
        """Show or hide the red frame round the window."""
        self._frame.setVisible(stands)
        self._frame.raise_()
