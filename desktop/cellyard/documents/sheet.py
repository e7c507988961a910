"""An A4 sheet, or several, in ink: head, foot, the mark of a draft, and room that is filled down.

   0 ┌──────────────────────────────────────────┐ dots, 8 per mm; 96 (12 mm) white all round
  96 │ ▓▓ DRAFT … 草稿 … (white on black) ▓▓▓▓▓ │ on every page of a paper that is marked
     │ centre                          ┌──────┐ │
     │ Title                           │  QR  │ │ 33 mm; on the first page only
     │ 标题                            └──────┘ │
     │ blocks, one under the other              │
2226 ├──────────────────────────────────────────┤
     │ fact, hash      cellyard     page n of m │
2376 └──────────────────────────────────────────┘
"""

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from cellyard.documents import shapes, symbols
from cellyard.documents.document import both
from cellyard.documents.pages import LEAD, SMALL, TEXT, TITLE, Pages
from cellyard.words import N_, in_language

WIDTH, HEIGHT = 210 * 8, 297 * 8
MARGIN = 96
RIGHT = WIDTH - MARGIN
ROOM = RIGHT - MARGIN
LINE, HAIR = 3.0, 1.5

_FOOT = HEIGHT - MARGIN - 54
_BAND = 46
_QR = 33 * 8
_FIGURE = 40
# Letters across a page: a line at most so high, all of them together, and none longer than the
# diagonal's room.
_ACROSS, _ACROSS_TOGETHER, _ACROSS_ROOM = 400.0, 600.0, 1740.0


class Field(NamedTuple):
    """A named figure or word: `name` is a marked message, `value` as printed, None if unknown."""

    name: str
    value: str | None


class Mark(NamedTuple):
    """What a paper is not: words in a band on top of every page, and words across it.

    `band` is in both languages; each of `across` is a line.
    """

    band: str
    across: tuple[str, ...]


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on every page of a paper. `title` is a marked message.

    `again` stands on the pages after the first, `figures` (four at most) under the title, `note`
    over it at the right; without figures the first page begins as all others do. `qr` is what the
    QR code says: the first text that fits, "" for no code. `fact` is `station/epoch/seq` of what
    the paper tells of and `hash` its hash in hex.
    """

    title: str
    centre: str
    again: str
    figures: tuple[Field, ...] = ()
    note: str = ""
    qr: tuple[str, ...] = ()
    fact: str
    hash: str
    marks: tuple[Mark, ...]


class Sheet:
    """Pages being filled from the top; `y` is how far. Every block asks for its room first."""

    def __init__(self, head: Head) -> None:
        self.page = Pages(WIDTH, HEIGHT, title=head.again, under=bool(head.marks))
        self.y = 0.0
        self.number = 1
        self._head = head
        self._begin()

    @property
    def room(self) -> float:
        """How many dots are free below `y`."""
        return _FOOT - 16 - self.y

    def need(self, height: float) -> None:
        """Make sure that so many dots are free below `y`, on the next page if need be."""
        if height > self.room:
            self.turn()

    def turn(self) -> None:
        """Begin the next page."""
        self.page.turn()
        self.number += 1
        self._begin()

    def heading(self, message: str, note: str = "", *, keep: float = 120) -> None:
        """Set the heading of a section, together with `keep` dots of what follows."""
        self.need(66 + keep)
        self.y += 50
        title = both(message)
        self.page.text(MARGIN, self.y, title, LEAD, bold=True)
        if note:
            width = ROOM - self.page.measure(title, LEAD) - 30
            size = min(SMALL, SMALL * width / self.page.measure(note, SMALL))
            self.right(self.y, note, size)
        self.y += 12
        self.rule(LINE)
        self.y += 4

    def say(
        self, words: str, *, bold: bool = False, size: float = TEXT, caution: bool = False
    ) -> None:
        """Set a sentence over the whole width, on as many lines as it needs.

        `caution` puts the shape of caution before it.
        """
        indent = size * 1.5 if caution else 0
        for at, line in enumerate(self.page.wrapped(words, ROOM - indent, size)):
            self.need(size * 1.4)
            self.y += size * 1.4
            self.page.text(MARGIN + indent, self.y, line, size, bold=bold)
            if caution and at == 0:
                shapes.state(self.page, "watch", (MARGIN, self.y - size), size * 1.15, "black")
        self.y += 6

    def right(self, y: float, words: str, size: float) -> None:
        """Set words that end at the right margin."""
        self.page.text(RIGHT - self.page.measure(words, size), y, words, size)

    def rule(self, line: float) -> None:
        """Draw a line over the whole width at `y`."""
        self.page.line([(MARGIN, self.y), (RIGHT, self.y)], line)

    def finish(self) -> bytes:
        """Return the PDF."""
        # Only now is it known how many pages there are.
        for number in range(1, self.number + 1):
            self.page.define(_foot_of(number), lambda number=number: self._foot(number))
        return self.page.finish()

    def _begin(self) -> None:
        self.y = MARGIN
        if self._head.marks:
            self.page.stamp("marks", self._marks)
            self.y += _BAND + 6
        if self.number == 1 and self._titled():
            self._title()
        else:
            self.y += 34
            again = self._head.again
            size = min(SMALL, SMALL * ROOM / self.page.measure(again, SMALL))
            self.page.text(MARGIN, self.y, again, size)
            self.y += 10
        self.page.place(_foot_of(self.number))

    def _marks(self) -> None:
        """Draw the words across, one line under the other, and the band over them."""
        page = self.page
        lines = [line for mark in self._head.marks for line in mark.across]
        highest = min(_ACROSS, _ACROSS_TOGETHER / len(lines))
        sizes = [min(highest, _ACROSS_ROOM / page.measure(words, 1)) for words in lines]
        down = -sum(sizes) * 1.25 / 2
        for line, size in zip(lines, sizes, strict=True):
            down += size * 1.25
            page.across(line, size, 2, down - size * 1.25 / 2)
        band = " · ".join(mark.band for mark in self._head.marks)
        size = min(28.0, 28 * (ROOM - 40) / page.measure(band, 28))
        page.rect(MARGIN, MARGIN, ROOM, _BAND)
        x = (WIDTH - page.measure(band, size)) / 2
        page.text(x, MARGIN + 33, band, size, bold=True, ink="white")

    def _titled(self) -> bool:
        """Return whether the first page has a title of its own, or begins as all others do."""
        return bool(self._head.figures)

    def _title(self) -> None:
        head, page = self._head, self.page
        # 36: a quiet zone of four modules, above and below.
        top = self.y + 36
        if any(head.qr):
            self._code(round(top))
        width = ROOM - _QR - 40
        room = width - page.measure(head.note, TEXT)
        for line in page.wrapped(head.centre, room - 20 if head.note else room, TEXT)[:1]:
            page.text(MARGIN, top + 16, line, TEXT)
        if head.note:
            page.text(MARGIN + room, top + 16, head.note, TEXT, bold=True)
        size = min(TITLE, TITLE * width / page.measure(head.title, TITLE))
        page.text(MARGIN, top + 90, head.title, size, bold=True)
        page.text(MARGIN, top + 140, in_language("zh_CN", head.title), 40)
        self._figures(top, width)
        self.y = top + _QR + 36
        self.rule(HAIR)

    def _figures(self, top: float, width: float) -> None:
        """Set the figures beside each other, each as wide as it needs where one needs more."""
        page = self.page
        shown = [(both(name), value or both(N_("unknown"))) for name, value in self._head.figures]
        needs = [
            20 + max(page.measure(name, SMALL), page.measure(value, _FIGURE))
            for name, value in shown
        ]
        equal = width / len(needs)
        scale = min(1.0, width / sum(needs))
        spare = (width - sum(needs) * scale) / len(needs)
        left = float(MARGIN)
        for need, words in zip(needs, shown, strict=True):
            share = equal if max(needs) <= equal else need * scale + spare
            for text, size, y in ((words[0], SMALL, 208), (words[1], _FIGURE, 256)):
                fitting = min(size, size * (share - 20) / page.measure(text, size))
                page.text(left, top + y, text, fitting, bold=size == _FIGURE)
            left += share

    def _code(self, top: int) -> None:
        symbol = symbols.fitted(
            symbols.QR_LEVELS,
            self._head.qr,
            room=_QR,
            quiet=0,  # the paper around it is white
            dots=range(9, 2, -1),
        )
        self.page.modules(symbol.modules, RIGHT - symbol.side, top, symbol.dots)

    def _foot(self, number: int) -> None:
        page, y = self.page, _FOOT + 34
        page.line([(MARGIN, _FOOT), (RIGHT, _FOOT)], HAIR)
        told = self._foot_words()
        words = both(N_("Page {n} of {m}")).format(n=number, m=self.number)
        right = page.measure(words, SMALL)
        room = ROOM - right - 30
        page.text(MARGIN, y, told, min(SMALL, SMALL * room / page.measure(told, SMALL)))
        page.text(RIGHT - right, y, words, SMALL)

    def _foot_words(self) -> str:
        fact = both(N_("Fact"))
        return f"{fact} {self._head.fact} · SHA-256 {self._head.hash[:12]}…"


def _foot_of(page: int) -> str:
    return f"foot-{page}"


def drawn(head: Head, fill: Callable[[Sheet], None]) -> bytes:
    """Return a paper as PDF."""
    sheet = Sheet(head)
    fill(sheet)
    return sheet.finish()
