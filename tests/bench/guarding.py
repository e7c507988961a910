"""From the cause to OFF at a simulated load, limit by limit, against the 200 ms that are allowed.

Where the cause is a time (no temperature for 5 s, a load that says nothing for 2 s), that time is
taken off. `BENCH_GUARD_TIMES` sets how often each is measured (3); the slowest counts.
"""

import os
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

# Behind this folder: both have a module `memory`.
sys.path.append(str(Path(__file__).parents[1] / "kit"))

import channels
from channels import Bench
from measuring import Row

from cellyard.devices.simulator import Battery, Clock
from cellyard.devices.simulator.it8500 import OVER_P
from cellyard.domain.bench.run import Origin

TIMES = int(os.environ.get("BENCH_GUARD_TIMES", "3"))
ALLOWED_MS = 200.0
D = Decimal
BESIDE = Origin(instrument="beside")
Cause = Callable[[Bench], float]


def now(act: Callable[[Bench], object]) -> Cause:
    """Return a cause that exists from the moment it is done."""

    def cause(bench: Bench) -> float:
        act(bench)
        return time.monotonic()

    return cause


def no_temperature(bench: Bench) -> float:
    """Let the thermometer fall silent; the cause is the age of what it said last."""
    bench.warm.instrument.silence()
    time.sleep(1)  # what is on the way has come by then
    read_at = bench.channel.beside._temperatures["warm"].at
    return read_at + float(channels.SHORT.number("guard.temperature_age_s"))


def silent_board(bench: Bench) -> float:
    """Let the board fall silent; the cause is the age of what it said last."""
    assert bench.board is not None
    bench.board.instrument.silence()
    time.sleep(1)  # what is on the way has come by then
    beside = bench.channel.beside
    # It reads a temperature as well: whichever was said earlier is missed first.
    read_at = min(beside.groups(channels.PATIENCE_S).at, beside._temperatures["board"].at)
    return read_at + float(channels.SHORT.number("guard.cells_age_s"))


def unreadable(bench: Bench) -> float:
    """Spoil what the load says: it still hears."""
    at = bench.channel._spoke_at
    bench.load.instrument.corrupt()
    return at + float(channels.SHORT.number("guard.load_silent_s"))


def time_is_up(bench: Bench) -> float:
    run = bench.channel._course.run
    assert run is not None
    return run._began + float(run.plan.guard.seconds)


def drawn(bench: Bench) -> float:
    """Wait for the sample with which the charge is above its limit; the cause is its arrival."""
    bench.until(lambda: bench.channel.view.trip is not None, "the limit")
    run = bench.channel._course.run
    assert run is not None
    assert run.last is not None
    return run._began + float(run.last.t)


def rising(bench: Bench) -> float:
    """A thermometer that stood for a minute of the run says ten K more."""
    for _ in range(15):
        bench.channel.beside.warm((D(25),), BESIDE)
        time.sleep(0.1)
    bench.channel.beside.warm((D(35),), BESIDE)
    return time.monotonic()


CAUSES: dict[str, tuple[Cause, dict[str, Decimal]]] = {
    "voltage low": (now(lambda b: b.load.instrument.say(volt=5.0)), {}),
    "voltage high": (now(lambda b: b.load.instrument.say(volt=60.0)), {}),
    "current high": (now(lambda b: b.load.instrument.say(ampere=15.0)), {}),
    "cell low": (
        now(lambda b: b.channel.beside.voltages((D("3.9"), D("0.1")), BESIDE)),
        {"cell_low": D("0.18")},
    ),
    "temperature high": (now(lambda b: b.channel.beside.warm((D(61),), BESIDE)), {}),
    "temperature rising": (rising, {}),
    "temperature missing, after its 5 s": (no_temperature, {}),
    "cells missing, after their 5 s": (silent_board, {}),
    "load unreadable, after its 2 s": (unreadable, {}),
    "charge drawn": (drawn, {"capacity_high": D("0.005")}),
    "time is up": (time_is_up, {"seconds": D(3)}),
    "load off by itself": (now(lambda b: b.load.instrument.press_off()), {}),
    "load protects itself": (now(lambda b: b.load.instrument._off(OVER_P)), {}),
}


def rows(folder: Path) -> list[Row]:
    """Measure each cause on a channel of its own."""
    found: list[Row] = []
    for n, (name, (cause, limits)) in enumerate(CAUSES.items()):
        slowest = max(_measured(folder / f"{n}-{k}", cause, limits) for k in range(TIMES))
        ratio = slowest / ALLOWED_MS
        found.append(Row(f"guard: time to OFF, {name}", slowest, ALLOWED_MS, ratio, "ms", "≤ 1"))
    return found


def _measured(folder: Path, cause: Cause, limits: dict[str, Decimal]) -> float:
    pace = 60 if cause is rising else 1
    battery = Battery("NMC", charge=0.9, clock=Clock(pace))
    with Bench(folder, battery, pace=pace, board="jbd-03").ready() as bench:
        bench.begin(channels.plan("discharge", cells=True, **limits))
        load = bench.load.instrument
        bench.until(lambda: bench.channel.view.on, "the load draws")
        before = len(load.told_off)
        since = cause(bench)
        bench.until(lambda: len(load.told_off) > before, "OFF")
        taken = (load.told_off[before] - since) * 1000
        load.corrupt(corrupt=False)
        load.say()
        bench.until(lambda: bench.channel.view.phase == "ended", "the end")
        return taken
