"""What a document says of itself, so that a sweep can list and render every one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from cellyard.words import in_language

Data = TypeVar("Data", bound=msgspec.Struct)


@dataclass(frozen=True)
class Document:
    """A paper of the house: its name (in commands and file names), its title, what it draws.

    `title` is marked with `N_` and said later with `_`. `sample` makes data for a test print;
    nothing in it is of a real battery or person. `label`: a label printer may print it.
    """

    name: str
    title: str
    takes: type[msgspec.Struct]
    sample: Callable[[], msgspec.Struct]
    render: Callable[[msgspec.Struct], bytes]
    """Returns a PDF; the same data give the same bytes. Raises TypeError for other data,
    Refused("no_paper_font") and Refused("missing_glyph") when it cannot be drawn whole."""
    label: bool = False


def document(
    name: str,
    title: str,
    takes: type[Data],
    sample: Callable[[], Data],
    draw: Callable[[Data], bytes],
    *,
    label: bool = False,
) -> Document:
    """Return a document whose `render` takes only its own data."""

    def render(data: msgspec.Struct) -> bytes:
        if not isinstance(data, takes):
            raise TypeError(f"{name} is drawn from {takes.__name__}, not {type(data).__name__}")
        return draw(data)

    return Document(name=name, title=title, takes=takes, sample=sample, render=render, label=label)


def both(message: str) -> str:
    """Return a marked message in English and Chinese, as papers say it; once where they agree."""
    chinese = in_language("zh_CN", message)
    return message if chinese == message else f"{message} {chinese}"
