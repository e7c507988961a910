"""Ship throws nothing away: what is half-done stays, and what became worse is said."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import looks
import pytest
from at_gate import EDITIONS, draw_signature, load_of, primary, ship, signing, signing_page, stands
from front import Front
from loads import arrived, at_the_gate, dispatched, on_list, sealed
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shipping import Shipper

from cellyard import words
from cellyard.domain.codes import scans
from cellyard.domain.shipping import issuing, receipt
from cellyard.domain.yard import hold
from cellyard.jobs import shipping
from cellyard.jobs.door import SignedIn
from cellyard.ui.asking import now_ms
from cellyard.ui.screen import Heard
from cellyard.ui.widgets import draw

KEY = Qt.Key
Opens = Callable[[str], Front]


@pytest.fixture(scope="module")
def model_floor(tmp_path_factory: pytest.TempPathFactory) -> Shipper:
    floor = Shipper(tmp_path_factory.mktemp("ship") / "station")
    floor.close()
    return floor


@pytest.fixture
def floor(model_floor: Shipper, tmp_path: Path) -> Shipper:
    floor = model_floor.again(tmp_path / "station")
    floor.now.at = now_ms()  # the window's own day is today's
    floor.release(*EDITIONS)
    return floor


@pytest.fixture
def opened(floor: Shipper, qtbot: QtBot) -> Iterator[Opens]:
    stages: list[Front] = []

    def open_(load: str) -> Front:
        looks.dress(px_per_mm=3.95, glass_mm=345, desk=True)
        stages.append(Front(floor.station, qtbot))
        stages[-1].open("ship", floor.supervisor, load)
        stages[-1].read_alarms()
        return stages[-1]

    yield open_
    for stage in stages:
        stage.close()


def put_on_hold(stage: Front, floor: Shipper, name: str) -> None:
    """Let the supervisor of another screen put a battery on hold."""
    order = hold.Holding(battery=floor.ids[name], reason="recall")
    stage.window.frame.record(hold.hold, order)
    stage.rest()


def built_anew(stage: Front, language: words.Language = "zh_CN") -> None:
    looks.dress(language=language, px_per_mm=3.95, glass_mm=345, desk=True)
    stage.window.rebuild()
    stage.rest()


def front_page(stage: Front) -> object:
    return ship(stage).stack.currentWidget()


def issued(stage: Front) -> None:
    stage.press(KEY.Key_Return)
    stage.until(lambda: primary(stage).startswith("Sign"))
    stage.rest()


# --- what became worse ----------------------------------------------------------------------------


def test_a_closed_list_that_became_worse_is_opened_again(opened, floor):
    stage = opened(sealed(floor, "first", "second"))
    assert primary(stage) == "Issue papers"
    put_on_hold(stage, floor, "second")
    stands(stage, "a closed list that became worse")
    assert primary(stage) == "Open the list"
    assert ship(stage).pages.load.message.words.startswith("1 of 2 cannot travel.")
    stage.press(KEY.Key_Return)
    assert front_page(stage) is ship(stage).pages.choosing
    assert load_of(stage).state == "sealed"
    stage.press(KEY.Key_1, KEY.Key_Return)
    assert load_of(stage).state == "open"
    assert primary(stage) == "Take out 1 line"
    stage.press(KEY.Key_Return)
    assert [b.id for b in ship(stage).found.batteries] == [floor.ids["first"]]
    assert primary(stage) == "Close the list"


def test_what_has_left_is_judged_no_more(opened, floor):
    stage = opened(dispatched(floor, "first", "second"))
    view = ship(stage).pages.load
    assert [row.state for row in view.table._model.rows] == ["rest", "rest"]
    assert view.message.words.startswith("On the road since ")
    assert view.message.words.endswith("004417.")
    assert not view._why.isEnabled()
    stage.until(lambda: view.paper.pages > 0)
    papers = load_of(stage).standing_documents
    lists = [paper.number for paper in papers if paper.document == issuing.LOADING_LIST]
    assert view.paper.accessibleName() == lists[0]
    stands(stage, "a load on the road")


def test_a_paper_that_cannot_be_shown_says_why(opened, floor):
    load = sealed(floor, "first")
    new = shipping.NewPaper(load=load, document=issuing.LOADING_LIST, part=1)
    shipping.issue(floor.station, new, by=floor.administrator)
    number = floor.load(load).documents[0].number
    floor.sign(load, number, "consignor")  # by a sheet that is no signature
    view = ship(opened(load)).pages.load
    assert view.paper.accessibleName().endswith("is damaged. Restore the last backup.")


def test_a_difference_stands_on_its_line_until_it_is_settled(opened, floor):
    load = arrived(floor, "first", "second")
    floor.receipt(load, first="missing", second="as_listed")
    stage = opened(load)
    view = ship(stage).pages.load
    rows = {row.key: (row.state, row.reason) for row in view.table._model.rows}
    assert rows[floor.ids["first"]] == ("caution", "At the consignee: did not arrive")
    assert rows[floor.ids["second"]] == ("rest", "")
    assert view.message.words == "Received, 1 difference. Settle it in Tasks."
    settling = receipt.Settling(load=load, battery=floor.ids["first"], answer="found")
    stage.window.frame.record(receipt.settle, settling)
    stage.rest()
    assert view.message.words == "Received, 1 difference. All are settled."
    assert primary(stage) == "Back to the loads"


# --- what is half-done ----------------------------------------------------------------------------


def test_a_half_drawn_signature_survives_a_change_of_language(opened, floor):
    stage = opened(sealed(floor, "first"))
    issued(stage)
    draw_signature(signing(stage))
    strokes = signing_page(stage).pad.strokes
    number = signing_page(stage).paper.number
    built_anew(stage)
    page = signing_page(stage)
    assert (page.paper.number, page.pad.strokes) == (number, strokes)
    assert strokes
    assert page._sign.mode == "ready"
    built_anew(stage, "en")
    stage.press(KEY.Key_Return)
    stage.until(lambda: front_page(stage) is ship(stage).pages.load)
    assert load_of(stage).signed(number) == {"consignor"}


def test_nobody_signs_on_with_the_strokes_of_another(opened, floor):
    stage = opened(sealed(floor, "first"))
    issued(stage)
    draw_signature(signing(stage))
    other = SignedIn(id="ab" * 16, name="Wu Lan", roles=frozenset({"supervisor"}))
    stage.window.sign_out()
    stage.window.sign_in(other)
    stage.rest()
    assert front_page(stage) is ship(stage).pages.load
    assert ship(stage).stack.count() == len(ship(stage).pages.all())


def test_a_reason_for_a_void_paper_survives_a_change_of_language(opened, floor):
    stage = opened(sealed(floor, "first"))
    issued(stage)
    ship(stage).pages.load._papers.click()
    page = ship(stage).pages.papers
    assert not page._void.isEnabled()
    page._table.selectRow(1)
    stage.rest()
    number = page._table.key
    page._void.click()
    stage.press(KEY.Key_2)
    built_anew(stage)
    stage.press(KEY.Key_Return)
    assert {d.number for d in load_of(stage).documents if d.voided} == {number}


def test_a_page_of_the_judgement_is_not_opened_again_when_something_else_is_due(opened, floor):
    stage = opened(on_list(floor, "first", "second"))
    stage.press(KEY.Key_Return, KEY.Key_1)
    assert front_page(stage) is ship(stage).pages.safety
    kept = ship(stage).kept()
    stage.press(KEY.Key_Escape)
    put_on_hold(stage, floor, "second")
    ship(stage).restore(kept)
    ship(stage).shown()
    stage.rest()
    assert front_page(stage) is ship(stage).pages.load
    assert len(ship(stage).found.batteries) == 2


def test_answers_of_the_judgement_survive_a_change_of_language(opened, floor):
    stage = opened(on_list(floor, "first"))
    stage.press(KEY.Key_Return, KEY.Key_1, KEY.Key_1, KEY.Key_3)
    built_anew(stage)
    assert list(ship(stage).pages.safety._answers.values()) == ["no", "no", "cant_tell"]


def test_what_is_typed_outlives_a_scan(opened, floor):
    stage = opened(on_list(floor, "first"))
    ship(stage).pages.load._driver.click()
    stage.rest()
    page = ship(stage).pages.driver
    QTest.keyClicks(stage.window.focusWidget(), "Sun Hao")  # the keys are the first field's
    stage.scan(stage.battery(floor.ids["second"]).code)
    stage.until(lambda: bool(stage.refused))
    assert stage.refused.startswith("Something is half-done here.")
    stage.acknowledge()
    assert front_page(stage) is page
    assert page._driver.text() == "Sun Hao"
    assert stage.battery(floor.ids["second"]).leaving.load == ""


def test_a_scan_beside_a_key_is_not_passed_over(opened, floor):
    stage = opened(on_list(floor, "first", "leaking"))
    assert primary(stage) == "Take out 1 line"
    code = stage.battery(floor.ids["second"]).code
    read = scans.read(code, datetime.now().astimezone().date(), ())
    stage.screen.scan(Heard(no=1, at=0, text=code, heard_by="wedge", scan=read))
    stage.screen.enter()
    stage.rest()
    listed = {b.id for b in ship(stage).found.batteries}
    assert listed == {floor.ids["first"], floor.ids["second"]}


def test_stock_that_is_chosen_outlives_a_scan(opened, floor):
    stage = opened(on_list(floor))
    stage.press(KEY.Key_Return)
    page = ship(stage).pages.stock
    page._filters[0].set_key("")
    page._toggle(floor.ids["first"])
    stage.scan(stage.battery(floor.ids["second"]).code)
    stage.until(lambda: page._sums[0].text() == "2 batteries")
    assert primary(stage) == "Add 1"
    QTest.keyClick(page, KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert floor.ids["second"] not in page._chosen


def test_arrows_walk_through_stock_and_space_chooses(opened, floor):
    stage = opened(on_list(floor))
    stage.press(KEY.Key_Return)
    page = ship(stage).pages.stock
    page._table.setFocus()
    stage.press(KEY.Key_Down, KEY.Key_Down)
    assert not page._chosen
    stage.press(KEY.Key_Space)
    assert list(page._chosen) == [page._table.key]
    visual = page._table.visualRect(page._table.model().index(0, 1)).center()
    QTest.mouseClick(page._table.viewport(), Qt.MouseButton.LeftButton, pos=visual)
    assert len(page._chosen) == 2
    stage.press(KEY.Key_Space)
    assert len(page._chosen) == 1


def test_the_seal_is_of_one_vehicle(opened, floor):
    first, second = at_the_gate(floor, "first"), at_the_gate(floor, "second")
    stage = opened(first)
    view = ship(stage).pages.load
    view._seal.setText("004417")
    built_anew(stage)
    assert ship(stage).pages.load._seal.text() == "004417"
    view = ship(stage).pages.load
    view._papers.click()
    ship(stage).pages.papers._table.selectRow(0)
    stage.until(lambda: ship(stage).pages.papers.paper.pages > 0)
    stage.press(KEY.Key_Escape)
    stage.window.go("ship", second)
    stage.rest()
    assert view._foot.currentWidget() is view._hold
    assert view._seal.text() == ""
    view._papers.click()
    assert ship(stage).pages.papers.paper.pages == 0


# --- the receipt ----------------------------------------------------------------------------------


def test_a_receipt_goes_from_line_to_line_by_scan_and_figure(opened, floor):
    stage = opened(arrived(floor, "first", "second"))
    stage.press(KEY.Key_Return)
    page = ship(stage).pages.receipt
    stage.scan(stage.battery(floor.ids["second"]).code)
    assert page._table.key == floor.ids["second"]
    stage.press(KEY.Key_4)
    QTest.keyClicks(stage.window.focusWidget(), "300.5")  # their scale is asked for at once
    stage.press(KEY.Key_Return)
    assert page._table.key == floor.ids["first"]
    assert not page._mass.hasFocus()  # a figure answers again
    built_anew(stage)
    page = ship(stage).pages.receipt
    told = {row.key: row.cells[3:] for row in page._table._model.rows}
    assert told[floor.ids["second"]][1].startswith("30")
    assert page._table.key == floor.ids["first"]
    stage.press(KEY.Key_1, KEY.Key_Return)
    ways = [stage.battery(floor.ids[name]).leaving for name in ("first", "second")]
    assert [way.outcome for way in ways] == ["as_listed", "other_mass"]
    assert str(ways[1].outcome_kg) == "300.5"


def test_enter_at_the_gate_goes_to_the_button_that_is_held(opened, floor):
    stage = opened(at_the_gate(floor, "first"))
    view = ship(stage).pages.load
    assert view._foot.currentWidget() is view._hold
    stage.press(KEY.Key_Return)
    assert stage.window.focusWidget() is view._hold
    kind, none = QEvent.Type.KeyPress, Qt.KeyboardModifier.NoModifier
    repeated = QKeyEvent(kind, KEY.Key_Return, none, "\r", autorep=True)
    QApplication.sendEvent(view._hold, repeated)  # the Enter that signed is held down still
    assert view._hold.part == 0
    QTest.keyPress(view._hold, KEY.Key_Return)
    assert view._hold._since.isValid()
    QTest.keyRelease(view._hold, KEY.Key_Return)
    with draw.watched() as said:
        stage.window.grab()
    assert "Dispatch" in [one.text for one in said]
    assert load_of(stage).dispatched_at == 0
