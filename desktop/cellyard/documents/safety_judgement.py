"""The joint safety judgement: by which items consignor and consignee judged which battery, and how.

GB/T 38698.1-2020, 4: before packing both judge by the items together; all no is a pass, one yes a
fail, and what failed is treated first, on record, until both accept. Both sign this paper. It says
of no battery that it is without hazard: what nobody judged stands as not judged.
"""

import msgspec

from cellyard.documents import blocks, listing, outbound_sample
from cellyard.documents import outbound_paper as paper
from cellyard.documents.blocks import Column
from cellyard.documents.document import both, document
from cellyard.documents.outbound_content import Issue, Party, Signatures
from cellyard.documents.sheet import Field, Sheet, drawn
from cellyard.domain.facts import Answer
from cellyard.words import N_, in_language, number
from cellyard.words.shipping import PRETREATMENTS

_TITLE = N_("Safety judgement by both parties")
_STATEMENT = N_("Judged together by the items above, battery by battery, as stated.")
_RULE = (
    N_("Consignor and consignee judge every battery together before it is packed."),
    N_("Every item answered no: passed. One yes, or one that nobody can tell: not passed."),
    N_("What did not pass is not packed before it was treated and both accept it."),
)
_AGAINST: dict[Answer, str] = {"yes": N_("Yes"), "cant_tell": N_("cannot be told")}
_ITEMS = (
    Column(N_("Item"), 92, code=True),
    Column(N_("Asked"), 400),
    Column(N_("Asked in Chinese"), 370),
    Column(N_("Source"), 626),
)
_LINES = (
    Column(N_("No."), 66, right=True),
    Column(N_("Battery code"), 346, code=True),
    Column(N_("Model"), 244),
    Column(N_("Consignor"), 425),
    Column(N_("Consignee"), 425),
)


class JudgedItem(msgspec.Struct, frozen=True, kw_only=True):
    """An item of the edition: what it asks in both languages, and whence it comes."""

    id: str
    asks: str
    asks_zh: str
    source: str


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What one party said of one battery: the items that were not answered no, and what was done
    about it before (a word of `words.shipping.PRETREATMENTS`). Without such items it passed.
    """

    against: tuple[tuple[str, Answer], ...] = ()
    treated: str = ""

    @property
    def accepted(self) -> bool:
        return not self.against or bool(self.treated)


class JudgedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A battery of the load; None where a party has not judged it. `ticket` stands where there is
    no readable code.
    """

    code: str
    ticket: str
    model: str | None
    consignor: Verdict | None
    consignee: Verdict | None

    @property
    def said(self) -> tuple[Verdict | None, Verdict | None]:
        return self.consignor, self.consignee


class JointJudgement(msgspec.Struct, frozen=True, kw_only=True):
    """What the paper says. `edition` is the id of the edition whose items were asked, `profile`
    the name of its list of items and `source` where that comes from; `at` the last judgement
    (ISO, local), "" for none yet.
    """

    issue: Issue
    consignor: Party
    consignee: Party
    edition: str
    profile: str
    source: str
    items: tuple[JudgedItem, ...]
    at: str
    lines: tuple[JudgedLine, ...]
    signatures: Signatures = Signatures()


class _Counts(msgspec.Struct):
    passed: int = 0
    treated: int = 0
    failed: int = 0
    unjudged: int = 0


def draw(content: JointJudgement) -> bytes:
    """Return the paper as a PDF of A4 pages. Raises Refused("missing_glyph", "no_paper_font")."""
    counts = _counted(content.lines)
    figures = (
        Field(N_("Batteries"), number(len(content.lines))),
        Field(N_("Accepted by both"), number(counts.passed + counts.treated)),
    )
    head = paper.head(_TITLE, content.issue, figures)
    return drawn(head, lambda sheet: _fill(sheet, content, counts))


def _fill(sheet: Sheet, content: JointJudgement, counts: _Counts) -> None:
    leaves, edition = both(N_("Leaves on")), both(N_("rule edition"))
    load = Party(name=content.issue.load, lines=(f"{leaves} {content.issue.date}",))
    shown = (
        (N_("Consignor"), content.consignor),
        (N_("Consignee"), content.consignee),
        (N_("Load number"), load),
    )
    paper.parties(sheet, shown)
    sheet.heading(N_("Items that were asked"), f"{edition} {content.edition}", keep=240)
    sheet.say(f"{content.profile}: {content.source}.")
    blocks.table(sheet, _ITEMS, [(i.id, i.asks, i.asks_zh, i.source) for i in content.items])
    _say(sheet, " ".join(_RULE), "".join(in_language("zh_CN", one) for one in _RULE))
    sheet.heading(N_("What was judged"), keep=260)
    _summary(sheet, content.at, counts)
    rows = [_line(at, one) for at, one in enumerate(content.lines, start=1)]
    counted = both(N_("batteries: {count}")).format(count=number(len(rows)))
    listing.draw(sheet, _LINES, rows, counted, keep=paper.SIGNING)
    signed = content.signatures
    paper.boxes(
        sheet,
        (
            (N_("Consignor"), _STATEMENT, signed.consignor),
            (N_("Consignee"), _STATEMENT, signed.consignee),
        ),
    )


def _say(sheet: Sheet, english: str, chinese: str) -> None:
    sheet.say(english)
    sheet.y -= 8
    sheet.say(chinese)


def _summary(sheet: Sheet, at: str, counts: _Counts) -> None:
    """Set how many batteries passed, were treated first, failed, and were not judged."""
    words = N_(
        "Passed: {passed}. Treated first, then accepted: {treated}. "
        "Not passed: {failed}. Not judged: {unjudged}."
    )
    shown = {name: number(value) for name, value in msgspec.structs.asdict(counts).items()}
    english, chinese = words, in_language("zh_CN", words)
    if at:
        last = N_("Last judged {at}.")
        english, chinese = f"{english} {last}", f"{chinese}{in_language('zh_CN', last)}"
    _say(sheet, english.format(at=at, **shown), chinese.format(at=at, **shown))


def _counted(lines: tuple[JudgedLine, ...]) -> _Counts:
    counts = _Counts()
    for line in lines:
        said = [one for one in line.said if one is not None]
        if not all(one.accepted for one in said):
            counts.failed += 1
        elif len(said) < len(line.said):
            counts.unjudged += 1
        elif any(one.against for one in said):
            counts.treated += 1
        else:
            counts.passed += 1
    return counts


def _line(at: int, one: JudgedLine) -> listing.Line:
    unknown, no_code = both(N_("unknown")), both(N_("No readable code"))
    code = one.code or f"{no_code} {one.ticket}"
    model = unknown if one.model is None else one.model
    return listing.Line((number(at), code, model, *map(_said, one.said)), ())


def _said(verdict: Verdict | None) -> str:
    if verdict is None:
        return both(N_("Not judged"))
    if not verdict.against:
        return both(N_("PASS"))
    answers = " · ".join(f"{item} {both(_AGAINST[answer])}" for item, answer in verdict.against)
    failed, accepted = both(N_("FAIL")), both(N_("Treated, accepted"))
    if not verdict.treated:
        return f"{failed}: {answers}"
    done = PRETREATMENTS.get(verdict.treated, verdict.treated)
    return f"{failed}: {answers}\n{accepted}: {both(done)}"


def sample() -> JointJudgement:
    """Return the judgement of no load, for a test print: one battery of each outcome."""
    pieces = outbound_sample.sample()
    passed, failed = Verdict(), Verdict(against=(("T-2", "yes"),))
    treated = Verdict(against=(("T-1", "yes"), ("T-2", "cant_tell")), treated="drained")
    said = [(passed, passed)] * 7 + [(treated, treated), (passed, failed), (passed, None)]
    return JointJudgement(
        issue=msgspec.structs.replace(pieces.issue, number="TEST-J-0001"),
        consignor=pieces.party,
        consignee=pieces.party,
        edition="test-2026-1",
        profile="TEST",
        source="no list of items, a test print",
        items=(
            JudgedItem(id="T-1", asks="First item?", asks_zh="第一项？", source="test print"),
            JudgedItem(id="T-2", asks="Second item?", asks_zh="第二项？", source="test print"),
        ),
        at="2026-01-01 12:00",
        lines=tuple(
            JudgedLine(
                code=line.code,
                ticket=line.ticket,
                model=line.model,
                consignor=consignor,
                consignee=consignee,
            )
            for line, (consignor, consignee) in zip(pieces.lines, said, strict=True)
        ),
        signatures=pieces.signatures,
    )


SAFETY_JUDGEMENT = document("safety-judgement", _TITLE, JointJudgement, sample, draw)
