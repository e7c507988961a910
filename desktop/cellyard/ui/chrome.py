"""What stands round every screen: top line, rail, status line, red frame."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from cellyard.ui import style
from cellyard.ui.screens import PlaceInRail
from cellyard.ui.widgets.overlay import StopFrame
from cellyard.ui.widgets.rail import Place, Rail
from cellyard.ui.widgets.scan_line import ScanLine
from cellyard.ui.widgets.status_line import StatusLine
from cellyard.ui.widgets.top_line import TopLine, UserTile
from cellyard.words import _


class Chrome(QWidget):
    """The central widget. It knows no screen, only where each goes."""

    chosen = Signal(str)
    switch_wanted = Signal()

    def __init__(self, station: str, centre: str) -> None:
        super().__init__()
        look = style.now()
        self._top = TopLine(station, centre)
        self._rail = Rail([])
        self._rail.chosen.connect(self.chosen)
        self._rail.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.status = StatusLine()
        self._work = QStackedWidget()
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
        self._rail.set_places([Place(p.key, _(p.name), p.icon, p.function_key) for p in places])

    def set_here(self, key: str) -> None:
        self._rail.set_here(key)

    def set_user(self, name: str, role: str) -> None:
        """Show who works, with the switch; scanning a badge does the same."""
        tile = UserTile(name, role)
        tile.clicked.connect(self.switch_wanted)
        self._top.set_corner(tile)

    def set_corner(self, *widgets: QWidget) -> None:
        self._top.set_corner(*widgets)

    def show_widget(self, widget: QWidget) -> None:
        """Bring a widget to the front of the work area; it is kept for the next time."""
        self._behind = self._work.currentWidget()
        if self._work.indexOf(widget) < 0:
            self._work.addWidget(widget)
        self._work.setCurrentWidget(widget)

    def close_page(self, kind: type[QWidget]) -> bool:
        """Take a page of this kind away from the front; False when there is none."""
        page = self._work.currentWidget()
        if not isinstance(page, kind) or self._behind is None:
            return False
        self._work.removeWidget(page)
        page.deleteLater()
        self._work.setCurrentWidget(self._behind)
        return True

    def show_stop(self, *, stands: bool) -> None:
        """Show or hide the red frame round the window."""
        self._frame.setVisible(stands)
        self._frame.raise_()
