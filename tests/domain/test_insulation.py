"""Insulation: who may put a test voltage on what, and what a tester's result is worth."""

from decimal import Decimal

import msgspec
import pytest
from memory import MODELS, Memory, arrive, judged, refused

from cellyard.domain.bench.insulation import (
    InsulationReading,
    InsulationStart,
    check_join,
    plan,
    read,
)
from cellyard.domain.bench.tester import InsulationPlan
from cellyard.domain.facts import Entry, InsulationTested
from cellyard.domain.known import Known
from cellyard.domain.readings import Flag, Reading, Sample
from cellyard.domain.registers import BatteryModel, Instrument

TESTER = Instrument(
    key="tester-1", station="intake-1", profile="gwinstek-gpt9000", port="/dev/x",
    duty="insulation", channel="1", calibrated_until="2026-12-31", stop_confirmed="2026-04-01",
)  # fmt: skip
WARM = Instrument(
    key="warm-1", station="intake-1", profile="applent-at45xx", port="/dev/y",
    duty="thermometer", channel="1",
)  # fmt: skip
E208 = next(m for m in MODELS if m.key == "peugeot-e-208-50-kwh")


def store_of(*instruments: Instrument, max_v: str | None = None) -> Memory:
    models: list[BatteryModel] = [
        msgspec.structs.replace(m, max_v=Decimal(max_v)) if max_v and m == E208 else m
        for m in MODELS
    ]
    store = Memory(models=models)
    store.instruments = instruments or (TESTER, WARM)
    return store


def start(id_: str, second: str | None = "supervisor") -> InsulationStart:
    return InsulationStart(battery=id_, channel="1", second=second)


def planned(store: Memory, order: InsulationStart) -> InsulationPlan:
    store.actor = "technician"
    return plan(store, order)


def no_plan(store: Memory, order: InsulationStart, by: str = "technician") -> str:
    def decide(known: Known, asked: InsulationStart) -> list[Entry]:
        plan(known, asked)
        return []

    return refused(store, decide, order, by).code


def sample(
    ohm: str | None = "500E+6",
    *flags: Flag,
    volts: str | None = "500",
    lasted: str | None = "10.0",
    judgement: str = "PASS",
) -> Sample:
    found = {
        "insulation": Reading(value=None if ohm is None else Decimal(ohm), unit="ohm", flags=flags),
        "judgement": Reading(value=judgement),
    }
    for name, value, unit in (("test_voltage", volts, "V"), ("duration", lasted, "s")):
        if value is not None:
            found[name] = Reading(value=Decimal(value), unit=unit)
    return Sample(t=1.0, at=0, readings=found, raw=b"IR,PASS")


def result(store: Memory, id_: str, of: Sample, tester: Instrument = TESTER) -> InsulationTested:
    order = InsulationReading(
        battery=id_, tester=tester, sample=of, ceiling=Decimal("9999E+6"), second="supervisor"
    )
    (written,) = store.record(read, order, "technician")
    assert isinstance(written.fact, InsulationTested)
    return written.fact


@pytest.mark.parametrize(
    ("max_v", "volts"),
    [("453.6", 500), ("500", 500), ("500.1", 550), ("604.8", 650), ("1000", 1000)],
)
def test_the_test_voltage_is_never_below_the_full_voltage(max_v: str, volts: int):
    store = store_of(max_v=max_v)
    made = planned(store, start(judged(store)))
    assert made.volts == volts
    assert (made.seconds, made.second, made.by) == (10, "supervisor", "technician")
    assert made.longest > made.seconds


def test_no_voltage_above_the_edition_s_most_is_used():
    store = store_of(max_v="1000.1")
    assert no_plan(store, start(judged(store))) == "test_voltage_too_high"


def test_two_different_people_who_may_test_are_needed():
    store = store_of()
    id_ = judged(store)
    assert no_plan(store, start(id_, None)) == "second_person_missing"
    assert no_plan(store, start(id_, "technician")) == "second_person_same"
    assert no_plan(store, start(id_, "second")) == "second_person_role"
    assert no_plan(store, start(id_), by="operator") == "role_missing"


def test_without_stop_thermometer_or_tester_nothing_is_armed():
    never = msgspec.structs.replace(TESTER, stop_confirmed="")
    for there, code in (
        ((WARM,), "tester_missing"),
        ((never, WARM), "stop_not_confirmed"),
        ((TESTER,), "thermometer_missing"),
    ):
        store = store_of(*there)
        assert no_plan(store, start(judged(store))) == code


def test_a_battery_of_unknown_type_or_of_a_bad_verdict_gets_no_voltage():
    store = store_of()
    unknown = arrive(store, "ZOE-R240-BB1-609037", None)
    assert no_plan(store, start(unknown)) == "no_bench"
    assert no_plan(store, start(judged(store, acute_hazard="leaking"))) == "no_bench"
    leaking = judged(store, acute_hazard="leaking")

    def join(known: Known, id_: str) -> list[Entry]:
        check_join(known, id_)
        return []

    assert refused(store, join, leaking, "technician").code == "no_bench"


def test_a_certificate_that_has_ended_is_a_doubt_and_no_refusal():
    ended = msgspec.structs.replace(TESTER, calibrated_until="2026-01-31")
    store = store_of(ended, WARM)
    id_ = judged(store)
    assert planned(store, start(id_)).volts == 500
    assert result(store, id_, sample(), ended).doubts == ("calibration_ended",)


def test_a_result_stands_with_voltage_time_and_judgement():
    store = store_of()
    id_ = judged(store)
    fact = result(store, id_, sample("125.0E+6"))
    assert (fact.insulation, fact.at_least, fact.doubts) == (Decimal("125.0E+6"), False, ())
    assert (fact.test_voltage, fact.duration, fact.judgement) == (500, Decimal("10.0"), "PASS")
    assert fact.second == "supervisor"
    assert fact.evidence.raw == b"IR,PASS".hex()
    assert store.battery(id_).bench.insulation == fact


def test_better_than_the_scale_is_at_least_its_end():
    store = store_of()
    fact = result(store, judged(store), sample(None, "over_range"))
    assert (fact.insulation, fact.at_least, fact.doubts) == (Decimal("9999E+6"), True, ())


@pytest.mark.parametrize(
    ("of", "doubts"),
    [
        (sample(volts="490"), ()),
        (sample(volts="489"), ("test_voltage_low",)),
        (sample(volts=None), ("test_voltage_low",)),
        (sample(lasted="9.9"), ("too_short",)),
        (sample(lasted=None), ("too_short",)),
        (sample(judgement="OFF"), ("judgement_missing",)),
        (sample(judgement=""), ("judgement_missing",)),
        (sample(None, "wrong_unit"), ("wrong_unit",)),
        (sample(None, "under_range", judgement="LFAIL"), ("under_range",)),
        (sample("5E+6", "unstable"), ("unsteady",)),
        (sample("0", "no_value", judgement="VIEW"), ("no_value", "judgement_missing")),
    ],
)
def test_what_speaks_against_a_result_is_named(of: Sample, doubts: tuple[str, ...]):
    store = store_of()
    fact = result(store, judged(store), of)
    assert fact.doubts == doubts
    assert (fact.insulation is None) == (not of.readings["insulation"].steady)


def test_a_pack_of_more_volts_needs_more_test_voltage():
    store = store_of(max_v="604.8")
    id_ = judged(store)
    assert result(store, id_, sample(volts="500")).doubts == ("test_voltage_low",)
    assert result(store, id_, sample(volts="650")).doubts == ()
