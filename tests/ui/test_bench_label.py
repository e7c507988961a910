"""After a run that heat has ended, the label on the battery tells of another verdict."""

from pathlib import Path

import looks
import pytest
from at_bench import AtBench, with_cell
from eyes import words
from floor import Floor, code
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot


@pytest.fixture
def floor(tmp_path: Path) -> Floor:
    floor = Floor(tmp_path / "station")
    floor.ids = {"cell": with_cell(floor)}
    return floor


def test_a_worse_verdict_comes_with_a_new_label_by_itself(floor: Floor, qtbot: QtBot) -> None:
    assert qtbot
    looks.dress(px_per_mm=3.95, glass_mm=345)
    stage = AtBench(floor, pace=600)
    try:
        front = stage.open()
        before = front.battery(floor.ids["cell"])
        assert before.verdict in ("go", "check")
        front.scan(code(900))
        front.press(Qt.Key.Key_Return)
        stage.until(lambda: stage.channel.on, "the load draws")
        stage.battery.hot_cell(40)
        stage.until(
            lambda: front.battery(floor.ids["cell"]).labels > before.labels, "the new label"
        )
        after = front.battery(floor.ids["cell"])
        assert after.verdict in ("watch", "stop")
        assert after.labels == before.labels + 1
        stage.until(lambda: "new verdict" in " ".join(front.texts()), "it is said")
        ticket = after.ticket
        (paper,) = (floor.station.folder / "documents").glob(f"label-*-{ticket}.pdf")
        assert after.verdict.upper() in words(paper.read_bytes())
    finally:
        stage.close()
