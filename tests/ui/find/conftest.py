"""Find on a furnished floor, in the real window."""

from collections.abc import Callable, Iterator
from pathlib import Path

import looks
import pytest
from floor import Floor, furnished
from front import SIZES, Front
from pytestqt.qtbot import QtBot

Opens = Callable[..., Front]


@pytest.fixture(scope="module")
def model_floor(tmp_path_factory: pytest.TempPathFactory) -> Floor:
    floor = furnished(tmp_path_factory.mktemp("floor") / "station")
    floor.close()
    return floor


@pytest.fixture
def floor(model_floor: Floor, tmp_path: Path) -> Floor:
    return model_floor.again(tmp_path / "station")


@pytest.fixture
def opened(floor: Floor, qtbot: QtBot) -> Iterator[Opens]:
    """Opens the screen on the floor, and ends its threads after the test."""
    stages: list[Front] = []

    def show(subject: str = "", *, px_per_mm: float = 3.95, **worn: str) -> Front:
        looks.dress(px_per_mm=px_per_mm, glass_mm=SIZES[px_per_mm][0] / px_per_mm, **worn)  # pyright: ignore[reportArgumentType]
        stage = Front(floor.station, qtbot)
        stages.append(stage)
        stage.open("find", floor.supervisor, subject, px_per_mm)
        return stage

    yield show
    for stage in stages:
        stage.close()


@pytest.fixture
def stage(opened: Opens) -> Front:
    return opened()
