"""What two stations wrote apart of one battery: a task at both, until somebody has looked."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import benched
import pytest
from apart import LEAF, SECOND, Apart, evidence, lying, only, refused, supervise, two_stations
from floor import Floor, Seen, code

from cellyard.domain import facts as f
from cellyard.domain.conflicts import answers
from cellyard.domain.grading import act
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Partner
from cellyard.domain.shipping import departure, listing
from cellyard.jobs import people, registers
from cellyard.jobs.people import NewPerson
from cellyard.ledger.questions import Questions, surviving

DECIDED = f.Decided(edition="grading-2026-2", rules=())


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Apart:
    return two_stations(tmp_path_factory.mktemp("floor"))


@pytest.fixture
def centre(model: Apart, tmp_path: Path) -> Iterator[Apart]:
    apart = model.again(tmp_path)
    yield apart
    apart.close()


def grade(floor: Floor, battery: str, letter: f.Grade) -> None:
    route: f.Route = "recycling" if letter == "D" else "second_life"
    fact = f.Graded(grade=letter, route=route, deciding=(), criteria=(), decided=DECIDED)
    benched.record(floor, battery, fact)


def test_a_battery_put_in_two_places_counts_in_both_until_it_is_scanned(centre: Apart) -> None:
    leaf = centre.one.ids["leaf"]
    centre.one.put(leaf, "A-02-1-1")
    centre.two.put(leaf, "A-03-1-1")
    assert centre.tasks() == []
    centre.meet()
    task = only(centre)
    assert (task.kind, task.battery, task.group) == ("two_places", leaf, "look")
    assert {s.what for s in task.conflict.said} == {"A-02-1-1", "A-03-1-1"}
    for slot in ("A-02-1-1", "A-03-1-1"):
        assert lying(centre.one, slot) == [leaf]
    order = answers.Lying(battery=leaf, slot="A-03-1-1", seen=evidence(task))
    centre.one.station.record(answers.lies, order, by=centre.one.operator)
    centre.meet()
    assert centre.tasks() == []
    assert lying(centre.two, "A-02-1-1") == []
    assert lying(centre.two, "A-03-1-1") == [leaf]


def test_more_evidence_opens_an_answered_task_again(centre: Apart) -> None:
    leaf = centre.one.ids["leaf"]
    centre.one.put(leaf, "A-02-1-1")
    centre.two.put(leaf, "A-03-1-1")
    centre.meet()
    seen = evidence(only(centre))
    order = answers.Lying(battery=leaf, slot="A-02-1-1", seen=seen)
    # Meanwhile the other station moves it, and knows the conflict but not its answer.
    centre.two.put(leaf, "A-03-1-2")
    centre.one.station.record(answers.lies, order, by=centre.one.operator)
    centre.meet()
    task = only(centre)
    assert task.kind == "two_places"
    assert not set(evidence(task)) & set(seen)
    stale = answers.Lying(battery=leaf, slot="A-02-1-1", seen=seen)
    assert refused(centre.one, answers.lies, stale) == "conflict_changed"


def test_what_is_grave_waits_until_somebody_looked(centre: Apart) -> None:
    leaf = centre.one.ids["leaf"]
    centre.one.put(leaf, "A-02-1-1")
    centre.two.put(leaf, "A-03-1-1")
    centre.meet()
    registers.publish(
        centre.one.station,
        [Partner(key="donghe", name="Donghe", role="consignee")],
        by=centre.one.administrator,
    )
    load = opened(centre.one)
    order = listing.OnList(load=load, batteries=(leaf,))
    assert refused(centre.one, listing.list_batteries, order) == "conflict_open"

    assert refused(centre.one, act.give, act.Giving(battery=leaf)) == "conflict_open"


def today() -> str:
    return datetime.now().astimezone().date().isoformat()


def opened(floor: Floor) -> str:
    order = listing.Opening(route="second_life", consignee="donghe", leaves_on=today())
    (written,) = floor.station.record(listing.open_load, order, by=floor.administrator)
    return written.envelope.subject.removeprefix("load/")


def two_loads(centre: Apart) -> tuple[str, str]:
    """List the LEAF for a load at each station."""
    leaf = centre.one.ids["leaf"]
    donghe = Partner(key="donghe", name="Donghe", role="consignee")
    registers.publish(centre.one.station, [donghe], by=centre.one.administrator)
    centre.meet()
    loads = opened(centre.one), opened(centre.two)
    for floor, load in zip((centre.one, centre.two), loads, strict=True):
        order = listing.OnList(load=load, batteries=(leaf,))
        supervise(floor, listing.list_batteries, order)
    return loads


def on(floor: Floor, load: str) -> list[str]:
    questions = Questions(floor.station.folder)
    found = [b.id for b in questions.loads.batteries(load)]
    questions.close()
    return found


def test_a_battery_on_two_loads_is_on_both_and_leaves_with_neither(centre: Apart) -> None:
    leaf, (first, second) = centre.one.ids["leaf"], two_loads(centre)
    centre.meet()
    task = only(centre)
    assert task.kind == "two_loads"
    assert on(centre.one, first) == on(centre.one, second) == [leaf]
    sealing = departure.Sealing(load=first)
    assert refused(centre.one, departure.seal, sealing) == "conflict_open"
    order = answers.Loading(battery=leaf, load=second, seen=evidence(task))
    supervise(centre.one, answers.on_load, order)
    centre.meet()
    assert centre.tasks() == []
    assert (on(centre.two, first), on(centre.two, second)) == ([], [leaf])


def test_taken_out_of_one_load_it_is_on_the_other_one(centre: Apart) -> None:
    leaf, (first, second) = centre.one.ids["leaf"], two_loads(centre)
    order = listing.OnList(load=first, batteries=(leaf,))
    supervise(centre.one, listing.unlist, order)
    centre.meet()
    assert centre.tasks() == []
    assert (on(centre.two, first), on(centre.two, second)) == ([], [leaf])


@pytest.mark.parametrize("there", [True, False])
def test_moved_after_it_left(centre: Apart, *, there: bool) -> None:
    leaf = centre.one.ids["leaf"]
    benched.record(centre.one, leaf, f.Listed(load="aa"), f.Dispatched(load="aa"))
    centre.two.put(leaf, "A-02-1-1")
    centre.meet()
    task = only(centre)
    assert task.kind == "moved_after_dispatch"
    assert lying(centre.one, "A-02-1-1") == [leaf], "the worse case: it burns there"
    if there:
        order = answers.Lying(battery=leaf, slot="A-02-1-1", seen=evidence(task))
        centre.one.station.record(answers.lies, order, by=centre.one.operator)
    else:
        gone = answers.Leaving(battery=leaf, seen=evidence(task))
        supervise(centre.one, answers.left, gone)
    centre.meet()
    assert centre.tasks() == []
    assert lying(centre.two, "A-02-1-1") == ([leaf] if there else [])
    battery = centre.two.battery(leaf)
    assert (battery.left, battery.stored) == (not there, there)


def test_graded_twice_neither_counts_until_two_people_choose(centre: Apart) -> None:

    leaf = centre.one.ids["leaf"]
    grade(centre.one, leaf, "A")
    grade(centre.two, leaf, "B")
    centre.meet()
    task = only(centre)
    assert (task.kind, task.group) == ("graded_twice", "decide")
    second = people.enter(
        centre.one.station,
        NewPerson(name="Chen", badge="0009", pin="2580", roles=("technician",)),
        by=centre.one.administrator,
    )
    order = act.Overruling(battery=leaf, grade="B", reason="second_test", second=second)
    supervise(centre.one, act.overrule, order)
    centre.meet()
    assert centre.tasks() == []
    given = centre.two.battery(leaf).bench.given
    assert given is not None
    assert given.grade == "B"


def test_the_same_grade_twice_is_no_conflict(centre: Apart) -> None:
    leaf = centre.one.ids["leaf"]
    grade(centre.one, leaf, "A")
    grade(centre.two, leaf, "A")
    centre.meet()
    assert centre.tasks() == []


def booked_twice(centre: Apart) -> tuple[str, str]:
    """Book in one battery at both stations; the second one finds it swollen."""
    one = centre.one.book_in(code(5), LEAF)
    centre.one.put(one, "A-02-1-1")
    two = centre.two.book_in(code(5), LEAF, Seen("case_damage", "swollen"))
    centre.two.put(two)
    centre.meet()
    return one, two


def test_one_thing_booked_in_twice_goes_on_as_one_with_the_worse_verdict(centre: Apart) -> None:
    one, two = booked_twice(centre)
    task = only(centre)
    assert (task.kind, task.batteries) == ("same_code", (one, two))
    slot = centre.two.battery(two).slot
    order = answers.Comparing(earlier=one, later=two, same=True, seen=evidence(task))
    assert refused(centre.one, answers.compare, order) == "slot_needed"
    order = answers.Comparing(earlier=one, later=two, same=True, seen=evidence(task), slot=slot)
    supervise(centre.one, answers.compare, order)
    centre.meet()
    assert centre.tasks() == []
    kept = centre.two.battery(one)
    assert (kept.verdict, kept.slot) == ("watch", slot)
    assert lying(centre.two, slot) == [one]
    questions = Questions(centre.two.station.folder)
    known = questions.known(station=SECOND, actor="", now=centre.two.now.at)
    assert [b.id for b in known.with_code(code(5))] == [one], "either label leads to it"
    assert surviving(questions, two).id == one
    found = {s.id: s.merged for s in questions.find(code(5))}
    assert found == {one: False, two: True}, "its line is still found"
    assert len(questions.line(two)) > 5
    questions.close()
    with pytest.raises(Refused, match="battery_merged"):
        centre.two.put(two, "A-03-1-1")


def test_two_things_with_one_code_stay_two(centre: Apart) -> None:
    one, two = booked_twice(centre)
    order = answers.Comparing(earlier=one, later=two, same=False, seen=evidence(only(centre)))
    supervise(centre.one, answers.compare, order)
    centre.meet()
    assert centre.tasks() == []
    assert not centre.two.battery(two).merged


def test_who_saw_one_and_who_saw_two_cannot_both_be_right(centre: Apart) -> None:
    one, two = booked_twice(centre)
    seen = evidence(only(centre))
    slot = centre.two.battery(two).slot
    same = answers.Comparing(earlier=one, later=two, same=True, seen=seen, slot=slot)
    supervise(centre.one, answers.compare, same)
    apart = answers.Comparing(earlier=one, later=two, same=False, seen=seen)
    supervise(centre.two, answers.compare, apart)
    centre.meet()
    kinds = centre.kinds()
    assert "one_or_two" in kinds
    assert not centre.one.battery(two).merged, "the worse case: two things"
    task = next(t for t in centre.tasks() if t.kind == "one_or_two")
    order = answers.Comparing(earlier=one, later=two, same=True, seen=evidence(task), slot=slot)
    supervise(centre.one, answers.compare, order)
    centre.meet()
    assert centre.tasks() == []
    assert centre.two.battery(two).merged == one
