"""What is kept apart: two batteries that may not share a package or a transport unit."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from cellyard.domain.rules import Edition
from cellyard.domain.shipping.goods import Block, Goods
from cellyard.domain.shipping.papers import tags
from cellyard.domain.transport import Segregation


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two batteries that may not share a unit or a package; `one` is the one that has to go."""

    one: str
    other: str
    rule: str
    package: str = ""


def pairs(goods: Sequence[Goods], edition: Edition) -> Iterator[Pair]:
    """Return who may not share a package or the unit with whom, by the rules of segregation."""
    for rule in edition.segregation:
        if rule.apart == "unit":
            yield from _apart(goods, rule, "")
        elif rule.apart == "package":
            for package, inside in packages(goods).items():
                yield from _apart(inside, rule, package)


def _apart(goods: Sequence[Goods], rule: Segregation, package: str) -> Iterator[Pair]:
    """Each battery of the one side with the first of the other side; never with itself."""
    ones = [g for g in goods if tags(g).intersection(rule.one)]
    others = [
        g
        for g in goods
        if (tags(g).intersection(rule.other) if rule.other else not tags(g).intersection(rule.one))
    ][:2]
    for one in ones:
        other = next((g for g in others if g.battery != one.battery), None)
        if other is not None:
            yield Pair(one=one.battery, other=other.battery, rule=rule.id, package=package)


def packages(goods: Sequence[Goods]) -> dict[str, list[Goods]]:
    """Return the goods that share a package, by package."""
    found: defaultdict[str, list[Goods]] = defaultdict(list)
    for one in goods:
        if one.package:
            found[one.package].append(one)
    return found


def mixed(shared: Mapping[str, Sequence[Goods]], edition: Edition) -> Iterator[Block]:
    """A package has one packing, one UN number and one set of marks: those of the first in it."""
    for package, (first, *others) in shared.items():
        for one in others:
            if _outside(one) != _outside(first):
                yield Block(
                    battery=one.battery,
                    code="mixed_in_package",
                    rule="W-9",
                    edition=edition.id,
                    shown={"package": package, "other": first.code or first.battery},
                )


def _outside(goods: Goods) -> tuple[str, str, tuple[str, ...]]:
    return goods.rows.packing.id, goods.label, goods.marks


def paired(found: Sequence[Pair], goods: Sequence[Goods], edition: Edition) -> list[Block]:
    """Return why the one of each pair stays."""
    codes = {g.battery: g.code for g in goods}
    return [
        Block(
            battery=pair.one,
            code="apart_in_package" if pair.package else "apart_on_unit",
            rule=pair.rule,
            edition=edition.id,
            shown={"other": codes[pair.other] or pair.other},
        )
        for pair in found
    ]
