"""The code on a label in full, as large as fits: what a person reads where no scanner can."""

from collections.abc import Sequence

from cellyard.documents.page import Page

# Dots: on one line, on each of two, and what can still be read.
_LARGEST, _TWO_LINES, _SMALLEST = 51, 32, 20


def draw(page: Page, code: str, top: float, bottom: float, room: float) -> bool:
    """Set a code in full between `top` and `bottom`, on one line or on two, in the middle.

    `room` is how wide it may be. False, and nothing drawn, where it would be cut.
    """
    half = (len(code) + 1) // 2
    one = _size(page, [code], (room, bottom - top), _LARGEST)
    two = _size(page, [code[:half], code[half:]], (room, bottom - top), _TWO_LINES)
    size, lines = (one, [code]) if one >= two else (two, [code[:half], code[half:]])
    if size < _SMALLEST:
        return False
    pitch = (bottom - top) / len(lines)
    cap = page.code_face(code).cap
    for at, line in enumerate(lines):
        middle = top + pitch * (at + 0.5)
        x = (page.width - page.measure(line, size, code=True)) / 2
        page.code(x, middle + cap * size / 2, line, size)
    return True


def _size(page: Page, lines: Sequence[str], room: tuple[float, float], largest: float) -> float:
    """Return the largest size at which the lines fit the width and, with some air, the height."""
    width, height = room
    tallest = (height / len(lines) - 7) / page.code_face("".join(lines)).cap
    widest = max(page.measure(line, 1, code=True) for line in lines)
    return min(largest, tallest, width / widest) if widest else 0
