"""The demonstration's director: simulated instruments, the app in its own process, the summary."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import IO

import msgspec

from cellyard.demo import printing
from cellyard.demo.channels import Channels
from cellyard.demo.people import EVERYBODY, SUN_HAO, WU_LAN
from cellyard.devices.simulator import Scale, Scanner, Simulation
from cellyard.domain import facts as f
from cellyard.domain.battery import Battery
from cellyard.domain.refusals import Refused
from cellyard.jobs import load_copies, papers
from cellyard.jobs.proof import proof
from cellyard.ledger.questions import Questions
from cellyard.ledger.schema import STORE
from cellyard.ui import display

STATION = "station-1"
# Longer than any machine needs for a part; a demonstration never hangs.
LONGEST_S = 900.0
KILLED = -signal.SIGKILL if os.name != "nt" else 1

_STEPS: dict[type[f.Payload], str] = {
    f.Received: "code",
    f.Weighed: "weight",
    f.Inspected: "look",
    f.Measured: "measure",
    f.Triaged: "verdict",
    f.Labelled: "label",
    f.Placed: "slot",
    f.Corrected: "undo",
    f.CapacityTested: "capacity test",
    f.Graded: "grade",
    f.DischargedToSafe: "discharge to safe",
}


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """What the shift was: written as `shift.json`."""

    seconds: float
    batteries: int
    steps: dict[str, int]
    verdicts: dict[str, int]
    runs: dict[str, int]
    grades: dict[str, int]
    loads: dict[str, int]
    papers: dict[str, int]
    printed: dict[str, int]
    differences: int
    real_trace: bool
    facts: int
    refusals: dict[str, int]
    killed: int
    verified: bool
    pictures: int


class Failed(RuntimeError):
    """A part of the demonstration did not end as it should."""


def play(out: Path, *, show: bool, trace: Path | None = None) -> Shift:
    """Play the whole shift into a fresh folder and return what it was.

    `trace` is a real discharge of a LEAF cell, played behind one of the loads.

    Refused("folder_not_empty") for a folder with anything but an earlier shift in it.
    """
    if out.exists() and any(out.iterdir()) and not (out / STATION).is_dir():
        raise Refused("folder_not_empty", folder=str(out))
    shutil.rmtree(out, ignore_errors=True)
    folder = out / STATION
    folder.mkdir(parents=True)
    start = time.monotonic()
    with Simulation() as simulation:
        world = World(simulation, trace)
        code = _act(out, "opening", world, [])
        if code != KILLED:
            raise Failed(f"the app was to be killed, and ended with {code}")
        code = _act(out, "going on", world, ["--show"] if show else [])
        if code != 0:
            raise Failed(f"the app ended with {code}")
    _keep_papers(out, folder)
    _name_nobody(folder)
    shift = _summary(out, world, time.monotonic() - start, real_trace=trace is not None)
    (out / "shift.json").write_bytes(msgspec.json.format(msgspec.json.encode(shift)))
    return shift


class World:
    """What is outside the app: scale, scanner, benches, and who counts what was refused."""

    def __init__(self, simulation: Simulation, trace: Path | None) -> None:
        over = "tcp" if os.name == "nt" else "pty"
        self.scale, self.scanner = Scale(), Scanner()
        self.ports = [
            simulation.serve("scale", self.scale, over).url,
            simulation.serve("scanner", self.scanner, over).url,
        ]
        self.channels = Channels(simulation, trace)
        self.ports += self.channels.ports
        self.refusals: Counter[str] = Counter()

    def obey(self, said: IO[str]) -> None:
        """Do what the actor in the app's process asks for."""
        for line in said:
            word, _, rest = line.strip().partition(" ")
            match word:
                case "scale":
                    self.scale.put(Decimal(rest))
                case "scanner":
                    self.scanner.scan(rest)
                case "bench":
                    self.channels.obey(*rest.split(" ", 1))
                case "refused":
                    self.refusals[rest] += 1
                case _:
                    sys.stderr.write(line)


def _act(out: Path, part: str, world: World, words: list[str]) -> int:
    command = [sys.executable, "-m", "cellyard.demo.stage", str(out), part, *world.ports, *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=_environment()
    ) as app:
        assert app.stdout is not None  # noqa: S101 - PIPE was asked for
        listener = threading.Thread(target=world.obey, args=(app.stdout,))
        listener.start()
        try:
            return app.wait(None if "--show" in words else LONGEST_S)
        except subprocess.TimeoutExpired:
            app.kill()
            raise Failed(f"{part}: not done after {LONGEST_S:.0f} s") from None
        finally:
            listener.join()


def _environment() -> dict[str, str]:
    """Draw into memory where there is no screen to draw on."""
    if display.is_there():
        return dict(os.environ)
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def _name_nobody(folder: Path) -> None:
    """Read every fact's bytes for the people of the shift: none may be named, badge and all."""
    with sqlite3.connect(f"file:{folder / STORE}?mode=ro", uri=True) as store:
        facts = b"\n".join(row[0] for row in store.execute("SELECT envelope FROM fact"))
    store.close()
    for person in EVERYBODY:
        for said in (person.name, person.badge, person.phone):
            if said and said.encode() in facts:
                raise Failed(f"a fact names a person: {said}")
    for name in (SUN_HAO, WU_LAN):
        if name.encode() in facts:
            raise Failed(f"a fact names a person: {name}")


def _keep_papers(out: Path, folder: Path) -> None:
    """Draw every paper anew from the store alone, as `documents render` does."""
    kept = out / "documents"
    kept.mkdir()
    for battery in _batteries(folder):
        stands = {
            "battery-label": bool(battery.verdict) and not battery.withdrawn,
            "test-report": battery.bench.capacity is not None,
            "discharge-record": battery.bench.discharge is not None,
        }
        for name in (name for name, there in stands.items() if there):
            path = kept / f"{name}-{battery.ticket}.pdf"
            path.write_bytes(papers.render(folder, name, battery.id))
    with closing(Questions(folder)) as questions:
        for load in questions.loads.newest():
            for paper in load.documents:
                path = kept / f"{paper.document}-{paper.number.replace('/', '_')}.pdf"
                path.write_bytes(load_copies.copy(questions, load, paper.number))


def _batteries(folder: Path) -> list[Battery]:
    with closing(Questions(folder)) as questions:
        return questions.newest(1000)


def _summary(out: Path, world: World, seconds: float, *, real_trace: bool) -> Shift:
    folder = out / STATION
    proven = proof(folder)
    batteries = [b for b in _batteries(folder) if not b.withdrawn]
    with closing(Questions(folder)) as questions:
        kinds = Counter[type](type(r.fact) for b in batteries for r in questions.line(b.id))
        loads = questions.loads.newest()
    return Shift(
        seconds=round(seconds, 1),
        batteries=len(batteries),
        steps={name: kinds[kind] for kind, name in _STEPS.items()},
        verdicts=dict(Counter(b.verdict or "none" for b in batteries)),
        runs=dict(Counter(end for b in batteries for end in b.bench.ends)),
        grades=dict(
            sorted(Counter(b.bench.given.grade for b in batteries if b.bench.given).items())
        ),
        loads=dict(Counter(load.state for load in loads)),
        papers=dict(Counter(d.standing for load in loads for d in load.documents)),
        printed=printing.counted(folder),
        differences=sum(load.differences for load in loads),
        real_trace=real_trace,
        facts=proven.facts,
        refusals=dict(world.refusals),
        killed=1,
        verified=proven.ok,
        pictures=len(list((out / "screens").glob("*.png"))),
    )
