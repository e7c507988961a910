"""What an edition says, value by value, and what of it a person has to confirm one by one."""

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from cellyard.domain import transport as t
from cellyard.domain.confidence import UNCONFIRMED, Confidence
from cellyard.domain.rules import Edition, FindingRule, Rule, ZoneRule

Said = Decimal | bool | str | tuple[str, ...]
# What every row has beside its values; the unit stands with the number.
_BESIDE = frozenset({"id", "source", "confidence", "cell", "unit"})


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One rule, row or cell: its values by field, as it stands in the edition.

    A row says what none of its cells says; a field that says nothing is left out, so there may be
    none: then the rule is what its source says.
    """

    id: str
    said: tuple[tuple[str, Said], ...]
    unit: str = ""
    source: str
    confidence: Confidence


def told(edition: Edition) -> list[Asked]:
    """Return every rule, row and cell of an edition, as `Edition.sources` names them."""
    rows = (
        *edition.transport,
        *edition.name,
        *edition.packing,
        *edition.mark,
        *edition.waste_code,
        *edition.segregation,
        *edition.safety_item,
    )
    plain = [_plain(rule) for rule in (*edition.rule, *edition.finding, *edition.zone)]
    return [*plain, *(one for row in rows for one in _row(row))]


def asked(edition: Edition) -> list[Asked]:
    """Return all that `Edition.unconfirmed` names, those of one source one after another."""
    wanted = [one for one in told(edition) if one.confidence in UNCONFIRMED]
    firsts = {source: n for n, source in reversed(list(enumerate(o.source for o in wanted)))}
    return sorted(wanted, key=lambda one: firsts[one.source])


def _plain(rule: Rule | FindingRule | ZoneRule) -> Asked:
    return Asked(
        id=rule.id,
        said=_said(rule),
        unit=rule.unit if isinstance(rule, Rule) else "",
        source=rule.source,
        confidence=rule.confidence,
    )


def _row(row: t.Row) -> Iterable[Asked]:
    """Return a row, and each of its cells as `row.cell`, as `transport.of_cells` names them."""
    said = dict(_said(row))
    cells = {cell.name: said.get(cell.name) for cell in row.cell}
    left = tuple((name, value) for name, value in said.items() if name not in cells)
    yield Asked(id=row.id, said=left, source=row.source, confidence=row.confidence)
    for cell in row.cell:
        value = cells[cell.name]
        yield Asked(
            id=f"{row.id}.{cell.name}",
            said=() if value is None else ((cell.name, value),),
            source=cell.source,
            confidence=cell.confidence,
        )


def _said(row: Rule | FindingRule | ZoneRule | t.Row) -> tuple[tuple[str, Said], ...]:
    fields = [f for f in msgspec.structs.fields(row) if f.name not in _BESIDE]
    said: list[tuple[str, Said]] = []
    for field in fields:
        value: Said | None = getattr(row, field.name)
        if value is not None and value != field.default:
            said.append((field.encode_name, value))
    return tuple(said)
