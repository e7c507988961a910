"""The yard screen: what lies where, and moving a battery by two scans, keys or presses."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import looks
import msgspec
import pytest
from floor import DAY, STATION, Floor, code, furnished, grid
from front import SIZES, Front, Opens, opening
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cellyard.ledger.questions import Questions
from cellyard.ui.screens.yard.drawing import draw as draw_yard
from cellyard.ui.screens.yard.survey import survey
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.plan import PlanLegend, SlotPlan


@pytest.fixture(scope="module")
def model_floor(tmp_path_factory: pytest.TempPathFactory) -> Floor:
    """A furnished floor; bay O-06 belongs to another station."""
    replace = msgspec.structs.replace
    zones = [
        replace(
            zone,
            slots=tuple(
                replace(slot, home="Intake 2") if slot.name == "O-06" else slot
                for slot in zone.slots
            ),
        )
        for zone in grid()
    ]
    floor = furnished(tmp_path_factory.mktemp("floor") / "station", tuple(zones))
    floor.close()
    return floor


@pytest.fixture
def floor(model_floor: Floor, tmp_path: Path) -> Floor:
    return model_floor.again(tmp_path / "station")


@pytest.fixture
def opened(floor: Floor, qtbot: QtBot) -> Iterator[Opens]:
    with opening(floor, qtbot, "yard") as opens:
        yield opens


@pytest.fixture
def stage(opened: Opens) -> Front:
    return opened()


def label(id_: str, text: str) -> str:
    return f"CY:B:{id_}:{text}"


def plan(stage: Front) -> SlotPlan:
    return stage.screen.findChild(SlotPlan)


def primary(stage: Front) -> str:
    view = stage.screen._view
    return f"{view.next.mode}: {view.next.accessibleName()}"


def card(stage: Front) -> str:
    with draw.watched() as said:
        stage.screen._view.card.grab()
    return " | ".join(one.text for one in said)


# --- two scans ----------------------------------------------------------------------------------


def test_a_battery_moves_by_two_scans_in_either_order(stage: Front, floor: Floor) -> None:
    sound, waiting = floor.ids["sound"], floor.ids["waiting"]
    before = stage.battery(sound).slot
    stage.scan(code(1), "CY:S:A-01-3-1")
    assert (stage.battery(sound).slot, stage.battery(sound).came_from) == ("A-01-3-1", before)
    stage.scan("CY:S:A-01-3-2", code(1))
    assert stage.battery(sound).slot == "A-01-3-2"
    stage.scan("A-01-3-3", label(waiting, code(5)))  # a slot without prefix; our own label
    assert stage.battery(waiting).slot == "A-01-3-3"
    assert stage.battery(waiting).came_from is None
    assert stage.refused == ""
    assert stage.said == "A-01-3-3, Peugeot e-208 put away"


def test_a_battery_in_hand_says_where_it_would_go(stage: Front, floor: Floor) -> None:
    stage.scan(code(3))
    assert primary(stage) == "not_yet: Scan the slot"
    assert "O-02" in card(stage)  # never the slot that it lies in
    stage.press(Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    assert primary(stage) == "not_yet: Move a battery"


def test_a_refused_slot_is_crossed_out_and_the_battery_stays_in_hand(
    stage: Front, floor: Floor
) -> None:
    stage.scan(code(3), "CY:S:A-01-2-2")
    assert stage.refused
    assert "A-01-2-2" in stage.refused
    assert "Scan O-02" in stage.refused, "a slot that would do, not O-01 where it lies"
    assert stage.battery(floor.ids["swollen"]).slot == "O-01"
    area = plan(stage).area("A-01-2-2")
    assert area is not None
    stop = looks.style.now().state("stop").mark.name()
    crossed = plan(stage).mapTo(stage.window, area.center().toPoint())
    assert looks.colour_at(stage.window, crossed) == stop
    stage.scan("CY:S:O-03")  # waits its turn until the refusal was read
    assert stage.battery(floor.ids["swollen"]).slot == "O-01"
    stage.press(Qt.Key.Key_Return)
    assert stage.battery(floor.ids["swollen"]).slot == "O-03"
    assert looks.colour_at(stage.window, crossed) != stop


def test_a_refused_slot_is_said_in_the_language_of_now(stage: Front) -> None:
    stage.scan(code(3), "CY:S:A-01-2-2")
    looks.dress(px_per_mm=3.95, language="zh_CN")
    stage.window.rebuild()
    stage.rest()
    assert "请扫描 O-02" in stage.refused


@pytest.mark.parametrize("text", ["CY:S:Z-99", "001PE22A18K07JA6F0009999"])
def test_what_is_not_known_is_refused_in_words(stage: Front, text: str) -> None:
    stage.scan(text)
    assert stage.refused
    assert text.rpartition(":")[2] in stage.refused


def test_one_code_on_two_batteries_asks_for_our_label(stage: Front, floor: Floor) -> None:
    stage.scan("CY:S:A-01-3-4", code(2))
    assert stage.refused.startswith("2 batteries carry")
    stage.acknowledge()
    stage.scan(label(floor.ids["twin"], code(2)))
    assert stage.battery(floor.ids["twin"]).slot == "A-01-3-4"


def test_undo_brings_the_last_moved_battery_back(stage: Front, floor: Floor) -> None:
    before = stage.battery(floor.ids["sound"]).slot
    stage.scan(code(1), "CY:S:A-01-3-1")
    assert stage.screen.command("UNDO")
    stage.rest()
    assert stage.battery(floor.ids["sound"]).slot == before
    assert not stage.screen.command("UNDO")


# --- several in one slot ------------------------------------------------------------------------


def test_of_several_in_one_slot_the_one_scanned_or_picked_moves(stage: Front, floor: Floor) -> None:
    shared = stage.battery(floor.ids["cell"]).slot
    assert shared == stage.battery(floor.ids["other cell"]).slot
    stage.scan(f"CY:S:{shared}")
    assert primary(stage) == "not_yet: Move a battery"  # which one has to be said first
    stage.screen._view.card.battery_chosen.emit(floor.ids["other cell"])
    stage.press(Qt.Key.Key_Return)
    stage.scan("CY:S:A-02-3-5")
    assert stage.battery(floor.ids["other cell"]).slot == "A-02-3-5"
    assert stage.battery(floor.ids["cell"]).slot == shared


# --- keys and presses ---------------------------------------------------------------------------


def test_a_battery_moves_by_keys_alone(stage: Front, floor: Floor) -> None:
    stage.scan("CY:S:A-01-1-1")  # only to begin at a known slot
    up, enter = Qt.Key.Key_Up, Qt.Key.Key_Return
    stage.press(up)  # the cursor comes to the chosen slot
    assert primary(stage) == "ready: Move A-01-1-1"
    stage.press(enter)
    assert primary(stage) == "not_yet: Scan the slot"
    stage.press(up, up, enter)  # level 3 of the same rack
    assert primary(stage) == "ready: Put into A-01-3-1"
    stage.press(enter)
    assert stage.battery(floor.ids["sound"]).slot == "A-01-3-1"
    assert stage.refused == ""


def test_a_battery_moves_by_keys_while_a_hand_rests_on_the_glass(
    stage: Front, floor: Floor
) -> None:
    stage.scan("CY:S:A-01-1-1")
    line = stage.window.scan_line
    QTest.mousePress(line, Qt.MouseButton.LeftButton)
    stage.press(Qt.Key.Key_Up, Qt.Key.Key_Return)
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton)
    assert primary(stage) == "not_yet: Scan the slot"


def test_a_second_press_of_the_mouse_moves_nothing(stage: Front, floor: Floor) -> None:
    stage.scan(code(1))
    area = plan(stage).area("A-01-3-1")
    assert area is not None
    for _press in range(2):
        QTest.mouseClick(plan(stage), Qt.MouseButton.LeftButton, pos=area.center().toPoint())
        stage.rest()
    assert stage.battery(floor.ids["sound"]).slot == "A-01-1-1"
    assert primary(stage) == "ready: Put into A-01-3-1"
    QTest.mouseClick(stage.screen._view.next, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    stage.rest()
    assert stage.battery(floor.ids["sound"]).slot == "A-01-3-1"


@pytest.mark.parametrize("supervises", [True, False])
def test_only_a_supervisor_uses_another_stations_slot(
    stage: Front, floor: Floor, supervises: bool
) -> None:
    stage.window.sign_in(floor.supervisor if supervises else floor.floor_worker)
    stage.scan(code(3), "CY:S:O-06")
    assert stage.refused
    stage.acknowledge()
    stage.press(Qt.Key.Key_3)
    battery = stage.battery(floor.ids["swollen"])
    assert battery.slot == ("O-06" if supervises else "O-01")
    newest = stage.line(battery.id)[-1].fact
    assert getattr(newest, "overruled", "") == ("agreed" if supervises else "")


# --- what is shown ------------------------------------------------------------------------------


def test_the_plan_says_what_the_store_says(floor: Floor) -> None:
    with floor.station:
        questions = Questions(floor.station.folder)
        known = questions.known(station=STATION, actor="", now=floor.now.at)
        found = survey(questions, known)
        questions.close()
    drawn = draw_yard(found, floor.now.at)
    there = {what.slot: what for what in found.lying if not what.held}
    assert drawn.slots.keys() == {s.name for z in found.zones for s in z.slots}
    for slot, shown in drawn.slots.items():
        assert (shown.state in ("taken", "caution", "closed")) == (slot in there), slot
    assert drawn.slots["O-01"].state == "caution"
    assert drawn.slots["O-01"].note == "late 1 d"
    assert (drawn.slots["Q-01"].state, drawn.slots["Q-01"].note) == ("stop", "coming")
    listed = {what.slot for what in found.board.abnormal}
    marked = {s for s, d in drawn.slots.items() if d.state in ("caution", "stop", "closed")}
    assert marked <= listed
    assert drawn.left[-1].letter == "R"
    assert [zone.letter for zone in drawn.right] == ["O", "Q"]
    top = drawn.left[0].racks[0].cells[0].code
    assert top == "A-01-3-1"  # a rack as seen from its front
    assert drawn.changed_since(drawn) == []
    later = draw_yard(found, floor.now.at + DAY)
    assert later.changed_since(drawn) == ["O-01"]


def test_a_move_draws_only_the_two_slots_anew(stage: Front, floor: Floor) -> None:
    drawn: list[tuple[str, object]] = []
    whole: list[object] = []
    target = plan(stage)
    set_slot, set_plan = target.set_slot, target.set_plan
    target.set_slot = lambda c, s=None, **rest: (drawn.append((c, s)), set_slot(c, s, **rest))[1]
    target.set_plan = lambda *zones: (whole.append(zones), set_plan(*zones))[1]
    stage.scan(code(1), "CY:S:A-01-3-1")
    assert drawn == [("A-01-1-1", "free"), ("A-01-3-1", "taken")]
    assert whole == []


def test_an_estimate_says_that_it_is_one(stage: Front, floor: Floor) -> None:
    slot = stage.battery(floor.ids["unknown"]).slot
    stage.scan(f"CY:S:{slot}")
    assert "estimated" in card(stage)
    stage.scan("CY:S:A-01-1-1")
    assert "estimated" not in card(stage)


def test_the_legend_names_only_what_can_occur(stage: Front) -> None:
    legend = stage.window.findChild(PlanLegend)
    assert isinstance(legend, PlanLegend)
    with draw.watched() as said:
        legend.grab()
    assert [one.text for one in said] == ["taken", "free", "held"]


def test_on_a_large_glass_the_receiving_bays_take_the_width(opened: Opens) -> None:
    stage = opened(px_per_mm=4.03)
    first, last = plan(stage).area("R-01"), plan(stage).area("R-06")
    racks = plan(stage).area("A-01-1-1")
    assert first
    assert last
    assert racks
    assert first.left() == racks.left()
    assert first.width() > 2 * racks.width()
    assert last.right() <= plan(stage).width()
    assert "taken, kWh" in stage.texts()


def test_building_anew_keeps_what_is_in_hand(stage: Front, floor: Floor) -> None:
    stage.scan(code(1))
    stage.window.rebuild()
    stage.rest()
    assert primary(stage) == "not_yet: Scan the slot"
    stage.scan("CY:S:A-01-3-1")
    assert stage.battery(floor.ids["sound"]).slot == "A-01-3-1"


def test_a_battery_named_by_another_screen_is_chosen(floor: Floor, opened: Opens) -> None:
    stage = opened(floor.ids["swollen"])
    assert "O-01 Hyundai Kona Electric" in card(stage)
    stage.screen.shown("Q-01")
    stage.rest()
    assert "Q-01 Wuling Mini EV" in card(stage)


def test_without_rules_in_force_the_frame_says_so(
    opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cellyard.ui.asking.now_ms", lambda: 10**14)  # the year 5138
    stage = opened()
    assert stage.refused
    assert "5138" in stage.refused


# --- the look -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("theme", "language", "px_per_mm"),
    list(product(("light", "dark"), ("en", "zh_CN"), SIZES)),
    ids=str,
)
def test_nothing_is_cut_and_nothing_overlaps(
    floor: Floor, opened: Opens, theme: str, language: str, px_per_mm: float
) -> None:
    stage = opened(theme=theme, language=language, px_per_mm=px_per_mm)
    size = stage.window.size()
    assert (size.width(), size.height()) == SIZES[px_per_mm]
    for scans in ((), ("CY:S:O-01",), (code(3),), ("CY:S:A-01-2-2",)):
        stage.scan(*scans)
        said = stage.look()
        assert [one for one in said if not one.fits] == []
        assert looks.overlapping(said) == []
