"""A station that has stopped: the page that says so, its new beginning, and what stood apart."""

from collections.abc import Iterator
from pathlib import Path

import floor as floors
import looks
import pytest
from first_hands import Run
from hubs import HubOnFile, round_of
from in_step import Direct
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from set_up import SetUp
from whole import Whole

from cellyard.domain.refusals import Refused
from cellyard.jobs import aside, machine, membership, stopped
from cellyard.jobs.station import Station, identity
from cellyard.ledger.questions import Questions
from cellyard.ui.screens.setup.central import CentralSection
from cellyard.ui.widgets.desk import Button, Field
from cellyard.ui.widgets.label import Label

LEAF = "nissan-leaf-40-kwh"


@pytest.fixture
def direct(tmp_path: Path) -> Iterator[Direct]:
    hub = HubOnFile(tmp_path / "hub")
    yield Direct(hub)
    hub.close()


@pytest.fixture
def copied(floor: floors.Floor, direct: Direct, tmp_path: Path) -> floors.Floor:
    """A station whose first computer has sent what the second, this one, does not know."""
    direct.hub.enrol(floor.station)
    round_of(floor.station, direct.hub.hub.answer)
    floor.close()
    first, second = floor.again(tmp_path / "first"), floor.again(tmp_path / "second")
    first.book_in(floors.code(78), LEAF)
    round_of(first.station, direct.hub.hub.answer)
    first.close()
    second._count += 50
    second.ids["apart"] = second.book_in(floors.code(79), LEAF)
    return second


def said(run: Run) -> str:
    return " ".join(label.text() for label in run.middle.findChildren(Label))


def test_the_thread_of_sync_stops_writing_and_set_up_begins_anew(
    copied: floors.Floor, direct: Direct, qtbot: QtBot
) -> None:
    folder = copied.station.folder
    setup = SetUp(copied, copied.supervisor, qtbot, reach=direct)
    wanted: list[Refused] = []
    setup.window.recovery_wanted.connect(wanted.append)
    setup.until(lambda: stopped.read(folder) is not None)
    section = setup.open("central")
    assert isinstance(section, CentralSection)
    setup.until(lambda: section._hub is not None)
    section._show()
    assert setup.said() == "Writing has stopped"
    setup.window._surroundings.show()
    assert setup.window.chrome.status.accessibleName().startswith("Writing has stopped")
    refused: list[Refused] = []
    setup.window.frame.record(lambda _k, _o: [], None, refused=refused.append)
    setup.until(lambda: bool(refused))
    assert refused[0].code in stopped.STOPS
    section.changed.emit()
    assert setup.next() == "ready: Begin anew / With a new code"
    setup.enter()
    assert [no.code for no in wanted] == [refused[0].code]
    setup.close()


def test_four_steps_begin_anew_and_what_stood_apart_is_judged(
    copied: floors.Floor, direct: Direct, qtbot: QtBot
) -> None:
    folder, old = copied.station.folder, copied.station.identity.epoch
    copied.station.stop_writing("chain_forked")
    copied.close()
    looks.dress(px_per_mm=3.95)
    run = Run(folder, qtbot, reach=direct, stopped=Refused("chain_forked"))
    assert "this station was restored or copied" in said(run)
    assert run.window.focusWidget() is run.middle  # Enter goes on, and nothing else
    run.press()
    fields = run.middle.findChildren(Field)
    assert [field.text() for field in fields][:2] == ["https://hub.example", "Intake 1"]
    run.type(2, direct.hub.code("Intake 1"))
    run.press()
    run.until(lambda: not run.next().startswith("working"))
    for _step in range(4):  # answered, compared, on, open
        run.press()
    run.until(lambda: bool(run.founded))
    station = run.founded[0][0]
    assert station.identity.epoch != old
    copied.station = station
    setup = SetUp(copied, copied.supervisor, qtbot, reach=direct)
    section = setup.open("central")
    assert isinstance(section, CentralSection)
    setup.until(section.apart.isVisible)
    subjects = list(section.apart._apart)
    assert f"battery/{copied.ids['apart']}" in subjects
    section.apart._list.choose(f"battery/{copied.ids['apart']}")
    QTest.mouseClick(section.apart.anew, Qt.MouseButton.LeftButton)
    setup.until(lambda: f"battery/{copied.ids['apart']}" not in section.apart._apart)
    assert setup.asked(lambda q: q.battery(copied.ids["apart"])) is not None
    for _rest in range(len(subjects) - 1):
        before = len(section.apart._apart)
        QTest.mouseClick(section.apart.leave, Qt.MouseButton.LeftButton)
        setup.until(lambda before=before: len(section.apart._apart) < before)
    assert not section.apart.isVisible()
    setup.close()
    with Station(folder) as again:
        assert aside.apart(again) == []


def test_the_app_says_why_and_a_stopped_store_opens_to_look(
    copied: floors.Floor, qtbot: QtBot
) -> None:
    folder = copied.station.folder
    copied.station.stop_writing("station_goes_on_elsewhere")
    copied.close()
    app = Whole(folder)
    first_run = app.app.first_run
    assert first_run is not None
    look = next(b for b in first_run.step.middle.findChildren(Button))
    QTest.mouseClick(look, Qt.MouseButton.LeftButton)
    assert app.app.window is not None
    app.close()


def test_a_copy_on_another_computer_is_not_opened(
    copied: floors.Floor, direct: Direct, qtbot: QtBot
) -> None:
    folder = copied.station.folder
    copied.close()
    (folder / machine.FILE).write_text("0" * 64)
    app = Whole(folder)
    assert app.app.first_run is not None
    assert app.app.first_run.step.key == "stopped"
    app.close()
    looks.dress(px_per_mm=3.95)
    run = Run(folder, qtbot, reach=direct, stopped=Refused("store_copied", folder=str(folder)))
    assert "becomes a station of its own" in said(run)
    run.press()
    run.type(1, "Intake 9")
    run.type(2, direct.hub.code("Intake 9"))
    run.press()
    run.until(lambda: not run.next().startswith("working"))
    for _step in range(4):
        run.press()
    run.until(lambda: bool(run.founded))
    assert identity(folder).station == "Intake 9"
    questions = Questions(folder)
    assert {s.name for s in questions.stations.seen()} == {"Intake 1", "Intake 9"}
    questions.close()
    run.founded[0][0].close()


def test_who_left_on_purpose_is_not_asked_to_come_back(
    copied: floors.Floor, direct: Direct, qtbot: QtBot
) -> None:
    folder = copied.station.folder
    (folder / membership.FILE).unlink()  # as a backup brings it
    setup = SetUp(copied, copied.supervisor, qtbot, reach=direct)
    setup.window._surroundings.show()
    status = setup.window.chrome.status
    assert status.accessibleName().startswith("Enrol this station anew")
    (folder / membership.LEFT).touch()
    setup.window.syncing.begin()
    setup.window._surroundings.show()
    assert status.accessibleName().startswith("Everything is kept here")
    setup.close()


def test_the_page_says_what_will_be_asked(copied: floors.Floor, qtbot: QtBot) -> None:
    copied.close()
    looks.dress(px_per_mm=3.95)
    run = Run(copied.station.folder, qtbot, stopped=Refused("chain_forked"))
    assert said(run).count("Set up") == 1  # where it ends; the way there is this page
    asked = [label.text() for label in run.window.step.side.findChildren(Label)]
    assert asked[:2] == ["What will be asked", "A code"]
    run.window.shell.stop()


@pytest.mark.parametrize("worn", looks.BOTH_PANELS)
@pytest.mark.parametrize("code", ["chain_forked", "store_copied", "other_history"])
def test_why_it_stopped_stands_whole_on_both_panels(
    copied: floors.Floor, qtbot: QtBot, worn: looks.Worn, code: str
) -> None:
    folder = copied.station.folder
    copied.close()
    looks.dress(*worn[:3], desk=True)
    shown = {"folder": "C:/ProgramData/cellyard/station-1", "station": "Intake 2"}
    run = Run(folder, qtbot, stopped=Refused(code, **shown))
    looks.stands(run.window, looks.glass(worn), code)
    run.press()
    looks.stands(run.window, looks.glass(worn), f"{code}, address")
    run.window.shell.stop()
