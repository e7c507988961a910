"""What a battery may be worth: an estimate by prices that people entered, never a fact.

Recycling: the sum over its materials of rated kWh · kg/kWh · share got back · price, less the cost
of treatment; material does not vanish with age. Second life: usable kWh · price of its grade.
Nothing is decided by an estimate. What is unknown is not counted, and is named.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from cellyard.domain.facts import Grade, Route, Standing
from cellyard.domain.prices import MATERIALS, in_force, is_old
from cellyard.domain.registers import Price, What
from cellyard.domain.rules import Edition, Rule

SECOND_LIFE: dict[Grade, What] = {"A": "second_life_a", "B": "second_life_b", "C": "second_life_c"}
_CARBONATE = "price.carbonate_per_lithium"
_HUNDRED = Decimal(100)

# Why something is left out of a sum, or why there is no sum.
Why = Literal["no_price", "content_unknown", "recovery_unknown"]
Lack = Literal[
    "no_price", "chemistry_unknown", "rated_kwh_unknown", "usable_kwh_unknown", "two_currencies"
]


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a battery: "" and None is not known. kWh as rated, and as usable now."""

    chemistry: str = ""
    rated_kwh: Decimal | None = None
    usable_kwh: Decimal | None = None


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """What an estimate rests on: prices, an edition on `value` and what its word counts, the law
    (`CN`) whose shares of recovery hold, and the ISO date.
    """

    prices: Sequence[Price]
    edition: Edition
    standing: Standing
    law: str
    day: str


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One term of a sum: `quantity` (kg got back, or kWh) at `each`, `amount` of money.

    `contained` is the kg in it before recovery. Of treatment the amount is below zero. `old` when
    the price is older than the edition's limit. `rules` are those behind the quantity.
    """

    what: What
    quantity: Decimal
    unit: Literal["kg", "kWh"]
    each: Decimal
    amount: Decimal
    price: Price
    old: bool
    contained: Decimal | None = None
    rules: tuple[Rule, ...] = ()


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """What is not in a sum, and why."""

    what: What
    why: Why


class Estimate(msgspec.Struct, frozen=True, kw_only=True):
    """A sum with its lines, and what it leaves out; `total` is None where `lacks` says why.

    `currencies` are those of the lines: of more than one there is no sum.
    """

    route: Route
    total: Decimal | None
    currencies: tuple[str, ...]
    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...]
    lacks: Lack | None
    edition: str
    standing: Standing

    @property
    def old(self) -> bool:
        """Whether any price in it is old."""
        return any(line.old for line in self.lines)

    @property
    def treated(self) -> bool:
        """Whether the cost of treatment is in it, or there is none to be."""
        return self.route == "second_life" or all(x.what != "treatment" for x in self.left_out)


def estimate(grade: Grade, contents: Contents, ground: Ground) -> Estimate:
    """Return what a battery of a grade may be worth where that grade leads."""
    if grade == "D":
        return recycling(contents, ground)
    return second_life(grade, contents.usable_kwh, ground)


def second_life(grade: Grade, kwh: Decimal | None, ground: Ground) -> Estimate:
    """Return usable kWh times the price of an A, B or C."""
    what = SECOND_LIFE[grade]
    price = in_force(ground.prices, what, ground.day)
    if price is None:
        return _none("second_life", "no_price", ground, (LeftOut(what=what, why="no_price"),))
    if kwh is None:
        return _none("second_life", "usable_kwh_unknown", ground)
    return _sum("second_life", [_line(price, kwh, "kWh", ground)], [], ground)


def recycling(contents: Contents, ground: Ground) -> Estimate:
    """Return what the materials of the rated kWh bring, less the cost of treatment."""
    if not _described(ground.edition, contents.chemistry):
        return _none("recycling", "chemistry_unknown", ground)
    if contents.rated_kwh is None:
        return _none("recycling", "rated_kwh_unknown", ground)
    found = list(_materials(contents.chemistry, contents.rated_kwh, ground))
    lines = [x for x in found if isinstance(x, Line)]
    left = [x for x in found if isinstance(x, LeftOut)]
    if not lines:
        return _none("recycling", "no_price", ground, tuple(left))
    cost = in_force(ground.prices, "treatment", ground.day)
    if cost is None:
        left.append(LeftOut(what="treatment", why="no_price"))
    else:
        line = _line(cost, contents.rated_kwh, "kWh", ground)
        lines.append(msgspec.structs.replace(line, amount=-line.amount))
    return _sum("recycling", lines, left, ground)


def _materials(chemistry: str, kwh: Decimal, ground: Ground) -> Iterator[Line | LeftOut]:
    for material in MATERIALS:
        content = _content(ground.edition, chemistry, material)
        if not content:
            yield LeftOut(what=material, why="content_unknown")
            continue
        contained = kwh * (content[-1].value or 0)
        if not contained:
            continue
        share = _rule(ground.edition, f"recovery.{ground.law}.{material}")
        price = in_force(ground.prices, material, ground.day)
        if share is None or share.value is None:
            yield LeftOut(what=material, why="recovery_unknown")
        elif price is None:
            yield LeftOut(what=material, why="no_price")
        else:
            line = _line(price, contained * share.value / _HUNDRED, "kg", ground)
            rules = (*content, share, *line.rules)
            yield msgspec.structs.replace(line, contained=contained, rules=rules)


def _content(edition: Edition, chemistry: str, material: What) -> tuple[Rule, ...]:
    """Return the rule of the kg/kWh of a material, after the one that names mixtures for a
    chemistry; of several mixtures the least. () where any of them is unknown.
    """
    named = _rule(edition, f"content.as.{chemistry}")
    mixtures = named.choice if named else (chemistry,)
    found = [_rule(edition, f"content.{mixture}.{material}") for mixture in mixtures]
    said = [rule for rule in found if rule is not None and rule.value is not None]
    if len(said) < len(mixtures):
        return ()
    least = min(said, key=lambda rule: rule.value or Decimal(0))
    return (named, least) if named else (least,)


def _described(edition: Edition, chemistry: str) -> bool:
    """Tell whether the edition knows anything of what is in a chemistry."""
    begins = f"content.{chemistry}."
    return _rule(edition, f"content.as.{chemistry}") is not None or any(
        rule.id.startswith(begins) for rule in edition.rule
    )


def _rule(edition: Edition, id_: str) -> Rule | None:
    return next((rule for rule in edition.rule if rule.id == id_), None)


def _line(price: Price, quantity: Decimal, unit: Literal["kg", "kWh"], ground: Ground) -> Line:
    edition = ground.edition
    carbonate = edition.of(_CARBONATE) if price.per == "kg_carbonate" else None
    each = price.amount * carbonate.value if carbonate and carbonate.value else price.amount
    return Line(
        what=price.what,
        quantity=quantity,
        unit=unit,
        each=each,
        amount=quantity * each,
        price=price,
        old=is_old(price, edition, ground.day),
        rules=(carbonate,) if carbonate else (),
    )


def _sum(route: Route, lines: Sequence[Line], left: Sequence[LeftOut], ground: Ground) -> Estimate:
    currencies = tuple(sorted({line.price.currency for line in lines}))
    one = len(currencies) == 1
    return Estimate(
        route=route,
        total=sum((line.amount for line in lines), Decimal(0)) if one else None,
        currencies=currencies,
        lines=tuple(lines),
        left_out=tuple(left),
        lacks=None if one else "two_currencies",
        edition=ground.edition.id,
        standing=ground.standing,
    )


def _none(route: Route, lacks: Lack, ground: Ground, left: tuple[LeftOut, ...] = ()) -> Estimate:
    return Estimate(
        route=route,
        total=None,
        currencies=(),
        lines=(),
        left_out=left,
        lacks=lacks,
        edition=ground.edition.id,
        standing=ground.standing,
    )
