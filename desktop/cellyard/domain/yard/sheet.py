"""Zones and slots from a CSV file: sound rows are taken, each other row is told with its number."""

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

import msgspec

from cellyard.domain.registers import Purpose, Slot, Zone
from cellyard.domain.yard.layout import (
    OUTDOORS,
    PURPOSES,
    ZONE_NAME,
    GridRow,
    Layout,
    RowError,
    zones_from_grid,
)

# One line per slot, or one line per zone as in the grid.
SLOT_COLUMNS = ("zone", "purpose", "slot", "rack", "level", "kg", "kwh")
GRID_COLUMNS = ("zone", "purpose", "racks", "levels", "places", "kg", "kwh")


def zones_from_csv(text: str, *, home: str = "") -> Layout:
    """Return zones from a CSV file with a header: SLOT_COLUMNS or GRID_COLUMNS, in any order.

    Comma, semicolon or tab. A `home` column names the station of each slot. Sound rows are
    taken whatever stands in the others; every other row is told with its number.
    """
    lines = text.lstrip("\ufeff")
    delimiter = max(",;\t", key=lines.partition("\n")[0].count)
    try:
        table = [row for row in csv.reader(io.StringIO(lines), delimiter=delimiter) if row]
    except csv.Error:
        return Layout(zones=(), errors=(RowError(row=0, code="no_csv"),))
    header = [name.strip().lower() for name in table[0]] if table else []
    columns = set(header)
    rows = [_by_name(header, row) for row in table[1:]]
    if columns.issuperset(SLOT_COLUMNS):
        return _from_slots(rows, home)
    if columns.issuperset(GRID_COLUMNS):
        return _from_grid_rows(rows, home)
    lacking = ", ".join(c for c in SLOT_COLUMNS if c not in columns)
    return Layout(zones=(), errors=(RowError(row=0, code="columns", shown={"columns": lacking}),))


def _by_name(header: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    fields = (*row, *("" for _ in header))  # short rows lack fields: they are told as empty
    return {name: field.strip() for name, field in zip(header, fields, strict=False)}


def _from_grid_rows(rows: Sequence[Mapping[str, str]], home: str) -> Layout:
    read: list[tuple[int, GridRow]] = []
    errors: list[RowError] = []
    for n, row in enumerate(rows, start=1):
        try:
            read.append((n, _grid_row(row)))
        except _Wrong as wrong:
            errors.append(RowError(row=n, code=wrong.code, shown=wrong.shown))
    layout = zones_from_grid([row for _, row in read], home=home)
    moved = (msgspec.structs.replace(e, row=read[e.row - 1][0]) for e in layout.errors)
    return Layout(zones=layout.zones, errors=tuple(sorted((*errors, *moved), key=lambda e: e.row)))


class _Wrong(Exception):
    """A field of one row that cannot be read."""

    def __init__(self, code: str, **shown: str) -> None:
        super().__init__(code)
        self.code, self.shown = code, shown


def _grid_row(row: Mapping[str, str]) -> GridRow:
    return GridRow(
        zone=row["zone"].upper(),
        purpose=_purpose(row["purpose"]),
        racks=_whole(row["racks"]),
        levels=_whole(row["levels"]),
        places=_whole(row["places"]),
        kg=_figure(row["kg"]),
        kwh=_figure(row["kwh"]),
    )


def _purpose(text: str) -> Purpose:
    wanted = text.strip().lower().replace(" ", "_").replace("-", "_")
    for purpose in PURPOSES:
        if purpose == wanted:
            return purpose
    raise _Wrong("purpose", purpose=text)


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise _Wrong("no_number", text=text)
    return int(text)


def _figure(text: str) -> Decimal:
    try:
        figure = Decimal(text.replace(" ", ""))
    except InvalidOperation:
        raise _Wrong("no_number", text=text) from None
    if not figure.is_finite() or figure <= 0:
        raise _Wrong("no_number", text=text)
    return figure


def _from_slots(rows: Sequence[Mapping[str, str]], home: str) -> Layout:
    purposes: dict[str, Purpose] = {}
    slots: dict[str, list[Slot]] = {}
    names: set[str] = set()
    errors: list[RowError] = []
    for n, row in enumerate(rows, start=1):
        try:
            zone, purpose, slot = _slot_row(row, home)
            _check_new(slot.name, names)
            _check_same(zone, purpose, purposes)
        except _Wrong as wrong:
            errors.append(RowError(row=n, code=wrong.code, shown=wrong.shown))
            continue
        slots.setdefault(zone, []).append(slot)
    zones = tuple(
        Zone(key=key, purpose=purposes[key], outdoors=purposes[key] in OUTDOORS, slots=tuple(its))
        for key, its in slots.items()
    )
    return Layout(zones=zones, errors=tuple(errors))


def _check_new(name: str, names: set[str]) -> None:
    if name in names:
        raise _Wrong("slot_twice", slot=name)
    names.add(name)


def _check_same(zone: str, purpose: Purpose, purposes: dict[str, Purpose]) -> None:
    if purposes.setdefault(zone, purpose) != purpose:
        raise _Wrong("zone_two_purposes", zone=zone)


def _slot_row(row: Mapping[str, str], home: str) -> tuple[str, Purpose, Slot]:
    zone, name = row["zone"].upper(), row["slot"].upper()
    if not ZONE_NAME.fullmatch(zone):
        raise _Wrong("zone_name", zone=row["zone"])
    if not name or not name.isascii() or " " in name:
        raise _Wrong("slot_name", slot=row["slot"])
    slot = Slot(
        name=name,
        rack=row["rack"].upper() or name,
        level=_whole(row["level"] or "1"),
        max_kg=_figure(row["kg"]),
        max_kwh=_figure(row["kwh"]),
        home=row.get("home") or home,
    )
    return zone, _purpose(row["purpose"]), slot
