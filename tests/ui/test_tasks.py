"""The screen of tasks: what it lists, where each leads, and settling what a receipt differs in."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import looks
import msgspec
import pytest
from eyes import words
from front import Front
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from shipping import NOON, Shipper

from cellyard.documents.hand_over import sample
from cellyard.domain import facts as f
from cellyard.domain.registers import Instrument
from cellyard.domain.shipping import receipt
from cellyard.jobs import hand_over, paper_queue, papers

KEY = Qt.Key
DAY = 24 * 3_600_000


def day(ahead: int) -> str:
    return (datetime.now().astimezone().date() + timedelta(days=ahead)).isoformat()


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
        Instrument(key="load-1", duty="load", calibrated_until=day(12), **made),
        Instrument(key="scale-1", duty="scale", calibrated_until=day(-7), **made),
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


def test_what_wants_a_walk_comes_first_then_the_urgent_and_these_are_counted(stage: Front) -> None:
    shown = titles(stage)
    assert shown[0] == "Go and look"
    assert shown[1].startswith(("O-01 is late by", "Q-01 is late by"))
    deadlines = shown[shown.index("Deadlines") :]
    urgent = ["Calibration, Scale", "Ticket 1", "Ticket 2"]
    assert sorted(t for t in deadlines if t in urgent) == urgent
    assert deadlines.index("Calibration, Load") > max(map(deadlines.index, urgent))
    assert "Load is to leave today" in deadlines
    stage.until(lambda: count(stage) == sum(t.urgent for t in stage.screen._found.tasks))
    assert count(stage) >= 5


def test_both_sides_of_a_difference_stand_with_their_names(stage: Front, floor: Shipper) -> None:
    stage.window.go("tasks", floor.ids["load"])
    stage.rest()
    shown = " | ".join(stage.texts())
    assert "Ticket 1 did not arrive" in shown
    assert "Donghe Materials says" in shown
    assert "Zhao Min, 27 Nov" in shown


def test_a_reading_leads_to_the_yard(stage: Front, floor: Shipper) -> None:
    stage.scan(f"CY:B:{floor.ids['swollen']}:")
    assert next_(stage) == "ready: Read O-01"
    stage.press(KEY.Key_Return)
    assert stage.window._here == "yard"


def test_a_difference_is_settled_by_two_keys_and_names_what_was_seen(
    stage: Front, floor: Shipper
) -> None:
    load = floor.ids["load"]
    stage.window.go("tasks", load)
    stage.rest()
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
    assert "Ticket 1" not in titles(stage)
    assert next_(stage) == "not_yet: Settle it", "the next difference has no answer yet"
    assert "Ticket 2 weighs otherwise" in " | ".join(stage.texts())
    stage.until(lambda: count(stage) == sum(t.urgent for t in stage.screen._found.tasks))


def test_the_arrows_walk_through_the_tasks(stage: Front) -> None:
    found = stage.screen._found.tasks
    assert stage.screen._chosen == found[0].key
    stage.press(KEY.Key_Up)
    assert stage.screen._chosen == found[0].key
    stage.press(KEY.Key_Down, KEY.Key_Down)
    assert stage.screen._chosen == found[2].key
    assert stage.screen._view._lines.key == found[2].key
    stage.press(KEY.Key_Up)
    assert stage.screen._chosen == found[1].key


def test_a_scanned_battery_opens_its_task(stage: Front, floor: Shipper) -> None:
    stage.scan(f"CY:B:{floor.ids['second']}:")
    assert "Ticket 2 weighs otherwise" in " | ".join(stage.texts())
    stage.scan(f"CY:B:{floor.ids['good']}:")
    assert "It has no open task" in stage.said
    assert "Ticket 2 weighs otherwise" in " | ".join(stage.texts())


def test_a_slot_and_a_part_of_a_number_open_what_they_name(stage: Front, floor: Shipper) -> None:
    stage.scan("CY:S:O-01")
    assert stage.screen._chosen.startswith(f"reading/{floor.ids['swollen']}/")
    stage.type(floor.load(floor.ids["next"]).number[-8:])
    stage.press(KEY.Key_Return)
    assert stage.screen._chosen == f"not_left/{floor.ids['next']}"
    stage.scan("CY:S:A-01-1-2")
    assert "It has no open task" in stage.said
    assert stage.screen._chosen == f"not_left/{floor.ids['next']}"


def test_a_load_of_today_is_not_late_yet(stage: Front, floor: Shipper) -> None:
    stage.window.go("tasks", floor.ids["next"])
    stage.rest()
    shown = " | ".join(stage.texts())
    assert "Load is to leave today" in shown
    assert "was to leave" not in shown
    assert "27 Nov 2026" in shown


def test_who_watched_it_long_enough_is_led_to_the_yard_to_decide(
    stage: Front, floor: Shipper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cellyard.ui.asking.now_ms", lambda: NOON + DAY)
    stage.window.go("tasks")
    stage.rest()
    (task,) = [t for t in stage.screen._found.tasks if t.kind == "observed"]
    assert (task.battery, task.urgent) == (floor.ids["swollen"], False)
    stage.window.go("tasks", task.key)
    stage.rest()
    assert "Decide on O-01" in " | ".join(stage.texts())
    stage.press(KEY.Key_Return)
    assert stage.window._here == "yard"


def test_who_does_not_ship_settles_nothing(floor: Shipper, qtbot: QtBot) -> None:
    looks.dress(desk=True)
    front = Front(floor.station, qtbot)
    try:
        front.open("tasks", floor.person(floor.operator, "Li Wei", "administrator"))
        front.window.go("tasks", floor.ids["load"])
        front.rest()
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
    assert "1 paper may be printed already" in titles(stage)
    assert "Office" in " | ".join(stage.texts())
    queue.drop(paper.number)


@pytest.mark.parametrize("worn", looks.BOTH_PANELS, ids=str)
def test_every_kind_of_task_stands_on_every_panel(
    floor: Shipper, qtbot: QtBot, worn: looks.Worn
) -> None:
    theme, language, px_per_mm, kind = worn
    looks.dress(theme, language, px_per_mm, desk=kind == "desk")
    front = Front(floor.station, qtbot)
    try:
        front.open("tasks", floor.supervisor, px_per_mm=px_per_mm)
        for task in front.screen._found.tasks:
            front.window.go("tasks", task.key)
            front.rest()
            front.press(KEY.Key_4)
            looks.stands(front.window, looks.glass(worn), task.key)
    finally:
        front.close()


def test_the_sheet_of_the_command_has_the_tasks_too(floor: Shipper) -> None:
    floor.close()
    sheet = papers.render(floor.station.folder, "hand-over", "2026-11-27T06:00")
    printed = words(sheet)
    for said in ("Receipt differs", "did not arrive", "Calibration ends", "Load has not left"):
        assert said in printed, said
