"""The grade screen: giving a grade by keys, keeping it near a limit, setting another one."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import benching
import looks
import pytest
from floor import Floor, furnished
from front import Front
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cellyard.domain import facts as f
from cellyard.domain.codes import scans
from cellyard.jobs import people
from cellyard.jobs.people import NewPerson
from cellyard.ui.screen import Heard
from cellyard.ui.widgets.limit_ruler import LimitRuler

KEY = Qt.Key


@pytest.fixture(scope="module")
def model_floor(tmp_path_factory: pytest.TempPathFactory) -> Floor:
    """Sound is a clear B, second a B within the doubt of A; unknown has no model."""
    floor = furnished(tmp_path_factory.mktemp("floor") / "station")
    benching.publish(floor, benching.instrument(benching.LOAD, "load", "1", "itech-it8500"))
    benching.give_capacity(floor, floor.ids["sound"], "90.2", spread="2.1")
    benching.give_capacity(floor, floor.ids["second"], "89.9")
    benching.give_capacity(floor, floor.ids["unknown"], "50.0")
    benching.technician(floor)
    floor.close()
    return floor


@pytest.fixture
def floor(model_floor: Floor, tmp_path: Path) -> Floor:
    return model_floor.again(tmp_path / "station")


@pytest.fixture
def stage(floor: Floor, qtbot: QtBot) -> Iterator[Front]:
    looks.dress(px_per_mm=3.95, glass_mm=345)
    front = Front(floor.station, qtbot)
    front.open("grade", floor.supervisor)
    front.scan(f"CY:P:{benching.BADGE}")
    front.window.go("grade")
    front.rest()
    yield front
    front.close()


def texts(stage: Front) -> str:
    return " | ".join(stage.texts()).replace("\u00a0", " ")


def next_(stage: Front) -> str:
    button = stage.screen._view.next
    return f"{button.mode}: {button.accessibleName()}"


def scan(text: str) -> Heard:
    read = scans.read(text, datetime.now().astimezone().date(), ())
    return Heard(no=1, at=0, text=text, heard_by="wedge", scan=read)


def facts(stage: Front, id_: str) -> list[object]:
    return [r.fact for r in stage.line(id_) if isinstance(r.fact, f.Graded | f.GradeOverruled)]


def test_a_clear_grade_is_given_by_two_keys(stage: Front, floor: Floor) -> None:
    assert "Waiting for a grade" in texts(stage)
    assert next_(stage) == "ready: Grade the first"
    stage.scan(f"CY:B:{floor.ids['sound']}:")
    shown = texts(stage)
    assert stage.screen._view._rows[0].accessibleDescription().endswith("71.1 %, B")
    assert "90.2 of 126.8 Ah" in shown
    assert "Capacity decided." in shown
    assert next_(stage) == "ready: Give grade B"
    stage.press(KEY.Key_Return)
    (given,) = facts(stage, floor.ids["sound"])
    assert isinstance(given, f.Graded)
    assert (given.grade, given.route, given.deciding) == ("B", "second_life", ("capacity",))
    assert given.decided.edition == "grading-2026-2"
    assert next_(stage) == "ready: Put it away"
    stage.press(KEY.Key_Return)
    assert stage.window._here == "yard"


def test_near_a_limit_one_person_and_one_test_are_not_enough(stage: Front, floor: Floor) -> None:
    second = floor.ids["second"]
    stage.window.go("grade", second)
    stage.rest()
    assert "Borderline to A" in texts(stage)
    assert next_(stage) == "ready: Test it again"
    stage.screen._view.keep.click()
    assert next_(stage) == "not_yet: Second badge"
    assert "Not near a limit" not in texts(stage)
    stage.scan(f"CY:P:{benching.BADGE}")
    assert "first person already" in stage.refused
    assert facts(stage, second) == []
    stage.acknowledge()
    stage.scan(f"CY:P:{benching.SECOND_BADGE}")
    (given,) = facts(stage, second)
    assert isinstance(given, f.Graded)
    assert (given.grade, given.second) == ("B", floor.administrator)
    assert stage.window.signed_in is not None
    assert stage.window.signed_in.name == "Chen Jing"


def test_two_people_set_another_grade_with_a_reason(stage: Front, floor: Floor) -> None:
    sound = floor.ids["sound"]
    stage.window.go("grade", sound)
    stage.rest()
    assert not stage.screen._view.override.isEnabled(), "the one by the rules comes first"
    stage.press(KEY.Key_Return)
    stage.screen._view.override.click()
    assert next_(stage) == "not_yet: Second badge"
    stage.scan(f"CY:P:{benching.SECOND_BADGE}")
    assert stage.window.signed_in is not None
    assert stage.window.signed_in.name == "Zhao Min", "without a choice a badge signs in"
    stage.scan(f"CY:P:{benching.BADGE}")
    stage.press(KEY.Key_2)
    assert stage.screen._view.overrule.grade is None, "the grade that stands is no choice"
    stage.press(KEY.Key_4, KEY.Key_1)
    stage.scan(f"CY:P:{benching.SECOND_BADGE}")
    overruled = facts(stage, sound)[-1]
    assert isinstance(overruled, f.GradeOverruled)
    assert (overruled.grade, overruled.was, overruled.reason) == ("D", "B", "visible_damage")
    assert overruled.second == floor.administrator
    assert "Set by two people" in texts(stage)


@pytest.mark.parametrize("what", ["keep", "override"])
def test_esc_while_a_badge_is_looked_up_agrees_to_nothing(
    stage: Front, floor: Floor, what: str
) -> None:
    battery = floor.ids["second" if what == "keep" else "sound"]
    stage.window.go("grade", battery)
    stage.rest()
    if what == "override":
        stage.press(KEY.Key_Return)
    before = facts(stage, battery)
    getattr(stage.screen._view, what).click()
    if what == "override":
        stage.press(KEY.Key_4, KEY.Key_1)
    assert stage.screen.scan(scan(f"CY:P:{benching.SECOND_BADGE}")), "it signs nobody in"
    stage.screen.escape()
    stage.rest()
    assert facts(stage, battery) == before


def test_the_badge_of_a_second_person_may_carry_any_code(stage: Front, floor: Floor) -> None:
    new = NewPerson(name="Sun Li", badge="ID 77-12", pin="2580", roles=("technician",))
    stage.window.frame.work(lambda s: people.enter(s, new, by=floor.administrator))
    stage.window.go("grade", floor.ids["second"])
    stage.rest()
    stage.screen._view.keep.click()
    stage.scan("001PE22A18K07JA6F0009999")
    assert "0009999" in stage.refused, "what is nobody's badge is a battery's code"
    stage.acknowledge()
    stage.window.go("grade", floor.ids["second"])
    stage.rest()
    stage.screen._view.keep.click()
    stage.scan("ID 77-12")
    (given,) = facts(stage, floor.ids["second"])
    assert isinstance(given, f.Graded)
    assert given.second


def test_later_figures_ask_for_another_grade(stage: Front, floor: Floor) -> None:
    sound = floor.ids["sound"]
    stage.window.go("grade", sound)
    stage.rest()
    stage.press(KEY.Key_Return)
    assert "Capacity decided." in texts(stage)
    stage.window.frame.work(
        lambda s: benching.insulation_on(s, sound, "9000", person=floor.administrator)
    )
    stage.rest()
    assert next_(stage) == "ready: Give grade D"
    assert not stage.screen._view.override.isEnabled()
    stage.press(KEY.Key_Return)
    assert [fact.grade for fact in facts(stage, sound)] == ["B", "D"]
    assert next_(stage) == "ready: Discharge it"
    stage.press(KEY.Key_Return)
    assert stage.window._here == "bench"


def test_why_a_measurement_does_not_count_is_read_whole(stage: Front, floor: Floor) -> None:
    sound = floor.ids["sound"]
    stage.window.frame.work(
        lambda s: benching.capacity_on(
            s, sound, "90.2", person=floor.administrator, doubts=("calibration_ended",)
        )
    )
    stage.window.go("grade", sound)
    stage.rest()
    said = "The calibration of the instrument had ended. Measure again with another one."
    assert said in texts(stage)


def test_without_its_rated_capacity_there_is_no_letter(stage: Front, floor: Floor) -> None:
    stage.window.go("grade", floor.ids["unknown"])
    stage.rest()
    shown = texts(stage)
    assert "No grade yet" in shown
    assert "The rated capacity is not known." in shown
    assert next_(stage) == "ready: Name its model"
    stage.press(KEY.Key_Return)
    assert stage.window._here == "find"


def test_without_a_capacity_test_the_bench_is_next(stage: Front, floor: Floor) -> None:
    stage.window.go("grade", floor.ids["twin"])
    stage.rest()
    assert next_(stage) == "ready: Test it"
    assert "Missing: Capacity" in texts(stage)
    stage.press(KEY.Key_Return)
    assert stage.window._here == "bench"


def test_the_battery_stays_open_in_another_language(stage: Front, floor: Floor) -> None:
    stage.scan(f"CY:B:{floor.ids['sound']}:")
    looks.dress(px_per_mm=3.95, language="zh_CN")
    stage.window.rebuild()
    stage.rest()
    assert next_(stage) == "ready: 评为 B 级"
    stage.press(KEY.Key_Escape)
    assert next_(stage).startswith("ready: 给第一个分级")


@pytest.mark.parametrize(
    ("value", "doubt", "crosses"),
    [("79.8", "0.4", True), ("79.8", "0.1", False), ("80.0", "0.4", True), ("70", None, False)],
)
def test_a_ruler_is_borderline_where_its_whisker_crosses_a_limit(
    qtbot: QtBot, value: str, doubt: str | None, crosses: bool
) -> None:
    from decimal import Decimal

    ruler = LimitRuler()
    qtbot.addWidget(ruler)
    limits = [Decimal(60), Decimal(80)]
    ruler.set_ruler(limits, "CBA", Decimal(value), Decimal(doubt) if doubt else None, zoom=True)
    assert ruler.borderline is crosses
    with pytest.raises(ValueError, match="one letter more"):
        ruler.set_ruler(limits, "BA", None)
