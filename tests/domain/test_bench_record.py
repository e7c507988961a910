"""What the bench has written of a battery: who may begin, what stands, what may be taken back."""

import memory
import msgspec
import pytest
from bench_memory import (
    DECIDED,
    MODULE,
    Bay,
    D,
    begun,
    found,
    instrument,
    judged,
    order,
    over,
)
from channels import BENCH
from memory import GRADING, Memory, refused

from cellyard.domain import facts as f
from cellyard.domain import intake
from cellyard.domain.bench import begin as decisions
from cellyard.domain.bench.begin import Ending, may_discharge
from cellyard.domain.bench.record import Bench, Given
from cellyard.domain.refusals import Refused
from cellyard.domain.ticket import about
from cellyard.words import sentence


def given(grade: f.Grade) -> Given:
    route: f.Route = "recycling" if grade == "D" else "second_life"
    return Given(grade=grade, route=route, edition="e", at=0)


def with_bench(store: Memory, id_: str, bench: Bench):
    return msgspec.structs.replace(store.battery(id_), bench=bench)


def test_a_run_is_written_with_its_limits_and_who_reads_it() -> None:
    store = Bay()
    id_ = judged(store)
    begun(store, id_)
    bench = store.battery(id_).bench
    assert bench.run is not None
    assert (bench.run.run, bench.run.channel, bench.run.by) == ("run-1", "1", "technician")
    fact = store.facts[-1].fact
    assert isinstance(fact, f.RunBegan)
    assert fact.instruments == ("load", "warm")
    limits = dict(fact.limits)
    assert limits["temperature_high_degC"] == 60
    assert limits["voltage_low_V"] == D("30.240")
    over(store, id_)
    assert store.battery(id_).bench.run is None
    assert store.battery(id_).bench.ends == ("completed",)


def test_an_edition_of_the_centre_that_is_older_than_a_rule_says_which(monkeypatch) -> None:
    store = Bay()
    id_ = judged(store)
    kept = tuple(r for r in BENCH.rule if r.id != "guard.cells_age_s")
    older = msgspec.structs.replace(BENCH, id="bench-centre-2026-1", rule=kept)
    monkeypatch.setattr(store, "edition_of", {"bench": older, "grading": GRADING}.__getitem__)
    store.instruments.append(instrument("board", "bms"))
    no = refused(store, decisions.begin, order(id_), "technician")
    assert (no.code, no.shown["rule"]) == ("rule_missing", "guard.cells_age_s")
    assert "bench-centre-2026-1" in sentence(no)


def test_an_end_is_written_once_and_only_of_the_run_that_is_open() -> None:
    store = Bay()
    id_ = judged(store)
    begun(store, id_)
    other = Ending(battery=id_, run="run-2", end="stopped")
    assert store.record(decisions.end, other, "technician") == []
    over(store, id_)
    before = len(store.facts)
    over(store, id_)
    assert len(store.facts) == before


def test_an_end_is_written_whoever_may_test_by_then() -> None:
    store = Bay()
    id_ = judged(store)
    begun(store, id_)
    store.people["technician"] = frozenset()
    over(store, id_, "guard")
    assert store.battery(id_).bench.ends == ("guard",)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda s: s.instruments.pop(0), "load_missing"),
        (lambda s: s.instruments.pop(1), "thermometer_missing"),
        (
            lambda s: s.instruments.__setitem__(0, instrument("load", "load")),
            "stop_not_confirmed",
        ),
    ],
)
def test_a_channel_needs_a_load_a_thermometer_and_a_stop_that_was_seen(change, code) -> None:
    store = Bay()
    id_ = judged(store)
    change(store)
    assert refused(store, decisions.begin, order(id_), "technician").code == code


def test_only_the_bench_begins_a_run() -> None:
    store = Bay()
    id_ = judged(store)
    assert refused(store, decisions.begin, order(id_), "operator").code == "role_missing"
    assert refused(store, decisions.begin, order(id_), "").code == "sign_in_first"


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [({"acute_hazard": "leaking"}, "stop"), ({"case_damage": "swollen"}, "watch")],
)
def test_what_is_watched_or_stopped_is_joined_to_nothing(
    answers: dict[str, str], verdict: str
) -> None:
    store = Bay()
    id_ = judged(store, **answers)
    assert store.battery(id_).verdict == verdict
    no = refused(store, decisions.begin, order(id_), "technician")
    assert (no.code, no.shown["verdict"]) == ("no_bench", verdict)


def test_what_was_not_judged_is_joined_to_nothing() -> None:
    store = Bay()
    id_ = memory.arrive(store)
    assert refused(store, decisions.begin, order(id_), "technician").code == "no_bench"


def test_one_run_at_a_time() -> None:
    store = Bay()
    id_ = judged(store)
    begun(store, id_)
    assert refused(store, decisions.begin, order(id_), "technician").code == "run_open"


@pytest.mark.parametrize(
    ("model", "code"),
    [
        ({"capacity_ah": None}, "type_incomplete"),
        ({"series": None}, "type_incomplete"),
        ({"max_v": None}, "type_incomplete"),
        ({"chemistry": "unobtainium"}, "cut_off_unknown"),
    ],
)
def test_a_type_that_is_not_known_is_not_loaded(model: dict, code: str) -> None:
    store = Bay(msgspec.structs.replace(MODULE, **model))
    id_ = judged(store)
    assert refused(store, decisions.begin, order(id_), "technician").code == code


def test_above_sixty_volts_two_people_work() -> None:
    store = Bay(msgspec.structs.replace(MODULE, max_v=D("60.1"), series=14))
    id_ = judged(store)
    asked = {
        None: "second_person_missing",
        "technician": "second_person_same",
        "operator": "second_person_role",
    }
    for second, code in asked.items():
        no = refused(store, decisions.begin, order(id_, second=second), "technician")
        assert no.code == code
    store.record(decisions.begin, order(id_, second="other"), "technician")
    fact = store.facts[-1].fact
    assert isinstance(fact, f.RunBegan)
    assert fact.second == "other"


def test_at_sixty_volts_one_person_is_enough() -> None:
    store = Bay(msgspec.structs.replace(MODULE, max_v=D(60), series=14))
    id_ = judged(store)
    begun(store, id_)


def test_only_what_has_no_second_life_is_deep_discharged() -> None:
    store = Bay()
    id_ = judged(store)
    no = refused(store, decisions.begin, order(id_, "discharge"), "technician")
    assert no.code == "would_destroy_second_life"
    for grade in ("A", "B", "C"):
        assert not may_discharge(store, with_bench(store, id_, Bench(given=given(grade))))
    assert may_discharge(store, with_bench(store, id_, Bench(given=given("D"))))
    assert not may_discharge(store, with_bench(store, id_, Bench()))
    assert not may_discharge(store, with_bench(store, id_, Bench(lowest_cell=D("2.0"))))
    assert may_discharge(store, with_bench(store, id_, Bench(lowest_cell=D("1.999"))))


# --- taking back ---------------------------------------------------------------------------------


def with_result(store: Memory, id_: str) -> tuple[str, ...]:
    """Write a run with its end and result in one act; return the refs of that act."""
    begun(store, id_)

    def end(known, asked):
        return [
            *decisions.end(known, asked),
            f.Entry(subject=f"battery/{id_}", fact=found()),
        ]

    store.record(end, Ending(battery=id_, run="run-1", end="completed"), "technician")
    return store.battery(id_).acts[-1].facts


def test_a_run_is_not_undone() -> None:
    store = Bay()
    id_ = judged(store)
    begun(store, id_)
    no = refused(store, intake.undo, intake.Undoing(battery=id_))
    assert no.code == "run_stands"
    assert str(store.battery(id_).ticket) in sentence(no)
    over(store, id_)
    assert refused(store, intake.undo, intake.Undoing(battery=id_)).code == "run_stands"
    assert store.battery(id_).bench.ends == ("completed",)


def test_a_result_is_not_undone_but_a_supervisor_corrects_it_with_a_reason() -> None:
    store = Bay()
    id_ = judged(store)
    _ended, result = with_result(store, id_)
    assert store.battery(id_).bench.capacity is not None
    assert refused(store, intake.undo, intake.Undoing(battery=id_)).code == "run_stands"
    order = intake.Correcting(battery=id_, facts=(result,), reason="wrong_battery")
    assert refused(store, intake.correct, order, "technician").code == "role_missing"
    store.record(intake.correct, order, "supervisor")
    assert store.battery(id_).bench.capacity is None


def test_a_grade_falls_with_the_result_that_it_rests_on() -> None:
    store = Bay()
    id_ = judged(store)
    _ended, result = with_result(store, id_)
    graded = f.Graded(
        grade="B", route="second_life", deciding=("capacity",), criteria=(), decided=DECIDED
    )
    store.record(lambda _known, fact: about(id_, fact), graded, "technician")
    other = f.GradeOverruled(
        grade="C",
        route="second_life",
        was="B",
        reason="customer_rules",
        second="other",
        decided=DECIDED,
    )
    store.record(lambda _known, fact: about(id_, fact), other, "supervisor")
    first, second = (act.facts[0] for act in store.battery(id_).acts[-2:])
    back = intake.Correcting(battery=id_, facts=(second,), reason="mistyped")
    for person in ("operator", "technician"):
        assert refused(store, intake.correct, back, person).code == "role_missing"
    store.record(intake.correct, back, "supervisor")
    given_now = store.battery(id_).bench.given
    assert given_now is not None
    assert (given_now.grade, given_now.overruled) == ("B", ""), "the one by the rules stands again"
    ground = intake.Correcting(battery=id_, facts=(result,), reason="instrument_off")
    [corrected] = store.record(intake.correct, ground, "supervisor")
    assert isinstance(corrected.fact, f.Corrected)
    assert corrected.fact.facts == (result, first)
    assert store.battery(id_).bench.given is None


@pytest.mark.parametrize("ended", [False, True])
def test_a_run_itself_is_not_corrected_by_anybody(ended: bool) -> None:
    store = Bay()
    id_ = judged(store)
    begun(store, id_)
    began = store.battery(id_).acts[-1].facts
    if ended:
        over(store, id_)
    for refs in (began, store.battery(id_).acts[-1].facts):
        order = intake.Correcting(battery=id_, facts=refs, reason="mistyped")
        assert refused(store, intake.correct, order, "supervisor").code == "run_stands"


def test_a_battery_on_a_load_is_not_withdrawn() -> None:
    store = Bay()
    id_ = judged(store)
    begun(store, id_)
    order = intake.Withdrawing(battery=id_, reason="wrong_battery")
    assert refused(store, intake.withdraw, order, "supervisor").code == "run_open"
    over(store, id_)
    store.record(intake.withdraw, order, "supervisor")
    assert store.battery(id_).withdrawn


def test_every_new_refusal_has_a_sentence() -> None:
    for no in (
        Refused("run_stands", ticket=1184),
        Refused("run_not_open", channel="1"),
        Refused("run_not_kept", why="no space"),
    ):
        assert sentence(no)


def test_two_loads_on_one_channel_are_one_too_many() -> None:
    two = [instrument("load", "load", stop_confirmed="2026-11-01"), instrument("other", "load")]
    with pytest.raises(Refused) as no:
        decisions.check_channel([*two, instrument("warm", "thermometer")], "1")
    assert no.value.code == "duty_twice"
    assert sentence(no.value)
