"""A process that runs a bench is killed, again and again: what is left, and how it goes on."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import bays
import pytest
from bays import KEY, Bay, Placed
from channels import Listening

from cellyard.devices.bench import run_file
from cellyard.devices.simulator import Battery, BoardJbd, Clock, Simulation
from cellyard.jobs.station import identity
from cellyard.ledger.verify import verify

PACE = 1200


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Placed]:
    folder = tmp_path_factory.mktemp("station") / "data"
    return folder, bays.furnished(folder)


def module(pace: int, charge: float) -> Battery:
    return Battery("NMC", series=2, capacity_ah=65, charge=charge, clock=Clock(pace))


CHILD = """
import sys
from pathlib import Path
import bays
from bays import Bay, Placed
folder, load, board, *ids = sys.argv[1:]
there = bays.instruments(load, board, "bms")
with Bay(Path(folder), Placed(*ids), there, pace=%d) as bay:
    bay.ready()
    bay.until(lambda: bool(bay.benches.of(bays.KEY).beside.groups(5).numbers), "cells")
    print("begin", flush=True)
    bay.begin()
    print("begun", flush=True)
    bay.ended()
    bay.finish()
    print("finished", flush=True)
    sys.stdin.read()
"""
KILLS, AT_ONCE = 21, 7


class Victim:
    """A process that runs one bay, on simulated lines of ours; killed once."""

    def __init__(self, folder: Path, placed: Placed, simulation: Simulation, name: str) -> None:
        self.folder, self.placed = folder, placed
        battery = module(PACE, 0.35)
        self.load = simulation.serve(f"{name}-load", Listening(battery))
        self.board = simulation.serve(f"{name}-board", BoardJbd(battery))
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                CHILD % PACE,
                str(folder),
                self.load.url,
                self.board.url,
                *placed,
            ],
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.killed_at = 0

    def begins(self) -> None:
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "begin\n"

    def kill(self) -> None:
        self.killed_at = time.time_ns() // 1_000_000
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()


def _environment() -> dict[str, str]:
    there = (str(Path(bays.__file__).parent), os.environ["PYTHONPATH"])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(there)}


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_a_score_of_kills_lose_two_seconds_at_most(
    station: tuple[Path, Placed], tmp_path: Path
) -> None:
    chance = random.Random(20261127)
    seen: list[str] = []
    for batch in range(KILLS // AT_ONCE):
        with Simulation() as simulation:
            victims = [
                Victim(
                    shutil.copytree(station[0], tmp_path / f"{batch}-{n}"),
                    station[1],
                    simulation,
                    f"{batch}-{n}",
                )
                for n in range(AT_ONCE)
            ]
            # From before the beginning is written to the middle of the load.
            waits = sorted((chance.uniform(0, 4.5), n) for n in range(AT_ONCE))
            for victim in victims:
                victim.begins()
            began = time.monotonic()
            for wait, n in waits:
                time.sleep(max(0.0, began + wait - time.monotonic()))
                victims[n].kill()
            seen += [_left_by(victim, resume=n == 2 * batch) for n, victim in enumerate(victims)]
    assert len(seen) == KILLS
    assert seen.count("look") + seen.count("resumed") >= KILLS // 2


def _left_by(victim: Victim, *, resume: bool) -> str:
    """Open what a killed process has left, look at it, and bring it to an end."""
    folder = victim.folder
    kept = run_file.kept(folder / "runs")
    assert len(kept) <= 1
    if kept and kept[0].samples and kept[0].end is None:
        assert victim.killed_at - kept[0].samples[-1].at <= 2000
    there = bays.instruments(victim.load.url, victim.board.url, "bms")
    with Bay(folder, victim.placed, there, pace=PACE) as bay:
        run = bay.battery().bench.run
        assert run is None or [k.head.plan.run for k in kept] == [run.run]
        if not kept:
            assert bay.view.phase == "free"
            return "free"
        how = bay.view.phase
        assert how in ("look", "ended")
        if how == "look" and run is not None and resume:
            bay.ready()
            bay.until(lambda: bool(bay.benches.of(KEY).beside.groups(5).numbers), "cells")
            bay.resume()
            bay.until(lambda: bay.view.phase == "running", "it goes on")
            bay.stop()
            bay.ended()
            how = "resumed"
        elif how == "look":
            bay.stop()
            bay.until(lambda: bay.view.seen_off, "it is off")
            assert not victim.load.instrument.on
            bay.close_run()
        if bay.view.phase == "ended":
            bay.finish()
        bay.free()
        assert bay.battery().bench.run is None
        assert not list(bay.benches.folder.glob("*.part"))
    assert verify(folder, identity(folder).public_key).ok
    return how
