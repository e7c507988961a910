"""First run joins a centre by keys: asked, compared, fetched; broken off, it goes on."""

from collections.abc import Iterator
from pathlib import Path

import floor as floors
import looks
import pytest
from first_hands import Run
from hubs import HubOnFile
from in_step import Direct, files_too
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cellyard.domain.fingerprint import six_words
from cellyard.jobs import enrolment, membership
from cellyard.jobs.station import is_founded
from cellyard.ledger.questions import Questions
from cellyard.ui.names import names
from cellyard.ui.screens.first_run.join import JoinWordsStep
from cellyard.ui.widgets.desk import Button


@pytest.fixture
def direct(floor: floors.Floor, tmp_path: Path) -> Iterator[Direct]:
    """The central server of a centre with one station, which knows what stands on the floor."""
    hub = HubOnFile(tmp_path / "hub")
    hub.enrol(floor.station)
    files_too(floor.station, hub)
    floor.close()
    yield Direct(hub)
    hub.close()


@pytest.fixture
def run(direct: Direct, tmp_path: Path, qtbot: QtBot) -> Iterator[Run]:
    looks.dress(px_per_mm=3.95)
    made = Run(tmp_path / "second", qtbot, reach=direct)
    yield made
    made.window.shell.stop()
    for station, _administrator in made.founded:
        station.close()


def button(run: Run, name: str) -> Button:
    return next(b for b in run.middle.findChildren(Button) if b.accessibleName().startswith(name))


def asked(run: Run, code: str) -> None:
    button(run, "Join").click()
    assert run.next() == "not_yet: Ask it / Its address is missing"
    for number, text in enumerate(("https://hub.example", "Bench 2", code)):
        run.type(number, text)
    run.press()
    run.until(lambda: not run.next().startswith("working"))


def test_three_steps_join_a_centre(run: Run, direct: Direct, floor: floors.Floor) -> None:
    asked(run, direct.hub.code("Bench 2"))
    assert run.said() == "It has answered. Compare the words at the next step."
    run.press()
    step = run.window.step
    assert isinstance(step, JoinWordsStep)
    proposed = enrolment.joining(run.folder)
    assert proposed is not None
    assert step.words.words == six_words(direct.hub.hub.key.public_key, proposed.who.public_key)
    assert membership.read(run.folder) is None
    assert run.next() == "ready: All six agree / On both screens"
    run.press()
    assert run.next().startswith("ready: Next: fetch")
    run.press()
    assert run.next().startswith("ready: Open station")
    run.press()
    run.until(lambda: bool(run.founded))
    station, administrator = run.founded[0]
    assert (station.identity.station, administrator) == ("Bench 2", "")
    assert is_founded(run.folder)
    assert enrolment.proposed(run.folder) is None
    questions = Questions(run.folder)
    assert [s.name for s in questions.stations.seen()] == ["Bench 2", "Intake 1"]
    assert len(questions.newest()) > 5
    assert sorted(names(questions, [floor.administrator, floor.operator]).values()) == [
        "Li Wei", "Zhao Min"
    ]  # fmt: skip
    questions.close()


def test_broken_off_while_it_is_fetched_it_goes_on_after_a_crash(run: Run, direct: Direct) -> None:
    asked(run, direct.hub.code("Bench 2"))
    run.press()
    run.press()
    run.press()
    direct.away = True
    run.press()
    run.until(lambda: run.window.shell.top.scan.state == "paused")
    assert not is_founded(run.folder)
    run.press()  # it was read
    run.window.shell.stop()
    run.crash()
    assert run.next().startswith("not_yet: Open station / Compare:")
    direct.away = False
    run.press(Qt.Key.Key_Escape)
    run.press()  # the words once more
    run.press()
    run.press()
    run.until(lambda: bool(run.founded))
    assert is_founded(run.folder)


def test_words_that_differ_leave_nothing(run: Run, direct: Direct) -> None:
    asked(run, direct.hub.code("Bench 2"))
    run.press()
    QTest.mouseClick(button(run, "They differ"), Qt.MouseButton.LeftButton)
    assert run.window.step.key == "join_server"
    assert enrolment.proposed(run.folder) is None
    assert membership.read(run.folder) is None
    assert not is_founded(run.folder)
    asked_again = direct.hub.code("Bench 2")
    run.type(2, asked_again)
    run.press()
    run.until(lambda: not run.next().startswith("working"))
    assert enrolment.joining(run.folder) is not None
