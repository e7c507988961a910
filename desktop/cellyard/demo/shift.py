"""The demonstration's director: simulated instruments, the app in its own process, the summary."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import IO

import msgspec

from cellyard.devices.simulator import Scale, Scanner, Simulation
from cellyard.domain import facts as f
from cellyard.domain.battery import Battery
from cellyard.jobs import papers
from cellyard.jobs.station import identity
from cellyard.ledger.questions import Questions
from cellyard.ledger.verify import Proof, verify

STATION = "station-1"
# Longer than any machine needs for a part; a demonstration never hangs.
LONGEST_S = 480.0
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
}


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """What the shift was: written as `shift.json`."""

    seconds: float
    batteries: int
    steps: dict[str, int]
    verdicts: dict[str, int]
    facts: int
    refusals: dict[str, int]
    killed: int
    verified: bool
    pictures: int


class Failed(RuntimeError):
    """A part of the demonstration did not end as it should."""


def play(out: Path, *, show: bool) -> Shift:
    """Play the whole shift into a fresh folder and return what it was."""
    shutil.rmtree(out, ignore_errors=True)
    folder = out / STATION
    folder.mkdir(parents=True)
    start = time.monotonic()
    refusals: Counter[str] = Counter()
    killed = 0
    with Simulation() as simulation:
        scale, scanner = Scale(), Scanner()
        over = "tcp" if os.name == "nt" else "pty"
        ports = [
            simulation.serve("scale", scale, over).url,
            simulation.serve("scanner", scanner, over).url,
        ]
        for part in ("opening", "going on"):
            words = ["--show"] if show and part == "going on" else []
            code = _act(out, part, [*ports, *words], scale, scanner, refusals)
            if part == "opening":
                if code != KILLED:
                    raise Failed(f"the app was to be killed, and ended with {code}")
                killed += 1
            elif code != 0:
                raise Failed(f"the app ended with {code}")
    _keep_labels(out, folder)
    proof = verify(folder, identity(folder).public_key)
    shift = _summary(out, folder, proof, refusals, killed, time.monotonic() - start)
    (out / "shift.json").write_bytes(msgspec.json.format(msgspec.json.encode(shift)))
    return shift


def _act(
    out: Path,
    part: str,
    words: list[str],
    scale: Scale,
    scanner: Scanner,
    refusals: Counter[str],
) -> int:
    command = [sys.executable, "-m", "cellyard.demo.stage", str(out), part, *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as app:
        assert app.stdout is not None  # noqa: S101 - PIPE was asked for
        listener = threading.Thread(target=_obey, args=(app.stdout, scale, scanner, refusals))
        listener.start()
        try:
            return app.wait(None if "--show" in words else LONGEST_S)
        except subprocess.TimeoutExpired:
            app.kill()
            raise Failed(f"{part}: not done after {LONGEST_S:.0f} s") from None
        finally:
            listener.join()


def _obey(said: IO[str], scale: Scale, scanner: Scanner, refusals: Counter[str]) -> None:
    """Do what the actor in the app's process asks of the world outside it."""
    for line in said:
        word, _, rest = line.strip().partition(" ")
        match word:
            case "scale":
                scale.put(Decimal(rest))
            case "scanner":
                scanner.scan(rest)
            case "refused":
                refusals[rest] += 1
            case _:
                sys.stderr.write(line)


def _keep_labels(out: Path, folder: Path) -> None:
    """Draw every label anew from the store alone, as `documents render` does."""
    labels = out / "documents"
    labels.mkdir()
    for battery in _batteries(folder):
        if battery.verdict and not battery.withdrawn:
            path = labels / f"battery-label-{battery.ticket}.pdf"
            path.write_bytes(papers.render(folder, "battery-label", battery.id))


def _batteries(folder: Path) -> list[Battery]:
    questions = Questions(folder)
    try:
        return questions.find("", 1000)
    finally:
        questions.close()


def _summary(
    out: Path, folder: Path, proof: Proof, refusals: Counter[str], killed: int, seconds: float
) -> Shift:
    batteries = [b for b in _batteries(folder) if not b.withdrawn]
    questions = Questions(folder)
    try:
        kinds = Counter(type(r.fact) for b in batteries for r in questions.line(b.id))
    finally:
        questions.close()
    return Shift(
        seconds=round(seconds, 1),
        batteries=len(batteries),
        steps={name: kinds[kind] for kind, name in _STEPS.items()},
        verdicts=dict(Counter(b.verdict or "none" for b in batteries)),
        facts=proof.facts,
        refusals=dict(refusals),
        killed=killed,
        verified=proof.ok,
        pictures=len(list((out / "screens").glob("*.png"))),
    )
