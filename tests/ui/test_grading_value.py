"""What a battery may be worth on the grade screen: nothing without prices, one line, why, flips."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import benching
import looks
import pytest
from floor import Floor, furnished
from front import Front
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cellyard.domain import prices
from cellyard.domain.registers import Price, What
from cellyard.jobs import registers

KEY = Qt.Key
ALL = (
    ("second_life_a", "420"),
    ("second_life_b", "320"),
    ("second_life_c", "200"),
    ("nickel", "110"),
    ("cobalt", "240"),
    ("lithium", "450"),
    ("treatment", "15"),
)  # fmt: skip


@pytest.fixture(scope="module")
def model_floor(tmp_path_factory: pytest.TempPathFactory) -> Floor:
    """Second is a B within the doubt of A; twin has no grade."""
    floor = furnished(tmp_path_factory.mktemp("floor") / "station")
    benching.publish(floor, benching.instrument(benching.LOAD, "load", "1", "itech-it8500"))
    benching.give_capacity(floor, floor.ids["second"], "89.9", spread="2.1")
    benching.technician(floor)
    floor.close()
    return floor


@pytest.fixture
def floor(model_floor: Floor, tmp_path: Path) -> Floor:
    return model_floor.again(tmp_path / "station")


@pytest.fixture
def stage(floor: Floor, qtbot: QtBot) -> Iterator[Front]:
    looks.dress(px_per_mm=3.95, glass_mm=345)
    front = opened(floor, qtbot)
    yield front
    front.close()


def opened(floor: Floor, qtbot: QtBot, px_per_mm: float = 3.95) -> Front:
    front = Front(floor.station, qtbot)
    front.open("grade", floor.supervisor, px_per_mm=px_per_mm)
    front.scan(f"CY:P:{benching.BADGE}")
    front.window.go("grade", floor.ids["second"])
    front.rest()
    return front


def enter(stage: Front, floor: Floor, *entered: tuple[What, str], currency: str = "CNY") -> None:
    made = [
        Price(
            key=prices.key_of(what, "2026-11-20"),
            what=what,
            per=prices.units(what)[0],
            amount=Decimal(amount),
            currency=currency,
            since="2026-11-20",
            source="an offer",
        )
        for what, amount in entered
    ]
    stage.window.frame.work(lambda s: registers.publish(s, made, by=floor.administrator))
    stage.rest()


def texts(stage: Front) -> str:
    return " | ".join(stage.texts()).replace("\u00a0", " ").replace("\u2009", " ")


def card(stage: Front) -> str:
    said = stage.screen._view.card.accessibleDescription()
    return said.replace("\u00a0", " ").replace("\u2009", " ")


def test_nothing_is_said_of_money_where_no_price_is_entered(stage: Front) -> None:
    shown = texts(stage)
    assert "Borderline to A" in shown
    assert "About" not in card(stage)
    assert "Why?" not in shown
    assert "value" not in shown
    assert not stage.screen._view.card.isEnabled()


def test_one_line_under_the_grade_and_what_a_flip_would_change(stage: Front, floor: Floor) -> None:
    enter(stage, floor, *ALL)
    shown = texts(stage)
    judged = stage.screen._judged
    kwh = Decimal("89.9") * judged.model.nominal_v / 1000
    assert judged.worth.estimate.total == kwh * 320
    assert card(stage).endswith("About CNY 10 100, draft Borderline to A"), card(stage)
    flip = judged.grading.flips[0]
    assert (flip.criterion, flip.grade) == ("capacity", "A")
    more = flip.reach * judged.model.nominal_v / 1000 * 420 - kwh * 320
    assert judged.worth.changes[0] == more
    assert "90.1 Ah or more, value +CNY 3 180" in shown
    assert "67.6 Ah or less, value −CNY 5 350" in shown, shown


def test_why_lists_every_term_with_its_source_and_what_is_left_out(
    stage: Front, floor: Floor
) -> None:
    enter(stage, floor, *ALL)
    stage.screen._view.card.click()
    stage.rest()
    rows = stage.screen._view.value._table._model.rows
    assert [row.key for row in rows] == ["second_life_b"]
    assert rows[0].reason == "an offer, since 2026-11-20"
    assert "A draft: nobody stands for rules value-2026-1." in texts(stage)
    stage.press(KEY.Key_Escape)
    assert "Borderline to A" in texts(stage)
    assert "rules value-2026-1" not in texts(stage)
    stage.screen._view.card.click()
    stage.rest()
    stage.screen._view.value.back.click()
    stage.rest()
    assert "rules value-2026-1" not in texts(stage)


def test_asking_why_takes_no_question_back(stage: Front, floor: Floor) -> None:
    enter(stage, floor, *ALL)
    stage.screen._view.keep.click()
    stage.screen._view.card.click()
    stage.rest()
    assert stage.screen._view.next.accessibleName() == "Second badge"
    assert "nobody stands for rules value-2026-1" in texts(stage)
    stage.press(KEY.Key_Escape)
    stage.press(KEY.Key_Escape)
    assert stage.screen._view.next.accessibleName() == "Test it again"
    assert "rules value-2026-1" not in texts(stage)


def test_of_recycling_the_materials_are_listed(stage: Front, floor: Floor) -> None:
    enter(stage, floor, *ALL)
    second = floor.ids["second"]
    stage.window.frame.work(
        lambda s: benching.capacity_on(s, second, "30.1", person=floor.administrator)
    )
    stage.rest()
    assert stage.screen._judged.grading.grade == "D"
    stage.screen._view.card.click()
    stage.rest()
    rows = {row.key: row for row in stage.screen._view.value._table._model.rows}
    assert {"lithium", "nickel", "cobalt", "treatment", "graphite"} <= rows.keys()
    assert "recovery.CN.nickel" in rows["nickel"].reason
    assert rows["treatment"].cells[3].startswith("−CNY")
    assert rows["graphite"].reason == "not counted: what share is got back is not known"
    assert rows["copper"].reason == "not counted: no price is entered"


def test_what_is_not_known_is_said_instead_of_a_sum(stage: Front, floor: Floor) -> None:
    enter(stage, floor, ("nickel", "110"))
    assert "No value: no price is entered for it" in card(stage)
    assert "value +" not in texts(stage)
    enter(stage, floor, *ALL)
    enter(stage, floor, ("cobalt", "30"), currency="USD")
    second = floor.ids["second"]
    stage.window.frame.work(
        lambda s: benching.capacity_on(s, second, "30.1", person=floor.administrator)
    )
    stage.rest()
    assert "No value: prices in CNY, USD" in card(stage)


def test_a_battery_without_a_grade_has_no_value(stage: Front, floor: Floor) -> None:
    enter(stage, floor, *ALL)
    stage.window.go("grade", floor.ids["twin"])
    stage.rest()
    assert "About" not in card(stage)
    assert not stage.screen._view.card.isEnabled()


@pytest.mark.parametrize("worn", looks.BOTH_PANELS, ids=str)
def test_it_stands_whole_in_every_look(floor: Floor, qtbot: QtBot, worn: looks.Worn) -> None:
    theme, language, px_per_mm, kind = worn
    glass_mm = 345 if px_per_mm < 4 else 340
    looks.dress(theme, language, px_per_mm, desk=kind == "desk", glass_mm=glass_mm)
    stage = opened(floor, qtbot, px_per_mm)
    enter(stage, floor, *ALL)
    looks.stands(stage.window, looks.glass(worn), "a value")
    stage.window.frame.work(
        lambda s: benching.capacity_on(
            s, floor.ids["second"], "30.1", person=floor.administrator, spread="6"
        )
    )
    stage.rest()
    stage.screen._view.card.click()
    stage.rest()
    looks.stands(stage.window, looks.glass(worn), "why")
    stage.close()
