"""A battery behind a recorded discharge follows it, at its own current and at others."""

import csv
from pathlib import Path

import pytest
from caller import Hand

from cellyard.devices.simulator import Clock, TraceBattery

# Three cells' worth of nothing: rest, 2 A for an hour with a dent, a stop in it, rest.
ROWS = [
    {"time_s": str(t), "current_a": str(i), "voltage_v": str(v), "temperature_c": str(c)}
    for t, i, v, c in (
        (0, 0, 4.1, 21), (10, -2, 4.0, 21), (1810, -2, 3.7, 25), (1810, -2, 3.7, 25),
        (1820, 0, 3.8, 25), (1900, 0, 3.85, 25), (1910, -2, 3.7, 25), (3710, -2, 3.0, 31),
        (3720, 0, 3.2, 31), (4000, 1, 3.4, 31),
    )
]  # fmt: skip


def traced(hand: Hand, **options: int) -> TraceBattery:
    return TraceBattery(ROWS, clock=Clock(1, hand), **options)


def test_it_rests_at_the_voltage_before_and_follows_the_trace() -> None:
    hand = Hand()
    battery = traced(hand)
    assert battery.capacity == pytest.approx(2.0)
    assert battery.voltage == pytest.approx(4.1)
    assert battery.temperature == 21
    battery.draw(2)
    hand.t += 1800
    assert battery.voltage == pytest.approx(3.7, abs=1e-3)
    assert battery.temperature == pytest.approx(25)
    assert battery.charge == pytest.approx(0.5)
    hand.t += 900
    assert battery.voltage == pytest.approx(3.35, abs=1e-3)


def test_another_current_sags_otherwise_and_gives_the_same() -> None:
    hand = Hand()
    battery = traced(hand)
    battery.draw(1)
    hand.t += 1800
    assert battery.voltage == pytest.approx(3.85 + 0.05, abs=1e-3)
    hand.t += 5400 - 60
    assert battery.voltage > 3.0
    hand.t += 120
    assert battery.voltage < 2.0
    assert battery.charge == 0


def test_it_comes_back_after_the_load() -> None:
    hand = Hand()
    battery = traced(hand)
    battery.draw(2)
    hand.t += 3590
    loaded = battery.voltage
    battery.draw(0)
    at_once = battery.voltage
    hand.t += 1200
    assert loaded < at_once < battery.voltage == pytest.approx(loaded + 0.1, abs=1e-3)


def test_cells_of_a_string_share_alike_and_a_charge_is_no_discharge() -> None:
    battery = traced(Hand(), series=3)
    assert battery.cells() == pytest.approx([4.1 / 3] * 3)
    with pytest.raises(ValueError, match="no row of this trace is a discharge"):
        TraceBattery([{**row, "current_a": "1"} for row in ROWS])


def test_a_module_string_shows_its_cells_and_ends_with_the_weakest(shared: Path) -> None:
    hand = Hand()
    path = shared / "data/traces/leafmodules3s_1_0c.csv"
    battery = TraceBattery(path, clock=Clock(1, hand))
    with (shared / "data/traces/index.csv").open(encoding="utf-8", newline="") as file:
        published = next(row for row in csv.DictReader(file) if row["file"] == path.name)
    assert battery.capacity == pytest.approx(float(published["published_ah"]), rel=0.002)
    battery.draw(65)
    hand.t += battery.capacity / 65 * 3600
    cells = battery.cells()
    assert len(cells) == 6
    assert sum(cells) == pytest.approx(battery.voltage)
    assert min(cells) == pytest.approx(3.0, abs=0.02)
    assert max(cells) > 3.4
    assert battery.temperature > 27
