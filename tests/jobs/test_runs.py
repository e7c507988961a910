"""The file of a run: what is written comes back to the digit, and what is none is refused."""

import gzip
import json
from decimal import Decimal
from pathlib import Path

import benched
import pytest
from floor import Floor
from hypothesis import given, settings
from hypothesis import strategies as st

from cellyard.domain import facts as f
from cellyard.domain.bench.run import Origin, Sample
from cellyard.domain.refusals import Refused
from cellyard.jobs import runs
from cellyard.jobs.curves import MOST_POINTS, thinned
from cellyard.ledger.questions import Questions

numbers = st.decimals(-9999, 9999, allow_nan=False, allow_infinity=False, places=3)
frames = st.lists(st.binary(max_size=20).map(bytes.hex), max_size=3).map(tuple)
origins = st.builds(Origin, instrument=st.text(max_size=5), frames=frames)
samples = st.builds(
    Sample,
    t=numbers,
    at=st.integers(0, 2**53),
    voltage=numbers,
    current=numbers,
    on=st.booleans(),
    temperature=st.none() | numbers,
    cells=st.lists(st.none() | numbers, max_size=5).map(tuple),
    raw=st.binary(max_size=20).map(bytes.hex),
    temperature_from=st.none() | origins,
    cells_from=st.none() | origins,
)


@settings(max_examples=30, deadline=None)
@given(st.lists(samples, max_size=5))
def test_a_run_comes_back_to_the_digit_from_the_same_bytes(taken):
    blob = benched.run_file(taken)
    assert blob == benched.run_file(taken)
    run = runs.read(blob)
    assert list(run.samples) == taken
    assert [str(s.voltage) for s in run.samples] == [str(s.voltage) for s in taken]


def test_the_lines_are_what_the_format_says():
    blob = benched.run_file(benched.samples(2, cells=2))
    assert blob[4:8] == bytes(4)  # RFC 1952: no time
    first, second, _ = gzip.decompress(blob).decode().splitlines()
    assert json.loads(first)["format"] == "cellyard-run-1"
    t, at, voltage, current, on, temperature, cells, raw, *origins = json.loads(second)
    assert (t, at, current, on, temperature) == ("0", 1_790_000_000_000, "22.600", True, None)
    assert Decimal(voltage) > 300
    assert len(cells) == 2
    assert bytes.fromhex(raw)
    assert origins == [None, ["board", ["dd0400"]]]


WHOLE = benched.run_file(benched.samples(3))
HEAD = gzip.decompress(WHOLE).splitlines()[0]


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        b"no gzip",
        WHOLE[:-9],
        gzip.compress(b""),
        gzip.compress(b"[]\n"),
        gzip.compress(b"{}\n"),
        gzip.compress(HEAD + b'\n["0",1,"NaN","1",true,null,[],""]\n'),
        gzip.compress(HEAD + b'\n["0",1,"2","1",true,null,[]\n'),
        gzip.compress(HEAD + b"\n[\xff]\n"),
    ],
    # By hand: the bytes hold the time of their packing, and every worker must name them alike.
    ids=["none", "no gzip", "cut", "empty", "list", "no plan", "no number", "half", "no text"],
)
def test_what_is_no_run_is_refused(blob: bytes):
    with pytest.raises(Refused) as no:
        runs.read(blob)
    assert no.value.code == "trace_unreadable"


@pytest.mark.parametrize("count", [1, 2, MOST_POINTS, MOST_POINTS + 1, 7001, 50_000])
def test_a_long_trace_is_thinned_to_its_shape(count: int):
    taken = benched.samples(count, cells=0)
    points = thinned(taken)
    assert len(points) <= MOST_POINTS
    assert len(points) == count or count > MOST_POINTS
    assert (points[0][0], points[-1][0]) == (0.0, count - 1.0)
    assert min(p[1] for p in points) == float(min(s.voltage for s in taken))
    warm = [float(s.temperature) for s in taken if s.temperature is not None]
    assert max((p[2] for p in points if p[2] is not None), default=None) == max(warm, default=None)
    assert [p[0] for p in points] == sorted(p[0] for p in points)


def test_an_earlier_run_that_was_taken_back_is_drawn_no_more(tmp_path: Path):
    floor = Floor(tmp_path / "station")
    benched.equip(floor)
    battery = benched.stored(floor)
    benched.capacity(floor, battery, "r1", ah="77.00")
    benched.capacity(floor, battery, "r2", ah="92.40")
    questions = Questions(tmp_path / "station")
    try:
        assert [run.capacity for run in runs.earlier(questions, battery)] == [77, Decimal("92.40")]
        (first, _second) = (
            r for r in questions.line(battery) if isinstance(r.fact, f.CapacityTested)
        )
        benched.record(floor, battery, f.Corrected(facts=(first.ref,), reason="second_test"))
        assert [run.capacity for run in runs.earlier(questions, battery)] == [Decimal("92.40")]
    finally:
        questions.close()
        floor.close()
