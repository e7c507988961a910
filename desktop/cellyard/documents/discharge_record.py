"""The discharge record: how a battery was discharged, and how far below its limit it rested.

The result is a voltage against a limit, under an edition, by an instrument. More is said nowhere.
"""

from decimal import Decimal

import msgspec

from cellyard.documents import bench_paper as paper
from cellyard.documents import bench_sample, blocks
from cellyard.documents.bench_content import Proof, Signer, Subject, Tool, Trace
from cellyard.documents.bench_paper import figure
from cellyard.documents.document import both, document
from cellyard.documents.pages import LEAD, TEXT
from cellyard.documents.sheet import Field, Sheet, drawn
from cellyard.domain.facts import DischargedToSafe
from cellyard.words import N_, in_language, number, quantity
from cellyard.words.bench_facts import ENDS
from cellyard.words.bench_papers import LIMITS
from cellyard.words.numbers import unit_sign

_TITLE = N_("Discharge record")


class DischargeRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What a discharge record says. `edition` is the edition's id.

    `meter` is the instrument that read the rebound voltage, with its serial number; None: unknown.
    `limits` are those of the run as its fact names them (`voltage_low_V`). `two_people_v` is the
    voltage above which two people must be there, None when the edition names none; `second`: a
    second person is in the fact. `lasted` in s; `end` as in the fact, `at` ISO and local.
    """

    centre: str
    subject: Subject
    fact: DischargedToSafe
    at: str
    edition: str
    meter: str | None
    channel: str
    end: str
    lasted: Decimal | None
    limits: tuple[tuple[str, Decimal], ...]
    two_people_v: Decimal | None
    second: bool
    trace: Trace
    tools: tuple[Tool, ...]
    proofs: tuple[Proof, ...]
    signer: Signer = Signer()
    draft: bool = True


def draw(record: DischargeRecord) -> bytes:
    """Return the record as a PDF of A4 pages. Raises Refused("missing_glyph", "no_paper_font")."""
    voltage = figure(record.fact.voltage, "V")
    if record.fact.doubts:
        voltage = both(N_("not acceptable"))  # large print is believed: the section has it all
    figures = (
        Field(N_("Voltage after rest"), voltage),
        Field(N_("Limit"), figure(record.fact.limit, "V")),
        Field(N_("Rest"), paper.lasting(record.fact.rested)),
    )
    head = paper.head(
        _TITLE, record.centre, record.subject, record.proofs[-1], figures, draft=record.draft
    )
    return drawn(head, lambda sheet: _fill(sheet, record))


def result(record: DischargeRecord) -> tuple[str, str]:
    """Return what was found, in English and in Chinese: a voltage against its limit, no more."""
    fact = record.fact
    if fact.below:
        words = N_("below {limit} for {minutes}, {edition}, {meter}")
    else:
        words = N_("not below {limit} after {minutes}, {edition}, {meter}")
    shown = {
        "limit": quantity(fact.limit, "V"),
        "minutes": quantity(int(fact.rested // 60), "min"),
        "edition": record.edition,
    }
    nobody = N_("unknown meter")
    meter = paper.sent(record.meter or "")
    chinese = in_language("zh_CN", words)
    return (
        words.format(**shown, meter=meter or nobody),
        chinese.format(**shown, meter=meter or in_language("zh_CN", nobody)),
    )


def _fill(sheet: Sheet, record: DischargeRecord) -> None:
    _result(sheet, record)
    paper.battery(sheet, record.subject)
    _run(sheet, record)
    paper.curve(sheet, record.trace, [(N_("Limit"), record.fact.limit)])
    paper.groups(sheet, record.trace.cells)
    paper.tools(sheet, record.tools)
    paper.evidence(sheet, record.fact.run, record.trace, record.proofs)
    paper.signatures(sheet, record.signer, second=_two(record))


def _result(sheet: Sheet, record: DischargeRecord) -> None:
    fact = record.fact
    sheet.heading(N_("Result"), record.at, keep=300)
    paper.judged(sheet, fact.doubts)
    for words in result(record):
        sheet.say(words, bold=not fact.doubts, size=TEXT if fact.doubts else LEAD)
    shown = (
        Field(N_("Voltage after rest"), figure(fact.voltage, "V")),
        Field(N_("Rounds"), number(fact.rounds)),
        Field(N_("Lowest cell"), figure(fact.lowest_cell, "V")),
        Field(N_("Read by"), record.meter and paper.sent(record.meter)),
    )
    blocks.fields(sheet, shown)


def _run(sheet: Sheet, record: DischargeRecord) -> None:
    procedure = both(N_("Discharge by a load, rest, check of the rebound"))
    sheet.heading(N_("Procedure"), procedure, keep=200)
    two = record.two_people_v
    above = None if two is None else _above(record, two)
    shown = (
        Field(N_("Channel"), record.channel or None),
        Field(N_("Run"), both(ENDS[record.end]) if record.end in ENDS else None),
        Field(N_("Duration"), None if record.lasted is None else paper.lasting(record.lasted)),
        Field(N_("Two people"), above),
    )
    blocks.fields(sheet, shown)
    sheet.say(both(N_("Limits of the run; past one of them the load goes off")))
    blocks.fields(sheet, [_limit(name, value) for name, value in record.limits])


def _above(record: DischargeRecord, volts: Decimal) -> str:
    rule = both(N_("asked for above {volts}")).format(volts=quantity(volts, "V"))
    there = both(N_("second person recorded") if record.second else N_("none recorded"))
    return f"{rule}; {there}"


def _two(record: DischargeRecord) -> bool:
    """True when two people had to be there; an unknown voltage counts as high."""
    full, above = record.subject.max_v, record.two_people_v
    return record.second or full is None or above is None or full > above


def _limit(name: str, value: Decimal) -> Field:
    known = next((key for key in LIMITS if name.startswith(f"{key}_")), None)
    if known is None:
        return Field(name, number(value))
    unit = name.removeprefix(f"{known}_")
    return Field(LIMITS[known], quantity(value, unit_sign(unit)))


def sample() -> DischargeRecord:
    """Return the record of no battery, for a test print."""
    pieces = bench_sample.sample()
    return DischargeRecord(
        centre="Test print 测试打印",
        subject=pieces.subject,
        fact=DischargedToSafe(
            run="0",
            voltage=Decimal("31.20"),
            limit=Decimal("60.0"),
            rested=Decimal(86400),
            below=True,
            rounds=2,
            lowest_cell=Decimal("0.92"),
            second="0",
            instruments=pieces.instruments,
            decided=pieces.decided,
        ),
        at="2026-01-02 13:00:00",
        edition="test-2026-1",
        meter="hioki-bt356x TEST0002",
        channel="1",
        end="completed",
        lasted=Decimal(104400),
        limits=(
            ("voltage_low_V", Decimal("27.000")),
            ("voltage_high_V", Decimal("111.690")),
            ("current_high_A", Decimal("13.200")),
            ("temperature_high_degC", Decimal(60)),
            ("temperature_rise_K_min", Decimal(1)),
            ("capacity_high_Ah", Decimal("75.000")),
            ("seconds_s", Decimal(120000)),
            ("temperature_age_s", Decimal(5)),
        ),
        two_people_v=Decimal(60),
        second=True,
        trace=pieces.trace,
        tools=pieces.tools,
        proofs=pieces.proofs,
    )


DISCHARGE_RECORD = document("discharge-record", _TITLE, DischargeRecord, sample, draw)
