"""The values of the look, read once from resources/style/tokens.toml and checked on the way in."""

from functools import cache
from typing import Literal

import msgspec
from PySide6.QtGui import QColor

from cellyard import files
from cellyard.ui.style.lengths import Desk, Floor, Frame, Icon, Radius, Space, Stroke
from cellyard.words import N_

Theme = Literal["light", "dark"]
State = Literal["stop", "caution", "check", "ok", "info", "quarantine"]
Step = Literal[
    "poster",
    "verdict",
    "display",
    "readout",
    "title",
    "lead",
    "body",
    "sub",
    "small",
    "desk_body",
    "desk_small",
]
ColourName = Literal[
    "background",
    "surface",
    "raised",
    "sunken",
    "line",
    "line_strong",
    "outline",
    "text",
    "text_muted",
    "text_disabled",
    "accent",
    "on_accent",
    "accent_pressed",
    "accent_line",
    "accent_tint",
    "on_accent_tint",
    "occupied",
    "on_occupied",
    "curve",
    "curve_past",
    "grid",
]
Point = tuple[float, float]
Box = tuple[float, float, float, float]

# The word that always comes with the shape of a state; say it with `_`.
SIGNS: dict[str, str] = {
    "stop": N_("STOP"),
    "caution": N_("WATCH"),
    "check": N_("CHECK"),
    "ok": N_("GO"),
    "info": N_("Look here"),  # not "Look": that is a step of the ticket, another word in Chinese
    "quarantine": N_("CLOSED"),
    "unknown": N_("Unknown"),
}


class Meta(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which edition this is, and what its px were measured at."""

    edition: int
    reference_px_per_mm: float
    large_from_mm: float
    rail_places_floor: int


class Colours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Surfaces, ink and the one accent of a theme."""

    background: QColor
    surface: QColor
    raised: QColor
    sunken: QColor
    line: QColor
    line_strong: QColor
    outline: QColor
    text: QColor
    text_muted: QColor
    text_disabled: QColor
    accent: QColor
    on_accent: QColor
    accent_pressed: QColor
    accent_line: QColor
    accent_tint: QColor
    on_accent_tint: QColor
    occupied: QColor
    on_occupied: QColor
    curve: QColor
    curve_past: QColor
    grid: QColor

    def named(self, name: ColourName) -> QColor:
        """Return a colour by its name."""
        colour: QColor = getattr(self, name)
        return colour


class StateColours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One state in its three strengths, with the ink that stands on them."""

    solid: QColor
    on_solid: QColor
    tint: QColor
    on_tint: QColor
    mark: QColor


class Contrast(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Pairs of ink and ground, and the ratio each must hold."""

    text_ratio: float
    shape_ratio: float
    text: tuple[tuple[ColourName, ColourName], ...]
    shape: tuple[tuple[ColourName, ColourName], ...]


class TypeStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One size of type."""

    px: int
    line: int
    weight: int


class Type(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The faces and the scale of type."""

    sans: tuple[str, ...]
    mono: tuple[str, ...]
    line_factor_zh: float
    caption_more_zh: int
    captions: tuple[Step, ...]
    step: dict[Step, TypeStep]


class Motion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The only time that anything on the screen takes."""

    hold_fill_ms: int
    double_tap_lock_ms: int


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One state shape in its box of 24 x 24; what it lacks is None or empty."""

    polygon: tuple[Point, ...] = ()
    circle: tuple[float, float, float] | None = None
    rect: Box | None = None
    radius: float = 0
    stroke: float = 0
    dash: tuple[float, float] | None = None
    dot: tuple[float, float, float] | None = None
    marks: tuple[Box, ...] = ()
    tick: tuple[Point, ...] = ()
    tick_width: float = 0
    hatch: tuple[float, float] | None = None


class BayHatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The stripes of a closed bay."""

    stripe: float
    pitch: float
    opacity: float


class Tokens(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every value of the look."""

    meta: Meta
    colour: dict[Theme, Colours]
    state: dict[Theme, dict[State, StateColours]]
    contrast: Contrast
    type: Type
    space: Space
    radius: Radius
    stroke: Stroke
    floor: Floor
    desk: Desk
    frame: Frame
    icon: Icon
    motion: Motion
    shape: dict[str, Shape]
    bay_hatch: BayHatch


def _colour(wanted: type, value: object) -> object:
    if wanted is QColor and isinstance(value, str) and QColor.isValidColorName(value):
        return QColor(value)
    raise ValueError(f"not a colour: {value}")


@cache
def tokens() -> Tokens:
    """Return the values of the look; a wrong or unknown value is an error at the first call."""
    source = files.data("style/tokens.toml")
    return msgspec.toml.decode(source, type=Tokens, dec_hook=_colour)
