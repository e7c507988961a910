"""An outlet's list on its way to a notice: read row by row, repaired by a person, taken whole."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal

import msgspec

from cellyard.domain import codes
from cellyard.domain.intake.expected import keys_of
from cellyard.domain.intake.notice_columns import FIELDS, KG, KWH, Columns, Grid, narrow
from cellyard.domain.intake.notice_values import amount, decimal_sign, iso_date, settled
from cellyard.domain.known import Known
from cellyard.domain.registers import Notice, NoticeLine

# Longer is no word of the trade; it is a cell filled by mistake.
LONGEST = 200
_CODE_AS_NUMBER = re.compile(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]+")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row as read and repaired. `number` is its row in the file; cells are texts by field."""

    number: int
    cells: dict[str, str]
    left_out: bool = False


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A list half taken over. `source` is the SHA-256 of its file; `aside` its unread columns."""

    source: str
    rows: tuple[Row, ...]
    outlet: str = ""
    expected_on: str = ""
    aside: tuple[str, ...] = ()


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be said of a cell: a sentence of `words.notices` and what it shows."""

    field: str
    code: str
    shown: dict[str, str] = {}


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A row with what is wrong (it cannot be taken over) and what is doubtful (it can).

    `line` is None while something is wrong.
    """

    row: Row
    line: NoticeLine | None
    wrong: tuple[Said, ...] = ()
    doubts: tuple[Said, ...] = ()


def draft(grid: Grid, columns: Columns, source: str) -> Draft:
    """Return the rows under the header; the date of arrival when all rows name the same one."""
    rows: list[Row] = []
    dates: set[str | None] = set()
    under = [(n, cells) for n, cells in grid[columns.first :] if any(t.strip() for t in cells)]
    signs = {
        field: decimal_sign(_cell(cells, columns.places[field]) for _n, cells in under)
        for field in ("kg", "kwh")
        if field in columns.places
    }
    for number, cells in under:
        rows.append(Row(number=number, cells=_cells(columns, cells, signs)))
        if "date" in columns.places:
            dates.add(iso_date(_cell(cells, columns.places["date"])))
    day = next(iter(dates)) if len(dates) == 1 else None
    return Draft(source=source, rows=tuple(rows), expected_on=day or "", aside=columns.aside)


def _cells(columns: Columns, cells: Sequence[str], signs: Mapping[str, str]) -> dict[str, str]:
    found = {f: _cell(cells, at) for f, at in columns.places.items() if f in FIELDS}
    found |= {field: settled(found[field], sign) for field, sign in signs.items()}
    for field, known in (("kg", KG), ("kwh", KWH)):
        factor = columns.units.get(field, Decimal(1))
        # A cell in another unit than kg or kWh is read at once, so that a person repairs kg.
        if found.get(field) and factor != 1:
            with suppress(ValueError):
                found[field] = f"{amount(found[field], known, factor):f}"
    return {field: text for field, text in found.items() if text}


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""


def with_cells(given: Draft, number: int, cells: Mapping[str, str]) -> Draft:
    """Return the list with the cells of one row repaired."""
    filled = {field: text.strip() for field, text in cells.items() if text.strip()}
    return _with_row(given, number, lambda _r: {"cells": filled})


def leave_out(given: Draft, number: int, *, out: bool) -> Draft:
    """Return the list with one row left out, or taken in again."""
    return _with_row(given, number, lambda _r: {"left_out": out})


def _with_row(given: Draft, number: int, change: Callable[[Row], dict[str, object]]) -> Draft:
    rows = tuple(
        msgspec.structs.replace(r, **change(r)) if r.number == number else r for r in given.rows
    )
    return msgspec.structs.replace(given, rows=rows)


def judged(known: Known, given: Draft) -> tuple[Judged, ...]:
    """Return every row with what is wrong with it, as the store stands now.

    Wrong: no code, a code that a spreadsheet has turned into a number, a code twice in the list,
    of a battery that is here, or of another open notice; a mass or energy that is no number, or
    outside what the edition lets a battery weigh. All other doubts stop nobody.
    """
    today = dt.date.fromisoformat(known.today)
    low, high = known.edition.number("weight.min"), known.edition.number("weight.max")
    times = Counter(codes.key(r.cells.get("code", "")) for r in given.rows if not r.left_out)
    found: list[Judged] = []
    for row in given.rows:
        wrong: list[Said] = []
        doubts: list[Said] = []
        line = _line(row, today, wrong, doubts)
        if line.kg is not None and not low <= line.kg <= high:
            shown = {"text": row.cells["kg"], "low": f"{low:f}", "high": f"{high:f}"}
            wrong.append(Said(field="kg", code="kg_implausible", shown=shown))
        key = codes.key(row.cells.get("code", ""))
        if key and times[key] > 1 and not row.left_out:
            wrong.append(Said(field="code", code="code_twice"))
        wrong.extend(_elsewhere(known, line))
        sound = None if wrong or row.left_out else line
        found.append(Judged(row=row, line=sound, wrong=tuple(wrong), doubts=tuple(doubts)))
    return tuple(found)


def _line(row: Row, today: dt.date, wrong: list[Said], doubts: list[Said]) -> NoticeLine:
    text = row.cells.get("code", "")
    code = _code(text, today)
    if not codes.key(text):
        wrong.append(Said(field="code", code="code_missing"))
    elif _CODE_AS_NUMBER.fullmatch(text):
        wrong.append(Said(field="code", code="code_as_number", shown={"text": text}))
    elif code.scheme in ("VIN", "USCC") and code.valid:
        # A maker's serial of 17 signs may look like one, by chance in one of eleven.
        doubts.append(Said(field="code", code="code_is_vin", shown={"text": text}))
    elif code.refused and code.suggestion:
        shown = {"suggestion": code.suggestion}
        doubts.append(Said(field="code", code="code_meant", shown=shown))
    elif code.refused:
        doubts.append(Said(field="code", code="code_other"))
    for field, most in (("code", 64), ("model", LONGEST), ("chemistry", 64), ("note", LONGEST)):
        if len(row.cells.get(field, "")) > most:
            wrong.append(Said(field=field, code="too_long", shown={"most": str(most)}))
    vin = row.cells.get("vin", "")
    frame = codes.decode(vin, today)
    if vin and not (frame.scheme == "VIN" and frame.valid):
        doubts.append(Said(field="vin", code="vin_doubtful", shown={"text": vin}))
    return NoticeLine(
        row=row.number,
        code=code.code,
        meant=code.suggestion or "",
        model=row.cells.get("model", ""),
        kg=_number(row, "kg", KG, wrong),
        kwh=_number(row, "kwh", KWH, wrong),
        chemistry=row.cells.get("chemistry", ""),
        vin=codes.key(vin),
        condition=row.cells.get("note", ""),
    )


def _code(text: str, today: dt.date) -> codes.Code:
    """Return what a cell's code is; a plate's two lines may stand in it in either order."""
    lines = [line for line in narrow(text).splitlines() if line.strip()]
    joined = codes.join(lines[0], lines[1], today) if len(lines) == 2 else None
    return joined or codes.decode(" ".join(lines), today)


def _number(
    row: Row, field: str, units: Mapping[str, Decimal], wrong: list[Said]
) -> Decimal | None:
    text = row.cells.get(field, "")
    if not text:
        return None
    try:
        value = amount(text, units)
    except ValueError as error:
        wrong.append(Said(field=field, code=str(error), shown={"text": text}))
        return None
    if value <= 0:
        wrong.append(Said(field=field, code="no_number", shown={"text": text}))
        return None
    return value


def _elsewhere(known: Known, line: NoticeLine) -> list[Said]:
    """Return whether the battery is here already, or announced by another notice."""
    for key in keys_of(line):
        here = [b for b in known.with_code(key) if b.open or b.stored]
        if here:
            shown = {"ticket": str(here[-1].ticket)}
            return [Said(field="code", code="code_here", shown=shown)]
        if other := known.notices.with_code(key):
            return [Said(field="code", code="code_noticed", shown={"notice": other[0].notice.key})]
    return []


def notice(known: Known, given: Draft, key: str, lines: Sequence[NoticeLine]) -> Notice:
    """Return the notice that a list becomes, of its sound lines."""
    return Notice(
        key=key,
        outlet=given.outlet,
        expected_on=given.expected_on,
        source=given.source,
        taken_at=known.now,
        lines=tuple(lines),
    )
