"""The look that is worn now: colours, px and fonts for one theme, language, class and glass."""

from dataclasses import dataclass, field
from typing import TypeVar

import msgspec
from PySide6.QtGui import QColor, QFont

from cellyard.ui.style import fonts
from cellyard.ui.style.lengths import Desk, Floor, Frame, Icon, Radius, Space, Stroke
from cellyard.ui.style.tokens import Colours, State, StateColours, Step, Theme, tokens
from cellyard.words import Language

SEMIBOLD, BOLD = 600, 700
# Second lines and key caps on the accent stand back to this share; 4.5 to 1 still holds.
QUIET = 0.87

Lengths = TypeVar("Lengths", bound=msgspec.Struct)


@dataclass(frozen=True)
class Look:
    """Everything a widget asks when it measures or paints itself; lengths are whole logical px."""

    theme: Theme = "light"
    language: Language = "en"
    px_per_mm: float = 4.0
    is_desk: bool = False
    large: bool = False
    scale: float = field(init=False)
    colour: Colours = field(init=False)
    frame: Frame = field(init=False)
    space: Space = field(init=False)
    radius: Radius = field(init=False)
    stroke: Stroke = field(init=False)
    floor: Floor = field(init=False)
    desk: Desk = field(init=False)
    icon: Icon = field(init=False)

    def __post_init__(self) -> None:
        values = tokens()
        scale = self.px_per_mm / values.meta.reference_px_per_mm
        settle = object.__setattr__  # a frozen dataclass is filled once, here
        settle(self, "scale", scale)
        settle(self, "colour", values.colour[self.theme])
        for name in ("frame", "space", "radius", "stroke", "floor", "desk", "icon"):
            settle(self, name, _scaled(getattr(values, name), scale))

    def px(self, design: float) -> int:
        """Return a length of the design (px at 4.0 px per mm) in px of this glass, at least 1."""
        return max(1, round(design * self.scale)) if design else 0

    def state(self, name: State) -> StateColours:
        """Return the colours of a state in this theme."""
        return tokens().state[self.theme][name]

    def font(
        self, step: Step, weight: int | None = None, *, mono: bool = False, tabular: bool = True
    ) -> QFont:
        """Return the face of a step; Chinese captions stand 1 px larger than English ones."""
        kind = tokens().type
        size = kind.step[step]
        weight = weight or size.weight
        if self.chinese and weight == SEMIBOLD:
            weight = BOLD  # no Chinese face here has a 600; it would fall back to 400
        more = kind.caption_more_zh if self.chinese and step in kind.captions else 0
        px = round((size.px + more) * self.scale)
        return fonts.font(px, weight, mono=mono, tabular=tabular)

    def line(self, step: Step) -> int:
        """Return the height of a line of this step in px; Chinese lines stand 8 % higher."""
        kind = tokens().type
        factor = kind.line_factor_zh if self.chinese else 1.0
        return round(kind.step[step].line * self.scale * factor)

    @property
    def chinese(self) -> bool:
        return self.language == "zh_CN"

    @property
    def side(self) -> int:
        """Width of the side column in this class."""
        return self.frame.side_desk if self.is_desk else self.frame.side_floor


def _scaled(lengths: Lengths, scale: float) -> Lengths:
    values = {
        name: round(value * scale) or 1 for name, value in msgspec.structs.asdict(lengths).items()
    }
    return msgspec.structs.replace(lengths, **values)


def ink(colour: QColor, opacity: float) -> QColor:
    """Return a colour let through to this share (0 to 1)."""
    thin = QColor(colour)
    thin.setAlphaF(opacity)
    return thin
