"""Ship by keys, clicks and scans: from a new load to the consignee's receipt."""

from collections.abc import Iterator
from pathlib import Path

import looks
import pytest
from front import Front
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from shipping import Shipper

from cellyard.ui.screens.ship import ShipScreen

KEY = Qt.Key
EDITIONS = ("transport-cn-2026-1", "cn-2026-3", "grading-2026-2")


@pytest.fixture(scope="module")
def model_floor(tmp_path_factory: pytest.TempPathFactory) -> Shipper:
    floor = Shipper(tmp_path_factory.mktemp("ship") / "station")
    floor.close()
    return floor


@pytest.fixture
def floor(model_floor: Shipper, tmp_path: Path) -> Shipper:
    return model_floor.again(tmp_path / "station")


@pytest.fixture
def stage(floor: Shipper, qtbot: QtBot) -> Iterator[Front]:
    looks.dress(px_per_mm=3.95, glass_mm=345, desk=True)
    front = Front(floor.station, qtbot)
    front.open("ship", floor.supervisor)
    yield front
    front.close()


def screen(stage: Front) -> ShipScreen:
    found = stage.window.screen
    assert isinstance(found, ShipScreen)
    return found
