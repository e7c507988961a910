"""What two stations wrote apart across slots, roles and registers: a task at both."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from apart import (
    LEAF,
    SECOND,
    Apart,
    conflicts,
    evidence,
    only,
    supervise,
    two_stations,
)
from floor import STATION, Floor, Seen, code, grid

from cellyard.domain import facts as f
from cellyard.domain import prices, yard
from cellyard.domain.conflicts import answers
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import BatteryModel, Partner, Price, Zone
from cellyard.jobs import conflicts as choosing
from cellyard.jobs import people, registers
from cellyard.jobs.people import ChangedPerson, NewPerson

DECIDED = f.Decided(edition="grading-2026-2", rules=())


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Apart:
    return two_stations(tmp_path_factory.mktemp("floor"))


@pytest.fixture
def centre(model: Apart, tmp_path: Path) -> Iterator[Apart]:
    apart = model.again(tmp_path)
    yield apart
    apart.close()


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


def price(amount: str, since: str = "2026-11-20") -> Price:
    return Price(
        key=f"second_life_b-{since}",
        what="second_life_b",
        per="kwh",
        amount=Decimal(amount),
        currency="CNY",
        since=since,
        source="an offer",
    )


def in_force(floor: Floor) -> Decimal | None:
    entered = floor.station.ledger.registers.prices()
    found = prices.in_force(entered, "second_life_b", "2026-11-27")
    return found.amount if found else None


def test_a_price_entered_at_one_station_is_read_at_the_other(centre: Apart) -> None:
    registers.publish(centre.one.station, [price("300")], by=centre.one.administrator)
    assert in_force(centre.two) is None
    centre.meet()
    assert in_force(centre.two) == 300
    later = price("310", "2026-11-25")
    registers.publish(centre.two.station, [later], by=centre.two.administrator)
    centre.meet()
    assert [in_force(floor) for floor in (centre.one, centre.two)] == [310, 310]
    assert centre.tasks() == [], "another day is another price"


def test_two_prices_of_one_day_are_a_task_until_one_is_chosen(centre: Apart) -> None:
    for floor, amount in ((centre.one, "300"), (centre.two, "320")):
        registers.publish(floor.station, [price(amount)], by=floor.administrator)
    centre.meet()
    task = only(centre)
    assert (task.kind, task.name) == ("two_versions", "prices/second_life_b-2026-11-20")
    theirs = next(s for s in task.conflict.said if not s.ref.startswith(f"{STATION}/"))
    order = choosing.Choosing(subject=task.subject, sha256=theirs.what, seen=evidence(task))
    with pytest.raises(Refused, match="role_missing"):
        choosing.choose(centre.one.station, order, by=centre.one.operator)
    choosing.choose(centre.one.station, order, by=centre.one.administrator)
    centre.meet()
    assert centre.tasks() == []
    assert [in_force(floor) for floor in (centre.one, centre.two)] == [320, 320]


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
