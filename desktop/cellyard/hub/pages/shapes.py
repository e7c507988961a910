"""The shapes that every state is told by besides its colour, drawn from the tokens as SVG."""

import tomllib
from functools import cache
from typing import Any

from cellyard import files
from cellyard.hub.pages.markup import Safe, tag

# Shape and the state whose colour it has; the others are of ink.
_STATES = {"stop": "stop", "caution": "caution", "info": "info"}


@cache
def shape(of: str) -> Safe:
    """Return a shape of the tokens. What it means stands beside it in words."""
    tokens = tomllib.loads(files.text("style/tokens.toml"))
    drawn = tokens["shape"][of]
    state = _STATES.get(of)
    solid = f"shape-{state}" if state else ""
    inside = [*_ground(drawn, filled=state is not None), *_marks(drawn, on_solid=state is not None)]
    return tag("svg", *inside, class_=f"shape {solid}".strip(), viewBox="0 0 24 24",
               aria_hidden="true", focusable="false")  # fmt: skip


def _ground(drawn: dict[str, Any], *, filled: bool) -> list[Safe]:
    ink = {"fill": "currentColor"} if filled else {
        "fill": "none", "stroke": "currentColor", "stroke_width": drawn.get("stroke", 2),
        "stroke_dasharray": " ".join(map(str, drawn["dash"])) if "dash" in drawn else None,
    }  # fmt: skip
    found: list[Safe] = []
    if "polygon" in drawn:
        found.append(tag("polygon", points=_points(drawn["polygon"]), **ink))
    if "circle" in drawn:
        x, y, radius = drawn["circle"]
        found.append(tag("circle", cx=x, cy=y, r=radius, **ink))
    if "rect" in drawn:
        x, y, width, height = drawn["rect"]
        radius = drawn["radius"]
        found.append(tag("rect", x=x, y=y, width=width, height=height, rx=radius, **ink))
    return found


def _marks(drawn: dict[str, Any], *, on_solid: bool) -> list[Safe]:
    kind = "on" if on_solid else "ink"
    found: list[Safe] = []
    for x, y, width, height in drawn.get("marks", ()):
        found.append(tag("rect", x=x, y=y, width=width, height=height, class_=kind))
    if "dot" in drawn:
        x, y, radius = drawn["dot"]
        found.append(tag("circle", cx=x, cy=y, r=radius, class_=kind))
    if "tick" in drawn:
        found.append(tag("polyline", points=_points(drawn["tick"]), fill="none",
                         stroke="currentColor", stroke_width=drawn["tick_width"],
                         stroke_linecap="round", stroke_linejoin="round"))  # fmt: skip
    return found


def _points(of: list[list[float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in of)
