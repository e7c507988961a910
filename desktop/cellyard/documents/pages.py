"""The ink of an A4 paper: words on white that a bad copier leaves whole, page after page."""

from collections.abc import Sequence

from cellyard.documents import fonts
from cellyard.documents.page import POINTS_PER_DOT, Ink, Page

# The look gives 25, 11.5 and 10.5 px at 96 dpi, and nothing under 8 pt. Figures are a little
# larger than text: no face here has a bold that stays open at this size.
TITLE, LEAD, TEXT, SMALL = 53, 32, 26, 22.6

# White behind words, as shares of their size: from above the capitals to below the line.
_ABOVE, _WHOLE = 0.86, 1.08
_HYPHEN = 2.6  # more than a whole dot of a scan at 100 dpi


class Pages(Page):
    """Several pages in one PDF, and letters across them that run through nothing printed."""

    def text(
        self, x: float, y: float, text: str, size: float, *, bold: bool = False, ink: Ink = "black"
    ) -> None:
        """Set a line of words on white."""
        if ink == "black":
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
        """Set a line in the code face on white."""
        width = self.measure(code, size, code=True)
        self.rect(x, y - _ABOVE * size, width, _WHOLE * size, "white")
        super().code(x, y, code, size)

    def modules(self, symbol: Sequence[Sequence[bool]], x: int, y: int, dots: int) -> None:
        """Draw a symbol on white, with the quiet zone of ISO/IEC 18004 around it."""
        side = (len(symbol) + 8) * dots
        self.rect(x - 4 * dots, y - 4 * dots, side, side, "white")
        super().modules(symbol, x, y, dots)

    def turn(self) -> None:
        """Begin the next page."""
        self._canvas.showPage()
        self._canvas.scale(POINTS_PER_DOT, POINTS_PER_DOT)

    def across(self, words: str, size: float, line: float) -> None:
        """Set words in hollow letters from the lower left to the upper right, through the middle.

        Hollow, so that what stands under them stays readable on any copier.
        """
        fonts.check(words, self._text)
        self._use("black", line)
        self._canvas.saveState()
        self._canvas.translate(self.width / 2, self.height / 2)
        self._canvas.rotate(54)
        text = self._canvas.beginText(-self.measure(words, size) / 2, -size * 0.36)
        text.setFont(self._text.name, size)
        text.setTextRenderMode(1)  # ISO 32000-1, 9.3.6: stroke only
        text.textOut(words)
        text.setTextRenderMode(0)
        self._canvas.drawText(text)
        self._canvas.restoreState()
