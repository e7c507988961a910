"""Painting text and boxes by the look, and telling tests what was written."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QWidget

from cellyard.ui import style
from cellyard.ui.style import fonts

Align = Literal["left", "centre", "right"]

# Letters from this px on are drawn as outlines, which Qt does not thicken.
_THICKEN_FROM = 64
ELLIPSIS = "\u2026"
# Rounding of advances, not a cut letter.
_SLACK = 0.75


@dataclass(frozen=True)
class Said:
    """One text as it was painted: the px it needs and has (across; for a paragraph, down).

    `area` is where its letters stand in the window, None for a paragraph (its lines are told).
    """

    where: str
    text: str
    needs: float
    has: float
    area: QRectF | None = None

    @property
    def fits(self) -> bool:
        return self.needs <= self.has + _SLACK


_listening: list[list[Said]] = []


@contextmanager
def watched() -> Generator[list[Said]]:
    """Give the list of every text painted by our widgets while this is open."""
    said: list[Said] = []
    _listening.append(said)
    try:
        yield said
    finally:
        _listening.remove(said)


def _tell(
    painter: QPainter, text: str, needs: float, has: float, area: QRectF | None = None
) -> None:
    if not _listening:
        return
    device = painter.device()
    if area is not None:
        area = painter.worldTransform().mapRect(area)
        if isinstance(device, QWidget):
            area.translate(QPointF(device.mapTo(device.window(), QPoint(0, 0))))
    for said in _listening:
        said.append(Said(type(device).__name__, text, needs, has, area))


def width(text: str, font: QFont) -> float:
    """Return the px that one line of text takes."""
    return QFontMetricsF(font).horizontalAdvance(text)


def line(
    painter: QPainter,
    box: QRectF,
    text: str,
    font: QFont,
    colour: QColor,
    *,
    align: Align = "left",
    may_end: bool = False,
) -> float:
    """Write one line, its middle in the middle of the box; return the px it took.

    A line wider than its box ends in an ellipsis, and whoever watches is told; not so with
    `may_end`, for what people have typed and may be of any length.
    """
    if not text:
        return 0
    metrics = QFontMetricsF(font)
    needs = metrics.horizontalAdvance(text)
    whole = needs
    if needs > box.width() + _SLACK:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        needs = metrics.horizontalAdvance(text)
    left = {"left": 0.0, "centre": (box.width() - needs) / 2, "right": box.width() - needs}[align]
    # From the first face's own height: a second face for Chinese must not move the line.
    down = foot(box.y(), box.height(), font)
    if _listening:
        letters = metrics.tightBoundingRect(text).translated(box.x() + left, down)
        _tell(painter, text, needs if may_end else whole, box.width(), letters)
    at(painter, QPointF(box.x() + left, down), text, font, colour)
    return needs


def at(painter: QPainter, foot: QPointF, text: str, font: QFont, colour: QColor) -> float:
    """Write one line on a baseline, for figures and units on one foot; return the px it took."""
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(foot, text)
    if font.pixelSize() >= _THICKEN_FROM and font.bold() and not text.isascii():
        _thicken(painter, foot, text, font, colour)
    return width(text, font)


def _thicken(painter: QPainter, foot: QPointF, text: str, font: QFont, colour: QColor) -> None:
    """Draw round the outlines of large Chinese letters where their face has no bold."""
    if fonts.chinese_has_bold():
        return
    letters = QPainterPath()
    letters.addText(foot, font, text)
    pen = QPen(colour, font.pixelSize() / 26)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(letters, pen)


def foot(top: float, height: float, font: QFont) -> float:
    """Return the baseline of a line whose middle is in the middle of a row."""
    metrics = QFontMetricsF(font)
    return top + (height + metrics.ascent() - metrics.descent()) / 2


def _broken(text: str, font: QFont, across: float) -> list[str]:
    lines: list[str] = []
    for part in text.split("\n"):
        layout = QTextLayout(part, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        while (laid := layout.createLine()).isValid():
            laid.setLineWidth(across)
            lines.append(part[laid.textStart() : laid.textStart() + laid.textLength()].rstrip())
        layout.endLayout()
        if not part:
            lines.append("")
    return lines


def paragraph_height(
    text: str, step: style.Step, across: float, *, weight: int | None = None
) -> float:
    """Return the px that a broken text takes down."""
    look = style.now()
    return len(_broken(text, look.font(step, weight), across)) * look.line(step)


def paragraph(
    painter: QPainter,
    box: QRectF,
    text: str,
    step: style.Step,
    colour: QColor,
    *,
    weight: int | None = None,
) -> float:
    """Write a text broken into lines from the top of the box; return the px it took down."""
    if not text:
        return 0
    look = style.now()
    font, down = look.font(step, weight), look.line(step)
    lines = _broken(text, font, box.width())
    most = max(1, int((box.height() + _SLACK) / down))
    _tell(painter, text, len(lines) * down, max(box.height(), down))
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1] + ELLIPSIS]
    for number, words in enumerate(lines):
        row = QRectF(box.x(), box.y() + number * down, box.width(), down)
        line(painter, row, words, font, colour)
    return len(lines) * down


def box(
    painter: QPainter,
    area: QRectF,
    fill: QColor | None = None,
    *,
    border: QColor | None = None,
    stroke: float = 0,
    radius: float = 0,
    dash: bool = False,
) -> None:
    """Fill a box and draw its border inside its edges."""
    half = stroke / 2 if border is not None else 0
    pen = QPen(Qt.PenStyle.NoPen)
    if border is not None:
        pen = QPen(border, stroke)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        if dash:
            pen.setDashPattern([3, 2.4])
    painter.setPen(pen)
    painter.setBrush(fill if fill is not None else QBrush(Qt.BrushStyle.NoBrush))
    inner = area.adjusted(half, half, -half, -half)
    if radius:
        painter.drawRoundedRect(inner, radius, radius)
    else:
        painter.drawRect(inner)


def open_painter(widget: QWidget) -> QPainter:
    """Return a painter for a widget's paint event."""
    painter = QPainter(widget)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    return painter
