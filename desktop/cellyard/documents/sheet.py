"""An A4 sheet, or several, in ink: head, foot, the mark of a draft, and room that is filled down.

   0 ┌──────────────────────────────────────────┐ dots, 8 per mm; 96 (12 mm) white all round
  96 │ ▓▓ DRAFT … 草稿 … (white on black) ▓▓▓▓▓ │ on every page of a draft
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

FOOT = HEIGHT - MARGIN - 54
_BAND = 46
_QR = 33 * 8
_FIGURE = 40


class Field(NamedTuple):
    """A named figure or word: `name` is a marked message, `value` as printed, None if unknown."""

    name: str
    value: str | None


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on every page of a paper. `title` is a marked message.

    `again` stands on the pages after the first, `figures` (four at most) under the title.
    `battery` and `code` go into the QR code, by which a scanner finds the battery again; `fact`
    is `station/epoch/seq` of what the paper tells of and `hash` its hash in hex. `draft`: made
    under a rule edition that nobody has released.
    """

    title: str
    centre: str
    again: str
    figures: tuple[Field, ...]
    battery: str
    code: str
    fact: str
    hash: str
    draft: bool = True


class Sheet:
    """Pages being filled from the top; `y` is how far. Every block asks for its room first."""

    def __init__(self, head: Head, pages: int) -> None:
        self.page = Pages(WIDTH, HEIGHT, title=head.again)
        self.y = 0.0
        self.number = 1
        self._head, self._of = head, pages
        self._begin()

    def need(self, height: float) -> None:
        """Make sure that so many dots are free below `y`, on the next page if need be."""
        if self.y + height > FOOT - 16:
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
        return self.page.finish()

    def _begin(self) -> None:
        self.y = MARGIN
        if self._head.draft:
            self.page.across(both(N_("DRAFT")), 400, 2)
            self._band()
        if self.number == 1:
            self._title()
        else:
            self.y += 34
            again = self._head.again
            size = min(SMALL, SMALL * ROOM / self.page.measure(again, SMALL))
            self.page.text(MARGIN, self.y, again, size)
            self.y += 10
        self._foot()

    def _band(self) -> None:
        words = both(N_("DRAFT – made under a rule edition that nobody has released"))
        size = min(28.0, 28 * (ROOM - 40) / self.page.measure(words, 28))
        self.page.rect(MARGIN, self.y, ROOM, _BAND)
        x = (WIDTH - self.page.measure(words, size)) / 2
        self.page.text(x, self.y + 33, words, size, bold=True, ink="white")
        self.y += _BAND + 6

    def _title(self) -> None:
        head, page = self._head, self.page
        # 36: a quiet zone of four modules, above and below.
        top = self.y + 36
        symbol = symbols.fitted(
            symbols.QR_LEVELS,
            [symbols.own_code(head.battery, head.code), symbols.own_code(head.battery, "")],
            room=_QR,
            quiet=0,  # the paper around it is white
            dots=range(9, 3, -1),
        )
        page.modules(symbol.modules, RIGHT - symbol.side, round(top), symbol.dots)
        width = ROOM - _QR - 40
        for line in page.wrapped(head.centre, width, TEXT)[:1]:
            page.text(MARGIN, top + 16, line, TEXT)
        page.text(MARGIN, top + 90, head.title, TITLE, bold=True)
        page.text(MARGIN, top + 140, in_language("zh_CN", head.title), 40)
        share = width / len(head.figures)
        for at, (name, value) in enumerate(head.figures):
            left, words = MARGIN + at * share, value or both(N_("unknown"))
            for size, y, bold, shown in (
                (SMALL, 208, False, both(name)),
                (_FIGURE, 256, True, words),
            ):
                fitting = min(size, size * (share - 20) / page.measure(shown, size))
                page.text(left, top + y, shown, fitting, bold=bold)
        self.y = top + _QR + 36
        self.rule(HAIR)

    def _foot(self) -> None:
        head, page, y = self._head, self.page, FOOT + 34
        page.line([(MARGIN, FOOT), (RIGHT, FOOT)], HAIR)
        fact = both(N_("Fact"))
        proof = f"{fact} {head.fact} · SHA-256 {head.hash[:12]}…"
        number = both(N_("Page {n} of {m}")).format(n=self.number, m=self._of)
        right = page.measure(number, SMALL)
        room = ROOM - right - 30
        page.text(MARGIN, y, proof, min(SMALL, SMALL * room / page.measure(proof, SMALL)))
        page.text(RIGHT - right, y, number, SMALL)


def drawn(head: Head, fill: Callable[[Sheet], None]) -> bytes:
    """Return a paper as PDF; it is set twice, since each page says how many there are."""
    first = Sheet(head, 0)
    fill(first)
    sheet = Sheet(head, first.number)
    fill(sheet)
    return sheet.finish()
