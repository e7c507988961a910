"""The rail at the left: the places of this station, and the fire sheet that is always last."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from cellyard.ui import style
from cellyard.ui.style.icons import paint_icon
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted, Pressable
from cellyard.words import _

_TOP = 12  # above the first place and below the last
_MORE = "more"


@dataclass(frozen=True)
class Place:
    """A place to go to: its key, its word, its icon and the key that opens it."""

    key: str
    name: str
    icon: str
    function_key: str = ""


class RailItem(Pressable):
    """One place: icon over word, the F-key in the corner."""

    def __init__(self, place: Place, *, ink: bool = False) -> None:
        super().__init__()
        self.place = place
        self._ink = ink
        self._count = 0
        self.setCheckable(True)
        self.setAccessibleName(place.name)
        self.setAccessibleDescription(place.function_key)

    def nextCheckState(self) -> None:
        """Stay as it is: only the window says where we are."""

    def set_count(self, count: int) -> None:
        """Show a number of open tasks, none for 0."""
        self._count = count
        self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        item = look.frame.rail_item_desk if look.is_desk else look.frame.rail_item_floor
        return look.frame.rail, item

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, area, here = look.colour, QRectF(self.rect()), self.isChecked()
        edge = look.stroke.selected
        if here or self.isDown():
            draw.box(painter, area, colour.raised if here else colour.sunken)
        if here:
            draw.box(painter, QRectF(0, 0, edge, area.height()), colour.accent_line)
        if self.hasFocus():
            draw.box(painter, area, border=colour.accent_line, stroke=edge)
        ink = colour.text if here or self._ink else colour.text_muted
        desk = look.is_desk
        side = look.icon.rail_desk if desk else look.icon.rail_floor
        middle = QPointF(area.width() / 2, look.px(18 if desk else 27))
        corner = QPointF(middle.x() - side / 2, middle.y() - side / 2)
        paint_icon(painter, self.place.icon, corner, side, ink)
        step: style.Step = "desk_small" if desk else "small"
        down = look.line(step)
        row = QRectF(edge, look.px(42 if desk else 57) - down / 2, area.width() - 2 * edge, down)
        face = look.font(step, 600 if here else 400)
        draw.line(painter, row, self.place.name, face, ink, align="centre")
        self._paint_corner(painter, look, middle, colour.text_muted)

    def _paint_corner(
        self, painter: QPainter, look: style.Look, middle: QPointF, muted: QColor
    ) -> None:
        down = look.px(18)
        top = look.px(11 if look.is_desk else 14) - down / 2
        row = QRectF(0, top, self.width() - look.px(8), down)
        face = look.font("desk_small")
        draw.line(painter, row, self.place.function_key, face, muted, align="right")
        if self._count:
            side = look.px(18)
            badge = QRectF(middle.x() + look.px(6), middle.y() - side + look.px(4), side, side)
            draw.box(painter, badge, look.colour.text, radius=side / 2)
            face = look.font("desk_small", 600)
            number = str(min(self._count, 99))
            draw.line(painter, badge, number, face, look.colour.raised, align="centre")


class Rail(Painted):
    """104 wide. Floor: pitch 100 and at most five places, the rest behind More; desk: pitch 60."""

    chosen = Signal(str)

    def __init__(self, places: Sequence[Place] = (), last: Place | None = None) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._places: tuple[Place, ...] = ()
        self._last = last
        self._here = ""
        self._page = 0
        self._counts: dict[str, int] = {}
        self._items: dict[str, RailItem] = {}
        self.set_places(places)

    def set_places(self, places: Sequence[Place], last: Place | None = None) -> None:
        """Show other places: another person has signed in."""
        self._places = tuple(places)
        self._last = last or self._last
        self._page = self._page_of_here()
        self._build()

    def set_here(self, key: str) -> None:
        """Mark the place where we are; one behind More comes into sight."""
        self._here = key
        if key not in self._items and any(place.key == key for place in self._places):
            self._page = self._page_of_here()
            self._build()
        for name, item in self._items.items():
            item.setChecked(name == key)

    def set_count(self, key: str, count: int) -> None:
        """Show a number of open tasks at a place."""
        self._counts[key] = count
        for name, item in self._items.items():
            item.set_count(self._count(name))

    def item(self, key: str) -> RailItem | None:
        """Return the button of a place that is shown now."""
        return self._items.get(key)

    def measure(self, look: style.Look) -> tuple[float, float]:
        pitch = self._pitch(look)
        shown = len(self._shown(look))
        foot = look.px(_TOP) + self._item_height(look) if self._last else 0
        return look.frame.rail, look.px(_TOP) + shown * pitch + foot

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def anew(self) -> None:
        self._build()
        super().anew()

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, hair = look.colour, look.stroke.hair
        right = QRectF(self.width() - hair, 0, hair, self.height())
        draw.box(painter, right, colour.line)
        if self._last:
            top = self.height() - look.px(_TOP) - self._item_height(look)
            draw.box(painter, QRectF(0, top, self.width(), hair), colour.line)

    def _count(self, key: str) -> int:
        """Return the open tasks of a place; of More, those of all places behind it."""
        if key != _MORE:
            return self._counts.get(key, 0)
        return sum(n for place, n in self._counts.items() if place not in self._items)

    def _shown(self, look: style.Look) -> list[Place]:
        if look.is_desk or len(self._places) <= style.tokens().meta.rail_places_floor:
            return list(self._places)
        start = self._page * _beside_more()
        more = Place(_MORE, _("More"), "ph.dots-three-outline")
        return [*self._places[start : start + _beside_more()], more]

    def _page_of_here(self) -> int:
        keys = [place.key for place in self._places]
        return keys.index(self._here) // _beside_more() if self._here in keys else 0

    def _build(self) -> None:
        for item in self._items.values():
            item.setParent(None)
            item.deleteLater()
        self._items = {}
        shown = self._shown(style.now())
        for place in [*shown, *([self._last] if self._last else [])]:
            item = RailItem(place, ink=place is self._last)
            item.setParent(self)
            item.setChecked(place.key == self._here)
            item.clicked.connect(lambda _checked=False, key=place.key: self._press(key))
            item.show()
            self._items[place.key] = item
        for key, item in self._items.items():
            item.set_count(self._count(key))
        self._arrange()
        self.updateGeometry()

    def _arrange(self) -> None:
        look = style.now()
        top, down = look.px(_TOP), self._item_height(look)
        across = self.width() - round(look.stroke.hair)
        for key, item in self._items.items():
            if self._last and key == self._last.key:
                item.setGeometry(0, self.height() - look.px(_TOP) - down + 1, across, down)
            else:
                item.setGeometry(0, top, across, down)
                top += self._pitch(look)

    def _press(self, key: str) -> None:
        if key == _MORE:
            pages = -(-len(self._places) // _beside_more())
            self._page = (self._page + 1) % pages
            self._build()
            return
        self.chosen.emit(key)

    def _pitch(self, look: style.Look) -> int:
        return look.frame.rail_pitch_desk if look.is_desk else look.frame.rail_pitch_floor

    def _item_height(self, look: style.Look) -> int:
        return look.frame.rail_item_desk if look.is_desk else look.frame.rail_item_floor


def _beside_more() -> int:
    return style.tokens().meta.rail_places_floor - 1
