"""A whole ticket by keys only, by the scanner only, by touch only; persons and power cuts."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from floor import Floor, code
from frame import NO_MODEL, Gate, attach_scale, to_look, to_measure, to_slot
from PySide6.QtCore import Qt

from cellyard.devices.simulator import Scale, Simulation
from cellyard.domain.battery import Battery
from cellyard.jobs.station import Station

KEY = Qt.Key


def is_whole(battery: Battery) -> bool:
    """Tell whether every step of a ticket stands in the ledger."""
    return (
        battery.kg is not None
        and len(battery.inspections) == 5
        and {"voltage", "insulation", "temperature"} <= set(battery.measurements)
        and battery.verdict is not None
        and battery.labels == 1
        and battery.slot is not None
    )


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
        gate.touch(next(t for t in gate.names() if t.startswith(question) and "No" in t[-3:]))
    gate.touch("Measure")
    for figure in ("400", "2", "21.5"):
        for key in figure:
            gate.touch(key)
        gate.touch("Take")
    gate.touch("Verdict")
    gate.touch("Print label")
    gate.touch("Put away")
    proposed = gate.newest().held_slot
    other = next(t for t in gate.names() if t.startswith("A-") and t != proposed)
    gate.touch(other)
    gate.touch(f"It lies in {other}")
    gate.touch(f"It lies in {other}")
    done = gate.newest()
    assert is_whole(done)
    assert (done.code, done.verdict, done.slot) == ("", "check", other)


def test_another_person_takes_over_before_answering(gate: Gate, floor: Floor) -> None:
    to_look(gate)
    gate.scan("CY:P:0001")
    assert gate.sees("waits for Li Wei")
    gate.key(KEY.Key_1, KEY.Key_Escape)
    assert gate.newest().inspections == {}
    gate.scan("CY:C:TAKEOVER")
    gate.key(KEY.Key_1)
    assert gate.newest().owner == floor.administrator
    assert len(gate.newest().inspections) == 1


def test_a_done_ticket_waits_for_nobody(gate: Gate) -> None:
    to_slot(gate)
    gate.enter()
    gate.enter()
    assert gate.primary()[0] == "Next battery"
    gate.scan("CY:P:0001")
    assert gate.sees("Scan the next battery")
    assert gate.primary()[0] == "Weigh"


def test_undo_goes_back_act_by_act_to_before_the_ticket(gate: Gate) -> None:
    to_look(gate)
    gate.key(KEY.Key_1, KEY.Key_1)
    steps = ["Answer", "Answer", "Weight", "Model", "Ticket"]
    for what in steps:
        gate.key(KEY.Key_Z, control=True)
        assert f"Undone: {what}" in gate.said
    assert gate.newest().withdrawn
    assert gate.sees("Scan the")


def test_after_a_power_cut_the_ticket_is_back_at_its_step(
    open_gate: Callable[..., Gate], tmp_path: Path
) -> None:
    gate = open_gate()
    gate.scan(code(1))
    gate.key(KEY.Key_Escape)
    to_measure(gate)
    gate.type("38")
    after = open_gate(Station(gate.image(tmp_path)))
    assert after.newest().ticket == 2
    assert after.primary()[0] == "Take 38 V"
    after.key(KEY.Key_Escape, KEY.Key_Escape, KEY.Key_Escape, KEY.Key_Escape)
    assert after.sees("Ticket 1, ")
    after.key(KEY.Key_2)
    assert after.primary()[0] == "Unknown model"
