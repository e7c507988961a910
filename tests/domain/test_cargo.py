"""A battery as cargo: its condition by what intake really found, its family by its model."""

from decimal import Decimal
from typing import get_args

import cargoes
import memory
import msgspec
import pytest
from memory import CN, EU, MODELS, Memory, arrive, judged, look, measure, weigh

from cellyard.domain import intake
from cellyard.domain.battery import Battery
from cellyard.domain.shipping import Block, Goods, Said, Waiting, cargo_of, classify, condition_of
from cellyard.domain.shipping.cargo import family_of
from cellyard.domain.transport import Family
from cellyard.domain.watch import Hold, Watch
from cellyard.words import shipping as words

SAID = Said(use="recycling", un38_3="yes")
TRANSPORT = cargoes.CN


def battery(**answers: str) -> Battery:
    store = Memory()
    return store.battery(judged(store, **answers))


@pytest.mark.parametrize(
    ("answers", "condition"),
    [
        ({}, "intact"),
        ({"case_damage": "scratched"}, "intact"),
        ({"case_damage": "dented"}, "damaged"),
        ({"case_damage": "swollen"}, "damaged"),
        ({"misuse": "crash"}, "damaged"),
        ({"safety_features": "vent_broken"}, "damaged"),
        ({"internal_safety": "bms_fault"}, "damaged"),
        ({"case_damage": "pierced"}, "reactive"),
        ({"misuse": "thermal_event"}, "reactive"),
        ({"misuse": "flooded"}, "reactive"),
        ({"acute_hazard": "leaking"}, "reactive"),
        ({"acute_hazard": "smoke"}, "reactive"),
        ({"misuse": "cant_tell"}, "undiagnosed"),
        ({"case_damage": "cant_tell"}, "undiagnosed"),
        ({"internal_safety": "bms_silent"}, "undiagnosed"),
        ({"case_damage": "dented", "acute_hazard": "cant_tell"}, "undiagnosed"),
    ],
)
def test_the_condition_is_what_was_found(answers: dict[str, str], condition: str) -> None:
    found, _ = condition_of(battery(**answers), CN, TRANSPORT)
    assert found == condition


def test_a_reaction_is_ruled_out_by_who_looked_and_by_a_thermometer() -> None:
    silent = battery(internal_safety="bms_silent")
    assert condition_of(silent, CN, TRANSPORT) == ("undiagnosed", True)
    unseen = battery(acute_hazard="cant_tell")
    assert condition_of(unseen, CN, TRANSPORT) == ("undiagnosed", False)
    store = Memory()
    id_ = arrive(store)
    weigh(store, id_)
    look(store, id_)
    measure(store, id_, t=None)
    store.record(intake.judge, intake.Judging(battery=id_, without_photo=True))
    assert condition_of(store.battery(id_), CN, TRANSPORT) == ("undiagnosed", False)


def test_a_warm_one_may_react_and_a_low_insulation_is_a_defect() -> None:
    for reading, condition in (({"t": "35"}, "reactive"), ({"ohm": "20000"}, "damaged")):
        store = Memory()
        id_ = arrive(store)
        weigh(store, id_)
        look(store, id_)
        measure(store, id_, **reading)
        store.record(intake.judge, intake.Judging(battery=id_, without_photo=True))
        assert condition_of(store.battery(id_), CN, TRANSPORT)[0] == condition


def test_what_once_was_stop_or_has_no_verdict_is_never_intact() -> None:
    sound = battery()
    once = msgspec.structs.replace(sound, stop_ever=True)
    assert condition_of(once, CN, TRANSPORT)[0] == "damaged"
    for verdict, condition in (("stop", "reactive"), ("watch", "damaged")):
        bare = msgspec.structs.replace(sound, verdict=verdict, reasons=())
        assert condition_of(bare, CN, TRANSPORT)[0] == condition
        older = msgspec.structs.replace(bare, reasons=("of_an_older_edition",))
        assert condition_of(older, CN, TRANSPORT)[0] == condition
    store = Memory()
    fresh = store.battery(arrive(store))
    assert condition_of(fresh, CN, TRANSPORT) == ("undiagnosed", False)


@pytest.mark.parametrize("law", ["EU", "CN"])
def test_every_reason_of_intake_has_a_condition(law: str) -> None:
    intake_edition, transport = {"EU": EU, "CN": CN}[law], cargoes.BOTH[law]
    sound = battery()
    for finding in intake_edition.finding:
        it = msgspec.structs.replace(sound, verdict=finding.verdict, reasons=(finding.id,))
        condition, _ = condition_of(it, intake_edition, transport)
        if finding.verdict in ("stop", "watch"):
            assert condition != "intact", finding.id
        if finding.verdict == "stop":
            assert condition in ("reactive", "undiagnosed"), finding.id


def test_every_chemistry_of_the_register_has_its_family() -> None:
    families: set[Family] = set()
    for edition in cargoes.BOTH.values():
        families |= {family_of(m, edition) for m in MODELS}
        assert set(edition.chemistry_family.values()) <= set(get_args(Family))
    assert "unknown" not in families
    assert "lithium_ion" in families
    assert family_of(None, TRANSPORT) == "unknown"


def test_a_battery_of_the_floor_as_cargo() -> None:
    store = Memory()
    it = store.battery(judged(store))
    model = store.model(it.model)
    cargo = cargo_of(it, model, CN, TRANSPORT, SAID)
    assert (cargo.battery, cargo.code) == (it.id, memory.PACK)
    assert (cargo.family, cargo.level, cargo.small) == ("lithium_ion", "pack", False)
    assert (cargo.kg, cargo.kwh) == (Decimal("355.2"), model.kwh if model else None)
    assert (cargo.gross_kg, cargo.waiting) == (Decimal("355.2"), Waiting())
    found = classify(cargo, cargoes.journey("CN"), TRANSPORT)
    assert isinstance(found, Goods)
    assert words.class_and_packing(found) == "UN 3480, P903 (2)"
    hurt = cargo_of(battery(case_damage="dented"), model, CN, TRANSPORT, SAID)
    found = classify(hurt, cargoes.journey("CN"), TRANSPORT)
    assert isinstance(found, Goods)
    assert words.class_and_packing(found) == "UN 3480, P908, SP 376"


def test_what_is_not_known_of_it_keeps_it_here() -> None:
    store = Memory()
    id_ = arrive(store)
    fresh = store.battery(id_)
    model = store.model(fresh.model)
    hold = Watch(hold=Hold(reason="owner", at=1, by="supervisor"))
    sound = store.battery(judged(store))
    for it, known, code in (
        (fresh, model, "not_triaged"),
        (sound, None, "chemistry_unknown"),
        (msgspec.structs.replace(sound, opaque=True), model, "facts_unread"),
        (msgspec.structs.replace(sound, kg=None), model, "not_weighed"),
        (msgspec.structs.replace(sound, watch=hold), model, "on_hold"),
    ):
        cargo = cargo_of(it, known, CN, TRANSPORT, SAID)
        found = classify(cargo, cargoes.journey("CN"), TRANSPORT)
        assert isinstance(found, Block)
        assert found.code == code


def test_a_cell_is_small_by_its_rated_energy_alone() -> None:
    store = Memory()
    cell = next(m for m in MODELS if m.level == "cell")
    for kwh, small in (("0.020", True), ("0.021", False)):
        model = msgspec.structs.replace(cell, kwh=Decimal(kwh))
        cargo = cargo_of(store.battery(arrive(store)), model, CN, TRANSPORT, SAID)
        assert (cargo.level, cargo.small) == ("cell", small)
