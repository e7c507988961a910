"""What the demonstration was, read from what it has left: figures, papers, and nobody's name."""

import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import msgspec

from cellyard.demo import printing
from cellyard.demo.part import Failed
from cellyard.demo.people import EVERYBODY, SUN_HAO, WU_LAN
from cellyard.domain import facts as f
from cellyard.domain.battery import Battery
from cellyard.jobs import load_copies, papers
from cellyard.jobs.proof import proof
from cellyard.ledger.questions import Questions
from cellyard.ledger.schema import STORE

STATION = "station-1"
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
    stations: dict[str, int]
    merged: int
    digests: dict[str, str]
    verified: bool
    pictures: int


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the director has seen itself; `digests` of each station and of the central server."""

    seconds: float
    real_trace: bool
    killed: int
    refusals: Mapping[str, int]
    digests: Mapping[str, str]


def name_nobody(folder: Path) -> None:
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


def keep_papers(out: Path, folder: Path) -> None:
    """Draw every paper anew from the store alone, as `documents render` does."""
    kept = out / "documents"
    kept.mkdir()
    for battery in _batteries(folder):
        stands = {
            "battery-label": bool(battery.verdict) and not battery.gone,
            "test-report": battery.bench.capacity is not None,
            "discharge-record": battery.bench.discharge is not None,
        }
        for name in (name for name, there in stands.items() if there):
            path = kept / f"{name}-{battery.station.replace(' ', '-')}-{battery.ticket}.pdf"
            path.write_bytes(papers.render(folder, name, battery.id))
    with closing(Questions(folder)) as questions:
        for load in questions.loads.newest():
            for paper in load.documents:
                path = kept / f"{paper.document}-{paper.number.replace('/', '_')}.pdf"
                path.write_bytes(load_copies.copy(questions, load, paper.number))


def _batteries(folder: Path) -> list[Battery]:
    with closing(Questions(folder)) as questions:
        return questions.newest(1000)


def summed_up(out: Path, told: Told) -> Shift:
    folder = out / STATION
    proven = proof(folder)
    batteries = [b for b in _batteries(folder) if not b.withdrawn]
    standing = [b for b in batteries if not b.gone]
    with closing(Questions(folder)) as questions:
        kinds = Counter[type](type(r.fact) for b in batteries for r in questions.line(b.id))
        loads = questions.loads.newest()
    return Shift(
        seconds=round(told.seconds, 1),
        batteries=len(standing),
        steps={name: kinds[kind] for kind, name in _STEPS.items()},
        verdicts=dict(Counter(b.verdict or "none" for b in standing)),
        runs=dict(Counter(end for b in batteries for end in b.bench.ends)),
        grades=dict(
            sorted(Counter(b.bench.given.grade for b in batteries if b.bench.given).items())
        ),
        loads=dict(Counter(load.state for load in loads)),
        papers=dict(Counter(d.standing for load in loads for d in load.documents)),
        printed=printing.counted(folder),
        differences=sum(load.differences for load in loads),
        real_trace=told.real_trace,
        facts=proven.facts,
        refusals=dict(told.refusals),
        killed=told.killed,
        stations=dict(Counter(b.station for b in standing)),
        merged=len(batteries) - len(standing),
        digests=dict(told.digests),
        verified=proven.ok and len(set(told.digests.values())) == 1,
        pictures=len(list((out / "screens").glob("*.png"))),
    )
