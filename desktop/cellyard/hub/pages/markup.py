"""HTML, written as calls: what is said is escaped, what is built of tags is not said again."""

import html
from collections.abc import Iterable
from typing import TypeAlias

_VOID = frozenset({"input", "br", "link", "meta", "hr"})


class Safe(str):
    """Text that is HTML already."""

    __slots__ = ()


Inside: TypeAlias = "str | Safe | int | Iterable[Inside] | None"


def tag(tag_name: str, *inside: Inside, **attributes: str | int | bool | None) -> Safe:
    """Return an element. A name's last `_` is dropped, others are hyphens: `class_`, `aria_label`.

    True is an attribute alone, False and None are none.
    """
    said = "".join(_attribute(name, value) for name, value in attributes.items())
    if tag_name in _VOID:
        return Safe(f"<{tag_name}{said}>")
    return Safe(f"<{tag_name}{said}>{joined(inside)}</{tag_name}>")


def joined(inside: Inside) -> Safe:
    """Return what stands one after the other."""
    match inside:
        case None:
            return Safe("")
        case Safe():
            return inside
        case str() | int():
            return Safe(html.escape(str(inside)))
        case _:
            return Safe("".join(map(joined, inside)))


def _attribute(name: str, value: str | int | bool | None) -> str:  # noqa: FBT001 - a value
    if value is None or value is False:
        return ""
    name = name.removesuffix("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{html.escape(str(value))}"'
