"""Intake: a whole ticket by scanner, by keys, by touch; STOP, undo, doubles, kill, every look."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from tests.kit import looks
from tests.kit.floor import STATION, Floor, code
from tests.kit.frame import Gate

from cellyard import settings, words
from cellyard.devices.simulator import Scale, Simulation
from cellyard.domain.battery import Battery
from cellyard.domain.facts import BlobRef
from cellyard.domain.readings import Health, Reading, Sample
from cellyard.domain.registers import Instrument
from cellyard.jobs.instruments import Attached
from cellyard.jobs.station import Station
from cellyard.ui.screens.intake import scale
from cellyard.ui.widgets import draw
from cellyard.words.codes import REASONS

KEY = Qt.Key
LEAF = "Nissan LEAF"
NO_MODEL = code(412)


@pytest.fixture(scope="module")
def model_floor(tmp_path_factory: pytest.TempPathFactory) -> Floor:
    floor = Floor(tmp_path_factory.mktemp("floor") / "station")
    floor.close()
    return floor


@pytest.fixture
def floor(model_floor: Floor, tmp_path: Path) -> Floor:
    return model_floor.again(tmp_path / "station")


@pytest.fixture
def open_gate(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Gate]]:
    opened: list[Gate] = []

    def open_(floor: Floor, station: Station | None = None) -> Gate:
        looks.dress(px_per_mm=3.95)
        gate = Gate(station or floor.station, floor.floor_worker)
        gate.folder = (station or floor.station).folder
        gate.settings = settings.Settings(
            photos=str(tmp_path), label_target=f"file:{tmp_path}/zpl/"
        )
        gate.people = {"0001": floor.supervisor, "0002": floor.floor_worker}
        qtbot.addWidget(gate)
        opened.append(gate)
        gate.open()
        return gate

    yield open_
    for gate in opened:
        gate.stop()


@pytest.fixture
def gate(floor: Floor, open_gate: Callable[..., Gate]) -> Gate:
    return open_gate(floor)


def answered(gate: Gate) -> Gate:
    """Bring the newest ticket up to Measure: nothing abnormal."""
    gate.scan(NO_MODEL)
    gate.type("e-208")
    gate.enter()
    gate.type("355.2")
    gate.enter()
    gate.key(*[KEY.Key_1] * 5)
    gate.enter()
    return gate


def judged(gate: Gate) -> Gate:
    """Bring the newest ticket up to Slot."""
    answered(gate)
    for figure in ("388.4", "1.2", "24.1"):
        gate.type(figure)
        gate.enter()
    gate.enter()
    gate.enter()
    gate.enter()
    return gate


def is_whole(battery: Battery, *, answers: int = 5) -> bool:
    """Tell whether every step of a ticket stands in the ledger."""
    return (
        battery.kg is not None
        and len(battery.inspections) == answers
        and {"voltage", "insulation", "temperature"} <= set(battery.measurements)
        and battery.verdict is not None
        and battery.labels == 1
        and battery.slot is not None
    )


# --- the whole way in ---------------------------------------------------------------------------


def test_a_whole_ticket_with_keys_only(gate: Gate) -> None:
    gate.type(NO_MODEL)
    gate.enter()
    gate.type("e-208")
    gate.enter()
    gate.type("355.2")
    assert gate.primary()[0] == "Take 355.2\u00a0kg"
    gate.enter()
    gate.key(*[KEY.Key_1] * 5)
    gate.enter()
    for figure in ("388.4", "1.2", "24.1", "21"):
        gate.type(figure)
        gate.enter()
    assert gate.primary() == ("Verdict", "All readings are in", True)
    gate.enter()
    assert gate.primary()[:2] == ("Print label", "Keeps the verdict")
    gate.enter()
    assert gate.primary()[0] == "Put away"
    gate.enter()
    proposed = gate.newest().held_slot
    assert gate.primary()[0] == f"It lies in {proposed}"
    gate.enter()
    assert gate.newest().slot is None, "one press of Enter must not put anything away"
    gate.enter()
    done = gate.newest()
    assert is_whole(done)
    assert (done.verdict, done.slot, done.kg) == ("go", proposed, Decimal("355.2"))
    assert done.weight_evidence is not None
    assert done.weight_evidence.manual
    assert done.measurements["insulation"].value == Decimal(1200000)
    assert gate.primary()[0] == "Next battery"
    gate.enter()
    assert gate.sees("Scan the next battery")


def test_a_whole_ticket_with_the_scanner_only(gate: Gate) -> None:
    with Simulation() as simulation:
        load = simulation.serve("scale", Scale())
        attach_scale(gate, load.url)
        gate.scan(NO_MODEL, "CY:O:jinma", "CY:C:NEXT")
        load.instrument.put(Decimal("355.2"))
        gate.wait(lambda: gate.primary()[0].startswith("Take 355.2"), "a steady weight")
        gate.scan("CY:C:NEXT")
        gate.scan("CY:C:NO", "CY:C:NO", "CY:F:dented", "CY:C:NO", "CY:C:CANTTELL", "CY:C:NEXT")
        gate.scan(*["CY:C:NOREADING"] * 3, "CY:C:NEXT")
        assert not gate.primary()[2], "a dent wants its photo"
        gate.scan("CY:C:CANTTELL", "CY:C:NEXT", "CY:C:NEXT")
        held = gate.newest().held_slot
        gate.scan(f"CY:S:{held}")
        gate.instruments.stop()
    done = gate.newest()
    assert is_whole(done)
    assert (done.verdict, done.outlet, done.slot) == ("watch", "jinma", held)
    assert done.weight_evidence is not None
    assert done.weight_evidence.instrument == "scale-1"
    assert bytes.fromhex(done.weight_evidence.raw or "").startswith(b"S S")
    assert {"dented", "no_photo", "insulation_unknown"} <= set(done.reasons)


def test_a_whole_ticket_by_touch_only(gate: Gate) -> None:
    gate.touch("No readable code")
    gate.touch("Audi e-tron 55")
    for key in "700":
        gate.touch(key)
    gate.touch("Take 700")
    for question in ("Gas", "Crash", "Damage", "Service", "Battery"):
        gate.touch(next(t for t in gate.targets() if t.startswith(question) and "No" in t[-3:]))
    gate.touch("Measure")
    for figure in ("400", "2", "21.5"):
        for key in figure:
            gate.touch(key)
        gate.touch("Take")
    gate.touch("Verdict")
    gate.touch("Print label")
    gate.touch("Put away")
    proposed = gate.newest().held_slot
    other = next(t for t in gate.targets() if t.startswith("A-") and t != proposed)
    gate.touch(other)
    gate.touch(f"It lies in {other}")
    gate.touch(f"It lies in {other}")
    done = gate.newest()
    assert is_whole(done)
    assert (done.code, done.verdict, done.slot) == ("", "check", other)


# --- code ---------------------------------------------------------------------------------------


def test_enter_never_names_a_model_that_nobody_chose(gate: Gate) -> None:
    gate.scan(NO_MODEL)
    assert gate.primary()[0] == "Unknown model"
    gate.enter()
    assert (gate.newest().model, gate.newest().model_how) == (None, "unknown")


def test_the_code_names_the_model_of_an_earlier_one_and_goes_on_to_the_weight(gate: Gate) -> None:
    gate.scan(NO_MODEL)
    gate.type("e-208")
    gate.enter()
    gate.scan(code(413))
    second = gate.newest()
    assert second.model_how == "prefix"
    assert gate.primary()[0] == "Take the weight"
    assert "Ticket 1 waits" in gate.said[-1][1]


def test_two_lines_of_a_plate_become_one_code(gate: Gate) -> None:
    gate.scan(NO_MODEL[:14], NO_MODEL[14:])
    assert [b.code for b in gate.all()] == [NO_MODEL]


def test_the_suggested_code_is_taken_by_its_number(gate: Gate) -> None:
    gate.scan(NO_MODEL.replace("0000412", "OOOO412"))
    assert gate.newest().identifiers[0].refused == "wrong_letters"
    assert gate.sees(NO_MODEL)
    gate.key(KEY.Key_1)
    assert gate.newest().code == NO_MODEL


def test_an_open_code_is_gone_on_with_and_a_stored_one_asked_about(gate: Gate) -> None:
    judged(gate)
    gate.scan(code(999))
    gate.scan(NO_MODEL)
    assert len(gate.all()) == 2, "the ticket with this code is open: nothing new"
    assert gate.primary()[0].startswith("It lies in")
    gate.enter()
    gate.enter()
    gate.scan(NO_MODEL)
    assert len(gate.all()) == 2
    assert "ticket 1" in gate.wrongs[-1]
    gate.enter()  # the red line is read
    assert gate.primary()[0] == "Book in a second one"
    gate.key(KEY.Key_Escape)
    assert gate.sees("Scan the next battery")
    gate.scan(NO_MODEL)
    gate.enter()
    gate.enter()
    twin = gate.newest()
    assert (len(gate.all()), twin.code) == (3, NO_MODEL)
    assert twin.distinguished == (gate.all()[2].id,)


def test_an_unreadable_code_typed_as_nought_opens_one_ticket(gate: Gate) -> None:
    gate.type("0")
    gate.enter()
    assert [b.code for b in gate.all()] == [""]
    gate.scan("CY:C:UNREADABLE")
    assert [b.code for b in gate.all()] == ["", ""]


# --- weight -------------------------------------------------------------------------------------


def attach_scale(gate: Gate, url: str) -> None:
    key = Instrument(key="scale-1", station=STATION, profile="mt-sics", port=url, duty="scale")
    gate.instruments.attach([key])


def test_a_scale_on_its_line_is_taken_steady_only_and_said_when_it_is_gone(gate: Gate) -> None:
    gate.scan(NO_MODEL)
    gate.type("e-208")
    gate.enter()
    with Simulation() as simulation:
        load = simulation.serve("scale", Scale())
        attach_scale(gate, load.url)
        load.instrument.put(Decimal("315.0"))
        gate.wait(lambda: "settling" in gate.primary()[1] or not gate.primary()[2], "swinging")
        gate.wait(lambda: gate.primary()[2], "a steady weight")
        assert gate.sees("Weight is 41 kg low.")
        load.instrument.fault("Error 10b")
        gate.wait(lambda: gate.sees("S S Error 10b"), "the scale's error")
        assert not gate.primary()[2]
        load.instrument.fault()
        load.instrument.put(Decimal("-2.0"))
        gate.wait(lambda: gate.sees("less than nothing"), "a negative weight said")
        load.unplug()
        gate.wait(lambda: gate.sees("The scale was unplugged.") or gate.sees("not connected"), "")
        gate.touch("Type it")
        gate.type("315")
        gate.enter()
        gate.instruments.stop()
    assert gate.newest().kg == Decimal(315)
    gate.key(KEY.Key_Escape)
    assert gate.primary() == ("Go on", "315\u00a0kg is kept", True)


def of_scale(state: str, *flags: str, value: str | None = "355.2", age: float = 0) -> Attached:
    shown = None if value is None else Decimal(value)
    reading = Reading(value=shown, unit="kg", flags=flags)  # pyright: ignore[reportArgumentType]
    sample = Sample(t=100 - age, at=0, readings={"weight": reading}, raw=b"S S Error 10b\r\n")
    key = Instrument(key="scale-1", station=STATION, profile="mt-sics", port="x", duty="scale")
    health = Health(name="scale-1", state=state)  # pyright: ignore[reportArgumentType]
    return Attached(instrument=key, health=health, newest=sample)


@pytest.mark.parametrize(
    ("attached", "kind"),
    [
        (None, "none"),
        (of_scale("absent"), "nothing"),
        (of_scale("lost"), "nothing"),
        (of_scale("opening"), "nothing"),
        (of_scale("silent"), "nothing"),
        (of_scale("running", "fault", value=None), "nothing"),
        (of_scale("running", "over_range", value=None), "nothing"),
        (of_scale("running", "under_range", value=None), "nothing"),
        (of_scale("running", "busy", value=None), "nothing"),
        (of_scale("running", value="-0.4"), "nothing"),
        (of_scale("running", age=11), "nothing"),
        (of_scale("running", age=4), "settling"),
        (of_scale("running", "unstable"), "settling"),
        (of_scale("running", value="0.0"), "settling"),
        (of_scale("running"), "steady"),
    ],
)
def test_only_a_steady_fresh_weight_may_be_taken(attached: Attached | None, kind: str) -> None:
    words.use("en")
    shown = scale.now(attached, clock=100)
    assert shown.kind == kind
    assert (shown.reading is not None) == (kind == "steady")
    assert bool(shown.sentence) == (kind != "steady")


# --- look ---------------------------------------------------------------------------------------


def at_look(gate: Gate) -> Gate:
    gate.scan(NO_MODEL)
    gate.type("e-208")
    gate.enter()
    gate.type("355.2")
    gate.enter()
    return gate


def test_stepping_through_findings_writes_none_in_passing(gate: Gate) -> None:
    at_look(gate)
    gate.key(KEY.Key_1, KEY.Key_1, KEY.Key_2)
    seen = gate.newest().inspections["case_damage"]
    assert (seen.answer, seen.finding) == ("yes", None)
    gate.key(KEY.Key_2)  # a hole, the worst, only marked
    assert gate.primary()[0] == "Hole"
    gate.build_anew()
    assert gate.primary()[0] == "Hole", "what is marked outlives the screen"
    gate.key(KEY.Key_Escape, KEY.Key_Return)
    gate.touch("Damage to the case: Yes")
    assert gate.newest().verdict is None
    gate.touch("Damage to the case: Yes")
    gate.key(KEY.Key_1)
    assert gate.newest().inspections["case_damage"].finding == "dented"
    assert gate.newest().verdict is None
    assert False not in gate.alarms or True not in gate.alarms
    gate.key(KEY.Key_3)
    assert gate.newest().inspections["internal_safety"].answer == "cant_tell"


def test_photos_come_from_the_folder_and_from_the_hand(gate: Gate, tmp_path: Path) -> None:
    at_look(gate)
    gate.scan("CY:F:dented", "CY:C:CAMERA")
    assert gate.newest().inspections["case_damage"].photos == 0
    (tmp_path / "one.jpg").write_bytes(b"\xff\xd8 the camera's")
    gate.wait(lambda: gate.newest().inspections["case_damage"].photos == 1, "the photo kept")
    (tmp_path / "two.png").write_bytes(b"\x89PNG dropped by hand")
    page = gate.screen_._pages.current
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
    gate.ask(lambda q: [b for r in q.line(id_) for b in r.envelope.blobs], line.append)
    gate.rest()
    kept = {(gate.folder / "blobs" / b.sha256[:2] / b.sha256).name for b in line[0]}
    assert len(kept) == 2


# --- stop ---------------------------------------------------------------------------------------


def test_stop_takes_nothing_until_it_is_read(gate: Gate) -> None:
    at_look(gate)
    gate.scan("CY:F:leaking")
    assert gate.alarms == [True]
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
    assert gate.alarms == [True, False]
    gate.wait(lambda: gate.newest().labels == 1, "the label of a STOP")
    gate.scan("CY:S:Q-01")
    assert gate.newest().slot == "Q-01"


def test_a_badge_reads_the_stop_and_anothers_badge_only_switches(gate: Gate) -> None:
    at_look(gate)
    gate.scan("CY:F:leaking")
    gate.scan("CY:P:0001")
    assert not gate.newest().acknowledged
    assert gate.sees("I have read this"), "whoever stands there reads it"
    gate.scan("CY:P:0001")
    assert gate.newest().acknowledged
    assert gate.primary()[0] == "Take over"


def test_the_wrong_battery_is_undone_and_its_slot_free_again(gate: Gate) -> None:
    at_look(gate)
    gate.scan("CY:F:leaking")
    gate.touch("Wrong battery")
    battery = gate.newest()
    assert (battery.verdict, battery.held_slot, battery.inspections) == (None, None, {})
    assert gate.alarms == [True, False]
    assert gate.primary() == ("Measure", "5 answers are missing", False)


# --- measure, verdict, label, slot --------------------------------------------------------------


def test_units_worst_case_and_drafts_of_a_measurement(gate: Gate) -> None:
    answered(gate)
    gate.type("388.4")
    gate.build_anew()
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


def test_the_label_is_on_disk_and_printed_again_by_key(gate: Gate) -> None:
    judged(gate)
    battery = gate.newest()
    assert (gate.folder / "documents" / f"label-{STATION}-{battery.ticket}.pdf").is_file()
    queued = list((gate.folder / "labels").glob("*.label"))
    assert len(queued) == 1
    gate.key(KEY.Key_F11)
    assert gate.newest().labels == 2
    gate.key(KEY.Key_Z, control=True)
    assert gate.newest().labels == 1
    assert gate.said[-1][1].startswith("Undone: Label")


def test_a_wrong_slot_is_refused_with_another_that_would_do(gate: Gate) -> None:
    judged(gate)
    gate.scan("CY:S:O-01")
    assert gate.newest().slot is None
    assert gate.wrongs
    gate.enter()
    gate.scan(f"CY:B:{gate.newest().id}:", f"CY:S:{gate.newest().held_slot}")
    assert gate.newest().stored
    gate.scan(code(500))
    assert gate.newest().code == code(500), "the next battery begins by its scan alone"


# --- persons, power cuts ------------------------------------------------------------------------


def test_another_person_takes_over_before_answering(gate: Gate, floor: Floor) -> None:
    at_look(gate)
    gate.scan("CY:P:0001")
    assert gate.sees("waits for Li Wei")
    gate.key(KEY.Key_1, KEY.Key_Escape)
    assert gate.newest().inspections == {}
    gate.scan("CY:C:TAKEOVER")
    gate.key(KEY.Key_1)
    assert gate.newest().owner == floor.administrator
    assert len(gate.newest().inspections) == 1


def test_undo_goes_back_act_by_act_to_before_the_ticket(gate: Gate) -> None:
    at_look(gate)
    gate.key(KEY.Key_1, KEY.Key_1)
    steps = ["Answer", "Answer", "Weight", "Model", "Ticket"]
    for what in steps:
        gate.key(KEY.Key_Z, control=True)
        assert gate.said[-1][1].startswith(f"Undone: {what}")
    assert gate.newest().withdrawn
    assert gate.sees("Scan the")


def test_after_a_power_cut_the_ticket_is_back_at_its_step(
    floor: Floor, open_gate: Callable[..., Gate], tmp_path: Path
) -> None:
    gate = open_gate(floor)
    gate.scan(code(1))
    gate.key(KEY.Key_Escape)
    answered(gate)
    gate.type("38")
    after = open_gate(floor, Station(gate.image(tmp_path)))
    assert after.newest().ticket == 2
    assert after.primary()[0] == "Take 38 V"
    after.key(KEY.Key_Escape, KEY.Key_Escape, KEY.Key_Escape, KEY.Key_Escape)
    assert after.sees("Ticket 1, ")
    after.key(KEY.Key_2)
    assert after.primary()[0] == "Unknown model"


# --- how it looks -------------------------------------------------------------------------------


def texts_of_every_step(gate: Gate) -> Iterator[str]:
    """Walk through every picture of the screen; gives its name each time."""
    yield "start"
    gate.scan("LEAF40-ZE1-0068112")
    yield "code, no GB/T code"
    gate.key(KEY.Key_Escape)
    gate.scan(NO_MODEL)
    yield "code"
    gate.type("e-208")
    gate.enter()
    yield "weight"
    gate.type("315")
    yield "weight, doubted"
    gate.enter()
    gate.key(KEY.Key_1, KEY.Key_1, KEY.Key_2, KEY.Key_2)
    yield "look, naming"
    gate.key(KEY.Key_1, KEY.Key_3)
    yield "look"
    gate.enter()
    yield "measure"
    for figure in ("388.4", "0.001", "24.1", "21"):
        gate.type(figure)
        gate.enter()
    yield "measured"
    gate.enter()
    yield "verdict, photo missing"
    gate.key(KEY.Key_1)
    gate.enter()
    yield "label"
    gate.enter()
    yield "slot"
    gate.enter()
    gate.enter()
    yield "done"
    gate.key(KEY.Key_Escape, KEY.Key_1, KEY.Key_Escape)
    yield "list"
    gate.scan(NO_MODEL)
    yield "twice"
    gate.enter()
    gate.scan(code(413), "CY:F:smoke")
    yield "stop"
    gate.enter()
    gate.enter()
    gate.scan("CY:P:0001")
    yield "takeover"


@pytest.mark.parametrize(
    ("language", "glass"),
    list(product(words.LANGUAGES, ((1366, 768, 3.95), (1920, 1080, 5.6)))),
)
def test_nothing_is_cut_nothing_overlaps_and_gloves_hit(
    gate: Gate, language: words.Language, glass: tuple[int, int, float]
) -> None:
    across, down, px_per_mm = glass
    looks.dress(language=language, px_per_mm=px_per_mm)
    gate.resize(round(across - 152 * px_per_mm / 4), round(down - 148 * px_per_mm / 4))
    gate.build_anew()
    for name in texts_of_every_step(gate):
        with draw.watched() as said:
            gate.screen_.grab()
        assert [s for s in said if not s.fits] == [], name
        assert looks.overlapping(said) == [], name
        for target in gate.screen_.findChildren(QWidget):
            pressed = isinstance(target, QAbstractButton | QLineEdit)
            if pressed and target.isVisible():
                height = target.height() / px_per_mm
                assert height > 19.7, f"{target.accessibleName()} on {name}: {height} mm"


def test_the_primary_button_never_moves(gate: Gate) -> None:
    places = set()
    for _name in texts_of_every_step(gate):
        primary = next(
            b
            for b in gate.screen_.findChildren(QAbstractButton)
            if b.isVisible() and getattr(b, "kind", "") == "primary"
        )
        corner = primary.mapTo(gate.screen_, QPoint(primary.width(), primary.height()))
        places.add((corner.x(), corner.y(), primary.height()))
    assert len(places) == 1


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_doubt_about_a_code_fits_its_line(
    gate: Gate, language: words.Language, qtbot: QtBot
) -> None:
    from cellyard.ui.screens.intake.page import HintLine

    looks.dress(language=language, px_per_mm=3.95)
    shown = {"code": NO_MODEL, "length": 24, "suggestion": NO_MODEL, "chemistry": "NMC"}
    for pattern in REASONS.values():
        line = HintLine()
        qtbot.addWidget(line)
        line.resize(756, line.height())
        line.caution(words._(pattern).format(produced="15 Jun 2020", **shown))
        line.show()
        with draw.watched() as said:
            line.grab()
        assert [s for s in said if not s.fits] == []
