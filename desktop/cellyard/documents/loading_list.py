"""The loading list: every battery of a load, and the dangerous-goods data of ADR 5.4.1.1.1.

It is no consignment note and no authority's manifest; it carries the number of the latter where
there is one. Goods of one kind (lithium, lead-acid) stand on a paper of their own.
"""

from decimal import Decimal

import msgspec

from cellyard.documents import diamonds, listing, outbound_sample
from cellyard.documents import outbound_paper as paper
from cellyard.documents.blocks import Column
from cellyard.documents.document import both, document
from cellyard.documents.outbound_content import (
    Carriage,
    GoodsGroup,
    Issue,
    Judgement,
    LoadedLine,
    Party,
    Relief,
    Signatures,
)
from cellyard.documents.page import DOTS_PER_MM
from cellyard.documents.pages import LEAD, SMALL, TEXT
from cellyard.documents.sheet import HAIR, MARGIN, RIGHT, Field, Sheet, drawn
from cellyard.words import N_, in_language, number, quantity

_TITLE = N_("Loading list and dangerous-goods transport document data")

_LEGAL = 34  # the largest text of its block
_SIGN = 156  # side of the box that a label stands in
_TEXT_LEFT = MARGIN + _SIGN + 32
_FIGURES, _FIGURES_HIGH = 330, 86  # packages and mass, at the right
_PITCH = 1.3

_COLUMNS = (
    Column(N_("No."), 66, right=True),
    Column(N_("Battery code"), 346, code=True),
    Column(N_("Model"), 214),
    Column(N_("Type"), 72),
    Column(N_("Grade"), 82),
    Column(N_("Mark"), 242),
    Column(N_("Packing"), 112),
    Column(N_("Package"), 104),
    Column("kWh", 112, right=True),
    Column(N_("Battery kg"), 134, right=True),
)


class LoadingList(msgspec.Struct, frozen=True, kw_only=True):
    """What a loading list says. `groups` are the entries of this paper, `lines` its batteries.

    `relief` None: not worked out; `judgement` None: not made yet.
    """

    issue: Issue
    consignor: Party
    consignee: Party
    carriage: Carriage
    groups: tuple[GoodsGroup, ...]
    relief: Relief | None
    judgement: Judgement | None
    lines: tuple[LoadedLine, ...]
    signatures: Signatures = Signatures()


def draw(content: LoadingList) -> bytes:
    """Return the list as a PDF of A4 pages. Raises Refused("missing_glyph", "no_paper_font")."""
    counts = [p for group in content.groups for p in group.packages]
    gross = sum((group.gross_kg for group in content.groups), Decimal(0))
    figures = (
        Field(N_("Packages"), number(sum(p.count for p in counts))),
        Field(N_("Gross kg"), number(gross)),
    )
    return drawn(paper.head(_TITLE, content.issue, figures), lambda sheet: _fill(sheet, content))


def _fill(sheet: Sheet, content: LoadingList) -> None:
    paper.load(sheet, content.issue, content.consignor, content.consignee, content.carriage)
    edition = both(N_("rule edition"))
    dangerous = any(not group.exempt for group in content.groups)
    heading = N_("Dangerous goods") if dangerous else N_("Goods")
    sheet.heading(heading, f"{edition} {content.issue.edition}", keep=190)
    for group in content.groups:
        _group(sheet, group)
    sheet.y += 6
    _say(sheet, content)
    sheet.y += 8
    rows = [_line(at, one) for at, one in enumerate(content.lines, start=1)]
    counted = both(N_("batteries: {count}")).format(count=number(len(rows)))
    listing.draw(sheet, _COLUMNS, rows, counted, keep=paper.SIGNING)
    paper.signatures(sheet, content.signatures)


def legal(group: GoodsGroup) -> tuple[str, str]:
    """Return the line of ADR 5.4.1.1.1 in the order that it asks for, in English and Chinese.

    UN number, proper shipping name, class, packing group, tunnel code, then number and kind of
    packages and the total quantity. What is exempt has neither number, class nor code.
    """
    mass = quantity(group.gross_kg, "kg")
    english, chinese = [group.name], [group.name_zh]
    if not group.exempt:
        tunnel = f"({group.tunnel})" if group.tunnel else ""
        english = [f"UN {group.un} {group.name}", group.danger, group.packing_group, tunnel]
        for words, value in (
            (N_("class {value}"), group.danger),
            (N_("packing group {value}"), group.packing_group),
            (N_("tunnel code {value}"), tunnel),
        ):
            if value:
                chinese.append(in_language("zh_CN", words).format(value=value))
    english += [f"{number(p.count)} {p.kind}" for p in group.packages]
    chinese += [f"{number(p.count)} {p.kind_zh}" for p in group.packages]
    return ", ".join(part for part in (*english, mass) if part), "，".join([*chinese, mass])


def _group(sheet: Sheet, group: GoodsGroup) -> None:
    page, english_chinese = sheet.page, legal(group)
    room, narrow = RIGHT - _TEXT_LEFT, RIGHT - _TEXT_LEFT - _FIGURES
    bold = page.wrapped(english_chinese[0], room * 0.95, _LEGAL)
    told = [english_chinese[1], *(f"{english} {chinese}" for english, chinese in group.statements)]
    if group.exempt:
        told.append(both(N_("Not subject to the rules on dangerous goods by this mode.")))
    for name, words in (
        (N_("Package mark"), group.wording),
        (N_("Waste code"), group.waste_codes),
    ):
        if words:
            told.append(f"{both(name)}: {' · '.join(words)}")
    under = [line for text in told for line in page.wrapped(text, narrow, TEXT)]
    lower = max(len(under) * TEXT * _PITCH, _FIGURES_HIGH)
    height = len(bold) * _LEGAL * _PITCH + lower
    block = max(height, _SIGN) + 18
    sheet.need(block)
    if group.label and not group.exempt:
        corner = (MARGIN, sheet.y + (block - _SIGN) / 2)
        diamonds.draw(page, group.label, corner, _SIGN / DOTS_PER_MM / diamonds.CORNERS)
    y = sheet.y + (block - height) / 2
    for line, size in [*((b, _LEGAL) for b in bold), *((u, TEXT) for u in under)]:
        y += size * _PITCH
        page.text(_TEXT_LEFT, y - size * 0.24, line, size, bold=size == _LEGAL)
    y = sheet.y + (block - height) / 2 + len(bold) * _LEGAL * _PITCH + SMALL * 1.4
    _figures(sheet, group, y)
    sheet.y += block
    sheet.rule(HAIR)


def _figures(sheet: Sheet, group: GoodsGroup, y: float) -> None:
    count = number(sum(p.count for p in group.packages))
    edge = RIGHT - _FIGURES / 2
    for right, name, value in (
        (edge, N_("Packages"), count),
        (RIGHT, N_("Gross kg"), number(group.gross_kg)),
    ):
        for words, size, down in ((both(name), SMALL, 0), (value, LEAD, LEAD * 1.3)):
            x = right - sheet.page.measure(words, size)
            sheet.page.text(x, y + down, words, size, bold=size == LEAD)


def _relief(relief: Relief | None) -> tuple[str, ...]:
    """Return the sentences on ADR 1.1.3.6: points, and what they ask for."""
    if relief is None:
        return (N_("No points of ADR 1.1.3.6 are given: no relief applies."),)
    points = N_("Transport category {category}, {points} points in this vehicle.")
    if not relief.plates:
        return (points, N_("Not above {limit}: the relief of ADR 1.1.3.6 applies."))
    if relief.points > relief.limit:
        return (points, N_("Above {limit}: orange plates and a trained driver are required."))
    return (points, N_("No relief: orange plates and a trained driver are required."))


def _judgement(judged: Judgement | None) -> tuple[str, ...]:
    if judged is None:
        return (N_("Safety judgement not made yet by both parties."),)
    passed = N_("Safety judgement passed by both parties, {at}.")
    failed = N_("Safety judgement not passed, {at}.")
    treated = N_("Pre-treated before: {count}.")
    said = passed if judged.passed else failed
    return (said, treated) if judged.pretreated else (said,)


def _say(sheet: Sheet, content: LoadingList) -> None:
    """Set the sentences on relief and judgement, each in English and then in Chinese."""
    relief, judged = content.relief, content.judgement
    shown: dict[str, str] = {}
    if relief:
        shown |= {"category": relief.category, "points": number(relief.points)}
        shown["limit"] = number(relief.limit)
    if judged:
        shown |= {"at": judged.at, "count": number(judged.pretreated)}
    for sentences in (_relief(relief), _judgement(judged)):
        sheet.say(" ".join(sentences).format(**shown))
        sheet.y -= 8
        sheet.say("".join(in_language("zh_CN", one) for one in sentences).format(**shown))


def _line(at: int, one: LoadedLine) -> listing.Line:
    unknown = both(N_("unknown"))
    no_code = both(N_("No readable code"))
    code = one.code or f"{no_code} {one.ticket}"
    known = (one.model, one.chemistry, one.grade)
    model, chemistry, grade = (unknown if word is None else word for word in known)
    words = (number(at), code, model, chemistry, grade, one.mark, one.packing, one.package)
    return listing.Line(words, (one.kwh, one.kg))


def sample() -> LoadingList:
    """Return the list of no load, for a test print."""
    pieces = outbound_sample.sample()
    return LoadingList(
        issue=pieces.issue,
        consignor=pieces.party,
        consignee=pieces.party,
        carriage=pieces.carriage,
        groups=pieces.groups,
        relief=Relief(category="2", points=Decimal(8430), limit=Decimal(1000), plates=True),
        judgement=Judgement(passed=True, at="2026-01-01 12:00", pretreated=1),
        lines=pieces.lines,
        signatures=pieces.signatures,
    )


LOADING_LIST = document("loading-list", _TITLE, LoadingList, sample, draw)
