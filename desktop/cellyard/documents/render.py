"""A PDF page as the dots that a print head burns: black or white, nothing between."""

import threading
from dataclasses import dataclass

from cellyard.documents.page import DOTS_PER_MM

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


def dots(pdf: bytes, page: int = 0) -> Dots:
    """Return a page of a PDF at 8 dots per millimetre. May be called from any thread."""
    with PDFIUM:
        return _dots(pdf, page)


def sheets(pdf: bytes, fine: int = 1) -> list[Dots]:
    """Return every page of a PDF as `dots` does, or with so many times as many dots each way."""
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            count = len(document)
        finally:
            document.close()
        return [_dots(pdf, page, fine) for page in range(count)]


def _dots(pdf: bytes, page: int, fine: int = 1) -> Dots:
    import numpy as np
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        sheet = document[page]
        per_point = fine * DOTS_PER_MM / _POINTS_PER_MM
        width, height = (round(side * per_point) for side in sheet.get_size())
        # pypdfium2 rounds up; a hair less gives exactly the whole dots that the page was drawn in.
        scale = (width - 0.01) / sheet.get_width()
        grey = sheet.render(scale=scale, grayscale=True).to_numpy()
        black = grey.reshape(grey.shape[0], -1)[:height, :width] < _BURNT_BELOW
        return Dots(width, height, np.packbits(black, axis=1).tobytes())
    finally:
        document.close()
