"""The plan of the yard: one widget that knows where every slot lies and which one was hit."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QToolTip

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted, claims_key, is_press
from cellyard.ui.widgets.plan_canvas import PlanCanvas
from cellyard.ui.widgets.plan_layout import Spot
from cellyard.ui.widgets.plan_paint import paint_spot
from cellyard.ui.widgets.plan_zones import Bay, Cell, Rack, SlotState, Zone
from cellyard.words import N_, _

__all__ = ["Bay", "Cell", "PlanLegend", "Rack", "SlotPlan", "SlotState", "Zone"]

_WAYS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class SlotPlan(PlanCanvas):
    """The plan to work with: `slot_pressed` by hand, `slot_entered` where the arrow keys went."""

    slot_pressed = Signal(str)
    slot_entered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._cursor = ""
        self.setAccessibleName(_("Plan of the yard"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if code := self.slot_at(event.position()):
            self.slot_pressed.emit(code)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.slot_at(QPointF(event.pos())), self)
            return True
        return claims_key(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _WAYS:
            self._move(*_WAYS[event.key()])
        elif is_press(event) and self._cursor:
            self.slot_entered.emit(self._cursor)
        else:
            super().keyPressEvent(event)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        super().paint(painter, look)
        if self.hasFocus() and (here := self.area(self._cursor)):
            out, stroke = look.px(4), look.stroke.focus
            ring = here.adjusted(-out, -out, out, out)
            accent = look.colour.accent_line
            draw.box(painter, ring, border=accent, stroke=stroke, radius=out)

    def _move(self, across: int, down: int) -> None:
        spots = self._placed.spots
        here = self.area(self._cursor)
        if not spots:
            return
        if here is None:
            self._cursor = self._marks["chosen"] or spots[0].slot.code
        else:
            self._cursor = _next(spots, here, across, down) or self._cursor
        self.setAccessibleDescription(self._cursor)
        self.update()


def _next(spots: Sequence[Spot], here: QRectF, across: int, down: int) -> str:
    """Return the nearest slot in a direction; what lies off the line counts double."""
    best, least = "", float("inf")
    for spot in spots:
        way = spot.area.center() - here.center()
        ahead = way.x() * across + way.y() * down
        aside = abs(way.x() * down) + abs(way.y() * across)
        if ahead > 1 and ahead + 2 * aside < least and aside <= 2 * ahead:
            best, least = spot.slot.code, ahead + 2 * aside
    return best


class PlanLegend(Painted):
    """What the cells mean; a state is named from when it can occur."""

    _ITEMS: tuple[tuple[SlotState, str], ...] = (
        ("taken", N_("taken")),
        ("free", N_("free")),
        ("held", N_("held")),
    )
    # Large cells carry their figure.
    _LARGE: tuple[tuple[SlotState, str], ...] = (("taken", N_("taken, kWh")), *_ITEMS[1:])

    def measure(self, look: style.Look) -> tuple[float, float]:
        face, items = look.font("small"), self._items(look)
        words = sum(draw.width(_(text), face) for _state, text in items)
        count = len(items)
        return words + count * look.px(16 + 13) + (count - 1) * look.px(22) + 2, look.line("small")

    def paint(self, painter: QPainter, look: style.Look) -> None:
        side, left = look.px(16), 0.0
        for state, text in self._items(look):
            area = QRectF(left, (self.height() - side) / 2, side, side)
            paint_spot(painter, Spot(area, Cell("", state)), "")
            left += side + look.px(13)
            row = QRectF(left, 0, self.width() - left, self.height())
            face = look.font("small")
            left += draw.line(painter, row, _(text), face, look.colour.text_muted) + look.px(22)

    def _items(self, look: style.Look) -> tuple[tuple[SlotState, str], ...]:
        return self._LARGE if look.large else self._ITEMS
