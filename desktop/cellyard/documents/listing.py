"""A table over many pages: its titles on each, what is added up carried from page to page.

    titles
    brought forward                 1 150.0    8 464    on every page but the first
    row
    …
    carried forward                 2 300.0   16 928    on every page but the last
    total                           2 432.0   17 900    with the last rows and what follows them

Cells are plain words set with no paragraph in between: a list of hundreds is drawn at once.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from cellyard.documents.blocks import Column
from cellyard.documents.document import both
from cellyard.documents.pages import SMALL, Cell
from cellyard.documents.sheet import HAIR, LINE, MARGIN, ROOM, Sheet
from cellyard.words import N_, in_language, number

_GAP = 18
_PITCH = 1.26 * SMALL
_AIR = 14  # of a row, above and below its words together
# A row with more lines than this goes on in a next piece, so that the last rows always fit a page.
_LINES_IN_ONE = 18
# So many rows stay with the total: nobody signs a page with nothing on it.
_LAST = 2
_SUM = _PITCH + _AIR  # height of a line of sums


class Line(NamedTuple):
    """A row: its words, and what is added up (None: unknown); amounts stand in the last columns."""

    words: tuple[str, ...]
    amounts: tuple[Decimal | None, ...]


class _Row(NamedTuple):
    cells: list[list[str]]
    amounts: tuple[Decimal | None, ...]
    height: float


class Sum(NamedTuple):
    """What was added up; `whole` is False when something in it is unknown."""

    amount: Decimal = Decimal(0)
    whole: bool = True

    def plus(self, amount: Decimal | None) -> "Sum":
        if amount is None:
            return Sum(self.amount, whole=False)
        return Sum(self.amount + amount, self.whole)


def draw(
    sheet: Sheet, columns: Sequence[Column], lines: Sequence[Line], counted: str, keep: float = 0
) -> None:
    """Set a list and its total; the last columns, as many as there are amounts, are added up.

    `counted` says in the total what was counted. `keep` dots of what follows stay together with
    the total and the last rows. An unknown amount makes its sums "at least".
    """
    _Listing(sheet, columns, lines).draw(counted, keep)


class _Listing:
    def __init__(self, sheet: Sheet, columns: Sequence[Column], lines: Sequence[Line]) -> None:
        self._sheet = sheet
        self._columns = columns
        self._added = len(lines[0].amounts) if lines else 0
        self._places = [_places([r.amounts[n] for r in lines]) for n in range(self._added)]
        total = sum(c.share for c in columns)
        self._widths = [c.share / total * (ROOM + _GAP) for c in columns]
        self._lefts = [MARGIN + sum(self._widths[:n]) for n in range(len(columns))]
        self._titles = [self._title(n) for n in range(len(columns))]
        self._known: dict[tuple[int, str], list[str]] = {}
        self._rows = [piece for line in lines for piece in self._pieces(line)]
        self._sums = [Sum()] * self._added

    def draw(self, counted: str, keep: float) -> None:
        sheet, rows = self._sheet, self._rows
        total = _SUM + 12 + keep
        first = max(0, len(rows) - _LAST)
        ending = sum(row.height for row in rows[first:]) + total
        begin = ending if first == 0 else rows[0].height + _SUM
        sheet.need(self._head_height + begin)
        self._head()
        for at, row in enumerate(rows):
            wanted = ending if at == first else row.height + _SUM
            if at <= first and wanted > sheet.room:
                self._turn()
            self._row(row)
        self._total(counted)

    def _turn(self) -> None:
        """End the page with what is carried forward, if anything is, and begin the next with it."""
        if self._added:
            self._sum_line(both(N_("Carried forward")))
        self._sheet.turn()
        self._head()
        if self._added:
            self._sum_line(both(N_("Brought forward")))
            self._sheet.rule(HAIR)

    @property
    def _head_height(self) -> float:
        return max(map(len, self._titles), default=0) * _PITCH + 20

    def _head(self) -> None:
        self._sheet.y += 8
        self._words(self._titles, codes=False)
        self._sheet.y += self._head_height - 8
        self._sheet.rule(LINE)

    def _row(self, row: _Row) -> None:
        self._words(row.cells)
        self._sheet.y += row.height
        self._sheet.rule(HAIR)
        for n, amount in enumerate(row.amounts):
            self._sums[n] = self._sums[n].plus(amount)

    def _words(self, cells: Sequence[Sequence[str]], *, codes: bool = True) -> None:
        sheet = self._sheet
        tallest = max(map(len, cells), default=0)
        for at in range(tallest):
            y = sheet.y + _AIR / 2 + SMALL + _PITCH * at
            line = [self._cell(n, c[at], codes=codes) for n, c in enumerate(cells) if at < len(c)]
            sheet.page.cells(y, SMALL, line)

    def _cell(self, column: int, text: str, *, codes: bool) -> Cell:
        x, about = self._lefts[column], self._columns[column]
        if about.right:
            x += self._widths[column] - _GAP - self._sheet.page.measure(text, SMALL)
        return Cell(x, text, about.code and codes)

    def _total(self, counted: str) -> None:
        total = both(N_("Total"))
        self._sum_line(f"{total} · {counted}")
        self._sheet.rule(LINE)
        self._sheet.y += 12

    def _sum_line(self, words: str) -> None:
        page, y = self._sheet.page, self._sheet.y + _AIR / 2 + SMALL
        page.text(self._lefts[0], y, words, SMALL, bold=True)
        first = len(self._columns) - self._added
        for n, (one, places) in enumerate(zip(self._sums, self._places, strict=True)):
            shown = ("" if one.whole else "≥ ") + number(one.amount, places)
            right = self._lefts[first + n] + self._widths[first + n] - _GAP
            page.text(right - page.measure(shown, SMALL), y, shown, SMALL, bold=True)
        self._sheet.y += _SUM

    def _title(self, column: int) -> list[str]:
        title, width = self._columns[column].title, self._widths[column] - _GAP
        said = dict.fromkeys((title, in_language("zh_CN", title)))
        return [line for one in said for line in self._sheet.page.wrapped(one, width, SMALL)]

    def _pieces(self, line: Line) -> Iterator[_Row]:
        amounts = [
            both(N_("unknown")) if a is None else number(a, places)
            for a, places in zip(line.amounts, self._places, strict=True)
        ]
        cells = [self._lines(n, text) for n, text in enumerate((*line.words, *amounts))]
        tallest = max(map(len, cells))
        for start in range(0, max(1, tallest), _LINES_IN_ONE):
            piece = [lines[start : start + _LINES_IN_ONE] for lines in cells]
            height = max(1, *map(len, piece)) * _PITCH + _AIR
            yield _Row(piece, () if start else line.amounts, height)

    def _lines(self, column: int, text: str) -> list[str]:
        """Return a cell in lines; the same word is measured once, however often it stands there."""
        key = (column, text)
        if key not in self._known:
            width = self._widths[column] - _GAP
            if self._columns[column].code:
                self._known[key] = list(self._chunks(text, width))
            else:
                wrapped = self._sheet.page.wrapped
                self._known[key] = [
                    line for part in text.split("\n") for line in wrapped(part, width, SMALL)
                ]
        return self._known[key]

    def _chunks(self, text: str, width: float) -> Iterator[str]:
        page = self._sheet.page
        for line in text.split("\n"):
            piece = line
            while page.measure(piece, SMALL, code=True) > width and len(piece) > 1:
                count = max(1, int(len(piece) * width / page.measure(piece, SMALL, code=True)))
                while count > 1 and page.measure(piece[:count], SMALL, code=True) > width:
                    count -= 1
                yield piece[:count]
                piece = piece[count:]
            yield piece


def _places(amounts: Sequence[Decimal | None]) -> int:
    """Return how many decimals a column is set with: as many as its finest figure has."""
    exponents = [a.as_tuple().exponent for a in amounts if a is not None]
    return max((-e for e in exponents if isinstance(e, int) and e < 0), default=0)
