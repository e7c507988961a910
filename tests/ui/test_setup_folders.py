"""Folders of Set up in the real window: where papers and the fire sheet go, and what is refused."""

import sys
from collections.abc import Iterator
from pathlib import Path

import looks
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from set_up import SetUp

from cellyard.documents.kinds import DOCUMENTS
from cellyard.jobs.fire_folder import PDF, TEXT, FireFolder, Pace
from cellyard.jobs.paper_queue import papers


@pytest.fixture
def fire(setup: SetUp) -> Iterator[FireFolder]:
    """The folder of the fire sheet, as the app gives it to its window."""
    floor = setup.floor
    folder = FireFolder(floor.station.folder, "Intake 1", pace=Pace(first=0.01, every=60, gap=0.01))
    setup.window.fire_folder = folder
    yield folder
    setup.window.fire_folder = None
    folder.stop()


def test_the_fire_sheet_goes_into_the_folder_that_is_named(
    setup: SetUp, fire: FireFolder, tmp_path: Path
) -> None:
    setup.until(lambda: fire.state.written_at > 0)
    share = tmp_path / "share"
    card = setup.open("printers")._fire
    assert card._said.text().startswith("None: it lies on this computer.")
    card._where.setText(str(share))
    assert setup.next().startswith("ready: Save")
    setup.enter()
    setup.until(lambda: card._where.wrong != "")
    assert card._said.text() == (
        f"The folder {share} is not there. Correct it, or connect what it lies on."
    )
    assert setup.window.frame.settings.fire_sheet == ""
    looks.dress(px_per_mm=3.95, language="zh_CN")
    setup.window.rebuild()  # what is typed and not kept outlives it
    card = setup.open("printers")._fire
    assert card.folder() == str(share)
    share.mkdir()
    setup.enter()
    setup.until(lambda: setup.window.frame.settings.fire_sheet == str(share))
    setup.until(lambda: sorted(p.name for p in share.iterdir()) == [PDF, TEXT])
    assert fire.path == share
    setup.rest()
    # Taken away again, it lies beside the store as before.
    (fire._folder / "fire-sheet" / PDF).unlink()
    setup.open("printers")._fire.set_folder("")
    setup.enter()
    setup.until((fire._folder / "fire-sheet" / PDF).is_file)
    assert setup.window.frame.settings.fire_sheet == ""


@pytest.mark.skipif(sys.platform != "linux", reason="a folder that takes nothing, root or not")
def test_a_folder_that_takes_nothing_is_refused(setup: SetUp) -> None:
    section = setup.open("printers")
    section._fire.set_folder("proc")  # not a whole path: another folder wherever the app starts
    setup.enter()
    setup.until(lambda: section._fire._where.wrong != "")
    assert "The folder proc is not there." in section._fire._said.text()
    section._fire.set_folder("/proc")
    setup.enter()
    setup.until(lambda: section._fire._where.wrong != "")
    assert section._fire._said.text().startswith("Nothing can be written into /proc (")
    assert setup.window.frame.settings.fire_sheet == ""
    section._fire.set_folder("")
    assert section._fire._where.wrong == ""
    section._papers.set_wanted("file:/proc", 1)
    setup.enter()
    setup.until(lambda: section._papers._folder.wrong != "")
    assert setup.window.frame.settings.paper_printer == ""


def test_papers_are_printed_into_the_folder_that_is_named(setup: SetUp, tmp_path: Path) -> None:
    from pypdfium2 import PdfDocument

    hot = tmp_path / "hot"
    hot.mkdir()
    card = setup.open("printers")._papers
    card._printer.set_key("file:")
    assert setup.next() == "not_yet: Save / Nothing is changed"
    card._folder.setText(str(hot))
    setup.enter()
    setup.until(lambda: setup.window.frame.settings.paper_printer == f"file:{hot}")
    setup.rest()
    assert setup.open("printers")._papers.printer() == f"file:{hot}"
    sample = DOCUMENTS["discharge-record"]
    queue = papers(setup.floor.station.folder)
    queue.put(sample.render(sample.sample()), f"file:{hot}", title="record 1")
    setup.until(lambda: queue.count() == 0)
    assert [path.name for path in hot.iterdir()] == ["record-1.pdf"]
    with PdfDocument(hot / "record-1.pdf") as printed:
        assert len(printed) == 2


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_folder_is_found_by_its_letters_or_dropped(setup: SetUp, tmp_path: Path) -> None:
    shares = tmp_path / "shares"
    for name in ("gate", "guard", ".hidden"):
        (shares / name).mkdir(parents=True)
    (shares / "file").write_text("no folder")
    field = setup.open("printers")._fire._where
    field.setFocus()
    QTest.keyClicks(field, f"{shares}/g")
    setup.until(lambda: len(field.offered) == 2)
    assert field.offered == [str(shares / "gate"), str(shares / "guard")]
    field.completer().popup().hide()
    for dropped, shown in (("guard", "guard"), ("file", "guard")):
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(shares / dropped))])
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        field.dropEvent(QDropEvent(QPointF(5, 5), copy, mime, left, none))
        assert field.text() == str(shares / shown)
