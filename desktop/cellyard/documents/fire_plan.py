"""The plan of the yard on the fire sheet: each zone a box, inside and outdoors, with its shapes.

No register knows where a zone stands, so the plan is drawn from the list of zones and says so:

  ┏ Inside 室内 ━━━━━━━━━━┓  ┌ Apart or outdoors 单独或室外 ┐   boxes at least 58 dots high;
  ┃ A … 1 184 kWh         ┃  │ O … 118 kWh                 │   one line of shapes for each three
  ┃ D … 38 kWh            ┃  │ ▲ O-02 ▲ O-03               │   abnormal batteries, two at most
  ┗━━━━━━━━━━━━━━━━━━━━━━━┛  └─────────────────────────────┘
"""

from collections.abc import Sequence

from cellyard.documents import shapes
from cellyard.documents.document import both
from cellyard.documents.fire_content import Abnormal, FireSheet, State, ZoneSum
from cellyard.documents.fire_text import kwh as energy
from cellyard.documents.fire_text import where
from cellyard.documents.page import Page
from cellyard.documents.pages import LEAD, SMALL, TEXT
from cellyard.documents.sheet import HAIR, MARGIN, RIGHT, ROOM, Sheet
from cellyard.words import N_, number
from cellyard.words.fire import PLACES

_GAP, _PAD = 10, 18
_BOX, _MARKS = 58, 44  # a box without shapes, and what a line of shapes adds
_PER_LINE, _LINES = 3, 2
_WALL = 6.0
_HEAD = 42
_MOST_ROWS, _MOST_COLUMNS = 8, 3  # more zones begin another column, and then more rows
_LEAST_WORDS = 90  # dots: in less, a zone's letter stands for its name
_APART = ("observation", "quarantine")


def paint_state(page: Page, state: State, at: tuple[float, float], size: float) -> None:
    """Paint the shape of a state, filled so that it survives a bad copier."""
    match state:
        case "stop":
            shapes.state(page, "stop", at, size, "black")
        case "watch":
            shapes.state(page, "watch", at, size, "black")
        case "closed":
            shapes.closed(page, at, size)
        case "unknown":
            shapes.unknown(page, at, size)


def draw(sheet: Sheet, content: FireSheet) -> None:
    """Draw the plan, as high as its zones need."""
    inside = [z for z in content.zones if not _outside(z)]
    outside = [z for z in content.zones if _outside(z)]
    # What is apart has more to say: a little more than its share of the width.
    share = 0.56 if inside and outside else 1.0
    groups = [
        _Group(both(N_("Inside")), inside, content, ROOM * share if inside else 0),
        _Group(both(N_("Apart or outdoors")), outside, content, ROOM * (1 - share)
               if inside else ROOM),
    ]  # fmt: skip
    shown = [group for group in groups if group.zones]
    height = max((group.height for group in shown), default=0)
    sheet.need(height + 20)
    x = float(MARGIN)
    for group in shown:
        width = group.width - (_GAP if len(shown) > 1 else 0)
        group.paint(sheet.page, x, sheet.y + 8, width, height)
        x = RIGHT - shown[-1].width + _GAP
    sheet.y += height + 20


def _outside(zone: ZoneSum) -> bool:
    return zone.outdoors or zone.purpose in _APART


class _Group:
    """Zones under one wall, in as many columns as keep them low."""

    def __init__(
        self, title: str, zones: Sequence[ZoneSum], content: FireSheet, width: float
    ) -> None:
        self.title, self.zones, self.width = title, zones, width
        self._marks = {z.key: [a for a in content.abnormal if a.zone == z.key] for z in zones}
        count = min(_MOST_COLUMNS, max(1, -(-len(zones) // _MOST_ROWS)))
        rows = -(-len(zones) // count)
        self._columns = [zones[at : at + rows] for at in range(0, len(zones), rows or 1)]
        self.height = _HEAD + _PAD + max(map(self._column, self._columns), default=0)

    def _column(self, zones: Sequence[ZoneSum]) -> float:
        return sum(self._box(zone) + _GAP for zone in zones)

    def _box(self, zone: ZoneSum) -> float:
        lines = -(-len(self._marks[zone.key]) // _PER_LINE)
        return _BOX + min(lines, _LINES) * _MARKS

    def paint(self, page: Page, x: float, y: float, width: float, height: float) -> None:
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        page.polygon(corners, fill=False, line=_WALL)
        page.text(x + _PAD, y + 31, self.title, SMALL)
        room = (width - 2 * _PAD - (len(self._columns) - 1) * _GAP) / max(1, len(self._columns))
        for at, zones in enumerate(self._columns):
            left, top = x + _PAD + at * (room + _GAP), y + _HEAD
            for zone in zones:
                self._paint_zone(page, zone, left, top, room)
                top += self._box(zone) + _GAP

    def _paint_zone(self, page: Page, zone: ZoneSum, x: float, y: float, width: float) -> None:
        height = self._box(zone)
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        page.polygon(corners, fill=False, line=HAIR)
        kwh = f"{energy(zone.kwh)}\u00a0kWh"
        right = x + width - 16 - page.measure(kwh, TEXT)
        page.text(right, y + 39, kwh, TEXT, bold=True)
        left = x + 16
        if zone.key != zone.purpose:
            page.text(left, y + 41, zone.key, LEAD + 4, bold=True)
            left += page.measure(zone.key, LEAD + 4) + 18
        words = zone.title or both(PLACES[zone.purpose])
        if right - left - 12 >= _LEAST_WORDS:
            lines = page.wrapped(words, right - left - 12, SMALL)[:2]
            for at, line in enumerate(lines):
                page.text(left, y + (37 if len(lines) == 1 else 26 + at * 25), line, SMALL)
        self._paint_marks(page, self._marks[zone.key], x + 16, y + _BOX, width - 32)

    def _paint_marks(
        self, page: Page, marks: Sequence[Abnormal], x: float, y: float, width: float
    ) -> None:
        room, pitch = _PER_LINE * _LINES, width / _PER_LINE
        shown = marks if len(marks) <= room else marks[: room - 1]
        for at, what in enumerate(shown):
            left, top = x + at % _PER_LINE * pitch, y + at // _PER_LINE * _MARKS
            paint_state(page, what.state, (left, top), 34)
            words = where(what)
            size = min(TEXT, TEXT * (pitch - 52) / page.measure(words, TEXT))
            page.text(left + 42, top + 27, words, size, bold=True)
        if len(shown) < len(marks):
            left, top = x + (room - 1) % _PER_LINE * pitch, y + (room - 1) // _PER_LINE * _MARKS
            page.text(left, top + 27, f"+ {number(len(marks) - len(shown))}", TEXT, bold=True)
