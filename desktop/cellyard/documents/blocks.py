"""Blocks of a sheet: named figures, tables, small figures by the dozen, and boxes to sign in."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cellyard.documents.document import both
from cellyard.documents.page import DOTS_PER_MM
from cellyard.documents.pages import SMALL, TEXT
from cellyard.documents.sheet import HAIR, LINE, MARGIN, ROOM, Field, Sheet
from cellyard.words import N_, in_language

_GAP = 18
_PITCH = 1.26  # of a line, as a share of its size
_ABOVE, _BELOW = 8, 6  # of a row of figures
# A cell taller than this goes on in the next piece, so that no row outgrows a page.
_LINES_IN_ONE = 40
_BOX = 190
_AROUND = 40  # above and below the boxes to sign in
# What `signatures` takes: kept free below a table, so that nobody signs an empty page.
SIGNING = _BOX + _AROUND
_PEN = 3.2  # of a drawn signature


class Column(NamedTuple):
    """A column of a table: a marked message, its share of the width, and how its cells are set."""

    title: str
    share: float
    right: bool = False
    code: bool = False


class Signature(NamedTuple):
    """Who signs (a marked message), for what (another), and the name where it may be printed.

    `at` is when it was signed, `strokes` how: points in 1/100 mm, y downwards, from any origin.
    """

    role: str
    words: str
    name: str | None = None
    at: str = ""
    strokes: Sequence[Sequence[tuple[int, int]]] = ()


def fields(sheet: Sheet, shown: Sequence[Field], columns: int = 4) -> None:
    """Set figures beside each other, each under its name."""
    width = ROOM / columns
    for start in range(0, len(shown), columns):
        row = shown[start : start + columns]
        names = [sheet.page.wrapped(both(f.name), width - _GAP, SMALL) for f in row]
        values = [
            sheet.page.wrapped(both(N_("unknown")) if f.value is None else f.value, width - _GAP,
                               TEXT)
            for f in row
        ]  # fmt: skip
        upper = _ABOVE + _height(names, SMALL)
        height = upper + _height(values, TEXT) + _BELOW
        sheet.need(height)
        for at, (name, value) in enumerate(zip(names, values, strict=True)):
            x = MARGIN + at * width
            lines(sheet, x, sheet.y + _ABOVE, name, SMALL)
            lines(sheet, x, sheet.y + upper, value, TEXT)
        sheet.y += height


def table(
    sheet: Sheet, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, keep: float = 0
) -> None:
    """Set rows under their titles; a row stays on one page, and the titles come with it.

    `keep` dots of what follows stay together with the last row.
    """
    total = sum(c.share for c in columns)
    # The last column ends at the margin, not a gap before it.
    widths = [c.share / total * (ROOM + _GAP) for c in columns]
    pieces = [piece for row in rows for piece in _pieces(sheet, columns, widths, row)]
    _titles(sheet, columns, widths, keep=_height(pieces[0], SMALL) if pieces else 0)
    for at, cells in enumerate(pieces, start=1):
        height = _height(cells, SMALL) + 10
        number = sheet.number
        sheet.need(height + (keep + 8 if at == len(pieces) else 0))
        if sheet.number != number:
            _titles(sheet, columns, widths, keep=height)
        x = float(MARGIN)
        for column, width, lines in zip(columns, widths, cells, strict=True):
            _cell(sheet, x, width, lines, column)
            x += width
        sheet.y += height
        sheet.rule(HAIR)
    sheet.y += 8


def numbered(sheet: Sheet, values: Sequence[str], marked: int, columns: int = 8) -> None:
    """Set many small figures with their numbers from 1; `marked` (from 1) stands in a frame."""
    width = ROOM / columns
    for start in range(0, len(values), columns):
        sheet.need(SMALL * 1.4)
        sheet.y += SMALL * 1.4
        for at, value in enumerate(values[start : start + columns]):
            number = start + at + 1
            left = MARGIN + at * width
            words = f"{number}  {value}"
            size = min(SMALL, SMALL * (width - 2 * _GAP) / sheet.page.measure(words, SMALL))
            sheet.page.text(left, sheet.y, words, size)
            if number == marked:
                edge, upper, lower = sheet.page.measure(words, size), 22, 7
                corners = [
                    (left - 6, sheet.y - upper),
                    (left + edge + 6, sheet.y - upper),
                    (left + edge + 6, sheet.y + lower),
                    (left - 6, sheet.y + lower),
                ]
                sheet.page.polygon(corners, fill=False, line=HAIR)
    sheet.y += 14


def signatures(sheet: Sheet, signing: Sequence[Signature], box: float = _BOX) -> None:
    """Set boxes of equal size, each with room to sign; without a name there is a line for it.

    It takes `SIGNING`, and for a box of another height so much more or less.
    """
    gap = 24
    width = (ROOM - gap * (len(signing) - 1)) / len(signing)
    sheet.need(box + _AROUND)
    top = sheet.y + 24
    for at, one in enumerate(signing):
        _box(sheet, (MARGIN + at * (width + gap), top), width, box, one)
    sheet.y = top + box + 10


def _box(sheet: Sheet, at: tuple[float, float], width: float, box: float, one: Signature) -> None:
    x, top = at
    page, left, right = sheet.page, x + 14, x + width - 14
    corners = [(x, top), (x + width, top), (x + width, top + box), (x, top + box)]
    page.polygon(corners, fill=False, line=HAIR)
    page.text(left, top + 32, both(one.role), TEXT + 2, bold=True)
    words = page.wrapped(both(one.words), right - left, SMALL)
    words = words[: int((box - 110) / (SMALL * _PITCH))]
    lines(sheet, left, top + 38, words, SMALL)
    line = top + box - 40
    page.line([(left, line), (right, line)], HAIR)
    name, when = one.name or both(N_("Signed by")), one.at or both(N_("date, time"))
    room = width - 40 - page.measure(when, SMALL)
    size = min(SMALL, SMALL * room / page.measure(name, SMALL))
    page.text(left, line + 28, name, size)
    page.text(right - page.measure(when, SMALL), line + 28, when, SMALL)
    upper = top + 44 + _height([words], SMALL)
    _drawn(sheet, one.strokes, (left, upper, right - left, line - upper - 2))


def _drawn(
    sheet: Sheet,
    strokes: Sequence[Sequence[tuple[int, int]]],
    room: tuple[float, float, float, float],
) -> None:
    """Draw a signature as large as it was signed, or smaller to fit; it stands on its line."""
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return
    left, top, width, height = room
    low_x, low_y = (min(p[n] for p in points) for n in (0, 1))
    wide, high = (max(p[n] for p in points) - low for n, low in ((0, low_x), (1, low_y)))
    scale = min(DOTS_PER_MM / 100, width / max(1, wide), height / max(1, high))
    base = top + height - high * scale
    for stroke in strokes:
        at = [(left + (px - low_x) * scale, base + (py - low_y) * scale) for px, py in stroke]
        if len(at) == 1:
            sheet.page.disc(at[0], _PEN / 2)
        elif at:
            sheet.page.line(at, _PEN)


def _titles(
    sheet: Sheet, columns: Sequence[Column], widths: Sequence[float], *, keep: float
) -> None:
    heads = [
        [
            line
            for message in dict.fromkeys((c.title, in_language("zh_CN", c.title)))
            for line in sheet.page.wrapped(message, width - _GAP, SMALL)
        ]
        for c, width in zip(columns, widths, strict=True)
    ]
    height = _height(heads, SMALL) + 8
    sheet.need(height + keep + 20)
    x = float(MARGIN)
    for column, width, lines in zip(columns, widths, heads, strict=True):
        _cell(sheet, x, width, lines, column._replace(code=False))
        x += width
    sheet.y += height
    sheet.rule(LINE)


def _pieces(
    sheet: Sheet, columns: Sequence[Column], widths: Sequence[float], row: Sequence[str]
) -> Iterator[list[list[str]]]:
    """Yield a row's cells in lines; one that is too tall comes in several pieces."""
    cells = [
        _chunks(sheet, text, width - _GAP)
        if column.code
        else sheet.page.wrapped(text, width - _GAP, SMALL)
        for column, width, text in zip(columns, widths, row, strict=True)
    ]
    tallest = max(map(len, cells), default=0)
    for start in range(0, max(1, tallest), _LINES_IN_ONE):
        yield [lines[start : start + _LINES_IN_ONE] for lines in cells]


def _cell(sheet: Sheet, x: float, width: float, lines: Sequence[str], column: Column) -> None:
    for at, line in enumerate(lines):
        y = sheet.y + SMALL * _PITCH * (at + 1)
        if column.code:
            # Thickened at this size it would close up; the face is bold by itself.
            sheet.page.code(x, y, line, SMALL)
        elif column.right:
            sheet.page.text(x + width - _GAP - sheet.page.measure(line, SMALL), y, line, SMALL)
        else:
            sheet.page.text(x, y, line, SMALL)


def _chunks(sheet: Sheet, text: str, width: float) -> list[str]:
    count = max(1, int(width / sheet.page.measure("0", SMALL, code=True)))
    return [line[at : at + count] for line in text.split("\n") for at in range(0, len(line), count)]


def lines(sheet: Sheet, x: float, y: float, shown: Sequence[str], size: float) -> None:
    """Set lines one under the other, the first below `y`."""
    for at, line in enumerate(shown):
        sheet.page.text(x, y + size * _PITCH * (at + 1), line, size)


def _height(cells: Sequence[Sequence[str]], size: float) -> float:
    return size * _PITCH * max((len(lines) for lines in cells), default=0)
