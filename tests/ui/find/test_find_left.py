"""Find on a battery that a load has taken out of the gate: it is not here any more."""

from collections.abc import Iterator
from pathlib import Path

import looks
import pytest
from finding import nodes, whole
from front import Front
from pytestqt.qtbot import QtBot
from shipping import Shipper

from cellyard.domain.shipping import receipt


@pytest.fixture
def floor(tmp_path: Path) -> Shipper:
    """One load on its way with two batteries; another one is only listed."""
    floor = Shipper(tmp_path / "station")
    floor.ids["load"] = floor.dispatched("first", "second")
    floor.ids["next"] = floor.open_load("good", route="second_life")
    return floor


@pytest.fixture
def stage(floor: Shipper, qtbot: QtBot) -> Iterator[Front]:
    looks.dress(desk=True)
    front = Front(floor.station, qtbot)
    front.open("find", floor.supervisor)
    yield front
    front.close()


def shown(stage: Front, id_: str) -> str:
    stage.window.go("find", id_)
    stage.rest()
    return " | ".join(stage.texts())


def test_what_left_is_said_to_have_left_and_with_which_load(stage: Front, floor: Shipper) -> None:
    number = floor.load(floor.ids["load"]).number
    said = shown(stage, floor.ids["first"])
    assert "Left the gate" in said
    assert number in said
    hits = [line.third for line in stage.screen._results._list._model.lines]
    assert hits.count(f"Left, {number}") == 2
    assert "not put away" not in said
    *_before, gone, now = nodes(stage)
    assert (gone.label, gone.lane) == ("Left the gate", 4)
    assert (now.lane, now.now) == (4, True)


def test_what_is_only_listed_is_still_here(stage: Front, floor: Shipper) -> None:
    number = floor.load(floor.ids["next"]).number
    said = shown(stage, floor.ids["good"])
    assert f"Listed for load {number}" in said
    assert floor.battery(floor.ids["good"]).slot in said
    assert max(node.lane for node in nodes(stage)) < 4


def test_the_life_ends_with_what_the_consignee_said(stage: Front, floor: Shipper) -> None:
    floor.ship(receipt.arrive, receipt.Arriving(load=floor.ids["load"]))
    floor.receipt(floor.ids["load"], first="missing")
    said = shown(stage, floor.ids["first"])
    assert nodes(stage)[-2].label == "did not arrive"
    assert "did not arrive" in said


@pytest.mark.parametrize("worn", looks.BOTH_PANELS, ids=str)
def test_a_life_that_left_stands_on_every_panel(
    floor: Shipper, qtbot: QtBot, worn: looks.Worn
) -> None:
    theme, language, px_per_mm, kind = worn
    looks.dress(theme, language, px_per_mm, desk=kind == "desk")
    front = Front(floor.station, qtbot)
    try:
        front.open("find", floor.supervisor, px_per_mm=px_per_mm)
        shown(front, floor.ids["first"])
        said = front.look()
        assert [one for one in said if not one.fits] == []
        assert looks.overlapping(whole(front, said)) == []
    finally:
        front.close()
