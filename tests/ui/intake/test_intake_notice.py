"""A battery that was announced: outlet and model stand ready, differences are shown."""

from decimal import Decimal

from floor import STATION, Floor
from frame import NO_MODEL, Gate
from PySide6.QtCore import Qt

from cellyard.domain.intake.notice import Draft, Row
from cellyard.jobs import notices

KEY = Qt.Key


def announce(floor: Floor, *, model: str = "e-208", kg: str = "") -> None:
    rows = (
        Row(number=12, cells={"code": NO_MODEL, "model": model, "kg": kg}),
        Row(number=13, cells={"code": "SN-2"}),
        Row(number=14, cells={"code": "SN-3"}),
    )
    draft = Draft(source="a" * 64, rows=rows, outlet="jinma", expected_on="2026-12-01")
    notices.take_over(floor.station, draft, by=floor.administrator)


def hint(gate: Gate) -> str:
    """Return what the line over the work says, with its thin spaces as plain ones."""
    page = gate.screen._pages.current
    assert page is not None
    line = page.hint
    words = line._hint.text() if line._stack.currentIndex() == 0 else line.message.words
    return words.replace("\u00a0", " ")


def test_an_announced_battery_is_expected_from_its_outlet_as_its_model(
    floor: Floor, gate: Gate
) -> None:
    announce(floor)
    gate.scan("SN-2")
    gate.enter()
    assert "expected" not in gate.said
    gate.scan(NO_MODEL)
    newest = gate.newest()
    assert (newest.expected, newest.outlet) == (f"{STATION}-N1/12", "jinma")
    assert f"row 12 of notice {STATION}-N1" in gate.said
    assert gate.sees(f"Jinma 4S, row 12 of notice {STATION}-N1")
    # The outlet's word stands ready; a person who looks takes it with Enter.
    assert gate.primary()[:2] == ("Peugeot e-208", "As the notice says. Take it if it is")
    gate.enter()
    assert (gate.newest().model, gate.newest().model_how) == ("peugeot-e-208-50-kwh", "chosen")


def test_a_model_that_the_register_does_not_know_is_only_told(floor: Floor, gate: Gate) -> None:
    announce(floor, model="some pack")
    gate.scan(NO_MODEL)
    assert hint(gate) == "The notice says “some pack”. Look whether it is."
    assert gate.primary()[0] == "Unknown model"


def test_a_weight_off_the_notice_is_shown_as_the_edition_says(floor: Floor, gate: Gate) -> None:
    announce(floor, model="some pack", kg="300")
    gate.scan(NO_MODEL)
    gate.enter()
    assert hint(gate) == "The notice says 300 kg."
    gate.type("310")
    assert "300" not in hint(gate)
    gate.key(KEY.Key_Backspace, KEY.Key_Backspace)
    gate.type("40")
    said = "The notice says 300 kg: weight is 40 kg high. Look whether it is the one announced."
    assert hint(gate) == said
    gate.enter()
    assert gate.newest().kg == Decimal(340)


def test_after_the_truck_it_is_asked_what_has_not_come(floor: Floor, gate: Gate) -> None:
    announce(floor)
    for code in ("SN-2", "SN-3"):
        gate.scan(code)
        gate.enter()
    gate.key(KEY.Key_Escape, KEY.Key_Escape)
    assert gate.sees("2 of the 3 announced have come. Has the rest stayed on the truck?")
    gate.scan(NO_MODEL)
    gate.key(KEY.Key_Escape, KEY.Key_Escape)
    assert not gate.sees("announced have come")
