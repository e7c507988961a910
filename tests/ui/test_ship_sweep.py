"""Every page of Ship in every look on both panels: whole words, free of each other."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import loads
import looks
import pytest
from at_gate import EDITIONS, ship
from front import SIZES, Front, opening
from pytestqt.qtbot import QtBot
from shipping import Shipper

from cellyard import words
from cellyard.domain.shipping import departure
from cellyard.ui.asking import now_ms
from cellyard.ui.screens.ship.reasons import ASKED


@pytest.fixture(scope="module")
def model_floor(tmp_path_factory: pytest.TempPathFactory) -> Shipper:
    floor = Shipper(tmp_path_factory.mktemp("ship") / "station")
    floor.close()
    return floor


@pytest.fixture
def floor(model_floor: Shipper, tmp_path: Path) -> Shipper:
    floor = model_floor.again(tmp_path / "station")
    floor.now.at = now_ms()
    return floor


LOOKS = list(product((3.95, 5.6), ("light", "dark"), words.LANGUAGES))


@pytest.mark.parametrize(("px_per_mm", "theme", "language"), LOOKS, ids=str)
def test_every_page_of_ship_stands(
    floor: Shipper, qtbot: QtBot, px_per_mm: float, theme: str, language: str
) -> None:
    floor.release(*EDITIONS)
    gone = loads.dispatched(floor, "second")
    mixed = loads.on_list(floor, "good", "leaking", "swollen")
    ready = loads.on_list(floor, "first")
    with opening(floor, qtbot, "ship") as show:
        stage = show(px_per_mm=px_per_mm, theme=theme, language=language)
        for page in pages(stage, floor, mixed, ready, gone):
            looks.stands(stage.window, SIZES[px_per_mm], page)


def pages(stage: Front, floor: Shipper, mixed: str, ready: str, gone: str) -> Iterator[str]:
    """Bring up each page in turn: of a load with what may not travel, a ready one, a gone one."""
    turn = ship(stage)._turn
    stage.read_alarms()
    yield "the loads"
    turn.to_opening()
    yield "a new load"
    for load in (mixed, ready, gone):
        ship(stage)._desk.open(load)
        stage.rest()
        yield f"load {load}"
    ship(stage)._desk.open(mixed)
    stage.rest()
    for name in ("good", "leaking", "swollen"):
        turn.to_why(floor.ids[name])
        yield f"why, {name}"
    turn.to_packing(floor.ids["good"])
    yield "packing"
    turn.to_driver()
    yield "vehicle and driver"
    turn.to_stock()
    stage.rest()
    yield "stock"
    for what in ASKED:
        turn.to_reason(what, "INTAKE1-2026-0001-XYZ/1")
        yield f"why is it so: {what}"
    yield from to_the_gate(stage, floor, ready)
    yield from at_the_consignee(stage, gone)


def to_the_gate(stage: Front, floor: Shipper, load: str) -> Iterator[str]:
    """Bring up what the parties are asked, and the papers."""
    ship(stage)._desk.open(load)
    stage.rest()
    ship(stage)._turn.to_judgement()
    assert ship(stage)._desk.page is ship(stage).pages.safety
    yield "the judgement"
    stage.window.frame.work(lambda _station: close(floor, load))
    stage.rest()
    ship(stage)._desk.open(load)
    stage.rest()
    yield "the list is closed"
    ship(stage)._papers.open()
    stage.rest()
    yield "no papers yet"


def at_the_consignee(stage: Front, load: str) -> Iterator[str]:
    ship(stage)._desk.open(load)
    stage.rest()
    ship(stage).enter()
    stage.rest()
    yield "arrived"
    ship(stage)._turn.to_receipt()
    assert ship(stage)._desk.page is ship(stage).pages.receipt
    yield "the receipt"


def close(floor: Shipper, load: str) -> None:
    floor.judge(load, "first")
    floor.ship(departure.seal, departure.Sealing(load=load))
