"""The board of a shift: its figures, where its lines lead, and its hand-over sheet."""

from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import benched
import looks
import msgspec
import pytest
from floor import MODELS, Floor, code, furnished
from front import Front
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cellyard.domain import facts as f
from cellyard.jobs import hand_over, labels, paper_queue, people, shift_board
from cellyard.jobs.people import NewPerson
from cellyard.ledger.questions import Questions
from cellyard.ui.asking import now_ms

KEY = Qt.Key
HOUR = 3_600_000


@pytest.fixture(scope="module")
def model_floor(tmp_path_factory: pytest.TempPathFactory) -> Floor:
    """A furnished floor of the days before; today two came in at eight, one of them left open."""
    floor = furnished(tmp_path_factory.mktemp("floor") / "station")
    floor.now.at = shift_board._midnight(now_ms()) + 1000
    early = floor.book_in(code(20), "nissan-leaf-40-kwh")
    floor.put(early)
    floor.receive(code(21), None)
    floor.ids["early"] = early
    people.enter(
        floor.station,
        NewPerson(name="Xu Lin", badge="0077", pin="2580", roles=("supervisor",)),
        by=floor.administrator,
    )
    floor.close()
    return floor


@pytest.fixture
def floor(model_floor: Floor, tmp_path: Path) -> Floor:
    return model_floor.again(tmp_path / "station")


@pytest.fixture
def stage(floor: Floor, qtbot: QtBot) -> Iterator[Front]:
    looks.dress(desk=True)
    front = Front(floor.station, qtbot)
    front.open("shift", floor.supervisor)
    yield front
    front.close()


def counters(stage: Front) -> dict[str, tuple[str, tuple[int, ...]]]:
    counted = stage.screen._view.counters._counted
    return {c.word: (c.figure, c.hours) for c in counted}


def lines(card) -> list[tuple[str, str]]:
    return [(line.title, line.right) for line in card._list._model.lines]


def next_(stage: Front) -> str:
    return stage.screen._view.next.accessibleName()


def test_the_day_is_counted_by_step_and_by_hour(stage: Front) -> None:
    shown = counters(stage)
    assert shown["Taken in"][0] == "2"
    assert shown["Judged"][0] == "1"
    assert shown["Sent out"][0] == "0"
    assert shown["Taken in"][1][0] == 2, "in the first hour of the day"
    assert sum(shown["Taken in"][1]) == 2
    assert "safe" not in " ".join(stage.texts()).lower()


def test_what_is_abnormal_stands_with_its_place_and_leads_to_the_yard(stage: Front) -> None:
    held = dict(lines(stage.screen._view.held))
    assert held["Hyundai Kona Electric"] == "O-01"
    assert "Wuling Mini EV" in held
    listed = stage.screen._view.held._list
    listed.setFocus()
    stage.press(KEY.Key_Down)
    stage.press(KEY.Key_Down)
    assert stage.window._here == "shift", "the arrows only walk"
    stage.press(KEY.Key_Return)
    assert stage.window._here == "yard"
    assert listed.key == ""


def test_the_first_open_thing_is_the_next_step(stage: Front) -> None:
    shown = [title for title, _ in lines(stage.screen._view.open)]
    assert shown[-1] == "Hand-over sheet"
    assert "4 tickets open" in shown
    assert next_(stage) == "Read O-01", "it is late by the rules"
    stage.press(KEY.Key_Return)
    assert stage.window._here == "yard"
    stage.window.go("shift")
    stage.rest()
    stage.screen._open("tickets")
    assert stage.window._here == "intake"


def test_the_sheet_is_read_named_by_a_badge_and_kept_where_nothing_prints(
    stage: Front, floor: Floor
) -> None:
    stage.press(KEY.Key_F11)
    page = stage.screen._page
    stage.until(lambda: page.ready)
    assert "Nobody is named yet" in stage.texts()
    stage.scan("CY:P:0077")
    assert "To Xu Lin" in stage.texts()
    assert stage.window.signed_in is not None
    assert stage.window.signed_in.name == "Zhao Min", "a badge here signs nobody in"
    stage.until(lambda: page.ready)
    stage.press(KEY.Key_Return)
    (kept,) = (floor.station.folder / labels.PAPERS).glob("hand-over-*.pdf")
    assert kept.read_bytes() == page.drawn.pdf
    stage.press(KEY.Key_Escape)
    assert not stage.screen._sheet_open


def test_nobody_takes_over_from_themselves(stage: Front) -> None:
    stage.press(KEY.Key_F11)
    stage.until(lambda: stage.screen._page.ready)
    stage.scan("CY:P:0001")
    assert "from themselves" in stage.refused
    assert stage.screen._incoming is None


def test_with_a_printer_the_sheet_waits_in_the_queue_of_papers(stage: Front, floor: Floor) -> None:
    frame = stage.window.frame
    frame.settings = msgspec.structs.replace(frame.settings, paper_printer="Office")
    stage.press(KEY.Key_F11)
    stage.until(lambda: stage.screen._page.ready)
    stage.press(KEY.Key_F11)
    (waits,) = paper_queue.papers(floor.station.folder).waiting()
    assert waits.target == "Office"
    assert waits.pdf.startswith(b"%PDF-")


def test_the_risk_of_the_day_ends_in_the_risk_of_now(floor: Floor) -> None:
    """What was put away today is told from its facts, what lay before from what it is now."""
    at, since = floor.now.at, shift_board._midnight(floor.now.at)
    with closing(floor), closing(Questions(floor.station.folder)) as questions:
        points = shift_board.risk_since(questions, since, at)
        assert points[0].at == since
        assert 0 < points[0].risk < points[-1].risk, "something waited before the day began"
        now = sum(lane.risk for lane in hand_over.waiting(questions, at))
        assert round(points[-1].risk, 6) == round(now, 6), "summed in another order"


def test_what_waits_no_more_still_counts_in_the_hours_before(tmp_path: Path) -> None:
    floor = Floor(tmp_path / "station")
    id_ = floor.book_in(code(30), "nissan-leaf-40-kwh")
    floor.put(id_)
    since, came = floor.now.at, floor.battery(id_).received_at
    floor.now.at += 2 * HOUR
    given = f.Decided(edition="grading-2026-2", rules=("capacity",))
    benched.record(
        floor,
        id_,
        f.Graded(grade="A", route="second_life", deciding=(), criteria=(), decided=given),
    )
    with closing(floor), closing(Questions(floor.station.folder)) as questions:
        points = shift_board.risk_since(questions, since, floor.now.at + HOUR)
    kwh = MODELS["nissan-leaf-40-kwh"].kwh
    assert len(points) == 8
    for point in points[:5]:
        assert point.risk == kwh * Decimal(point.at - came) / HOUR
    assert [point.risk for point in points[5:]] == [0, 0, 0]


def test_the_board_is_filled_again_when_the_language_changes(stage: Front) -> None:
    settings = stage.window.frame.settings
    stage.window.frame.use_settings(msgspec.structs.replace(settings, language="zh_CN"))
    stage.rest()
    assert stage.screen._found is not None
