"""What arrives for the screens: stored on the thread that writes, told together on the main one."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from floor import furnished
from hubs import HubOnFile
from keeping import keep, rounds
from pytestqt.qtbot import QtBot

from cellyard.domain.refusals import Refused
from cellyard.jobs.station import Station
from cellyard.sync.pace import Pace
from cellyard.ui import writer as module
from cellyard.ui.screen import Changed
from cellyard.ui.writer import Writer


@pytest.fixture
def arriving(tmp_path: Path) -> Iterator[tuple[Writer, HubOnFile]]:
    """The writer of a station that has just joined, and the hub that knows all."""
    floor, hub = furnished(tmp_path / "one"), HubOnFile(tmp_path / "hub")
    hub.enrol(floor.station)
    keep(floor.station, hub.hub.answer)
    floor.close()
    writer = Writer(hub.join(tmp_path / "two", "Intake 2"))
    yield writer, hub
    writer.stop()
    hub.close()


def test_pages_that_arrive_are_told_together(
    qtbot: QtBot, arriving: tuple[Writer, HubOnFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GATHERED_MS", 2000)
    writer, hub = arriving
    told: list[tuple[Changed, threading.Thread]] = []

    def hear(changed: Changed) -> None:
        told.append((changed, threading.current_thread()))

    writer.changed.connect(hear)
    lent: list[object] = []
    outcomes: list[int] = []

    def lend(work):
        lent.append(work)
        return writer.lend(work)

    def sync(station: Station) -> None:
        with rounds(station, hub.hub.answer, lend) as found:
            outcomes.append(found.one(Pace()).received)

    thread = threading.Thread(target=sync, args=(writer.lend(lambda s: s),))
    thread.start()
    qtbot.waitUntil(lambda: bool(outcomes), timeout=60_000)
    thread.join()
    qtbot.wait(module.GATHERED_MS + 100)
    assert len(told) < len(lent) / 2
    # Files came, too: what a file changes, no fact names.
    assert Changed(recorded=()) in [changed for changed, _ in told]
    assert {where for _, where in told} == {threading.main_thread()}
    assert not writer.busy


def test_what_it_refuses_is_raised_where_it_is_waited_for(qtbot: QtBot, tmp_path: Path) -> None:
    floor = furnished(tmp_path / "one")
    writer = Writer(floor.station)
    caught: list[Refused] = []

    def refuse(_station: Station) -> None:
        raise Refused("disk_full")

    def borrow() -> None:
        try:
            writer.lend(refuse)
        except Refused as no:
            caught.append(no)

    thread = threading.Thread(target=borrow)
    thread.start()
    thread.join()
    assert [no.code for no in caught] == ["disk_full"]
    assert writer.lend(lambda s: s.identity.station) == "Intake 1"
    writer.stop()
