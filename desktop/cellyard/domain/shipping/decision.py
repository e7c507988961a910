"""The line of the table of decisions, T1 to T13, that fits a battery, and by way of which lines."""

from decimal import Decimal

from cellyard.domain.shipping.asked import Asked
from cellyard.domain.transport import Condition, Kind, TransportRow

_GRAMS = Decimal(1000)
# Rows that only name other rows: by family, then by an undiagnosed condition.
_DEPTH = 3


def row_of(asked: Asked) -> tuple[TransportRow, tuple[TransportRow, ...]] | None:
    """Return the row that fits, and the rows by way of which it was found.

    A prototype, a portable or equipment that its own row does not fit goes as any other; a
    battery in a vehicle does not.
    """
    kinds: tuple[Kind, ...] = (_kind(asked),)
    if kinds[0] in ("prototype", "portable", "equipment"):
        kinds = (*kinds, "usual")
    for kind in kinds:
        rows = (r for r in asked.edition.transport if not r.blocks)
        row = next((r for r in rows if _fits(r, asked, kind)), None)
        if row is not None:
            return _followed(row, asked)
    return None


def barring(asked: Asked) -> TransportRow | None:
    """Return the row that lets nothing like it travel this way, whatever it is packed in."""
    rows = (r for r in asked.edition.transport if r.blocks)
    return next((r for r in rows if _fits(r, asked, asked.cargo.kind)), None)


def _kind(asked: Asked) -> Kind:
    """Reliefs for small ones never fit a traction pack or module, whatever somebody says."""
    cargo = asked.cargo
    if cargo.kind not in ("portable", "equipment"):
        return cargo.kind
    if cargo.level != "cell" or not cargo.small or cargo.kg is None:
        return "usual"
    heavy = cargo.kg * _GRAMS > asked.edition.number("portable.max_g")
    return "usual" if heavy and cargo.kind == "portable" else cargo.kind


def _followed(
    row: TransportRow, asked: Asked
) -> tuple[TransportRow, tuple[TransportRow, ...]] | None:
    via: tuple[TransportRow, ...] = ()
    condition = asked.cargo.condition
    for _ in range(_DEPTH):
        if not row.like:
            return row, via
        via = (*via, row)
        if row.conditions == ("undiagnosed",):
            condition = "damaged" if asked.cargo.reaction_ruled_out else "reactive"
        found = _like(row, asked, condition)
        if found is None:
            return None
        row = found
    return None


def _like(row: TransportRow, asked: Asked, condition: Condition) -> TransportRow | None:
    """Return which of the rows that a row names it is treated as; the family does not matter."""
    rows = (r for r in asked.edition.transport if r.id in row.like)
    return next(
        (
            r
            for r in rows
            if (not r.conditions or condition in r.conditions)
            and (not r.uses or asked.cargo.use in r.uses)
        ),
        None,
    )


def _fits(row: TransportRow, asked: Asked, kind: Kind) -> bool:
    cargo = asked.cargo
    return (
        (row.blocks or row.kind == kind)
        and (not row.families or cargo.family in row.families)
        and (not row.conditions or cargo.condition in row.conditions)
        and (not row.uses or cargo.use in row.uses)
        and (not row.modes or asked.journey.mode in row.modes)
    )
