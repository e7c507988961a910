"""Words in a box of a paper: as large as fits, on lines of their own, never over the edge."""

from collections.abc import Sequence

from cellyard.documents.page import Page

LARGEST, SMALLEST = 27, 14
# Where lines stand in a box, as shares of the size: first baseline, pitch, below the last.
ASCENT, PITCH, DESCENT = 0.95, 1.06, 0.2
BOLD_FROM = 18  # in dots; below it thickened Chinese fills up


def fit(page: Page, parts: Sequence[str], width: float, height: float) -> tuple[int, list[str]]:
    """Return the largest size and the lines in which the parts fit a box.

    On one line when all fit, else each part (a language) begins its own. Past the smallest size
    the rest is left out behind a mark: the record has it in full.
    """
    for size in range(LARGEST, SMALLEST - 1, -1):
        together = " ".join(part for part in parts if part)
        if page.measure(together, size) <= width:
            return size, [together]
        if _height(size, 2) > height:
            continue  # one line is too wide and two are too high
        lines = [line for part in parts for line in page.wrapped(part, width, size)]
        if _height(size, len(lines)) <= height:
            return size, lines
    room = int((height / SMALLEST - ASCENT - DESCENT) / PITCH) + 1
    return SMALLEST, _shortened(page, parts, width, room)


def _height(size: int, lines: int) -> float:
    return size * (ASCENT + PITCH * (lines - 1) + DESCENT)


def _shortened(page: Page, parts: Sequence[str], width: float, room: int) -> list[str]:
    kept: list[str] = []
    for at, part in enumerate(parts):
        lines = page.wrapped(part, width, SMALLEST)
        share = max(1, (room - len(kept)) if at == len(parts) - 1 else room - len(parts) + 1)
        if len(lines) > share:
            last = lines[share - 1]
            while page.measure(last + "…", SMALLEST) > width:
                last = last[:-1]
            lines = [*lines[: share - 1], last + "…"]
        kept += lines
    return kept
