"""The map of any past moment: what the store says equals replaying the facts that stand."""

from pathlib import Path

import pytest
from floor import Floor, code, grid
from hypothesis import given, settings
from hypothesis import strategies as st
from memory import Memory, judged, reading

from cellyard.domain import ids, intake, yard
from cellyard.domain.battery import Battery
from cellyard.domain.fold import fold, void_in
from cellyard.domain.refusals import Refused
from cellyard.domain.yard.observation import Observing, observe
from cellyard.ledger.questions import Questions

Place = tuple[str, bool, str | None]
ACTS = st.tuples(
    st.sampled_from(["move", "watch", "heat", "undo"]), st.integers(0, 2), st.integers(0, 11)
)


def by_stays(battery: Battery, moment: int) -> set[Place]:
    return {
        (s.slot, s.held, s.verdict)
        for s in battery.stays
        if s.since <= moment < (s.until or moment + 1)
    }


def by_state(battery: Battery) -> set[Place]:
    places = ((battery.slot, False), (battery.held_slot, True))
    return {(slot, held, battery.verdict) for slot, held in places if slot}


def _act(store: Memory, id_: str, what: str, to: int) -> None:
    slots = [s.name for z in store.zones() for s in z.slots]
    match what:
        case "move":
            moving = yard.Moving(battery=id_, slot=slots[to * 7 % len(slots)])
            store.record(yard.move, moving)
        case "watch":
            seen = intake.Looking(
                battery=id_, section="case_damage", answer="yes", finding="swollen"
            )
            store.record(intake.inspect, seen)
        case "heat":
            store.record(observe, Observing(battery=id_, reading=reading("85", "degC")))
        case _:
            store.record(intake.undo, intake.Undoing(battery=id_))


@settings(deadline=None, max_examples=40)
@given(st.lists(ACTS, max_size=12))
def test_where_a_battery_lay_is_what_its_facts_up_to_then_say(
    acts: list[tuple[str, int, int]],
) -> None:
    store = Memory()
    batteries = [judged(store, code=code(n)) for n in range(3)]
    for id_ in batteries:
        slot = store.battery(id_).held_slot
        assert slot
        store.record(yard.place, yard.Placing(battery=id_, slot=slot))
    for what, which, to in acts:
        try:
            _act(store, batteries[which], what, to)
        except Refused:
            continue
    for id_ in batteries:
        line, battery = store.line(id_), store.battery(id_)
        void = void_in(line)
        for moment in {r.envelope.at + d for r in line for d in (-1, 0, 1)}:
            then = [r for r in line if r.envelope.at <= moment and r.ref not in void]
            state = fold(then, ids.battery(id_))
            assert by_stays(battery, moment) == by_state(state), moment


@pytest.mark.parametrize("seed", [1, 2])
def test_the_store_says_the_same_of_every_moment(tmp_path: Path, seed: int) -> None:
    floor = Floor(tmp_path / "station", grid())
    names = [floor.book_in(code(n), "peugeot-e-208-50-kwh") for n in range(4)]
    for id_ in names:
        floor.put(id_)
    for n in range(12):
        floor.put(names[(n * seed) % 4], f"A-0{1 + n % 3}-3-{1 + (n * (seed + 2)) % 5}")
    lines = {}
    questions = Questions(floor.station.folder)
    for id_ in names:
        lines[id_] = questions.line(id_)
    moments = sorted({r.envelope.at + d for line in lines.values() for r in line for d in (-1, 0)})
    for moment in moments:
        told = {(x.battery, x.slot, bool(x.held), x.verdict) for x in questions.yard.lay_at(moment)}
        replayed = set()
        for id_, line in lines.items():
            then = [r for r in line if r.envelope.at <= moment]
            if then:
                state = fold(then, ids.battery(id_))
                replayed |= {(id_, *place) for place in by_state(state)}
        assert told == replayed
    questions.close()
    floor.close()
