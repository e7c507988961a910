"""Laying out a yard: zones and their slots from a small grid, with errors by row."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import get_args

import msgspec

from cellyard.domain.registers import Purpose, Slot, Zone

PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
ZONE_NAME = re.compile(r"[A-Z][A-Z0-9]{0,3}")
_MOST = 100_000  # slots of one zone: more is a slip of the finger
OUTDOORS: frozenset[Purpose] = frozenset({"quarantine"})


class GridRow(msgspec.Struct, frozen=True, kw_only=True):
    """One zone: how many racks, levels in each, places in each level; kg and kWh of each slot."""

    zone: str
    purpose: Purpose
    racks: int
    levels: int
    places: int
    kg: Decimal
    kwh: Decimal


class RowError(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong in one row (1 is the first row of data); `shown` are the values named."""

    row: int
    code: str
    shown: dict[str, str] = {}


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """The zones of all sound rows, in their order, and what was wrong with the others."""

    zones: tuple[Zone, ...]
    errors: tuple[RowError, ...] = ()


def _row(zone: str, purpose: Purpose, shape: tuple[int, int, int], kg: int, kwh: int) -> GridRow:
    racks, levels, places = shape
    return GridRow(
        zone=zone,
        purpose=purpose,
        racks=racks,
        levels=levels,
        places=places,
        kg=Decimal(kg),
        kwh=Decimal(kwh),
    )


SAMPLE_GRID: tuple[GridRow, ...] = (
    _row("A", "normal", (3, 3, 5), 500, 110),
    _row("E", "second_life", (3, 3, 5), 500, 110),
    _row("D", "recycling", (3, 3, 5), 700, 110),
    _row("O", "observation", (1, 1, 6), 700, 110),
    _row("Q", "quarantine", (1, 1, 4), 700, 110),
    _row("R", "receiving", (1, 1, 6), 700, 110),
)


def zones_from_grid(rows: Sequence[GridRow], *, home: str = "") -> Layout:
    """Return zones with their slots named `A-01-1-1`; one rack of one level makes bays, `O-01`.

    A bay is a fire compartment of its own. `home` is the station that all slots belong to.
    """
    errors: list[RowError] = []
    zones: dict[str, Zone] = {}
    for n, row in enumerate(rows, start=1):
        if error := _wrong(n, row, zones):
            errors.append(error)
        else:
            zones[row.zone] = Zone(
                key=row.zone,
                purpose=row.purpose,
                outdoors=row.purpose in OUTDOORS,
                slots=tuple(_slots(row, home)),
            )
    return Layout(zones=tuple(zones.values()), errors=tuple(errors))


def _wrong(n: int, row: GridRow, zones: Mapping[str, Zone]) -> RowError | None:
    if not ZONE_NAME.fullmatch(row.zone):
        return RowError(row=n, code="zone_name", shown={"zone": row.zone})
    if row.zone in zones:
        return RowError(row=n, code="zone_twice", shown={"zone": row.zone})
    if min(row.racks, row.levels, row.places) < 1:
        return RowError(row=n, code="zone_empty", shown={"zone": row.zone})
    if row.racks > 99 or row.racks * row.levels * row.places > _MOST:
        return RowError(row=n, code="zone_too_large", shown={"zone": row.zone})
    if min(row.kg, row.kwh) <= 0:
        return RowError(row=n, code="limit_missing", shown={"zone": row.zone})
    return None


def _slots(row: GridRow, home: str) -> Iterator[Slot]:
    bays = row.racks == row.levels == 1
    for rack in range(1, row.racks + 1):
        for level in range(1, row.levels + 1):
            for place in range(1, row.places + 1):
                bay, named = f"{row.zone}-{place:02}", f"{row.zone}-{rack:02}"
                yield Slot(
                    name=bay if bays else f"{named}-{level}-{place}",
                    rack=bay if bays else named,
                    level=level,
                    max_kg=row.kg,
                    max_kwh=row.kwh,
                    home=home,
                )


def enough(zones: Sequence[Zone]) -> tuple[Purpose, ...]:
    """Return the purposes that a yard cannot open without and that are missing; () is enough."""
    there = {zone.purpose for zone in zones if zone.slots}
    wanted: tuple[Purpose, ...] = ("normal", "observation", "quarantine")
    return tuple(purpose for purpose in wanted if purpose not in there)
