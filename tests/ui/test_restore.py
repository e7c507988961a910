"""A station out of a backup, in three steps by keys, and into the app; backups in Set up."""

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import backed_up
import looks
import pytest
from first_hands import Run
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from set_up import SetUp
from whole import Whole

from cellyard import settings
from cellyard.jobs import backups
from cellyard.jobs.backups import State
from cellyard.jobs.station import identity, is_founded
from cellyard.ledger.verify import verify
from cellyard.ui.widgets.desk import Button, Field
from cellyard.ui.widgets.line_list import LineList
from cellyard.words import backups as said


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lived")
    backed_up.station(folder / "data").station.close()
    return backed_up.made(folder / "data", folder / "backups")


@pytest.fixture
def run(tmp_path: Path, qtbot: QtBot) -> Iterator[Run]:
    looks.dress(px_per_mm=3.95)
    made = Run(tmp_path / "station", qtbot)
    yield made
    made.window.shell.stop()
    for station, _administrator in made.founded:
        station.close()


def restoring(run: Run) -> None:
    button = next(
        b for b in run.middle.findChildren(Button) if b.accessibleName().startswith("Restore")
    )
    button.click()


def test_three_steps_restore_a_station(run: Run, backup: Path) -> None:
    run.type(0, "Linjiang")
    restoring(run)
    assert run.next() == "not_yet: Next: contents / Name the file of a backup"
    run.type(0, str(backup))
    assert run.said() == "A backup of Intake 1."
    run.press()
    assert run.next() == "ready: Prove it / Nothing is changed yet"
    run.press()
    run.until(lambda: run.next().startswith("ready: Next"))
    assert run.said() == "Every fact, every seal and every file is as it was written."
    assert not is_founded(run.folder)
    run.press()
    assert run.next().startswith("ready: Open station")
    run.press()
    run.until(lambda: bool(run.founded))
    assert run.founded[0][1] == ""
    assert run.founded[0][0].identity.station == "Intake 1"
    assert settings.load(run.folder).theme == "dark"
    assert verify(run.folder, identity(run.folder).public_key).ok


def with_a_wrong_byte(backup: Path) -> bytes:
    """Return a backup with one byte changed in the middle of its largest file."""
    content = bytearray(backup.read_bytes())
    with ZipFile(backup) as kept:
        one = max(kept.infolist(), key=lambda info: info.compress_size)
    # Before the file stand 30 bytes, its name, and what else its own head says of it.
    name, extra = (int.from_bytes(content[one.header_offset + n :][:2], "little") for n in (26, 28))
    content[one.header_offset + 30 + name + extra + one.compress_size // 2] ^= 0xFF
    return bytes(content)


def test_a_folder_tells_when_its_backups_were_made(run: Run, backup: Path, tmp_path: Path) -> None:
    restoring(run)
    older = tmp_path / (backup.name.rpartition("-")[0] + "-20251009T031000Z.cellyard")
    for path in (older, tmp_path / backup.name, tmp_path / "mine.cellyard"):
        path.write_bytes(backup.read_bytes())
    run.type(0, str(tmp_path))
    (shown,) = run.middle.findChildren(LineList)
    lines = shown._model.lines
    assert [line.second for line in lines] == [backup.name, older.name, "mine.cellyard"]
    assert "9 Oct" in lines[1].title
    assert lines[2].title == "Renamed"
    assert all(line.right.endswith(("kB", "MB")) for line in lines)
    shown.line_chosen.emit(lines[1].key)
    assert run.window.step.hindered() == ""


def test_a_spoiled_backup_is_named_and_one_may_found_after_all(
    run: Run, backup: Path, tmp_path: Path
) -> None:
    run.type(0, "Linjiang")
    restoring(run)
    spoiled = tmp_path / "b.cellyard"
    spoiled.write_bytes(with_a_wrong_byte(backup))
    run.type(0, str(tmp_path / "none.cellyard"))
    assert run.said().startswith("There is no ")
    run.type(0, str(tmp_path))
    assert run.next().startswith("not_yet")
    run.crash()
    run.type(0, str(spoiled))
    run.press()
    run.press()
    run.until(lambda: bool(run.said()))
    assert run.said().startswith("Backup b.cellyard is damaged")
    assert run.next().startswith("ready: Prove it")
    run.press(Qt.Key.Key_Escape)
    run.press(Qt.Key.Key_Escape)
    assert run.fields()[0].text() == "Linjiang"
    assert run.next().startswith("not_yet: Next: people")


def test_the_app_goes_on_with_a_restored_station(
    tmp_path: Path, backup: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    app = Whole(folder)
    first = app.app.first_run
    assert first is not None
    first.step.restore_wanted.emit()
    first.step.middle.findChildren(Field)[0].setText(str(backup))
    first._forward()
    first._forward()
    qtbot.waitUntil(lambda: not first.step.hindered(), timeout=60_000)
    first._forward()
    first._forward()
    qtbot.waitUntil(lambda: app.app.window is not None, timeout=60_000)
    app.rest()
    assert app.window.signed_in is None
    assert app.app.settings.theme == "dark"
    app.scan("CY:P:0003")
    assert app.window.signed_in is not None
    assert app.window.signed_in.name == "Olga"
    app.close()


@pytest.mark.parametrize("worn", looks.BOTH_PANELS, ids=str)
def test_nothing_is_cut_on_the_way_back(
    tmp_path: Path, qtbot: QtBot, backup: Path, worn: looks.Worn
) -> None:
    looks.dress(*worn[:3], desk=worn[3] == "desk")
    glass = looks.glass(worn)
    run = Run(tmp_path / "station", qtbot)
    run.window.resize(*glass)
    run.window.step.restore_wanted.emit()
    for key in ("backup_file", "backup_proof", "backup_start"):
        assert run.window.step.key == key
        if key == "backup_file":
            run.type(0, str(backup.parent))
            looks.stands(run.window, glass, f"{key} folder")
            run.type(0, str(backup))
        if key == "backup_proof":
            run.press()
            run.until(lambda: run.window.step.hindered() == "")
        looks.stands(run.window, glass, key)
        if key != "backup_start":
            run.press()
    run.window.shell.stop()


# --- Set up and the status line -----------------------------------------------------------------


def test_set_up_keeps_where_and_when_and_backs_up_at_once(setup: SetUp, tmp_path: Path) -> None:
    section = setup.open("backups")
    assert setup.next() == "ready: Back up now / Work goes on meanwhile"
    assert setup.said().startswith("No backup yet.")
    section._where.setText(str(tmp_path / "none"))
    assert setup.next() == "ready: Save / It counts from now on."
    setup.enter()
    assert setup.said().startswith("This folder is not there.")
    (tmp_path / "usb").mkdir()
    section._where.setText(str(tmp_path / "usb"))
    section._at.setText("25:00")
    setup.enter()
    assert setup.said().startswith("This is no time of the day.")
    section._at.setText("02:30")
    setup.enter()
    kept = settings_of(setup)
    assert (kept.backup_folder, kept.backup_at) == (str(tmp_path / "usb"), "02:30")
    setup.enter()
    assert setup.next() == "working: Being backed up / "
    setup.until(lambda: setup.next().startswith("ready: Back up now"))
    setup.until(lambda: len(section._list._model.lines) == 1)
    # In tests both lie on one disk; a stick that was pulled out leaves its empty place behind too.
    setup.until(lambda: setup.said().startswith("The backups lie on the disk of the store."))
    (line,) = section._list._model.lines
    assert line.right_second.startswith("proven ")
    assert (tmp_path / "usb" / line.key).is_file()
    assert backups.state(setup.floor.station.folder).newest is not None
    setup.window._surroundings.show()
    assert setup.window.chrome.status._note.startswith("Last proven restore ")


def settings_of(setup: SetUp) -> settings.Settings:
    return setup.window.frame.settings


def test_the_status_line_names_what_is_missing(setup: SetUp) -> None:
    status = setup.window.chrome.status
    setup.window._surroundings.show()
    assert status._note == "No backup yet"
    setup.window.nightly.state = State(tried_at=1, refused="backup_full", shown={"folder": "x"})
    setup.window._surroundings.show()
    assert status._note == ""
    assert ("No proven backup", "silent") in status._devices
    section = setup.open("backups")
    assert section._said.kind == "wrong"


HOUR = 3_600_000


@pytest.mark.parametrize(
    ("hours", "failed", "caution"),
    [(1, False, False), (48, False, False), (49, False, True), (1, True, True)],
)
def test_a_proven_restore_is_news_for_two_days(hours: int, failed: bool, caution: bool) -> None:
    now = 1_764_000_000_000
    words, look = said.last_restore(now - hours * HOUR, 214_883, now, failed=failed)
    assert look is caution
    assert words.startswith("No proven backup since" if caution else "Last proven restore")
    assert caution or "214\u2009883 facts" in words
