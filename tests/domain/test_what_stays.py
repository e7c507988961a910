"""What keeps a battery here, what every answer rests on, and what no answer may ever be."""

import re
from collections import defaultdict
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import get_args

import cargoes
import msgspec
import pytest
from cargoes import BOTH, EU, cargo, journey
from hypothesis import given
from hypothesis import strategies as st

from cellyard.domain import shipping
from cellyard.domain.facts import Mode
from cellyard.domain.refusals import Refused
from cellyard.domain.shipping import Block, Goods, choices, classify, edition_for, explain
from cellyard.domain.transport import Condition, Family, Kind, Use
from cellyard.words import shipping as words
from cellyard.words.shipping_refusals import SENTENCES

CONDITIONS: tuple[Condition, ...] = get_args(Condition)
FAMILIES: tuple[Family, ...] = get_args(Family)
both = pytest.mark.parametrize("law", ["EU", "CN"])


# --- what keeps it here --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of", "code", "rule"),
    [
        ({"kg": None}, "not_weighed", "W-1"),
        ({"untested": True}, "untested", "W-2"),
        ({"ungraded": True}, "ungraded", "W-3"),
        ({"undischarged": True}, "undischarged", "W-13"),
        ({"observed_until": 1_776_250_800_000}, "under_observation", "W-4"),
        ({"on_hold": True}, "on_hold", "W-5"),
        ({"on_bench": True}, "on_the_bench", "W-6"),
        ({"unread": True}, "facts_unread", "W-7"),
        ({"judged": False}, "not_triaged", "W-8"),
        ({"failed": True}, "judgement_failed", "safety.failed"),
    ],
)
def test_what_is_not_ready_stays(of: dict[str, object], code: str, rule: str) -> None:
    waiting = {k: v for k, v in of.items() if k != "kg"}
    it = cargo(waiting=shipping.Waiting(**waiting), **({"kg": None} if "kg" in of else {}))
    no = classify(it, journey(), EU)
    assert isinstance(no, Block)
    assert (no.code, no.rule, no.gravity) == (code, rule, "not_yet")
    assert "{" not in words.why(no, 1_776_250_800_000)


def test_a_battery_of_another_purpose_stays() -> None:
    no = classify(cargo(use="product"), journey(purpose="recycling"), EU)
    assert isinstance(no, Block)
    assert (no.code, no.rule) == ("other_purpose", "W-11")


# --- editions ------------------------------------------------------------------------------------


@both
@pytest.mark.parametrize(
    ("day", "rules"),
    [("2025-12-31", False), ("2026-01-01", True), ("2026-12-31", True), ("2027-01-01", False)],
)
def test_an_edition_rules_from_its_first_day_to_its_last(law: str, day: str, rules: bool) -> None:
    on = journey(law, day=day, purpose="product")
    if rules:
        assert isinstance(classify(cargo(use="product"), on, BOTH[law]), Goods)
    else:
        with pytest.raises(Refused, match="no_edition"):
            classify(cargo(use="product"), on, BOTH[law])


@both
def test_an_edition_one_day_past_its_validity_refuses(law: str) -> None:
    last, past = journey(law, day="2026-12-31"), journey(law, day="2027-01-01")
    edition = BOTH[law]
    assert edition_for(BOTH.values(), last) is edition
    assert isinstance(classify(cargo(), last, edition), Goods)
    for ask in (
        lambda: edition_for(BOTH.values(), past),
        lambda: classify(cargo(), past, edition),
        lambda: shipping.judge([cargo()], past, edition),
    ):
        with pytest.raises(Refused, match="no_edition") as no:
            ask()
        assert no.value.shown == {"jurisdiction": law, "day": "2027-01-01"}
    other = journey("CN" if law == "EU" else "EU")
    with pytest.raises(Refused, match="no_edition"):
        classify(cargo(), other, edition)


@both
def test_every_choice_and_block_names_a_rule_of_the_edition(law: str) -> None:
    edition = BOTH[law]
    for condition, family, use in product(CONDITIONS, FAMILIES, get_args(Use)):
        it = cargo(condition=condition, family=family, use=use)
        found = classify(it, journey(law, purpose=use), edition)
        named = (
            [c.rule for c in choices(found, edition)] if isinstance(found, Goods) else [found.rule]
        )
        for rule in named:
            said = explain(edition, rule)
            assert said is not None, rule
            assert said.edition == edition.id
        if isinstance(found, Goods):
            assert {c.what for c in choices(found, edition)} <= words.CHOICES.keys()
    assert explain(edition, "no such rule") is None


@both
def test_whatever_a_paper_says_of_a_battery_is_a_choice_with_its_rule(law: str) -> None:
    edition = BOTH[law]
    cells = {f"{row.id}.{c.name}" for row in (*edition.transport, *edition.name) for c in row.cell}
    for condition, family, use, mode in product(
        CONDITIONS, FAMILIES, get_args(Use), ("road", "sea")
    ):
        it = cargo(condition=condition, family=family, use=use, kg=Decimal(20))
        found = classify(it, journey(law, mode=mode, purpose=use), edition)
        if isinstance(found, Block):
            continue
        told: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for choice in choices(found, edition):
            told[choice.what][choice.value].append(choice.rule)
        said = {
            "name": {found.line and f"UN {found.number} {found.name}"},
            "name_zh": {found.name_zh},
            "class": {found.class_},
            "label": {found.label},
            "packing": {found.packing},
            "mark": {m for m in found.marks if not m.startswith("UN ")},
            "exempt" if found.exempt else "provisions": {
                ", ".join(f"SP {p}" for p in found.provisions)
            },
            "wording": {found.wording},
            "wording_zh": {found.wording_zh},
            "category": {found.category},
            "tunnel": {found.tunnel},
            "also": {*found.also},
            "prefix": {f"{found.prefix} {found.prefix_zh}".strip()},
        }
        for what, values in said.items():
            assert set(told[what]) == values - {""}, (what, it)
            for rule in (r for rules in told[what].values() for r in rules):
                # what a cell knows otherwise than its row is told as the cell knows it
                assert f"{rule}.{what}" not in cells
        assert set(told["waste_code"]) == ({found.waste_code} if use != "product" else set())
        assert ("condition" in told) == (condition != "intact")


def test_what_is_not_confirmed_is_told_cell_by_cell() -> None:
    eu = set(EU.unconfirmed())
    # facts.md 6.3: wording and category 0 from memory, the mark and the packing are not
    assert {"T4.wording", "T5.category", "T12.category", "T3.wording", "waste.prefix"} <= eu
    assert not {"T4", "P908", "mark.damaged.lithium_ion", "waste.lithium", "points.factor.2"} & eu
    cn = set(BOTH["CN"].unconfirmed())
    assert {"T4", "P908", "P911"} <= cn
    assert not {"waste.lead_acid", "R1", "T13", "UN3480"} & cn
    assert explain(EU, "T5.category") == shipping.Explained(
        rule="T5.category",
        edition="transport-eu-2026-1",
        source="transport category 0, no relief by 1.1.3.6; from memory",
        confidence="M",
    )


def test_every_rule_that_is_asked_for_is_there_and_every_code_has_its_words() -> None:
    asked: set[str] = set()
    raised: set[str] = set()
    for path in sorted(Path(shipping.__path__[0]).glob("*.py")):
        text = path.read_text("utf-8")
        asked |= set(re.findall(r'\.(?:number|of)\("([a-z_.0-9]+)"\)', text))
        asked |= set(re.findall(r'"((?:W-\d+)|safety\.failed)"', text))
        raised |= {code for code in SENTENCES if f'"{code}"' in text}
    assert len(asked) > 12
    for edition in BOTH.values():
        assert asked <= {r.id for r in edition.rule}
        assert {p for r in edition.transport for p in r.packing} <= {p.id for p in edition.packing}
        assert {i for r in edition.transport for i in r.like} <= {r.id for r in edition.transport}
        assert {a for r in edition.transport for a in r.also} <= words.ALSO.keys()
        assert {a for w in edition.waste_code for a in w.papers} <= words.ALSO.keys()
    assert SENTENCES.keys() - raised == {"vehicle_over_kg", "vehicle_over_kwh"}


# --- what can never be --------------------------------------------------------------------------


# Said of the packaging at hand and the papers of the type, not of the battery's condition.
PRACTICAL = ("packaging_missing", "no_packing_fits", "type_not_tested")


def rank(found: Goods | Block) -> int | None:
    """Return how strict an answer is: exempt, intact, SP 376, category 0, stays here.

    None where it only stays for want of a packaging or of a paper.
    """
    if isinstance(found, Block):
        return None if found.code in PRACTICAL else 4
    if found.exempt:
        return 0
    return {"T4": 2, "T5": 3}.get(found.rows.row.id, 1)


cargos = st.fixed_dictionaries(
    {
        "family": st.sampled_from(FAMILIES),
        "level": st.sampled_from(["pack", "module", "cell"]),
        "use": st.sampled_from(get_args(Use)),
        "kind": st.sampled_from(get_args(Kind)),
        "small": st.booleans(),
        "vrla": st.booleans(),
        "un38_3": st.sampled_from(["yes", "no", "unknown"]),
        "kg": st.one_of(st.none(), st.decimals("0.1", 900, places=1)),
    }
)
journeys = st.builds(
    cargoes.journey,
    jurisdiction=st.sampled_from(["EU", "CN"]),
    mode=st.sampled_from(get_args(Mode)),
    packagings=st.lists(st.sampled_from(cargoes.EVERYTHING), unique=True).map(tuple),
)


@given(of=cargos, on=journeys)
def test_worse_or_less_known_is_never_treated_better(of: dict[str, object], on) -> None:
    on = msgspec.structs.replace(on, purpose=of["use"])

    def ask(**more: object) -> Goods | Block:
        return classify(cargo(**{**of, **more}), on, BOTH[on.jurisdiction])

    ranks = [
        rank(ask(condition="intact")),
        rank(ask(condition="damaged")),
        rank(ask(condition="undiagnosed", reaction_ruled_out=True)),
        rank(ask(condition="undiagnosed")),
    ]
    known = [r for r in ranks if r is not None]
    assert known == sorted(known)
    assert ranks[2] == ranks[1]
    assert ranks[3] == rank(ask(condition="reactive"))
    assert rank(ask(family="unknown")) == 4
    assert rank(ask(kg=None)) == 4
    # what nobody said of its type is what is known to have failed
    assert ask(condition="intact", un38_3="unknown") == ask(condition="intact", un38_3="no")
