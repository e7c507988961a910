"""The yard as it will be: every zone with its racks and bays, drawn small."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from cellyard.domain.registers import Slot, Zone
from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.words import _, ngettext, number
from cellyard.words.yard import PURPOSES

# Design px: a cell of a rack at its largest, a bay, and what stands between them.
_CELL = (18.0, 20.0)
_BETWEEN = 4.6
_RACKS = 14.0
_BAY = 18.0
_HEAD, _FOOT = 24.0, 4.0
# Below this a cell is a speck: the racks go on in a further line.
_LEAST = 4.0


class YardSketch(Painted):
    """As wide as its place; cells shrink before anything is left out."""

    def __init__(self) -> None:
        super().__init__()
        self._zones: tuple[Zone, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def set_zones(self, zones: Sequence[Zone]) -> None:
        """Draw other zones."""
        self._zones = tuple(zone for zone in zones if zone.slots)
        self.setAccessibleName(", ".join(f"{z.key} {len(z.slots)}" for z in zones))
        self.anew()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(120), look.px(self._down(0.5))

    def paint(self, painter: QPainter, look: style.Look) -> None:
        flat = self.height() / look.scale
        shrink = 1.0
        while shrink > 0.5 and self._down(shrink) > flat:
            shrink -= 0.05
        top = 0.0
        for zone in self._zones:
            self._head(painter, look, zone, top)
            self._slots(painter, look, zone, top + _HEAD, shrink)
            top += _zone_down(zone, shrink)

    def _down(self, shrink: float) -> float:
        return sum(_zone_down(zone, shrink) for zone in self._zones)

    def _head(self, painter: QPainter, look: style.Look, zone: Zone, top: float) -> None:
        row = QRectF(0, look.px(top), self.width(), look.px(_HEAD))
        count = ngettext("{count} slot", "{count} slots", len(zone.slots))
        words = count.format(count=number(len(zone.slots)))
        muted, small = look.colour.text_muted, look.font("small")
        taken = draw.line(painter, row, words, small, muted, align="right")
        face = look.font("sub", 600)
        letter = draw.line(painter, row, zone.key, face, look.colour.text)
        left = max(look.px(24), letter + look.px(8))
        room = row.adjusted(left, 0, -taken - look.px(8), 0)
        title = zone.title or _(PURPOSES[zone.purpose])
        draw.line(painter, room, title, small, look.colour.text, may_end=True)

    def _slots(
        self, painter: QPainter, look: style.Look, zone: Zone, top: float, shrink: float
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        edge = look.colour.line_strong
        if zone.purpose == "quarantine":
            edge = look.state("quarantine").mark
        stroke, across = look.px(1.5), self.width() / look.scale
        for x, y, w, h in _places(zone, across, shrink):
            corner = look.px(x), look.px(top + y)
            cell = QRectF(*corner, look.px(x + w) - corner[0], look.px(h))
            draw.box(painter, cell, border=edge, stroke=stroke)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)


def _racks(zone: Zone) -> list[list[Slot]]:
    found: dict[str, list[Slot]] = {}
    for slot in zone.slots:
        found.setdefault(slot.rack, []).append(slot)
    return list(found.values())


def _bays(zone: Zone) -> bool:
    return len(_racks(zone)) == len(zone.slots)


def _zone_down(zone: Zone, shrink: float) -> float:
    if _bays(zone):
        lines = -(-len(zone.slots) // 8)
        return _HEAD + lines * (_BAY * shrink + _BETWEEN) + _FOOT
    levels = max(len({slot.level for slot in rack}) for rack in _racks(zone))
    return _HEAD + levels * (_CELL[1] * shrink + _BETWEEN) + _FOOT


def _places(zone: Zone, across: float, shrink: float) -> list[tuple[float, float, float, float]]:
    """Return the boxes (x, y, width, height) of all slots in design px."""
    if _bays(zone):
        return _bay_places(len(zone.slots), across, shrink)
    racks = _racks(zone)
    widths = [max(_count_by_level(rack).values()) for rack in racks]
    room = (across - _RACKS * (len(racks) - 1)) / sum(widths)
    between = _BETWEEN if room > 3 * _BETWEEN else room / 3
    room += between * len(racks) / sum(widths)
    wide = max(min(_CELL[0], room - between), _LEAST - between, 1.0)
    boxes: list[tuple[float, float, float, float]] = []
    left = 0.0
    for rack, columns in zip(racks, widths, strict=True):
        seen: dict[int, int] = {}
        levels = sorted({slot.level for slot in rack}, reverse=True)
        for slot in rack:
            place = seen.get(slot.level, 0)
            seen[slot.level] = place + 1
            y = levels.index(slot.level) * (_CELL[1] * shrink + _BETWEEN)
            boxes.append((left + place * (wide + between), y, wide, _CELL[1] * shrink))
        left += columns * (wide + between) - between + _RACKS
    return [box for box in boxes if box[0] + box[2] <= across + 1]


def _bay_places(
    count: int, across: float, shrink: float
) -> list[tuple[float, float, float, float]]:
    in_line = min(count, 8)
    wide = (across - 6 * (in_line - 1)) / in_line
    pitch = _BAY * shrink + _BETWEEN
    return [((n % 8) * (wide + 6), (n // 8) * pitch, wide, _BAY * shrink) for n in range(count)]


def _count_by_level(rack: Sequence[Slot]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for slot in rack:
        counts[slot.level] = counts.get(slot.level, 0) + 1
    return counts
