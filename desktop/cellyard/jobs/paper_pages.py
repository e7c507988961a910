"""Pages of a paper as dots, one at a time: for the glass and for the printer."""

import msgspec

from cellyard.jobs.labels import Picture


class Grey(msgspec.Struct, frozen=True, kw_only=True):
    """A page for the glass: one byte a dot, 0 black to 255 white, rows from the top, unpadded."""

    width: int
    height: int
    data: bytes


def count(pdf: bytes) -> int:
    """Return how many pages a PDF has. Refused("paper_unreadable") when it is none."""
    return len(sizes(pdf))


def sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Return width and height (mm) of each page. Refused as `count`."""
    from cellyard.documents import render

    return render.sizes(pdf)


def grey(pdf: bytes, page: int, width: int) -> Grey:
    """Return a page (counted from 0) so many dots wide. Refused as `count`."""
    from cellyard.documents import render

    drawn = render.grey(pdf, page, width)
    return Grey(width=drawn.width, height=drawn.height, data=drawn.data)


def dots(pdf: bytes, page: int, fine: int = 1) -> Picture:
    """Return a page in black and white, 8 dots per mm or `fine` times that. Refused as `count`."""
    from cellyard.documents import render

    drawn = render.dots(pdf, page, fine)
    return Picture(width=drawn.width, height=drawn.height, stride=drawn.stride, data=drawn.data)
