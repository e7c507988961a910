"""The demonstration as `make demo` plays it, and what is left on the disk afterwards."""

import json
import os
import sqlite3
import string
import subprocess
import sys
import time
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from cellyard.demo.people import EVERYBODY, SUN_HAO, WU_LAN
from cellyard.demo.technician import TRACED
from cellyard.domain.fingerprint import fingerprint
from cellyard.hub.store import FILE
from cellyard.jobs.check import check
from cellyard.jobs.people import NewPerson
from cellyard.jobs.proof import proof
from cellyard.jobs.station import identity
from cellyard.ledger.questions import Questions
from cellyard.ledger.schema import STORE
from cellyard.ledger.verify import verify
from cellyard.ui.open_tasks import overview
from cellyard.words import LANGUAGES

LONGEST_S = 900


TRACE = Path(__file__).parents[3] / "shared" / "data" / "traces" / "leafcell_1C.csv"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a shift that was played through the real application."""
    out = tmp_path_factory.mktemp("demo") / "demo"
    # The battery of the trace is a simulated one where the data do not lie beside the checkout.
    trace = ("--trace", str(TRACE)) if TRACE.exists() else ()
    done = subprocess.run(
        [sys.executable, "-m", "cellyard", "demo", "--out", str(out), *trace],
        capture_output=True,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        text=True,
        timeout=LONGEST_S,
    )
    assert done.returncode == 0, done.stderr
    return out


@pytest.mark.timeout(LONGEST_S + 30)
def test_a_shift_ends_by_itself_and_says_what_it_was(played: Path) -> None:
    shift = json.loads((played / "shift.json").read_bytes())
    assert shift["batteries"] == 24
    assert set(shift["verdicts"]) == {"go", "check", "watch", "stop"}
    assert sum(shift["verdicts"].values()) == 24
    assert shift["refusals"] == {"duplicate_code": 1, "slot_wrong_verdict": 1}
    assert shift["runs"] == {"completed": 9, "guard": 1, "load_lost": 1}
    assert set(shift["grades"]) == {"A", "B", "C", "D"}
    assert sum(shift["grades"].values()) == 7
    assert shift["steps"]["discharge to safe"] == shift["grades"]["D"] == 2
    assert shift["loads"] == {"received": 2}
    # Of each load the safety judgement, a loading list, a packing list and its package marks.
    assert (shift["papers"], shift["differences"]) == ({"demo": 8}, 1)
    # Those of the loads, two of the bench, and the fire sheet.
    assert shift["printed"]["papers"] == sum(shift["papers"].values()) + 3
    assert shift["verified"]
    proof = verify(played / "station-1", identity(played / "station-1").public_key)
    assert proof.ok
    assert proof.facts == shift["facts"]


@pytest.mark.timeout(LONGEST_S + 30)
def test_two_stations_and_the_central_server_end_with_one_truth(played: Path) -> None:
    shift = json.loads((played / "shift.json").read_bytes())
    assert shift["stations"] == {"Intake 1": 21, "Intake 2": 3}
    # What both doors booked in is one battery again.
    assert (shift["merged"], shift["killed"]) == (1, 2)
    assert set(shift["digests"]) == {"station-1", "station-2", "hub"}
    assert len(set(shift["digests"].values())) == 1
    for station in ("station-1", "station-2"):
        found = proof(played / station)
        assert (found.ok, found.stations, found.facts) == (True, 3, shift["facts"])
        with closing(Questions(played / station)) as questions:
            known = questions.known(station="", actor="", now=time.time_ns() // 1_000_000)
            kinds = {task.kind for task in overview(questions, known).tasks}
        assert not kinds & {"same_code", "slot_over"}


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.name)
def test_what_names_a_person_stands_in_no_fact_by_chance(person: NewPerson) -> None:
    for said in (person.name, person.badge, person.phone):
        assert not said or not set(said) <= set(string.hexdigits)


@pytest.mark.timeout(LONGEST_S + 30)
def test_no_fact_and_no_file_name_tells_of_a_person(played: Path) -> None:
    stores = (played / "station-1" / STORE, played / "station-2" / STORE, played / "hub" / FILE)
    facts = "".join(_facts(store) for store in stores)
    names = "\n".join(str(path.relative_to(played)) for path in played.rglob("*"))
    for person in EVERYBODY:
        for said in filter(None, (person.name, person.badge, person.phone)):
            assert said not in facts
            assert said not in names


def _facts(store: Path) -> str:
    with closing(sqlite3.connect(store)) as connection:
        rows = connection.execute("SELECT envelope FROM fact")
        return b"\n".join(row[0] for row in rows).decode()


@pytest.mark.timeout(LONGEST_S + 30)
def test_every_screen_is_there_in_every_look(played: Path) -> None:
    pictures = {path.stem for path in (played / "screens").glob("*.png")}
    for screen in (
        "first-run", "sign-in", "intake", "bench", "grade", "yard", "ship", "find", "shift",
        "tasks", "setup",
    ):  # fmt: skip
        for theme in ("light", "dark"):
            for language in LANGUAGES:
                assert f"{screen}-{theme}-{language}" in pictures
    assert "not-seen" not in pictures


@pytest.mark.timeout(LONGEST_S + 30)
def test_every_label_is_read_by_a_scanner(played: Path) -> None:
    import zxingcpp

    labels = sorted((played / "documents").rglob("battery-label-*.pdf"))
    assert len(labels) == 24
    for label in labels:
        with PdfDocument(label) as paper:
            picture = paper[0].render(scale=4).to_numpy()
        read = {str(code.format) for code in zxingcpp.read_barcodes(picture)}
        assert len(read) == 2, f"{label.name}: {read}"


@pytest.mark.timeout(LONGEST_S + 30)
def test_every_paper_of_a_load_holds_and_says_that_it_is_a_demonstration(played: Path) -> None:
    trusted = [fingerprint(identity(played / "station-1").public_key)]
    sealed = sorted((played / "station-1" / "documents").glob("INTAKE1-*.pdf"))
    assert len(sealed) == 8
    signed: list[tuple[str, tuple[str, ...]]] = []
    for paper in sealed:
        found = check(paper, trusted)
        assert (found.ok, found.standing) == (True, "demo"), found.wrong
        if found.signed:
            signed.append((found.document, tuple(sorted(found.signed))))
        with PdfDocument(paper) as pages:
            for page in pages:
                assert "DEMO / 演示" in page.get_textpage().get_text_bounded()
        for name in (SUN_HAO, WU_LAN):
            assert name.encode() not in paper.read_bytes()
    assert sorted(signed) == [
        *[("loading-list", ("consignor", "driver"))] * 2,
        *[("safety-judgement", ("consignee", "consignor"))] * 2,
    ]


@pytest.mark.timeout(LONGEST_S + 30)
def test_every_paper_went_through_the_queue_and_came_out_whole(played: Path) -> None:
    station = played / "station-1"
    assert [*(station / "papers").iterdir(), *(station / "labels").iterdir()] == []
    printed = {path.stem: path for path in (station / "printed").glob("*.pdf")}
    issued = {p.stem.replace("_", "-"): p for p in (station / "documents").glob("INTAKE1-*.pdf")}
    others = {"fire-sheet", "test-report-Intake-1-16", "discharge-record-Intake-1-16"}
    assert set(printed) == {*issued, *others}
    counts = {name: _pages(path) for name, path in printed.items()}
    assert {name: counts[name] for name in issued} == {n: _pages(p) for n, p in issued.items()}
    shift = json.loads((played / "shift.json").read_bytes())
    assert shift["printed"]["pages"] == sum(counts.values())


def _pages(path: Path) -> int:
    with PdfDocument(path) as paper:
        return len(paper)


@pytest.mark.timeout(LONGEST_S + 30)
def test_what_went_over_the_benches_has_its_papers(played: Path) -> None:
    kept = played / "documents"
    assert len(list(kept.glob("test-report-*.pdf"))) == 7
    assert len(list(kept.glob("discharge-record-*.pdf"))) == 2


@pytest.mark.timeout(LONGEST_S + 30)
@pytest.mark.skipif(not TRACE.exists(), reason="the real traces do not lie beside the checkout")
def test_the_real_trace_gives_its_published_capacity(played: Path) -> None:
    questions = Questions(played / "station-1")
    try:
        (cell,) = (b for b in questions.newest(50) if b.code == TRACED[0])
    finally:
        questions.close()
    assert cell.bench.capacity is not None
    # Published: 30.33 Ah. In compressed time the last samples lie minutes apart.
    assert abs(cell.bench.capacity.capacity / Decimal("30.33") - 1) < Decimal("0.02")
