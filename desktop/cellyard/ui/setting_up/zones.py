"""Zones as typed in a grid: the slots they make, what is wrong in which cell, and back again."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from cellyard.domain.registers import Zone
from cellyard.domain.yard import SAMPLE_GRID, GridRow, Layout, RowError, zones_from_csv
from cellyard.words import _
from cellyard.words.yard import LAYOUT_ERRORS

COLUMNS = ("zone", "purpose", "racks", "levels", "places", "kg", "kwh")
_NUMBERS = range(2, len(COLUMNS))


class ZoneRow(msgspec.Struct, kw_only=True):
    """A zone as typed."""

    zone: str = ""
    purpose: str = "normal"
    racks: str = "1"
    levels: str = "1"
    places: str = ""
    kg: str = ""
    kwh: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        return msgspec.structs.astuple(self)

    @property
    def empty(self) -> bool:
        return not (self.zone or self.places)


def row(cells: Sequence[str]) -> ZoneRow:
    """Return the row of these cells."""
    return ZoneRow(**dict(zip(COLUMNS, cells, strict=True)))


def sample() -> list[ZoneRow]:
    """Return the yard that is offered to begin with."""
    return [_typed(grid) for grid in SAMPLE_GRID]


def next_zone(rows: Sequence[ZoneRow]) -> str:
    """Return a letter that no row has yet, "" when all are taken."""
    taken = {r.zone.upper() for r in rows}
    return next((letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if letter not in taken), "")


def layout(rows: Sequence[ZoneRow], *, home: str) -> Layout:
    """Return the zones that typed rows make, and what is wrong with the others.

    Rows left empty count for nothing; the row numbers of the errors are those of `rows`, from 1.
    """
    filled = [(number, r) for number, r in enumerate(rows, start=1) if not r.empty]
    made = zones_from_csv(_csv([r for _number, r in filled]), home=home)
    moved = (msgspec.structs.replace(e, row=filled[e.row - 1][0]) for e in made.errors)
    return Layout(zones=made.zones, errors=tuple(moved))


def wrong(rows: Sequence[ZoneRow], errors: Sequence[RowError]) -> dict[tuple[int, int], str]:
    """Return what is wrong by (row, column), both from 0."""
    return {(e.row - 1, _column(rows[e.row - 1], e)): sentence(e) for e in errors}


def sentence(error: RowError) -> str:
    """Return what is wrong with a row, in the language spoken now."""
    return _(LAYOUT_ERRORS[error.code]).format(row=error.row, **error.shown)


def typed(zone: Zone) -> ZoneRow | None:
    """Return the row that makes this zone; None when its slots are no plain grid."""
    racks = list(dict.fromkeys(slot.rack for slot in zone.slots))
    levels = len({slot.level for slot in zone.slots})
    if not zone.slots:
        return None
    bays = len(racks) == len(zone.slots)
    shape = (1, 1, len(racks)) if bays else (len(racks), levels, 0)
    places = shape[2] or len(zone.slots) // (len(racks) * levels)
    found = _typed(
        GridRow(
            zone=zone.key,
            purpose=zone.purpose,
            racks=shape[0],
            levels=shape[1],
            places=places,
            kg=zone.slots[0].max_kg,
            kwh=zone.slots[0].max_kwh,
        )
    )
    again = zones_from_csv(_csv([found]), home=zone.slots[0].home).zones
    return found if again and again[0].slots == zone.slots else None


def total(zones: Sequence[Zone]) -> tuple[int, Decimal]:
    """Return the number of slots and the kg that they may carry together."""
    slots = [slot for zone in zones for slot in zone.slots]
    return len(slots), sum((slot.max_kg for slot in slots), Decimal(0))


def _typed(grid: GridRow) -> ZoneRow:
    return ZoneRow(
        zone=grid.zone,
        purpose=grid.purpose,
        racks=str(grid.racks),
        levels=str(grid.levels),
        places=str(grid.places),
        kg=str(grid.kg),
        kwh=str(grid.kwh),
    )


def _csv(rows: Sequence[ZoneRow]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(r.cells for r in rows)
    return text.getvalue()


def _column(r: ZoneRow, error: RowError) -> int:
    match error.code:
        case "purpose":
            return 1
        case "no_number":
            said = error.shown.get("text", "")
            return next((n for n in _NUMBERS if r.cells[n] == said), 2)
        case "zone_empty":
            return next((n for n in (2, 3, 4) if r.cells[n] in {"0", ""}), 4)
        case "zone_too_large":
            return 2
        case "limit_missing":
            return 5
        case _:
            return 0
