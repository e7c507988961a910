"""The way in, decision by decision: what is written, what is refused, and taking it back."""

from decimal import Decimal
from typing import Any

import pytest
from memory import (
    CELL,
    PACK,
    PHOTO,
    Memory,
    arrive,
    judged,
    look,
    measure,
    reading,
    refused,
    weigh,
)

from cellyard.domain import facts as f
from cellyard.domain import intake, yard
from cellyard.domain.readings import Flag
from cellyard.words import SENTENCES, sentence

FLOOR = ("operator", "supervisor", "administrator")


def kinds(store: Memory, id_: str) -> list[str]:
    return [r.envelope.type for r in store.line(id_)]


def test_the_whole_way_in_step_by_step() -> None:
    store = Memory()
    id_ = arrive(store)
    steps = [store.step(id_)]
    weigh(store, id_)
    steps.append(store.step(id_))
    look(store, id_)
    steps.append(store.step(id_))
    measure(store, id_)
    steps.append(store.step(id_))
    store.record(intake.judge, intake.Judging(battery=id_))
    steps.append(store.step(id_))
    store.record(intake.label, intake.Labelling(battery=id_, printer="zpl"))
    steps.append(store.step(id_))
    b = store.battery(id_)
    assert (b.verdict, b.reasons, b.held_slot) == ("go", (), "A-01-1-1")
    store.record(yard.place, yard.Placing(battery=id_, slot="A-01-1-1"))
    steps.append(store.step(id_))
    assert steps == ["weight", "look", "measure", "verdict", "label", "slot", "done"]
    assert intake.step(None, None, store.edition) == "code"
    written = store.battery(id_)
    assert (written.ticket, written.stored, written.triage) == (
        1184,
        True,
        f.Decided(edition="cn-2026-3", rules=("triage.none_found",)),
    )


@pytest.mark.parametrize(
    "code",
    ["", "A765101015", "JBC4000090304QCB76836300", "001CE05E2Y0000042RC", "ZOE-R240-BB1-609037"],
)
def test_no_code_refuses_an_intake(code: str) -> None:
    store = Memory()
    store.record(intake.receive, intake.Reception(code=code, battery="a" * 32, manual=True))
    b = store.battery("a" * 32)
    assert b.code == code
    assert code == "" or b.identifiers[0].refused
    assert code == "" or b.identifiers[0].carrier == "typed"


def test_the_type_part_of_a_code_names_the_model_and_is_learnt() -> None:
    store = Memory()
    id_ = arrive(store, CELL, "eve-lf280k-cell")
    assert (store.battery(id_).model, store.battery(id_).model_how) == ("eve-lf280k-cell", "prefix")
    arrive(store, PACK)
    other = store.fresh_id()
    store.record(intake.receive, intake.Reception(code=PACK[:-1] + "3", battery=other))
    assert store.battery(other).model == "peugeot-e-208-50-kwh"


def test_a_code_that_is_here_already_is_refused_until_a_person_has_looked() -> None:
    store = Memory()
    first = judged(store)
    order = intake.Reception(code=f"{PACK[:14]} {PACK[14:]}".lower())
    no = refused(store, intake.receive, order)
    assert (no.code, no.shown["ticket"], no.shown["battery"]) == ("duplicate_open", 1184, first)
    store.record(yard.place, yard.Placing(battery=first, slot="A-01-1-1"))
    no = refused(store, intake.receive, order)
    assert (no.code, no.shown["slot"]) == ("duplicate_code", "A-01-1-1")
    second = store.fresh_id()
    order = intake.Reception(code=PACK, battery=second, again=True)
    store.record(intake.receive, order)
    assert refused(store, intake.receive, order).code == "already_received"
    b = store.battery(second)
    assert b.distinguished == (first,)
    assert "code_twice" in intake.verdict_so_far(b, None, store.edition).reasons


def test_a_withdrawn_battery_may_come_again() -> None:
    store = Memory()
    first = arrive(store)
    store.record(intake.withdraw, intake.Withdrawing(battery=first, reason="wrong_battery"))
    b = store.battery(first)
    assert b.withdrawn
    assert b.code == PACK
    assert refused(store, intake.weigh, weighing(first)).code == "battery_withdrawn"
    store.record(intake.receive, intake.Reception(code=PACK, battery="c" * 32))
    assert store.battery("c" * 32).distinguished == ()


def weighing(id_: str, kg: str | None = "355.2", unit: str = "kg", *flags: Flag) -> intake.Weighing:
    return intake.Weighing(battery=id_, reading=reading(kg, unit, *flags))


@pytest.mark.parametrize(
    ("kg", "unit", "flags", "code"),
    [
        ("12.0", "kg", ("unstable",), "unstable_weight"),
        ("-3.5", "kg", ("negative",), "negative_weight"),
        ("-3.5", "kg", (), "negative_weight"),
        (None, "kg", ("under_range",), "negative_weight"),
        ("0.0", "kg", (), "no_weight"),
        (None, "kg", ("busy",), "no_weight"),
        (None, "kg", (), "no_weight"),
        (None, "", ("fault",), "scale_fault"),
        (None, "kg", ("over_range",), "over_range"),
        ("0.02", "kg", (), "weight_implausible"),
        ("5000", "kg", ("manual",), "weight_implausible"),
        ("780", "lb", (), "unknown_unit"),
    ],
)
def test_only_a_steady_plausible_weight_is_taken(
    kg: str | None, unit: str, flags: tuple[Flag, ...], code: str
) -> None:
    store = Memory()
    id_ = arrive(store)
    no = refused(store, intake.weigh, weighing(id_, kg, unit, *flags))
    assert no.code == code
    assert (kg or "") in str(no.shown.get("shown", kg))
    assert "{" not in sentence(no)


@pytest.mark.parametrize("kg", ["0.05", "3000"])
def test_the_limits_themselves_are_plausible(kg: str) -> None:
    store = Memory()
    id_ = arrive(store)
    weigh(store, id_, kg)
    assert store.battery(id_).kg == Decimal(kg)


def test_a_weight_keeps_its_digits_its_evidence_and_that_it_was_typed() -> None:
    store = Memory()
    id_ = arrive(store)
    order = intake.Weighing(
        battery=id_, reading=reading("355.20", "kg"), instrument="s1", profile="mt-sics", raw="S S"
    )
    store.record(intake.weigh, order)
    b = store.battery(id_)
    assert str(b.kg) == "355.20"
    assert b.weight_evidence == f.Evidence(instrument="s1", profile="mt-sics", raw="S S")
    store.record(intake.weigh, weighing(id_, "355200", "g", "manual"))
    b = store.battery(id_)
    assert b.kg == Decimal("355.2")
    assert b.weight_evidence
    assert b.weight_evidence.manual


@pytest.mark.parametrize(
    ("kg", "doubted"), [("356", False), ("377.36", False), ("377.37", True), ("334.63", True)]
)
def test_a_weight_off_its_model_is_a_doubt_not_a_refusal(kg: str, doubted: bool) -> None:
    store = Memory()
    id_ = judged(store, kg=kg)
    b, model = store.battery(id_), store.model("peugeot-e-208-50-kwh")
    assert bool(intake.weight_doubt(b, model, store.edition)) is doubted
    assert b.verdict == ("check" if doubted else "go")
    assert b.reasons == (("weight_doubt",) if doubted else ())


def test_what_makes_it_stop_is_written_in_the_same_act_with_a_held_slot() -> None:
    store = Memory()
    id_ = arrive(store)
    order = intake.Looking(battery=id_, section="acute_hazard", answer="yes", finding="leaking")
    act = store.record(intake.inspect, order)
    assert [r.envelope.type for r in act] == ["Inspected", "Triaged", "SlotHeld"]
    assert len({r.envelope.act for r in act}) == 1
    b = store.battery(id_)
    assert (b.verdict, b.reasons, b.held_slot) == ("stop", ("leaking",), "Q-01")
    assert (store.step(id_), b.acknowledged) == ("verdict", False)
    store.record(intake.acknowledge, intake.Acknowledging(battery=id_))
    assert store.step(id_) == "label"
    again = intake.Acknowledging(battery=id_)
    assert refused(store, intake.acknowledge, again).code == "nothing_to_acknowledge"
    assert refused(store, intake.judge, intake.Judging(battery=id_)).code == "already_judged"


def test_stops_take_one_quarantine_slot_each_and_go_on_without_one() -> None:
    store = Memory()
    held = [
        store.battery(judged(store, code, acute_hazard="smoke")).held_slot
        for code in ("", "", "", "", "")
    ]
    assert held == ["Q-01", "Q-02", "Q-03", "Q-04", None]


def test_a_hot_reading_stops_and_a_later_good_one_does_not_lift_it() -> None:
    store = Memory()
    id_ = arrive(store)
    measure(store, id_, t="81")
    assert store.battery(id_).verdict == "stop"
    measure(store, id_, t="21")
    look(store, id_)
    weigh(store, id_)
    b = store.battery(id_)
    assert (b.verdict, b.reasons) == ("stop", ("too_hot",))
    assert kinds(store, id_).count("Triaged") == 1


def test_evidence_after_the_verdict_makes_it_worse_at_once() -> None:
    store = Memory()
    id_ = judged(store)
    store.record(yard.place, yard.Placing(battery=id_, slot="A-01-1-1"))
    order = intake.Looking(battery=id_, section="case_damage", answer="yes", finding="swollen")
    store.record(intake.inspect, order)
    b = store.battery(id_)
    assert (b.verdict, b.slot, b.held_slot) == ("watch", "A-01-1-1", "O-01")


def test_the_verdict_waits_for_weight_answers_readings_and_photos() -> None:
    store = Memory()
    id_ = arrive(store)
    order = intake.Judging(battery=id_)
    assert refused(store, intake.judge, order).code == "weight_missing"
    weigh(store, id_)
    assert refused(store, intake.judge, order).shown == {"count": 8}
    look(store, id_, case_damage="dented")
    no = refused(store, intake.judge, order)
    assert (no.code, no.shown["count"]) == ("answers_missing", 3)
    measure(store, id_)
    assert store.step(id_) == "look"
    assert refused(store, intake.judge, order).shown == {"section": "case_damage"}
    store.record(intake.judge, intake.Judging(battery=id_, without_photo=True))
    assert store.battery(id_).reasons == ("dented", "no_photo")
    store.record(intake.undo, intake.Undoing(battery=id_))
    photo = intake.Picturing(battery=id_, section="case_damage", photo=PHOTO)
    assert store.record(intake.photograph, photo)[0].envelope.blobs == (PHOTO,)
    store.record(intake.judge, order)
    b = store.battery(id_)
    assert (b.verdict, b.reasons, b.held_slot) == ("watch", ("dented",), "O-01")


@pytest.mark.parametrize(
    ("quantity", "value", "unit", "flags", "expected"),
    [
        ("voltage", "0.3942", "kV", (), "394.2000"),
        ("insulation", "2.00", "MΩ", (), "2000000.00"),
        ("insulation", None, "ohm", ("over_range",), None),
        ("temperature", "21.3", "°C", ("manual",), "21.3"),
        ("voltage", None, "", (), None),
        ("voltage", "0", "V", (), "0"),
        ("voltage", "1500", "V", (), "1500"),
        ("voltage", "1E+9", "V", ("fault",), None),
        ("voltage", "394.2", "V", ("unstable",), "unsteady_reading"),
        ("voltage", "-394.2", "V", (), "reversed_probes"),
        ("voltage", "3942", "V", (), "implausible_reading"),
        ("insulation", "1E+13", "ohm", (), "implausible_reading"),
        ("temperature", "21", "degF", (), "unknown_unit"),
    ],
)
def test_readings_are_taken_in_their_unit_or_refused(
    quantity: Any, value: str | None, unit: str, flags: tuple[Flag, ...], expected: str | None
) -> None:
    store = Memory()
    id_ = arrive(store)
    order = intake.Measuring(battery=id_, quantity=quantity, reading=reading(value, unit, *flags))
    if expected in SENTENCES:
        assert refused(store, intake.measure, order).code == expected
        return
    store.record(intake.measure, order)
    taken = store.battery(id_).measurements[quantity]
    assert (str(taken.value) if taken.value is not None else None) == expected


def test_a_cell_needs_no_insulation_reading() -> None:
    store = Memory()
    id_ = arrive(store, CELL, "eve-lf280k-cell")
    assert intake.needed(store.battery(id_), store.model("eve-lf280k-cell")) == (
        "voltage",
        "temperature",
    )
