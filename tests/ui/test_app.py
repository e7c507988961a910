"""Opening a folder: its window, First run, or one sentence that says why neither can be."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import stores
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from whole import Whole, shown_texts

from cellyard.app import App, Problem, crash_report
from cellyard.jobs.station import IDENTITY, Station, identity
from cellyard.ledger.schema import STORE
from cellyard.ui.screens.first_run import FirstRun
from cellyard.ui.window import Window


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("founded")
    stores.founded(folder).station.close()
    (folder / "settings.toml").write_text("tones = false\n", encoding="utf-8")
    return folder


@pytest.fixture
def folder(founded: Path, tmp_path: Path) -> Path:
    return stores.copied(founded, tmp_path / "data")


@pytest.fixture
def start(qtbot: QtBot) -> Iterator[Callable[[Path], App]]:
    opened: list[App] = []

    def start_(folder: Path) -> App:
        opened.append(App(folder, ["cellyard"]))
        opened[-1].start()
        return opened[-1]

    yield start_
    for app in opened:
        if app.shown:
            app.shown.close()
            app.shown.deleteLater()
        app.stop()
    QTest.qWait(1)


def newer(folder: Path) -> None:
    with closing(sqlite3.connect(folder / STORE)) as connection:
        connection.execute("PRAGMA user_version=9999")


def cut(folder: Path) -> None:
    whole = (folder / STORE).read_bytes()
    (folder / STORE).write_bytes(whole[: len(whole) // 2])


def gone(folder: Path) -> None:
    for name in (STORE, "head"):
        (folder / name).unlink()


def other_key(folder: Path) -> None:
    (folder / "keys" / f"{identity(folder).epoch}.key").write_bytes(b"\xff no key \n")


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "newer store": (newer, "9999"),
    "truncated store": (cut, "damaged or cut off"),
    "store and head gone": (gone, "The store is gone"),
    "damaged station.json": (lambda f: (f / IDENTITY).write_bytes(b'{"centre": '), IDENTITY),
    "garbage station.json": (lambda f: (f / IDENTITY).write_bytes(b"\xff\xfe"), IDENTITY),
    "garbage key": (other_key, "key of this station"),
    "unknown setting": (lambda f: (f / "settings.toml").write_text("tone = 1\n"), "settings.toml"),
    "no TOML": (lambda f: (f / "settings.toml").write_text("tones = = 1\n"), "settings.toml"),
    "no lock to take": (lambda f: ((f / "lock").unlink(), (f / "lock").mkdir()), "cannot be used"),
    "no text": (lambda f: (f / "settings.toml").write_bytes(b"\xff\xfe\x00"), "settings.toml"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_sentence_and_changes_nothing(
    folder: Path, start: Callable[[Path], App], fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil, said = FAULTS[fault]
    spoil(folder)
    before = content(folder)
    app = start(folder)
    assert isinstance(app.shown, Problem)
    assert app.window is None
    assert any(said in text for text in shown_texts(app.shown))
    assert said in capsys.readouterr().err
    assert content(folder) == before


def test_a_file_is_no_data_folder(tmp_path: Path, start: Callable[[Path], App]) -> None:
    (tmp_path / "file").write_bytes(b"")
    app = start(tmp_path / "file")
    assert isinstance(app.shown, Problem)
    assert any("cannot be used" in text for text in shown_texts(app.shown))


def test_a_second_instance_is_one_sentence(folder: Path, start: Callable[[Path], App]) -> None:
    with Station(folder):
        app = start(folder)
        assert isinstance(app.shown, Problem)
        assert any("already runs" in text for text in shown_texts(app.shown))
    assert isinstance(start(folder).shown, Window)


def content(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, without the lock and what SQLite keeps for its readers."""
    passing = ("lock", f"{STORE}-shm", f"{STORE}-wal")
    files = (p for p in folder.rglob("*") if p.is_file() and p.name not in passing)
    return {str(p.relative_to(folder)): p.read_bytes() for p in files}


def test_a_problem_is_told_in_the_language_of_the_station(
    folder: Path, start: Callable[[Path], App]
) -> None:
    (folder / "settings.toml").write_text('language = "zh_CN"\n', encoding="utf-8")
    cut(folder)
    app = start(folder)
    texts = shown_texts(app.shown) if app.shown else []
    assert texts
    assert not any(text.isascii() for text in texts)


def test_an_empty_folder_opens_first_run(tmp_path: Path, start: Callable[[Path], App]) -> None:
    assert isinstance(start(tmp_path).shown, FirstRun)


def test_a_founded_folder_opens_its_window(folder: Path, qtbot: QtBot) -> None:
    app = Whole(folder)
    assert app.sees("Scan your badge")
    app.close()


def test_a_crash_writes_a_report_beside_the_store(tmp_path: Path, capsys) -> None:
    error = LookupError("nothing of this")
    crash_report(tmp_path)(LookupError, error, None)
    (report,) = tmp_path.glob("report-*.txt")
    assert "nothing of this" in report.read_text(encoding="utf-8")
    assert "nothing of this" in capsys.readouterr().err
