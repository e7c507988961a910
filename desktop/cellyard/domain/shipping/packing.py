"""How a battery is packed: the first packing of its row that fits it and is at hand."""

from decimal import Decimal

import msgspec

from cellyard.domain.rules import Edition
from cellyard.domain.shipping.cargo import Cargo
from cellyard.domain.transport import PackingRow, TransportRow

# A packing by this name needs no packaging, but a competent authority's approval of the battery.
APPROVAL = "approval"


class Packing(msgspec.Struct, frozen=True, kw_only=True):
    """The packing chosen; with None, `wanted` names the packagings that would fit, in order, and
    `fitting` the rows of all that would, an approval among them.
    """

    row: PackingRow | None
    wanted: tuple[str, ...] = ()
    fitting: tuple[str, ...] = ()


def chosen(
    cargo: Cargo, row: TransportRow, edition: Edition, packagings: tuple[str, ...]
) -> Packing:
    """Return the first packing of a row that takes this battery and for which there is packaging.

    The order is the edition's. What needs no packaging of its own, crates and pallets, is always
    at hand.
    """
    rows = {p.id: p for p in edition.packing}
    fitting = [rows[id_] for id_ in row.packing if _takes(rows[id_], cargo)]
    for packing in fitting:
        if packing.needs == APPROVAL:
            if cargo.approval:
                return Packing(row=packing)
        elif not packing.needs or packing.needs in packagings:
            return Packing(row=packing)
    wanted = dict.fromkeys(p.needs for p in fitting if p.needs != APPROVAL)
    return Packing(row=None, wanted=tuple(wanted), fitting=tuple(p.id for p in fitting))


def _takes(packing: PackingRow, cargo: Cargo) -> bool:
    kg = cargo.kg or Decimal(0)
    # What a packaging takes is held against the gross mass: net limits are kept to as well.
    return (
        (not packing.levels or cargo.level in packing.levels)
        and (packing.min_kg is None or kg >= packing.min_kg)
        and (packing.max_kg is None or cargo.gross_kg <= packing.max_kg)
        and (cargo.small or not packing.small)
        and (cargo.un38_3 == "yes" or not packing.tested)
    )
