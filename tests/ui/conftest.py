"""The whole application on a furnished floor, for the tests of the frame and of every screen."""

from collections.abc import Callable, Iterator
from pathlib import Path

import floor as floors
import looks
import pytest
from at_bench import AtBench, Opens, with_cell
from cups import Cups, spooler
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from set_up import SetUp
from whole import Whole


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> floors.Floor:
    floor = floors.furnished(tmp_path_factory.mktemp("floor") / "station")
    floor.close()
    return floor


@pytest.fixture
def floor(furnished: floors.Floor, tmp_path: Path) -> floors.Floor:
    looks.dress(px_per_mm=3.95)
    return furnished.again(tmp_path / "station")


@pytest.fixture
def setup(floor: floors.Floor, qtbot: QtBot) -> Iterator[SetUp]:
    """The supervisor of the furnished floor at Set up."""
    opened = SetUp(floor, floor.supervisor, qtbot)
    yield opened
    opened.close()


@pytest.fixture
def folder(furnished: floors.Floor, tmp_path: Path) -> Path:
    floor = furnished.again(tmp_path / "station")
    floor.close()
    return floor.station.folder


@pytest.fixture
def open_app(folder: Path, qtbot) -> Iterator[Callable[..., Whole]]:
    opened: list[Whole] = []

    def open_(**settings: object) -> Whole:
        opened.append(Whole(folder, **settings))
        return opened[-1]

    yield open_
    for one in opened:
        one.close()


@pytest.fixture
def app(open_app: Callable[..., Whole]) -> Whole:
    return open_app()


@pytest.fixture
def at_find(app: Whole) -> Whole:
    app.scan("CY:P:0002")
    app.key(Qt.Key.Key_F7)
    return app


@pytest.fixture
def cells(tmp_path: Path) -> floors.Floor:
    """A floor with two cells that wait for the bench."""
    floor = floors.Floor(tmp_path / "station")
    floor.ids = {"cell": with_cell(floor), "other": with_cell(floor, 901)}
    return floor


@pytest.fixture
def at_bench(cells: floors.Floor, qtbot: QtBot) -> Iterator[Opens]:
    """Open the bench screen on those cells, with the wishes of `AtBench`."""
    stages: list[AtBench] = []

    def open_(**wanted: object) -> AtBench:
        looks.dress(px_per_mm=3.95, glass_mm=345)
        stages.append(AtBench(cells, **wanted))  # pyright: ignore[reportArgumentType]
        stages[-1].open()
        return stages[-1]

    yield open_
    for stage in stages:
        stage.close()


@pytest.fixture
def cups(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cups]:
    """A real spooler with one printer, which this process prints on while the test runs."""
    with spooler() as found:
        if found is None:
            pytest.skip("there is no CUPS on this machine")
        monkeypatch.setenv("CUPS_SERVER", found.server)
        yield found
