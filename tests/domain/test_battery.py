"""The fold of one battery: any order of arrival, corrections of corrections, what stays known."""

import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory import PHOTO, Memory, bare, judged

from cellyard.domain import envelope, facts, ids, intake, yard
from cellyard.domain.battery import Battery
from cellyard.domain.envelope import Recorded
from cellyard.domain.fold import begin, fold, follows, step


def a_life() -> tuple[str, list[Recorded]]:
    """A battery with every fact of its path, an undo, a correction and a take-over."""
    store = Memory()
    id_ = judged(store, case_damage="dented")
    store.record(intake.photograph, intake.Picturing(battery=id_, section="misuse", photo=PHOTO))
    store.record(intake.label, intake.Labelling(battery=id_, printer="p"))
    store.record(intake.undo, intake.Undoing(battery=id_))
    store.record(intake.take_over, intake.TakingOver(battery=id_), by="second")
    weighed = next(r.ref for r in store.line(id_) if isinstance(r.fact, facts.Weighed))
    order = intake.Correcting(battery=id_, facts=(weighed,), reason="mistyped")
    store.record(intake.correct, order, by="supervisor")
    store.record(yard.place, yard.Placing(battery=id_, slot="O-01"))
    store.record(yard.move, yard.Moving(battery=id_, slot="O-02"))
    return id_, store.line(id_)


ID, LINE = a_life()


@given(st.randoms(use_true_random=False))
def test_any_order_of_arrival_folds_to_the_same_state(order: random.Random) -> None:
    shuffled = LINE.copy()
    order.shuffle(shuffled)
    assert fold(shuffled, ids.battery(ID)) == fold(LINE, ids.battery(ID))


@given(st.integers(0, len(LINE)))
def test_folding_on_top_equals_folding_anew(cut: int) -> None:
    before, rest = fold(LINE[:cut], ids.battery(ID)), LINE[cut:]
    if not follows(before, rest):
        assert any(isinstance(r.fact, facts.Corrected) for r in rest)
        return
    for r in rest:
        before = step(before, r)
    assert before == fold(LINE, ids.battery(ID))


def test_the_life_tells_what_happened_last() -> None:
    b = fold(LINE, ids.battery(ID))
    assert (b.slot, b.came_from, b.held_slot, b.verdict) == ("O-02", "O-01", None, "watch")
    assert (b.kg, b.labels, b.owner) == (None, 0, "second")
    assert b.inspections["misuse"].photos == 1
    assert b.newest == (LINE[-1].ref,)
    kinds = [kind for act in b.acts for kind in act.kinds]
    assert "Weighed" not in kinds
    assert "Labelled" not in kinds
    assert msgspec.json.decode(msgspec.json.encode(b), type=Battery) == b


def test_a_photo_before_the_answer_is_no_answer() -> None:
    store = Memory()
    store.record(intake.receive, intake.Reception(battery="b" * 32))
    order = intake.Picturing(battery="b" * 32, section="acute_hazard", photo=PHOTO)
    store.record(intake.photograph, order)
    b = store.battery("b" * 32)
    assert b.inspections["acute_hazard"].answer is None
    assert intake.next_sections(b) == intake.LOOK


def test_a_correction_taken_back_voids_nothing() -> None:
    store = Memory()
    id_ = judged(store)
    before = bare(store.battery(id_))
    weighed = next(r.ref for r in store.line(id_) if isinstance(r.fact, facts.Weighed))
    store.record(intake.correct, intake.Correcting(battery=id_, facts=(weighed,), reason="other"))
    assert store.battery(id_).kg is None
    store.record(intake.undo, intake.Undoing(battery=id_))
    assert bare(store.battery(id_)) == before


def test_a_fact_of_a_newer_version_is_kept_and_marks_the_battery() -> None:
    store = Memory()
    id_ = judged(store)
    known = store.facts[-1].envelope
    newer = msgspec.structs.replace(known, seq=known.seq + 1, order=known.order + 1, type="Sniffed")
    store.facts.append(envelope.recorded(envelope.encode(newer)))
    b = store.battery(id_)
    assert b.opaque
    assert b.verdict == "go"


@pytest.mark.parametrize("subject", ["battery/ab", "person/ab"])
def test_nothing_known_is_an_empty_battery(subject: str) -> None:
    assert begin(subject).id == "ab"
    assert begin(subject).open
    assert not begin(subject).stored
