"""Set up, rules: an edition of the centre's own, made by keys, published, and in force."""

import looks
import pytest
from floor import Floor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from set_up import SetUp

from cellyard.domain import rules
from cellyard.ui.setting_up.rules import edition_name, today


def begin_own(setup: SetUp, **numbers: str) -> None:
    """Begin an edition of the bench and type other numbers."""
    section = setup.open("rules")
    section._which.set_key("bench-2026-2")
    section._make.click()
    for id_, text in numbers.items():
        section._table.row_chosen.emit(id_.replace("__", "."))
        section._own.number.selectAll()
        QTest.keyClicks(section._own.number, text)
    setup.rest()


def test_an_own_edition_is_made_published_and_in_force(setup: SetUp) -> None:
    before = setup.asked(lambda q: q.registers.editions())
    begin_own(setup)
    section = setup.screen.section("rules")
    assert setup.next() == "not_yet: Publish it / No number is changed"
    begin_own(setup, capacity__rest_before_s="x")
    assert setup.next() == "not_yet: Publish it / Something is not right yet"
    section._own.fields["title"].setText("Shorter rest")
    assert "“x” cannot be the number of rule capacity.rest_before_s" in setup.said()
    section._own.number.selectAll()
    QTest.keyClicks(section._own.number, "1800")
    assert setup.next() == "ready: Publish it / 1 number changed"
    assert setup.row("rules", "capacity.rest_before_s")[1:] == (
        "capacity.rest_before_s", "1800 s", "your own",
    )  # fmt: skip
    section._own.fields["valid_from"].setText("2026-02-30")
    assert "These dates cannot be." in setup.said()
    section._own.fields["valid_from"].setText("2026-01-01")
    setup.enter()
    after = setup.asked(lambda q: q.registers.editions())
    own = next(e for e in after if e.made_from)
    assert own.id == f"bench-centre-{today()[:4]}-1"
    assert own.of("capacity.rest_before_s").source == "centre's own, was 3600 s"
    assert rules.in_force(after, "2026-06-01", "CN", "bench") == own
    assert [e for e in after if not e.made_from] == before
    assert section._which.key() == own.id
    assert section._which.currentText() == f"Bench, own {today()[:4]}-1"
    assert setup.said().startswith("Published.")


def test_what_is_typed_for_an_edition_survives_and_is_dropped_by_escape(setup: SetUp) -> None:
    begin_own(setup, capacity__rest_before_s="1800", resistance__equal="5")
    assert setup.screen.section("rules")._own.count == 2
    setup.window.rebuild()
    setup.rest()
    section = setup.open("rules")
    assert section._own.count == 2
    assert section._which.key() == "bench-2026-2"
    assert setup.row("rules", "resistance.equal")[2:] == ("5 readings", "your own")
    setup.screen.escape()
    assert section.kept() == {}
    assert setup.next() == ""
    assert setup.row("rules", "resistance.equal")[2:] == ("3 readings", "secondary source")


def test_every_rule_row_and_cell_of_an_edition_is_listed_with_what_it_says(setup: SetUp) -> None:
    section = setup.open("rules")
    section._which.set_key("transport-cn-2026-1")
    edition = section._edition()
    listed = [row.key for row in section._table._model.rows]
    assert listed == [id_ for id_, _source, _known in edition.sources()]
    section._table.row_chosen.emit("T4")
    page = section._page
    assert "packing: P908, LP904" in page._said.text()
    assert page._source.text().startswith("SP 376, P908 and LP904")
    section._table.row_chosen.emit("points.category_2_kg")
    assert (page._rule.text(), page._said.isVisible()) == ("points.category_2_kg  333 kg", False)
    section._table.row_chosen.emit("T4")
    section._make.click()
    setup.rest()
    # only numbers are changed: the rows of the table stay as they are
    assert {row.key for row in section._table._model.rows} == {r.id for r in edition.rule}
    assert section._own._which.text() == edition.rule[0].id


def test_only_an_administrator_makes_an_edition_and_only_from_one_in_force(
    setup: SetUp,
) -> None:
    section = setup.open("rules")
    facts = {e.subject for e in setup.asked(lambda q: q.registers.editions())}
    assert {"intake", "bench", "grading"} <= facts
    section._which.set_key("eu-2026-3")
    assert not section._make.isEnabled()
    assert section._why.text() == "Only from the edition in force"
    section._which.set_key("cn-2026-3")
    assert section._make.isEnabled()
    setup.sign_in(setup.floor.person(setup.floor.administrator, "Zhao Min", "supervisor"))
    setup.window.go("setup")
    section = setup.open("rules")
    section._which.set_key("bench-2026-2")
    assert not section._make.isEnabled()
    assert section._why.text() == "Only for: administrator"


@pytest.mark.parametrize("worn", looks.BOTH_PANELS, ids=str)
def test_nothing_is_cut_while_an_edition_is_made(
    floor: Floor, qtbot: QtBot, worn: looks.Worn
) -> None:
    looks.dress(*worn[:3], desk=worn[3] == "desk")
    glass = looks.glass(worn)
    setup = SetUp(floor, floor.supervisor, qtbot, glass)
    begin_own(setup, capacity__rest_before_s="1800")
    looks.stands(setup.window, glass, "own edition")
    setup.screen.section("rules")._own.fields["valid_from"].setText("2025-01-01")
    looks.stands(setup.window, glass, "own edition, wrong")
    setup.close()


@pytest.mark.parametrize(
    ("id_", "name"),
    [
        ("cn-2026-3", "CN 2026-3"),
        ("bench-2026-2", "Bench 2026-2"),
        ("transport-eu-2026-1", "Transport EU 2026-1"),
        ("bench-centre-2026-1", "Bench, own 2026-1"),
    ],
)
def test_an_edition_is_named_by_subject_and_law(id_: str, name: str) -> None:
    assert edition_name(id_) == name
