"""The packing list: the packages of a load one by one, how each is packed, marked and how heavy."""

from decimal import Decimal

import msgspec

from cellyard.documents import listing, outbound_sample
from cellyard.documents import outbound_paper as paper
from cellyard.documents.blocks import Column
from cellyard.documents.document import both, document
from cellyard.documents.outbound_content import Carriage, Issue, Package, Party, Signatures
from cellyard.documents.sheet import Field, Sheet, drawn
from cellyard.words import N_, number

_TITLE = N_("Packing list")

_COLUMNS = (
    Column(N_("Package"), 100),
    Column(N_("Packaging"), 156),
    Column(N_("UN mark of the packaging"), 234),
    Column(N_("Battery code"), 346, code=True),
    Column(N_("Marks and label"), 394),
    Column(N_("Net kg"), 122, right=True),
    Column(N_("Gross kg"), 132, right=True),
)


class PackingList(msgspec.Struct, frozen=True, kw_only=True):
    """What a packing list says: the packages of one load, in their order."""

    issue: Issue
    consignor: Party
    consignee: Party
    carriage: Carriage
    packages: tuple[Package, ...]
    signatures: Signatures = Signatures()


def draw(content: PackingList) -> bytes:
    """Return the list as a PDF of A4 pages. Raises Refused("missing_glyph", "no_paper_font")."""
    gross = [p.gross_kg for p in content.packages]
    known = sum((kg for kg in gross if kg is not None), Decimal(0))
    figures = (
        Field(N_("Packages"), number(len(gross))),
        Field(N_("Gross kg"), number(known) if None not in gross else None),
    )
    return drawn(paper.head(_TITLE, content.issue, figures), lambda sheet: _fill(sheet, content))


def _fill(sheet: Sheet, content: PackingList) -> None:
    paper.load(sheet, content.issue, content.consignor, content.consignee, content.carriage)
    sheet.y += 14
    rows = [_line(one) for one in content.packages]
    counted = both(N_("packages: {count}")).format(count=number(len(rows)))
    listing.draw(sheet, _COLUMNS, rows, counted, keep=paper.SIGNING)
    paper.signatures(sheet, content.signatures)


def _line(one: Package) -> listing.Line:
    packaging = f"{one.kind} {one.kind_zh}\n{one.instruction}"
    un_mark = paper.BLANK if one.un_mark is None else one.un_mark or both(N_("not required"))
    label = both(N_("label"))
    first = [f"UN {one.un}"] if one.un else []
    first += [f"{label} {one.label}"] if one.label else []
    marks = "\n".join((" · ".join(first), *one.wording))
    words = (one.number, packaging, un_mark, "\n".join(one.codes), marks)
    return listing.Line(words, (one.net_kg, one.gross_kg))


def sample() -> PackingList:
    """Return the list of no load, for a test print."""
    pieces = outbound_sample.sample()
    return PackingList(
        issue=msgspec.structs.replace(pieces.issue, number="TEST-P-0001"),
        consignor=pieces.party,
        consignee=pieces.party,
        carriage=pieces.carriage,
        packages=pieces.packages,
        signatures=pieces.signatures,
    )


PACKING_LIST = document("packing-list", _TITLE, PackingList, sample, draw)
