"""The guard: each limit switches the load off, and nobody but its line's thread is needed."""

import threading
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import channels
import pytest
from channels import Bench

from cellyard.devices.simulator import Battery, Clock
from cellyard.devices.simulator.it8500 import OVER_P
from cellyard.domain.bench.programme import Moment
from cellyard.domain.facts import Trip

D = Decimal


def silent_board(bench: Bench) -> None:
    assert bench.board is not None
    bench.board.instrument.silence()


def nothing(_bench: Bench) -> None: ...


CAUSES: dict[str, tuple[dict[str, Decimal], Callable[[Bench], None]]] = {
    "voltage_low": ({"voltage_low": D(100)}, nothing),
    "voltage_high": ({"voltage_high": D(40)}, nothing),
    "cell_low": ({"cell_low": D("4.5")}, nothing),
    "current_high": ({"current_high": D(9)}, nothing),
    "temperature_high": ({}, lambda bench: bench.battery.hot_cell(6000)),
    "temperature_missing": (
        {"temperature_age": D(2)},
        lambda bench: bench.warm.instrument.silence(),
    ),
    "cells_missing": ({"cells_age": D(3)}, silent_board),
    "capacity_high": ({"capacity_high": D("0.001")}, nothing),
    "too_long": ({"seconds": D(2)}, nothing),
    "load_off": ({}, lambda bench: bench.load.instrument.press_off()),
    "load_protects": ({}, lambda bench: bench.load.instrument._off(OVER_P)),
}


@pytest.mark.parametrize("watched", CAUSES)
def test_each_limit_switches_the_load_off(tmp_path: Path, watched: str) -> None:
    limits, cause = CAUSES[watched]
    cells = watched.startswith("cell")
    with Bench(tmp_path, board="jbd-03" if cells else "").ready() as bench:
        bench.begin(channels.plan("discharge", cells=cells, **limits))
        bench.until(lambda: bool(bench.load.instrument.told_on), "the load is told to draw")
        cause(bench)
        run = bench.ended()
        assert not bench.load.instrument.on
        assert bench.load.instrument.told_off[-1] > bench.load.instrument.told_on[-1]
        assert not bench.channel.view.on
        assert bench.channel.view.end == "guard"
    assert run.end is not None
    assert run.end.end == "guard"
    assert run.end.trip is not None
    assert run.end.trip.watched == watched
    assert run.samples
    _evidence(run.end.trip, run.samples[-1].moment)


def _evidence(trip: Trip, last: Moment) -> None:
    """The sample that passed the limit is the last that the file keeps."""
    value = {
        "voltage_low": last.voltage,
        "voltage_high": last.voltage,
        "cell_low": last.lowest_cell,
        "current_high": abs(last.current),
    }.get(trip.watched)
    if value is not None:
        assert value == trip.value


def test_an_open_thermocouple_is_no_temperature(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.drawing(channels.plan("discharge", temperature_age=D(2)))
        bench.warm.instrument.sentinel()
        run = bench.ended()
        assert not bench.load.instrument.on
    assert run.end is not None
    assert run.end.trip is not None
    assert run.end.trip.watched == "temperature_missing"
    degrees = [s.temperature for s in run.samples if s.temperature is not None]
    assert max(degrees) < 40


def test_a_thermocouple_that_comes_loose_is_missed_while_the_others_read(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.drawing(channels.plan("discharge", temperature_age=D(2)))
        bench.warm.instrument.open(3)
        run = bench.ended()
        assert not bench.load.instrument.on
        assert bench.channel.view.temperature is not None
    assert run.end is not None
    assert run.end.trip is not None
    assert run.end.trip.watched == "temperature_missing"


def test_an_input_that_is_never_used_is_not_missed(tmp_path: Path) -> None:
    with Bench(tmp_path) as bench:
        bench.warm.instrument.open(3)
        bench.ready().drawing(channels.plan("discharge", temperature_age=D(2)))
        bench.until(lambda: bench.channel.view.elapsed > 4, "twice the age")
        assert bench.channel.view.phase == "running"
        bench.channel.stop()
        run = bench.ended()
    assert run.end is not None
    assert run.end.trip is None


def test_a_temperature_lost_at_rest_lets_no_load_go_on(tmp_path: Path) -> None:
    short = channels.edition(capacity__rest_before_s="4")
    with Bench(tmp_path).ready() as bench:
        bench.begin(channels.plan(by=short, temperature_age=D(1)))
        bench.until(lambda: bench.channel.view.phase == "running", "the rest")
        bench.warm.instrument.silence()
        run = bench.ended()
        assert not bench.load.instrument.told_on
    assert run.end is not None
    assert run.end.trip is not None
    assert run.end.trip.watched == "temperature_missing"
    assert run.end.lasted >= 4


def test_a_rise_switches_off_long_before_the_heat(tmp_path: Path) -> None:
    pace = 60
    with Bench(tmp_path, Battery("NMC", clock=Clock(pace)), pace=pace).ready() as bench:
        bench.drawing(channels.plan("discharge", temperature_age=D(5)))
        bench.battery.hot_cell(3)
        run = bench.ended()
        assert not bench.load.instrument.on
    assert run.end is not None
    trip = run.end.trip
    assert trip is not None
    assert trip.watched == "temperature_rise"
    assert trip.value is not None
    assert 1 <= trip.value <= 4
    assert max(s.temperature for s in run.samples if s.temperature) < 60


def test_a_silent_load_is_told_until_it_hears_and_says_so(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.drawing(channels.plan("discharge", load_silent=D(1)))
        bench.load.instrument.silence()
        bench.until(lambda: bench.channel.view.phase == "stopping", "the stop")
        bench.until(lambda: bench.channel.view.voltage is None, "no old reading is shown")
        # It hears nothing, so it draws; what it does not say is not taken for an end.
        assert bench.load.instrument.on
        bench.until(lambda: bench.channel.view.silent_s > 4, "a long silence")
        assert bench.channel.view.phase == "stopping"
        assert not bench.channel.view.stuck
        bench.load.instrument.silence(silent=False)
        run = bench.ended()
        assert not bench.load.instrument.on
    assert run.end is not None
    assert run.end.end == "load_lost"
    assert run.end.trip is not None
    assert run.end.trip.watched == "load_silent"


def test_a_load_that_stays_on_is_told_again_and_said_to_be_stuck(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.drawing(channels.plan("discharge"))
        bench.load.instrument.stuck_on()
        bench.channel.stop()
        bench.until(lambda: bench.channel.view.stuck, "the load is stuck")
        assert bench.channel.view.phase == "stopping"
        assert len(bench.load.instrument.told_off) > 3
        assert bench.kept().end is None
        bench.load.instrument.stuck_on(stuck=False)
        run = bench.ended()
        assert not bench.load.instrument.on
        assert not bench.channel.view.stuck
    assert run.end is not None
    assert (run.end.end, run.end.trip) == ("stopped", None)


def test_an_off_that_was_lost_on_the_line_is_sent_again(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.drawing(channels.plan("discharge"))
        load = bench.load.instrument
        load.deaf_to_off = 2
        bench.channel.stop()
        run = bench.ended()
        assert not load.on
        assert load.deaf_to_off == 0
    assert run.end is not None
    assert run.end.end == "stopped"


@pytest.mark.parametrize("fault", ["corrupt", "sentinel"])
def test_what_cannot_be_read_is_silence_and_never_a_sample(tmp_path: Path, fault: str) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.drawing(channels.plan("discharge", load_silent=D(1)))
        bench.until(lambda: len(bench.channel.points) > 5, "a few samples")
        getattr(bench.load.instrument, fault)()
        # The load hears, only what it says is spoilt: it goes off, and nobody believes that yet.
        bench.until(lambda: not bench.load.instrument.on, "the load off")
        bench.until(lambda: bench.channel.view.voltage is None, "nothing is shown")
        bench.until(lambda: bench.channel.view.phase == "stopping", "it waits to be sure")
        getattr(bench.load.instrument, fault)(**{fault: False})
        run = bench.ended()
    assert run.end is not None
    assert run.end.trip is not None
    assert run.end.trip.watched == "load_silent"
    assert all(20 < s.voltage < 60 and -20 < s.current <= 0 for s in run.samples)
    assert all(20 < p.voltage < 60 for p in bench.channel.points)


def test_garbage_between_the_frames_changes_nothing(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.drawing(channels.plan("discharge"))
        for _ in range(5):
            seen = len(bench.channel.points)
            bench.load.garbage()
            bench.until(lambda seen=seen: len(bench.channel.points) > seen + 3, "it is read on")
        assert bench.channel.view.phase == "running"
        bench.channel.stop()
        bench.load.garbage()
        assert bench.ended().end is not None
        assert not bench.load.instrument.on


def test_nobody_has_to_look(tmp_path: Path) -> None:
    """The main thread sleeps, nobody reads the view; only the load itself is asked afterwards."""
    with Bench(tmp_path).ready() as bench:
        bench.begin(channels.plan("discharge", capacity_high=D("0.002")))
        load = bench.load.instrument
        hung = threading.Event()
        for _ in range(200):
            hung.wait(0.1)
            if load.told_on and not load.on:
                break
        assert load.told_on
        assert not load.on
