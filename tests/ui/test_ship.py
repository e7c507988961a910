"""Ship by keys, clicks and scans: from a new load to the consignee's receipt."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import looks
import pytest
from at_gate import EDITIONS, due, judge, load_of, new_load, primary, ship, sign, stands
from front import Front
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shipping import Shipper

from cellyard.domain import facts as f
from cellyard.ui.asking import now_ms

KEY = Qt.Key


@pytest.fixture(scope="module")
def model_floor(tmp_path_factory: pytest.TempPathFactory) -> Shipper:
    floor = Shipper(tmp_path_factory.mktemp("ship") / "station")
    floor.close()
    return floor


@pytest.fixture
def floor(model_floor: Shipper, tmp_path: Path) -> Shipper:
    floor = model_floor.again(tmp_path / "station")
    floor.now.at = now_ms()  # the window's own day is today's
    return floor


@pytest.fixture
def stage(floor: Shipper, qtbot: QtBot) -> Iterator[Front]:
    looks.dress(px_per_mm=3.95, glass_mm=345, desk=True)
    front = Front(floor.station, qtbot)
    front.open("ship", floor.supervisor)
    yield front
    front.close()


def test_what_cannot_travel_stands_on_top_and_is_taken_out_by_one_key(stage, floor):
    stands(stage, "loads")
    new_load(stage, floor, "first", "leaking", "good", "swollen")
    view = ship(stage).pages.load
    stands(stage, "a load")
    rows = view.table._model.rows
    assert [row.state for row in rows] == ["stop", "caution", "rest", "rest"]
    assert rows[0].cells[2] == "T5, cn-2026-1"
    assert primary(stage) == "Take out 2 lines"
    assert view.message.words == "2 of 4 cannot travel. The other 2 may go together."
    stage.press(KEY.Key_Return)
    assert {row.key for row in view.table._model.rows} == {
        floor.ids["first"],
        floor.ids["swollen"],
    }
    assert stage.battery(floor.ids["leaking"]).leaving.load == ""


def test_an_enter_too_many_opens_one_load(stage, floor):
    stage.press(KEY.Key_Return)
    for _twice in range(2):  # before anything is written
        stage.screen.enter()
    stage.rest()
    assert load_of(stage).number.startswith("INTAKE1-2026-0001-")


def test_why_tells_every_choice_with_its_rule_and_source(stage, floor):
    new_load(stage, floor, "first")
    view = ship(stage).pages.load
    view._why.click()
    stage.rest()
    stands(stage, "why")
    why = ship(stage).pages.why
    told = {row.cells[2]: row for row in why._table._model.rows}
    assert {"T2", "UN3480.name_zh", "P909-4", "waste.prefix"} <= told.keys()
    assert all(row.reason for row in told.values())
    # the source of the line that is chosen stands whole at the side
    why._table.row_chosen.emit(told["P909-4"].key)
    assert why._source.text() == f"{told['P909-4'].reason} (from memory)"
    assert (told["P909-4"].state, why._open.text() != "") == ("caution", True)
    stage.press(KEY.Key_Return)
    assert ship(stage).stack.currentWidget() is view


def test_a_type_that_is_not_known_to_be_tested_leads_to_its_model_and_back(stage, floor):
    new_load(stage, floor, "good")
    ship(stage).pages.load._why.click()
    stage.rest()
    why = ship(stage).pages.why
    stands(stage, "why it stays")
    assert why.mend.text() == "Enter UN 38.3 at its model"
    why.mend.click()
    stage.rest()
    models = stage.window.current.section("models")
    assert (models.item.key, models.fields.values()["un38_3"]) == ("nissan-leaf-40-kwh", "unknown")
    models.fields["un38_3"].set_key("yes")
    stage.press(KEY.Key_Return)
    stage.window.go("ship")
    stage.rest()
    # the page that stood there is told anew: only its purpose keeps it here now
    assert "It is not stock for this purpose" in why._sub.text()
    assert not why.mend.isVisible()


def test_batteries_that_share_a_package_weigh_its_packaging_once(stage, floor):
    new_load(stage, floor, "first", "second")
    view = ship(stage).pages.load
    page = ship(stage).pages.packing
    for name in ("first", "second"):
        view.table.selectRow([r.key for r in view.table._model.rows].index(floor.ids[name]))
        view._pack.click()
        stage.rest()
        stands(stage, "packing")
        page._package.setText("1")
        page._gross.setText("650,5")
        stage.press(KEY.Key_Return)
    way = stage.battery(floor.ids["second"]).leaving
    assert (way.package, way.gross_kg, way.instruction) == (1, Decimal("650.5"), "P909 (4)")
    assert ship(stage).found.survey.judgement.kg == Decimal("650.5")


def test_stock_is_added_several_at_once(stage, floor):
    new_load(stage, floor)
    stage.press(KEY.Key_Return)
    stands(stage, "stock")
    page = ship(stage).pages.stock
    assert {row.key for row in page._table._model.rows} == {
        floor.ids["first"],
        floor.ids["second"],
    }
    page._all.click()
    assert primary(stage) == "Add 2"
    stage.press(KEY.Key_Return)
    assert len(ship(stage).pages.load.table._model.rows) == 2


def test_a_battery_on_another_list_is_refused_and_scanning_pauses(stage, floor):
    new_load(stage, floor, "first")
    stage.press(KEY.Key_Escape)
    new_load(stage, floor)
    stage.scan(stage.battery(floor.ids["first"]).code)
    stage.until(lambda: bool(stage.refused))
    assert "is listed for load INTAKE1-2026-0001" in stage.refused


def test_without_a_release_papers_are_drafts_and_nothing_leaves(stage, floor):
    new_load(stage, floor, "first")
    for _party in range(2):
        judge(stage)
        stage.press(KEY.Key_Return)
    assert "Papers would be drafts." in ship(stage).pages.load.message.words
    stage.press(KEY.Key_Return, KEY.Key_Return)
    stage.until(lambda: bool(load_of(stage).documents))
    stage.rest()
    assert {d.standing for d in load_of(stage).documents} == {"draft"}
    assert primary(stage) == "Issue papers"
    stage.press(KEY.Key_Return)
    assert len(load_of(stage).documents) == 4


def test_one_yes_keeps_it_until_something_was_done(stage, floor):
    new_load(stage, floor, "first")
    judge(stage, KEY.Key_2)
    assert primary(stage) == "Not passed"
    page = ship(stage).pages.safety
    page._treated.set_key("drained")
    stage.rest()
    assert primary(stage) == "Treated, accepted"
    stage.press(KEY.Key_Return)
    judged = stage.battery(floor.ids["first"]).leaving.judged["consignor"]
    assert (judged.passed, judged.pretreatment) == (False, "drained")


def test_from_the_list_to_the_receipt(floor, qtbot):
    floor.release(*EDITIONS)
    looks.dress(px_per_mm=3.95, glass_mm=345, desk=True)
    stage = Front(floor.station, qtbot)
    stage.open("ship", floor.supervisor)
    try:
        new_load(stage, floor, "first", "second")
        _driver(stage)
        for _party in range(2):
            judge(stage)
            stage.press(KEY.Key_Return)
        assert primary(stage) == "Close the list"
        stage.press(KEY.Key_Return)
        stands(stage, "a closed list")
        stage.press(KEY.Key_Return)
        stage.until(lambda: len(load_of(stage).documents) == 4)
        stage.rest()
        _sign_all(stage)
        stands(stage, "at the gate")
        _dispatch(stage)
        assert load_of(stage).seal == "004417"
        _receive(stage, floor)
        received = load_of(stage)
        assert (received.state, received.differences) == ("received", 1)
        assert primary(stage) == "Go to Tasks"
    finally:
        stage.close()


def _sign_all(stage: Front) -> None:
    """Judged together, so signed together; then the loading list. The papers' page asks too."""
    assert due(stage) == ("Sign", "Consignor: Safety judgement")
    sign(stage)
    ship(stage).pages.load._papers.click()
    stage.rest()
    stands(stage, "papers to sign")
    assert due(stage) == ("Sign", "Consignee: Safety judgement")
    sign(stage, "Wu Lan")
    assert due(stage) == ("Sign", "Consignor: Loading list")
    sign(stage)
    sign(stage, "Sun Hao")
    by = {d.document: load_of(stage).signed(d.number) for d in load_of(stage).documents}
    assert by["safety-judgement"] == {"consignor", "consignee"}
    assert by["loading-list"] == {"consignor", "driver"}


def _driver(stage: Front) -> None:
    ship(stage).pages.load._driver.click()
    stage.rest()
    stands(stage, "vehicle and driver")
    page = ship(stage).pages.driver
    page._driver.setFocus()
    QTest.keyClicks(page._driver, "Sun Hao")
    page._limit.setFocus()
    QTest.keyClicks(page._limit, "heavy")
    stage.press(KEY.Key_Return)
    assert "is no mass" in page._message.words
    page._limit.clear()
    QTest.keyClicks(page._limit, "9500")
    stage.press(KEY.Key_Return)
    assert "9 500" in ship(stage).pages.load._figures[1][1].text().replace("\u2009", " ")


def _dispatch(stage: Front) -> None:
    view = ship(stage).pages.load
    view._papers.click()
    stage.rest()
    stands(stage, "papers")
    stage.press(KEY.Key_Escape)
    view._seal.setText("004417")
    QTest.mousePress(view._hold, Qt.MouseButton.LeftButton)
    stage.until(lambda: load_of(stage).dispatched_at > 0)
    QTest.mouseRelease(view._hold, Qt.MouseButton.LeftButton)
    stage.rest()


def _receive(stage: Front, floor: Shipper) -> None:
    stage.press(KEY.Key_Return)
    assert load_of(stage).state == "arrived"
    stage.press(KEY.Key_Return, KEY.Key_2)
    page = ship(stage).pages.receipt
    stands(stage, "receipt")
    page._all.click()
    stage.press(KEY.Key_Return)
    outcomes: list[f.Outcome | None] = [
        stage.battery(floor.ids[name]).leaving.outcome for name in ("first", "second")
    ]
    assert outcomes == ["missing", "as_listed"]


def test_what_weighs_otherwise_since_the_list_was_closed_opens_it_again(stage, floor):
    new_load(stage, floor, "first")
    for _party in range(2):
        judge(stage)
        stage.press(KEY.Key_Return)
    stage.press(KEY.Key_Return)
    assert primary(stage) == "Issue papers"
    heavier = f.Weighed(kg=Decimal("355.5"), evidence=f.Evidence(flags=("manual",)))
    entry = f.Entry(subject=f"battery/{floor.ids['first']}", fact=heavier)
    stage.window.frame.record(lambda _known, _order: [entry], None)
    stage.until(lambda: primary(stage) == "Open the list")
    assert due(stage) == ("Open the list", "Its papers are made anew")
    view = ship(stage).pages.load
    assert view.message.words == "What it carries changed after its list was closed."
    stands(stage, "a closed list that changed")
