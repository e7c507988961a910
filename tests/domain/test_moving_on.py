"""Where a battery goes after the bench: second life after a grade, recycling after a discharge."""

from decimal import Decimal

import msgspec
import pytest
from memory import Memory, judged, refused

from cellyard.domain import facts as f
from cellyard.domain import yard
from cellyard.domain.ticket import about
from cellyard.words import sentence

DECIDED = f.Decided(edition="bench-2026-2", rules=())


def graded(store: Memory, id_: str, grade: f.Grade) -> None:
    route: f.Route = "recycling" if grade == "D" else "second_life"
    fact = f.Graded(grade=grade, route=route, deciding=(), criteria=(), decided=DECIDED)
    store.record(lambda _known, fact: about(id_, fact), fact)


def discharged(store: Memory, id_: str, *, below: bool) -> None:
    fact = f.DischargedToSafe(
        run="r",
        voltage=Decimal(50 if below else 70),
        limit=Decimal(60),
        rested=Decimal(86400),
        below=below,
        instruments=(),
        decided=DECIDED,
    )
    store.record(lambda _known, fact: about(id_, fact), fact)


@pytest.mark.parametrize("grade", ["A", "B", "C"])
def test_what_is_graded_for_a_second_life_moves_on_to_its_stock(grade: f.Grade) -> None:
    store = Memory()
    id_ = judged(store)
    store.record(yard.place, yard.Placing(battery=id_, slot="A-01-1-1"))
    there = yard.Moving(battery=id_, slot="E-01-1-1")
    no = refused(store, yard.move, there)
    assert (no.code, no.shown["free"], no.shown["rule"]) == (
        "slot_after_grading",
        "A-01-1-2",
        "zone.second_life",
    )
    assert "A, B or C" in sentence(no)
    graded(store, id_, grade)
    assert yard.proposal_for(store, store.battery(id_)).slot == "E-01-1-1"
    assert refused(store, yard.move, yard.Moving(battery=id_, slot="D-01-1-1")).code == (
        "slot_after_discharge"
    )
    store.record(yard.move, there)
    assert store.battery(id_).slot == "E-01-1-1"


def test_a_d_goes_to_recycling_when_it_is_discharged_and_never_before() -> None:
    store = Memory()
    id_ = judged(store)
    store.record(yard.place, yard.Placing(battery=id_, slot="A-01-1-1"))
    there = yard.Moving(battery=id_, slot="D-01-1-1")
    graded(store, id_, "D")
    for _ in range(2):
        assert yard.proposal_for(store, store.battery(id_)).zone == "A"
        no = refused(store, yard.move, there)
        assert (no.code, no.shown["rule"]) == ("slot_after_discharge", "zone.recycling")
        second = refused(store, yard.move, yard.Moving(battery=id_, slot="E-01-1-1"))
        assert second.code == "slot_after_grading"
        discharged(store, id_, below=False)
    discharged(store, id_, below=True)
    found = yard.proposal_for(store, store.battery(id_))
    assert (found.zone, found.rules[0]) == ("D", "zone.recycling")
    store.record(yard.move, yard.Moving(battery=id_, slot=found.slot or ""))
    assert store.battery(id_).slot == found.slot
    [lies] = store.lying()
    assert (lies.slot, lies.kwh) == (found.slot, 50), "what burns is still there"


@pytest.mark.parametrize(("share", "kwh"), [("100", 50), ("20", 10), (None, 50)])
def test_what_is_discharged_counts_with_the_editions_share_of_its_kwh(
    share: str | None, kwh: int
) -> None:
    store = Memory()
    name = "energy.discharged_percent"
    others = [r for r in store.edition.rule if r.id != name]
    if share is not None:
        own = store.edition.of(name)
        others.append(msgspec.structs.replace(own, value=Decimal(share)))
    store.edition = msgspec.structs.replace(store.edition, rule=tuple(others))
    id_ = judged(store)
    store.record(yard.place, yard.Placing(battery=id_, slot="A-01-1-1"))
    for below, counted in ((False, 50), (True, kwh)):
        discharged(store, id_, below=below)
        [lies] = store.lying()
        assert lies.kwh == counted
