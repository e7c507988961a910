"""The joint safety judgement: GB/T 38698.1-2020 clause 4, over items of the edition."""

import pytest
from cargoes import BOTH, CN

from cellyard.domain.facts import Answer
from cellyard.domain.intake.triage import LOOK
from cellyard.domain.shipping.safety import SafetyJudgement, judged
from cellyard.words import shipping as words
from cellyard.words import use

ITEMS = CN.safety_item
ALL_NO: dict[str, Answer] = {item.id: "no" for item in ITEMS}


@pytest.mark.parametrize("law", ["EU", "CN"])
def test_the_items_cover_the_six_sections_and_the_history(law: str) -> None:
    items = BOTH[law].safety_item
    assert {i.section for i in items} == {*LOOK, "short_circuit", "history"}
    # the items of Annex A were not seen
    assert "safety.profile" in BOTH[law].unconfirmed()
    assert CN.of("safety.profile").choice == ("CN-38698.1-approx",)


def test_all_no_is_a_pass() -> None:
    assert judged(ITEMS, ALL_NO) == SafetyJudgement(outcome="pass")


@pytest.mark.parametrize("answer", ["yes", "cant_tell"])
@pytest.mark.parametrize("item", [i.id for i in ITEMS])
def test_one_that_is_not_no_fails(item: str, answer: Answer) -> None:
    found = judged(ITEMS, {**ALL_NO, item: answer})
    assert (found.outcome, found.failed) == ("fail", (item,))


def test_an_item_without_an_answer_is_no_pass() -> None:
    but_one = {k: v for k, v in ALL_NO.items() if k != "J-b2"}
    assert judged(ITEMS, but_one) == SafetyJudgement(outcome="open", missing=("J-b2",))
    assert judged((), {}).outcome == "open"


def test_an_item_asks_in_the_language_spoken() -> None:
    assert words.asks(ITEMS[0]).endswith("?")
    use("zh_CN")
    assert words.asks(ITEMS[0]).endswith("？")
    use("en")
