"""Rows, columns and forms, so that a screen reads like its sketch; lengths are design px."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cellyard.ui import style
from cellyard.ui.widgets.label import Label

Margins = int | tuple[int, int] | tuple[int, int, int, int]
Box = TypeVar("Box", bound=QBoxLayout)
AnyWidget = TypeVar("AnyWidget", bound=QWidget)


@dataclass(frozen=True)
class Gap:
    """A fixed space in a row or column, in addition to none of its gaps."""

    design: float


@dataclass(frozen=True)
class Stretch:
    """Space that takes what is left."""

    share: int = 1


Thing = QWidget | QLayout | Gap | Stretch
Placed = Thing | tuple[QWidget | QLayout, int]


def gap(design: float) -> Gap:
    """Return a space that stands in for the usual gap at this place."""
    return Gap(design)


def stretch(share: int = 1) -> Stretch:
    """Return a space that takes what is left over."""
    return Stretch(share)


def column(*things: Placed, gap: float = 16, margins: Margins = 0) -> QVBoxLayout:
    """Stack things downwards; a thing with a number takes that share of the height left."""
    return _filled(QVBoxLayout(), things, gap, margins)


def row(*things: Placed, gap: float = 20, margins: Margins = 0) -> QHBoxLayout:
    """Set things side by side; a thing with a number takes that share of the width left."""
    return _filled(QHBoxLayout(), things, gap, margins)


def grid(
    rows: Sequence[Sequence[QWidget | QLayout | None]],
    *,
    gap: tuple[float, float] = (20, 20),
    stretches: Sequence[int] = (),
    margins: Margins = 0,
) -> QGridLayout:
    """Set rows of things in common columns; `stretches` shares the width left among them."""
    made = QGridLayout()
    made.setHorizontalSpacing(style.px(gap[0]))
    made.setVerticalSpacing(style.px(gap[1]))
    made.setContentsMargins(*_margins(margins))
    for down, things in enumerate(rows):
        for across, thing in enumerate(things):
            if isinstance(thing, QWidget):
                made.addWidget(thing, down, across)
            elif thing is not None:
                made.addLayout(thing, down, across)
    for across, share in enumerate(stretches):
        made.setColumnStretch(across, share)
    return made


def form(*fields: tuple[str, QWidget], gap: float = 8) -> QGridLayout:
    """Set fields under each other, each with its caption at the left."""
    made = grid([(caption(words, field), field) for words, field in fields], gap=(16, gap))
    made.setColumnStretch(1, 1)
    return made


def caption(words: str, field: QWidget) -> Label:
    """Return the caption of a field; the field takes it as its accessible name."""
    made = Label(words, "desk_body", colour="text_muted")
    made.setBuddy(field)
    if not field.accessibleName():
        field.setAccessibleName(words)
    return made


def holder(
    layout: QLayout,
    *,
    kind: str = "",
    width: float | None = None,
    height: float | None = None,
) -> QFrame:
    """Return a widget around a layout; kind "" is clear, else card, raised or sunken."""
    made = QFrame()
    if kind:
        made.setProperty("kind", kind)
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    made.setLayout(layout)
    if width is not None:
        made.setFixedWidth(style.px(width))
    if height is not None:
        made.setFixedHeight(style.px(height))
    return made


def card(
    layout: QLayout,
    *,
    kind: str = "card",
    padding: Margins = 16,
    width: float | None = None,
    height: float | None = None,
) -> QFrame:
    """Return a card: the step in grey is its border."""
    layout.setContentsMargins(*_margins(padding))
    return holder(layout, kind=kind, width=width, height=height)


def scrolled(inside: QWidget) -> QScrollArea:
    """Return a flat area in which a tall widget is scrolled up and down."""
    made = QScrollArea()
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setWidgetResizable(True)
    made.setWidget(inside)
    made.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    return made


def keep(widget: AnyWidget) -> AnyWidget:
    """Let a widget keep its space while it is hidden: nothing jumps."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)
    return widget


def line() -> QFrame:
    """Return a hairline across a column."""
    made = QFrame()
    made.setProperty("kind", "line")
    made.setFixedHeight(style.px(1))
    return made


def _filled(made: Box, things: Sequence[Placed], gap: float, margins: Margins) -> Box:
    # Gaps are spacers of our own, so that a Gap can stand in for one of them.
    made.setSpacing(0)
    made.setContentsMargins(*_margins(margins))
    between = False
    for number, thing in enumerate(things):
        last = number == len(things) - 1
        if isinstance(thing, Gap):
            made.addSpacing(style.px(thing.design))
        elif between and not (last and isinstance(thing, Stretch)):
            made.addSpacing(style.px(gap))
        # Round a stretch there is one gap, not two, and none at the end.
        between = not isinstance(thing, Gap | Stretch)
        if not isinstance(thing, Gap):
            _place(made, thing)
    return made


def _place(
    made: QBoxLayout, thing: QWidget | QLayout | Stretch | tuple[QWidget | QLayout, int]
) -> None:
    match thing:
        case Stretch(share):
            made.addStretch(share)
        case QWidget():
            made.addWidget(thing)
        case QLayout():
            made.addLayout(thing)
        case (QWidget() as inner, share):
            made.addWidget(inner, share)
        case (inner, share):
            made.addLayout(inner, share)


def _margins(margins: Margins) -> tuple[int, int, int, int]:
    if isinstance(margins, int):
        left = top = right = bottom = margins
    elif len(margins) == 2:
        left, top = right, bottom = margins
    else:
        left, top, right, bottom = margins
    return style.px(left), style.px(top), style.px(right), style.px(bottom)
