"""The status line: what is sent, which instruments speak, the last proven restore, the time."""

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QPainter

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.ui.widgets.shapes import ShapeName, paint_shape
from cellyard.words import _, ngettext

LampKind = Literal[
    "well",
    "handed_over",
    "unsent",
    "sending",
    "refused",
    "other_server",
    "absent",
    "busy",
    "silent",
]

_SHAPES: dict[LampKind, ShapeName] = {
    "well": "dot",
    "handed_over": "half",
    "unsent": "todo",
    "sending": "now",
    "refused": "caution",
    "other_server": "stop",
    "absent": "todo",
    "busy": "now",
    "silent": "caution",
}
_STRONG = frozenset({"unsent", "refused", "other_server", "busy"})
_QUIET = frozenset({"well", "absent"})
_GAP = 7  # between a lamp and its words
_PITCH = 28  # between two lamps


def _all_well(count: int) -> str:
    return ngettext("{count} instrument well", "{count} instruments well", count).format(
        count=count
    )


def _all_absent(count: int) -> str:
    words = ngettext("{count} instrument not there", "{count} instruments not there", count)
    return words.format(count=count)


# What may stand as one lamp where the line is too short, in that order.
_TOGETHER: tuple[tuple[LampKind, Callable[[int], str]], ...] = (
    ("well", _all_well),
    ("absent", _all_absent),
)


def _face(look: style.Look, kind: LampKind) -> QFont:
    return look.font("small", 600 if kind in _STRONG else 400)


def _lamp_width(look: style.Look, kind: LampKind, words: str) -> float:
    return look.icon.state_lamp + look.px(_GAP) + draw.width(words, _face(look, kind)) + 2


def paint_lamp(painter: QPainter, area: QRectF, kind: LampKind, words: str) -> float:
    """Draw a lamp and its words at the left of an area; return the px it took."""
    look = style.now()
    side = look.icon.state_lamp
    shape = QRectF(area.x(), area.y() + (area.height() - side) / 2, side, side)
    paint_shape(painter, shape, _SHAPES[kind])
    rest = area.adjusted(side + look.px(_GAP), 0, 0, 0)
    ink = look.colour.text_muted if kind in _QUIET else look.colour.text
    return side + look.px(_GAP) + draw.line(painter, rest, words, _face(look, kind), ink)


class Lamp(Painted):
    """One lamp and its words: grey when well, a shape when not."""

    def __init__(self, kind: LampKind = "well", words: str = "") -> None:
        super().__init__()
        self._kind: LampKind = kind
        self._words = ""
        self.set(kind, words)

    def set(self, kind: LampKind, words: str) -> None:
        """Show another state."""
        self._kind, self._words = kind, words
        self.setAccessibleName(words)
        self.anew()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return _lamp_width(look, self._kind, self._words), look.line("small")

    def paint(self, painter: QPainter, look: style.Look) -> None:  # noqa: ARG002 - asks itself
        paint_lamp(painter, QRectF(self.rect()), self._kind, self._words)


class StatusLine(Painted):
    """36 high at the foot of the window."""

    def __init__(self) -> None:
        super().__init__()
        self._sync: tuple[str, LampKind] = ("", "absent")
        self._sync_forms: tuple[str, ...] = ()
        self._devices: tuple[tuple[str, LampKind], ...] = ()
        self._note = self._day = self._clock = ""
        self._alarm = ("", "")

    def set_sync(self, kind: LampKind, words: str, forms: Sequence[str] = ()) -> None:
        """Say how much is sent; room is kept for what else it may say, its `forms`."""
        self._sync, self._sync_forms = (words, kind), tuple(forms)
        self._told()

    def on_sync(self, x: float) -> bool:
        """Tell whether a place across the line is on the lamp of what is sent."""
        return not self._alarm[0] and 0 <= x < style.now().px(20) + self._sync_room(style.now())

    def set_devices(self, devices: Sequence[tuple[str, LampKind]]) -> None:
        """Say which instruments of this station speak."""
        self._devices = tuple(devices)
        self._told()

    def set_note(self, words: str) -> None:
        """Say the last proven restore, or that no tone can be heard."""
        self._note = words
        self.update()

    def set_alarm(self, first: str, then: str) -> None:
        """Show an alarm over lamps and notes until it is read: what is, what to do; "" for none."""
        if (first, then) != self._alarm:
            self._alarm = (first, then)
            self._told()

    def set_now(self, day: str, clock: str) -> None:
        """Show the date and the time."""
        self._day, self._clock = day, clock
        self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(640), look.frame.status_line

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, area = look.colour, QRectF(self.rect())
        draw.box(painter, area, colour.background)
        draw.box(painter, QRectF(0, 0, area.width(), look.stroke.hair), colour.line)
        left = float(look.px(20))
        if self._alarm[0]:
            self._paint_alarm(painter, look, area)
            return
        row = area.adjusted(left, 0, -look.px(20), 0)
        paint_lamp(painter, row, self._sync[1], self._sync[0])
        left += self._sync_room(look) + look.px(_PITCH)
        for words, kind in self._fitting(look, area.width()):
            if words:
                row = area.adjusted(left, 0, -look.px(20), 0)
                left += paint_lamp(painter, row, kind, words) + look.px(_PITCH)
        self._write_right(painter, look, area.adjusted(left, 0, -look.px(20), 0))

    def _paint_alarm(self, painter: QPainter, look: style.Look, area: QRectF) -> None:
        own, small, bold = look.state("stop"), look.font("small"), look.font("small", 600)
        draw.box(painter, area, own.solid)
        side = look.icon.state_list
        corner = QRectF(look.px(20), (area.height() - side) / 2, side, side)
        paint_shape(painter, corner, "stop", inverse=True)
        right = draw.line(
            painter,
            area.adjusted(0, 0, -look.px(20), 0),
            self._clock,
            bold,
            own.on_solid,
            align="right",
        )
        key = _("Enter: I have read this")
        words = area.adjusted(side + look.px(30), 0, -right - look.px(48), 0)
        taken = draw.line(painter, words, key, small, own.on_solid, align="right")
        words = words.adjusted(0, 0, -taken - look.px(_PITCH), 0)
        first = draw.line(painter, words, self._alarm[0], bold, own.on_solid, may_end=True)
        rest = words.adjusted(first + look.px(13), 0, 0, 0)
        draw.line(painter, rest, self._alarm[1], small, own.on_solid, may_end=True)

    def _sync_room(self, look: style.Look) -> float:
        """Return how wide the first lamp is, whatever it says: nothing beside it moves."""
        words, kind = self._sync
        others = (_lamp_width(look, "unsent", form) for form in self._sync_forms)
        return max(_lamp_width(look, kind, words), *others, 0)

    def _fitting(self, look: style.Look, width: float) -> Sequence[tuple[str, LampKind]]:
        """Return the instruments' lamps: where there are too many for the line, first the well
        ones stand as one, then those that are not there.
        """
        right = draw.width(self._clock, look.font("small", 600)) + look.px(13)
        room = width - 2 * look.px(20) - right - draw.width(self._day, look.font("small"))
        lamps: tuple[tuple[str, LampKind], ...] = self._devices
        for kind, together in _TOGETHER:
            widths = [self._sync_room(look), *(_lamp_width(look, k, w) for w, k in lamps)]
            count = sum(k == kind for _words, k in lamps)
            if sum(widths) + len(widths) * look.px(_PITCH) > room and count:
                lamps = (*(lamp for lamp in lamps if lamp[1] != kind), (together(count), kind))
        return lamps

    def _write_right(self, painter: QPainter, look: style.Look, room: QRectF) -> None:
        small, gap = look.font("small"), look.px(_PITCH)
        right = room.right()
        items = (
            (self._clock, look.font("small", 600), look.colour.text),
            (self._day, small, look.colour.text_muted),
            (self._note, small, look.colour.text_muted),
        )
        for words, face, ink in items:
            across = draw.width(words, face) + 1
            if not words or right - across < room.x():
                continue  # the lamps come first, the note of the last restore comes last
            row = QRectF(right - across, 0, across, room.height())
            draw.line(painter, row, words, face, ink)
            right -= across + (look.px(13) if words == self._clock else gap)

    def _told(self) -> None:
        names = [*self._alarm, self._sync[0], *(name for name, _kind in self._devices)]
        self.setAccessibleName(", ".join(name for name in names if name))
        self.update()
