"""The watched yard on screen: readings, holds, second badges, alarms on every screen, the past."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from floor import DAY, HOUR, Floor, code
from front import Front, Opens, opening
from looked_after import alarm, looked_after
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cellyard.domain import facts as f
from cellyard.domain.readings import Health, Reading, Sample
from cellyard.domain.registers import Instrument
from cellyard.jobs.instruments import Attached
from cellyard.jobs.people import NewPerson, enter
from cellyard.ui import yard_watch
from cellyard.ui.asking import now_ms

SECOND_BADGE = "CY:P:0003"


@pytest.fixture(scope="module")
def model_floor(tmp_path_factory: pytest.TempPathFactory) -> Floor:
    return looked_after(tmp_path_factory.mktemp("floor") / "station")


@pytest.fixture
def floor(model_floor: Floor, tmp_path: Path) -> Floor:
    floor = model_floor.again(tmp_path / "station")
    floor.now.at = now_ms()
    return floor


@pytest.fixture
def opened(floor: Floor, qtbot: QtBot) -> Iterator[Opens]:
    with opening(floor, qtbot, "yard") as opens:
        yield opens


@pytest.fixture
def stage(opened: Opens) -> Front:
    return opened("O-01")


def primary(stage: Front) -> str:
    view = stage.screen._view
    return f"{view.next.mode}: {view.next.accessibleName()}"


# --- reading ------------------------------------------------------------------------------------


def test_a_watched_battery_is_read_by_enter_figures_and_enter(stage: Front, floor: Floor) -> None:
    assert primary(stage) == "ready: Read O-01 now"
    assert any(text.startswith("read in 0:") for text in stage.texts())
    stage.press(Qt.Key.Key_Return)
    assert primary(stage) == "not_yet: Take the reading"
    QTest.keyClicks(stage.screen._view.reading.case, "21.9")
    assert primary(stage) == "ready: Take 21.9 °C"
    stage.press(Qt.Key.Key_Return)
    newest = stage.battery(floor.ids["swollen"]).watch.observations[-1]
    assert (newest.temperature, newest.clean, newest.by) == (
        Decimal("21.9"),
        True,
        floor.administrator,
    )
    assert primary(stage) == "ready: Read O-01 now"
    assert stage.said == "O-01, 21.9 °C"


def test_what_the_thermometer_said_before_is_of_another_battery(stage: Front) -> None:
    stage.press(Qt.Key.Key_Return)
    page = stage.screen._view.reading
    for t, shown in ((page._begun - 0.1, None), (page._begun + 0.1, Decimal("31.5"))):
        page.show_live(thermometer(t, "31.5"))
        case = page.taken().case
        assert (case.value if case else None) == shown
    assert page.taken().read


def thermometer(t: float, celsius: str) -> Attached:
    """Return a thermometer that runs, with one steady reading at a moment in monotonic seconds."""
    reading = Reading(value=Decimal(celsius), unit="degC")
    return Attached(
        instrument=Instrument(
            key="t", station="Intake 1", profile="thermometer", port="", duty="thermometer"
        ),
        health=Health(name="t", state="running"),
        newest=Sample(t=t, at=now_ms(), readings={"temperature": reading}, raw=b"31.5"),
    )


def test_what_is_seen_is_written_with_the_reading(stage: Front, floor: Floor) -> None:
    stage.press(Qt.Key.Key_Return)
    reading = stage.screen._view.reading
    reading._seen.choose("smoke")
    QTest.keyClicks(reading.case, "22")
    stage.press(Qt.Key.Key_Return)
    battery = stage.battery(floor.ids["swollen"])
    assert (battery.verdict, battery.watch.observations[-1].seen) == ("stop", "smoke")
    assert battery.held_slot is not None


def test_no_reading_is_written_as_such_and_is_an_alarm(
    stage: Front, floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yard_watch, "SEEN_AFTER_S", 0.0)
    stage.press(Qt.Key.Key_Return, Qt.Key.Key_N)
    newest = stage.battery(floor.ids["swollen"]).watch.observations[-1]
    assert (newest.temperature, newest.clean) == (None, False)
    assert "O-01 gave no reading" in stage.texts()
    stage.window.go("intake")
    stage.rest()
    assert "O-01 gave no reading" in stage.texts(), "it stands on every screen"
    stage.window.sign_out()
    stage.rest()
    assert "O-01 gave no reading" in stage.texts(), "and where nobody is signed in"
    QTest.keyClick(stage.window, Qt.Key.Key_Return)
    assert alarm(stage) == ""
    assert stage.said == "O-01 gave no reading, Read. Nothing else was done"


def test_escape_leaves_the_reading_and_writes_nothing(stage: Front, floor: Floor) -> None:
    before = len(stage.battery(floor.ids["swollen"]).watch.observations)
    stage.press(Qt.Key.Key_Return, Qt.Key.Key_Escape)
    assert primary(stage) == "ready: Read O-01 now"
    assert len(stage.battery(floor.ids["swollen"]).watch.observations) == before


# --- holds, and two people ----------------------------------------------------------------------


def test_a_hold_is_placed_for_a_reason_and_the_slot_is_closed(stage: Front, floor: Floor) -> None:
    stage.screen._want("hold")
    stage.rest()
    assert primary(stage) == "not_yet: Put on hold"
    stage.press(Qt.Key.Key_1)
    held = stage.battery(floor.ids["swollen"]).watch.hold
    assert held is not None
    assert held.reason == "recall"
    assert stage.screen._view._drawing.slots["O-01"].state == "closed"


def test_a_hold_is_lifted_by_a_second_badge(stage: Front, floor: Floor) -> None:
    slot = stage.battery(floor.ids["sound"]).slot
    stage.scan(f"CY:S:{slot}")
    stage.press(Qt.Key.Key_Escape)
    stage.screen._choose(slot)
    stage.rest()
    stage.screen._want("release")
    stage.press(Qt.Key.Key_1)
    assert primary(stage) == "not_yet: Second badge"
    stage.scan("CY:P:0001")
    assert stage.refused, "one person is not two"
    stage.acknowledge()
    assert stage.battery(floor.ids["sound"]).watch.hold is not None
    stage.scan("CY:P:0002")
    assert stage.battery(floor.ids["sound"]).watch.hold is None
    fact = stage.line(floor.ids["sound"])[-1].fact
    assert isinstance(fact, f.HoldReleased)
    assert (fact.reason, fact.second) == ("checked", floor.operator)
    assert stage.window.signed_in is not None
    assert stage.window.signed_in.id == floor.administrator, "the badge signed nobody in"


def test_a_held_battery_is_not_moved(stage: Front, floor: Floor) -> None:
    stage.scan(code(1), "CY:S:A-01-3-1")
    assert "on hold" in stage.refused


def test_a_better_verdict_takes_a_photo_and_a_second_badge(
    opened: Opens, floor: Floor, tmp_path: Path
) -> None:
    technician = enter(
        floor.station,
        NewPerson(name="Chen", badge="0003", pin="2580", roles=("technician",)),
        by=floor.administrator,
    )
    stage = opened("O-01")
    stage.screen._want("better")
    assert primary(stage) == "not_yet: A new photo"
    picture = tmp_path / "o-01.jpg"
    picture.write_bytes(b"\xff\xd8 a picture")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(picture))])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    stage.screen._view.dropEvent(drop)
    assert primary(stage) == "not_yet: Second badge"
    stage.scan(SECOND_BADGE)
    battery = stage.battery(floor.ids["swollen"])
    assert (battery.verdict, battery.reasons[0]) == ("check", "was_watch")
    triaged = [r.fact for r in stage.line(battery.id) if isinstance(r.fact, f.Triaged)][-1]
    assert triaged.second == technician


def test_what_is_in_the_way_of_a_better_verdict_is_said(stage: Front, floor: Floor) -> None:
    stage.press(Qt.Key.Key_Return, Qt.Key.Key_N)
    stage.screen._want("better")
    assert "0 of 2 clean checks" in stage.screen._view.message.words
    assert primary(stage) == "ready: Read O-01 now"


# --- the past -----------------------------------------------------------------------------------


def test_the_slider_shows_what_lay_where_and_nothing_is_done_there(
    stage: Front, floor: Floor
) -> None:
    slot = stage.battery(floor.ids["sound"]).slot
    line = stage.screen._view.time_line
    line.go(now_ms() - 5 * DAY)  # before anything came in: it stops at the first moment
    stage.rest()
    survey = stage.screen._view.survey
    assert survey.moment == survey.begins > 0
    assert survey.board.count <= 1
    assert primary(stage) == "ready: Back to now"
    line.go(now_ms() - 2 * DAY - 12 * HOUR)
    stage.rest()
    then = {what.slot for what in stage.screen._view.survey.lying}
    assert slot in then
    assert "O-01" not in then or stage.screen._view.survey.moment > 0
    assert "Abnormal then" in stage.texts()
    stage.press(Qt.Key.Key_Return)
    assert line.moment == 0
    assert stage.screen._view.survey.moment == 0
    assert "Abnormal now" in stage.texts()


def test_keys_move_the_slider_and_escape_comes_back(stage: Front) -> None:
    line = stage.screen._view.time_line
    line.setFocus()
    stage.press(Qt.Key.Key_Left)
    first = line.moment
    assert 0 < first < now_ms()
    stage.press(Qt.Key.Key_PageDown)
    assert line.moment == first - DAY
    stage.press(Qt.Key.Key_Home)
    assert line.moment == stage.screen._view.survey.begins
    stage.press(Qt.Key.Key_End)
    assert line.moment == 0
    stage.press(Qt.Key.Key_Down, Qt.Key.Key_Escape)
    assert line.moment == 0


def test_the_slider_is_dragged(stage: Front) -> None:
    line = stage.screen._view.time_line
    middle = QPoint(line.width() // 2, line.height() // 2)
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=middle)
    stage.rest()
    assert line.moment > 0
    assert stage.screen._view.survey.moment == line.moment


def test_a_scan_comes_back_to_now(stage: Front) -> None:
    line = stage.screen._view.time_line
    line.go(now_ms() - DAY)
    stage.rest()
    stage.scan("CY:S:O-03")
    assert line.moment == 0
    assert stage.said == "O-03, Slot opened"


def test_the_past_shows_what_was_on_hold_then(stage: Front, floor: Floor) -> None:
    battery = stage.battery(floor.ids["sound"])
    assert battery.watch.hold is not None
    line = stage.screen._view.time_line
    for moment, state, listed in (
        (battery.watch.hold.at + 1, "closed", ["hold"]),
        (battery.watch.hold.at - 1, "taken", []),
    ):
        line.go(moment)
        stage.rest()
        view = stage.screen._view
        assert view._drawing.slots[battery.slot].state == state
        assert [a.kind for a in view.survey.board.abnormal if a.battery == battery.id] == listed


def test_a_slot_of_the_past_shows_who_lay_there_then(stage: Front, floor: Floor) -> None:
    line = stage.screen._view.time_line
    line.go(now_ms() - 2 * HOUR)
    stage.rest()
    stage.screen._choose("O-01")
    stage.rest()
    there = stage.screen._hand.there
    assert [s.battery.id for s in there] == [floor.ids["swollen"]]
    known = len(stage.battery(floor.ids["swollen"]).watch.observations)
    assert len(there[0].battery.watch.observations) == known - 1, "the last look came later"
