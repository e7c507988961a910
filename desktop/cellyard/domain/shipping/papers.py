"""The lines of the transport document: equal goods in groups, groups on the papers they need."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from cellyard.domain.rules import Edition
from cellyard.domain.shipping.goods import Goods
from cellyard.domain.transport import Family, Segregation


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Goods that one line of the document tells of: same name, marks, wording and codes.

    `line` is "" when they are exempt. `packages` counts shared packages once; `kg` is gross.
    """

    line: str
    number: str
    name: str
    name_zh: str
    prefix: str
    prefix_zh: str
    class_: str
    label: str
    tunnel: str
    category: str
    marks: tuple[str, ...]
    wording: str
    wording_zh: str
    waste_code: str
    exempt: bool
    family: Family
    batteries: tuple[str, ...]
    packages: int
    kg: Decimal
    kwh: Decimal

    @property
    def full_name(self) -> str:
        """The proper shipping name with its prefix: `WASTE LITHIUM ION BATTERIES`."""
        return f"{self.prefix} {self.name}".strip()

    @property
    def full_name_zh(self) -> str:
        """The Chinese name with what stands for the prefix behind it: 锂离子电池组（废弃）."""
        return f"{self.name_zh}（{self.prefix_zh}）" if self.prefix_zh else self.name_zh


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """One transport document. `dangerous` false: a list of goods that are not subject to the rules.

    `also` are the documents that must travel with it, e.g. `transfer_manifest`, `approval_copy`.
    """

    dangerous: bool
    groups: tuple[Group, ...]
    also: tuple[str, ...]
    packages: int
    kg: Decimal
    kwh: Decimal


_SAME = (
    "number",
    "name",
    "name_zh",
    "prefix",
    "prefix_zh",
    "class_",
    "label",
    "tunnel",
    "category",
    "marks",
    "wording",
    "wording_zh",
    "waste_code",
    "exempt",
    "family",
)


def tags(goods: Goods) -> frozenset[str]:
    """Return what a rule of segregation may call these goods: family, condition, damage."""
    damage = () if goods.condition == "intact" else ("damage",)
    return frozenset((goods.family, goods.condition, goods.treated_as, *damage))


def papers_of(goods: Sequence[Goods], edition: Edition) -> tuple[Paper, ...]:
    """Return the papers for goods in their order: dangerous first, what needs its own on its own.

    A group goes on the first paper where no rule keeps it apart from what is on it already.
    """
    apart = [r for r in edition.segregation if r.apart == "paper"]
    sheets: list[tuple[bool, frozenset[str], list[list[Goods]]]] = []
    for together in _alike(goods):
        dangerous, mine = not together[0].exempt, tags(together[0])
        for n, (danger, theirs, groups) in enumerate(sheets):
            if danger == dangerous and not any(_clash(r, mine, theirs) for r in apart):
                groups.append(together)
                sheets[n] = (danger, theirs | mine, groups)
                break
        else:
            sheets.append((dangerous, mine, [together]))
    ordered = sorted(sheets, key=lambda sheet: not sheet[0])
    return tuple(_paper(groups, dangerous=danger) for danger, _, groups in ordered)


def _alike(goods: Sequence[Goods]) -> list[list[Goods]]:
    found: defaultdict[tuple[object, ...], list[Goods]] = defaultdict(list)
    for one in goods:
        found[tuple(getattr(one, name) for name in _SAME)].append(one)
    return list(found.values())


def _clash(rule: Segregation, mine: frozenset[str], theirs: frozenset[str]) -> bool:
    return any(
        a.intersection(rule.one) and b.intersection(rule.other)
        for a, b in ((mine, theirs), (theirs, mine))
    )


def _group(goods: Sequence[Goods]) -> Group:
    first = goods[0]
    return Group(
        line=first.line,
        **{name: getattr(first, name) for name in _SAME},
        batteries=tuple(g.battery for g in goods),
        packages=_packages(goods),
        kg=sum((g.gross_kg for g in goods), Decimal(0)),
        kwh=sum((g.kwh for g in goods), Decimal(0)),
    )


def _paper(groups: Sequence[Sequence[Goods]], *, dangerous: bool) -> Paper:
    every = [g for group in groups for g in group]
    return Paper(
        dangerous=dangerous,
        groups=tuple(_group(group) for group in groups),
        also=tuple(dict.fromkeys(paper for g in every for paper in g.also)),
        packages=_packages(every),
        kg=sum((g.gross_kg for g in every), Decimal(0)),
        kwh=sum((g.kwh for g in every), Decimal(0)),
    )


def _packages(goods: Sequence[Goods]) -> int:
    shared = {g.package for g in goods if g.package}
    return len(shared) + sum(not g.package for g in goods)
