"""A code on a sheet, broken into its fields, each over a bracket and its meaning."""

from collections.abc import Iterator, Sequence

from cellyard.documents import blocks, fonts
from cellyard.documents.pages import SMALL
from cellyard.documents.sheet import HAIR, MARGIN, ROOM, Sheet
from cellyard.words import in_language
from cellyard.words.codes import FIELDS

_CODE = 34


def draw(sheet: Sheet, parts: Sequence[tuple[str, str]]) -> None:
    """Set a code broken into its fields, each over a bracket and its meaning in two languages."""
    page, x = sheet.page, 0.0
    height = _CODE + 92
    sheet.need(height)
    for name, text in _cut(sheet, parts):
        meaning = FIELDS.get(name, name)
        under = (meaning, in_language("zh_CN", meaning))
        own = page.measure(text, _CODE, code=True)
        width = max(own, *(page.measure(line, SMALL) for line in under))
        if x and x + width > ROOM:
            sheet.y += height
            sheet.need(height)
            x = 0.0
        left, top = MARGIN + x, sheet.y + _CODE
        page.code(left, top, text, _CODE)
        low, high, end = top + 15, top + 8, left + own
        page.line([(left, high), (left, low), (end, low), (end, high)], HAIR)
        blocks.lines(sheet, left, top + 16, under, SMALL)
        x += width + 22
    sheet.y += height


def _cut(sheet: Sheet, parts: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the fields of a code, one that is wider than the sheet in several pieces."""
    for name, text in parts:
        shown = fonts.shown(text, fonts.text_face())
        count = max(1, int(ROOM / max(1, sheet.page.measure(shown, _CODE, code=True)) * len(shown)))
        for at in range(0, len(shown), count):
            yield name, shown[at : at + count]
