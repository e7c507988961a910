"""A whole load: what may travel together, on which papers, and what the vehicle needs for it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from cellyard.domain.rules import Edition
from cellyard.domain.shipping import apart
from cellyard.domain.shipping.apart import Pair
from cellyard.domain.shipping.asked import Asked
from cellyard.domain.shipping.cargo import Cargo
from cellyard.domain.shipping.choices import rule_of
from cellyard.domain.shipping.classes import classified
from cellyard.domain.shipping.goods import Block, Goods
from cellyard.domain.shipping.journey import Journey, check_in_force
from cellyard.domain.shipping.papers import Paper, papers_of

_NOTHING = Decimal(0)


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules say of a load.

    `goods` are the lines that may travel, in the order of the load; `blocks` the others, worst
    first, one each; `whole` what speaks against the load as a whole. `papers` are made out for
    `goods` alone. `points` are those of ADR 1.1.3.6, None where they do not apply; `plates` when
    orange plates and a trained driver are needed. `kg` (gross, as far as known) and `kwh` are
    those of every line.
    """

    edition: str
    goods: tuple[Goods, ...] = ()
    blocks: tuple[Block, ...] = ()
    pairs: tuple[Pair, ...] = ()
    whole: tuple[Block, ...] = ()
    papers: tuple[Paper, ...] = ()
    points: Decimal | None = None
    plates: bool = False
    kg: Decimal = _NOTHING
    kwh: Decimal = _NOTHING

    @property
    def may_travel(self) -> bool:
        """Every line may, together, on this vehicle; an empty load may not."""
        return bool(self.goods) and not self.blocks and not self.whole

    def of(self, battery: str) -> Goods | Block | None:
        """Return what became of one line."""
        lines: tuple[Goods | Block, ...] = (*self.blocks, *self.goods)
        return next((x for x in lines if x.battery == battery), None)


def judge(cargoes: Sequence[Cargo], journey: Journey, edition: Edition) -> Judgement:
    """Return what the rules say of a load; the work grows with the number of lines, no faster.

    Refused("no_edition") when the edition does not rule this journey on its day.
    """
    check_in_force(edition, journey)
    lines = [classified(Asked(c, journey, edition)) for c in cargoes]
    goods = [x for x in lines if isinstance(x, Goods)]
    blocks = [x for x in lines if isinstance(x, Block)]
    pairs = tuple(apart.pairs(goods, edition))
    shared = apart.packages(goods)
    blocks += [*apart.paired(pairs, goods, edition), *apart.mixed(shared, edition)]
    blocks += [*_over_relief(goods, edition), *_heavy(shared, edition)]
    goods = _undeclared(_left(goods, blocks), edition)
    points, plates = _points(goods, journey, edition)
    kg = sum((c.gross_kg for c in cargoes), _NOTHING)
    kwh = sum((c.kwh for c in cargoes), _NOTHING)
    return Judgement(
        edition=edition.id,
        goods=tuple(goods),
        blocks=_worst_first(blocks, cargoes),
        pairs=pairs,
        whole=tuple(_vehicle(kg, kwh, journey, edition)),
        papers=papers_of(goods, edition),
        points=points,
        plates=plates,
        kg=kg,
        kwh=kwh,
    )


def _left(goods: Sequence[Goods], blocks: Iterable[Block]) -> list[Goods]:
    blocked = {b.battery for b in blocks}
    return [g for g in goods if g.battery not in blocked]


def _worst_first(blocks: Iterable[Block], cargoes: Sequence[Cargo]) -> tuple[Block, ...]:
    """One block a line: what no waiting helps first, then in the order of the load."""
    places = {c.battery: n for n, c in enumerate(cargoes)}
    first: dict[str, Block] = {}
    for block in sorted(blocks, key=lambda b: (b.gravity != "never", places[b.battery])):
        first.setdefault(block.battery, block)
    return tuple(first.values())


# --- limits --------------------------------------------------------------------------------------


def _over_relief(goods: Sequence[Goods], edition: Edition) -> list[Block]:
    """Small ones and household equipment are exempt up to a mass of one transport unit."""
    limits = {r.id: r.relief_kg for r in edition.transport if r.relief_kg is not None}
    relieved = [g for g in goods if g.rule in limits]
    kg = sum((g.gross_kg for g in relieved), _NOTHING)
    return [
        Block(
            battery=g.battery,
            code="over_relief",
            rule=g.rule,
            edition=edition.id,
            shown={"kg": kg, "limit": limits[g.rule]},
        )
        for g in relieved
        if kg > limits[g.rule]
    ]


def _heavy(shared: Mapping[str, Sequence[Goods]], edition: Edition) -> Iterator[Block]:
    """A packaging takes a mass that a battery alone keeps to, and several may not."""
    for package, inside in shared.items():
        kg = sum((g.gross_kg for g in inside), _NOTHING)
        for one in inside:
            packing = one.rows.packing
            if packing.max_kg is not None and kg > packing.max_kg:
                yield Block(
                    battery=one.battery,
                    code="package_over_kg",
                    rule=rule_of(packing, "max_kg"),
                    edition=edition.id,
                    shown={"package": package, "kg": kg, "limit": packing.max_kg},
                )


def _undeclared(goods: Sequence[Goods], edition: Edition) -> list[Goods]:
    """Below a mass of one transport unit, goods of some rows are not declared at all."""
    froms = {r.id: r.declared_from_kg for r in edition.transport if r.declared_from_kg is not None}
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in goods:
        sums[one.rule] += one.gross_kg
    exempt = {rule for rule, from_kg in froms.items() if sums[rule] < from_kg}
    return [msgspec.structs.replace(g, exempt=True) if g.rule in exempt else g for g in goods]


def _points(
    goods: Sequence[Goods], journey: Journey, edition: Edition
) -> tuple[Decimal | None, bool]:
    """Points of ADR 1.1.3.6, by road: gross kg times the factor of the transport category.

    A category alone keeps to its own mass as well (333 kg of 2); of 0 no mass is relieved, and it
    has no points.
    """
    if journey.mode != "road":
        return None, False
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in goods:
        if one.category and not one.exempt:
            sums[one.category] += one.gross_kg
    numbers = {rule.id: rule.value for rule in edition.rule if rule.value is not None}
    points, over = _NOTHING, False
    for category, kg in sums.items():
        limit = numbers.get(f"points.category_{category}_kg")
        over = over or (limit is not None and kg > limit)
        if limit != 0:
            points += kg * edition.number(f"points.factor.{category}")
    return points, over or points > edition.number("points.limit")


def _vehicle(kg: Decimal, kwh: Decimal, journey: Journey, edition: Edition) -> Iterator[Block]:
    for value, limit, unit in ((kg, journey.max_kg, "kg"), (kwh, journey.max_kwh, "kwh")):
        if limit is not None and value > limit:
            yield Block(
                code=f"vehicle_over_{unit}",
                rule=f"vehicle.{unit}",
                edition=edition.id,
                shown={"value": value, "limit": limit},
            )
