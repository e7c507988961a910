"""What cannot all be true of one battery: found by who knew of whom, in whatever order it came."""

import histories
from histories import BATTERIES, STATIONS, Step, Written, played
from hypothesis import given, settings
from hypothesis import strategies as st

from cellyard.domain import facts as f
from cellyard.domain.battery import Battery
from cellyard.domain.conflicts import Line
from cellyard.domain.envelope import Recorded
from cellyard.domain.fold import fold, void_in

ONE, TWO, THREE = STATIONS
BATTERY = BATTERIES[1]
DECIDED = f.Decided(edition="e", rules=())


def lines(history: list[Written]) -> list[tuple[str, list[Recorded]]]:
    return [(b, [r for r, _ in history if r.envelope.subject == b]) for b in BATTERIES]


def knew(later: Recorded, line: list[Recorded]) -> set[str]:
    """Return all that a fact knew, by walking back along what it names and along its chain."""
    by_ref = {r.ref: r for r in line}
    found: set[str] = set()
    ahead = [later]
    while ahead:
        r = ahead.pop()
        e = r.envelope
        own = [
            x.ref for x in line if (x.envelope.station, True) == (e.station, x.envelope.seq < e.seq)
        ]
        for ref in (*e.after, *own):
            if ref in by_ref and ref not in found:
                found.add(ref)
                ahead.append(by_ref[ref])
    return found


@settings(max_examples=60, deadline=None)
@given(histories.histories())
def test_a_line_knows_what_walking_back_finds(history: list[Written]) -> None:
    for _, line in lines(history):
        line.sort(key=lambda r: r.place)
        known = Line(line)
        walked = {r.ref: knew(r, line) for r in line}
        for later in line:
            assert {x.ref for x in line if known.knows(later.ref, x.ref)} == walked[later.ref]
        some = line[::2]
        newest = [r for r in some if not any(r.ref in walked[x.ref] for x in some)]
        assert known.newest(some) == newest
        assert known.straight == all(len(walked[r.ref]) == n for n, r in enumerate(line))


@settings(max_examples=100, deadline=None)
@given(history=histories.histories(), data=st.data())
def test_conflicts_stand_where_the_newest_word_is_said_twice_otherwise(
    history: list[Written], data: st.DataObject
) -> None:
    for subject, line in lines(history):
        battery = fold(data.draw(st.permutations(line)), subject)
        assert battery == fold(line, subject)
        line.sort(key=lambda r: r.place)
        void = void_in(line)
        placed = [
            r for r in line if isinstance(r.fact, f.Placed | f.Dispatched) and r.ref not in void
        ]
        newest = [r for r in placed if not any(r.ref in knew(x, line) for x in placed)]
        places = {getattr(r.fact, "slot", "") for r in newest}
        found = [c for c in battery.conflicts if c.kind in ("two_places", "moved_after_dispatch")]
        assert [set(c.evidence) for c in found] == (
            [{r.ref for r in newest}] if len(places) > 1 else []
        )
        # The worse case: it lies wherever any station's newest word has it.
        assert places - {""} <= {battery.slot, *battery.other_places}


def after(*steps: Step) -> Battery:
    line = [r for r, _ in played(steps) if r.envelope.subject == BATTERY]
    return fold(line, BATTERY)


def step(station: str, fact: f.Fact) -> Step:
    return Step(station, BATTERY, fact)


def put(station: str, slot: str) -> Step:
    return step(station, f.Placed(slot=slot, decided=DECIDED))


def meet(*stations: str) -> list[Step]:
    return [Step(a, "", None, b) for a in stations for b in stations if a != b]


def kinds(battery: Battery) -> list[str]:
    return [c.kind for c in battery.conflicts]


def test_a_word_taken_back_contradicts_nothing() -> None:
    steps = [put(ONE, "A"), put(TWO, "B"), *meet(ONE, TWO)]
    assert kinds(after(*steps)) == ["two_places"]
    # The newest fact of the line that this station knows.
    undone = step(ONE, f.Corrected(facts=("0",), reason="undo"))
    assert kinds(after(*steps, undone)) == []


def test_three_stations_are_three_sides() -> None:
    steps = [put(ONE, "A"), put(TWO, "B"), put(THREE, "C")]
    battery = after(*steps)
    (conflict,) = battery.conflicts
    assert len(conflict.said) == 3
    assert {battery.slot, *battery.other_places} == {"A", "B", "C"}


def test_an_answer_of_who_knew_two_of_three_leaves_two_sides() -> None:
    steps = [put(ONE, "A"), put(TWO, "B"), put(THREE, "C"), *meet(ONE, TWO), put(ONE, "A")]
    (conflict,) = after(*steps).conflicts
    assert {s.what for s in conflict.said} == {"A", "C"}


def test_the_same_place_twice_is_no_conflict() -> None:
    assert kinds(after(put(ONE, "A"), put(TWO, "A"))) == []


def test_a_new_result_ends_two_grades() -> None:
    def graded(station: str, grade: f.Grade) -> Step:
        fact = f.Graded(grade=grade, route="second_life", deciding=(), criteria=(), decided=DECIDED)
        return step(station, fact)

    steps = [graded(ONE, "A"), graded(TWO, "B"), *meet(ONE, TWO)]
    assert kinds(after(*steps)) == ["graded_twice"]
    tested = f.ResistanceTested(
        resistance=None, voltage=None, evidence=f.Evidence(), decided=DECIDED
    )
    assert kinds(after(*steps, step(TWO, tested))) == []


def test_only_into_an_earlier_id_is_anything_merged() -> None:
    earlier = BATTERIES[0].removeprefix("battery/")
    assert after(step(ONE, f.Merged(into=earlier))).merged == earlier
    assert after(step(ONE, f.Merged(into="f" * 32))).merged == ""
    told = [step(ONE, f.Merged(into=earlier)), step(ONE, f.Distinguished(other=earlier))]
    assert after(*told).merged == "", "seen better later"
