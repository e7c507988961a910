"""The six words that two people compare when a station is enrolled, large enough to read aloud."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.words import _

_ACROSS, _DOWN, _GAP = 3, 2, 10
_HEIGHT, _LEAST = 62, 150


class SixWords(Painted):
    """Two rows of three, numbered in the order that they are read."""

    def __init__(self) -> None:
        super().__init__()
        self._words: tuple[str, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def words(self) -> tuple[str, ...]:
        return self._words

    def set_words(self, words: Sequence[str]) -> None:
        """Show these."""
        self._words = tuple(words)
        self.setAccessibleName(_("Words to compare: {words}").format(words=" ".join(words)))
        self.anew()

    def measure(self, look: style.Look) -> tuple[float, float]:
        gap = look.px(_GAP)
        width = _ACROSS * look.px(_LEAST) + (_ACROSS - 1) * gap
        return width, _DOWN * look.px(_HEIGHT) + (_DOWN - 1) * gap

    def paint(self, painter: QPainter, look: style.Look) -> None:
        gap, height = look.px(_GAP), look.px(_HEIGHT)
        width = (self.width() - (_ACROSS - 1) * gap) / _ACROSS
        for at, word in enumerate(self._words):
            down, across = divmod(at, _ACROSS)
            box = QRectF(across * (width + gap), down * (height + gap), width, height)
            draw.box(painter, box, look.colour.background, radius=look.radius.control)
            number = box.adjusted(look.px(12), 0, 0, 0)
            taken = draw.line(
                painter, number, f"{at + 1}", look.font("small"), look.colour.text_muted
            )
            inner = number.adjusted(taken + look.px(12), 0, -look.px(8), 0)
            draw.line(painter, inner, word, look.font("title", 600), look.colour.text)
