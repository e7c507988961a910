"""Set up, store: the button that writes everything out, and who may press it."""

from pathlib import Path

from floor import Floor
from pytestqt.qtbot import QtBot
from set_up import SetUp

from cellyard.jobs.export_rows import COLUMNS
from cellyard.ui.screens.setup.store import StoreSection


def store(setup: SetUp) -> StoreSection:
    found = setup.open("store")
    assert isinstance(found, StoreSection)
    return found


def test_everything_is_written_while_work_goes_on(setup: SetUp, tmp_path: Path) -> None:
    card = store(setup).exporting
    card.go.click()
    assert card.said.text() == "Name the folder to write into."
    card.to.setText(str(tmp_path / "out"))
    card.first.setText("2026-13-01")
    card.go.click()
    setup.until(lambda: not card.busy)
    assert card.said.text().startswith("These days cannot be.")
    card.first.clear()
    card.kind.set_key("xlsx")
    card.go.click()
    setup.until(lambda: not card.busy)
    assert card.said.text().startswith("Written: 10 batteries, ")
    assert card.said.text().endswith(", 0 files.")
    names = {path.name.rpartition("-")[2] for path in (tmp_path / "out").iterdir()}
    assert names == {f"{name}.xlsx" for name in COLUMNS}
    card.files.setChecked(True)
    card.to.setText(str(tmp_path / "with files"))
    card.go.click()
    setup.until(lambda: not card.busy)
    assert not card.said.text().endswith(" 0 files.")
    (folder,) = (tmp_path / "with files").glob("*-contents")
    assert list(folder.iterdir())


def test_who_may_not_export_is_told_so(floor: Floor, qtbot: QtBot) -> None:
    setup = SetUp(floor, floor.person(floor.operator, "Li Wei", "technician"), qtbot)
    card = store(setup).exporting
    assert not card.go.isEnabled()
    assert card.said.text() == "Export: Only for: shift supervisor, administrator"
    setup.close()
