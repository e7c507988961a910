"""The ink of an A4 paper: words on white that a bad copier leaves whole, page after page."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from cellyard.documents import fonts
from cellyard.documents.page import POINTS_PER_DOT, Ink, Page, Point

# The look gives 25, 11.5 and 10.5 px at 96 dpi, and nothing under 8 pt. Figures are a little
# larger than text: no face here has a bold that stays open at this size.
TITLE, LEAD, TEXT, SMALL = 53, 32, 26, 22.6

# White behind words, as shares of their size: from above the capitals to below the line.
_ABOVE, _WHOLE = 0.86, 1.08
_HYPHEN = 2.6  # more than a whole dot of a scan at 100 dpi


class Cell(NamedTuple):
    """Words of a row that begin at `x`; `code` sets them in the code face."""

    x: float
    text: str
    code: bool = False


class Pages(Page):
    """Several pages in one PDF, and letters across them that run through nothing printed.

    `under`: letters run across below the words, so every word brings its own white.
    """

    def __init__(self, width: int, height: int, *, title: str, under: bool = True) -> None:
        super().__init__(width, height, title=title)
        self._under = under
        self._stamps: set[str] = set()

    def text(
        self, x: float, y: float, text: str, size: float, *, bold: bool = False, ink: Ink = "black"
    ) -> None:
        """Set a line of words, on white where letters run across."""
        if ink == "black" and self._under:
            self.rect(x, y - _ABOVE * size, self.measure(text, size), _WHOLE * size, "white")
        super().text(x, y, text, size, bold=bold, ink=ink)
        self._firm_hyphens(x, y, text, size, ink)

    def _firm_hyphens(self, x: float, y: float, text: str, size: float, ink: Ink) -> None:
        """Thicken the hyphens of dates and editions: in a bad copy they would be gone."""
        if size < LEAD:
            for at in (at for at, character in enumerate(text) if character == "-"):
                start = x + self.measure(text[:at], size)
                width = self.measure("-", size)
                top = y - 0.27 * size - _HYPHEN / 2
                self.rect(start + 0.15 * width, top, 0.7 * width, _HYPHEN, ink)

    def code(self, x: float, y: float, code: str, size: float) -> None:
        """Set a line in the code face, on white where letters run across."""
        if self._under:
            width = self.measure(code, size, code=True)
            self.rect(x, y - _ABOVE * size, width, _WHOLE * size, "white")
        super().code(x, y, code, size)

    def squeezed(self, x: float, y: float, text: str, size: float, width: float) -> None:
        """Set bold words as tall as their size, and narrower where they would outgrow a width."""
        narrow = min(1.0, width / self.measure(text, size))
        self._canvas.saveState()
        self._canvas.scale(narrow, 1)
        self.text(x / narrow, y, text, size, bold=True)
        self._canvas.restoreState()

    def cells(self, y: float, size: float, cells: Sequence[Cell]) -> None:
        """Set the words of a row on one baseline, all in one go: a table has thousands.

        Raises Refused("missing_glyph").
        """
        if self._under:
            self._whiten(y, size, cells)
        self._use("black")
        line = self._canvas.beginText(0, self.height - y)
        set_in = None
        for x, text, code in cells:
            # Thickened at this size it would close up; the code face is bold by itself.
            face = self.code_face(text) if code else self._text
            fonts.check(text, face)
            line.setTextOrigin(x, self.height - y)
            if face != set_in:
                line.setFont(face.name, size)
                set_in = face
            line.textOut(text)
        self._canvas.drawText(line)
        for x, text, code in cells:
            if not code and "-" in text:
                self._firm_hyphens(x, y, text, size, "black")
            elif code and not self._code.marked_zero:
                self._mark_zeros(x, y, text, size, self.code_face(text))

    def _whiten(self, y: float, size: float, cells: Sequence[Cell]) -> None:
        self._use("white")
        path = self._canvas.beginPath()
        bottom = self.height - y + (_ABOVE - _WHOLE) * size
        for x, text, code in cells:
            path.rect(x, bottom, self.measure(text, size, code=code), _WHOLE * size)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def modules(self, symbol: Sequence[Sequence[bool]], x: int, y: int, dots: int) -> None:
        """Draw a symbol on white, with the quiet zone of ISO/IEC 18004 around it."""
        side = (len(symbol) + 8) * dots
        self.rect(x - 4 * dots, y - 4 * dots, side, side, "white")
        super().modules(symbol, x, y, dots)

    def turn(self) -> None:
        """Begin the next page."""
        self._canvas.showPage()
        self._canvas.scale(POINTS_PER_DOT, POINTS_PER_DOT)

    def stamp(
        self, name: str, draw: Callable[[], None], at: Point = (0, 0), scale: float = 1
    ) -> None:
        """Draw what many pages show alike: kept in the PDF once, under a name.

        It is drawn as on a page of its own, whose top left corner is then put `at` that point.
        """
        if name not in self._stamps:
            self.define(name, draw)
        self._canvas.saveState()
        self._canvas.translate(at[0], self.height - at[1] - scale * self.height)
        self._canvas.scale(scale, scale)
        self.place(name)
        self._canvas.restoreState()

    def place(self, name: str) -> None:
        """Show a stamp as large as it was drawn; it may be defined later, before the end."""
        self._canvas.doForm(name)

    def define(self, name: str, draw: Callable[[], None]) -> None:
        """Keep under a name what is drawn there (a form XObject: ISO 32000-1, 8.10)."""
        self._stamps.add(name)
        self._canvas.beginForm(name, 0, 0, self.width, self.height)
        draw()
        self._canvas.endForm()

    def across(self, words: str, size: float, line: float, down: float = 0) -> None:
        """Set words in hollow letters from the lower left to the upper right, through the middle
        or so many dots below it.

        Hollow, so that what stands under them stays readable on any copier.
        """
        fonts.check(words, self._text)
        self._use("black", line)
        self._canvas.saveState()
        self._canvas.translate(self.width / 2, self.height / 2)
        self._canvas.rotate(54)
        text = self._canvas.beginText(-self.measure(words, size) / 2, -size * 0.36 - down)
        text.setFont(self._text.name, size)
        text.setTextRenderMode(1)  # ISO 32000-1, 9.3.6: stroke only
        text.textOut(words)
        text.setTextRenderMode(0)
        self._canvas.drawText(text)
        self._canvas.restoreState()
