"""What is stuck on a package, at true size: the danger label, the UN number, and its wording.

┌────────────────────┐
│ package 3 of 12 …  │
│        ╱╲          │  label: an edge of 100 mm (ADR 5.2.2.2.1.1.2)
│      ╱    ╲        │
│      ╲    ╱        │
│        ╲╱          │
│      UN 3480       │  capitals of 12 mm and more (ADR 5.2.1.1)
│  DAMAGED/DEFECTIVE │  likewise (ADR 3.3.1); on a second sheet where there is no room
│  …                 │
└────────────────────┘
"""

from collections.abc import Sequence

import msgspec

from cellyard.documents import diamonds, fonts, outbound_sample
from cellyard.documents import outbound_paper as paper
from cellyard.documents.document import both, document
from cellyard.documents.outbound_content import Issue, Package
from cellyard.documents.page import DOTS_PER_MM
from cellyard.documents.pages import LEAD, SMALL
from cellyard.documents.sheet import MARGIN, ROOM, WIDTH, Sheet, drawn
from cellyard.words import N_, number, quantity

_TITLE = N_("Package marks")

_CAPITALS = 12.4 * DOTS_PER_MM  # a little over the 12 mm asked for: a printer may shrink by 2 %
_LEADING = 1.5  # from baseline to baseline, as a share of the capitals
# A line may be set so much narrower; one that needs more is broken.
_NARROWEST = 0.94


class PackageMarks(msgspec.Struct, frozen=True, kw_only=True):
    """The packages whose marks are printed, of a load of `total` packages."""

    issue: Issue
    packages: tuple[Package, ...]
    total: int


def draw(content: PackageMarks) -> bytes:
    """Return the marks as a PDF of A4 pages. Raises Refused("missing_glyph", "no_paper_font")."""
    head = paper.head(_TITLE, content.issue)
    return drawn(head, lambda sheet: _fill(sheet, content))


def _fill(sheet: Sheet, content: PackageMarks) -> None:
    for at, package in enumerate(content.packages):
        if at:
            sheet.turn()
        _name(sheet, package, content.total)
        if package.label:
            box = diamonds.CORNERS * DOTS_PER_MM
            diamonds.draw(sheet.page, package.label, ((WIDTH - box) / 2, sheet.y))
            sheet.y += box
        size = _CAPITALS / fonts.text_face().cap
        if package.un:
            _large(sheet, (f"UN {package.un}",), size)
        lines = [line for words in package.wording for line in _broken(sheet, words, size)]
        if _height(lines) > sheet.room:
            sheet.turn()
            _name(sheet, package, content.total)
        _large(sheet, lines, size)


def _name(sheet: Sheet, package: Package, total: int) -> None:
    """Say which package it is, and that a printer must not scale."""
    which = both(N_("Package {number} of {total}"))
    parts = [which.format(number=package.number, total=number(total))]
    parts += [f"{package.kind} {package.kind_zh}", package.instruction]
    if package.gross_kg is not None:
        parts.append(quantity(package.gross_kg, "kg"))
    page, words = sheet.page, " · ".join(parts)
    sheet.y += LEAD + 10
    size = min(LEAD, LEAD * ROOM / page.measure(words, LEAD) * 0.97)
    page.text(MARGIN, sheet.y, words, size, bold=True)
    sheet.y += SMALL * 1.5
    scale = both(N_("Print at 100 %: the edge of the label is 100 mm long."))
    page.text(MARGIN, sheet.y, scale, SMALL)
    sheet.y += 14


def _broken(sheet: Sheet, words: str, size: float) -> list[str]:
    """Return a wording in as few lines as it needs, as equally long as they can be."""
    fewest = sheet.page.wrapped(words, ROOM / _NARROWEST, size)
    for twentieths in range(8, 20):
        lines = sheet.page.wrapped(words, ROOM * twentieths / 20, size)
        # A narrower room may break a word: those lines do not count.
        if len(lines) == len(fewest) and " ".join(lines) == " ".join(fewest):
            return lines
    return fewest


def _large(sheet: Sheet, lines: Sequence[str], size: float) -> None:
    for line in lines:
        sheet.y += _CAPITALS * _LEADING
        width = min(ROOM, sheet.page.measure(line, size) * 1.02)
        sheet.page.squeezed((WIDTH - width) / 2, sheet.y, line, size, width)


def _height(lines: Sequence[str]) -> float:
    return _CAPITALS * _LEADING * len(lines)


def sample() -> PackageMarks:
    """Return the marks of no packages, for a test print: one of each wording."""
    pieces = outbound_sample.sample()
    return PackageMarks(
        issue=msgspec.structs.replace(pieces.issue, number="TEST-M-0001"),
        packages=pieces.packages[8:],
        total=len(pieces.packages),
    )


PACKAGE_MARKS = document("package-marks", _TITLE, PackageMarks, sample, draw)
