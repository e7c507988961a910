"""Set up, notices: a list is named or dropped, repaired row by row, and taken over whole."""

from pathlib import Path

import looks
import pytest
from floor import STATION, Floor, code
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot
from set_up import SetUp

from cellyard.domain import intake
from cellyard.domain.registers import Notice
from cellyard.ui.screens.setup.notices import NoticesSection
from cellyard.ui.widgets.desk import Field

HEAD = "电池编码;型号;重量(kg);Driver"
SWAPPED = code(903)[14:] + code(903)[:14]


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A list of six rows: one without a code, one with a mass in words, one written swapped."""
    rows = (
        f"{code(901)};e-208;293,5;Li Lei",
        ";e-208;293,5;",
        f"{code(902)};e-208;heavy;",
        f"{SWAPPED};e-208;;",
        "PIP15826A00208751;pouch;7,5;",
        f"{code(904)};e-208;;",
    )
    path = tmp_path / "list.csv"
    path.write_bytes("\r\n".join((HEAD, *rows)).encode("gb18030"))
    return path


def section(setup: SetUp) -> NoticesSection:
    found = setup.open("notices")
    assert isinstance(found, NoticesSection)
    return found


def read(setup: SetUp, path: Path) -> NoticesSection:
    found = section(setup)
    found.list.file.setText(str(path))
    setup.enter()
    setup.until(lambda: not found._working)
    setup.rest()
    return found


def rows(found: NoticesSection) -> list[tuple[str, str, str]]:
    """Return number, state and what is said of each row, in the order on screen."""
    return [(r.key, r.state, r.reason) for r in found.rows._table._model.rows]


def fill(setup: SetUp, found: NoticesSection, name: str, text: str) -> None:
    field = found.row_form.fields[name]
    assert isinstance(field, Field)
    field.setText(text)
    setup.rest()


def notices(setup: SetUp) -> list[Notice]:
    return setup.asked(lambda q: q.registers.notices.all())


def test_a_list_is_repaired_and_taken_over_whole(setup: SetUp, listed: Path) -> None:
    found = read(setup, listed)
    assert [row[:2] for row in rows(found)] == [
        ("3", "stop"), ("4", "stop"), ("5", "caution"), ("6", "caution"), ("2", "rest"),
        ("7", "rest"),
    ]  # fmt: skip
    assert rows(found)[1][2].startswith("“heavy” is no number above 0.")
    assert "Driver" in found.rows._second.text()
    assert setup.next() == "not_yet: Take over 4 rows / 2 rows are not right"
    setup.enter()
    assert notices(setup) == []
    # The first wrong row stands in the form; it is nobody's battery.
    assert found.row_form._title.text() == "Row 3"
    found.row_form._out.click()
    setup.rest()
    found.choose(4)
    setup.rest()
    fill(setup, found, "kg", "293,5")
    assert setup.next() == "not_yet: Take over 5 rows / Choose the outlet"
    found.choose(5)
    setup.rest()
    found.row_form._take.click()
    setup.rest()
    found.rows.outlet.set_key("jinma")
    setup.rest()
    assert setup.next() == "not_yet: Take over 5 rows / Type the day as 2027-01-31"
    found.rows.day.setText("2026-12-01")
    setup.rest()
    assert setup.next() == "ready: Take over 5 rows / All of them, or none"
    setup.enter()
    (made,) = notices(setup)
    assert (made.key, made.outlet, made.expected_on) == (f"{STATION}-N1", "jinma", "2026-12-01")
    assert {line.code for line in made.lines} == {
        code(901), code(902), code(903), code(904), "PIP15826A00208751",
    }  # fmt: skip
    assert "Li Lei" not in repr(made)
    assert setup.said() == f"Notice {STATION}-N1. 5 batteries are expected."
    assert setup.next().startswith("not_yet: Read the list")


def test_what_is_half_repaired_outlives_another_language_and_a_new_window(
    setup: SetUp, listed: Path
) -> None:
    found = read(setup, listed)
    fill(setup, found, "code", code(905))
    found.rows.outlet.set_key("jinma")
    setup.rest()
    looks.dress(px_per_mm=3.95, language="zh_CN")
    setup.window.rebuild()
    setup.rest()
    again = section(setup)
    assert again._draft == found._draft
    assert again.rows.outlet.key() == "jinma"
    assert setup.next() == "not_yet: 接收 5 行 / 1 行不正确"
    again._put_away()
    setup.rest()
    assert again._draft is None
    assert setup.window.frame.draft("setup/notice") == ""


def test_a_file_may_be_dropped_and_a_wrong_one_is_told(setup: SetUp, listed: Path) -> None:
    found = section(setup)
    found.read(str(listed.with_name("nothing.csv")))
    setup.until(lambda: not found._working)
    assert setup.said().startswith("There is no ")
    other = listed.with_name("other.csv")
    other.write_text("a;b\n1;2\n")
    found.read(str(other))
    setup.until(lambda: not found._working)
    assert "No column of the list is called" in setup.said()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(listed))])
    found.list.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    setup.until(lambda: not found._working)
    setup.rest()
    assert len(rows(found)) == 6


def test_after_the_truck_what_did_not_come_is_asked_and_a_notice_is_closed(
    setup: SetUp, listed: Path
) -> None:
    found = read(setup, listed)
    found.row_form._out.click()
    setup.rest()
    found.choose(4)
    found.row_form._out.click()
    setup.rest()
    found.rows.outlet.set_key("jinma")
    found.rows.day.setText("2026-12-01")
    setup.rest()
    setup.enter()
    order = intake.Reception(code=code(901))
    setup.window.frame.record(intake.receive, order)
    setup.rest()
    setup.open("partners")
    found = section(setup)
    assert found.list.current is not None
    assert found.card._asked.text() == "3 of 4 did not come. Have they stayed on the truck?"
    missing = [label.text() for label in found.card._missing if label.text()]
    assert missing[0] == f"5  {SWAPPED}"
    found.card._close.click()
    setup.rest()
    assert [n.closed for n in notices(setup)] == [True]
    assert found.card._close.text() == "Open it again"


def test_who_may_not_is_told_so(floor: Floor, qtbot: QtBot, listed: Path) -> None:
    setup = SetUp(floor, floor.person(floor.operator, "Li Wei", "technician"), qtbot)
    found = section(setup)
    found.list.file.setText(str(listed))
    assert setup.next().endswith("Only for: shift supervisor, administrator")
    setup.close()
