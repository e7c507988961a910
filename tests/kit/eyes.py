"""Eyes for papers that are not our own: a barcode reader, a PDF reader, a reader of ^GF."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from cellyard.documents.render import Dots


@dataclass(frozen=True)
class Seen:
    """A code that was read: its text, its top left corner and its side in dots."""

    text: str
    left: int
    top: int
    side: int


def scan(picture: "np.ndarray") -> dict[str, Seen]:
    """Read the codes of a picture (1 is black), by symbology."""
    import numpy as np
    import zxingcpp

    seen = {}
    image = np.ascontiguousarray((1 - picture) * 255)
    for code in zxingcpp.read_barcodes(image, text_mode=zxingcpp.TextMode.Plain):
        kind = {"]Q": "qr", "]d": "data matrix"}[code.symbology_identifier[:2]]
        at = code.position.top_left
        seen[kind] = Seen(code.text, at.x, at.y, code.position.top_right.x - at.x)
    return seen


def picture(dots: "Dots") -> "np.ndarray":
    """Return rows of 0 (white) and 1 (black)."""
    import numpy as np

    rows = np.frombuffer(dots.data, np.uint8).reshape(dots.height, dots.stride)
    return np.unpackbits(rows, axis=1)[:, : dots.width]


def packed(picture: "np.ndarray") -> bytes:
    import numpy as np

    return np.packbits(picture, axis=1).tobytes()


def poor_copy(pdf: bytes) -> "np.ndarray":
    """Return the page as by a camera: another resolution, soft edges, one dot in fifty wrong."""
    import numpy as np

    image = (grey(pdf, 8 * 25.4 / 72 * 1.37) < 100).astype(np.uint8)
    return image ^ (np.random.default_rng(7).random(image.shape) < 0.02)


def millimetres(pdf: bytes) -> list[float]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [side / 72 * 25.4 for side in document[0].get_size()]
    finally:
        document.close()


def words(pdf: bytes) -> str:
    return "\n".join(pages(pdf))


def pages(pdf: bytes) -> list[str]:
    """Return the words of each page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = (page.get_textpage().get_text_range() for page in document)
        return [text.replace("\xa0", " ") for text in texts]
    finally:
        document.close()


def one_line(text: str) -> str:
    """Return words as one line, however they were broken."""
    return "".join(text.split())


def missing(pdf: bytes, *said: str) -> list[str]:
    """Return which of these words a paper does not say, however they were broken."""
    text = one_line(words(pdf))
    return [one for one in said if one_line(one) not in text]


Rect = tuple[float, float, float, float]


def set_words(pdf: bytes) -> list[list[tuple[str, Rect]]]:
    """Return, for each page, the runs of words with where they stand: left, bottom, right, top
    in millimetres from the lower left corner.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    found = []
    try:
        for page in document:
            text = page.get_textpage()
            rects = (text.get_rect(n) for n in range(text.count_rects()))
            found.append(
                [(text.get_text_bounded(*r), tuple(side / 72 * 25.4 for side in r)) for r in rects]
            )
        return found
    finally:
        document.close()


def grey(pdf: bytes, scale: float, page: int = 0) -> "np.ndarray":
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        image = document[page].render(scale=scale, grayscale=True).to_numpy()
        return image.reshape(image.shape[:2]).copy()
    finally:
        document.close()


def graphics(zpl: bytes) -> "list[np.ndarray]":
    """Read the ^GFA pictures of a label back, after the guide's description of run lengths."""
    parts = re.findall(rb"\^GFA,(\d+),(\d+),(\d+),([^^~]*)", zpl)
    return [_graphic(*(int(number) for number in part[:3]), part[3].decode()) for part in parts]


def _graphic(total: int, count: int, stride: int, data: str) -> "np.ndarray":
    import numpy as np

    assert total == count
    rows: list[str] = []
    row, repeat = "", 0
    for sign in data:
        if sign in ",!":
            row = row.ljust(2 * stride, "0" if sign == "," else "F")
        elif sign == ":":
            assert not row
            row = rows[-1]
        elif "G" <= sign <= "Y":
            repeat += ord(sign) - ord("F")
        elif "g" <= sign <= "z":
            repeat += 20 * (ord(sign) - ord("f"))
        else:
            row += sign * max(1, repeat)
            repeat = 0
        if len(row) == 2 * stride:
            rows.append(row)
            row = ""
    assert not row
    flat = bytes.fromhex("".join(rows))
    assert len(flat) == total
    return np.unpackbits(np.frombuffer(flat, np.uint8).reshape(-1, stride), axis=1)
