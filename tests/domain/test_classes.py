"""Classes of transport: each row T1 to T13 by the letter, in both jurisdictions."""

import re
from decimal import Decimal
from itertools import product
from typing import get_args

import msgspec
import pytest
from cargoes import BOTH, EU, cargo, journey

from cellyard.domain.facts import Mode
from cellyard.domain.shipping import Block, Goods, choices, classify
from cellyard.domain.transport import Condition, Family, Kind, Use
from cellyard.words import shipping as words

D = Decimal
WASTE: tuple[Use, ...] = ("recycling", "disposal")
SP376 = "Transport in accordance with special provision 376"
RECYCLING = "LITHIUM BATTERIES FOR RECYCLING"
DISPOSAL = "LITHIUM BATTERIES FOR DISPOSAL"
DAMAGED = "DAMAGED/DEFECTIVE LITHIUM-ION BATTERIES"
both = pytest.mark.parametrize("law", ["EU", "CN"])


def goods(law: str, day: str = "2026-11-27", mode: Mode = "road", **of: object) -> Goods:
    it = cargo(**of)
    found = classify(it, journey(law, day=day, mode=mode, purpose=it.use), BOTH[law])
    assert isinstance(found, Goods), found
    return found


def block(law: str, mode: Mode = "road", **of: object) -> Block:
    it = cargo(**of)
    found = classify(it, journey(law, mode=mode, purpose=it.use), BOTH[law])
    assert isinstance(found, Block), found
    return found


def rules_of(it: Goods, what: str = "") -> list[str]:
    edition = next(e for e in BOTH.values() if e.id == it.edition)
    return [c.rule for c in choices(it, edition) if what in ("", c.what)]


# --- T1 to T13 -----------------------------------------------------------------------------------


@both
def test_t1_intact_and_tested_goes_as_a_product(law: str) -> None:
    it = goods(law, use="product")
    assert (it.rule, it.number, it.class_, it.label) == ("T1", "3480", "9", "9A")
    assert it.packing == "P903 (2)"
    assert it.marks == ("UN 3480",)
    assert (it.wording, it.category, it.tunnel, it.waste_code) == ("", "2", "E", "")
    assert it.line == "UN 3480 LITHIUM ION BATTERIES, 9, (E)"
    assert (it.name_zh, it.prefix_zh) == ("锂离子电池组", "")
    for un38_3 in ("no", "unknown"):
        no = block(law, use="product", un38_3=un38_3)
        assert (no.code, no.rule, no.gravity) == ("type_not_tested", "T1", "not_yet")


@both
@pytest.mark.parametrize(("use", "mark"), [("recycling", RECYCLING), ("disposal", DISPOSAL)])
def test_t2_intact_for_recycling_or_disposal(law: str, use: Use, mark: str) -> None:
    it = goods(law, use=use)
    assert (it.rule, it.number, it.label, it.category, it.tunnel) == ("T2", "3480", "9A", "2", "E")
    assert it.packing in ("P903 (2)", "P909")
    assert it.marks == ("UN 3480", mark)
    assert it.wording == ""
    assert it.line == "UN 3480 WASTE LITHIUM ION BATTERIES, 9, (E)"
    assert it.prefix_zh == "废弃"
    assert goods(law, use=use, un38_3="unknown").packing == "P909 (4)"
    assert goods(law, use=use, level="module", kg=D(23)).packing == "P909"


@both
def test_t3_prototypes(law: str) -> None:
    it = goods(law, use="product", kind="prototype", un38_3="no")
    assert (it.rule, it.number, it.packing, it.category) == ("T3", "3480", "P910", "2")
    assert it.wording == "Transport in accordance with special provision 310"
    assert it.marks == ("UN 3480",)
    assert goods(law, use="product", kind="prototype", kg=D(500)).packing == "LP905"
    assert goods(law, use="recycling", kind="prototype").rule == "T2"
    assert goods(law, kind="prototype", condition="damaged").rule == "T4"


@both
@pytest.mark.parametrize(
    ("family", "number", "mark"),
    [
        ("lithium_ion", "3480", DAMAGED),
        ("lithium_metal", "3090", "DAMAGED/DEFECTIVE LITHIUM METAL BATTERIES"),
        ("sodium_ion", "3551", "DAMAGED/DEFECTIVE SODIUM ION BATTERIES"),
    ],
)
def test_t4_damaged_but_stable(law: str, family: Family, number: str, mark: str) -> None:
    it = goods(law, family=family, condition="damaged")
    assert it.rule == ("T10" if family == "sodium_ion" else "T4")
    assert "T4" in rules_of(it)
    assert (it.number, it.packing, it.category, it.wording) == (number, "P908", "2", SP376)
    assert it.marks == (f"UN {number}", mark)
    assert it.provisions == ("376",)
    it = cargo(condition="damaged")
    large = classify(it, journey(law, packagings=("LP904",)), BOTH[law])
    assert isinstance(large, Goods)
    assert large.packing == "LP904"


@both
def test_t5_liable_to_react(law: str) -> None:
    it = goods(law, condition="reactive")
    assert (it.rule, it.number, it.packing, it.category) == ("T5", "3480", "P911", "0")
    assert it.marks == ("UN 3480", DAMAGED)
    assert it.wording == SP376
    assert "approval_copy" in it.also
    assert goods(law, condition="reactive", kg=D(450)).packing == "LP906"


@both
def test_t5_without_packaging_or_approval_stays(law: str) -> None:
    it = cargo(condition="reactive", reasons=("leaking",))
    bare = journey(law, packagings=("P903", "P908", "LP904", "P909"))
    no = classify(it, bare, BOTH[law])
    assert isinstance(no, Block)
    assert (no.code, no.rule, no.reason, no.gravity) == (
        "packaging_missing",
        "T5",
        "leaking",
        "never",
    )
    assert no.shown == {"packing": "P911 / LP906"}
    assert words.why(no, 0) == (
        "Electrolyte is leaking. Needs a P911 / LP906 packaging, none here. Order one, or take it "
        "out."
    )
    assert no.would_do == ("P911", "LP906", "approval")
    approved = classify(msgspec.structs.replace(it, approval="BAM 17/2026"), bare, BOTH[law])
    assert isinstance(approved, Goods)
    assert approved.packing == "SP 376 (approval)"


@both
def test_t6_what_cannot_be_diagnosed_is_t5_unless_a_reaction_is_ruled_out(law: str) -> None:
    worse = goods(law, condition="undiagnosed")
    assert (worse.rule, worse.packing, worse.category) == ("T6", "P911", "0")
    better = goods(law, condition="undiagnosed", reaction_ruled_out=True)
    assert (better.rule, better.packing, better.category) == ("T6", "P908", "2")
    assert worse.marks == better.marks == ("UN 3480", DAMAGED)
    assert rules_of(worse, "row") == ["T6", "T5"]


@both
@pytest.mark.parametrize(("kind", "rule"), [("portable", "T7"), ("equipment", "T8")])
def test_t7_and_t8_are_exempt_and_never_for_traction(law: str, kind: Kind, rule: str) -> None:
    small = {"kind": kind, "level": "cell", "small": True, "kg": D("0.5"), "kwh": D("0.02")}
    it = goods(law, **small)
    assert (it.rule, it.exempt, it.number, it.line) == (rule, True, "", "")
    assert it.marks == (RECYCLING,)
    assert it.packing.startswith("P909")
    for level in ("pack", "module"):
        traction = goods(law, kind=kind, level=level, small=True, kg=D("0.5"))
        assert (traction.rule, traction.exempt) == ("T2", False)
    assert goods(law, **{**small, "small": False}).rule == "T2"
    assert goods(law, **{**small, "condition": "damaged"}).rule == "T4"
    assert goods(law, **{**small, "kg": D("0.501")}).rule == (rule if rule == "T8" else "T2")


@both
@pytest.mark.parametrize(
    ("family", "number", "name"),
    [
        ("lithium_ion", "3556", "VEHICLE, LITHIUM ION BATTERY POWERED"),
        ("lithium_metal", "3557", "VEHICLE, LITHIUM METAL BATTERY POWERED"),
        ("sodium_ion", "3558", "VEHICLE, SODIUM ION BATTERY POWERED"),
    ],
)
def test_t9_whole_vehicles(law: str, family: Family, number: str, name: str) -> None:
    it = goods(law, use="product", kind="vehicle", family=family)
    assert (it.rule, it.number, it.name, it.class_) == ("T9", number, name, "9")
    assert it.provisions == ("388",)
    assert it.packing == "SP 388"
    assert block(law, kind="vehicle", condition="damaged").code == "no_row"
    assert block(law, kind="vehicle", use="recycling").code == "no_waste_code"


@both
def test_t10_sodium_ion(law: str) -> None:
    it = goods(law, family="sodium_ion", use="product")
    assert (it.rule, it.number, it.packing) == ("T10", "3551", "P903 (2)")
    assert it.line == "UN 3551 SODIUM ION BATTERIES with organic electrolyte, 9, (E)"
    assert goods(law, family="sodium_ion").marks == (
        "UN 3551",
        "SODIUM ION BATTERIES FOR RECYCLING",
    )
    assert goods(law, family="sodium_ion", condition="reactive").packing == "P911"
    undiagnosed = goods(law, family="sodium_ion", condition="undiagnosed")
    assert rules_of(undiagnosed, "row") == ["T10", "T6", "T5"]


@both
def test_t11_nickel_metal_hydride(law: str) -> None:
    it = goods(law, family="nimh")
    assert (it.rule, it.exempt, it.line, it.category) == ("T11", True, "", "")
    it = goods(law, family="nimh", mode="sea")
    assert (it.number, it.name) == ("3496", "BATTERIES, NICKEL-METAL HYDRIDE")
    assert (it.exempt, it.category, it.tunnel) == (False, "", "")
    assert block(law, family="nimh", condition="damaged").code == "no_row"


@both
@pytest.mark.parametrize(
    ("vrla", "number", "name"),
    [
        (False, "2794", "BATTERIES, WET, FILLED WITH ACID"),
        (True, "2800", "BATTERIES, WET, NON-SPILLABLE"),
    ],
)
def test_t12_lead_acid(law: str, vrla: bool, number: str, name: str) -> None:
    it = goods(law, family="lead_acid", vrla=vrla, kg=D(18))
    assert (it.rule, it.number, it.name, it.class_, it.label) == ("T12", number, name, "8", "8")
    assert (it.packing, it.category, it.tunnel) == ("P801", "3", "E")
    assert it.line == f"UN {number} WASTE {name}, 8, (E)"


CONDITIONS: tuple[Condition, ...] = get_args(Condition)
FAMILIES: tuple[Family, ...] = get_args(Family)


@both
def test_t13_nothing_goes_by_air_ever(law: str) -> None:
    for family, condition, use, kind in product(
        FAMILIES, CONDITIONS, get_args(Use), get_args(Kind)
    ):
        no = block(law, "air", family=family, condition=condition, use=use, kind=kind)
        assert (no.code, no.rule) == ("never_by_air", "T13")


def test_by_rail_in_china_only_what_is_intact_and_a_product() -> None:
    assert goods("CN", mode="rail", use="product").number == "3480"
    for use in WASTE:
        assert block("CN", "rail", use=use).code == "never_by_rail"
    for condition in ("damaged", "reactive", "undiagnosed"):
        no = block("CN", "rail", use="product", condition=condition)
        assert (no.code, no.rule) == ("never_by_rail", "R1")
    assert block("EU", "rail", use="product").code == "mode_unruled"


@both
def test_every_condition_and_use_has_its_row(law: str) -> None:
    rows = {"intact": {"T1", "T2"}, "damaged": {"T4"}, "reactive": {"T5"}, "undiagnosed": {"T6"}}
    for condition, use, known in product(CONDITIONS, get_args(Use), (True, False)):
        it = goods(law, condition=condition, use=use, reaction_ruled_out=known)
        assert it.rule in rows[condition]
        assert (it.prefix == "WASTE") == (use in WASTE)
        assert (it.packing in ("P908", "P911")) == (condition != "intact")
        for mode in ("road", "sea"):
            assert goods(law, condition=condition, use=use, mode=mode).number == "3480"
    for family in ("unknown", "nicd"):
        assert block(law, family=family).code in ("chemistry_unknown", "no_row")


# --- codes of waste ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("law", "region", "day", "family", "code"),
    [
        ("EU", "", "2026-12-08", "lithium_ion", "16 06 05"),
        ("EU", "", "2026-12-09", "lithium_ion", "16 06 07*"),
        ("EU", "DE", "2026-12-08", "lithium_ion", "16 01 21*"),
        ("EU", "DE", "2026-12-09", "lithium_ion", "16 06 07*"),
        ("EU", "", "2026-12-08", "lead_acid", "16 06 01*"),
        ("EU", "", "2026-12-09", "lead_acid", "16 06 01*"),
        ("CN", "", "2026-12-08", "lithium_ion", ""),
        ("CN", "", "2026-12-09", "lithium_ion", ""),
        ("CN", "", "2026-11-27", "lead_acid", "900-052-31"),
    ],
)
def test_the_code_of_waste_is_that_of_the_day_it_goes_out(
    law: str, region: str, day: str, family: Family, code: str
) -> None:
    it = classify(cargo(family=family), journey(law, region=region, day=day), BOTH[law])
    assert isinstance(it, Goods)
    assert it.waste_code == code
    # the star marks what is hazardous; in China only what is on the list is
    assert it.hazardous == (code != "" and (law == "CN" or code.endswith("*")))
    assert ("transfer_manifest" in it.also) == (law == "CN" and family == "lead_acid")


def test_waste_without_a_known_code_stays() -> None:
    it = cargo(family="sodium_ion")
    before, after = journey(day="2026-12-08"), journey(day="2026-12-09")
    assert isinstance(classify(it, before, EU), Goods)
    no = classify(it, after, EU)
    assert isinstance(no, Block)
    assert no.code == "no_waste_code"


def test_codes_have_the_form_of_their_lists() -> None:
    forms = {"EU": r"\d\d \d\d \d\d\*?", "CN": r"(\d{3}-\d{3}-\d{2})?"}
    for law, edition in BOTH.items():
        for code in edition.waste_code:
            assert re.fullmatch(forms[law], code.code)
            assert code.hazardous == (code.code.endswith("*") or (law == "CN" and code.code != ""))
