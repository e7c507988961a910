"""What is gathered for a grade: results with their doubts, certificates, and the lowest voltage."""

from decimal import Decimal

import msgspec
import pytest
from bench_memory import MODULE, Bay, instrument, judged
from memory import measure, refused

from cellyard.domain import facts as f
from cellyard.domain.bench.begin import Beginning, begin
from cellyard.domain.facts import Decided, Evidence
from cellyard.domain.grading import Grading
from cellyard.domain.grading.act import Giving, Overruling, give, graded, overrule
from cellyard.domain.registers import Instrument
from cellyard.domain.ticket import about

D = Decimal
DECIDED = Decided(edition="bench-2026-2", rules=())
READ = Evidence(instrument="meter")
# 45 of 50 Ah: an A, unless something else speaks.
CAPACITY = f.CapacityTested(
    run="r", capacity=D(45), energy=D(2000), duration=D(18000), points=18000, current=D(-10),
    cut_off=D("33.6"), voltage_min=D("33.6"), voltage_max=D("50.2"), instruments=(READ,),
    decided=DECIDED,
)  # fmt: skip
RESISTANCE = f.ResistanceTested(
    resistance=D("0.0011"), voltage=D("47.1"), temperature=D(25), evidence=READ, decided=DECIDED
)
INSULATION = f.InsulationTested(
    insulation=D(400_000_000), test_voltage=D(500), duration=D(60), judgement="PASS",
    evidence=READ, decided=DECIDED,
)  # fmt: skip
OXIDE = msgspec.structs.replace(MODULE, resistance_new_ohm=D("0.001"))
LFP = msgspec.structs.replace(OXIDE, chemistry="LFP")
LTO = msgspec.structs.replace(OXIDE, chemistry="LTO")


def write(store: Bay, id_: str, *facts: f.Fact) -> None:
    for fact in facts:
        store.record(lambda _known, one: about(id_, one), fact, "technician")


def grading(store: Bay, id_: str) -> Grading:
    return graded(store, store.battery(id_))


def lacking(found: Grading) -> dict[str, tuple[str, bool]]:
    return {m.criterion: (m.reason, m.needed) for m in found.missing}


@pytest.fixture
def store() -> Bay:
    return Bay(OXIDE)


@pytest.fixture
def id_(store: Bay) -> str:
    return judged(store)


def test_sound_results_are_all_that_a_grade_needs(store: Bay, id_: str) -> None:
    write(store, id_, CAPACITY, RESISTANCE, INSULATION)
    found = grading(store, id_)
    assert found.grade == "A"
    assert {c.name: c.value for c in found.criteria}["resistance"] == 10


@pytest.mark.parametrize(
    ("fact", "doubt"),
    [
        (INSULATION, "test_voltage_low"),
        (INSULATION, "too_short"),
        (INSULATION, "calibration_unknown"),
        (msgspec.structs.replace(INSULATION, insulation=None), "no_value"),
        (RESISTANCE, "temperature_missing"),
    ],
)
def test_a_result_with_a_doubt_is_no_ground_for_a_grade(
    store: Bay, id_: str, fact: f.InsulationTested | f.ResistanceTested, doubt: str
) -> None:
    write(store, id_, CAPACITY, RESISTANCE, INSULATION)
    write(store, id_, msgspec.structs.replace(fact, doubts=(doubt,)))
    found = grading(store, id_)
    assert found.grade is None
    name = "insulation" if isinstance(fact, f.InsulationTested) else "resistance"
    assert lacking(found)[name] == ("result_in_doubt", True)
    assert refused(store, give, Giving(battery=id_), "technician").code == "grade_missing"
    write(store, id_, RESISTANCE, INSULATION)
    assert grading(store, id_).grade == "A", "measured again"


def test_a_doubtful_resistance_stops_no_grade_that_it_does_not_count_for() -> None:
    store = Bay(LFP)
    id_ = judged(store)
    cold = msgspec.structs.replace(RESISTANCE, doubts=("temperature_missing",))
    write(store, id_, CAPACITY, cold)
    found = grading(store, id_)
    assert found.grade == "A"
    assert lacking(found)["resistance"] == ("result_in_doubt", False)


@pytest.mark.parametrize(("until", "grade"), [("2026-04-13", None), ("2026-04-14", "A")])
def test_what_was_read_at_intake_needs_a_certificate_as_well(
    store: Bay, id_: str, until: str, grade: str | None
) -> None:
    tester = Instrument(
        key="megger", station="intake-1", profile="p", port="", duty="insulation",
        calibrated_until=until,
    )  # fmt: skip
    store.instruments = [*store.instruments, tester]
    read = f.Measured(
        quantity="insulation",
        value=D(50_000_000),
        unit="ohm",
        evidence=Evidence(instrument="megger"),
    )
    write(store, id_, read, CAPACITY)
    found = grading(store, id_)
    assert found.grade == grade
    wanted = None if grade else ("calibration_ended", True)
    assert lacking(found).get("insulation") == wanted
    write(store, id_, INSULATION)
    assert grading(store, id_).grade == "A", "what the bench has found goes first"


@pytest.mark.parametrize(
    ("volts", "grade", "missing"),
    [("23.9", "D", None), ("24.0", "A", ("cell_voltage_unknown", False))],
)
def test_some_cell_was_as_low_as_the_mean_of_all(
    store: Bay, id_: str, volts: str, grade: str, missing: tuple[str, bool] | None
) -> None:
    """12 cells at 23.9 V: at least one is below 2.0 V. At 24.0 V nobody knows."""
    measure(store, id_, volts=volts)
    write(store, id_, CAPACITY)
    found = grading(store, id_)
    assert found.grade == grade
    assert lacking(found).get("history") == missing
    low = msgspec.structs.replace(RESISTANCE, voltage=D(volts))
    other = Bay(OXIDE)
    id_ = judged(other)
    write(other, id_, CAPACITY, low)
    assert grading(other, id_).grade == grade, "by the meter of the bench"


def lowest(volts: str) -> f.CapacityTested:
    return msgspec.structs.replace(CAPACITY, lowest_cell=D(volts))


def test_a_cell_that_may_go_as_low_has_a_second_life() -> None:
    for model, ends in ((OXIDE, True), (LFP, True), (LTO, False)):
        store = Bay(model)
        id_ = judged(store)
        write(store, id_, lowest("1.6"))
        discharge = Beginning(battery=id_, channel="1", test="discharge", run="r")
        if ends:
            store.record(begin, discharge, "technician")
        else:
            no = refused(store, begin, discharge, "technician")
            assert no.code == "would_destroy_second_life"


@pytest.mark.parametrize(
    ("model", "facts", "code"),
    [
        (OXIDE, (lowest("1.9"),), "no_way_back"),
        (LTO, (lowest("1.6"),), ""),
        (OXIDE, (lowest("2.0"),), ""),
    ],
)
def test_what_had_a_cell_too_low_never_comes_back(
    model: object, facts: tuple[f.Fact, ...], code: str
) -> None:
    store = Bay(model)  # pyright: ignore[reportArgumentType]
    id_ = judged(store)
    d = f.Graded(grade="D", route="recycling", deciding=(), criteria=(), decided=DECIDED)
    write(store, id_, *facts, d)
    order = Overruling(battery=id_, grade="C", reason="customer_rules", second="other")
    if code:
        assert refused(store, overrule, order, "supervisor").code == code
        return
    store.record(overrule, order, "supervisor")
    given = store.battery(id_).bench.given
    assert given is not None
    assert (given.grade, given.overruled) == ("C", "customer_rules")


@pytest.mark.parametrize("fact", [RESISTANCE, INSULATION, CAPACITY], ids=lambda x: type(x).__name__)
def test_a_grade_stands_no_longer_when_something_is_measured_anew(
    store: Bay, id_: str, fact: f.Fact
) -> None:
    write(store, id_, CAPACITY)
    store.record(give, Giving(battery=id_), "technician")
    assert store.battery(id_).bench.given is not None
    write(store, id_, fact)
    assert store.battery(id_).bench.given is None


def test_what_was_discharged_to_safe_keeps_its_grade_whatever_is_read_of_it(
    store: Bay, id_: str
) -> None:
    d = f.Graded(grade="D", route="recycling", deciding=(), criteria=(), decided=DECIDED)
    safe = f.DischargedToSafe(
        run="r", voltage=D(20), limit=D(24), rested=D(86400), below=True, instruments=(READ,),
        decided=DECIDED,
    )  # fmt: skip
    write(store, id_, d, safe, RESISTANCE)
    given = store.battery(id_).bench.given
    assert given is not None
    assert given.grade == "D"


def test_without_the_rated_capacity_no_grade_is_written_and_what_is_missing_is_said() -> None:
    store = Bay(msgspec.structs.replace(OXIDE, capacity_ah=None))
    id_ = judged(store)
    write(store, id_, CAPACITY, RESISTANCE, INSULATION)
    found = grading(store, id_)
    assert found.grade is None
    assert lacking(found)["capacity"] == ("rated_capacity_unknown", True)
    no = refused(store, give, Giving(battery=id_), "technician")
    assert (no.code, no.shown["missing"]) == ("grade_missing", "capacity")
    assert store.battery(id_).bench.given is None


@pytest.mark.parametrize(("ohm", "per_volt", "grade"), [("5040", 100, "B"), ("5039", 99, "D")])
def test_insulation_is_judged_for_each_volt_of_the_full_voltage(
    store: Bay, id_: str, ohm: str, per_volt: int, grade: str
) -> None:
    write(store, id_, CAPACITY, msgspec.structs.replace(INSULATION, insulation=D(ohm)))
    found = grading(store, id_)
    assert {c.name: c.value for c in found.criteria}["insulation"] == per_volt
    assert (found.grade, found.deciding) == (grade, ("insulation",))


def test_the_doubt_of_a_value_is_the_limit_of_error_of_who_measured_it(
    store: Bay, id_: str
) -> None:
    store.instruments = [
        instrument("load", "load", accuracy=D("0.5")),
        instrument("warm", "thermometer", accuracy=D(9)),
        instrument("meter", "meter", accuracy=D("0.5")),
        instrument("tester", "insulation", accuracy=D(5)),
    ]
    both = tuple(Evidence(instrument=key) for key in ("load", "warm"))
    capacity = msgspec.structs.replace(CAPACITY, instruments=both)
    insulation = msgspec.structs.replace(INSULATION, evidence=Evidence(instrument="tester"))
    write(store, id_, capacity, RESISTANCE, insulation)
    doubts = {c.name: c.doubt for c in grading(store, id_).criteria}
    # 0.5 % of 45 Ah in % of 50 Ah; 0.5 % of 1.1 mΩ in % of 1 mΩ, to a tenth.
    assert (doubts["capacity"], doubts["resistance"]) == (D("0.45"), D("0.6"))
    assert doubts["insulation"] == round(insulation.insulation * 5 / 100 / D("50.4"))


def test_an_accuracy_that_nobody_has_entered_is_the_worse_case(store: Bay, id_: str) -> None:
    just_b = msgspec.structs.replace(CAPACITY, capacity=D("39.9"))  # 79.8 % of 50 Ah
    write(store, id_, just_b)
    found = grading(store, id_)
    # 2 % of the reading, by doubt.unstated_percent.
    assert {c.name: c.doubt for c in found.criteria}["capacity"] == D("1.60")
    assert (found.grade, found.borderline) == ("B", "A")


def test_better_than_the_tester_can_show_is_at_least_that(store: Bay, id_: str) -> None:
    best = msgspec.structs.replace(INSULATION, at_least=True)
    write(store, id_, CAPACITY, best)
    insulation = next(c for c in grading(store, id_).criteria if c.name == "insulation")
    assert (insulation.at_least, insulation.grade) == (True, "A")
