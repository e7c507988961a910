"""A whole load: forbidden pairs, papers of their own, points, plates, limits."""

from decimal import Decimal

import msgspec
import pytest
from cargoes import BOTH, CN, EU, cargo, journey, many

from cellyard.domain.shipping import Block, Cargo, Goods, Judgement, judge
from cellyard.words import shipping as words

D = Decimal
INTACT = cargo()
DAMAGED = cargo(condition="damaged", kg=D(331), kwh=D("44.1"))
REACTIVE = cargo(condition="reactive", reasons=("leaking",))
LEAD = cargo(family="lead_acid", kg=D(18), kwh=D(1), level="pack")
SODIUM = cargo(family="sodium_ion")
METAL = cargo(family="lithium_metal")
UNKNOWN = cargo(condition="undiagnosed")
both = pytest.mark.parametrize("law", ["EU", "CN"])


def judged(*lines: Cargo, law: str = "EU", **on: object) -> Judgement:
    return judge(many(*lines), journey(law, **on), BOTH[law])


# --- the load of the picture ---------------------------------------------------------------------


@both
def test_a_load_as_it_goes_out_every_day(law: str) -> None:
    kgs = (368, 368, 315, 316, 126, 126, 127, 465, 268)
    intact = [cargo(kg=D(kg)) for kg in kgs]
    found = judged(*intact, DAMAGED, law=law)
    assert found.may_travel
    assert found.blocks == found.pairs == found.whole == ()
    (paper,) = found.papers
    assert paper.dangerous
    sound, damaged = paper.groups
    assert sound.line == damaged.line == "UN 3480 WASTE LITHIUM ION BATTERIES, 9, (E)"
    assert sound.full_name == "WASTE LITHIUM ION BATTERIES"
    assert sound.full_name_zh == "锂离子电池组（废弃）"
    assert (sound.packages, sound.kg) == (9, D(2479))
    assert (damaged.packages, damaged.kg) == (1, D(331))
    assert sound.marks == ("UN 3480", "LITHIUM BATTERIES FOR RECYCLING")
    assert damaged.marks == ("UN 3480", "DAMAGED/DEFECTIVE LITHIUM-ION BATTERIES")
    assert damaged.wording == "Transport in accordance with special provision 376"
    assert (paper.packages, paper.kg, found.kg) == (10, D(2810), D(2810))
    assert found.points == D(8430)
    assert found.plates


def test_what_cannot_travel_comes_worst_first_and_the_others_go() -> None:
    watched = msgspec.structs.replace(DAMAGED, kg=None, reasons=("dented",))
    lines = many(INTACT, watched, REACTIVE, INTACT)
    found = judge(lines, journey(packagings=("P908",)), EU)
    assert [b.code for b in found.blocks] == ["packaging_missing", "not_weighed"]
    assert [b.battery for b in found.blocks] == [lines[2].battery, lines[1].battery]
    assert [g.battery for g in found.goods] == [lines[0].battery, lines[3].battery]
    assert not found.may_travel
    assert found.papers[0].packages == 2
    assert found.of(lines[2].battery) == found.blocks[0]
    assert isinstance(found.of(lines[0].battery), Goods)
    assert found.of("nobody") is None
    assert not judged().may_travel


# --- what is kept apart --------------------------------------------------------------------------


# facts.md 5.4 and 6.2: damaged never with intact, one damaged item per container, lithium never
# with lead-acid; the one that has to go, the other one, the rule
IN_ONE_PACKAGE = [
    (DAMAGED, INTACT, "G-1"),
    (REACTIVE, INTACT, "G-1"),
    (UNKNOWN, INTACT, "G-1"),
    (DAMAGED, DAMAGED, "G-2"),
    (DAMAGED, REACTIVE, "G-2"),
    (UNKNOWN, DAMAGED, "G-2"),
    (INTACT, LEAD, "G-3"),
    (METAL, LEAD, "G-3"),
    (SODIUM, LEAD, "G-3"),
]
ON_ONE_UNIT = [
    (REACTIVE, INTACT, "G-4"),
    (REACTIVE, DAMAGED, "G-4"),
    (REACTIVE, LEAD, "G-4"),
    (UNKNOWN, INTACT, "G-4"),
    (DAMAGED, LEAD, "G-5"),
    (cargo(condition="undiagnosed", reaction_ruled_out=True), LEAD, "G-5"),
    (cargo(family="sodium_ion", condition="damaged"), LEAD, "G-5"),
]


@both
@pytest.mark.parametrize(("one", "other", "rule"), IN_ONE_PACKAGE)
def test_what_may_not_share_a_package(law: str, one: Cargo, other: Cargo, rule: str) -> None:
    for order in ((one, other), (other, one)):
        lines = [msgspec.structs.replace(c, package="7") for c in many(*order)]
        found = judge(lines, journey(law), BOTH[law])
        pair = next(p for p in found.pairs if p.rule == rule)
        assert {pair.one, pair.other} == {c.battery for c in lines}
        assert pair.package == "7"
        no = found.of(pair.one)
        assert isinstance(no, Block)
    apart = judge(many(one, other), journey(law), BOTH[law])
    assert rule not in {p.rule for p in apart.pairs}


@both
@pytest.mark.parametrize(("one", "other", "rule"), ON_ONE_UNIT)
def test_what_may_not_share_a_transport_unit(law: str, one: Cargo, other: Cargo, rule: str) -> None:
    for order in ((one, other), (other, one)):
        lines = many(*order)
        found = judge(lines, journey(law), BOTH[law])
        mine = lines[order.index(one)]
        pair = next(p for p in found.pairs if p.rule == rule)
        assert pair.one == mine.battery
        no = found.of(mine.battery)
        assert isinstance(no, Block)
        assert (no.code, no.rule, no.edition) == ("apart_on_unit", rule, BOTH[law].id)
        others = lines[1 - order.index(one)]
        assert others.code in words.why(no, 0)
        assert isinstance(found.of(others.battery), Goods)


@both
def test_every_row_of_the_table_is_tried(law: str) -> None:
    tried = {rule for _, _, rule in (*IN_ONE_PACKAGE, *ON_ONE_UNIT)}
    assert {s.id for s in BOTH[law].segregation} == tried | {"G-6"}


def test_what_may_travel_together_does() -> None:
    for one, other in ((INTACT, DAMAGED), (INTACT, SODIUM), (DAMAGED, DAMAGED), (INTACT, LEAD)):
        assert judged(one, other).may_travel
    assert judged(REACTIVE, REACTIVE).may_travel
    shared = [msgspec.structs.replace(c, package="7") for c in many(INTACT, count=3)]
    together = judge(shared, journey(), EU)
    assert together.may_travel
    assert together.papers[0].packages == 1


@both
def test_lithium_and_lead_acid_have_papers_of_their_own(law: str) -> None:
    found = judged(INTACT, LEAD, SODIUM, law=law)
    lithium, lead = found.papers
    assert {g.number for g in lithium.groups} == {"3480", "3551"}
    assert [g.number for g in lead.groups] == ["2794"]
    assert (lithium.packages, lead.packages) == (2, 1)
    assert lead.also == (("transfer_manifest",) if law == "CN" else ())
    assert lithium.also == ()


def test_what_is_exempt_is_on_no_transport_document() -> None:
    found = judged(cargo(family="nimh"), INTACT)
    assert [p.dangerous for p in found.papers] == [True, False]
    assert found.papers[1].groups[0].line == ""
    assert found.points == D(368) * 3


# --- points and limits ---------------------------------------------------------------------------


@both
@pytest.mark.parametrize(
    ("kg", "points", "plates"),
    [("333", "999", False), ("333.1", "999.3", True), ("333.4", "1000.2", True)],
)
def test_above_333_kg_of_category_2_there_are_plates(
    law: str, kg: str, points: str, plates: bool
) -> None:
    found = judged(cargo(kg=D(kg)), law=law)
    assert (found.points, found.plates) == (D(points), plates)


def test_points_add_up_over_the_categories_and_category_0_has_no_relief() -> None:
    mixed = judged(cargo(kg=D(100)), msgspec.structs.replace(LEAD, kg=D(700)))
    assert (mixed.points, mixed.plates) == (D(1000), False)
    reacts = judged(msgspec.structs.replace(REACTIVE, kg=D(1)))
    assert (reacts.points, reacts.plates) == (D(0), True)
    for lead, plates in ((D(1000), False), (D("1000.1"), True)):
        assert judged(msgspec.structs.replace(LEAD, kg=lead)).plates is plates
    for both_kg, plates in ((D(333), False), (D("333.1"), True)):
        two = [cargo(kg=both_kg - 100), cargo(kg=D(100))]
        assert judged(*two).plates is plates
    assert reacts.papers[0].also == ("approval_copy",)
    at_sea = judged(INTACT, mode="sea")
    assert (at_sea.points, at_sea.plates) == (None, False)
    assert at_sea.papers[0].groups[0].line == "UN 3480 WASTE LITHIUM ION BATTERIES, 9"


def test_exempt_small_ones_go_up_to_333_kg_together() -> None:
    small = cargo(kind="portable", level="cell", small=True, kg=D("0.5"), kwh=D("0.02"))
    assert judge(many(small, count=666), journey(), EU).may_travel
    over = judge(many(small, count=667), journey(), EU)
    assert {b.code for b in over.blocks} == {"over_relief"}
    assert over.blocks[0].shown == {"kg": D("333.5"), "limit": D(333)}


def test_nickel_metal_hydride_at_sea_is_declared_from_100_kg() -> None:
    for kg, exempt in (("99.9", True), ("100", False)):
        found = judged(cargo(family="nimh", kg=D(kg)), mode="sea")
        assert found.papers[0].dangerous is not exempt


def test_a_package_takes_what_its_packing_takes() -> None:
    cell = cargo(level="cell", small=True, kg=D(16), kwh=D("0.02"), package="7")
    one = judge(many(cell), journey(), EU)
    assert one.goods[0].packing == "P909 (2)"
    two = judge(many(cell, count=2), journey(), EU)
    assert {b.code for b in two.blocks} == {"package_over_kg"}
    assert two.blocks[0].shown == {"package": "7", "kg": D(32), "limit": D(30)}


@both
@pytest.mark.parametrize(
    "other",
    [
        SODIUM,  # another UN number
        cargo(un38_3="no"),  # another packing: P909 (4) and not P903 (2)
        cargo(level="cell", kg=D(1), kwh=D("0.02"), small=True),
        cargo(use="disposal"),  # other words on the package, and of another purpose
        cargo(family="nimh", kg=D(20)),
    ],
)
def test_a_package_has_one_packing_and_one_set_of_marks(law: str, other: Cargo) -> None:
    lines = [msgspec.structs.replace(c, package="7") for c in many(INTACT, other)]
    no = judge(lines, journey(law), BOTH[law]).of(lines[1].battery)
    assert isinstance(no, Block)
    assert no.code == ("other_purpose" if other.use == "disposal" else "mixed_in_package")
    assert "{" not in words.why(no, 0)
    two = [msgspec.structs.replace(c, package=str(n)) for n, c in enumerate(lines)]
    assert other.use == "disposal" or judge(two, journey(law), BOTH[law]).may_travel


@pytest.mark.parametrize(
    ("limits", "codes"),
    [
        ({"max_kg": D(736), "max_kwh": D(100)}, []),
        ({"max_kg": D("735.9")}, ["vehicle_over_kg"]),
        ({"max_kwh": D("99.9")}, ["vehicle_over_kwh"]),
    ],
)
def test_the_vehicle_takes_what_it_takes(limits: dict[str, Decimal], codes: list[str]) -> None:
    found = judged(INTACT, INTACT, **limits)
    assert [b.code for b in found.whole] == codes
    assert found.may_travel is not bool(codes)
    assert (found.kg, found.kwh) == (D(736), D(100))
    assert all("{" not in words.why(b, 0) for b in found.whole)


def test_nothing_of_a_load_goes_by_air() -> None:
    found = judged(INTACT, DAMAGED, LEAD, mode="air", law="CN")
    assert [b.code for b in found.blocks] == ["never_by_air"] * 3
    assert found.goods == found.papers == ()
    assert CN.id == found.edition
