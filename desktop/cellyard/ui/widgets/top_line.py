"""The top of the window: station, scan line, and who is here."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from cellyard.ui import style
from cellyard.ui.style.icons import paint_icon
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted, Pressable
from cellyard.ui.widgets.scan_line import ScanLine, paint_ground


@runtime_checkable
class Corner(Protocol):
    """What turns red together with the scan line."""

    def set_paused(self, *, paused: bool) -> None: ...


def _edge(painter: QPainter, look: style.Look, across: float, ink: QColor) -> None:
    hair, down = look.stroke.hair, look.frame.scan_line - look.stroke.laser
    draw.box(painter, QRectF(across, 0, hair, down), ink)


class _Coloured:
    """Inks of a piece of the top line, at rest and while scanning is paused."""

    def __init__(self, look: style.Look, *, paused: bool) -> None:
        on_red = look.state("stop").on_solid
        self.text = on_red if paused else look.colour.text
        self.muted = on_red if paused else look.colour.text_muted
        self.edge = style.ink(on_red, 0.5) if paused else look.colour.line


class StationTile(Painted):
    """The name of this station and of its centre, over the rail."""

    def __init__(self, station: str, centre: str) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._names = (station, centre)
        self._paused = False
        self.setAccessibleName(f"{station}, {centre}")

    def set_paused(self, *, paused: bool) -> None:
        """Turn red, or back."""
        self._paused = paused
        self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.frame.rail, look.frame.scan_line

    def paint(self, painter: QPainter, look: style.Look) -> None:
        area, inks = QRectF(self.rect()), _Coloured(look, paused=self._paused)
        paint_ground(painter, area, paused=self._paused)
        _edge(painter, look, area.right() - look.stroke.hair, inks.edge)
        one = look.line("small")
        left, across = look.px(16), area.width() - look.px(20)
        top = (area.height() - 2 * one) / 2
        row = QRectF(left, top, across, one)
        draw.line(painter, row, self._names[0], look.font("small", 600), inks.text, may_end=True)
        row.translate(0, one)
        draw.line(painter, row, self._names[1], look.font("small"), inks.muted, may_end=True)


class UserTile(Pressable):
    """Name, role and the switch: 216 x 80. Pressed, another person signs in; the job stays."""

    def __init__(self, name: str = "", role: str = "") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._paused = False
        self.set_user(name, role)

    def set_user(self, name: str, role: str) -> None:
        """Show who is signed in."""
        self._names = (name, role)
        self.setAccessibleName(name)
        self.setAccessibleDescription(role)
        self.update()

    def set_paused(self, *, paused: bool) -> None:
        """Turn red, or back."""
        self._paused = paused
        self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.frame.user_tile, look.frame.scan_line

    def paint(self, painter: QPainter, look: style.Look) -> None:
        area, inks = QRectF(self.rect()), _Coloured(look, paused=self._paused)
        paint_ground(painter, area, paused=self._paused)
        _edge(painter, look, 0, inks.edge)
        one, two, side = look.line("body"), look.line("small"), look.icon.button
        top, left = (area.height() - one - two) / 2, look.px(20)
        across = area.width() - left - side - look.px(28)
        row = QRectF(left, top, across, one)
        draw.line(painter, row, self._names[0], look.font("body", 600), inks.text, may_end=True)
        row = QRectF(left, top + one, across, two)
        draw.line(painter, row, self._names[1], look.font("small"), inks.muted, may_end=True)
        corner = QPointF(area.right() - look.px(20) - side, (area.height() - side) / 2)
        paint_icon(painter, "mdi6.account-switch-outline", corner, side, inks.muted)


class CornerButton(Pressable):
    """A word at the right of the top line: the other language, the fire sheet."""

    def __init__(self, text: str, *, icon: str = "") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._text, self._icon, self._paused = text, icon, False
        self.setAccessibleName(text)

    def set_paused(self, *, paused: bool) -> None:
        """Turn red, or back."""
        self._paused = paused
        self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        words = draw.width(self._text, self._face(look)) + 2
        icon = look.icon.button + look.px(12) if self._icon else 0
        return max(look.floor.touch, words + icon + 2 * look.px(24)), look.frame.scan_line

    def paint(self, painter: QPainter, look: style.Look) -> None:
        area, inks = QRectF(self.rect()), _Coloured(look, paused=self._paused)
        paint_ground(painter, area, paused=self._paused)
        _edge(painter, look, 0, inks.edge)
        row = area.adjusted(0, 0, 0, -look.stroke.laser)
        if not self._icon:
            draw.line(painter, row, self._text, self._face(look), inks.text, align="centre")
            return
        side, left = look.icon.button, look.px(24)
        corner = QPointF(left, (row.height() - side) / 2)
        paint_icon(painter, self._icon, corner, side, inks.text)
        row.adjust(left + side + look.px(12), 0, 0, 0)
        draw.line(painter, row, self._text, self._face(look), inks.text)

    def _face(self, look: style.Look) -> QFont:
        return look.font("sub", 600 if self._icon else 400)


class TopLine(QWidget):
    """80 high over the full width; red as a whole while scanning is paused."""

    def __init__(self, station: str, centre: str, *corner: QWidget) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._station = StationTile(station, centre)
        self.scan = ScanLine()
        self._corner: tuple[QWidget, ...] = ()
        self._row.addWidget(self._station)
        self._row.addWidget(self.scan, 1)
        self.scan.state_changed.connect(self._colour)
        self.set_corner(*corner)

    def set_station(self, station: str, centre: str) -> None:
        """Show another name of the station and of its centre."""
        tile = StationTile(station, centre)
        self._row.replaceWidget(self._station, tile)
        self._station.deleteLater()
        self._station = tile
        self._colour()

    def set_corner(self, *corner: QWidget) -> None:
        """Put other things at the right; what stood there is let go."""
        for widget in self._corner:
            self._row.removeWidget(widget)
            widget.hide()
            widget.setParent(None)
        self._corner = corner
        for widget in corner:
            self._row.addWidget(widget)
            widget.show()
        self._colour()

    def _colour(self) -> None:
        paused = self.scan.state == "paused"
        for widget in (self._station, *self._corner):
            if isinstance(widget, Corner):
                widget.set_paused(paused=paused)
