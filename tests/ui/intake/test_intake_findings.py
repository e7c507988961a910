"""The look round a battery, STOP, and the steps after it."""

from decimal import Decimal
from pathlib import Path

from floor import STATION, code
from frame import NO_MODEL, Gate, to_look, to_measure, to_slot
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from cellyard.domain.facts import BlobRef

KEY = Qt.Key


def at_look(gate: Gate) -> Gate:
    gate.scan(NO_MODEL)
    gate.type("e-208")
    gate.enter()
    gate.type("355.2")
    gate.enter()
    return gate


def test_stepping_through_findings_writes_none_in_passing(gate: Gate) -> None:
    to_look(gate)
    gate.key(KEY.Key_1, KEY.Key_1, KEY.Key_2)
    seen = gate.newest().inspections["case_damage"]
    assert (seen.answer, seen.finding) == ("yes", None)
    gate.key(KEY.Key_2)  # a hole, the worst, only marked
    assert gate.primary()[0] == "Hole"
    gate.window.rebuild()
    gate.rest()
    assert gate.primary()[0] == "Hole", "what is marked outlives the screen"
    gate.key(KEY.Key_Escape, KEY.Key_Return)
    gate.touch("Damage to the case: Yes")
    assert gate.newest().verdict is None
    gate.touch("Damage to the case: Yes")
    gate.key(KEY.Key_1)
    assert gate.newest().inspections["case_damage"].finding == "dented"
    assert gate.newest().verdict is None
    assert not gate.alarmed
    gate.key(KEY.Key_3)
    assert gate.newest().inspections["internal_safety"].answer == "cant_tell"


def test_photos_come_from_the_folder_and_from_the_hand(gate: Gate, tmp_path: Path) -> None:
    to_look(gate)
    gate.scan("CY:F:dented", "CY:C:CAMERA")
    assert gate.newest().inspections["case_damage"].photos == 0
    (tmp_path / "one.jpg").write_bytes(b"\xff\xd8 the camera's")
    gate.wait(lambda: gate.newest().inspections["case_damage"].photos == 1, "the photo kept")
    (tmp_path / "two.png").write_bytes(b"\x89PNG dropped by hand")
    page = gate.screen._pages.current
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "two.png"))])
    row = page.rows["misuse"].geometry().center()
    page.dropEvent(
        QDropEvent(
            QPointF(row),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    gate.wait(lambda: "misuse" in gate.newest().inspections, "the dropped photo kept")
    line: list[list[BlobRef]] = []
    id_ = gate.newest().id
    gate.window.frame.ask(lambda q: [b for r in q.line(id_) for b in r.envelope.blobs], line.append)
    gate.rest()
    kept = {(gate.folder / "blobs" / b.sha256[:2] / b.sha256).name for b in line[0]}
    assert len(kept) == 2


def test_stop_takes_nothing_until_it_is_read(gate: Gate) -> None:
    to_look(gate)
    gate.scan("CY:F:leaking")
    assert gate.alarmed
    stopped = gate.newest()
    assert (stopped.verdict, stopped.held_slot) == ("stop", "Q-01")
    assert gate.sees("I have read this")
    gate.scan(code(77))
    assert len(gate.all()) == 1
    assert gate.primary()[1] == "Read this first, then scan it again"
    gate.key(KEY.Key_Escape)
    gate.enter()
    assert not gate.newest().acknowledged, "one Enter is an accident"
    gate.enter()
    assert gate.newest().acknowledged
    assert not gate.alarmed
    gate.wait(lambda: gate.newest().labels == 1, "the label of a STOP")
    gate.scan("CY:S:Q-01")
    assert gate.newest().slot == "Q-01"


def test_a_badge_reads_the_stop_and_anothers_badge_only_switches(gate: Gate) -> None:
    to_look(gate)
    gate.scan("CY:F:leaking")
    gate.scan("CY:P:0001")
    assert not gate.newest().acknowledged
    assert gate.sees("I have read this"), "whoever stands there reads it"
    gate.scan("CY:P:0001")
    assert gate.newest().acknowledged
    assert gate.primary()[0] == "Take over"


def test_the_wrong_battery_is_undone_and_its_slot_free_again(gate: Gate) -> None:
    to_look(gate)
    gate.scan("CY:F:leaking")
    gate.touch("Wrong battery")
    battery = gate.newest()
    assert (battery.verdict, battery.held_slot, battery.inspections) == (None, None, {})
    assert not gate.alarmed
    assert gate.primary() == ("Measure", "5 answers are missing", False)


def test_units_worst_case_and_drafts_of_a_measurement(gate: Gate) -> None:
    to_measure(gate)
    gate.type("388.4")
    gate.window.rebuild()
    gate.rest()
    assert gate.primary()[0] == "Take 388.4 V", "typed and not yet said outlives the screen"
    gate.enter()
    gate.type("950k")
    gate.enter()
    assert gate.newest().measurements["insulation"].value == Decimal(950_000)
    gate.type("n")
    assert gate.newest().measurements["temperature"].value is None
    assert gate.sees("counts as the worst case")
    gate.key(KEY.Key_Up)
    gate.type("24,1")
    gate.enter()
    assert gate.newest().measurements["temperature"].value == Decimal("24.1")
    gate.key(KEY.Key_Up, KEY.Key_Up, KEY.Key_Up)
    gate.touch("Insulation")
    gate.type("12")
    assert gate.primary()[0] == "Take 12 kΩ"
    gate.touch("Insulation")
    assert gate.primary()[0] == "Take 12 Ω"
    gate.enter()
    assert gate.sees("Insulation is too low.")


def test_the_label_is_on_disk_and_printed_again_by_key(gate: Gate, tmp_path: Path) -> None:
    to_slot(gate)
    battery = gate.newest()
    assert (gate.folder / "documents" / f"label-{STATION}-{battery.ticket}.pdf").is_file()
    gate.wait(lambda: len(list((tmp_path / "zpl").glob("*.zpl"))) == 1, "the label printed")
    gate.key(KEY.Key_F11)
    assert gate.newest().labels == 2
    gate.key(KEY.Key_Z, control=True)
    assert gate.newest().labels == 1
    assert "Undone: Label" in gate.said


def test_a_wrong_slot_is_refused_with_another_that_would_do(gate: Gate) -> None:
    to_slot(gate)
    gate.scan("CY:S:O-01")
    assert gate.newest().slot is None
    assert gate.refused
    gate.enter()
    gate.scan(f"CY:B:{gate.newest().id}:", f"CY:S:{gate.newest().held_slot}")
    assert gate.newest().stored
    gate.scan(code(500))
    assert gate.newest().code == code(500), "the next battery begins by its scan alone"
