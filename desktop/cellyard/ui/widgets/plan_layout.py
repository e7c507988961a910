"""Where everything of a plan stands: zones in a column, racks side by side, bays in pairs."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF

from cellyard.ui import style
from cellyard.ui.widgets.plan_zones import Bay, Cell, Rack, Zone

_CELL_SMALL, _CELL_LARGE = 26, 50
_CELL_LEAST = 12
_CELL_GAP = 4
_RACK_GAP = 12  # at least
_RACK_SPREAD = 88  # racks stand no further apart than this, however wide the glass
_HEAD, _HEAD_GAP = 24, 8
_RACK_LABEL = 18
_ZONE_GAP = 9
_PAD = 20
_BAY_WIDTH, _BAY_HEIGHT, _BAY_GAP = 138, 66, 14
_BAY_LARGE = 118
_SMALL_BAY = (46, 40)
_WIDE_BAY = (90, 58)
_RIGHT_SMALL, _RIGHT_LARGE = 300, 368
_BETWEEN = 24
_DISTANCE = 48
_FRAME = 7


@dataclass(frozen=True)
class Spot:
    """One slot and its place."""

    area: QRectF
    slot: Cell | Bay
    small: bool = False  # a bay beside its zone's name, with nothing but its code


@dataclass
class Placed:
    """A plan laid out: its slots, the heads of its zones, the labels of its racks, its walls."""

    spots: list[Spot] = field(default_factory=list[Spot])
    heads: list[tuple[QRectF, Zone]] = field(default_factory=list[tuple[QRectF, Zone]])
    labels: list[tuple[QRectF, str]] = field(default_factory=list[tuple[QRectF, str]])
    distances: list[tuple[QRectF, str]] = field(default_factory=list[tuple[QRectF, str]])
    walls: list[QRectF] = field(default_factory=list[QRectF])
    rules: list[QRectF] = field(default_factory=list[QRectF])
    house: QRectF | None = None
    height: float = 0.0


def place(
    look: style.Look,
    left: Sequence[Zone],
    right: Sequence[Zone],
    width: float,
    height: float = 0.0,
) -> Placed:
    """Lay a plan out in a width; `height` spreads the zones of the house when there is more."""
    placed = Placed()
    side = float(look.px(_RIGHT_LARGE if look.large else _RIGHT_SMALL)) if right else 0.0
    if not left:
        side = width
    across = width - side - (look.px(_BETWEEN) if left and right else 0)
    if left:
        spare = 0.0
        natural = _House(look, Placed(), left, across, 0.0).build()
        if height > natural:
            spare = min((height - natural) / len(left), look.px(36))
        _House(look, placed, left, across, spare).build()
        placed.house = QRectF(0, 0, across, natural + spare * len(left))
        placed.height = natural
    if right:
        # Room for the frame of a chosen bay at the right edge.
        room = QRectF(width - side, 0, side - look.px(_FRAME), 0)
        bottom = _Bays(look, placed, right, room).build()
        placed.height = max(placed.height, bottom)
    return placed


class _House:
    """The zones under a roof: racks of cells in columns that are common to all zones."""

    def __init__(
        self, look: style.Look, placed: Placed, zones: Sequence[Zone], across: float, spare: float
    ) -> None:
        self.look, self.placed, self.zones, self.spare = look, placed, zones, spare
        self.left = float(look.px(_PAD))
        self.across = across - 2 * look.px(_PAD)
        self.cell = self._cell_side()
        self.step = self.cell + look.px(_CELL_GAP)
        self.rack = self._columns() * self.step - look.px(_CELL_GAP)
        self.places, self.pitch = self._pitch()

    def build(self) -> float:
        """Place all zones; return the height they take."""
        look = self.look
        top = float(look.px(12))
        for zone in self.zones:
            head = QRectF(self.left, top, self.across, look.px(_HEAD))
            self.placed.heads.append((head, zone))
            bottom = head.bottom() + look.px(_HEAD_GAP)
            if zone.racks:
                bottom = self._racks(zone, bottom)
            if zone.bays:
                bottom = self._small_bays(zone, head, bottom)
            top = bottom + look.px(_ZONE_GAP) + self.spare
        return top + look.px(8)

    def _columns(self) -> int:
        return max((rack.columns for zone in self.zones for rack in zone.racks), default=1)

    def _cell_side(self) -> float:
        look = self.look
        wished = look.px(_CELL_LARGE if look.large else _CELL_SMALL)
        room = (self.across + look.px(_CELL_GAP)) / self._columns() - look.px(_CELL_GAP)
        return max(min(wished, int(room)), look.px(_CELL_LEAST))

    def _pitch(self) -> tuple[int, float]:
        """Return how many racks stand side by side, and from rack to rack."""
        look = self.look
        most = max((len(zone.racks) for zone in self.zones), default=0)
        least = self.rack + look.px(_RACK_GAP)
        fitting = int((self.across + look.px(_RACK_GAP)) / least)
        places = max(1, min(most, fitting))
        if places == 1:
            return 1, least
        spread = (self.across - self.rack) / (places - 1)
        return places, min(spread, self.rack + look.px(_RACK_SPREAD))

    def _racks(self, zone: Zone, top: float) -> float:
        look = self.look
        label = look.px(_RACK_LABEL)
        for start in range(0, len(zone.racks), self.places):
            line = zone.racks[start : start + self.places]
            levels = max(-(-len(rack.cells) // rack.columns) for rack in line)
            down = levels * self.step - look.px(_CELL_GAP)
            for number, rack in enumerate(line):
                left = self.left + number * self.pitch
                self._cells(rack, left, top)
                below = QRectF(left, top + down + look.px(3), self.rack, label)
                self.placed.labels.append((below, rack.name))
            top += down + look.px(3) + label
        return top

    def _cells(self, rack: Rack, left: float, top: float) -> None:
        for number, cell in enumerate(rack.cells):
            level, column = divmod(number, rack.columns)
            corner = (left + column * self.step, top + level * self.step)
            area = QRectF(*corner, self.cell, self.cell)
            self.placed.spots.append(Spot(area, cell))

    def _small_bays(self, zone: Zone, head: QRectF, top: float) -> float:
        """Place bays of one kind beside the zone's name, or under it if they are many."""
        look = self.look
        if look.large and not zone.racks and self._wide_bays(zone, top):
            return top + look.px(_WIDE_BAY[1])
        across, down = look.px(_SMALL_BAY[0]), look.px(_SMALL_BAY[1])
        step = across + look.px(8)
        beside = len(zone.bays) * step + look.px(150) <= self.across
        if beside and not zone.racks:
            left = head.right() - len(zone.bays) * step + look.px(8)
            top = head.y() + look.px(4)
        else:
            left = self.left
        line = max(1, int((self.across + look.px(8)) / step))
        for number, bay in enumerate(zone.bays):
            row, column = (0, number) if beside else divmod(number, line)
            area = QRectF(left + column * step, top + row * (down + look.px(8)), across, down)
            self.placed.spots.append(Spot(area, bay, small=True))
        return max(top + down, *(spot.area.bottom() for spot in self.placed.spots[-1:]))

    def _wide_bays(self, zone: Zone, top: float) -> bool:
        """Share the width of a large glass among few bays; False when they are too many."""
        look, count = self.look, len(zone.bays)
        gap = look.px(8)
        across = (self.across - gap * (count - 1)) / count
        if across < look.px(_WIDE_BAY[0]):
            return False
        for number, bay in enumerate(zone.bays):
            corner = (self.left + number * (across + gap), top)
            area = QRectF(*corner, across, look.px(_WIDE_BAY[1]))
            self.placed.spots.append(Spot(area, bay, small=True))
        return True


class _Bays:
    """The zones of bays, two side by side, walls or clear distances between them."""

    def __init__(
        self, look: style.Look, placed: Placed, zones: Sequence[Zone], room: QRectF
    ) -> None:
        self.look, self.placed, self.zones, self.room = look, placed, zones, room

    def build(self) -> float:
        """Place all zones; return the height they take."""
        look, top = self.look, float(self.look.px(12))
        for number, zone in enumerate(self.zones):
            if number:
                rule = QRectF(self.room.x(), top, self.room.width(), look.stroke.hair)
                self.placed.rules.append(rule)
                top += look.px(8)
            head = QRectF(self.room.x(), top, self.room.width(), look.px(_HEAD))
            self.placed.heads.append((head, zone))
            top = self._zone(zone, head.bottom() + look.px(10)) + look.px(18)
        return top

    def _zone(self, zone: Zone, top: float) -> float:
        look, room = self.look, self.room
        gap = look.px(16)
        columns = max(1, min(2, int((room.width() + gap) / (look.px(_BAY_WIDTH) + gap))))
        across = (room.width() - gap * (columns - 1)) / columns
        down = look.px(_BAY_LARGE if look.large else _BAY_HEIGHT)
        between = look.px(_DISTANCE) if zone.distance else look.px(_BAY_GAP)
        rows = -(-len(zone.bays) // columns)
        for number, bay in enumerate(zone.bays):
            row, column = divmod(number, columns)
            corner = (room.x() + column * (across + gap), top + row * (down + between))
            self.placed.spots.append(Spot(QRectF(*corner, across, down), bay))
        bottom = top + rows * down + (rows - 1) * between
        for row in range(1, rows):
            edge = top + row * (down + between) - between
            if zone.walls:
                self._wall(QRectF(room.x(), edge + between / 2, room.width(), 0))
            if zone.distance:
                area = QRectF(room.x(), edge, across, between)
                self.placed.distances.append((area, zone.distance))
        if zone.walls and columns > 1:
            middle = room.x() + across + gap / 2
            self._wall(QRectF(middle, top - look.px(4), 0, bottom - top + look.px(4)))
        return bottom

    def _wall(self, where: QRectF) -> None:
        half = self.look.stroke.wall / 2
        across = half if not where.width() else 0
        down = half if not where.height() else 0
        self.placed.walls.append(where.adjusted(-across, -down, across, down))
