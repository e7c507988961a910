"""The first steps of a ticket: its code, twice the same code, its weight."""

from decimal import Decimal

import looks
import pytest
from floor import STATION, code
from frame import NO_MODEL, Gate, attach_scale, to_slot, to_weight
from PySide6.QtCore import Qt

from cellyard import words
from cellyard.devices.simulator import Scale, Simulation
from cellyard.domain.readings import Health, Reading, Sample
from cellyard.domain.registers import Instrument
from cellyard.jobs.instruments import Attached
from cellyard.ui.screens.intake import scale

KEY = Qt.Key


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
    assert "Ticket 1 waits" in gate.said


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
    to_slot(gate)
    gate.scan(code(999))
    gate.scan(NO_MODEL)
    assert len(gate.all()) == 2, "the ticket with this code is open: nothing new"
    assert gate.primary()[0].startswith("It lies in")
    gate.enter()
    gate.enter()
    gate.scan(NO_MODEL)
    assert len(gate.all()) == 2
    assert "ticket 1" in gate.refused
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


def test_the_question_about_a_second_battery_outlives_another_language_and_place(
    gate: Gate,
) -> None:
    to_slot(gate)
    gate.enter()
    gate.enter()
    gate.scan(NO_MODEL)
    gate.enter()  # the red line is read
    looks.dress(px_per_mm=3.95, language="zh_CN")
    gate.window.rebuild()
    gate.rest()
    assert gate.primary() == ("作为另一块入库", "另一块同码电池", True)
    assert "1 号单已有此编码" in gate.screen._pages.twice._where.text()
    looks.dress(px_per_mm=3.95, theme="dark")
    gate.window.rebuild()
    gate.rest()
    gate.key(KEY.Key_F5, KEY.Key_F2)
    assert gate.primary()[0] == "Book in a second one"
    assert "Ticket 1 has this code" in gate.screen._pages.twice._where.text()
    gate.enter()
    assert (len(gate.all()), gate.newest().code) == (2, NO_MODEL)
    assert gate.newest().distinguished == (gate.all()[1].id,)


def test_an_unreadable_code_typed_as_nought_opens_one_ticket(gate: Gate) -> None:
    gate.type("0")
    gate.enter()
    assert [b.code for b in gate.all()] == [""]
    gate.scan("CY:C:UNREADABLE")
    assert [b.code for b in gate.all()] == ["", ""]


def test_a_scale_on_its_line_is_taken_steady_only_and_said_when_it_is_gone(gate: Gate) -> None:
    to_weight(gate)
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
