"""The test report of a battery: what was measured, with what, the curve, the grade, the evidence.

Every figure stands as the facts hold it. What was not tested is said, and left to nobody's guess.
"""

from collections.abc import Sequence

import msgspec

from cellyard.documents import bench_paper as paper
from cellyard.documents import bench_sample, blocks
from cellyard.documents.bench_content import (
    CapacityResult,
    Found,
    GradeGiven,
    Proof,
    Signer,
    Subject,
    Tool,
    Unfinished,
)
from cellyard.documents.bench_paper import figure
from cellyard.documents.blocks import Column
from cellyard.documents.document import both, document
from cellyard.documents.sheet import Field, Sheet, drawn
from cellyard.domain.facts import JudgedBy
from cellyard.words import N_, number
from cellyard.words.bench_facts import ENDS, OVERRULE_REASONS, ROUTES, TESTS, WATCHED
from cellyard.words.grading import CRITERIA

_TITLE = N_("Test report")


class TestReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a test report says. `second`: a second person is in the facts of these tests."""

    __test__ = False  # no test of ours, whatever its name says to pytest

    centre: str
    subject: Subject
    capacity: CapacityResult | None
    found: Found
    unfinished: tuple[Unfinished, ...] = ()
    grade: GradeGiven | None
    tools: tuple[Tool, ...]
    proofs: tuple[Proof, ...]
    signer: Signer = Signer()
    second: bool = False
    draft: bool = True


def draw(report: TestReport) -> bytes:
    """Return the report as a PDF of A4 pages. Raises Refused("missing_glyph", "no_paper_font")."""
    tested, given = report.capacity, report.grade
    stands = given and (given.overruled or given.graded)
    capacity = figure(tested.fact.capacity, "Ah", "0.01") if tested else both(N_("not tested"))
    if tested and tested.fact.doubts:
        capacity = both(N_("not acceptable"))  # large print is believed: the section has it all
    figures = (
        Field(N_("Capacity"), capacity),
        Field(N_("State of health"), figure(tested.health if tested else None, "%")),
        Field(N_("Grade"), stands.grade if stands else "–"),
    )
    head = paper.head(
        _TITLE, report.centre, report.subject, report.proofs[-1], figures, draft=report.draft
    )
    return drawn(head, lambda sheet: _fill(sheet, report))


def _fill(sheet: Sheet, report: TestReport) -> None:
    paper.battery(sheet, report.subject)
    _capacity(sheet, report.capacity)
    _resistance(sheet, report.found)
    _insulation(sheet, report.found)
    _unfinished(sheet, report.unfinished)
    _grade(sheet, report.grade)
    paper.tools(sheet, report.tools)
    tested = report.capacity
    run = tested.fact.run if tested else ""
    paper.evidence(sheet, run, tested and tested.trace, report.proofs)
    paper.signatures(sheet, report.signer, second=report.second)


def _capacity(sheet: Sheet, result: CapacityResult | None) -> None:
    if result is None:
        _not_tested(sheet, N_("Capacity test"))
        return
    fact = result.fact
    sheet.heading(N_("Capacity test"), _when(result.at, fact.decided.edition), keep=300)
    paper.judged(sheet, fact.doubts)
    volts = f"{number(fact.voltage_min)} – {number(fact.voltage_max)}"
    shown = (
        Field(N_("Capacity"), figure(fact.capacity, "Ah", "0.01")),
        Field(N_("State of health"), figure(result.health, "%")),
        Field(N_("Energy"), figure(fact.energy, "Wh", "0.1")),
        Field(N_("Duration"), paper.lasting(fact.duration)),
        Field(N_("Current"), figure(fact.current, "A")),
        Field(N_("Cut-off"), figure(fact.cut_off, "V")),
        Field(N_("Voltage"), f"{volts}\u00a0V"),
        Field(N_("Highest temperature"), figure(fact.temperature_max, "°C")),
        Field(N_("Samples"), number(fact.points)),
        Field(N_("Group spread"), figure(fact.spread, "%")),
        Field(N_("Weakest group"), fact.weakest or None),
        Field(N_("Lowest cell"), figure(fact.lowest_cell, "V")),
        Field(N_("Run"), both(ENDS[result.end]) if result.end in ENDS else None),
    )
    blocks.fields(sheet, shown)
    paper.curve(sheet, result.trace, [(N_("Cut-off"), fact.cut_off)], result.earlier)
    paper.groups(sheet, result.trace.cells)


def _resistance(sheet: Sheet, found: Found) -> None:
    fact = found.resistance
    if fact is None:
        _not_tested(sheet, N_("Resistance"))
        return
    sheet.heading(N_("Resistance"), _when(found.resistance_at, fact.decided.edition), keep=240)
    paper.judged(sheet, fact.doubts)
    milliohm = None if fact.resistance is None else (fact.resistance * 1000).normalize()
    shown = (
        Field(N_("A.c. resistance"), figure(milliohm, "mΩ") or both(N_("no reading"))),
        Field(N_("Voltage"), figure(fact.voltage, "V") or both(N_("no reading"))),
        Field(N_("Temperature"), figure(fact.temperature, "°C")),
    )
    blocks.fields(sheet, shown)


def _insulation(sheet: Sheet, found: Found) -> None:
    fact = found.insulation
    if fact is None:
        _not_tested(sheet, N_("Insulation"))
        return
    sheet.heading(N_("Insulation"), _when(found.insulation_at, fact.decided.edition), keep=240)
    paper.judged(sheet, fact.doubts)
    shown = (
        Field(N_("Insulation"), paper.insulation(fact.insulation, at_least=fact.at_least)),
        Field(N_("Test voltage"), figure(fact.test_voltage, "V")),
        Field(N_("Duration"), figure(fact.duration, "s")),
        Field(N_("Judgement"), paper.sent(fact.judgement) or both(N_("none"))),
    )
    blocks.fields(sheet, shown)


def _unfinished(sheet: Sheet, runs: Sequence[Unfinished]) -> None:
    if not runs:
        return
    sheet.heading(N_("Runs without a result"))
    columns = (
        Column(N_("Time"), 3),
        Column(N_("Test"), 3),
        Column(N_("How it ended"), 4),
        Column(N_("Seen"), 3),
        Column(N_("Limit"), 2),
    )
    blocks.table(sheet, columns, [_run(one) for one in runs])


def _run(one: Unfinished) -> tuple[str, ...]:
    trip = one.ended.trip
    seen = limit = None
    if trip is not None:
        value = figure(trip.value, trip.unit)
        seen = both(WATCHED[trip.watched]) + (f", {value}" if value else "")
        limit = figure(trip.limit, trip.unit)
    test = both(TESTS[one.test]) if one.test else both(N_("unknown"))
    return (one.at, test, both(ENDS[one.ended.end]), seen or "–", limit or "–")


def _grade(sheet: Sheet, given: GradeGiven | None) -> None:
    if given is None or not (given.graded or given.overruled):
        sheet.heading(N_("Grade"))
        sheet.say(both(N_("No grade is given yet.")))
        return
    stands = given.overruled or given.graded
    if stands:
        sheet.heading(N_("Grade"), _when(given.at, stands.decided.edition), keep=200)
        sheet.say(f"{stands.grade} · {both(ROUTES[stands.route])}", bold=True, size=34)
    if given.overruled:
        reason = both(OVERRULE_REASONS.get(given.overruled.reason, given.overruled.reason))
        words = both(N_("Set by two people in place of {was}"))
        sheet.say(f"{words.format(was=given.overruled.was)}: {reason}")
    if given.graded and given.graded.second:
        sheet.say(both(N_("Near a limit: two people agreed to give this grade by the rules.")))
    if given.graded:
        columns = (
            Column(N_("Criterion"), 4),
            Column(N_("Value"), 3),
            Column(N_("Alone gives"), 3),
            Column(N_("Decides"), 3),
        )
        deciding = given.graded.deciding
        rows = [_criterion(c, decides=c.rule in deciding) for c in given.graded.criteria]
        blocks.table(sheet, columns, rows)


def _criterion(one: JudgedBy, *, decides: bool) -> tuple[str, ...]:
    return (
        both(CRITERIA.get(one.rule, one.rule)),
        figure(one.value, one.unit) or both(N_("unknown")),
        one.grade or "–",
        both(N_("decided")) if decides else "",
    )


def _not_tested(sheet: Sheet, message: str) -> None:
    sheet.heading(message)
    sheet.say(both(N_("Not tested.")))


def _when(at: str, edition: str) -> str:
    words = both(N_("rule edition"))
    return f"{at} · {words} {edition}"


def sample() -> TestReport:
    """Return the report of no battery, for a test print."""
    pieces = bench_sample.sample()
    return TestReport(
        centre="Test print 测试打印",
        subject=pieces.subject,
        capacity=bench_sample.capacity(pieces),
        found=bench_sample.found(pieces),
        unfinished=bench_sample.unfinished(),
        grade=bench_sample.grade(pieces),
        tools=pieces.tools,
        proofs=pieces.proofs,
    )


TEST_REPORT = document("test-report", _TITLE, TestReport, sample, draw)
