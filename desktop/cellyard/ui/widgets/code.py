"""Codes as people read them: broken into their fields, each with its meaning under it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted

_PAD = 20
_LINE = 22  # from line to line under the code
_HEIGHT = 136
_GAP_IN_EM = 1 / 3


@dataclass(frozen=True)
class CodeField:
    """One field of a code and what it means, e.g. `("04Q", "maker")`."""

    text: str
    meaning: str = ""


def _write_fields(
    painter: QPainter, row: QRectF, fields: Sequence[str], face: QFont, ink: QColor
) -> None:
    gap, left = face.pixelSize() * _GAP_IN_EM, row.x()
    for text in fields:
        room = QRectF(left, row.y(), max(row.right() - left, 0), row.height())
        if room.width() > 0:
            left += draw.line(painter, room, text, face, ink, may_end=True) + gap


class IdentityCard(Painted):
    """What this battery is: name, code in its fields, two lines of facts; 136 high."""

    def __init__(self) -> None:
        super().__init__()
        self._name = self._extra = ""
        self._code: tuple[str, ...] = ()
        self._lines: tuple[str, ...] = ()

    def set_battery(
        self, name: str, extra: str = "", code: Sequence[str] = (), lines: Sequence[str] = ()
    ) -> None:
        """Show a battery: `name` in 600, `extra` beside it in 400, `code` as its fields."""
        self._name, self._extra = name, extra
        self._code, self._lines = tuple(code), tuple(lines)
        self.setAccessibleName(f"{name} {extra}".strip())
        self.setAccessibleDescription(" ".join(("".join(code), *lines)))
        self.anew()

    def set_empty(self, title: str, text: str) -> None:
        """Say that there is none, and the scan that fills the card."""
        self.set_battery(title, "", (), (text,))

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(240), look.px(_HEIGHT + max(0, len(self._lines) - 2) * _LINE)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, area, pad = look.colour, QRectF(self.rect()), look.px(_PAD)
        draw.box(painter, area, colour.surface, radius=look.radius.card)
        across, head = area.width() - 2 * pad, look.px(32)
        row = QRectF(pad, look.px(12), across, head)
        taken = draw.line(painter, row, self._name, look.font("lead"), colour.text, may_end=True)
        room = row.adjusted(taken + look.px(7), 0, 0, 0)
        if self._extra and room.width() > 0:
            face = look.font("lead", 400)
            draw.line(painter, room, self._extra, face, colour.text, may_end=True)
        top = row.bottom() + look.px(2)
        if self._code:
            row = QRectF(pad, top, across, look.px(28))
            _write_fields(painter, row, self._code, look.font("sub", mono=True), colour.text)
            top = row.bottom() + look.px(2)
        for number, text in enumerate(self._lines):
            row = QRectF(pad, top + number * look.px(_LINE), across, look.px(_LINE))
            draw.line(painter, row, text, look.font("small"), colour.text_muted, may_end=True)


class CodeFields(Painted):
    """Each field of a code with a bracket and its meaning under it, as Find shows it."""

    def __init__(self, fields: Sequence[CodeField] = ()) -> None:
        super().__init__()
        self._fields: tuple[CodeField, ...] = ()
        self.set_fields(fields)

    def set_fields(self, fields: Sequence[CodeField]) -> None:
        """Show another code."""
        self._fields = tuple(fields)
        self.setAccessibleName("".join(field.text for field in self._fields))
        self.setAccessibleDescription(
            ", ".join(f"{field.text} {field.meaning}" for field in self._fields)
        )
        self.anew()

    def measure(self, look: style.Look) -> tuple[float, float]:
        wide = sum(self._column(look, field) + self._gap(look) for field in self._fields)
        return max(wide, look.px(40)), look.line("lead") + look.px(8) + look.line("desk_small")

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, left = look.colour, 0.0
        code, below = look.line("lead"), look.line("desk_small")
        pen = QPen(colour.text_muted, look.stroke.hair)
        for field in self._fields:
            across = self._column(look, field)
            mono = self._face(look)
            draw.line(painter, QRectF(left, 0, across, code), field.text, mono, colour.text)
            reach = draw.width(field.text, mono)
            foot, tip = code + look.px(5) + 0.5, code + look.px(1) + 0.5
            painter.setPen(pen)
            painter.drawPolyline(
                [
                    QPointF(left + 0.5, tip),
                    QPointF(left + 0.5, foot),
                    QPointF(left + reach - 0.5, foot),
                    QPointF(left + reach - 0.5, tip),
                ]
            )
            under = QRectF(left, code + look.px(8), across, below)
            face = look.font("desk_small")
            draw.line(painter, under, field.meaning, face, colour.text_muted)
            left += across + self._gap(look)

    def _face(self, look: style.Look) -> QFont:
        return look.font("lead", 400, mono=True)

    def _gap(self, look: style.Look) -> float:
        return self._face(look).pixelSize() * _GAP_IN_EM

    def _column(self, look: style.Look, field: CodeField) -> float:
        code = draw.width(field.text, self._face(look))
        return max(code, draw.width(field.meaning, look.font("desk_small"))) + 1
