"""The lamp of the central server, and Set up's section: enrolled by keys, told as it stands."""

from collections.abc import Iterator
from pathlib import Path

import floor as floors
import looks
import msgspec
import pytest
from hubs import HubOnFile
from in_step import Direct, Says
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from set_up import SetUp

from cellyard.domain.fingerprint import six_words
from cellyard.domain.refusals import Refused, Trouble
from cellyard.jobs import enrolment, machine, membership
from cellyard.jobs.sync_state import SyncState
from cellyard.ledger.ledger import wall_clock
from cellyard.ui import sync_lamp
from cellyard.ui.screens.setup.central import CentralSection
from cellyard.words import clock, sentence
from cellyard.words.times import local

URL = "https://hub.example"


@pytest.fixture
def direct(tmp_path: Path) -> Iterator[Direct]:
    hub = HubOnFile(tmp_path / "hub")
    yield Direct(hub)
    hub.close()


@pytest.fixture
def says() -> Says:
    return Says()


@pytest.fixture
def setup(floor: floors.Floor, qtbot: QtBot, direct: Direct, says: Says) -> Iterator[SetUp]:
    opened = SetUp(floor, floor.supervisor, qtbot, reach=direct)
    opened.window.syncing = says
    opened.open("central")
    opened.until(lambda: opened.next() != "")
    yield opened
    opened.close()


def section(setup: SetUp) -> CentralSection:
    found = setup.screen.section("central")
    assert isinstance(found, CentralSection)
    return found


def enrol(setup: SetUp, code: str) -> None:
    section(setup)._url.setText(URL)
    section(setup)._code.setText(code)
    setup.enter()
    setup.until(lambda: not section(setup)._working)


def test_a_station_is_enrolled_by_a_code_and_six_words(
    setup: SetUp, direct: Direct, says: Says
) -> None:
    folder = setup.floor.station.folder
    assert setup.next() == "not_yet: Enrol / Its address is missing"
    enrol(setup, direct.hub.code("Intake 1"))
    shown = section(setup).words
    assert shown.isVisible()
    assert section(setup)._sides.currentIndex() == 0  # what is asked, and what follows
    key = setup.floor.station.identity.public_key
    assert shown.words == six_words(direct.hub.hub.key.public_key, key)
    assert setup.next() == "ready: All six agree / On both screens"
    assert membership.read(folder) is None  # nothing is believed before
    setup.enter()
    pinned = membership.read(folder)
    assert pinned is not None
    assert (pinned.url, pinned.hub_key) == (URL, direct.hub.hub.key.public_key)
    assert says.asked == ["begin"]
    assert section(setup)._sides.currentIndex() == 1  # the stations of the centre
    assert (folder / machine.FILE).exists()
    assert setup.next() == "ready: Try now / Work goes on meanwhile"
    setup.enter()
    assert says.asked == ["begin", "now"]


def test_words_that_differ_undo_it_and_a_crash_does_not_forget_the_question(
    setup: SetUp, direct: Direct
) -> None:
    folder = setup.floor.station.folder
    enrol(setup, direct.hub.code("Intake 1"))
    assert enrolment.proposed(folder) is not None  # another start asks again
    QTest.mouseClick(section(setup)._differ, Qt.MouseButton.LeftButton)
    assert setup.said().startswith("The words differ: somebody may be in between.")
    assert enrolment.proposed(folder) is None
    assert membership.read(folder) is None
    assert setup.next() == "not_yet: Enrol / The code is missing"


def test_a_wrong_code_says_so_and_what_was_typed_stays(setup: SetUp, direct: Direct) -> None:
    enrol(setup, "AAAAA-AAAAA")
    assert setup.said().startswith("This code is not, or no longer, good")
    assert section(setup)._url.text() == URL
    direct.away = True
    enrol(setup, direct.hub.code("Intake 1"))
    assert setup.said().startswith("There is no way to the central server now.")
    assert setup.next() == "ready: Enrol / Then six words are compared"


def test_leaving_is_asked_twice(setup: SetUp, direct: Direct, says: Says) -> None:
    enrol(setup, direct.hub.code("Intake 1"))
    setup.enter()
    folder, leave = setup.floor.station.folder, section(setup)._leave
    QTest.mouseClick(leave, Qt.MouseButton.LeftButton)
    assert membership.read(folder) is not None
    assert setup.said().startswith("Leave the central server?")
    assert section(setup).back()  # Esc is no
    QTest.mouseClick(leave, Qt.MouseButton.LeftButton)
    QTest.mouseClick(leave, Qt.MouseButton.LeftButton)
    assert membership.read(folder) is None
    assert says.asked == ["begin", "begin"]


def test_an_operator_reads_no_set_up_but_is_told(
    floor: floors.Floor, qtbot: QtBot, direct: Direct
) -> None:
    at = wall_clock()
    says = Says(enrolled=True, unsent=3, last_at=at, said=Trouble("no_route_to_hub"))
    opened = SetUp(floor, floor.supervisor, qtbot, reach=direct)
    opened.window.syncing = says
    opened.sign_in(floor.floor_worker)
    status = opened.window.chrome.status
    opened.window._surroundings.show()
    words = f"No server since {clock(local(at))}, all is kept"
    assert status.accessibleName().startswith(words)
    assert status.on_sync(30)
    QTest.mouseClick(status, Qt.MouseButton.LeftButton, pos=QPointF(30, 18).toPoint())
    assert opened.window.current is not None
    assert opened.window.current.key != "setup"
    assert opened.window.scan_line._heard == (words, sentence(Trouble("no_route_to_hub")))
    assert not opened.window.hearing.paused
    opened.close()


def test_the_lamp_leads_the_administrator_to_the_section(setup: SetUp, says: Says) -> None:
    says.state = SyncState(enrolled=True, said=Refused("station_revoked"))
    setup.window._surroundings.show()
    setup.window.go("tasks")
    setup.rest()
    status = setup.window.chrome.status
    assert status.accessibleName().startswith("Enrolment taken back")
    QTest.mouseClick(status, Qt.MouseButton.LeftButton, pos=QPointF(30, 18).toPoint())
    setup.rest()
    assert setup.screen._here.key == "central"
    QTest.mouseClick(status, Qt.MouseButton.LeftButton, pos=QPointF(700, 18).toPoint())


@pytest.mark.parametrize(
    ("state", "kind", "words"),
    [
        (SyncState(), "absent", "Everything is kept here"),
        (SyncState(enrolled=True, last_at=1), "well", "All recorded"),
        (SyncState(enrolled=True, last_at=1, unsent=1204), "unsent", "1\u2009204 unsent"),
        (SyncState(enrolled=True, last_at=1, handed_over=7), "handed_over", "7 handed over"),
        (
            SyncState(enrolled=True, said=Trouble("hub_busy")),
            "absent",
            "No server yet, all is kept",
        ),
        (
            SyncState(enrolled=True, said=Refused("chain_forked")),
            "other_server",
            "Writing has stopped",
        ),
    ],
)
def test_one_lamp_for_each_state(state: SyncState, kind: str, words: str) -> None:
    looks.dress()
    assert sync_lamp.lamp(state, 1) == (kind, words)
    room = sync_lamp.forms(state)
    assert not state.enrolled or max(map(len, room)) >= len(words)


def test_another_language_keeps_the_words_that_wait(setup: SetUp, direct: Direct) -> None:
    enrol(setup, direct.hub.code("Intake 1"))
    before = setup.window.frame.settings
    setup.window.frame.use_settings(msgspec.structs.replace(before, language="zh_CN"))
    setup.window.rebuild()
    setup.rest()
    setup.until(section(setup).words.isVisible)
    setup.enter()
    assert membership.read(setup.floor.station.folder) is not None
