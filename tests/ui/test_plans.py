"""Plans of any yard and lives of any length: everything has its place and its words."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from looks import dress, overlapping
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.life_line import LifeLine, LifeNode
from cellyard.ui.widgets.plan import Bay, Cell, Rack, SlotPlan, Zone
from cellyard.ui.widgets.plan_layout import Spot, place


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    dress()


CELLS = st.builds(
    lambda columns, levels: (columns, columns * levels), st.integers(1, 9), st.integers(1, 5)
)
YARDS = st.tuples(
    st.lists(st.lists(CELLS, max_size=5), max_size=4), st.lists(st.integers(0, 7), max_size=3)
)


def zones_of(
    yard: tuple[list[list[tuple[int, int]]], list[int]],
) -> tuple[list[Zone], list[Zone]]:
    racked, bays = yard
    left = [
        Zone(
            f"A{z}",
            "Normal",
            racks=tuple(
                Rack(f"A{z}-{r}", columns, tuple(Cell(f"A{z}-{r}-{c}") for c in range(count)))
                for r, (columns, count) in enumerate(racks)
            ),
            bays=() if racks else (Bay(f"A{z}-1"), Bay(f"A{z}-2")),
        )
        for z, racks in enumerate(racked)
    ]
    right = [
        Zone(f"O{z}", "Watch", bays=tuple(Bay(f"O{z}-{b}") for b in range(count)), walls=bool(z))
        for z, count in enumerate(bays)
    ]
    return left, right


@settings(max_examples=60, deadline=None)
@given(
    yard=YARDS, width=st.integers(700, 1500), large=st.booleans(), ppm=st.sampled_from((3.95, 5.6))
)
def test_any_yard_has_a_place_for_every_slot(
    yard: tuple[list[list[tuple[int, int]]], list[int]], width: int, large: bool, ppm: float
) -> None:
    left, right = zones_of(yard)
    look = style.Look("light", "en", ppm, is_desk=False, large=large)
    placed = place(look, left, right, width * ppm / 4)
    codes = [spot.slot.code for spot in placed.spots]
    wanted = [cell.code for zone in left for rack in zone.racks for cell in rack.cells]
    wanted += [bay.code for zone in left + right for bay in zone.bays]
    assert sorted(codes) == sorted(wanted)
    whole = QRectF(0, 0, width * ppm / 4 + 1, placed.height + 1)
    assert all(whole.contains(spot.area) for spot in placed.spots)
    assert not any(apart(a, b) for a, b in combinations(placed.spots, 2))


def apart(one: Spot, other: Spot) -> bool:
    return one.area.adjusted(0.5, 0.5, -0.5, -0.5).intersects(other.area)


def test_plan_knows_what_is_hit_and_is_walked_by_key(qtbot: QtBot) -> None:
    plan = SlotPlan()
    cells = tuple(Cell(f"A-{n}", "taken" if n % 2 else "free") for n in range(10))
    plan.set_plan(
        [Zone("A", "Normal", racks=(Rack("A-01", 5, cells),))],
        [Zone("O", "Watch", bays=(Bay("O-1"), Bay("O-2", "stop")))],
    )
    plan.resize(800, 300)
    qtbot.addWidget(plan)
    plan.show()
    told: list[str] = []
    plan.slot_pressed.connect(told.append)
    plan.slot_entered.connect(told.append)
    for code in ("A-0", "A-7", "O-2"):
        area = plan.area(code)
        assert area is not None
        qtbot.mouseClick(plan, Qt.MouseButton.LeftButton, pos=area.center().toPoint())
    assert told == ["A-0", "A-7", "O-2"]
    assert plan.slot_at(QPointF(1, 1)) == ""
    told.clear()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(plan, key)
    assert told == ["A-6"]
    before, area = plan.grab().toImage(), plan.area("A-4")
    assert area is not None
    plan.set_slot("A-4", "stop")
    after = plan.grab().toImage()
    inside = area.center().toPoint() + QPoint(0, 9)
    assert QColor(after.pixel(inside)).name() == style.now().state("stop").solid.name()
    assert before.pixel(inside) != after.pixel(inside)
    with pytest.raises(KeyError):
        plan.set_slot("Z-9", "free")


@settings(max_examples=40, deadline=None)
@given(
    lanes=st.lists(st.integers(0, 5), min_size=1, max_size=30),
    holes=st.sets(st.integers(1, 29), max_size=3),
)
def test_words_on_a_life_never_stand_over_each_other(
    qapp: QApplication, lanes: list[int], holes: set[int]
) -> None:
    style.use(qapp, "light", "en", 3.95, desk=True, glass_mm=345)
    life = LifeLine(("Outlet", "Road", "Receiving", "Bench", "Stock", "Load"))
    life.resize(850, 250)
    life.set_life(
        [
            LifeNode(lane, f"Fact {n} was here", f"{n + 1} Apr", "9 h" if n in holes else "")
            for n, lane in enumerate(lanes)
        ]
        + [LifeNode(lanes[-1], now=True)]
    )
    with draw.watched() as said:
        life.grab()
    assert overlapping(said) == []
    assert all(one.fits for one in said)
