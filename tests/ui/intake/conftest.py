"""The intake screen at a gate of its own, on a floor without a battery."""

from collections.abc import Callable, Iterator
from pathlib import Path

import looks
import pytest
from floor import Floor
from frame import Gate
from pytestqt.qtbot import QtBot

from cellyard.jobs.station import Station
from cellyard.settings import Settings


@pytest.fixture(scope="module")
def model_floor(tmp_path_factory: pytest.TempPathFactory) -> Floor:
    floor = Floor(tmp_path_factory.mktemp("floor") / "station")
    floor.close()
    return floor


@pytest.fixture
def floor(model_floor: Floor, tmp_path: Path) -> Floor:
    return model_floor.again(tmp_path / "station")


@pytest.fixture
def open_gate(floor: Floor, qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Gate]]:
    """Return what opens a gate, on another station if one is given."""
    opened: list[Gate] = []

    def open_(station: Station | None = None) -> Gate:
        looks.dress(px_per_mm=3.95)
        settings = Settings(
            photos=str(tmp_path), label_target=f"file:{tmp_path}/zpl/", px_per_mm=3.95, tones=False
        )
        gate = Gate(station or floor.station, settings)
        qtbot.addWidget(gate.window)
        opened.append(gate)
        gate.open(floor.floor_worker)
        return gate

    yield open_
    for gate in opened:
        gate.close()


@pytest.fixture
def gate(open_gate: Callable[..., Gate]) -> Gate:
    return open_gate()
