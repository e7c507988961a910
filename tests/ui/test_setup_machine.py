"""Set up of the machine: ports that speak, labels, the measure of the glass, the proven store."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import looks
import pytest
from cups import Cups
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from set_up import SetUp

from cellyard.devices.simulator import Scale, Simulation
from cellyard.documents.kinds import DOCUMENTS
from cellyard.domain.refusals import Trouble
from cellyard.jobs import ports
from cellyard.jobs.paper_queue import Paper, papers
from cellyard.settings import Settings

# --- ports, printers ----------------------------------------------------------------------------


def test_a_port_becomes_the_scale_and_is_taken_off_again(
    setup: SetUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "ROUND_S", 1.2)
    section = setup.open("ports")
    panel = section._panel
    assert setup.next() == ""
    with Simulation() as simulation:
        scale = simulation.serve("scale", Scale("st-gs"))
        scale.instrument.put(Decimal("355.2"))
        panel._list._other.setText(scale.url)
        panel._list._other.returnPressed.emit()
        trial = panel._trial
        setup.until(lambda: trial._card._value.accessibleName() == "355.2 kg")
        assert setup.next() == "ready: Yes, use it / As scale of Intake 1"
        trial._other.click()
        assert setup.next() == "not_yet: Yes, use it / Nothing heard yet"
        setup.until(lambda: trial._card._value.accessibleName() == "355.2 kg")
        setup.enter()
        assert trial._test is not None
        trial._test.wait()
        made = setup.asked(lambda q: q.registers.instruments())[0]
        assert (made.profile, made.port) == ("generic-st-gs", scale.url)
        assert made.link == ports.links()[1]
        attached = setup.window.frame.instruments
        attached.attach([made])
        panel._list.known.emit(made.key)
        shown = panel._known._value.accessibleName
        setup.until(lambda: setup.screen.readings() or shown() == "355.2 kg")
        panel._known._serial.setText("B834 112 907")
        setup.enter()
        attached.attach([])
    assert setup.asked(lambda q: q.registers.instruments())[0].serial == "B834 112 907"
    panel._look_at(made.key)
    panel._known._off.click()
    setup.rest()
    assert setup.asked(lambda q: q.registers.instruments())[0].port == ""
    assert section._panel._instruments == []


def test_a_test_label_says_what_became_of_it(setup: SetUp, tmp_path: Path) -> None:
    section = setup.open("printers")
    card = section._card
    card._kind.set_key("file")
    card._where.setText(str(tmp_path / "printed"))
    card._test.click()
    setup.until(card._test.isEnabled)
    assert card._said.text().startswith("The test label went out.")
    assert list((tmp_path / "printed").glob("*.zpl"))
    setup.enter()
    setup.until(lambda: setup.window.frame.settings.label_target != "")
    assert setup.window.frame.settings.label_target == f"file:{tmp_path}/printed/"
    for kind, where, target in (
        ("network", "192.168.1.50", "socket://192.168.1.50:9100"),
        ("network", "printer:6101", "socket://printer:6101"),
        ("serial", str(tmp_path / "ttyUSB9"), str(tmp_path / "ttyUSB9")),
    ):
        card._kind.set_key(kind)
        card._where.setText(where)
        assert card.target() == target
    card._test.click()
    setup.until(card._test.isEnabled)
    assert "is not there" in card._said.text()


def test_the_folder_of_the_camera_is_kept_once_it_is_there(setup: SetUp, tmp_path: Path) -> None:
    section = setup.open("printers")
    photos = section._photos
    assert setup.next() == "not_yet: Save / Nothing is changed"
    photos._where.setText(str(tmp_path / "camera"))
    setup.enter()
    setup.until(lambda: "is not there. Correct it" in photos._said.text())
    assert setup.window.frame.settings.photos == ""
    looks.dress(px_per_mm=3.95, language="zh_CN")
    setup.window.rebuild()  # what is typed and not kept outlives it
    photos = setup.open("printers")._photos
    assert photos.folder() == str(tmp_path / "camera")
    (tmp_path / "camera").mkdir()
    setup.enter()
    setup.until(lambda: setup.window.frame.settings.photos == str(tmp_path / "camera"))
    setup.rest()
    assert setup.next().startswith("not_yet")


def test_the_document_printer_is_one_of_this_computer(cups: Cups, setup: SetUp) -> None:
    assert cups.server
    card = setup.open("printers")._papers
    setup.until(lambda: "1 printer" in card._said.text())
    assert [card._printer.itemText(n) for n in range(card._printer.count())] == [
        "The computer’s own",
        "office",
        "Into a folder, as PDF",
    ]
    assert setup.next() == "not_yet: Save / Nothing is changed"
    card._printer.set_key("office")
    card._copies.set_key("3")
    assert setup.next().startswith("ready: Save")
    looks.dress(px_per_mm=3.95, language="zh_CN")
    setup.window.rebuild()  # what is chosen and not kept outlives it
    assert setup.open("printers")._papers.printer() == "office"
    setup.enter()
    setup.until(lambda: setup.window.frame.settings.paper_copies == 3)
    settings = setup.window.frame.settings
    assert (settings.paper_printer, settings.paper_copies) == ("office", 3)


def test_a_paper_in_doubt_is_asked_about_until_a_person_answers(setup: SetUp) -> None:
    queue = papers(setup.floor.station.folder)
    sample = DOCUMENTS["discharge-record"]
    pdf = sample.render(sample.sample())
    for title in ("first", "second"):
        queue.put(pdf, "gate", title=title)

    def breaks(_paper: Paper, began: Callable[[], None]) -> None:
        began()
        raise Trouble("paper_broke_off", printer="gate")

    for _ in range(2):
        queue.flush(breaks)
    waiting = setup.open("printers")._papers._waiting
    setup.until(lambda: waiting._said.text().startswith("first may have been printed on gate"))
    waiting._again.click()
    setup.until(lambda: waiting._said.text().startswith("second may have been printed on gate"))
    assert [paper.title for paper in queue.doubtful()] == ["second"]
    waiting._drop.click()
    setup.until(lambda: "is not there" in waiting._said.text())  # the first waits for its printer
    assert not waiting._again.isEnabled()
    waiting._drop.click()
    setup.until(lambda: waiting._said.text() == "No paper waits.")
    assert queue.waiting() == []


# --- look, store --------------------------------------------------------------------------------


def test_the_glass_is_measured_by_a_card(setup: SetUp) -> None:
    section = setup.open("look")
    card: QWidget = section._card
    assert setup.next().startswith("not_yet: Take this size")
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(card, left, none, QPoint(330, 40))
    at = QPointF(428, 40)  # the drag is told by hand: offscreen there is no pointer
    card.mouseMoveEvent(QMouseEvent(QEvent.Type.MouseMove, at, at, left, left, none))
    assert setup.next().startswith("ready: Take this size")
    QTest.keyClick(card, Qt.Key.Key_Right)
    setup.enter()
    assert setup.window.frame.settings.px_per_mm == pytest.approx(429 / 85.6, abs=0.001)


def test_language_theme_class_and_tones_count_at_once(setup: SetUp) -> None:
    section = setup.open("look")
    section._language.set_key("zh_CN")
    section._theme.set_key("dark")
    section._class.set_key("desk")
    section._tones.click()
    assert setup.window.frame.settings == Settings(
        language="zh_CN", theme="dark", desk=True, tones=False
    )


def test_the_store_proves_itself_and_names_what_was_changed(setup: SetUp) -> None:
    section = setup.open("store")
    assert str(setup.floor.station.folder) in section._where.text()
    assert "SQLite" in section._sqlite.words
    assert section._key.kind == "caution"  # a key in a file is said to be one
    assert setup.asked(lambda q: q.digest()) == section._digest.text().replace(" ", "")
    setup.screen.enter()
    assert setup.next() == "working: Checking every fact / "
    setup.until(lambda: not section._proving)
    assert section._result.words == "All is as it was written."
    (setup.floor.station.folder / "head").unlink()
    setup.screen.enter()
    setup.until(lambda: not section._proving)
    assert section._result.kind == "wrong"
