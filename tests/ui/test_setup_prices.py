"""Set up, prices: entered with a source and a day, changed on that day only, newest in force."""

from decimal import Decimal

import looks
import pytest
from floor import Floor
from pytestqt.qtbot import QtBot
from set_up import SetUp

from cellyard.ui.setting_up.rules import today


def test_no_price_comes_with_the_program(setup: SetUp) -> None:
    section = setup.open("prices")
    assert section.items == {}
    assert setup.next() == "not_yet: Add / Fill in the form"
    assert section.fields.values()["currency"] == ""


def test_a_price_needs_a_figure_a_day_and_a_source(setup: SetUp) -> None:
    section = setup.open("prices")
    setup.fill("prices", what="nickel", amount="108,5", currency="yuan", since="27.11.")
    assert setup.next() == "not_yet: Add / “108,5” is no price. Give a number, 0 or more."
    setup.fill("prices", amount="108.50")
    assert setup.next().endswith("as in CNY or EUR.")
    setup.fill("prices", currency="cny")
    assert setup.next().endswith("Give it as 2027-01-31.")
    setup.fill("prices", since="2026-11-20")
    assert setup.next().endswith("Say who named it, or where it stands.")
    setup.fill("prices", source="offer of a smelter")
    setup.enter()
    assert setup.said() == "Kept. It counts from now on."
    made = section.items["nickel-2026-11-20"]
    assert (made.amount, made.currency, made.per) == (Decimal("108.50"), "CNY", "kg")


def test_the_unit_follows_what_is_chosen(setup: SetUp) -> None:
    section = setup.open("prices")
    for what, unit in (("second_life_b", "kwh"), ("treatment", "kwh"), ("copper", "kg")):
        setup.fill("prices", what=what)
        assert section.fields.values()["per"] == unit
    setup.fill("prices", what="lithium", per="kg_carbonate")
    assert section.fields.values()["per"] == "kg_carbonate"
    setup.fill("prices", what="nickel")
    assert section.fields.values()["per"] == "kg"


def test_a_price_stays_with_its_day_and_the_newest_one_counts(setup: SetUp) -> None:
    section = setup.open("prices")
    for since, amount in (("2026-11-01", "300"), ("2026-11-20", "310"), ("2099-01-01", "400")):
        section.choose("")
        setup.fill("prices", what="second_life_b", amount=amount, since=since, source="contract")
        setup.fill("prices", currency="CNY")
        setup.enter()
    rows = [(row.key[-10:], row.state) for row in section._table._model.rows]
    assert rows == [("2099-01-01", "muted"), ("2026-11-20", "rest"), ("2026-11-01", "muted")]
    assert setup.row("prices", "second_life_b-2026-11-20")[1:] == (
        "Second life, grade B", "310 CNY", "usable kWh", "2026-11-20",
    )  # fmt: skip
    section.choose("second_life_b-2026-11-20")
    setup.fill("prices", since="2026-11-21")
    assert setup.next().endswith("Enter another one for another day.")
    setup.screen.escape()
    setup.fill("prices", withdrawn="yes")
    setup.enter()
    states = {row.key[-10:]: row.state for row in section._table._model.rows}
    assert states == {"2099-01-01": "muted", "2026-11-20": "muted", "2026-11-01": "rest"}
    section.choose("")
    filled = section.fields.values()
    assert (filled["since"], filled["currency"]) == (today(), "CNY"), "as the last one"
    setup.fill("prices", what="second_life_b", amount="1", since="2026-11-01", source="x")
    assert setup.next().endswith("Choose it in the list.")


@pytest.mark.parametrize("worn", looks.BOTH_PANELS, ids=str)
def test_the_form_stands_in_every_look(floor: Floor, qtbot: QtBot, worn: looks.Worn) -> None:
    theme, language, px_per_mm, kind = worn
    looks.dress(theme, language, px_per_mm, desk=kind == "desk")
    setup = SetUp(
        floor, floor.person(floor.administrator, "Zhao Min", "administrator"), qtbot,
        looks.glass(worn),
    )  # fmt: skip
    setup.open("prices")
    setup.fill("prices", what="second_life_b", amount="310", currency="CNY")
    setup.fill("prices", source="contract of October")
    setup.enter()
    looks.stands(setup.window, looks.glass(worn), "prices")
    setup.close()
