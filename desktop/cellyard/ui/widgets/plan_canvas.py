"""The ground under the plan of the yard: where every slot lies, how it looks, what changed."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.bars import paint_limit_bar
from cellyard.ui.widgets.painted import Painted
from cellyard.ui.widgets.plan_layout import Placed, Spot, place
from cellyard.ui.widgets.plan_paint import Mark, paint_spot
from cellyard.ui.widgets.plan_zones import Bay, Cell, SlotState, Zone

_LEAST, _LEAST_HEIGHT = 560, 200
_BAR = 62


class PlanCanvas(Painted):
    """Zones under a roof at the left, bays at the right; only what changes is drawn again."""

    def __init__(self) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._left: tuple[Zone, ...] = ()
        self._right: tuple[Zone, ...] = ()
        self._placed = Placed()
        self._changed: dict[str, Cell | Bay] = {}
        self._marks: dict[Mark, str] = {"chosen": "", "refused": ""}

    def set_plan(self, left: Sequence[Zone], right: Sequence[Zone] = ()) -> None:
        """Show a yard: `left` under the roof, `right` apart from it."""
        self._left, self._right = tuple(left), tuple(right)
        self._changed = {}
        self.anew()

    def set_slot(
        self,
        code: str,
        state: SlotState | None = None,
        *,
        word: str | None = None,
        note: str | None = None,
        figure: str | None = None,
    ) -> None:
        """Change one slot; what is None stays. KeyError for a slot that is not on the plan."""
        slot = self._slot(code)
        state = state or slot.state
        match slot:
            case Cell():
                text = slot.figure if figure is None else figure
                self._changed[code] = replace(slot, state=state, figure=text)
            case Bay():
                word = slot.word if word is None else word
                note = slot.note if note is None else note
                self._changed[code] = replace(slot, state=state, word=word, note=note)
        self._redraw(code)

    def choose(self, code: str) -> None:
        """Frame a slot, or none for ""."""
        self._mark("chosen", code)
        self.setAccessibleDescription(code)

    def refuse(self, code: str) -> None:
        """Cross a slot out, or none for ""."""
        self._mark("refused", code)

    def area(self, code: str) -> QRectF | None:
        """Return where a slot lies, None when it is not on the plan."""
        return next((spot.area for spot in self._placed.spots if spot.slot.code == code), None)

    def slot_at(self, point: QPointF) -> str:
        """Return the code of the slot at a point, "" beside all slots."""
        reach = style.px(2)  # half the gap to the next cell counts as the cell
        for spot in self._placed.spots:
            if spot.area.adjusted(-reach, -reach, reach, reach).contains(point):
                return spot.slot.code
        return ""

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(_LEAST), look.px(_LEAST_HEIGHT)

    def heightForWidth(self, across: int) -> int:
        """Return the px that the whole yard takes down; a scroll area asks for it."""
        return round(place(style.now(), self._left, self._right, across).height)

    def anew(self) -> None:
        self._place()
        super().anew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()
        super().resizeEvent(event)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        placed, colour = self._placed, look.colour
        clip = painter.clipBoundingRect() if painter.hasClipping() else QRectF(self.rect())
        if placed.house:
            wall = look.stroke.wall
            draw.box(painter, placed.house, colour.surface, border=colour.text, stroke=wall)
        for area, zone in placed.heads:
            _paint_head(painter, look, area, zone)
        for area, name in placed.labels:
            draw.line(painter, area, name, look.font("desk_small"), colour.text_muted)
        for wall in placed.walls:
            draw.box(painter, wall, colour.text)
        for rule in placed.rules:
            draw.box(painter, rule, colour.line)
        for area, words in placed.distances:
            _paint_distance(painter, look, area, words)
        self._paint_spots(painter, clip)

    def _paint_spots(self, painter: QPainter, clip: QRectF) -> None:
        chosen: list[Spot] = []
        for spot in self._placed.spots:
            if not spot.area.intersects(clip):
                continue
            if spot.slot.code == self._marks["chosen"]:
                chosen.append(spot)
                continue
            refused = spot.slot.code == self._marks["refused"]
            paint_spot(painter, self._now(spot), "refused" if refused else "")
        for spot in chosen:  # last, because its frame lies over its neighbours
            paint_spot(painter, self._now(spot), "chosen")

    def _place(self) -> None:
        across = max(self.width(), style.px(_LEAST))
        self._placed = place(style.now(), self._left, self._right, across, self.height())

    def _slot(self, code: str) -> Cell | Bay:
        if code in self._changed:
            return self._changed[code]
        for spot in self._placed.spots:
            if spot.slot.code == code:
                return spot.slot
        raise KeyError(code)

    def _now(self, spot: Spot) -> Spot:
        changed = self._changed.get(spot.slot.code)
        return replace(spot, slot=changed) if changed else spot

    def _mark(self, mark: Mark, code: str) -> None:
        before, self._marks[mark] = self._marks[mark], code
        self._redraw(before)
        self._redraw(code)

    def _redraw(self, code: str) -> None:
        if area := self.area(code):
            out = style.px(8)
            self.update(area.adjusted(-out, -out, out, out).toAlignedRect())


def _paint_head(painter: QPainter, look: style.Look, area: QRectF, zone: Zone) -> None:
    colour, letter = look.colour, look.font("sub", 600)
    taken = draw.line(painter, area, zone.letter, letter, colour.text) + look.px(9)
    right = area.right()
    if zone.part is not None:
        bar = QRectF(right - look.px(_BAR), area.y(), look.px(_BAR), area.height())
        paint_limit_bar(painter, bar, zone.part, near=zone.near)
        right = bar.x() - look.px(22 if zone.near else 9)
    face = look.font("desk_small")
    ink = colour.text if zone.near else colour.text_muted
    for figure in reversed((*zone.figures, *((zone.note,) if zone.note else ()))):
        across = draw.width(figure, face) + 1
        row = QRectF(right - across, area.y(), across, area.height())
        draw.line(painter, row, figure, face, ink)
        right -= across + look.px(12)
    room = QRectF(area.x() + taken, area.y(), right - area.x() - taken, area.height())
    draw.line(painter, room, zone.name, look.font("small"), colour.text, may_end=True)


def _paint_distance(painter: QPainter, look: style.Look, area: QRectF, words: str) -> None:
    middle, inset = area.center().x(), look.px(6)
    line = QRectF(middle, area.y() + inset, look.px(1), area.height() - 2 * inset)
    draw.box(painter, line, look.colour.outline)
    row = area.adjusted(middle - area.x() + look.px(9), 0, 0, 0)
    draw.line(painter, row, words, look.font("desk_body"), look.colour.text_muted)
