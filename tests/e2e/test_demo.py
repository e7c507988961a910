"""The demonstration as `make demo` plays it, and what is left on the disk afterwards."""

import json
import os
import sqlite3
import string
import subprocess
import sys
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from cellyard.demo.people import EVERYBODY
from cellyard.demo.technician import TRACED
from cellyard.jobs.people import NewPerson
from cellyard.jobs.station import identity
from cellyard.ledger.questions import Questions
from cellyard.ledger.schema import STORE
from cellyard.ledger.verify import verify
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
    assert shift["verified"]
    proof = verify(played / "station-1", identity(played / "station-1").public_key)
    assert proof.ok
    assert proof.facts == shift["facts"]


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.name)
def test_what_names_a_person_stands_in_no_fact_by_chance(person: NewPerson) -> None:
    for said in (person.name, person.badge, person.phone):
        assert not said or not set(said) <= set(string.hexdigits)


@pytest.mark.timeout(LONGEST_S + 30)
def test_no_fact_and_no_file_name_tells_of_a_person(played: Path) -> None:
    with closing(sqlite3.connect(played / "station-1" / STORE)) as store:
        facts = b"\n".join(row[0] for row in store.execute("SELECT envelope FROM fact")).decode()
    names = "\n".join(str(path.relative_to(played)) for path in played.rglob("*"))
    for person in EVERYBODY:
        for said in filter(None, (person.name, person.badge, person.phone)):
            assert said not in facts
            assert said not in names


@pytest.mark.timeout(LONGEST_S + 30)
def test_every_screen_is_there_in_every_look(played: Path) -> None:
    pictures = {path.stem for path in (played / "screens").glob("*.png")}
    for screen in ("first-run", "sign-in", "intake", "bench", "grade", "yard", "find", "setup"):
        for theme in ("light", "dark"):
            for language in LANGUAGES:
                assert f"{screen}-{theme}-{language}" in pictures
    assert "not-seen" not in pictures


@pytest.mark.timeout(LONGEST_S + 30)
def test_every_label_is_read_by_a_scanner(played: Path) -> None:
    import zxingcpp
    from pypdfium2 import PdfDocument

    labels = sorted((played / "documents").rglob("battery-label-*.pdf"))
    assert len(labels) == 24
    for label in labels:
        with PdfDocument(label) as paper:
            picture = paper[0].render(scale=4).to_numpy()
        read = {str(code.format) for code in zxingcpp.read_barcodes(picture)}
        assert len(read) == 2, f"{label.name}: {read}"


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
