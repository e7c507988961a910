"""The style sheet of the network page, made of the tokens that every screen is drawn with."""

import tomllib
from functools import cache
from typing import Any

from cellyard import files

_STATES = ("stop", "caution", "ok", "info")


@cache
def sheet() -> bytes:
    """Return the style sheet."""
    tokens = tomllib.loads(files.text("style/tokens.toml"))
    content = files.text("style/pages.css")
    for name, value in (
        ("light", _variables(tokens, "light")),
        ("dark", _variables(tokens, "dark")),
        ("sans", _fonts(tokens["type"]["sans"])),
        ("mono", _fonts(tokens["type"]["mono"])),
    ):
        content = content.replace(f"@{name}@", value)
    return content.encode()


def _variables(tokens: dict[str, Any], theme: str) -> str:
    colours: dict[str, str] = dict(tokens["colour"][theme])
    for state in _STATES:
        for role in ("tint", "on_tint", "mark", "solid", "on_solid"):
            colours[f"{state}_{role}"] = tokens["state"][theme][state][role]
    return "; ".join(f"--{n.replace('_', '-')}: {v}" for n, v in colours.items())


def _fonts(names: list[str]) -> str:
    return ", ".join(f'"{n}"' if " " in n else n for n in names)
