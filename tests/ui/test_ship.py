"""Ship by keys, clicks and scans: from a new load to the consignee's receipt."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import looks
import pytest
from front import Front
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shipping import Shipper

from cellyard.domain import facts as f
from cellyard.domain.shipping.load import Load
from cellyard.ui.asking import now_ms
from cellyard.ui.screens.ship import ShipScreen
from cellyard.ui.signing import Signing
from cellyard.ui.widgets import draw

KEY = Qt.Key
EDITIONS = ("transport-cn-2026-1", "cn-2026-3", "grading-2026-2")
STROKE = (QPoint(60, 60), QPoint(160, 100), QPoint(220, 50), QPoint(320, 110))


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


def ship(stage: Front) -> ShipScreen:
    assert isinstance(stage.screen, ShipScreen)
    return stage.screen


def new_load(stage: Front, floor: Shipper, *names: str) -> None:
    stage.press(KEY.Key_Return, KEY.Key_Return)
    stage.until(lambda: ship(stage).found is not None)
    for name in names:
        stage.scan(stage.battery(floor.ids[name]).code)
        table = ship(stage).pages.load.table
        stage.until(lambda t=table, n=name: floor.ids[n] in {r.key for r in t._model.rows})
    stage.rest()
    stage.read_alarms()  # what is watched is late on a floor of days ago: an Enter would read that


def primary(stage: Front) -> str:
    page = stage.screen.stack.currentWidget()
    return page.next.accessibleName()


def load_of(stage: Front) -> Load:
    found: list[list[Load]] = []
    stage.window.frame.ask(lambda q: q.loads.newest(), found.append)
    stage.rest()
    return found[0][0]


def stands(stage: Front, page: str) -> None:
    looks.stands(stage.window, (1366, 768), page)


def judge(stage: Front, answer: Qt.Key = KEY.Key_1) -> None:
    stage.press(KEY.Key_Return)
    for _item in ship(stage).pages.safety._items:
        stage.press(answer)
    with draw.watched() as said:  # what is scrolled away stands over nothing
        stage.window.grab()
    assert [one for one in said if not one.fits] == []


def sign(stage: Front, name: str = "") -> None:
    stage.press(KEY.Key_Return)
    stage.until(lambda: isinstance(ship(stage).stack.currentWidget(), Signing))
    page = ship(stage).stack.currentWidget()
    assert isinstance(page, Signing)
    if name:
        page._name.setFocus()
        QTest.keyClicks(page._name, name)
    QTest.mousePress(page.pad, Qt.MouseButton.LeftButton, pos=STROKE[0])
    for point in STROKE[1:]:
        QTest.mouseMove(page.pad, point)
    QTest.mouseRelease(page.pad, Qt.MouseButton.LeftButton, pos=STROKE[-1])
    stage.press(KEY.Key_Return)
    stage.until(lambda: not isinstance(ship(stage).stack.currentWidget(), Signing))


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
    assert len(load_of(stage).documents) == 3


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
        stage.until(lambda: len(load_of(stage).documents) == 3)
        stage.rest()
        sign(stage)
        sign(stage, "Sun Hao")
        stands(stage, "at the gate")
        _dispatch(stage)
        assert load_of(stage).seal == "004417"
        _receive(stage, floor)
        received = load_of(stage)
        assert (received.state, received.differences) == ("received", 1)
        assert primary(stage) == "Go to Tasks"
    finally:
        stage.close()


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
