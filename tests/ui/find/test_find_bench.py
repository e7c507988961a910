"""Find on a battery that the bench has tested: its life, grade, papers and traces."""

from decimal import Decimal
from itertools import product

import benched
import looks
import pytest
from benched import capacity, discharge, equip, record
from cups import Cups
from finding import choose_fact, nodes, whole
from floor import MODELS, Floor
from front import SIZES, Front, Opens
from PySide6.QtCore import Qt

from cellyard.domain import facts as f
from cellyard.domain.registers import Price
from cellyard.jobs import registers
from cellyard.jobs.paper_queue import papers
from cellyard.settings import Settings
from cellyard.ui.screens.find.sheets import SheetPaper

SECOND = "second"  # a LEAF, in a slot
DECIDED = f.Decided(edition="grading-2026-2", rules=("capacity",))


def graded(floor: Floor, id_: str, grade: f.Grade) -> None:
    route: f.Route = "recycling" if grade == "D" else "second_life"
    fact = f.Graded(grade=grade, route=route, deciding=("capacity",), criteria=(), decided=DECIDED)
    record(floor, id_, fact)


def with_capacity(floor: Floor, *, grade: f.Grade | None = None) -> str:
    id_ = floor.ids[SECOND]
    equip(floor)
    floor.now.at += 3_600_000
    capacity(floor, id_, "r1", ah="92.40")
    if grade:
        floor.now.at += 60_000
        graded(floor, id_, grade)
    return id_


def shown(stage: Front, id_: str) -> Front:
    stage.window.go("find", id_)
    stage.rest()
    return stage


def read(stage: Front, sheet: SheetPaper) -> None:
    """Wait until the page in front is drawn."""
    stage.until(lambda: sheet._view.pages > 0 and sheet._view.sharp)


def test_the_bench_has_its_lane_and_the_line_comes_back_to_the_slot(
    floor: Floor, opened: Opens
) -> None:
    id_ = with_capacity(floor, grade="B")
    slot = floor.battery(id_).slot
    stage = shown(opened(), id_)
    rated = MODELS["nissan-leaf-40-kwh"].capacity_ah
    assert rated is not None
    health = f"{92.4 / float(rated) * 100:.1f}"
    life = [(n.lane, n.label) for n in nodes(stage)]
    assert life[-5:] == [
        (3, slot),
        (2, f"92.4\u00a0Ah, {health} %"),
        (2, "Grade B"),
        (3, slot),
        (3, ""),
    ]
    assert nodes(stage)[-1].now


def test_a_run_that_is_open_is_now(floor: Floor, opened: Opens) -> None:
    id_ = floor.ids[SECOND]
    equip(floor)
    record(floor, id_, benched.began("r1", "capacity"))
    stage = shown(opened(), id_)
    last, now = nodes(stage)[-2:]
    assert (last.lane, last.label, now.lane, now.now) == (2, "Capacity test", 2, True)
    assert "On channel 1" in stage.texts()
    trip = f.Trip(watched="temperature_high")
    record(floor, id_, f.RunEnded(run="r1", end="guard", trip=trip))
    stage.screen.shown()
    stage.rest()
    assert [(n.lane, n.label) for n in nodes(stage)[-3:-1]] == [
        (2, "Too hot"),
        (3, floor.battery(id_).slot),
    ]
    assert "Waits for its capacity test" in stage.texts()


def test_the_head_says_the_grade_and_what_it_waits_for(floor: Floor, opened: Opens) -> None:
    id_ = with_capacity(floor)
    stage = shown(opened(), id_)
    assert "Waits for its grade" in stage.texts()
    for step, (waits, state) in enumerate(
        (("Waits for its discharge", "Grade D, recycling"), ("Now", "Grade D, below 60\u00a0V"))
    ):
        floor.now.at += 60_000
        if step:
            discharge(floor, id_)
        else:
            graded(floor, id_, "D")
        stage.screen.shown()
        stage.rest()
        assert waits in stage.texts()
        assert stage.screen._detail._head._chip.word.endswith(state)


def test_papers_are_offered_when_there_is_one(floor: Floor, opened: Opens) -> None:
    id_ = with_capacity(floor)
    stage = shown(opened(), floor.ids["sound"])
    detail = stage.screen._detail
    report, record_ = (detail._sheets[name] for name in ("test-report", "discharge-record"))
    assert not report.isVisible()
    assert not detail._trace.isVisible()
    shown(stage, id_)
    assert report.isVisible()
    assert detail._trace.isVisible()
    assert not record_.isVisible()
    discharge(floor, id_)
    shown(stage, id_)
    assert record_.isVisible()


def test_a_report_is_read_in_place_and_kept_as_pdf(floor: Floor, opened: Opens) -> None:
    id_ = with_capacity(floor, grade="B")
    discharge(floor, id_)
    stage = shown(opened(), id_)
    for name in ("test-report", "discharge-record"):
        stage.screen._papers.open(name)
        stage.rest()
        sheet = stage.screen._detail.sheets[name]
        assert stage.screen._detail.page == name
        read(stage, sheet)
        assert sheet._view.pages > 1
        assert f"Page 1 of {sheet._view.pages}" in sheet._told.text()
        stage.press(Qt.Key.Key_Down)
        assert sheet._told.text().startswith("Page 2")
        stage.press(Qt.Key.Key_PageUp)
        assert sheet._told.text().startswith("Page 1")
        stage.press(Qt.Key.Key_F11)
        ticket = floor.battery(id_).ticket
        path = floor.station.folder / "documents" / f"{name}-Intake 1-{ticket}.pdf"
        assert path.read_bytes().startswith(b"%PDF")
        assert path.name in sheet._kept.text()
    stage.press(Qt.Key.Key_Escape)
    assert stage.screen._detail.page == ""


def test_a_paper_that_is_open_follows_the_facts(floor: Floor, opened: Opens) -> None:
    id_ = with_capacity(floor)
    stage = shown(opened(), id_)
    stage.screen._papers.open("test-report")
    stage.rest()
    sheet = stage.screen._detail.sheets["test-report"]
    read(stage, sheet)
    stage.press(Qt.Key.Key_Down)
    before = sheet.pdf
    graded(floor, id_, "B")
    shown(stage, id_)
    assert sheet.pdf != before
    read(stage, sheet)
    assert sheet._told.text().startswith("Page 2")


def test_a_paper_says_where_it_would_be_printed(floor: Floor, opened: Opens) -> None:
    stage = shown(opened(), with_capacity(floor))
    stage.screen._papers.open("test-report")
    stage.rest()
    sheet = stage.screen._detail.sheets["test-report"]
    assert "This computer has no printer" in sheet._print.accessibleDescription()
    sheet.show_paper(sheet.pdf, "Office")
    assert "Office" in sheet._print.accessibleDescription()
    assert not sheet._kept.text()
    stage.press(Qt.Key.Key_Return)
    assert "test-report" in sheet._kept.text()


def test_a_report_is_queued_for_the_printer_that_was_chosen(
    floor: Floor, opened: Opens, cups: Cups
) -> None:
    id_ = with_capacity(floor)
    ticket = floor.battery(id_).ticket
    stage = shown(opened(), id_)
    stage.window.frame.settings = Settings(paper_printer="office", paper_copies=2)
    stage.screen._papers.open("test-report")
    stage.rest()
    sheet = stage.screen._detail.sheets["test-report"]
    read(stage, sheet)
    assert sheet._print.accessibleDescription() == "office"
    stage.press(Qt.Key.Key_F11)
    assert stage.said.endswith("Queued for office")
    [job] = cups.printed(1)
    assert (job.title, job.copies) == (f"test-report Intake 1 {ticket}", 2)
    stage.until(lambda: papers(floor.station.folder).waiting() == [])


def test_a_report_waits_for_a_printer_that_is_not_there(
    floor: Floor, opened: Opens, cups: Cups
) -> None:
    stage = shown(opened(), with_capacity(floor))
    stage.window.frame.settings = Settings(paper_printer="gate")
    stage.screen._papers.open("test-report")
    stage.rest()
    stage.press(Qt.Key.Key_F11)
    stage.until(lambda: stage.window.papers.state.trouble is not None)
    stage.window._surroundings.show()
    assert "1 paper waits: printer not there" in stage.texts()
    cups.add("gate")
    stage.window.papers.wake()
    [job] = cups.printed(1)
    assert job.title.startswith("test-report")
    stage.until(lambda: stage.window.papers.state.waiting == 0)
    stage.window._surroundings.show()
    assert not [text for text in stage.texts() if "paper" in text]


def test_a_trace_is_read_along_its_cursor(floor: Floor, opened: Opens) -> None:
    id_ = with_capacity(floor)
    lost = discharge(floor, id_)
    benched.lost(floor.station.folder, lost)
    stage = shown(opened(), id_)
    detail = stage.screen._detail
    detail._trace.click()
    stage.rest()
    traces = detail.traces
    assert detail.page == "trace"
    assert [t.said for t in traces._traces][1].startswith("Capacity 92.40")
    assert traces.curve.run is None  # the newest has no file here, and the page says so
    assert traces.curve._empty == "This trace is not kept here"
    stage.press(Qt.Key.Key_Down)
    assert traces.curve.run is not None
    assert traces.curve.run.count == 600
    assert len(traces.curve.limits) == 1
    stage.press(Qt.Key.Key_Left)
    first = traces.curve.cursor_at
    assert first is not None
    stage.press(Qt.Key.Key_Left)
    assert traces.curve.cursor_at is not None
    assert traces.curve.cursor_at < first


def test_a_result_is_taken_back_with_the_grade_and_a_run_is_not(
    floor: Floor, opened: Opens
) -> None:
    id_ = with_capacity(floor, grade="B")
    stage = shown(opened(), id_)
    choose_fact(stage, "RunEnded")
    assert stage.screen._detail.chosen_fact() is None
    choose_fact(stage, "CapacityTested")
    stage.screen._detail.ask_reason()
    assert any("taken back with it" in text for text in stage.texts())
    stage.press(Qt.Key.Key_3, Qt.Key.Key_Return)
    bench = floor.battery(id_).bench
    assert (bench.capacity, bench.given) == (None, None)
    standing = {t.recorded.envelope.type: t.standing for t in stage.screen._detail.story.line}
    assert (standing["CapacityTested"], standing["Graded"], standing["RunEnded"]) == (
        False,
        False,
        True,
    )
    assert "Waits for its capacity test" in stage.texts()


@pytest.mark.parametrize(
    ("theme", "language", "px_per_mm"),
    list(product(("light", "dark"), ("en", "zh_CN"), SIZES)),
    ids=str,
)
def test_nothing_of_a_tested_battery_is_cut_or_overlaps(
    floor: Floor, opened: Opens, theme: str, language: str, px_per_mm: float
) -> None:
    id_ = with_capacity(floor, grade="D")
    discharge(floor, id_)
    stage = shown(opened(theme=theme, language=language, px_per_mm=px_per_mm), id_)
    size = stage.window.size()
    assert (size.width(), size.height()) == SIZES[px_per_mm]
    for page in ("", "test-report", "discharge-record", "trace"):
        if page:
            stage.screen._papers.open(page)
            stage.rest()
        if page in stage.screen._detail.sheets:
            read(stage, stage.screen._detail.sheets[page])
        said = stage.look()
        assert [one for one in said if not one.fits] == [], page
        assert looks.overlapping(whole(stage, said)) == [], page


def price(amount: str) -> Price:
    return Price(
        key="second_life_b-2026-11-20",
        what="second_life_b",
        per="kwh",
        amount=Decimal(amount),
        currency="CNY",
        since="2026-11-20",
        source="an offer",
    )


def test_what_it_may_be_worth_by_its_grade_is_one_row(floor: Floor, opened: Opens) -> None:
    id_ = with_capacity(floor, grade="B")
    stage = shown(opened(), id_)
    assert "About" not in " ".join(stage.texts())
    stage.window.frame.work(lambda s: registers.publish(s, [price("320")], by=floor.administrator))
    shown(stage, id_)
    said = stage.screen._detail._worth.text().replace("\u2009", " ").replace("\u00a0", " ")
    assert said == "About CNY 10 400, second life, draft"
    shown(stage, floor.ids["sound"])
    assert stage.screen._detail._worth.text() == "", "no grade is given there"


@pytest.mark.parametrize("worn", looks.BOTH_PANELS, ids=str)
def test_what_it_may_be_worth_stands_whole(floor: Floor, opened: Opens, worn: looks.Worn) -> None:
    theme, language, px_per_mm, _kind = worn
    id_ = with_capacity(floor, grade="B")
    stage = opened(theme=theme, language=language, px_per_mm=px_per_mm)
    stage.window.frame.work(lambda s: registers.publish(s, [price("320")], by=floor.administrator))
    shown(stage, id_)
    assert stage.screen._detail._worth.isVisible()
    looks.stands(stage.window, looks.glass(worn), "a value")
