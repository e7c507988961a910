"""A history that the centre has not: its task leads to the page of a new beginning."""

from collections.abc import Iterator
from pathlib import Path

import looks
import pytest
from first_hands import Run
from front import Front
from hubs import HubOnFile
from in_step import Direct
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from set_back import SECOND, SetBack

from cellyard.domain.refusals import Refused
from cellyard.jobs import recovering
from cellyard.jobs.door import SignedIn
from cellyard.ui.widgets.desk import Button
from cellyard.ui.widgets.label import Label

NO = Refused(recovering.BEHIND, station=SECOND)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> SetBack:
    made = SetBack(tmp_path_factory.mktemp("set back"))
    made.close()
    return made


@pytest.fixture
def stage(model: SetBack, tmp_path: Path, qtbot: QtBot) -> Iterator[Front]:
    looks.dress(desk=True)
    floor = model.one.again(tmp_path / "one")
    front = Front(floor.station, qtbot)
    yield front
    front.close()


def opened(stage: Front, person: SignedIn) -> str:
    """Open the task; returns how its button stands."""
    stage.open("tasks", person)
    task = next(t for t in stage.screen._found.tasks if t.kind == "fork")
    stage.window.go("tasks", task.key)
    stage.rest()
    button = stage.screen._view.next
    return f"{button.mode}: {button.accessibleName()} / {button.accessibleDescription()}"


def test_enter_opens_the_page_of_a_new_beginning(stage: Front, model: SetBack) -> None:
    wanted: list[Refused] = []
    stage.window.recovery_wanted.connect(wanted.append)
    assert opened(stage, model.one.supervisor) == "ready: Begin anew / With a new code"
    shown = " | ".join(stage.texts())
    assert "Two histories" in shown
    assert SECOND in shown
    assert "set aside whole" in shown
    stage.press(Qt.Key.Key_Return)
    assert [(no.code, no.shown) for no in wanted] == [(NO.code, NO.shown)]


def test_only_who_decides_about_the_central_server_begins_anew(
    stage: Front, model: SetBack
) -> None:
    wanted: list[Refused] = []
    stage.window.recovery_wanted.connect(wanted.append)
    said = opened(stage, model.one.floor_worker)
    assert said == "not_yet: Begin anew / An administrator decides it"
    stage.press(Qt.Key.Key_Return)
    assert wanted == []


def test_the_page_says_what_becomes_of_it_and_work_may_go_on_first(
    model: SetBack, tmp_path: Path, qtbot: QtBot
) -> None:
    floor = model.one.again(tmp_path / "one")
    floor.close()
    looks.dress(px_per_mm=3.95)
    run = Run(floor.station.folder, qtbot, stopped=NO)
    said = " ".join(label.text() for label in run.middle.findChildren(Label))
    assert f"another history of {SECOND}" in said
    assert "Writing has stopped" not in run.window.shell._status.accessibleName()
    [on] = (b for b in run.middle.findChildren(Button) if b.isVisible())
    QTest.mouseClick(on, Qt.MouseButton.LeftButton)
    floor.station = run.founded[0][0]
    floor.put(floor.ids["lost"], "A-02-1-1")
    floor.close()


def test_four_steps_take_the_record_of_the_centre(
    model: SetBack, tmp_path: Path, qtbot: QtBot
) -> None:
    floor = model.one.again(tmp_path / "one")
    floor.close()
    hub = HubOnFile(model.hub_folder)
    hub.centre = model.hub.centre
    looks.dress(px_per_mm=3.95)
    run = Run(floor.station.folder, qtbot, reach=Direct(hub), stopped=NO)
    run.press()
    run.type(2, hub.code("Intake 1"))
    run.press()
    run.until(lambda: not run.next().startswith("working"))
    for _step in range(4):  # answered, compared, on, open
        run.press()
    run.until(lambda: bool(run.founded))
    floor.station = run.founded[0][0]
    front = Front(floor.station, qtbot)
    front.open("tasks", floor.supervisor)
    assert [t.kind for t in front.screen._found.tasks if t.conflict] == []
    assert front.battery(floor.ids["instead"]).slot == "A-01-1-1"
    front.close()
    hub.close()
