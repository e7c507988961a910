"""The hand-over sheet: what stands open at the change of shift, and two supervisors' signatures.

Everything in it comes as plain lines in both languages; the sheet sets them, and says "none" where
there are none. Names stand on the paper only, and come from erasable sheets.
"""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from cellyard.documents import blocks
from cellyard.documents.blocks import Column, Signature
from cellyard.documents.document import both, document
from cellyard.documents.moment_sheet import Moment, MomentSheet, drawn
from cellyard.documents.pages import SMALL
from cellyard.documents.sheet import LINE, MARGIN, ROOM
from cellyard.words import N_, in_language, number, quantity

_TITLE = N_("Hand-over sheet")
_RISK = N_("Waiting risk")
_FIGURE, _PITCH = 58, SMALL * 1.26


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that stands open: what, more about it, and where or since when. As printed."""

    what: str
    more: str = ""
    right: str = ""


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """How many batteries went through one step; `word` is a marked message."""

    word: str
    count: int


class LaneSum(msgspec.Struct, frozen=True, kw_only=True):
    """What waits for one step (`word`, a marked message): how many, kWh, and kWh × hours."""

    word: str
    count: int
    kwh: Decimal
    risk: Decimal


class HandOver(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of one moment. `since` and `at` are dates with their times.

    `unsent` facts are still to go to the central server, None where there is none yet. `outgoing`
    and `incoming` are names, "" where nobody was named.
    """

    centre: str
    station: str
    since: str
    at: str
    flow: tuple[Counted, ...]
    lanes: tuple[LaneSum, ...]
    tickets: tuple[Line, ...] = ()
    abnormal: tuple[Line, ...] = ()
    runs: tuple[Line, ...] = ()
    loads: tuple[Line, ...] = ()
    tasks: tuple[Line, ...] = ()
    unsent: int | None = None
    outgoing: str = ""
    incoming: str = ""

    @property
    def risk(self) -> Decimal:
        """The waiting risk of all lanes, kWh × h."""
        return sum((lane.risk for lane in self.lanes), Decimal(0))


def draw(content: HandOver) -> bytes:
    """Return the sheet as a PDF of A4 pages. Raises Refused("missing_glyph", "no_paper_font")."""
    foot = both(N_("From station {station}")).format(station=content.station)
    moment = Moment(
        title=_TITLE,
        at=content.at,
        centre=content.centre,
        told=(content.centre, both(N_("Shift since {time}")).format(time=content.since)),
        phone="\n".join((both(_TITLE), content.centre, content.at, *_short(content))),
        foot=foot,
    )
    return drawn(moment, lambda sheet: _fill(sheet, content))


def _short(content: HandOver) -> Sequence[str]:
    risk = quantity(content.risk, "kWh·h", 0)
    counted = (f"{both(c.word)} {c.count}" for c in content.flow)
    return (*counted, f"{both(_RISK)} {risk}")


def _fill(sheet: MomentSheet, content: HandOver) -> None:
    _flow(sheet, content.flow)
    _lines(sheet, N_("Abnormal and on hold"), content.abnormal)
    _lines(sheet, N_("Runs on the bench"), content.runs)
    _lines(sheet, N_("Tickets still open"), content.tickets)
    _lanes(sheet, content)
    _lines(sheet, N_("Loads under way"), content.loads)
    _lines(sheet, N_("Tasks"), content.tasks)
    _unsent(sheet, content.unsent)
    signing = (
        Signature(
            N_("Outgoing supervisor"),
            N_("I hand over the yard as it stands here."),
            content.outgoing or None,
        ),
        Signature(
            N_("Incoming supervisor"),
            N_("I have read what is abnormal and on hold."),
            content.incoming or None,
        ),
    )
    blocks.signatures(sheet, signing)


def _flow(sheet: MomentSheet, flow: Sequence[Counted]) -> None:
    """Set how many batteries went through each step, side by side."""
    share = ROOM / max(1, len(flow))
    for at, counted in enumerate(flow):
        x, figure = MARGIN + at * share, number(counted.count)
        size = sheet.fitting(figure, share - 20, _FIGURE)
        sheet.page.text(x, sheet.y + 68, figure, size, bold=True)
        for row, line in enumerate((counted.word, in_language("zh_CN", counted.word)), start=1):
            small = sheet.fitting(line, share - 14, SMALL)
            sheet.page.text(x, sheet.y + 74 + row * _PITCH, line, small)
    sheet.y += 78 + 2 * _PITCH + 14
    sheet.rule(LINE)


def _lines(sheet: MomentSheet, title: str, lines: Sequence[Line]) -> None:
    sheet.heading(title, number(len(lines)) if lines else "", keep=90)
    if not lines:
        sheet.say(both(N_("None")))
        return
    columns = (
        Column(N_("What"), 5),
        Column(N_("More"), 6),
        Column(N_("Where, since"), 4, right=True),
    )
    blocks.table(sheet, columns, [(line.what, line.more, line.right) for line in lines])


def _lanes(sheet: MomentSheet, content: HandOver) -> None:
    total = quantity(content.risk, "kWh·h", 0)
    sheet.heading(N_("Waiting, with its risk"), total, keep=90)
    columns = (
        Column(N_("Waits for"), 6),
        Column(N_("Batteries"), 2, right=True),
        Column(N_("kWh"), 2, right=True),
        Column(N_("kWh × h"), 3, right=True),
    )
    rows = [
        (both(lane.word), number(lane.count), number(lane.kwh, 0), number(lane.risk, 0))
        for lane in content.lanes
    ]
    blocks.table(sheet, columns, rows)


def _unsent(sheet: MomentSheet, unsent: int | None) -> None:
    if unsent is None:
        sheet.say(both(N_("No central server yet: every fact is kept at its station.")))
    else:
        words = both(N_("{count} facts are not yet sent."))
        sheet.say(words.format(count=number(unsent)))


def sample() -> HandOver:
    """Return the sheet of no shift, for a test print."""
    flow = (
        (N_("Taken in"), 64), (N_("Judged"), 61), (N_("Tested"), 22), (N_("Graded"), 21),
        (N_("Discharged to safe"), 9), (N_("Sent out"), 24),
    )  # fmt: skip
    lanes = (("Capacity test", 37, "1184", "9120"), ("Grade", 2, "89", "310"),
             ("Discharge to safe", 12, "540", "18400"))  # fmt: skip
    return HandOver(
        centre="Test print 测试打印",
        station="Dispatch",
        since="2026-04-14 06:00",
        at="2026-04-14 14:00:00",
        flow=tuple(Counted(word=word, count=count) for word, count in flow),
        lanes=tuple(
            LaneSum(word=word, count=count, kwh=Decimal(kwh), risk=Decimal(risk))
            for word, count, kwh, risk in lanes
        ),
        tickets=(Line(what="1184 · Peugeot e-208", more="Look 检查", right="Intake 1, 09:44"),),
        abnormal=(
            Line(what="STOP 停止 · Wuling Mini EV", more="Leak 漏液", right="Q-02, 3 h 04 min"),
            Line(what="WATCH 观察 · Hyundai Kona", more="Swollen 鼓胀, 31.3 °C",
                 right="O-02, 18 h 41 min"),
        ),
        runs=(Line(what="CH4 · Nissan LEAF", more="Discharge to safe 安全放电", right="11:20"),),
        loads=(Line(what="L-0090", more="Donghe Recycling", right="sealed 已封单"),),
        unsent=27,
    )  # fmt: skip


HAND_OVER = document("hand-over", _TITLE, HandOver, sample, draw)
