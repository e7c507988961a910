"""What two stations wrote apart and cannot both be true: a task at both, until somebody looks."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import benched
import pytest
from apart import SECOND, Apart, conflicts
from floor import STATION, Floor, Seen, code, grid

from cellyard.domain import facts as f
from cellyard.domain import yard
from cellyard.domain.conflicts import answers
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import BatteryModel, Partner, Zone
from cellyard.domain.shipping import departure, listing
from cellyard.domain.tasks import Task
from cellyard.jobs import conflicts as choosing
from cellyard.jobs import people, registers
from cellyard.jobs.people import ChangedPerson, NewPerson
from cellyard.ledger.questions import Questions, surviving

LEAF = "nissan-leaf-40-kwh"
DECIDED = f.Decided(edition="grading-2026-2", rules=())


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Apart:
    """Two stations of one floor whose slots are nobody's home, with one LEAF in A-01-1-1."""
    folder = tmp_path_factory.mktemp("floor")
    floor = Floor(folder / "one", grid(home=""))
    floor.ids["leaf"] = floor.book_in(code(1), LEAF)
    floor.put(floor.ids["leaf"], "A-01-1-1")
    apart = Apart(floor, folder)
    apart.close()
    return apart


@pytest.fixture
def centre(model: Apart, tmp_path: Path) -> Iterator[Apart]:
    apart = model.again(tmp_path)
    yield apart
    apart.close()


def grade(floor: Floor, battery: str, letter: f.Grade) -> None:
    route: f.Route = "recycling" if letter == "D" else "second_life"
    fact = f.Graded(grade=letter, route=route, deciding=(), criteria=(), decided=DECIDED)
    benched.record(floor, battery, fact)


def supervise(floor: Floor, decide, order) -> None:
    floor.station.record(decide, order, by=floor.administrator)


def refused(floor: Floor, decide, order) -> str:
    with pytest.raises(Refused) as no:
        supervise(floor, decide, order)
    return no.value.code


def only(centre: Apart) -> Task:
    (task,) = centre.tasks()
    return task


def evidence(task: Task) -> tuple[str, ...]:
    assert task.conflict is not None
    return task.conflict.evidence


def lying(floor: Floor, slot: str) -> list[str]:
    questions = Questions(floor.station.folder)
    known = questions.known(station=floor.station.identity.station, actor="", now=floor.now.at)
    found = [x.battery for x in known.lying() if x.slot == slot]
    assert [b.id for b in questions.in_slot(slot)] == found
    questions.close()
    return found


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
    from cellyard.domain.grading import act

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
    from cellyard.domain.grading import act

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
    assert {s.id for s in questions.find(code(5))} == {one, two}, "its line is still found"
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


def test_both_fill_one_slot_and_one_moves_out(centre: Apart) -> None:
    mine, yours = centre.one.book_in(code(8), LEAF), centre.two.book_in(code(9), LEAF)
    centre.one.put(mine, "A-03-2-1")
    centre.two.put(yours, "A-03-2-1")
    centre.meet()
    task = only(centre)
    assert (task.kind, task.name) == ("slot_over", "A-03-2-1")
    assert set(task.batteries) == {mine, yours}
    centre.two.put(yours, "A-03-2-2")
    centre.meet()
    assert centre.tasks() == []


def test_forbidden_neighbours(centre: Apart) -> None:
    """Two chemistry families in one rack, each laid there by a station that knew of its own."""
    (zone,) = grid((("X", "observation", 2, 1, 3, 700, 110),), home="")
    registers.publish(centre.one.station, [zone], by=centre.one.administrator)
    centre.meet()
    swollen, (first, second, *_, last) = Seen("case_damage", "swollen"), zone.slots
    pack = centre.one.book_in(code(6), LEAF, swollen)
    cell = centre.two.book_in("04QCB76836300JBC40000903", "eve-lf280k-cell", swollen)
    centre.one.put(pack, first.name)
    centre.two.put(cell, second.name)
    centre.meet()
    task = only(centre)
    assert (task.kind, set(task.batteries)) == ("slot_beside", {pack, cell})
    centre.two.put(cell, last.name)
    centre.meet()
    assert centre.tasks() == []


def test_a_slot_of_another_station_wants_a_reason(centre: Apart) -> None:
    zone = centre.one.station.ledger.registers.zones()[0]
    theirs = grid((("H", "normal", 1, 3, 2, 700, 110),), home=SECOND)[0]
    assert zone.key != theirs.key
    registers.publish(centre.one.station, [theirs], by=centre.one.administrator)
    centre.meet()
    mine = centre.one.book_in(code(8), LEAF)
    slot = theirs.slots[0].name
    with pytest.raises(Refused, match="slot_of_other_station"):
        centre.one.put(mine, slot)
    order = yard.Placing(battery=mine, slot=slot, reason="no_room")
    with pytest.raises(Refused, match="role_missing"):
        centre.one.station.record(yard.place, order, by=centre.one.operator)
    supervise(centre.one, yard.place, order)
    centre.two.put(centre.two.book_in(code(9), LEAF), theirs.slots[1].name)
    centre.meet()
    assert centre.tasks() == []


def test_a_slot_given_to_another_station_meanwhile_is_asked_about(centre: Apart) -> None:
    mine = centre.one.book_in(code(8), LEAF)
    home = grid((("A", "normal", 3, 3, 5, 700, 110),), home=SECOND)
    registers.publish(centre.two.station, list(home), by=centre.two.administrator)
    centre.one.put(mine, "A-02-1-1")
    centre.meet()
    tasks = centre.tasks()
    assert {(t.kind, t.name) for t in tasks} == {
        ("slot_of_other", "A-01-1-1"),
        ("slot_of_other", "A-02-1-1"),
    }
    for task in tasks:
        order = answers.Allowing(battery=task.battery, reason="agreed", seen=evidence(task))
        assert refused_of_operator(centre.one, order) == "role_missing"
        supervise(centre.one, answers.allow, order)
    centre.meet()
    assert centre.tasks() == []


def refused_of_operator(floor: Floor, order: answers.Allowing) -> str:
    with pytest.raises(Refused) as no:
        floor.station.record(answers.allow, order, by=floor.operator)
    return no.value.code


def test_acts_of_who_had_the_role_no_more_are_confirmed_one_by_one(centre: Apart) -> None:
    leaf = centre.one.ids["leaf"]
    technician = people.enter(
        centre.one.station,
        NewPerson(name="Chen", badge="0009", pin="2580", roles=("technician", "operator")),
        by=centre.one.administrator,
    )
    centre.meet()
    result = f.ResistanceTested(
        resistance=Decimal("0.001"),
        voltage=Decimal(350),
        evidence=f.Evidence(),
        decided=DECIDED,
    )
    entry = f.Entry(subject=f"battery/{leaf}", fact=result)
    centre.two.station.record(lambda _k, e: [e], entry, by=technician)  # before: it may
    centre.meet()
    changed = ChangedPerson(id=technician, name="Chen", badge="0009", roles=("operator",))
    people.change(centre.one.station, changed, by=centre.one.administrator)
    for floor in (centre.one, centre.two):
        floor.now.at += 1000
    (late,) = centre.two.station.record(lambda _k, e: [e], entry, by=technician)
    moved = yard.Moving(battery=leaf, slot="A-02-1-1")
    centre.two.station.record(yard.move, moved, by=technician)  # operators may, too
    centre.meet()
    task = only(centre)
    assert (task.kind, evidence(task)) == ("role_missing", (late.ref,))
    person = task.conflict.about.rsplit("/", 1)[1]
    order = answers.Confirming(task=task.conflict.task, person=person, seen=evidence(task))
    supervise(centre.one, answers.confirm, order)
    centre.meet()
    assert centre.tasks() == []
    centre.two.station.record(lambda _k, e: [e], entry, by=technician)
    centre.meet()
    assert centre.tasks() == [], "who knows that the role is gone is refused by the rules instead"


def test_two_versions_of_one_entry_until_one_is_chosen(centre: Apart) -> None:
    for floor, name in ((centre.one, "Donghe East"), (centre.two, "Donghe West")):
        partner = Partner(key="donghe", name=name, role="consignee")
        registers.publish(floor.station, [partner], by=floor.administrator)
    centre.meet()
    task = only(centre)
    assert (task.kind, task.name) == ("two_versions", "partners/donghe")
    east = next(s for s in task.conflict.said if s.ref.startswith(f"{STATION}/"))
    order = choosing.Choosing(subject=task.subject, sha256=east.what, seen=evidence(task))
    with pytest.raises(Refused, match="role_missing"):
        choosing.choose(centre.two.station, order, by=centre.two.operator)
    choosing.choose(centre.two.station, order, by=centre.two.administrator)
    centre.meet()
    assert centre.tasks() == []
    stands = [p for p in centre.one.station.ledger.registers.partners() if p.key == "donghe"]
    assert [p.name for p in stands] == ["Donghe East"]


def test_registers_of_one_station_serve_the_other_one(centre: Apart) -> None:
    model = BatteryModel(
        key="x-1",
        make="X",
        name="One",
        chemistry="LFP",
        kwh=Decimal(40),
        source="t",
        confidence="D",
    )
    entries = [
        Partner(key="new", name="New outlet"),
        model,
        *grid((("N", "normal", 1, 2, 2, 700, 110),), home=""),
    ]
    registers.publish(centre.one.station, entries, by=centre.one.administrator)
    centre.meet()
    theirs = centre.two.station.ledger.registers
    assert "new" in {p.key for p in theirs.partners()}
    mine = centre.two.receive(code(8), "x-1", "new")
    assert centre.two.battery(mine).model == "x-1"
    zone: Zone = next(z for z in theirs.zones() if z.key == "N")
    assert zone.slots
    assert {p.id for p in theirs.people()} == {centre.one.administrator, centre.one.operator}
    assert theirs.editions() == centre.one.station.ledger.registers.editions()
    assert conflicts(centre.two) == []
