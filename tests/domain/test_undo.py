"""Taking back: undo to the byte, corrections with a reason, and who may act at all."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from memory import (
    MINUTE,
    PACK,
    PHOTO,
    Memory,
    arrive,
    bare,
    judged,
    reading,
    refused,
    weigh,
)

from cellyard.domain import facts as f
from cellyard.domain import intake, yard
from cellyard.domain.readings import Flag
from cellyard.domain.refusals import Refused
from cellyard.words import sentence

FLOOR = ("operator", "supervisor", "administrator")


def kinds(store: Memory, id_: str) -> list[str]:
    return [r.envelope.type for r in store.line(id_)]


def weighing(id_: str, kg: str | None = "355.2", unit: str = "kg", *flags: Flag) -> intake.Weighing:
    return intake.Weighing(battery=id_, reading=reading(kg, unit, *flags))


def the_way_in(id_: str) -> list[tuple[Callable[..., Any], Any]]:
    return [
        (intake.identify, intake.Identifying(battery=id_, code="LC0CE4DB6L1234567")),
        (intake.name_model, intake.Naming(battery=id_, model=None)),
        (intake.take_over, intake.TakingOver(battery=id_)),
        (intake.weigh, weighing(id_, "380")),
        *(
            (intake.inspect, intake.Looking(battery=id_, section=s, answer="no"))
            for s in intake.LOOK
        ),
        (intake.inspect, intake.Looking(battery=id_, section="misuse", answer="cant_tell")),
        *(
            (intake.measure, intake.Measuring(battery=id_, quantity=q, reading=reading(v, u)))
            for q, v, u in (
                ("voltage", "394", "V"),
                ("insulation", None, "ohm"),
                ("temperature", "20", "degC"),
            )
        ),
        (intake.judge, intake.Judging(battery=id_)),
        (intake.label, intake.Labelling(battery=id_, printer="p", copies=2)),
        (yard.place, yard.Placing(battery=id_, slot="O-02")),
        (yard.move, yard.Moving(battery=id_, slot="O-03")),
        (intake.inspect, intake.Looking(battery=id_, section="acute_hazard", answer="yes")),
    ]


def test_undo_restores_every_state_of_the_way_in_byte_for_byte() -> None:
    store = Memory()
    id_ = arrive(store)
    store.record(intake.name_outlet, intake.OutletNaming(battery=id_, outlet="outlet-1"))
    states = []
    for decide, order in the_way_in(id_):
        by = "second" if decide is intake.take_over else "operator"
        states.append(bare(store.battery(id_)))
        store.record(decide, order, by)
        after = bare(store.battery(id_))
        store.record(intake.undo, intake.Undoing(battery=id_))
        assert bare(store.battery(id_)) == states[-1], decide.__name__
        store.record(decide, order, by)
        assert after != states[-1]
    for before in reversed(states):
        store.now = store.battery(id_).acts[-1].at
        store.record(intake.undo, intake.Undoing(battery=id_))
        assert bare(store.battery(id_)) == before


def test_undo_ends_after_two_minutes_and_then_a_reason_is_asked_for() -> None:
    store = Memory()
    id_ = arrive(store)
    weigh(store, id_, "35.5")
    store.now += 2 * MINUTE
    no = refused(store, intake.undo, intake.Undoing(battery=id_))
    assert (no.code, no.shown["minutes"]) == ("undo_too_late", 2)
    weighed = store.line(id_)[-1].ref
    right = f.Weighed(kg=Decimal("355.2"), evidence=f.Evidence(flags=("manual",)))
    order = intake.Correcting(battery=id_, facts=(weighed,), reason="mistyped", instead=(right,))
    store.record(intake.correct, order)
    assert store.battery(id_).kg == Decimal("355.2")
    assert refused(store, intake.correct, order).code == "unknown_fact"
    received = store.line(id_)[0].ref
    for change, code in (
        ({"facts": (received,)}, "withdraw_instead"),
        ({"facts": (store.line(id_)[-1].ref,), "reason": "because"}, "reason_missing"),
        (
            {
                "facts": (store.line(id_)[-1].ref,),
                "instead": (
                    f.OutletNamed(outlet="o"),
                    f.Placed(slot="A", decided=f.Decided(edition="", rules=())),
                ),
            },
            "not_evidence",
        ),
    ):
        given: dict[str, Any] = {"battery": id_, "facts": (), "reason": "other", **change}
        assert refused(store, intake.correct, intake.Correcting(**given)).code == code


def test_undone_to_the_beginning_it_never_came_in() -> None:
    store = Memory()
    id_ = arrive(store)
    while store.battery(id_).acts:
        store.record(intake.undo, intake.Undoing(battery=id_))
    assert store.battery(id_).withdrawn
    assert refused(store, intake.undo, intake.Undoing(battery=id_)).code == "nothing_to_undo"


def test_a_move_is_not_undone_into_a_slot_given_away() -> None:
    store = Memory()
    first, second = judged(store), judged(store, PACK[:-1] + "3")
    store.record(yard.place, yard.Placing(battery=first, slot="A-01-1-1"))
    store.record(yard.move, yard.Moving(battery=first, slot="A-01-1-5"))
    store.record(yard.place, yard.Placing(battery=second, slot="A-01-1-1"))
    no = refused(store, intake.undo, intake.Undoing(battery=first))
    assert (no.code, no.shown["slot"]) == ("undo_slot_taken", "A-01-1-1")


def test_only_a_supervisor_corrects_or_withdraws_what_is_stored_or_damaged() -> None:
    store = Memory()
    id_ = judged(store, case_damage="swollen")
    ref = store.line(id_)[-1].ref
    correcting = intake.Correcting(battery=id_, facts=(ref,), reason="seen_wrong")
    withdrawing = intake.Withdrawing(battery=id_, reason="wrong_battery")
    assert refused(store, intake.correct, correcting).code == "role_missing"
    assert refused(store, intake.withdraw, withdrawing).code == "role_missing"
    store.record(intake.correct, correcting, by="supervisor")
    store.record(intake.withdraw, withdrawing, by="supervisor")
    assert store.battery(id_).withdrawn


def every_decision(id_: str) -> list[tuple[Callable[..., Any], Any]]:
    return [
        (intake.receive, intake.Reception(code="X")),
        (intake.identify, intake.Identifying(battery=id_, code="Y")),
        (intake.name_model, intake.Naming(battery=id_, model=None)),
        (intake.name_outlet, intake.OutletNaming(battery=id_, outlet="outlet-2")),
        (intake.weigh, weighing(id_)),
        (intake.inspect, intake.Looking(battery=id_, section="misuse", answer="no")),
        (intake.photograph, intake.Picturing(battery=id_, section="misuse", photo=PHOTO)),
        (
            intake.measure,
            intake.Measuring(battery=id_, quantity="ambient", reading=reading("20", "degC")),
        ),
        (intake.label, intake.Labelling(battery=id_, printer="p")),
        (intake.undo, intake.Undoing(battery=id_)),
        (yard.place, yard.Placing(battery=id_, slot="A-01-1-2")),
        (yard.move, yard.Moving(battery=id_, slot="A-01-1-3")),
    ]


@pytest.mark.parametrize("person", ["", "visitor", *FLOOR])
def test_every_act_asks_who_acts(person: str) -> None:
    store = Memory()
    id_ = judged(store)
    for decide, order in every_decision(id_):
        if person in FLOOR:
            store.record(decide, order, person)
        else:
            expected = "role_missing" if person else "sign_in_first"
            assert refused(store, decide, order, person).code == expected


def test_names_that_are_in_no_register_are_refused() -> None:
    store = Memory()
    id_ = arrive(store)
    for decide, order, code in (
        (intake.receive, intake.Reception(outlet="nobody"), "unknown_partner"),
        (intake.name_outlet, intake.OutletNaming(battery=id_, outlet="nobody"), "unknown_partner"),
        (intake.name_model, intake.Naming(battery=id_, model="none"), "unknown_model"),
        (intake.identify, intake.Identifying(battery=id_, code=" "), "no_code"),
        (intake.weigh, weighing("f" * 32), "unknown_battery"),
        (intake.take_over, intake.TakingOver(battery=id_), "own_ticket"),
        (intake.label, intake.Labelling(battery=id_, printer="p"), "not_judged"),
    ):
        no = refused(store, decide, order)
        assert no.code == code
        assert "{" not in sentence(no)
    done = judged(store, "")
    store.record(intake.label, intake.Labelling(battery=done, printer="p"))
    store.record(yard.place, yard.Placing(battery=done, slot="A-02-1-1"))
    order = intake.TakingOver(battery=done)
    assert refused(store, intake.take_over, order, "second").code == "ticket_closed"
    order = intake.Labelling(battery=done, printer="p", copies=0)
    with pytest.raises(Refused, match="copies_wrong"):
        store.record(intake.label, order)
