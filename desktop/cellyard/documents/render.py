"""A PDF page as the dots that a print head burns: black or white, nothing between."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cellyard.documents.page import DOTS_PER_MM
from cellyard.domain.refusals import Refused

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

# PDFium may be in one thread at a time: whoever else calls pypdfium2 holds this meanwhile.
PDFIUM = threading.Lock()

_POINTS_PER_MM = 72 / 25.4

# Half covered is burnt: a heavier threshold fills the counters of small characters.
_BURNT_BELOW = 128


@dataclass(frozen=True)
class Dots:
    """A picture of one bit a dot: rows from the top, each `stride` bytes, leftmost dot highest.

    A set bit is black, as in ZPL.
    """

    width: int
    height: int
    data: bytes

    @property
    def stride(self) -> int:
        return (self.width + 7) // 8


@dataclass(frozen=True)
class Grey:
    """A picture of one byte a dot, 0 black to 255 white: rows from the top, without padding."""

    width: int
    height: int
    data: bytes


def sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Return width and height (mm) of each page. Refused("paper_unreadable") for no PDF."""
    with _opened(pdf) as document:
        return tuple(
            (w / _POINTS_PER_MM, h / _POINTS_PER_MM)
            for w, h in map(document.get_page_size, range(len(document)))
        )


def grey(pdf: bytes, page: int, width: int) -> Grey:
    """Return a page of a PDF as it is read on glass, so many dots wide; soft at its edges."""
    with _opened(pdf) as document:
        sheet = document[page]
        scale = (width - 0.01) / sheet.get_width()  # see `dots`
        drawn = sheet.render(scale=scale, grayscale=True).to_numpy()
        rows = drawn.reshape(drawn.shape[0], -1)[:, :width]
        return Grey(rows.shape[1], rows.shape[0], rows.tobytes())


def dots(pdf: bytes, page: int = 0, fine: int = 1) -> Dots:
    """Return a page of a PDF at 8 dots per millimetre, or so many times as many each way.

    May be called from any thread. Refused("paper_unreadable") for no PDF.
    """
    import numpy as np

    with _opened(pdf) as document:
        sheet = document[page]
        per_point = fine * DOTS_PER_MM / _POINTS_PER_MM
        width, height = (round(side * per_point) for side in sheet.get_size())
        # pypdfium2 rounds up; a hair less gives exactly the whole dots that the page was drawn in.
        scale = (width - 0.01) / sheet.get_width()
        grey = sheet.render(scale=scale, grayscale=True).to_numpy()
        black = grey.reshape(grey.shape[0], -1)[:height, :width] < _BURNT_BELOW
        return Dots(width, height, np.packbits(black, axis=1).tobytes())


@contextmanager
def _opened(pdf: bytes) -> Generator["PdfDocument"]:
    import pypdfium2

    with PDFIUM:
        document = None
        try:
            document = pypdfium2.PdfDocument(pdf)
            yield document
        except pypdfium2.PdfiumError as error:
            raise Refused("paper_unreadable", title="PDF") from error
        finally:
            if document:
                document.close()
