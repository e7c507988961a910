"""A sheet that tells of one moment, not of one fact: the fire sheet and the hand-over sheet.

┌──────────────────────────────────────────┐
│ ▓ Title                          ┌──────┐ │ a mark in front only where the paper has one
│ ▓ 标题                           │  QR  │ │ 33 mm, plain text: a phone shows it as it is
│ 2026-04-14 11:07:09              └──────┘ │
│ where, and what else is known             │
├──────────────────────────────────────────┤
│ from which station       page n of m      │ foot
└──────────────────────────────────────────┘
"""

import functools
from collections.abc import Callable

import msgspec

from cellyard.documents import symbols
from cellyard.documents.document import both
from cellyard.documents.page import Page
from cellyard.documents.pages import LEAD, TEXT
from cellyard.documents.sheet import LINE, MARGIN, RIGHT, ROOM, Head, Sheet
from cellyard.documents.symbols import Modules
from cellyard.words import in_language

_MARK, _QR = 110, 33 * 8
# In a square of 33 mm at four dots a module: 65 x 65 modules, which at error level M hold so many
# bytes (ISO/IEC 18004, table 7: version 12).
MOST_BYTES = 287


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in head and foot. `title` is a marked message, `at` a date with its time.

    `told` goes under the time, `phone` (at most MOST_BYTES in UTF-8) into the QR code, `foot` to
    the foot of every page. `mark` paints a square of so many dots in front of the title.
    """

    title: str
    at: str
    centre: str
    told: tuple[str, ...]
    phone: str
    foot: str
    mark: Callable[[Page, tuple[float, float], float], None] | None = None


class MomentSheet(Sheet):
    """Pages being filled, under the head of a moment instead of that of a fact."""

    def __init__(self, moment: Moment) -> None:
        self._moment = moment
        head = Head(
            title=moment.title,
            centre=moment.centre,
            again=f"{both(moment.title)} · {moment.centre} · {moment.at}",
            fact="",
            hash="",
            marks=(),
        )
        super().__init__(head)

    def fitting(self, words: str, room: float, size: float) -> float:
        """Return the size at which words fit beside each other in so many dots."""
        return min(size, size * room / max(1.0, self.page.measure(words, size)))

    def _titled(self) -> bool:
        return True

    def _title(self) -> None:
        moment, page, top = self._moment, self.page, self.y
        left = float(MARGIN)
        if moment.mark:
            moment.mark(page, (left, top), _MARK)
            left += _MARK + 28
        page.text(left, top + 52, moment.title, 58, bold=True)
        page.text(left, top + 106, in_language("zh_CN", moment.title), 40)
        code = _code(moment.phone)
        dots = _QR // len(code)
        page.modules(code, RIGHT - dots * len(code), round(top), dots)
        page.text(MARGIN, top + _MARK + 46, moment.at, LEAD, bold=True)
        y = top + _MARK + 56
        for line in page.wrapped(" · ".join(moment.told), ROOM - _QR - 60, TEXT)[:3]:
            y += TEXT * 1.3
            page.text(MARGIN, y, line, TEXT)
        self.y = max(y + 14, top + _QR + 16)
        self.rule(LINE)

    def _foot_words(self) -> str:
        return self._moment.foot


def drawn(moment: Moment, fill: Callable[[MomentSheet], None]) -> bytes:
    """Return a paper as PDF."""
    sheet = MomentSheet(moment)
    fill(sheet)
    return sheet.finish()


@functools.lru_cache(maxsize=2)  # a sheet is set more than once, and a code takes 30 ms
def _code(text: str) -> Modules:
    return symbols.qr(text, error="M")
