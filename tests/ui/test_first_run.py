"""First run: five steps by keys alone, nothing lost by a crash, every slip named in its place."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import looks
import pytest
from first_hands import PIN, Run
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from cellyard import settings
from cellyard.devices.simulator import Scale, Simulation
from cellyard.jobs import door, ports
from cellyard.jobs.station import is_founded
from cellyard.settings import Settings
from cellyard.ui.screens.first_run.draft import FILE
from cellyard.ui.setting_up.sheet import Sheet
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.desk import Button, Check, Choice, Field

CSV = (
    "key;name;city;uscc\n"
    "JB-1;Jiangbei outlet;Linjiang;91110000802100433B\n"
    "HD-2;Hedong dismantling;Linjiang;914403001922038216\n"
)
STEPS = ("centre", "administrator", "outlets", "zones", "ports")


@pytest.fixture
def run(tmp_path: Path, qtbot: QtBot) -> Iterator[Run]:
    looks.dress(px_per_mm=3.95)
    made = Run(tmp_path / "station", qtbot)
    yield made
    made.window.shell.stop()
    for station, _administrator in made.founded:
        station.close()


def test_an_empty_folder_becomes_a_station_by_keys_alone(run: Run) -> None:
    run.centre()
    run.administrator()
    assert run.window.step.key == "outlets"
    run.type(1, "Jiangbei outlet")
    run.press()
    assert run.next() == "ready: Next: ports / Last step"
    run.press()
    assert run.next() == "ready: Open station / It can begin at once"
    run.press()
    assert run.next().startswith("working: Opening the station")
    run.until(lambda: bool(run.founded))
    station, administrator = run.founded[0]
    with station.ledger.connection.begin():
        registers = station.ledger.registers
        assert registers.centre().name == "Linjiang"
        assert [p.name for p in registers.partners()] == ["Jiangbei outlet"]
        assert sum(len(z.slots) for z in registers.zones()) > 100
        assert {s.home for z in registers.zones() for s in z.slots} == {"Intake 1"}
    assert door.by_pin(station, administrator, PIN, 1).name == "Zhao Min"
    assert door.by_badge(station, "0117").roles == {"administrator"}
    assert not (run.folder / FILE).exists()


def test_what_was_typed_survives_a_crash_but_no_pin_lies_on_the_disk(run: Run) -> None:
    run.centre()
    run.administrator()
    run.type(1, "Jiangbei outlet")
    run.crash()
    assert run.window.step.key == "outlets"
    assert run.fields()[1].text() == "Jiangbei outlet"
    assert PIN.encode() not in (run.folder / FILE).read_bytes()
    run.press(Qt.Key.Key_Escape)
    assert [f.text() for f in run.fields()] == ["Zhao Min", "0117", "", ""]
    assert run.next() == "not_yet: Next: outlets / The PIN is missing"
    run.type(2, PIN)
    run.type(3, PIN)
    run.press()
    run.press(Qt.Key.Key_Escape)
    run.press(Qt.Key.Key_Escape)
    assert run.window.step.key == "centre"
    assert run.fields()[0].text() == "Linjiang"


def test_every_slip_is_named_and_holds_the_step(run: Run) -> None:
    assert run.next() == "not_yet: Next: people / The name of the centre is missing"
    run.press()
    assert run.window.step.key == "centre"
    run.type(0, "Linjiang")
    assert run.next().endswith("The name of this station is missing")
    run.type(2, "Intake 1")
    run.type(1, "9111000080210O433B")  # an O that should be a figure
    assert run.next().endswith("The credit code is not right")
    assert "91110000802100433B" in run.said()
    run.type(1, "91110000802100433B")
    run.press()
    run.type(0, "Zhao Min")
    for pin, again, reason in (
        ("12", "", "The PIN is not right yet"),
        ("1234", "1243", "The PIN is not right yet"),
        ("1234", "1234", ""),
    ):
        run.type(2, pin)
        run.type(3, again) if again else run.fields()[3].clear()
        assert run.next().endswith(f" / {reason}")


def test_a_scan_fills_what_it_names(run: Run) -> None:
    run.centre()
    run.window.scan("CY:P:0117")
    assert run.fields()[1].text() == "0117"
    run.window.scan("]C00118")  # a badge of the house, with the scanner's own identifier
    assert run.fields()[1].text() == "0118"
    run.administrator()
    run.window.scan("CY:O:JB-7")
    assert [row[0] for row in run.window.step._rows.rows()][-1] == "JB-7"
    line = run.window.shell.top.scan
    for slot, happened in (("A-01-1-1", "in zone A"), ("X-9", "not in this yard yet")):
        run.window.scan(f"CY:S:{slot}")
        assert line.accessibleDescription() == f"CY:S:{slot}, {happened}"
    run.window.scan("04QCB76836300JBC40000903")
    assert "is of no use at this step" in line.accessibleName()
    run.press()  # Enter confirms, it does not go on
    assert (line.state, run.window.step.key) == ("armed", "outlets")
    run.type(1, "Jiangbei outlet")
    run.window.step._rows.remove(1)
    run.window.scan("CY:C:NEXT")
    assert run.window.step.key == "zones"
    run.window.scan("CY:C:STOP")
    assert run.window.step.key == "outlets"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_outlets_come_from_a_file_as_spreadsheets_write_it(
    run: Run, tmp_path: Path, encoding: str
) -> None:
    run.centre()
    run.administrator()
    file = tmp_path / "网点.csv"
    file.write_bytes(CSV.replace("Jiangbei outlet", "江北网点").encode(encoding))
    sheet = run.window.step.middle.findChild(Sheet)
    sheet.read(str(file))
    rows = run.window.step._rows.rows()
    assert rows[0] == ("JB-1", "江北网点", "91110000802100433B", "Linjiang")
    assert run.window.step.second() == "2, from 网点.csv"
    sheet.read(str(tmp_path / "gone.csv"))
    assert "gone.csv cannot be read" in run.said()
    assert run.window.step._rows.rows() == rows


def test_a_file_is_dropped_on_the_sheet(run: Run, tmp_path: Path) -> None:
    run.centre()
    run.administrator()
    (tmp_path / "outlets.csv").write_text(CSV)
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(tmp_path / "outlets.csv"))])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(1, 1), copy, dropped, Qt.MouseButton.LeftButton, none)
    run.window.step._sheet._text.dropEvent(event)
    assert len(run.window.step._rows.rows()) == 2


def test_rows_that_are_not_right_are_repaired_where_they_stand(run: Run) -> None:
    run.centre()
    run.administrator()
    step = run.window.step
    step._sheet._text.setPlainText(
        "JB-1,Jiangbei,91110000802100433A,L\njb-1,Hedong,,L\n,Nan'an,12,L\n"
    )
    step._back_to_rows()
    assert run.next() == "not_yet: Next: zones / 3 rows are not right"
    marks = {(f.text(), f.wrong) for f in run.fields() if f.wrong}
    assert {text for text, _wrong in marks} == {"91110000802100433A", "JB-1", "jb-1", "", "12"}
    assert "Row 1." in run.said()
    run.type(2, "")
    run.fields()[2].clear()
    run.type(4, "HD-2")
    run.type(8, "NA-3")
    run.fields()[10].clear()
    assert [f.wrong for f in run.fields() if f.wrong] == []
    assert run.next() == "ready: Next: zones / "
    run.fields()[4].setFocus()
    step._remove.click()
    assert [row[0] for row in step._rows.rows()] == ["JB-1", "NA-3"]


def test_a_yard_is_enough_or_says_what_is_missing(run: Run) -> None:
    run.centre()
    run.administrator()
    run.press()
    grid = run.window.step._grid
    assert run.said().startswith("Enough.")
    purposes = [row.purpose for row in grid.rows()]
    grid._rows.remove(purposes.index("quarantine"))
    assert run.next().startswith("not_yet: Next: ports / A quarantine zone is missing.")
    grid._rows.add(("Q", "quarantine", "1", "1", "0", "700", "110"))
    assert "Zone Q has no slot" in run.said()
    wrong = [f for f in run.fields() if f.wrong]
    assert [f.text() for f in wrong] == ["0"]
    wrong[0].setText("4")
    assert run.next() == "ready: Next: ports / Last step"
    before = grid.layout_made()
    sheet = "zone,purpose,slot,rack,level,kg,kwh\nH,normal,H1,H1,1,500,90\nO,observation,O1,,,9,9\n"
    grid._to_sheet()
    grid._sheet._text.setPlainText(sheet)
    assert [len(z.slots) for z in grid.layout_made().zones] == [1, 1]
    assert run.next().startswith("not_yet: Next: ports / A quarantine zone is missing.")
    run.crash()
    assert [z.key for z in run.window.step._grid.layout_made().zones] == ["H", "O"]
    run.window.step._grid.back()
    assert run.window.step._grid.layout_made() == before


def test_a_raw_line_becomes_the_scale_of_the_station(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "ROUND_S", 1.2)
    run.centre()
    run.administrator()
    run.press()
    run.press()
    step = run.window.step
    with Simulation() as simulation:
        scale = simulation.serve("scale", Scale("mt-sics"))
        scale.instrument.put(Decimal("355.2"))
        other = next(f for f in run.fields() if f.accessibleName() == "Another port")
        other.setText(scale.url)
        other.returnPressed.emit()
        assert run.next() == "not_yet: Yes, use it / Nothing heard yet"
        trial = step._panel._trial
        run.until(lambda: trial._card._value.accessibleName() == "355.2 kg")
        assert run.next() == "ready: Yes, use it / As scale of Intake 1"
        trial._card._until.setText("2027-13-01")
        assert run.next().endswith("The date is not right")
        trial._card._until.setText("2027-02-12")
        run.window._forward()
        test = trial._test
        assert test is not None
        test.wait()
    assert step.second() == "Scale"
    printer = step._panel.side.widget(0)
    printer._kind.set_key("file")
    assert step.second() == "Scale, Label printer"
    run.window._forward()
    run.until(lambda: bool(run.founded))
    with run.founded[0][0].ledger.connection.begin():
        made = run.founded[0][0].ledger.registers.instruments()
    assert [(i.profile, i.duty, i.port, i.station) for i in made] == [
        ("mt-sics", "scale", scale.url, "Intake 1")
    ]
    assert made[0].calibrated_until == "2027-02-12"
    assert settings.load(run.folder).label_target == f"file:{run.folder}/printed/"


def test_a_refusal_is_said_and_nothing_is_lost(run: Run) -> None:
    run.centre()
    run.administrator()
    for _step in ("outlets", "zones"):
        run.press()
    (run.folder / "ledger.db").write_bytes(b"somebody else's")
    run.press()
    run.until(lambda: run.window.shell.top.scan.state == "paused")
    assert "station.json is gone" in run.window.shell.top.scan.accessibleName()
    assert not is_founded(run.folder)
    (run.folder / "ledger.db").unlink()
    run.press()
    run.press()
    run.until(lambda: bool(run.founded))


def test_another_language_or_theme_keeps_everything(run: Run) -> None:
    run.centre()
    run.administrator()
    wanted: list[Settings] = []
    run.window.settings_wanted.connect(wanted.append)
    for button in run.window.shell.top._corner:
        assert isinstance(button, QAbstractButton)
        button.click()
    assert [(s.language, s.theme) for s in wanted] == [("zh_CN", "light"), ("en", "dark")]
    settings.save(run.folder, wanted[0])
    looks.dress(language="zh_CN", px_per_mm=3.95)
    run.window.rebuild()
    assert run.window.step.key == "outlets"
    run.press(Qt.Key.Key_Escape)
    assert [f.text() for f in run.fields()] == ["Zhao Min", "0117", PIN, PIN]


LOOKS: tuple[looks.Worn, ...] = (
    ("light", "en", 3.95, "desk"),
    ("dark", "zh_CN", 3.95, "floor"),
    ("light", "zh_CN", 5.6, "floor"),
    ("dark", "en", 5.6, "desk"),
)


@pytest.mark.parametrize("key", STEPS)
@pytest.mark.parametrize("worn", LOOKS, ids=str)
def test_nothing_is_cut_and_every_target_is_large_enough(
    tmp_path: Path, qtbot: QtBot, key: str, worn: looks.Worn
) -> None:
    look = looks.dress(*worn[:3], desk=worn[3] == "desk")
    run = Run(tmp_path, qtbot)
    run.centre()
    run.administrator()
    run.window._go(key)
    run.window.resize(*((1366, 768) if look.px_per_mm < 4 else (1920, 1080)))
    QTest.qWait(20)
    assert run.window.minimumSizeHint().height() <= run.window.height()
    with draw.watched() as said:
        run.window.grab()
    assert [one for one in said if not one.fits] == []
    assert looks.overlapping(said) == []
    targets = (Button, Check, Choice, Field)
    found = [w for kind in targets for w in run.window.findChildren(kind) if w.isVisible()]
    assert found
    assert all(w.height() >= 10 * look.px_per_mm - 1 for w in found)
    run.window.shell.stop()
