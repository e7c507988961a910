"""A sheet drawn in whole printer dots from its top left corner, in ink only.

One dot is 1/8 mm: a print head of 203 dpi has exactly 8 dots per millimetre. Labels are laid out
in dots so that no bar or module ever falls between two of them; A4 papers use the same unit.
"""

import io
from collections.abc import Iterator, Sequence
from typing import Literal

from cellyard.documents import fonts
from cellyard.documents.fonts import Face

DOTS_PER_MM = 8
POINTS_PER_DOT = 72 / 25.4 / DOTS_PER_MM

# How far a stroke thickens a face that has no bold of its own, as a share of the size: more
# for Latin alone, less where it would close the gaps of a Chinese character.
_BOLDER_LATIN = 0.06
_BOLDER = 0.042

# These may not begin a line (GB/T 15834 punctuation).
_STICKS = "，。；：、）》」！？,.;:)%"

Point = tuple[float, float]
Ink = Literal["black", "white"]


class Page:
    """One page. All lengths in dots; x to the right, y downwards, text by its baseline."""

    def __init__(self, width: int, height: int, *, title: str) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self.width = width
        self.height = height
        self._text = fonts.text_face()
        self._code = fonts.code_face()
        # A word of a table is measured when it is broken, when it is set to the right, and for the
        # white under it; and it stands in many rows.
        self._widths: dict[tuple[str, Face], float] = {}
        self._bytes = io.BytesIO()
        size = (width * POINTS_PER_DOT, height * POINTS_PER_DOT)
        self._canvas = Canvas(
            self._bytes,
            pagesize=size,
            invariant=1,
            pageCompression=1,
            # Else an unused Helvetica, which is not embedded. (No types: "float" is guessed.)
            initialFontName=self._text.name,  # pyright: ignore[reportArgumentType]
        )
        self._canvas.setTitle(title)
        self._canvas.setCreator("cellyard")
        self._canvas.scale(POINTS_PER_DOT, POINTS_PER_DOT)

    def finish(self) -> bytes:
        """Return the PDF."""
        self._canvas.showPage()
        self._canvas.save()
        return self._bytes.getvalue()

    def rect(self, x: float, y: float, width: float, height: float, ink: Ink = "black") -> None:
        self._use(ink)
        self._canvas.rect(x, self.height - y - height, width, height, stroke=0, fill=1)

    def polygon(
        self, points: Sequence[Point], ink: Ink = "black", *, fill: bool = True, line: float = 0
    ) -> None:
        """Draw a closed outline, filled and/or with a round-cornered line of this width."""
        self._use(ink, line)
        path = self._path(points)
        path.close()
        self._canvas.drawPath(path, stroke=int(line > 0), fill=int(fill))

    def line(self, points: Sequence[Point], width: float, ink: Ink = "black") -> None:
        self._use(ink, width)
        self._canvas.drawPath(self._path(points), stroke=1, fill=0)

    def disc(self, centre: Point, radius: float, ink: Ink = "black") -> None:
        self._use(ink)
        self._canvas.circle(centre[0], self.height - centre[1], radius, stroke=0, fill=1)

    def modules(self, symbol: Sequence[Sequence[bool]], x: int, y: int, dots: int) -> None:
        """Draw the dark modules of a symbol, each `dots` wide, as one path (so without seams)."""
        self._use("black")
        path = self._canvas.beginPath()
        for row, cells in enumerate(symbol):
            for start, length in _runs(cells):
                bottom = self.height - y - (row + 1) * dots
                path.rect(x + start * dots, bottom, length * dots, dots)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def text(
        self, x: float, y: float, text: str, size: float, *, bold: bool = False, ink: Ink = "black"
    ) -> None:
        """Set a line of words. Raises Refused("missing_glyph") before anything is drawn."""
        self._set(x, y, text, size, self._text, bold=bold, ink=ink)

    def code(self, x: float, y: float, code: str, size: float) -> None:
        """Set a line in the code face, its zeros marked. Raises Refused("missing_glyph")."""
        face = self.code_face(code)
        self._set(x, y, code, size, face, bold=True, ink="black")
        if not face.marked_zero:
            self._mark_zeros(x, y, code, size, face)

    def code_face(self, code: str) -> Face:
        """Return the face for this code: a foreign character falls back to the text face."""
        return self._code if fonts.shows(code, self._code) else self._text

    def measure(self, text: str, size: float, *, code: bool = False) -> float:
        face = self.code_face(text) if code else self._text
        width = self._widths.get((text, face))
        if width is None:
            width = self._widths[text, face] = fonts.width(text, face, 1)
        return width * size

    def wrapped(self, text: str, width: float, size: float) -> list[str]:
        """Return the lines of a text that fit a width; a word that is too long is broken."""
        lines = [""]
        for piece in _pieces(text):
            if self.measure((lines[-1] + piece).rstrip(), size) <= width:
                lines[-1] += piece
                continue
            lines.append("")
            for character in piece:
                if lines[-1] and self.measure(lines[-1] + character, size) > width:
                    lines.append("")
                lines[-1] += character
        return [line.strip() for line in lines if line.strip()]

    def _set(
        self, x: float, y: float, text: str, size: float, face: Face, *, bold: bool, ink: Ink
    ) -> None:
        fonts.check(text, face)
        thicken = bold and not face.heavy
        bolder = _BOLDER_LATIN if text.isascii() else _BOLDER
        self._use(ink, size * bolder if thicken else 0)
        line = self._canvas.beginText(x, self.height - y)
        line.setFont(face.name, size)
        line.setTextRenderMode(2 if thicken else 0)  # ISO 32000-1, 9.3.6: 2 is fill, then stroke
        line.textOut(text)
        line.setTextRenderMode(0)
        self._canvas.drawText(line)

    def _mark_zeros(self, x: float, y: float, code: str, size: float, face: Face) -> None:
        for at, character in enumerate(code):
            if character == "0":
                middle = x + fonts.width(code[:at] + "0", face, size)
                middle -= fonts.width("0", face, size) / 2
                low, high = y - 0.30 * face.cap * size, y - 0.70 * face.cap * size
                reach = 0.09 * size
                self.line([(middle - reach, low), (middle + reach, high)], max(3, 0.07 * size))

    def _path(self, points: Sequence[Point]):
        path = self._canvas.beginPath()
        path.moveTo(points[0][0], self.height - points[0][1])
        for x, y in points[1:]:
            path.lineTo(x, self.height - y)
        return path

    def _use(self, ink: Ink, line: float = 0) -> None:
        grey = 0 if ink == "black" else 1
        self._canvas.setFillGray(grey)
        self._canvas.setStrokeGray(grey)
        self._canvas.setLineWidth(line)
        self._canvas.setLineJoin(1)
        self._canvas.setLineCap(1)


def _runs(cells: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield start and length of each run of dark cells."""
    start = None
    for at, dark in enumerate([*cells, False]):
        if dark and start is None:
            start = at
        elif not dark and start is not None:
            yield start, at - start
            start = None


def _pieces(text: str) -> Iterator[str]:
    """Yield what must stay together: Latin words with their space, single Chinese characters."""
    piece = ""
    for character in text:
        if piece and character not in _STICKS and (_may_break(piece[-1], character)):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def _may_break(before: str, after: str) -> bool:
    return (before == " " and after != " ") or _chinese(before) or _chinese(after)


def _chinese(character: str) -> bool:
    return "\u2e80" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef"
