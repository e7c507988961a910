"""The yard: each rule has a case it refuses, a proposal is never refused, the figures add up."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory import CELL, CN, PACK, ZONES, Memory, arrive, judged, look, measure, refused, weigh

from cellyard.domain import intake, yard
from cellyard.domain.known import Lying
from cellyard.domain.registers import BatteryModel, Slot, Zone
from cellyard.words import SENTENCES, sentence
from cellyard.words.yard import ABNORMAL, ENOUGH, LAYOUT_ERRORS, PURPOSES
from cellyard.words.yard import ZONES as ZONE_TITLES


def thing(n: int = 0, slot: str = "", **more: Any) -> Lying:
    """A sound e-208 unless said otherwise."""
    given: dict[str, Any] = {
        "kg": Decimal(356),
        "kwh": Decimal(50),
        "family": "oxide",
        "verdict": "go",
        **more,
    }
    return Lying(battery=f"{n:032x}", slot=slot, held=given.pop("held", False), **given)


def objection(what: Lying, slot: str, *lying: Lying, zones: Any = ZONES, station: str = "") -> str:
    said = yard.may_lie(yard.Yard(zones, lying, CN), what, slot, station=station)
    if said is None:
        return ""
    sentences = {said.code} if said.code == "not_judged" else {said.code, f"{said.code}_full"}
    assert sentences <= SENTENCES.keys()
    return said.code


WORSE_SINCE = thing(1, "A-01-3-5", verdict="watch")
CELL_THING = {"level": "cell", "family": "phosphate", "kg": Decimal("5.4"), "kwh": Decimal("0.9")}


@pytest.mark.parametrize(
    ("what", "slot", "lying", "code"),
    [
        (thing(), "A-01-1-1", (), ""),
        (thing(), "Z-99", (), "slot_unknown"),
        (thing(), "O-01", (), "slot_wrong_verdict"),
        (thing(verdict="stop"), "O-01", (), "slot_wrong_verdict"),
        (thing(verdict="watch"), "Q-01", (), "slot_wrong_verdict"),
        (thing(verdict="watch"), "O-01", (), ""),
        (thing(verdict="stop"), "Q-01", (), ""),
        (thing(verdict="watch"), "A-01-1-1", (), "slot_damaged_beside_intact"),
        (thing(verdict="stop"), "D-02-1-1", (), "slot_damaged_beside_intact"),
        (
            thing(),
            "A-01-1-1",
            (WORSE_SINCE,),
            "slot_damaged_beside_intact",
        ),
        (thing(), "A-02-1-1", (WORSE_SINCE,), ""),
        (thing(), "E-01-1-1", (), "slot_after_grading"),
        (thing(done=("grade",)), "E-01-1-1", (), ""),
        (thing(done=("discharge",)), "E-01-1-1", (), "slot_after_grading"),
        (thing(done=("grade",), verdict="watch"), "E-01-1-1", (), "slot_damaged_beside_intact"),
        (thing(), "D-01-1-1", (), "slot_after_discharge"),
        (thing(done=("grade",)), "D-01-1-1", (), "slot_after_discharge"),
        (thing(done=("discharge",)), "D-01-1-1", (), ""),
        (thing(verdict=None), "A-01-1-1", (), "not_judged"),
        (thing(verdict=None), "R-01", (), ""),
        (thing(family="lead_acid"), "A-01-1-1", (), "slot_wrong_family"),
        (thing(family="nimh"), "A-01-1-1", (), "slot_wrong_family"),
        (thing(family="lead_acid", verdict="stop"), "Q-01", (), ""),
        (thing(), "A-01-1-1", (thing(1, "A-01-1-1"),), "slot_taken"),
        (thing(), "A-01-1-1", (thing(1, "A-01-1-1", held=True),), "slot_taken"),
        (thing(1), "A-01-1-1", (thing(1, "A-01-1-1", held=True),), ""),
        (thing(**CELL_THING), "A-01-1-1", (thing(1, "A-01-1-1", **CELL_THING),), ""),
        (thing(**CELL_THING), "A-01-1-1", (thing(1, "A-01-1-1"),), "slot_taken"),
        (
            thing(**CELL_THING, verdict="watch"),
            "O-01",
            (thing(1, "O-01", **CELL_THING, verdict="watch"),),
            "slot_taken",
        ),
        (
            thing(**CELL_THING),
            "A-01-1-1",
            tuple(thing(n, "A-01-1-1", **CELL_THING) for n in range(1, 93)),
            "slot_over_kg",
        ),
        (thing(kg=Decimal("500.1")), "A-01-1-1", (), "slot_over_kg"),
        (thing(kg=Decimal(500)), "A-01-1-1", (), ""),
        (thing(kg=None), "A-01-1-1", (), "slot_over_kg"),
        (thing(kwh=Decimal("110.1")), "A-01-1-1", (), "slot_over_kwh"),
        (thing(kwh=None, verdict="stop", kg=None), "Q-01", (), ""),
        (thing(family="phosphate"), "A-01-1-1", (thing(1, "A-01-2-2"),), "slot_chemistry"),
        (thing(family="phosphate"), "A-02-1-1", (thing(1, "A-01-2-2"),), ""),
        (thing(1, family="phosphate"), "A-01-1-1", (thing(1, "A-01-2-2"),), ""),
        (thing(family="unknown"), "A-01-1-1", (thing(1, "A-01-2-2"),), "slot_chemistry"),
        (
            thing(family="phosphate", verdict="watch"),
            "O-02",
            (thing(1, "O-01", verdict="watch"),),
            "",
        ),
    ],
)
def test_each_rule_of_the_yard(what: Lying, slot: str, lying: tuple[Lying, ...], code: str) -> None:
    assert objection(what, slot, *lying) == code


@pytest.mark.parametrize(
    ("limit", "code"), [({"max_kg": 700}, "zone_over_kg"), ({"max_kwh": 99}, "zone_over_kwh")]
)
def test_a_zone_as_a_whole_has_limits_too(limit: dict[str, int], code: str) -> None:
    limits = {k: Decimal(v) for k, v in limit.items()}
    zones = [msgspec.structs.replace(z, **limits) if z.key == "A" else z for z in ZONES]
    assert objection(thing(), "A-01-1-1", zones=zones) == ""
    assert objection(thing(), "A-01-1-1", thing(1, "A-03-1-1"), zones=zones) == code


def test_chemistries_of_their_own_go_to_their_own_zones() -> None:
    rows = [
        *yard.SAMPLE_GRID,
        msgspec.structs.replace(yard.SAMPLE_GRID[3], zone="L", purpose="lead_acid"),
        msgspec.structs.replace(yard.SAMPLE_GRID[3], zone="N", purpose="nimh"),
    ]
    picture = yard.Yard(yard.zones_from_grid(rows).zones, (), CN)
    for family, slot in (("lead_acid", "L-01"), ("nimh", "N-01"), ("unknown", "A-01-1-1")):
        assert yard.propose(picture, thing(family=family)).slot == slot
    assert yard.may_lie(picture, thing(), "L-01") is not None


def test_another_stations_slot_needs_the_supervisors_reason() -> None:
    store = Memory()
    id_ = judged(store)
    store.station = "intake-2"
    order = yard.Placing(battery=id_, slot="A-01-1-1")
    no = refused(store, yard.place, order)
    assert (no.code, no.shown["home"], no.shown["free"]) == (
        "slot_of_other_station_full",
        "intake-1",
        "",
    )
    order = yard.Placing(battery=id_, slot="A-01-1-1", reason="station_down")
    assert refused(store, yard.place, order).code == "role_missing"
    heavy = yard.Placing(battery=id_, slot="D-01-1-1", reason="agreed")
    assert refused(store, yard.place, heavy, "supervisor").code.startswith("slot_after_discharge")
    [placed] = store.record(yard.place, order, by="supervisor")
    assert placed.fact.overruled == "station_down"


def test_a_refused_slot_names_the_rule_and_one_that_would_do() -> None:
    store = Memory()
    id_ = judged(store, case_damage="dented")
    no = refused(store, yard.place, yard.Placing(battery=id_, slot="D-02-1-1"))
    assert (no.code, no.shown["free"], no.shown["rule"]) == (
        "slot_damaged_beside_intact",
        "O-01",
        "zone.recycling",
    )
    assert "O-01" in sentence(no)
    store.record(yard.place, yard.Placing(battery=id_, slot="O-01"))
    again = yard.Placing(battery=id_, slot="O-02")
    assert refused(store, yard.place, again).code == "already_stored"
    there = yard.Moving(battery=id_, slot="O-01")
    assert refused(store, yard.move, there).code == "already_there"
    elsewhere = yard.Moving(battery=id_, slot="D-02-1-1")
    assert refused(store, yard.move, elsewhere).shown["free"] == "O-02", "not where it lies"
    store.record(yard.move, yard.Moving(battery=id_, slot="O-02"))
    assert store.battery(id_).came_from == "O-01"


def test_what_was_never_judged_or_is_written_by_a_newer_app_is_not_put_away() -> None:
    store = Memory()
    id_ = arrive(store)
    order = yard.Placing(battery=id_, slot="A-01-1-1")
    assert refused(store, yard.place, order).code == "not_judged"
    assert refused(store, yard.move, yard.Moving(battery=id_, slot="R-01")).code == "not_stored"
    store.record(yard.place, yard.Placing(battery=id_, slot="R-01"))
    weigh(store, id_)
    look(store, id_)
    measure(store, id_)
    store.record(intake.judge, intake.Judging(battery=id_))
    store.record(yard.move, yard.Moving(battery=id_, slot="A-01-1-1"))


def test_moving_within_a_zone_adds_nothing_to_it() -> None:
    zones = [msgspec.structs.replace(z, max_kg=Decimal(400)) for z in ZONES]
    store = Memory(zones=zones)
    id_ = judged(store)
    store.record(yard.place, yard.Placing(battery=id_, slot="A-01-1-1"))
    store.record(yard.move, yard.Moving(battery=id_, slot="A-02-1-1"))
    other = judged(store, PACK[:-1] + "3")
    no = refused(store, yard.place, yard.Placing(battery=other, slot="A-03-1-1"))
    assert no.code == "zone_over_kg_full"


def test_many_cells_share_a_slot_and_packs_do_not() -> None:
    store = Memory()
    slots = []
    for n in range(3):
        id_ = arrive(store, f"{CELL[:-1]}{n}", "eve-lf280k-cell")
        weigh(store, id_, "5.42")
        look(store, id_)
        measure(store, id_, volts="3.29")
        store.record(intake.judge, intake.Judging(battery=id_))
        slots.append(store.battery(id_).held_slot)
    packs = [judged(store, f"{PACK[:-1]}{n}") for n in range(3)]
    slots += [store.battery(id_).held_slot for id_ in packs]
    assert slots == ["A-01-1-1"] * 3 + ["A-02-1-1", "A-02-1-2", "A-02-1-3"]


FAMILY = st.sampled_from(("oxide", "phosphate", "unknown", "lead_acid"))
NAMES = [slot.name for zone in ZONES for slot in zone.slots]
THINGS = st.builds(
    thing,
    st.integers(0, 10**6),
    st.sampled_from([*NAMES, "gone"]),
    kg=st.one_of(st.none(), st.decimals(1, 900, places=1)),
    kwh=st.one_of(st.none(), st.decimals(0, 130, places=1)),
    family=FAMILY,
    verdict=st.sampled_from((None, "go", "check", "watch", "stop")),
    level=st.sampled_from(("pack", "module", "cell")),
    held=st.booleans(),
    done=st.sampled_from(((), ("grade",), ("discharge",))),
)


@given(st.lists(THINGS, max_size=40, unique_by=lambda x: x.battery), THINGS)
def test_a_proposal_is_never_refused_and_the_same_every_time(
    lying: list[Lying], what: Lying
) -> None:
    picture = yard.Yard(ZONES, lying, CN)
    proposal = yard.propose(picture, what, station="intake-1")
    assert proposal == yard.propose(yard.Yard(ZONES, lying, CN), what, station="intake-1")
    if proposal.slot is not None:
        assert yard.may_lie(picture, what, proposal.slot, station="intake-1") is None
        assert {r.id for r in (*CN.rule, *CN.zone)} >= set(proposal.rules)
        return
    allowed = [n for n in picture.names() if yard.may_lie(picture, what, n) is None]
    assert all(n.startswith("R-") and what.verdict is not None for n in allowed)


@given(st.lists(THINGS, max_size=40, unique_by=lambda x: x.battery))
def test_the_board_adds_up(lying: list[Lying]) -> None:
    board = yard.board(ZONES, lying, CN)
    there = [x for x in lying if x.slot != "gone"]
    assert board.count == sum(not x.held for x in there)
    assert board.kg == sum(Decimal(700) if x.kg is None else x.kg for x in there)
    assert board.kwh == sum(Decimal(110) if x.kwh is None else x.kwh for x in there)
    assert board.max_kg == 45 * 500 + 45 * 500 + 45 * 700 + 16 * 700
    damaged = {x.battery for x in lying if yard.damaged(x) or x.slot == "gone"}
    assert {a.battery for a in board.abnormal if a.battery} == damaged
    assert {a.zone for a in board.abnormal if not a.battery} == {
        z.key for z in board.zones if z.near
    }
    assert {a.kind for a in board.abnormal} <= ABNORMAL.keys()
    assert all(z.near is (z.part >= Decimal("0.92")) for z in board.zones)


def test_a_proposal_among_ten_thousand_taken_slots() -> None:
    row = yard.GridRow(
        zone="A",
        purpose="normal",
        racks=20,
        levels=10,
        places=50,
        kg=Decimal(500),
        kwh=Decimal(110),
    )
    [zone] = yard.zones_from_grid([row]).zones
    names = [slot.name for slot in zone.slots]
    assert len(set(names)) == 10_000
    taken = [thing(n, name) for n, name in enumerate(names[:-1])]
    picture = yard.Yard([zone], taken, CN)
    assert yard.propose(picture, thing(10**6)).slot == names[-1]
    assert yard.propose(picture, thing(10**6, family="phosphate")).slot is None


def test_the_sample_grid_is_the_yard_of_the_picture() -> None:
    layout = yard.zones_from_grid(yard.SAMPLE_GRID, home="s1")
    assert layout.errors == ()
    assert {z.key: len(z.slots) for z in layout.zones} == {
        "A": 45,
        "E": 45,
        "D": 45,
        "O": 6,
        "Q": 4,
        "R": 6,
    }
    assert layout.zones[2].slots[-1] == Slot(
        name="D-03-3-5",
        rack="D-03",
        level=3,
        max_kg=Decimal(700),
        max_kwh=Decimal(110),
        home="s1",
    )
    assert [s.name for s in layout.zones[4].slots] == ["Q-01", "Q-02", "Q-03", "Q-04"]
    assert yard.enough(layout.zones) == ()
    assert yard.enough(layout.zones[:1]) == ("observation", "quarantine")
    assert PURPOSES.keys() == ZONE_TITLES.keys() == set(yard.PURPOSES)
    assert ENOUGH.keys() == {"normal", "observation", "quarantine"}


CSV = """zone;purpose;slot;rack;level;kg;kwh;home
A;Normal;A-01;A-R1;1;500;110;
a;normal;A-02;A-R1;2;500,5;110;
A;normal;A-02;A-R1;2;500.5;110;gate
A;normal;A-02;A-R1;2;500;110;
A;recycling;A-03;A-R1;2;500;110;
?;normal;A-04;;1;500;110;
O;watching;O-01;;1;500;110;
O;observation;;;1;500;110;
O;observation;O-01
O;observation;O-01;;;700;110
"""


def test_a_sheet_of_slots_takes_the_sound_rows_and_tells_the_others() -> None:
    layout = yard.zones_from_csv("\ufeff" + CSV, home="s1")
    assert [(e.row, e.code) for e in layout.errors] == [
        (2, "no_number"),
        (4, "slot_twice"),
        (5, "zone_two_purposes"),
        (6, "zone_name"),
        (7, "purpose"),
        (8, "slot_name"),
        (9, "no_number"),
    ]
    assert [(s.name, s.rack, s.home) for z in layout.zones for s in z.slots] == [
        ("A-01", "A-R1", "s1"),
        ("A-02", "A-R1", "gate"),
        ("O-01", "O-01", "s1"),
    ]
    for error in layout.errors:
        assert "{" not in LAYOUT_ERRORS[error.code].format(**error.shown)


def test_a_sheet_of_zones_is_a_grid() -> None:
    text = "zone,purpose,racks,levels,places,kg,kwh\n" + "".join(
        f"{r.zone},{r.purpose},{r.racks},{r.levels},{r.places},{r.kg},{r.kwh}\n"
        for r in yard.SAMPLE_GRID
    )
    assert yard.zones_from_csv(text) == yard.zones_from_grid(yard.SAMPLE_GRID)
    wrong = text + "Q,quarantine,1,1,4,700,110\nX,normal,0,1,1,1,1\nY,normal,9,9,9,9999,x\n"
    layout = yard.zones_from_csv(wrong + "Z,normal,99,99,99,1,1\n")
    assert [(e.row, e.code) for e in layout.errors] == [
        (7, "zone_twice"),
        (8, "zone_empty"),
        (9, "no_number"),
        (10, "zone_too_large"),
    ]


@pytest.mark.parametrize("text", ["", "hello", "a,b\n1,2", 'zone,"\x00', "\n\n", "zone\tpurpose\n"])
def test_a_file_that_is_no_sheet_is_told_not_crashed(text: str) -> None:
    layout = yard.zones_from_csv(text)
    assert layout.zones == ()
    assert all(e.code in LAYOUT_ERRORS for e in layout.errors)
    assert len(layout.errors) == 1


@given(st.text(alphabet="zonepurslt,;\n\"'12.-A \t\r", max_size=200))
def test_no_text_crashes_the_sheet(text: str) -> None:
    header = "zone,purpose,slot,rack,level,kg,kwh"
    for sheet in (text, f"{header}\n{text}"):
        layout = yard.zones_from_csv(sheet)
        assert all(isinstance(z, Zone) for z in layout.zones)


def test_unknown_purposes_and_silent_editions_take_nothing() -> None:
    silent = msgspec.structs.replace(CN, zone=())
    picture = yard.Yard(ZONES, (), silent)
    assert yard.propose(picture, thing()).slot is None
    said = yard.may_lie(picture, thing(), "A-01-1-1")
    assert said is not None
    assert said.code == "slot_wrong_verdict"


def test_a_model_decides_family_and_size() -> None:
    store = Memory()
    pb = BatteryModel(
        key="pb",
        make="x",
        name="y",
        level="module",
        chemistry="Pb",
        kwh=Decimal(1),
        source="test",
        confidence="P",
    )
    b = store.battery(arrive(store))
    lying = yard.as_lying(b, pb, CN, slot="L-01", held=True)
    assert (lying.family, lying.level, lying.held, lying.kwh) == ("lead_acid", "module", True, 1)
