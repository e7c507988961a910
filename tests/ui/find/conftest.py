"""Find on a furnished floor, in the real window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from floor import Floor, furnished
from front import Front, Opens, opening
from pytestqt.qtbot import QtBot


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
    with opening(floor, qtbot, "find") as opens:
        yield opens


@pytest.fixture
def stage(opened: Opens) -> Front:
    return opened()
