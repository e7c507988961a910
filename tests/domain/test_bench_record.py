"""What the bench has written of a battery: who may begin, what stands, what may be taken back."""

from decimal import Decimal

import memory
import msgspec
import pytest
from channels import BENCH
from memory import Memory, refused

from cellyard.domain import facts as f
from cellyard.domain import intake, registers, yard
from cellyard.domain.bench import begin as decisions
from cellyard.domain.bench.begin import Beginning, Ending, may_discharge
from cellyard.domain.bench.queue import waits_for
from cellyard.domain.bench.record import Bench, Given
from cellyard.domain.facts import Decided, Evidence
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Instrument
from cellyard.domain.ticket import about
from cellyard.words import sentence

D = Decimal
DECIDED = Decided(edition=BENCH.id, rules=("capacity.rate",))
MODULE = registers.BatteryModel(
    key="module",
    make="Test",
    name="module",
    level="module",
    chemistry="NMC",
    kwh=D(2),
    mass_kg=D(15),
    series=12,
    max_v=D("50.4"),
    nominal_v=D(44),
    capacity_ah=D(50),
    source="test",
    confidence="P",
)


class Bay(Memory):
    """A store in memory with one channel whose instruments are set up."""

    def __init__(self, model: registers.BatteryModel = MODULE) -> None:
        super().__init__()
        self.own = model
        self.people |= {
            "technician": frozenset({"technician"}),
            "other": frozenset({"technician"}),
        }
        self.instruments = [
            _instrument("load", "load", stop_confirmed="2026-01-01"),
            _instrument("warm", "thermometer"),
        ]

    def edition_of(self, subject: str):
        return BENCH if subject == "bench" else self.edition


def judged(store: Bay, **answers: str) -> str:
    """Take a battery through intake; from then on its type is what the bench is to be asked."""
    id_ = memory.judged(store, **answers)
    key = store.battery(id_).model
    assert key is not None
    store._models[key] = msgspec.structs.replace(store.own, key=key)
    return id_


def _instrument(key: str, duty: str, **more: str) -> Instrument:
    return Instrument(
        key=key,
        station="intake-1",
        profile="p",
        port="/dev/x",
        duty=duty,  # pyright: ignore[reportArgumentType]
        channel="1",
        **more,  # pyright: ignore[reportArgumentType]
    )


def order(battery: str, test: f.RunKind = "capacity", second: str | None = None) -> Beginning:
    return Beginning(battery=battery, channel="1", test=test, run="run-1", second=second)


def begun(store: Memory, battery: str) -> None:
    store.record(decisions.begin, order(battery), "technician")


def over(store: Memory, battery: str, end: f.RunEnd = "completed") -> None:
    store.record(decisions.end, Ending(battery=battery, run="run-1", end=end), "technician")


def found() -> f.CapacityTested:
    return f.CapacityTested(
        run="run-1",
        capacity=D(45),
        energy=D(2000),
        duration=D(16000),
        points=160,
        current=D(-10),
        cut_off=D("33.6"),
        voltage_min=D("33.5"),
        voltage_max=D("50.2"),
        instruments=(Evidence(instrument="load"),),
        decided=DECIDED,
    )


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
            lambda s: s.instruments.__setitem__(0, _instrument("load", "load")),
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
        assert not may_discharge(with_bench(store, id_, Bench(given=given(grade))), BENCH)
    assert may_discharge(with_bench(store, id_, Bench(given=given("D"))), BENCH)
    assert not may_discharge(with_bench(store, id_, Bench()), BENCH)
    assert not may_discharge(with_bench(store, id_, Bench(lowest_cell=D("2.0"))), BENCH)
    assert may_discharge(with_bench(store, id_, Bench(lowest_cell=D("1.999"))), BENCH)


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


# --- heat -----------------------------------------------------------------------------------------

# What it was judged as at intake fits the pack, so that nothing but the heat is new.
PACK = next(m for m in memory.MODELS if m.key == "peugeot-e-208-50-kwh")


def hot(store: Memory, id_: str, trip: f.Trip, last: str | None = None, end: f.RunEnd = "guard"):
    store.record(decisions.begin, order(id_, second="other"), "technician")
    ending = Ending(
        battery=id_,
        run="run-1",
        end=end,
        trip=trip,
        temperature=None if last is None else D(last),
    )
    return store.record(decisions.end, ending, "technician")


@pytest.mark.parametrize(
    ("celsius", "verdict", "reason", "zone"),
    [("60.5", "watch", "warm", "O"), ("81", "stop", "too_hot", "Q")],
)
def test_what_got_too_hot_under_load_is_judged_anew(
    celsius: str, verdict: str, reason: str, zone: str
) -> None:
    store = Bay(PACK)
    id_ = judged(store)
    store.record(yard.place, yard.Placing(battery=id_, slot="A-01-1-1"))
    trip = f.Trip(watched="temperature_high", value=D(celsius), limit=D(60), unit="degC")
    written = hot(store, id_, trip, "59.0")
    assert [type(r.fact).__name__ for r in written] == [
        "RunEnded",
        "Measured",
        "Triaged",
        "SlotHeld",
    ]
    assert len({r.envelope.act for r in written}) == 1
    measured = written[1].fact
    assert isinstance(measured, f.Measured)
    assert (measured.value, measured.unit) == (D(celsius), "degC")
    assert measured.evidence == Evidence(instrument="warm", profile="p")
    battery = store.battery(id_)
    assert (battery.verdict, battery.reasons) == (verdict, (reason,))
    assert (battery.held_slot or "").startswith(zone)
    assert battery.bench.run is None
    assert waits_for(battery) == ""


def test_what_warms_too_fast_under_load_is_stopped() -> None:
    store = Bay(PACK)
    id_ = judged(store)
    trip = f.Trip(watched="temperature_rise", value=D("2.4"), limit=D(1), unit="K/min")
    written = hot(store, id_, trip, "26.3", end="load_lost")
    measured, triaged = written[1].fact, written[2].fact
    assert isinstance(measured, f.Measured)
    assert measured.value == D("26.3"), "the temperature, not its rise"
    assert isinstance(triaged, f.Triaged)
    assert (triaged.verdict, triaged.reasons) == ("stop", ("acute_hazard_yes",))
    assert triaged.decided.rules == ("sp376.a",)
    # It stands without a temperature as well.
    store = Bay(PACK)
    id_ = judged(store)
    assert [type(r.fact).__name__ for r in hot(store, id_, trip)][1] == "Triaged"
    assert store.battery(id_).verdict == "stop"


def test_other_ends_say_nothing_of_heat_and_a_verdict_never_gets_better() -> None:
    store = Bay(PACK)
    id_ = judged(store)
    low = f.Trip(watched="cell_low", value=D("2.4"), limit=D("2.5"), unit="V")
    assert [type(r.fact).__name__ for r in hot(store, id_, low, "31.0")] == ["RunEnded"]
    cool = f.Trip(watched="temperature_high", value=D("29.9"), limit=D(25), unit="degC")
    written = hot(store, id_, cool)
    assert [type(r.fact).__name__ for r in written] == ["RunEnded", "Measured"]
    assert store.battery(id_).verdict == "go"


def test_the_end_of_a_battery_that_was_withdrawn_meanwhile_brings_no_verdict() -> None:
    store = Bay(PACK)
    id_ = judged(store)
    store.record(decisions.begin, order(id_, second="other"), "technician")
    # As from another station: at this one a battery on a load is not withdrawn.
    gone = f.Corrected(facts=(store.line(id_)[0].ref,), reason="wrong_battery")
    store.record(lambda _known, fact: about(id_, fact), gone, "supervisor")
    trip = f.Trip(watched="temperature_high", value=D(90), limit=D(60), unit="degC")
    ending = Ending(battery=id_, run="run-1", end="guard", trip=trip)
    written = store.record(decisions.end, ending, "technician")
    assert [type(r.fact).__name__ for r in written] == ["RunEnded", "Measured"]


def test_every_new_refusal_has_a_sentence() -> None:
    for no in (
        Refused("run_stands", ticket=1184),
        Refused("run_not_open", channel="1"),
        Refused("run_not_kept", why="no space"),
    ):
        assert sentence(no)
