"""The screen of tasks: what it lists, where each leads, and settling what a receipt differs in."""

from collections.abc import Iterator
from pathlib import Path

import looks
import msgspec
import pytest
from front import Front
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from shipping import Shipper

from cellyard.documents.hand_over import sample
from cellyard.domain import facts as f
from cellyard.domain.registers import Instrument
from cellyard.domain.shipping import receipt
from cellyard.jobs import hand_over, paper_queue

KEY = Qt.Key


@pytest.fixture(scope="module")
def model_floor(tmp_path_factory: pytest.TempPathFactory) -> Shipper:
    """One load received with two differences, one that has not left; two certificates that end."""
    floor = Shipper(tmp_path_factory.mktemp("floor") / "station")
    floor.ids["load"] = floor.dispatched("first", "second")
    floor.ship(receipt.arrive, receipt.Arriving(load=floor.ids["load"]))
    floor.receipt(floor.ids["load"], first="missing", second="other_mass")
    floor.ids["next"] = floor.open_load("good", route="second_life")
    made = {"station": "Intake 1", "profile": "itech-it8500", "port": ""}
    floor.publish(
        Instrument(key="load-1", duty="load", calibrated_until="2026-12-09", **made),
        Instrument(key="scale-1", duty="scale", calibrated_until="2026-11-20", **made),
    )
    floor.close()
    return floor


@pytest.fixture
def floor(model_floor: Shipper, tmp_path: Path) -> Shipper:
    copy = model_floor.again(tmp_path / "station")
    assert isinstance(copy, Shipper)
    return copy


@pytest.fixture
def stage(floor: Shipper, qtbot: QtBot) -> Iterator[Front]:
    looks.dress(desk=True)
    front = Front(floor.station, qtbot)
    front.open("tasks", floor.supervisor)
    yield front
    front.close()


def titles(stage: Front) -> list[str]:
    return [line.title for line in stage.screen._view._lines._model.lines]


def next_(stage: Front) -> str:
    button = stage.screen._view.next
    return f"{button.mode}: {button.accessibleName()}"


def settled(stage: Front, load: str) -> list[f.Resolved]:
    line = stage_line(stage, load)
    return [fact for fact in line if isinstance(fact, f.Resolved)]


def stage_line(stage: Front, load: str) -> list[object]:
    found: list[object] = []
    stage.window.frame.ask(lambda q: [r.fact for r in q.loads.line(load)], found.extend)
    stage.rest()
    return found


def count(stage: Front) -> int:
    item = stage.window.chrome._rail.item("tasks")
    return item._count if item else 0


def test_the_urgent_come_first_and_are_counted_in_the_rail(stage: Front) -> None:
    assert titles(stage) == [
        "Deadlines",
        "Ticket 1",
        "Ticket 2",
        "Calibration, Scale",
        "Load has not left",
        "Calibration, Load",
    ]
    stage.until(lambda: count(stage) == 3)
    shown = " | ".join(stage.texts())
    assert "Ticket 1 did not arrive" in shown
    assert "Donghe Materials says" in shown
    assert "Zhao Min, 27 Nov 12:00" in shown


def test_a_difference_is_settled_by_two_keys_and_names_what_was_seen(
    stage: Front, floor: Shipper
) -> None:
    load = floor.ids["load"]
    assert next_(stage) == "not_yet: Settle it"
    stage.press(KEY.Key_Return)
    assert settled(stage, load) == [], "nothing is settled without an answer"
    stage.press(KEY.Key_3)
    assert next_(stage) == "ready: Settle it"
    stage.press(KEY.Key_Return)
    (answer,) = settled(stage, load)
    assert answer.answer == "claimed"
    assert answer.task == f"difference/{floor.ids['first']}/missing"
    line = {r.ref: r.fact for r in stage.line(floor.ids["first"])}
    seen = [type(line[ref]) for ref in answer.seen if ref in line]
    assert f.Listed in seen
    assert f.ReceiptLine in seen
    assert len(answer.seen) == len(seen) + 1, "and that the receipt is complete"
    assert titles(stage)[1:3] == ["Ticket 2", "Calibration, Scale"]
    stage.until(lambda: count(stage) == 2)
    assert next_(stage) == "not_yet: Settle it", "the next difference has no answer yet"


def test_a_scanned_battery_opens_its_task(stage: Front, floor: Shipper) -> None:
    stage.scan(f"CY:B:{floor.ids['second']}:")
    assert "Ticket 2 weighs otherwise" in " | ".join(stage.texts())
    stage.scan(f"CY:B:{floor.ids['good']}:")
    assert "It has no open task" in stage.said
    assert "Ticket 2 weighs otherwise" in " | ".join(stage.texts())


def test_who_does_not_ship_settles_nothing(floor: Shipper, qtbot: QtBot) -> None:
    looks.dress(desk=True)
    front = Front(floor.station, qtbot)
    try:
        front.open("tasks", floor.person(floor.operator, "Li Wei", "administrator"))
        front.press(KEY.Key_1)
        assert front.screen._view.next.accessibleDescription() == "A supervisor settles it"
        front.press(KEY.Key_Return)
        assert settled(front, floor.ids["load"]) == []
    finally:
        front.close()


def test_a_deadline_leads_to_where_it_is_met(stage: Front, floor: Shipper) -> None:
    stage.window.go("tasks", floor.ids["next"])
    stage.rest()
    assert next_(stage) == "ready: Go to Ship"
    stage.press(KEY.Key_Return)
    assert stage.window._here == "ship"
    stage.window.go("tasks", "scale-1")
    stage.rest()
    stage.press(KEY.Key_Return)
    assert stage.window._here == "setup"


def test_papers_in_doubt_want_a_walk(stage: Front, floor: Shipper) -> None:
    queue = paper_queue.papers(floor.station.folder)
    pdf = hand_over.render(sample())
    paper = queue.put(pdf, "Office", title="Hand-over sheet")
    queue._keep(msgspec.structs.replace(paper, begun=1))  # as a power cut leaves it
    stage.window.go("tasks", "paper")
    stage.rest()
    assert titles(stage)[:2] == ["Go and look", "1 paper may be printed already"]
    assert "Office" in " | ".join(stage.texts())
    queue.drop(paper.number)
