"""What is written on a curve: its scales, its cursor, and a name at the end of every line."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.curve_scale import Scale, hours, ticked
from cellyard.ui.widgets.painted import Painted
from cellyard.words import _, number, quantity

if TYPE_CHECKING:
    from cellyard.ui.widgets.curve import Curve

_BESIDE = 12  # between the plot and what stands at its side
_ROUND_TEXT = 3
_DOT = 5
_NAMED_GROUPS = 2


@dataclass(frozen=True)
class Frame:
    """Where the panels stand and how they are scaled; `groups` the weakest first."""

    upper: QRectF
    lower: QRectF
    time: Scale
    volts: Scale
    below: Scale
    groups: tuple[int, ...]

    def x(self, t: float) -> float:
        return self.upper.left() + self.time.part(t) * self.upper.width()

    def y(self, voltage: float) -> float:
        return self.upper.bottom() - self.volts.part(voltage) * self.upper.height()

    def y_below(self, millivolts: float) -> float:
        return self.lower.top() + self.below.part(millivolts) * self.lower.height()


@dataclass(frozen=True)
class _Note:
    """A line of text at the right, at the height of what it names."""

    y: float
    text: str
    colour: QColor
    step: style.Step = "desk_body"
    weight: int = 400


def paint_ground(painter: QPainter, look: style.Look, frame: Frame) -> None:
    """Draw the grid of both panels."""
    hair, colour = look.stroke.hair, look.colour.grid
    panels = [(frame.upper, [frame.y(v) for v in frame.volts.ticks])]
    if frame.groups:
        panels.append((frame.lower, [frame.y_below(v) for v in frame.below.ticks]))
    for area, rows in panels:
        for y in rows:
            draw.box(painter, QRectF(area.left(), round(y), area.width(), hair), colour)
        for t in frame.time.ticks:
            draw.box(painter, QRectF(round(frame.x(t)), area.top(), hair, area.height()), colour)


class Words(Painted):
    """Lies over the plots and lets the mouse through."""

    def __init__(self, curve: "Curve") -> None:
        super().__init__(curve)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._curve = curve

    def measure(self, look: style.Look) -> tuple[float, float]:  # noqa: ARG002 - laid over
        return 0, 0

    def paint(self, painter: QPainter, look: style.Look) -> None:
        curve = self._curve
        if not curve.drawn:
            return
        frame = curve.frame
        _scales(painter, look, frame)
        _limits(painter, look, frame, curve)
        live = frame.upper.right()
        if curve.run is not None and curve.run.count:
            live = frame.x(float(curve.run.t[-1]))
        for name, series in curve.earlier:
            end = QPointF(frame.x(float(series.t[-1])), frame.y(float(series.voltage[-1])))
            _earlier(painter, look, frame, name, end, live=live)
        notes = [_Note(frame.upper.top(), _("Voltage, V"), look.colour.text_muted)]
        if curve.run is not None and curve.run.count:
            notes += _newest(painter, look, frame, curve)
            _cursor(painter, look, frame, curve)
        notes += [
            _Note(frame.y(limit.voltage), limit.name, look.colour.text) for limit in curve.limits
        ]
        _beside(painter, look, frame, notes)


def _scales(painter: QPainter, look: style.Look, frame: Frame) -> None:
    face, ink, line = look.font("desk_body"), look.colour.text, look.line("desk_body")
    room = frame.upper.left() - look.px(_BESIDE)
    for value in frame.volts.ticks:
        row = QRectF(0, frame.y(value) - line / 2, room, line)
        text = number(Decimal(str(value)), frame.volts.places)
        draw.line(painter, row, text, face, ink, align="right")
    for value in frame.below.ticks if frame.groups else ():
        row = QRectF(0, frame.y_below(value) - line / 2, room, line)
        draw.line(painter, row, number(round(value)), face, ink, align="right")
    foot = (frame.lower if frame.groups else frame.upper).bottom() + look.px(8)
    for t in frame.time.ticks:
        text = ticked(t, frame.time.step)
        across = draw.width(text, face) + 2
        cell = QRectF(frame.x(t) - across / 2, foot, across, line)
        draw.line(painter, cell, text, face, ink, align="centre")


def _limits(painter: QPainter, look: style.Look, frame: Frame, curve: "Curve") -> None:
    pen = QPen(look.colour.text, look.stroke.curve_past, Qt.PenStyle.DotLine)
    for limit in curve.limits:
        y = round(frame.y(limit.voltage)) + 0.5
        painter.setPen(pen)
        painter.drawLine(QPointF(frame.upper.left(), y), QPointF(frame.upper.right(), y))


def _earlier(
    painter: QPainter, look: style.Look, frame: Frame, name: str, end: QPointF, *, live: float
) -> None:
    """Write the name of an earlier run at the end of its line, clear of the `live` upright."""
    face, line, out = look.font("desk_body"), look.line("desk_body"), look.px(9)
    across = draw.width(name, face) + 2
    left, top = end.x() + out, min(end.y() - line / 2, frame.upper.bottom() - line)
    if left < live + out and left + across > live - out:
        left, top = min(end.x(), live) - out - across, end.y() + out
    if left < frame.upper.left() or left + across > frame.upper.right():
        left = min(max(end.x() - across / 2, frame.upper.left()), frame.upper.right() - across)
        left = left if left > live else max(frame.upper.left(), min(left, live - out - across))
        top = end.y() + out
    top = min(max(frame.upper.top(), top), frame.upper.bottom() - line)
    row = QRectF(left, top, across, line)
    _on_ground(painter, look, row)
    draw.line(painter, row, name, face, look.colour.text_muted)


def _on_ground(painter: QPainter, look: style.Look, row: QRectF) -> None:
    out = look.px(_ROUND_TEXT)
    draw.box(painter, row.adjusted(-out, 0, out, 0), look.colour.surface)


def _newest(painter: QPainter, look: style.Look, frame: Frame, curve: "Curve") -> list[_Note]:
    """Mark the newest point of every named line; return what stands beside them."""
    run = curve.run
    assert run is not None  # noqa: S101 - asked by the caller
    colour = look.colour
    x, volts = frame.x(float(run.t[-1])), float(run.voltage[-1])
    foot = (frame.lower if frame.groups else frame.upper).bottom()
    if curve.cursor_at is None:
        _upright(painter, look, x, frame.upper.top(), foot)
    _dot(painter, look, QPointF(x, frame.y(volts)), colour.curve)
    ink = colour.text_muted if curve.stale else colour.accent_line
    live = quantity(Decimal(str(volts)), "V", 2)
    notes = [_Note(frame.y(volts), live, ink, "sub", 600)]
    if frame.groups:
        notes.append(_Note(frame.lower.top(), _("Below best, mV"), colour.text_muted))
    for rank, group in reversed(list(enumerate(frame.groups[:_NAMED_GROUPS]))):
        below = round(float(run.below(group)[-1]))
        y = frame.y_below(below)
        mv = quantity(below, "mV")
        if rank:
            text = _("Group {number}, {below}").format(number=group + 1, below=mv)
            notes.append(_Note(y, text, colour.text_muted))
            continue
        _dot(painter, look, QPointF(x, y), colour.text)
        name = _("Group {number}").format(number=group + 1)
        notes.append(_Note(y, name, colour.text, weight=600))
        weakest = _("{below}, weakest").format(below=mv)
        notes.append(_Note(y + 1, weakest, colour.text_muted))
    return notes


def _cursor(painter: QPainter, look: style.Look, frame: Frame, curve: "Curve") -> None:
    """Mark the point under the cursor, and say its time and voltage."""
    run, at = curve.run, curve.cursor_at
    if run is None or at is None:
        return
    t, volts = float(run.t[at]), float(run.voltage[at])
    x = frame.x(t)
    foot = (frame.lower if frame.groups else frame.upper).bottom()
    _upright(painter, look, x, frame.upper.top(), foot)
    _dot(painter, look, QPointF(x, frame.y(volts)), look.colour.text)
    text = f"{hours(t)}  {quantity(Decimal(str(volts)), 'V', 2)}"
    face, line = look.font("desk_body", 600), look.line("desk_body")
    across = draw.width(text, face) + 2
    left = x + look.px(9)
    if left + across > frame.upper.right():
        left = x - look.px(9) - across
    row = QRectF(left, frame.upper.bottom() - line - look.px(4), across, line)
    _on_ground(painter, look, row)
    draw.line(painter, row, text, face, look.colour.text)


def _upright(painter: QPainter, look: style.Look, x: float, top: float, foot: float) -> None:
    hair = look.stroke.hair
    draw.box(painter, QRectF(round(x), top, hair, foot - top), look.colour.accent_line)


def _dot(painter: QPainter, look: style.Look, at: QPointF, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(at, look.px(_DOT), look.px(_DOT))


def _beside(painter: QPainter, look: style.Look, frame: Frame, notes: Sequence[_Note]) -> None:
    """Write the names at the right, each as near to its line as the others let it."""
    placed = sorted(notes, key=lambda note: note.y)
    tops: list[float] = []
    for note in placed:
        line = look.line(note.step)
        least = tops[-1] + look.line(placed[len(tops) - 1].step) if tops else 0.0
        tops.append(max(note.y - line / 2, least))
    foot = float(_height(frame)) + look.px(8)
    for back in range(len(placed) - 1, -1, -1):
        line = look.line(placed[back].step)
        tops[back] = min(tops[back], foot - line)
        foot = tops[back]
    left = frame.upper.right() + look.px(_BESIDE)
    for note, top in zip(placed, tops, strict=True):
        across = look.px(160 - _BESIDE - 4)
        row = QRectF(left, top, across, look.line(note.step))
        draw.line(painter, row, note.text, look.font(note.step, note.weight), note.colour)


def _height(frame: Frame) -> float:
    return (frame.lower if frame.groups else frame.upper).bottom()
