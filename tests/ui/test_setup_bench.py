"""Set up for the bench: calibration, the confirmed stop, ports by adapter, wire logs."""

from decimal import Decimal
from pathlib import Path

import looks
import msgspec
import pytest
from floor import STATION, Floor
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from set_up import SetUp

from cellyard.devices.simulator import Scale, Simulation
from cellyard.devices.wirelog import Wired, WireLog
from cellyard.domain.readings import PortFound
from cellyard.domain.registers import Instrument
from cellyard.jobs import ports, registers, wirelogs
from cellyard.ui.setting_up.rules import today

KEY = Qt.Key
JBD = "DD 04 00 08 0F 45 0F 3D 0F 37 0F 3D FE C6 77"
CP210X = "10C4:EA60:0001"


def made(key: str, profile: str, duty: str, **other: object) -> Instrument:
    whole = {"key": key, "station": STATION, "profile": profile, "duty": duty, "port": "", **other}
    return msgspec.convert(whole, Instrument)


INSTRUMENTS = (
    made("load-1", "itech-it8500", "load", port="/dev/ttyUSB1", channel="1"),
    made("load-2", "itech-it8500", "load", port="socket://127.0.0.1:9", channel="2"),
    made("ins-1", "gwinstek-gpt9000", "insulation", port="/dev/ttyUSB4", channel="1"),
    made("meter-1", "hioki-bt356x", "meter", port="/dev/ttyUSB2", channel="1"),
    made("bms-1", "jbd-03", "bms", port="/dev/ttyUSB5", channel="1"),
    made("scale", "mt-sics", "scale", port="/dev/ttyUSB0", calibrated_until="2020-01-31"),
    made("meter-9", "hioki-bt356x", "meter"),
)


@pytest.fixture(scope="module")
def furnished(furnished: Floor, tmp_path_factory: pytest.TempPathFactory) -> Floor:
    """The furnished floor, with these instruments."""
    floor = furnished.again(tmp_path_factory.mktemp("floor") / "station")
    registers.publish(floor.station, INSTRUMENTS, by=floor.administrator)
    floor.close()
    return floor


def standing(setup: SetUp, key: str) -> Instrument:
    return next(i for i in setup.asked(lambda q: q.registers.instruments()) if i.key == key)


def hold(setup: SetUp) -> None:
    """Hold the button of the stop until it is done, as a finger does."""
    button = setup.screen.section("instruments")._stop._hold
    button.setFocus()
    QTest.keyPress(button, KEY.Key_Space)
    setup.until(lambda: not button._since.isValid())
    QTest.keyRelease(button, KEY.Key_Space)
    setup.rest()


# --- instruments --------------------------------------------------------------------------------


def test_the_list_says_what_wants_care(setup: SetUp) -> None:
    setup.open("instruments")
    assert setup.row("instruments", "scale") == (
        "caution", "Scale", "ttyUSB0", "", "past", "",
    )  # fmt: skip
    assert setup.row("instruments", "load-1")[4:] == ("unknown", "not yet")
    assert setup.row("instruments", "load-1")[:2] == ("caution", "Load 1")
    assert setup.row("instruments", "bms-1") == ("rest", "BMS 1", "ttyUSB5", "", "", "")
    assert setup.row("instruments", "meter-9")[0] == "muted"


def test_what_nobody_can_hear_is_entered_and_kept(setup: SetUp) -> None:
    section = setup.open("instruments")
    section.choose("meter-1")
    assert setup.next() == "not_yet: Save / Nothing is changed"
    setup.fill("instruments", calibrated_until="2027-02-30", accuracy="0")
    assert setup.next() == "not_yet: Save / No such day: type it as 2027-02-12"
    setup.fill("instruments", calibrated_until="2999-02-28")
    assert setup.next() == "not_yet: Save / The accuracy is a number above 0, at most 100"
    setup.fill("instruments", accuracy="0.5", serial="190412345", channel="2", wire_log="yes")
    assert setup.next() == "ready: Save / Meter 1"
    setup.enter()
    assert setup.said().startswith("Kept.")
    kept = standing(setup, "meter-1")
    assert (kept.channel, kept.calibrated_until, kept.serial) == ("2", "2999-02-28", "190412345")
    assert (kept.accuracy, kept.wire_log) == (Decimal("0.5"), True)
    assert setup.row("instruments", "meter-1") == (
        "rest", "Meter 2", "ttyUSB2", "190412345", "2999-02-28", "",
    )  # fmt: skip


def test_a_stop_is_confirmed_by_holding_and_lost_with_the_channel(setup: SetUp) -> None:
    section = setup.open("instruments")
    section.choose("meter-1")
    assert not section._stop.isVisible()
    section.choose("load-1")
    assert section._stop._words.text() == (
        "I have pressed the hard-wired stop of channel 1, and the load went dead."
    )
    hold(setup)
    assert standing(setup, "load-1").stop_confirmed == today()
    assert setup.row("instruments", "load-1")[5] == today()
    assert "was tried on" in section._stop._words.text()
    setup.fill("instruments", channel="3")
    assert setup.said().startswith("Its stop counts no longer.")
    assert not section._stop.ready  # first the form, then the stop
    setup.enter()
    assert standing(setup, "load-1").stop_confirmed == ""
    assert setup.row("instruments", "load-1")[5] == "not yet"
    assert section._stop.ready
    setup.fill("instruments", channel="")
    setup.enter()
    assert section._stop._hold.accessibleDescription() == "Save its channel first"


def test_a_supervisor_reads_the_stop_and_cannot_confirm_it(floor: Floor, qtbot: QtBot) -> None:
    setup = SetUp(floor, floor.person(floor.administrator, "Zhao Min", "supervisor"), qtbot)
    section = setup.open("instruments")
    section.choose("ins-1")
    assert "the output went dead" in section._stop._words.text()
    assert not section._stop.ready
    assert section._stop._hold.accessibleDescription() == "Only for: administrator"
    section._stop.confirmed.emit()
    setup.rest()
    assert standing(setup, "ins-1").stop_confirmed == ""
    setup.close()


def test_new_instruments_come_from_a_port(setup: SetUp) -> None:
    setup.open("instruments")._new.click()
    setup.rest()
    assert setup.screen._here.key == "ports"


def test_what_an_instrument_says_of_itself_is_held_against_its_number(setup: SetUp) -> None:
    section = setup.open("instruments")
    with Simulation() as simulation:
        served = simulation.serve("scale", Scale("mt-sics"))
        ours = msgspec.structs.replace(standing(setup, "scale"), port=served.url, serial="600123")
        attached = setup.window.frame.instruments
        section.publish([ours], lambda: None)
        section.choose("scale")
        setup.until(lambda: any(a.health.identity for a in attached.attached()))
        setup.screen.readings()
        assert setup.said().startswith("Another instrument answers on port")
        attached.attach([])


# --- ports by their adapters --------------------------------------------------------------------


def test_ports_say_what_was_known_by_its_adapter(
    setup: SetUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [
        PortFound(device="/dev/ttyUSB7", description="CP2102", identity=f"{CP210X}:1-1.3"),
        PortFound(device="/dev/ttyUSB1", description="CP2102", identity=f"{CP210X}:1-1.9"),
        PortFound(device="/dev/ttyUSB0", description="FT232R", identity="0403:6001:A1:1-1.2"),
        PortFound(device="/dev/ttyUSB2", description="CP2102", identity=f"{CP210X}:1-1.5"),
    ]
    monkeypatch.setattr(ports, "ports", lambda: found)
    identities = {"load-1": f"{CP210X}:1-1.3", "scale": "0403:6001:A1:1-1.2"}
    identities["meter-1"] = f"{CP210X}:1-1.8"  # its place is empty, its name another's
    bound = [
        msgspec.structs.replace(standing(setup, key), identity=identity)
        for key, identity in identities.items()
    ]
    section = setup.open("ports")
    section.publish(bound, lambda: None)
    setup.rest()
    section.shown()
    list_ = section._panel._list
    setup.until(lambda: len(list_._found) == len(found))
    lines = {line.key: line for line in list_._list._model.lines}
    assert lines["/dev/ttyUSB7"].second == "itech-it8500, known by its adapter, was ttyUSB1"
    assert lines["/dev/ttyUSB7"].right == "Load 1"
    assert lines["/dev/ttyUSB0"].second == "mt-sics, known by its adapter"
    assert lines["/dev/ttyUSB1"].shape == "todo"
    assert lines["/dev/ttyUSB2"].shape == "todo"
    assert lines["@meter-1"].second == "hioki-bt356x, its adapter is not plugged in"
    list_._list.line_chosen.emit("@meter-1")
    assert section._panel._known.instrument() == bound[2]
    # Whoever comes to the name that another had before takes nothing from it.
    new = made("new", "jbd-03", "bms", port="/dev/ttyUSB1", identity=f"{CP210X}:1-1.9")
    section._use(new)
    setup.rest()
    assert standing(setup, "load-1") == bound[0]
    assert standing(setup, "new") == new
    section._use(msgspec.structs.replace(new, key="newer"))
    setup.rest()
    assert standing(setup, "new").port == ""


def test_a_board_on_a_port_becomes_the_bms_of_a_channel(
    setup: SetUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "ROUND_S", 1.2)
    panel = setup.open("ports")._panel
    panel._list._other.setText("loop://")
    panel._list._other.returnPressed.emit()
    trial = panel._trial
    assert trial._test is not None
    trial._test._keep(bytes.fromhex(JBD) * 3)
    trial.look()
    assert trial._raw.accessibleDescription().startswith("DD 04 00 08")
    assert trial._card._question.text() == "Does the instrument itself show this?"
    assert trial._card._value.accessibleName() == "3.909 V"
    trial._card._channel.set_key("4")
    assert setup.next() == "ready: Yes, use it / As BMS of Intake 1"
    setup.enter()
    trial._test.wait()
    new = next(i for i in setup.asked(lambda q: q.registers.instruments()) if i.channel == "4")
    assert (new.key, new.duty, new.profile) == ("intake-1-bms-1", "bms", "jbd-03")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("   15.00E-3, 3.85000E+0\r\n", "0.01500 Ω"),
        ("+2.34000e+01, +2.35000e+01\n", "23.4000 °C"),
        ("IR,PASS ,0.500kV,125.0M ohm,T=003.0S\r\n", "125.0 MΩ"),
    ],
)
def test_units_stand_as_people_write_them(setup: SetUp, said: str, shown: str) -> None:
    panel = setup.open("ports")._panel
    panel._list._other.setText("loop://")
    panel._list._other.returnPressed.emit()
    trial = panel._trial
    assert trial._test is not None
    trial._test._keep(said.encode())
    trial.look()
    assert trial._card._value.accessibleName() == shown
    panel.back()
    trial._test.wait()


def test_what_one_port_said_is_nothing_of_the_next(setup: SetUp) -> None:
    panel = setup.open("ports")._panel
    trial = panel._trial

    def visible() -> list[str]:
        return [row.accessibleName() for row in trial._fits if row.isVisible()]

    for said, fits in ((b"ST,GS,+  355.2kg\r\n", ["Generic ST,GS scale"]), (b"", [])):
        panel._list._other.setText("loop://")
        panel._list._other.returnPressed.emit()
        assert trial._test is not None
        if said:
            trial._test._keep(said)
        trial.look()
        assert visible()[:1] == fits
        assert "Applent AT45xx thermometer" not in visible()  # it understands nothing of it
        panel.back()
    assert trial._card._question.text() == "Does the instrument itself show this?"
    trial._test.wait()


def test_what_is_said_of_a_port_goes_and_of_its_file_stays(setup: SetUp) -> None:
    panel = setup.open("ports")._panel
    panel._list._other.setText("loop://")
    panel._list._other.returnPressed.emit()
    trial = panel._trial
    assert trial._test is not None
    trial._test._keep(b"ST,GS,+")
    trial.look()
    assert trial._message.words.startswith("7 bytes, but no whole line.")
    trial._test._keep(b"  355.2kg\r\n")
    trial.look()
    assert trial._message.words == ""
    (setup.floor.station.folder / ports.SAID).write_bytes(b"a file where a folder should be")
    trial._save()
    setup.until(lambda: trial._message.kind == "wrong")
    trial.look()
    assert "could not be written" in trial._message.words
    panel.back()
    trial._test.wait()


# --- wire logs ----------------------------------------------------------------------------------


def kept_log(setup: SetUp) -> Path:
    """A question and its answer, kept of the BMS, with its page open; returns the file."""
    file = wirelogs.path(setup.floor.station.folder, "bms-1")
    file.parent.mkdir()
    log = WireLog(file)
    at = 1_764_000_000_120
    log.keep(Wired(t=1.0, at=at, port="bms-1", dir="TX", hex="DD A5 04 00 FF FC 77"))
    log.keep(Wired(t=1.125, at=at + 125, port="bms-1", dir="RX", hex=JBD))
    log.close()
    section = setup.open("instruments")
    section.choose("bms-1")
    section._log.click()
    setup.until(section._logs._export.isEnabled)
    return file


def test_a_log_is_exported_to_a_named_file(setup: SetUp, tmp_path: Path) -> None:
    file = kept_log(setup)
    page = setup.screen.section("instruments")._logs
    assert "kept, the newest at" in page._sub.text()
    assert setup.next() == ""
    target = tmp_path / "sent on.jsonl"
    page._target.setText(str(target))
    page._export.click()
    setup.until(lambda: page._message.kind == "note")
    assert target.read_bytes() == file.read_bytes()
    page._export.click()
    setup.until(lambda: page._message.kind == "wrong")
    assert "nothing is written over" in page._message.words
    setup.screen.escape()
    assert setup.next() == "not_yet: Save / Nothing is changed"


def test_a_log_is_played_back(setup: SetUp, tmp_path: Path) -> None:
    file = kept_log(setup)
    page = setup.screen.section("instruments")._logs
    page._file.setText(str(file))
    page._replay.click()
    setup.until(lambda: page._message.kind == "note")
    assert page._message.words == "All of it is understood by this profile."
    rows = page._table._model.rows
    assert [r.state for r in rows] == ["muted", "rest"]
    assert [r.cells[0][-7:] for r in rows] == [":00.120", ":00.245"]
    assert rows[1].cells[1] == JBD
    assert "cell_1 3.909 V" in rows[1].cells[2]
    page._profile.set_key("itech-it8500")
    page._replay.click()
    setup.until(lambda: page._message.kind == "caution")
    assert page._table._model.rows[1].state == "caution"
    page._file.setText(str(tmp_path / "no such"))
    page._replay.click()
    setup.until(lambda: page._message.kind == "wrong")


# --- every page stands --------------------------------------------------------------------------


@pytest.mark.parametrize("worn", looks.BOTH_PANELS, ids=str)
def test_nothing_is_cut_on_the_pages_behind_the_sections(
    floor: Floor, qtbot: QtBot, worn: looks.Worn
) -> None:
    looks.dress(*worn[:3], desk=worn[3] == "desk")
    glass = looks.glass(worn)
    setup = SetUp(floor, floor.supervisor, qtbot, glass)
    section = setup.open("instruments")
    for key in ("load-1", "ins-1", "meter-9"):
        section.choose(key)
        looks.stands(setup.window, glass, key)
    section.choose("load-1")
    setup.fill("instruments", channel="9", calibrated_until="2027-02-30")
    looks.stands(setup.window, glass, "wrong")
    section._open_logs()
    setup.rest()
    looks.stands(setup.window, glass, "wire log")
    setup.close()
