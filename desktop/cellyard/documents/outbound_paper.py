"""What the papers of a load share: head, marks of what is no final paper, parties, signatures."""

from collections.abc import Sequence

from msgspec.structs import replace

from cellyard.documents import blocks
from cellyard.documents.document import both
from cellyard.documents.outbound_content import (
    Carriage,
    Issue,
    Party,
    Signature,
    Signatures,
    Status,
)
from cellyard.documents.pages import SMALL, TEXT
from cellyard.documents.sheet import HAIR, MARGIN, ROOM, Field, Head, Mark, Sheet
from cellyard.words import N_, in_language

_BOX = 250  # a signature of 50 x 12 mm has room in it
SIGNING = blocks.SIGNING + 60  # what the three boxes take below a table
_GAP = 24
BLANK = "_" * 12  # to write on
_PITCH = 1.26

_DRAFT = N_("DRAFT – not for carriage")
_DEMO = N_("DEMO")
_VOID = N_("VOID")


def head(title: str, issue: Issue, figures: Sequence[Field] = ()) -> Head:
    """Return the head of a paper of a load; without figures it has neither title nor QR code."""
    number = f"{both(title)} · {issue.number}"
    named = (Field(N_("Number"), issue.number), Field(N_("Date"), issue.date))
    return Head(
        title=title,
        centre=issue.centre,
        again=" · ".join(part for part in (number, _paper_of(issue)) if part),
        note=_paper_of(issue),
        figures=(*named, *figures) if figures else (),
        qr=(issue.qr,),
        fact=issue.fact,
        hash=issue.hash,
        marks=marks(issue),
    )


def marks(issue: Issue) -> tuple[Mark, ...]:
    """Return what is written across a paper: nothing only where it is final and nothing else."""
    order: tuple[Status, ...] = ("void", "draft", "demo")
    found: list[Status] = [one for one in order if one in issue.status]
    if not found and issue.status != ("final",):
        found = ["draft"]
    return tuple(_mark(one, issue) for one in found)


def _mark(status: Status, issue: Issue) -> Mark:
    if status == "draft":
        return Mark(_slashed(_DRAFT), (_DRAFT, in_language("zh_CN", _DRAFT)))
    if status == "demo":
        return Mark(_slashed(_DEMO), (_slashed(_DEMO),))
    if not issue.replaced_by:
        return Mark(_slashed(_VOID), (_slashed(_VOID),))
    instead = N_("VOID – replaced by {number}")
    return Mark(_slashed(instead).format(number=issue.replaced_by), (_slashed(_VOID),))


def _slashed(message: str) -> str:
    return f"{message} / {in_language('zh_CN', message)}"


def _paper_of(issue: Issue) -> str:
    if issue.parts == 1:
        return ""
    return both(N_("Paper {n} of {m}")).format(n=issue.part, m=issue.parts)


def load(
    sheet: Sheet, issue: Issue, consignor: Party, consignee: Party, carriage: Carriage
) -> None:
    """Set who sends, who receives, who carries, and the vehicle with its seal."""
    carrier = carriage.carrier or Party(name=BLANK)
    driver = _named(N_("Driver"), carriage.driver)
    vehicle = [_named(N_("Load number"), issue.load), _named(N_("Seal"), carriage.seal)]
    if carriage.authority_no:
        words = N_("No. of the authority's transfer manifest")
        vehicle.append(_named(words, carriage.authority_no))
    shown = (
        (N_("Consignor"), consignor),
        (N_("Consignee"), consignee),
        (N_("Carrier"), replace(carrier, lines=(*carrier.lines, driver))),
        (N_("Vehicle"), Party(name=carriage.plate or BLANK, lines=tuple(vehicle))),
    )
    parties(sheet, shown)


def _named(message: str, value: str | None) -> str:
    return f"{both(message)} {value or BLANK}"


def parties(sheet: Sheet, shown: Sequence[tuple[str, Party]]) -> None:
    """Set parties beside each other, each under what it is (a marked message)."""
    page, width = sheet.page, ROOM / len(shown)
    room = width - _GAP
    columns = [
        [
            *((line, SMALL, False) for line in page.wrapped(both(role), room, SMALL)),
            *((line, TEXT, True) for line in page.wrapped(party.name, room * 0.94, TEXT)),
            *((line, TEXT, False) for line in page.wrapped(party.name_zh, room, TEXT)),
            *((one, SMALL, False) for t in party.lines for one in page.wrapped(t, room, SMALL)),
        ]
        for role, party in shown
    ]
    height = max(sum(size * _PITCH for _, size, _ in lines) for lines in columns)
    sheet.need(height + 30)
    for at, lines in enumerate(columns):
        y = sheet.y + 10
        for line, size, bold in lines:
            y += size * _PITCH
            page.text(MARGIN + at * width, y, line, size, bold=bold)
    sheet.y += height + 26
    sheet.rule(HAIR)


def signatures(sheet: Sheet, signed: Signatures) -> None:
    """Set the three boxes of equal size: consignor, driver, consignee."""
    three = (
        (N_("Consignor"), N_("Goods are classified, packed and marked as stated."),
         signed.consignor),
        (N_("Driver"), N_("Received in the number stated, seal whole."), signed.driver),
        (N_("Consignee"), N_("Received. Differences stand in the receipt."), signed.consignee),
    )  # fmt: skip
    boxes(sheet, three)


def boxes(sheet: Sheet, signing: Sequence[tuple[str, str, Signature]]) -> None:
    """Set boxes of equal size to sign in: who, for what (both marked messages), and how."""
    blocks.signatures(
        sheet,
        [
            blocks.Signature(role, words, one.name, at=one.at, strokes=one.strokes)
            for role, words, one in signing
        ],
        box=_BOX,
    )
