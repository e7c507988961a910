"""What a battery may be worth: sums from prices, what they rest on, and what they leave out."""

from collections.abc import Sequence
from decimal import Decimal
from typing import get_args

import msgspec
import pytest
from memory import MODELS

from cellyard import files
from cellyard.domain import facts as f
from cellyard.domain import prices, rules, value
from cellyard.domain.battery import Battery
from cellyard.domain.bench.record import Bench
from cellyard.domain.grading import worth
from cellyard.domain.prices import MATERIALS
from cellyard.domain.registers import Price, What
from cellyard.domain.value import Contents, Ground, LeftOut, estimate

EDITION = rules.parse(files.text("rules/value-2026-1.toml"))
DAY = "2026-11-27"
SIXTY = Contents(chemistry="NMC622", rated_kwh=Decimal(60), usable_kwh=Decimal(48))
# What rounding the kg/kWh to four places leaves open in 60 kWh.
ROUNDED = Decimal("0.003")


def price(what: What, amount: str, since: str = "2026-11-20", **other: str) -> Price:
    made = {
        "key": prices.key_of(what, since),
        "what": what,
        "per": prices.units(what)[0],
        "amount": Decimal(amount),
        "currency": "CNY",
        "since": since,
        "source": "an offer by telephone",
    }
    return msgspec.convert({**made, **other}, Price)


def ground(*entered: Price, law: str = "CN", edition: rules.Edition = EDITION) -> Ground:
    return Ground(prices=entered, edition=edition, standing="draft", law=law, day=DAY)


ALL = tuple(price(material, "10") for material in MATERIALS)


def got_back(contents: Contents, entered: Sequence[Price] = ALL, law: str = "CN") -> dict[str, str]:
    found = estimate("D", contents, ground(*entered, law=law))
    return {line.what: str(line.quantity.normalize()) for line in found.lines}


# --- recycling ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chemistry", "material", "contained", "recovered"),
    [
        ("NMC622", "lithium", "6.207", "5.586"),
        ("NMC622", "nickel", "30.721", "30.106"),
        ("NMC622", "cobalt", "10.279", "10.073"),
        ("NMC622", "manganese", "9.588", "9.396"),
        ("NMC622", "copper", "23.641", "23.168"),
        ("LFP", "lithium", "5.337", "4.804"),
        ("LFP", "copper", "33.930", "33.251"),
    ],
)
def test_60_kwh_hold_and_give_back_what_the_table_says(
    chemistry: str, material: What, contained: str, recovered: str
) -> None:
    known = Contents(chemistry=chemistry, rated_kwh=Decimal(60))
    found = estimate("D", known, ground(*ALL))
    line = next(x for x in found.lines if x.what == material)
    assert line.contained is not None
    assert abs(line.contained - Decimal(contained)) <= ROUNDED
    assert abs(line.quantity - Decimal(recovered)) <= ROUNDED


def test_the_sum_is_of_its_lines_less_the_cost_of_treatment() -> None:
    entered = (price("nickel", "100"), price("cobalt", "200"), price("treatment", "20"))
    found = estimate("D", SIXTY, ground(*entered))
    # 60 · 0.5120 · 98 % · 100 + 60 · 0.1713 · 98 % · 200 - 60 · 20
    assert found.total == Decimal("3010.56") + Decimal("2014.488") - 1200
    assert [(x.what, x.amount) for x in found.lines][-1] == ("treatment", Decimal(-1200))
    assert found.currencies == ("CNY",)
    assert found.treated
    left = {x.what: x.why for x in found.left_out}
    assert left == {
        "lithium": "no_price",
        "manganese": "no_price",
        "copper": "no_price",
        "aluminium": "no_price",
        "graphite": "recovery_unknown",
    }
    nickel = found.lines[0]
    assert [r.id for r in nickel.rules] == ["content.NMC622.nickel", "recovery.CN.nickel"]
    assert nickel.price.source == "an offer by telephone"


def test_it_rests_on_the_rated_energy_whatever_is_left_of_the_capacity() -> None:
    worn = msgspec.structs.replace(SIXTY, usable_kwh=Decimal(10))
    new, old = (estimate("D", c, ground(*ALL)).total for c in (SIXTY, worn))
    assert new == old is not None


def test_without_a_cost_of_treatment_the_sum_is_before_it() -> None:
    found = estimate("D", SIXTY, ground(*ALL))
    assert not found.treated
    assert LeftOut(what="treatment", why="no_price") in found.left_out
    assert estimate("D", SIXTY, ground(*ALL, price("treatment", "0"))).treated


def test_lithium_by_the_kg_of_its_carbonate_is_worth_5_323_kg_of_it() -> None:
    carbonate = price("lithium", "100", per="kg_carbonate")
    by_carbonate = estimate("D", SIXTY, ground(carbonate))
    by_element = estimate("D", SIXTY, ground(price("lithium", "532.3")))
    assert by_carbonate.total == by_element.total
    assert "price.carbonate_per_lithium" in [r.id for r in by_carbonate.lines[0].rules]


def test_each_law_gets_back_its_own_share_and_of_what_it_is_silent_nothing() -> None:
    assert got_back(SIXTY, law="EU").keys() == {"lithium", "nickel", "cobalt", "copper"}
    assert Decimal(got_back(SIXTY, law="EU")["nickel"]) == Decimal("27.648")
    assert got_back(SIXTY, law="") == {}


def test_what_is_unknown_is_not_counted_and_said() -> None:
    of_lmo = estimate("D", Contents(chemistry="LMO", rated_kwh=Decimal(24)), ground(*ALL))
    assert LeftOut(what="manganese", why="content_unknown") in of_lmo.left_out
    assert {x.what for x in of_lmo.lines} == {"lithium", "copper", "aluminium"}, "no nickel in it"
    sodium = estimate("D", Contents(chemistry="Na-ion", rated_kwh=Decimal(24)), ground(*ALL))
    assert (sodium.total, sodium.lacks) == (None, "no_price")
    assert {x.why for x in sodium.left_out} == {"content_unknown"}
    for chemistry in ("", "LMO-NMC", "Pb"):
        unknown = Contents(chemistry=chemistry, rated_kwh=Decimal(24))
        assert estimate("D", unknown, ground(*ALL)).lacks == "chemistry_unknown"
    nothing = estimate("D", Contents(chemistry="LFP"), ground(*ALL))
    assert (nothing.total, nothing.lacks) == (None, "rated_kwh_unknown")
    unpriced = estimate("D", SIXTY, ground(price("treatment", "20")))
    assert (unpriced.total, unpriced.lacks) == (None, "no_price"), "a cost alone is no value"


def test_of_a_mixture_that_nobody_named_the_least_of_each_material_counts() -> None:
    any_nmc = got_back(Contents(chemistry="NMC", rated_kwh=Decimal(60)))
    named = [
        got_back(Contents(chemistry=f"NMC{m}", rated_kwh=Decimal(60)))
        for m in ("111", "532", "622", "721", "811")
    ]
    for material, kg in any_nmc.items():
        assert Decimal(kg) == min(Decimal(one[material]) for one in named)
    for written, same in (("NMC523", "NMC532"), ("NMC712", "NMC721")):
        two = [got_back(Contents(chemistry=c, rated_kwh=Decimal(60))) for c in (written, same)]
        assert two[0] == two[1] != {}


def test_most_models_of_the_register_are_of_a_chemistry_that_can_be_valued() -> None:
    valued = [
        m
        for m in MODELS
        if value.recycling(Contents(chemistry=m.chemistry, rated_kwh=m.kwh), ground(*ALL)).total
    ]
    assert {m.chemistry for m in MODELS if m not in valued} == {"LNMO", "LMO-NMC"}


# --- second life --------------------------------------------------------------------------------


def test_a_second_life_is_usable_kwh_at_the_price_of_its_grade() -> None:
    entered = (price("second_life_a", "400"), price("second_life_b", "300.50"))
    found = estimate("B", SIXTY, ground(*entered))
    assert (found.total, found.route) == (Decimal("14424.00"), "second_life")
    assert estimate("A", SIXTY, ground(*entered)).total == 19200
    assert estimate("C", SIXTY, ground(*entered)).lacks == "no_price"
    unknown = msgspec.structs.replace(SIXTY, usable_kwh=None)
    assert estimate("B", unknown, ground(*entered)).lacks == "usable_kwh_unknown"


def test_usable_kwh_are_the_measured_ones_at_the_nominal_voltage_else_a_share_of_the_rated() -> (
    None
):
    model = msgspec.structs.replace(
        MODELS[0], kwh=Decimal(40), nominal_v=Decimal(350), capacity_ah=Decimal(100)
    )
    assert worth.usable_kwh(Decimal(80), model) == 28
    no_volts = msgspec.structs.replace(model, nominal_v=None)
    assert worth.usable_kwh(Decimal(80), no_volts) == 32
    neither = msgspec.structs.replace(no_volts, capacity_ah=None)
    for capacity, of in ((Decimal(80), neither), (None, model), (Decimal(80), None)):
        assert worth.usable_kwh(capacity, of) is None


def test_a_capacity_with_doubts_and_a_battery_without_a_model_are_not_known() -> None:
    tested = f.CapacityTested(
        run="r", capacity=Decimal(80), energy=Decimal(1), duration=Decimal(1), points=60,
        current=Decimal(1), cut_off=Decimal(1), voltage_min=Decimal(1), voltage_max=Decimal(2),
        instruments=(), decided=f.Decided(edition="x", rules=()),
    )  # fmt: skip
    model = msgspec.structs.replace(MODELS[0], nominal_v=Decimal(350))
    sound = Battery(id="b", bench=Bench(capacity=tested))
    assert worth.contents_of(sound, model).usable_kwh == 28
    assert worth.contents_of(sound, None) == Contents()
    doubtful = msgspec.structs.replace(tested, doubts=("trace_points",))
    found = worth.contents_of(Battery(id="b", bench=Bench(capacity=doubtful)), model)
    assert (found.usable_kwh, found.rated_kwh) == (None, model.kwh)


# --- prices -------------------------------------------------------------------------------------


def test_the_price_in_force_on_a_day_is_the_newest_that_holds_by_then() -> None:
    entered = (
        price("nickel", "90", "2026-10-01"),
        price("nickel", "100", "2026-11-01"),
        price("nickel", "120", "2026-12-01"),
    )
    for day, amount in (("2026-10-31", 90), ("2026-11-01", 100), ("2027-01-01", 120)):
        found = prices.in_force(entered, "nickel", day)
        assert found is not None
        assert found.amount == amount
    assert prices.in_force(entered, "nickel", "2026-09-30") is None
    assert prices.in_force(entered, "cobalt", DAY) is None
    mistaken = msgspec.structs.replace(entered[1], withdrawn=True)
    found = prices.in_force((entered[0], mistaken), "nickel", DAY)
    assert found is entered[0]


@pytest.mark.parametrize(("since", "old"), [("2026-10-28", False), ("2026-10-27", True)])
def test_a_price_older_than_the_limit_counts_and_is_said_to_be_old(since: str, old: bool) -> None:
    found = estimate("B", SIXTY, ground(price("second_life_b", "300", since)))
    assert found.total == 14400
    assert found.old is old


def test_two_currencies_give_no_sum() -> None:
    entered = (price("nickel", "100"), price("cobalt", "30", currency="USD"))
    found = estimate("D", SIXTY, ground(*entered))
    assert (found.total, found.lacks) == (None, "two_currencies")
    assert found.currencies == ("CNY", "USD")
    elsewhere = price("second_life_b", "50", currency="EUR")
    assert estimate("B", SIXTY, ground(*entered, elsewhere)).total == 2400, "only those it takes"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"amount": Decimal("NaN")}, "price_amount_wrong"),
        ({"amount": Decimal(-1)}, "price_amount_wrong"),
        ({"amount": Decimal("1E+10")}, "price_amount_wrong"),
        ({"amount": Decimal("1E-7")}, "price_amount_wrong"),
        ({"currency": "yuan"}, "price_currency_wrong"),
        ({"currency": "cny"}, "price_currency_wrong"),
        ({"per": "kwh"}, "price_unit_wrong"),
        ({"per": "kg_carbonate"}, "price_unit_wrong"),
        ({"since": "2026-02-30"}, "price_day_wrong"),
        ({"source": " "}, "price_source_missing"),
    ],
)
def test_a_price_that_is_wrong_is_told_and_counts_nowhere(
    changed: dict[str, object], code: str
) -> None:
    sound = price("nickel", "100")
    assert prices.wrong(sound) is None
    spoiled = msgspec.structs.replace(sound, **changed)
    said = prices.wrong(spoiled)
    assert said is not None
    assert said.code == code
    assert prices.in_force([spoiled], "nickel", DAY) is None


def test_every_kind_of_price_has_its_unit_and_a_key_of_its_own() -> None:
    kinds = get_args(What)
    assert {prices.units(kind)[0] for kind in kinds} == {"kg", "kwh"}
    assert set(kinds) == {*MATERIALS, *value.SECOND_LIFE.values(), "treatment"}
    assert prices.key_of("nickel", DAY) == "nickel-2026-11-27"


def test_the_edition_describes_only_materials_and_laws_that_are_known() -> None:
    for rule in EDITION.rule:
        kind, _dot, rest = rule.id.partition(".")
        if kind == "content" and not rest.startswith("as."):
            assert rest.rpartition(".")[2] in MATERIALS
            assert rule.unit == "kg/kWh"
        if kind == "recovery":
            law, _dot, material = rest.partition(".")
            assert law in ("CN", "EU")
            assert material in MATERIALS
            assert rule.value is not None
            assert 0 < rule.value <= 100
    named = {c for r in EDITION.rule if r.id.startswith("content.as.") for c in r.choice}
    described = {r.id.split(".")[1] for r in EDITION.rule if r.id.startswith("content.")}
    assert named <= described
