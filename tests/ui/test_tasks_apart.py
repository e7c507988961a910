"""What two stations wrote apart, on the screen of tasks: by scans and by keys it is answered."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import benched
import looks
import pytest
from apart import Apart
from floor import Floor, Seen, code, grid
from front import Front
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cellyard.domain import facts as f
from cellyard.domain.registers import Partner
from cellyard.domain.shipping import listing
from cellyard.jobs import registers

KEY = Qt.Key
LEAF = "nissan-leaf-40-kwh"
DECIDED = f.Decided(edition="grading-2026-2", rules=())


def supervise(floor: Floor, decide, order):
    return floor.station.record(decide, order, by=floor.administrator)


def listed(floor: Floor, battery: str) -> str:
    """Open a load and list a battery for it."""
    today = datetime.fromtimestamp(floor.station.ledger.now() / 1000).astimezone().date()
    order = listing.Opening(route="second_life", consignee="donghe", leaves_on=today.isoformat())
    (opened,) = supervise(floor, listing.open_load, order)
    load = opened.envelope.subject.removeprefix("load/")
    supervise(floor, listing.list_batteries, listing.OnList(load=load, batteries=(battery,)))
    return load


def graded(grade: f.Grade) -> f.Graded:
    return f.Graded(grade=grade, route="second_life", deciding=(), criteria=(), decided=DECIDED)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Apart:
    """One of every conflict that is answered on the screen itself."""
    folder = tmp_path_factory.mktemp("floor")
    floor = Floor(folder / "one", grid(home=""))
    donghe = Partner(key="donghe", name="Donghe Materials", role="consignee")
    registers.publish(floor.station, [donghe], by=floor.administrator)
    for n, name in enumerate(("apart", "gone", "loads", "grades"), start=1):
        floor.ids[name] = floor.book_in(code(n), LEAF)
        floor.put(floor.ids[name])
    centre = Apart(floor, folder)
    one, two, ids = centre.one, centre.two, floor.ids
    one.put(ids["apart"], "A-02-1-1")
    two.put(ids["apart"], "A-03-1-1")
    benched.record(one, ids["gone"], f.Listed(load="aa"), f.Dispatched(load="aa"))
    two.put(ids["gone"], "A-03-1-2")
    ids["first"], ids["second"] = listed(one, ids["loads"]), listed(two, ids["loads"])
    benched.record(one, ids["grades"], graded("A"))
    benched.record(two, ids["grades"], graded("B"))
    ids["twice"] = one.book_in(code(9), LEAF)
    one.put(ids["twice"], "A-03-3-1")
    ids["again"] = two.book_in(code(9), LEAF, Seen("case_damage", "swollen"))
    two.put(ids["again"])
    ids["full"], ids["fuller"] = one.book_in(code(10), LEAF), two.book_in(code(11), LEAF)
    one.put(ids["full"], "A-03-3-2")
    two.put(ids["fuller"], "A-03-3-2")
    for station, name in ((one, "Donghe East"), (two, "Donghe West")):
        partner = Partner(key="donghe", name=name, role="consignee")
        registers.publish(station.station, [partner], by=one.administrator)
    ids["newer"] = one.book_in(code(12), LEAF)
    one.put(ids["newer"], "A-03-3-3")
    centre.meet()
    centre.hear_of_newer(ids["newer"])
    centre.close()
    return centre


@pytest.fixture
def floor(model: Apart, tmp_path: Path) -> Floor:
    return model.one.again(tmp_path / "one")


@pytest.fixture
def stage(floor: Floor, qtbot: QtBot) -> Iterator[Front]:
    looks.dress(desk=True)
    front = Front(floor.station, qtbot)
    front.open("tasks", floor.supervisor)
    yield front
    front.close()


def titles(stage: Front) -> list[str]:
    return [line.title for line in stage.screen._view._lines._model.lines]


def go(stage: Front, kind: str) -> None:
    task = next(t for t in stage.screen._found.tasks if t.kind == kind)
    stage.window.go("tasks", task.key)
    stage.rest()


def next_(stage: Front) -> str:
    button = stage.screen._view.next
    return f"{button.mode}: {button.accessibleName()}"


def kinds(stage: Front) -> list[str]:
    return [t.kind for t in stage.screen._found.tasks if t.conflict]


def newest(stage: Front, battery: str, kind: type[f.Payload]) -> f.Payload:
    return next(r.fact for r in reversed(stage.line(battery)) if isinstance(r.fact, kind))


def test_what_wants_a_walk_stands_before_what_is_decided(stage: Front) -> None:
    shown = [t for t in titles(stage) if t != "Deadlines"]
    walk, desk = shown.index("Go and look"), shown.index("To be decided")
    assert walk < shown.index("In two places") < desk
    assert walk < shown.index("Same code twice") < desk
    assert shown.index("Graded twice") > desk
    assert shown.index("Two versions") > desk


def test_a_scan_of_the_slot_and_then_of_the_battery_settles_where_it_lies(
    stage: Front, floor: Floor
) -> None:
    go(stage, "two_places")
    shown = " | ".join(stage.texts())
    assert "A-02-1-1" in shown
    assert "A-03-1-1" in shown
    assert "Intake 2 says" in shown
    assert next_(stage).startswith("not_yet")
    stage.press(KEY.Key_Return)
    stage.scan("CY:S:A-02-1-1")
    stage.scan(f"CY:B:{floor.ids['gone']}:")
    assert "two_places" in kinds(stage), "another battery lies there"
    stage.acknowledge()
    stage.scan(f"CY:B:{floor.ids['apart']}:")
    stage.until(lambda: "two_places" not in kinds(stage))
    placed, answer = (newest(stage, floor.ids["apart"], k) for k in (f.Placed, f.Resolved))
    assert (placed.slot, answer.answer, len(answer.seen)) == ("A-02-1-1", "lies_there", 2)


def test_what_is_not_there_has_left(stage: Front, floor: Floor) -> None:
    go(stage, "moved_after_dispatch")
    assert next_(stage) == "ready: It is not there"
    stage.press(KEY.Key_Return)
    stage.until(lambda: "moved_after_dispatch" not in kinds(stage))
    assert newest(stage, floor.ids["gone"], f.Resolved).answer == "left"


def test_a_load_is_chosen_and_then_the_battery_scanned(stage: Front, floor: Floor) -> None:
    go(stage, "two_loads")
    assert next_(stage) == "not_yet: It is on this load"
    offered = stage.screen._view.answers.offered
    assert set(offered) == {floor.ids["first"], floor.ids["second"]}
    stage.press(KEY.Key_2)
    stage.scan(f"CY:B:{floor.ids['loads']}:")
    stage.until(lambda: "two_loads" not in kinds(stage))
    assert newest(stage, floor.ids["loads"], f.Listed).load == offered[1]


def test_one_thing_wants_the_slot_where_it_lies(stage: Front, floor: Floor) -> None:
    go(stage, "same_code")
    assert stage.texts().count(code(9)) >= 2
    stage.press(KEY.Key_1)
    assert "Scan the slot where it lies" in stage.screen._view.next.accessibleDescription()
    stage.scan("CY:S:O-01")
    stage.press(KEY.Key_Return)
    stage.until(lambda: "same_code" not in kinds(stage))
    later, earlier = (
        max(floor.ids["twice"], floor.ids["again"]),
        min(floor.ids["twice"], floor.ids["again"]),
    )
    assert newest(stage, later, f.Merged).into == earlier


def test_two_things_need_no_slot(stage: Front, floor: Floor) -> None:
    go(stage, "same_code")
    stage.press(KEY.Key_2)
    stage.press(KEY.Key_Return)
    stage.until(lambda: "same_code" not in kinds(stage))


def test_each_side_says_what_follows_from_it(stage: Front) -> None:
    said: dict[str, str] = {}
    for kind in ("two_places", "moved_after_dispatch", "slot_over", "graded_twice"):
        go(stage, kind)
        said[kind] = " ".join(" ".join(stage.texts()).split())
    assert "If you scan this one" in said["two_places"]
    for slot, other in (("A-02-1-1", "A-03-1-1"), ("A-03-1-1", "A-02-1-1")):
        assert f"It lies in {slot}, and {other} is free again." in said["two_places"]
    assert "It lies in A-03-1-2, and is taken off its load." in said["moved_after_dispatch"]
    assert "If it is not there" in said["moved_after_dispatch"]
    assert "303 kg stay in A-03-3-2." in said["slot_over"]
    assert "Two people set grade A in Grade." in said["graded_twice"]
    # A choice says it on its own tile.
    go(stage, "two_loads")
    assert " ".join(stage.texts()).count("Taken off INTAKE") == 2
    go(stage, "same_code")
    assert "Both tickets stay" in stage.texts()


def test_an_over_full_slot_leads_to_the_yard_and_a_grade_to_grade(stage: Front) -> None:
    go(stage, "slot_over")
    assert next_(stage) == "ready: Show A-03-3-2"
    stage.press(KEY.Key_Return)
    assert stage.window._here == "yard"
    stage.window.go("tasks")
    stage.rest()
    go(stage, "graded_twice")
    stage.press(KEY.Key_Return)
    assert stage.window._here == "grade"


def test_a_version_is_chosen_by_key(stage: Front, floor: Floor) -> None:
    go(stage, "two_versions")
    assert "Donghe East" in " | ".join(stage.texts())
    stage.press(KEY.Key_1)
    stage.press(KEY.Key_Return)
    stage.until(lambda: "two_versions" not in kinds(stage))
    partners = {p.key: p.name for p in floor.station.ledger.registers.partners()}
    assert partners["donghe"] in ("Donghe East", "Donghe West")


def test_of_what_a_newer_app_wrote_what_is_known_stands_and_there_is_nothing_to_answer(
    stage: Front,
) -> None:
    go(stage, "unread")
    shown = " | ".join(stage.texts())
    assert "From a newer app" in shown
    assert code(12) in shown
    assert "A-03-3-3" in shown
    assert not stage.screen._view.next.isVisible()
