"""What a port says, as it comes, and how well each profile fits: painted, so that nothing jumps."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from cellyard.domain.readings import Proposal, Reading
from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted, Pressable
from cellyard.ui.widgets.shapes import paint_shape
from cellyard.words import _, ngettext, number
from cellyard.words.numbers import unit_sign

_LINES = 3
_PAD = 18
_LEFT = 54


class RawLines(Painted):
    """The newest lines of a port in a fixed font, each with the name of its end, muted."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[tuple[str, str], ...] = ()
        self._words = ("", "")

    def set_lines(self, lines: Sequence[tuple[str, str]], title: str, link: str) -> None:
        """Show the newest lines (text, end), what stands above them, and how the port is set."""
        shown, words = tuple(lines[-_LINES:]), (title, link)
        if (shown, words) != (self._lines, self._words):
            self._lines, self._words = shown, words
            self.setAccessibleName(title)
            self.setAccessibleDescription(" / ".join(text for text, _end in shown))
            self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(320), look.px(50) + _LINES * look.px(24)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, area = look.colour, QRectF(self.rect())
        draw.box(painter, area, colour.sunken, radius=look.radius.card)
        small, mono = look.font("small"), look.font("small", mono=True)
        head = QRectF(look.px(_PAD), look.px(10), area.width() - look.px(2 * _PAD), look.px(24))
        taken = draw.line(painter, head, self._words[1], small, colour.text_muted, align="right")
        room = head.adjusted(0, 0, -taken - look.px(16), 0)
        draw.line(painter, room, self._words[0], small, colour.text_muted, may_end=True)
        for down, (text, end) in enumerate(self._lines):
            row = head.translated(0, (down + 1) * look.px(24) + look.px(4))
            ends = draw.width(" " + end, mono)
            said = row.adjusted(0, 0, -ends, 0)
            across = draw.line(painter, said, text, mono, colour.text, may_end=True)
            after = row.adjusted(across, 0, 0, 0)
            draw.line(painter, after, " " + end, mono, colour.text_muted)


def value_words(reading: Reading | None) -> tuple[str, str]:
    """Return a reading as number (or text) and unit; ("", "") when there is none."""
    if reading is None or reading.value is None:
        return "", ""
    if isinstance(reading.value, Decimal):
        return number(reading.value), unit_sign(reading.unit)
    return reading.value, ""


class FitRow(Pressable):
    """One profile: how many lines it understands, and what it reads. Checked means taken."""

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self._words = ("", "", "", "")

    def set_fit(self, fit: Proposal, reading: Reading | None) -> None:
        """Show how well a profile fits now."""
        said = ngettext(
            "{understood} of {count} line understood",
            "{understood} of {count} lines understood",
            fit.lines,
        ).format(understood=fit.understood, count=fit.lines)
        if reading and reading.value is not None and not isinstance(reading.value, str):
            steady = _("steady") if reading.steady else _("settling")
            said = _("{lines}, {steadiness}").format(lines=said, steadiness=steady)
        words = (fit.name, said, *value_words(reading))
        if words != self._words:
            self._words = words
            self.setAccessibleName(fit.name)
            self.setAccessibleDescription(said)
            self.anew()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(320), look.px(92)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, area, chosen = look.colour, QRectF(self.rect()), self.isChecked()
        ground = colour.raised if chosen else colour.surface
        if self.isDown():
            ground = colour.sunken
        draw.box(painter, area, ground, radius=look.radius.card)
        if chosen:
            painter.save()
            painter.setClipRect(QRectF(0, 0, look.stroke.selected, area.height()))
            draw.box(painter, area, colour.accent_line, radius=look.radius.card)
            painter.restore()
        side = look.icon.state_list
        sign = QRectF(look.px(29) - side / 2, (area.height() - side) / 2, side, side)
        paint_shape(painter, sign, "done" if chosen else "todo")
        right = self._value(painter, look, area, chosen=chosen)
        name, said = self._words[:2]
        one, two = look.line("body"), look.line("small")
        top = (area.height() - one - two) / 2
        room = QRectF(look.px(_LEFT), top, right - look.px(_LEFT) - look.px(12), one)
        ink = colour.text if chosen else colour.text_muted
        draw.line(painter, room, name, look.font("body", 600 if chosen else 400), ink, may_end=True)
        room = QRectF(room.x(), top + one, room.width(), two)
        draw.line(painter, room, said, look.font("small"), colour.text_muted)

    def _value(self, painter: QPainter, look: style.Look, area: QRectF, *, chosen: bool) -> float:
        value, unit = self._words[2:]
        right = area.right() - look.px(_PAD)
        row = QRectF(area.x(), area.y(), right - area.x(), area.height())
        if not value:
            face = look.font("lead", 400)
            muted = look.colour.text_muted
            return right - draw.line(painter, row, _("no reading"), face, muted, align="right")
        small, face = look.font("small"), look.font("title" if unit else "body", 600)
        ink = look.colour.text if chosen else look.colour.text_muted
        foot = draw.foot(0, area.height(), face)
        if unit:
            taken = draw.width(unit, small)
            draw.at(painter, QPointF(right - taken, foot), unit, small, look.colour.text_muted)
            right -= taken + look.px(5)
        room = QRectF(area.x() + area.width() * 0.55, 0, right - area.width() * 0.55, area.height())
        return right - draw.line(painter, room, value, face, ink, align="right", may_end=True)


class ShownValue(Painted):
    """What the display of the instrument should show: a number and its unit in a frame."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ("", "")

    def set_value(self, value: str, unit: str) -> None:
        """Show another value; "" for none."""
        if (value, unit) != self._words:
            self._words = (value, unit)
            self.setAccessibleName(f"{value} {unit}".strip() or _("no reading"))
            self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(200), look.px(96)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, area = look.colour, QRectF(self.rect())
        edge, stroke = colour.outline, look.stroke.border
        draw.box(
            painter, area, colour.raised, border=edge, stroke=stroke, radius=look.radius.control
        )
        value, unit = self._words
        if not value:
            face = look.font("lead", 400)
            draw.line(painter, area, _("no reading"), face, colour.text_muted, align="centre")
            return
        inner = area.adjusted(look.px(12), 0, -look.px(12), 0)
        if not unit:
            face = look.font("body", mono=True)
            draw.line(painter, inner, value, face, colour.text, align="centre", may_end=True)
            return
        face, small = look.font("display"), look.font("lead", 400)
        wide = draw.width(value, face) + look.px(12) + draw.width(unit, small)
        if wide > inner.width():
            face = look.font("readout")
            wide = draw.width(value, face) + look.px(12) + draw.width(unit, small)
        left = area.x() + (area.width() - wide) / 2
        foot = draw.foot(area.y(), area.height(), face)
        left += draw.at(painter, QPointF(left, foot), value, face, colour.text) + look.px(12)
        draw.at(painter, QPointF(left, foot), unit, small, colour.text_muted)
