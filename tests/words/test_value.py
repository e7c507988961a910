"""Estimates in words: sums to three figures, and what stands against them."""

from decimal import Decimal
from typing import get_args

import msgspec
import pytest

from cellyard import words
from cellyard.domain.facts import Standing
from cellyard.domain.registers import Per, Price, What
from cellyard.domain.value import Estimate, Lack, LeftOut, Line, Why
from cellyard.words import conflicts, value

PRICE = Price(
    key="nickel-2026-09-01", what="nickel", per="kg", amount=Decimal("108.5"), currency="CNY",
    since="2026-09-01", source="offer of a smelter",
)  # fmt: skip
LINE = Line(
    what="nickel", quantity=Decimal("30.1"), unit="kg", each=Decimal("108.5"),
    amount=Decimal("3265.85"), price=PRICE, old=False,
)  # fmt: skip


def made(
    total: str, *, old: bool = False, standing: Standing = "final", **other: object
) -> Estimate:
    lines = (msgspec.structs.replace(LINE, old=old),)
    found = Estimate(
        route="recycling", total=Decimal(total), currencies=("CNY",), lines=lines, left_out=(),
        lacks=None, edition="value-2026-1", standing=standing,
    )  # fmt: skip
    return msgspec.structs.replace(found, **other)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2009", " ").replace("\u2212", "-")


@pytest.mark.parametrize(
    ("amount", "shown", "signed"),
    [
        ("8312.40", "CNY 8 310", "+CNY 8 310"),
        ("8315.1", "CNY 8 320", "+CNY 8 320"),
        ("99.6", "CNY 100", "+CNY 100"),
        ("7.49", "CNY 7", "+CNY 7"),
        ("0.2", "CNY 0", "CNY 0"),
        ("0", "CNY 0", "CNY 0"),
        ("-1140.4", "-CNY 1 140", "-CNY 1 140"),
        ("1234567", "CNY 1 230 000", "+CNY 1 230 000"),
    ],
)
def test_money_has_three_figures_and_no_fractions(amount: str, shown: str, signed: str) -> None:
    assert plain(value.money(Decimal(amount), "CNY")) == shown
    assert plain(value.money(Decimal(amount), "CNY", signed=True)) == signed


def test_an_estimate_says_all_that_stands_against_it() -> None:
    untreated = (LeftOut(what="treatment", why="no_price"),)
    assert plain(value.said(made("3265.85"))) == "About CNY 3 270"
    against = made("3265.85", old=True, standing="draft", left_out=untreated)
    said = plain(value.said(against, route=True))
    assert said == "About CNY 3 270, recycling, before treatment, old prices, draft"
    assert plain(value.said(made("1", standing="demo"))).endswith(", demonstration")
    none = made("0", currencies=("CNY", "EUR"), lacks="two_currencies")
    none = msgspec.structs.replace(none, total=None)
    assert value.said(none) == "No value: prices in CNY, EUR"


def test_a_line_names_its_price_and_the_rules_behind_it() -> None:
    assert [plain(x) for x in value.figures(LINE)] == [
        "Nickel",
        "30.10 kg",
        "CNY 108.50",
        "CNY 3 270",
    ]
    assert value.source(LINE) == "offer of a smelter, since 2026-09-01"
    old = msgspec.structs.replace(LINE, old=True)
    assert value.source(old) == "offer of a smelter, since 2026-09-01: an old price"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_everything_has_its_words(language: words.Language) -> None:
    assert value.WHAT.keys() == set(get_args(What))
    assert value.PER.keys() == set(get_args(Per))
    assert value.LEFT_OUT.keys() == set(get_args(Why))
    assert value.LACKS.keys() == set(get_args(Lack))
    with words.speaking(language):
        assert value.per(PRICE)
        for standing in get_args(Standing):
            assert "value-2026-1" in value.grounds(made("1", standing=standing))


def test_what_may_differ_between_two_prices_of_a_day_is_named_in_tasks() -> None:
    fields = set(Price.__struct_fields__) - {"key", "what", "since"}
    assert fields <= conflicts.FIELDS.keys()
