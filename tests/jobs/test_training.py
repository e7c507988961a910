"""A training station's bench: simulated, confirmed, and with the battery of the ticket on it."""

import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import msgspec
from bays import MODEL, furnished
from floor import MODELS, STATION

from cellyard.domain import facts as f
from cellyard.domain.bench.begin import Beginning
from cellyard.jobs import bench, registers, training_bench
from cellyard.jobs.benches import Benches
from cellyard.jobs.instruments import Instruments
from cellyard.jobs.station import Station
from cellyard.jobs.training import PACE, Training
from cellyard.ledger import projections

LEFT = Decimal("0.82")


def test_the_bench_follows_the_ticket_and_leaves_packs_out() -> None:
    training = Training(STATION)
    try:
        module = MODELS["renault-megane-ev40-module"]
        training.load(module)
        on = training.bench.battery
        assert len(on.cells()) == 12
        assert abs(on.capacity - float(module.capacity_ah or 0) * 0.82) < 1
        assert 49 < on.voltage < 51
        training.load(MODELS["eve-lf280k-cell"])
        cell = training.bench.battery
        assert 3.3 < cell.voltage < 3.5
        training.load(MODELS["peugeot-e-208-50-kwh"])
        training.load(None)
        assert training.bench.battery is cell
        training.load(msgspec.structs.replace(module, capacity_ah=None))
        assert training.bench.battery is cell
    finally:
        training.stop()


def test_a_trainee_begins_a_run_on_the_battery_that_was_joined(tmp_path: Path) -> None:
    placed = furnished(tmp_path / "data")
    training = Training(STATION)
    training.load(MODELS["eve-lf280k-cell"])
    station = Station(tmp_path / "data")
    there = training_bench.instruments(STATION, today="2026-01-01").values()
    registers.publish(station, list(there), by=placed.administrator)
    benches = Benches(station.folder, pace=PACE)
    training.attend(benches)
    instruments = Instruments(benches, training.instruments())
    instruments.attach([])
    try:
        _until(lambda: benches.of("1").view.temperature is not None)
        _until(lambda: benches.of("1").view.voltage is not None)
        order = Beginning(battery=placed.battery, channel="1", test="capacity", run="")
        bench.begin(station, benches, order, by=placed.technician)
        # The battery of the run, not of the ticket opened last.
        rated = MODELS[MODEL].capacity_ah or Decimal(0)
        assert abs(training.bench.battery.capacity - float(rated * LEFT)) < 1
        _until(lambda: benches.of("1").view.phase == "running")
        on = training.bench.battery
        training.load(MODELS["eve-lf280k-cell"])
        assert training.bench.battery is on, "a ticket opened meanwhile takes nothing off a run"
        _until(lambda: len(benches.of("1").view.cells) >= 2)
        benches.stop("1")
        _until(lambda: benches.of("1").view.phase == "ended")
        bench.finish(station, benches, "1")
        with station.ledger.connection.begin():
            battery = projections.read_state(station.ledger.connection, placed.battery)
        assert battery is not None
        assert battery.bench.ends == ("stopped",)
        assert battery.verdict in ("go", "check")
        assert f.RunEnded.__name__ in battery.acts[-1].kinds
    finally:
        instruments.stop()
        station.close()
        training.stop()


def _until(seen: Callable[[], bool]) -> None:
    ends = time.monotonic() + 30
    while not seen():
        assert time.monotonic() < ends
        time.sleep(0.01)
