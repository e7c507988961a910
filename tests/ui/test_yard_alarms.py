"""Alarms of the yard on every screen: until they are read, by who means to, and not again."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from floor import DAY, HOUR, Floor
from front import Front
from looked_after import alarm, look, looked_after
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from whole import Whole, listen

from cellyard.ui import yard_watch
from cellyard.ui.asking import now_ms


def primary(stage: Front) -> str:
    view = stage.screen._view
    return f"{view.next.mode}: {view.next.accessibleName()}"


@pytest.fixture(scope="module")
def model_floor(tmp_path_factory: pytest.TempPathFactory) -> Floor:
    return looked_after(tmp_path_factory.mktemp("floor") / "station")


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


def test_what_is_alarming_stands_as_soon_as_the_app_does(late: Floor, qtbot: QtBot) -> None:
    stage = Front(late.station, qtbot)
    stage.open("yard", late.supervisor)
    held, window = threading.Event(), stage.window
    window.writer.note(lambda _station: held.wait(), lambda _waited: None)
    window.frame._drafts.clear()
    watch = yard_watch.YardWatch(window)
    watch.ask()
    stage.until(lambda: not window.reader.busy)
    assert watch._said == (), "what was read before is not known yet"
    held.set()
    stage.rest()
    assert [a.kind for a in watch._said] == ["late"]
    stage.close()


def test_the_worst_of_the_yard_is_named_first_and_each_is_read_by_itself(
    late: Floor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    late.put(late.ids["leaking"])
    late.now.at += 3 * HOUR
    look(late, "leaking", "31")
    stage = Front(late.station, qtbot)
    stage.open("yard", late.supervisor, "O-01")
    stage.window.frame.keep_draft("yard/alarms_read", "")
    monkeypatch.setattr(yard_watch, "SEEN_AFTER_S", 3600.0)
    assert alarm(stage) == "Q-01 is too warm, 1 more"
    stage.press(Qt.Key.Key_Return)
    assert alarm(stage) == "Q-01 is too warm, 1 more", "it was not seen yet: the key was not for it"
    assert primary(stage) == "not_yet: Take the reading"
    stage.press(Qt.Key.Key_Escape)
    monkeypatch.setattr(yard_watch, "SEEN_AFTER_S", 0.0)
    stage.press(Qt.Key.Key_Return)
    assert alarm(stage).startswith("O-01 is late by")
    monkeypatch.setattr(yard_watch, "SEEN_AFTER_S", 3600.0)
    stage.press(Qt.Key.Key_Return)
    assert alarm(stage).startswith("O-01 is late by"), "a double Enter reads one"
    assert primary(stage) == "ready: Read O-01 now", "and does nothing else"
    stage.close()


def test_no_alarm_ends_with_the_rules(
    late: Floor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Front(late.station, qtbot)
    monkeypatch.setattr(Front, "read_alarms", Front.rest)
    monkeypatch.setattr(yard_watch, "now_ms", lambda: now_ms() + 400 * DAY)
    stage.open("intake", late.supervisor)
    assert alarm(stage).startswith("O-01 is late by 3")
    stage.close()


@pytest.fixture
def whole_app(late: Floor) -> Iterator[Whole]:
    """The whole application on the late floor, its scanner heard by the wedge."""
    late.station.close()
    app = Whole(late.station.folder)
    yield app
    app.close()


@pytest.mark.parametrize("enters", [1, 2])
def test_a_scan_reads_no_alarm_and_is_not_lost(whole_app: Whole, enters: int) -> None:
    app = whole_app
    app.scan("CY:P:0001")
    app.window.go("yard")
    app.rest()
    app.window.frame.keep_draft("yard/alarms_read", "")
    watch = app.window._surroundings.yard
    watch.look()
    assert [a.kind for a in watch._said] == ["late"]
    given = listen(app)
    app.burst("CY:S:O-03", enters=enters)
    app.rest()
    assert given == ["CY:S:O-03"]
    assert [a.kind for a in watch._said] == ["late"], "nobody has read it"
    app.key(Qt.Key.Key_Return)
    assert watch._said == ()


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
