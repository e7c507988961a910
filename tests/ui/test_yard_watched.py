"""The watched yard on screen: readings, holds, second badges, alarms on every screen, the past."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from floor import DAY, MINUTE, Floor, code, furnished
from front import Front, Opens, opening
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cellyard.domain import facts as f
from cellyard.domain.readings import Reading
from cellyard.domain.yard import hold, observation
from cellyard.jobs.people import NewPerson, enter
from cellyard.ui import yard_watch
from cellyard.ui.asking import now_ms

HOUR = 60 * MINUTE
SECOND_BADGE = "CY:P:0003"


def look(floor: Floor, name: str, t: str | None) -> None:
    reading = Reading(value=None if t is None else Decimal(t), unit="degC", flags=("manual",))
    order = observation.Observing(battery=floor.ids[name], reading=reading)
    floor._act(observation.observe, order)


@pytest.fixture(scope="module")
def model_floor(tmp_path_factory: pytest.TempPathFactory) -> Floor:
    """A furnished floor: the swollen one was looked at every other hour for two days, and is clean;
    the sound one is on hold.
    """
    floor = furnished(tmp_path_factory.mktemp("floor") / "station")
    now = now_ms()
    for hours in range(46, 0, -2):
        floor.now.at = now - hours * HOUR + 30 * MINUTE
        look(floor, "swollen", "21.6")
    floor._act(hold.hold, hold.Holding(battery=floor.ids["sound"], reason="police"))
    floor.close()
    return floor


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
    assert "O-01 gave no reading" not in stage.texts()


def test_escape_leaves_the_reading_and_writes_nothing(stage: Front, floor: Floor) -> None:
    before = len(stage.battery(floor.ids["swollen"]).watch.observations)
    stage.press(Qt.Key.Key_Return, Qt.Key.Key_Escape)
    assert primary(stage) == "ready: Read O-01 now"
    assert len(stage.battery(floor.ids["swollen"]).watch.observations) == before


# --- alarms -------------------------------------------------------------------------------------


def alarm(stage: Front) -> str:
    stage.window._surroundings.yard.look()
    return stage.window.chrome.status._alarm[0]


@pytest.fixture
def late(model_floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Floor:
    """The floor three hours later: a reading is late."""
    monkeypatch.setattr(yard_watch, "SEEN_AFTER_S", 0.0)
    monkeypatch.setattr(yard_watch, "now_ms", lambda: now_ms() + 3 * HOUR)
    floor = model_floor.again(tmp_path / "late")
    floor.now.at = now_ms()
    return floor


def test_a_late_reading_is_an_alarm_until_enter_and_not_again(
    late: Floor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Front(late.station, qtbot)
    monkeypatch.setattr(Front, "read_alarms", Front.rest)
    stage.open("intake", late.supervisor)
    assert alarm(stage).startswith("O-01 is late by")
    assert stage.window.tones._repeating.is_set()
    assert stage.window.chrome._frame.isVisible()
    assert not stage.window.hearing.paused, "scans are still taken"
    stage.press(Qt.Key.Key_Return)
    assert alarm(stage) == ""
    assert not stage.window.tones._repeating.is_set()
    assert not stage.window.chrome._frame.isVisible()
    stage.window.go("yard")
    stage.rest()
    assert alarm(stage) == "", "what was read does not sound again"
    assert "O-01" in stage.texts(), "but stays in the list"
    stage.close()


def test_the_card_and_a_finger_read_an_alarm_too(
    late: Floor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Front(late.station, qtbot)
    monkeypatch.setattr(Front, "read_alarms", Front.rest)
    stage.open("yard", late.supervisor, "O-01")
    stage.scan("CY:C:NEXT")
    assert alarm(stage) == ""
    assert primary(stage) == "ready: Read O-01 now", "the card read the alarm and nothing else"
    stage.window.frame.keep_draft("yard/alarms_read", "")
    assert alarm(stage)
    QTest.mouseClick(stage.window.chrome.status, Qt.MouseButton.LeftButton)
    assert alarm(stage) == ""
    stage.close()


def test_an_enter_that_ends_typing_reads_no_alarm(
    late: Floor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Front(late.station, qtbot)
    monkeypatch.setattr(Front, "read_alarms", Front.rest)
    stage.open("yard", late.supervisor)
    stage.type("O-03")
    stage.press(Qt.Key.Key_Return)
    assert alarm(stage)
    assert stage.said == "O-03, Slot opened"
    stage.close()


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
    survey = stage.screen._view.survey
    then = {what.slot for what in survey.lying}
    assert slot in then
    stays = [s for id_ in floor.ids.values() for s in stage.battery(id_).stays]
    covers = [s for s in stays if s.since <= survey.moment < (s.until or now_ms())]
    assert then == {s.slot for s in covers}
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
