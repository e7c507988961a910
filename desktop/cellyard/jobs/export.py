"""Everything out of the store as CSV, XLSX or JSON lines, and the files that its facts name.

Nothing of people goes out but the ids that facts name: no names, badges, PINs or signatures.
"""

import csv
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Literal, get_args

import msgspec

from cellyard import durable
from cellyard.domain.refusals import Refused
from cellyard.jobs import export_files
from cellyard.jobs.export_rows import COLUMNS, Row, Value, json_lines, rows
from cellyard.ledger.whole import Span, Whole, whole

Format = Literal["csv", "xlsx", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
_EXTENSIONS: dict[Format, str] = {"csv": "csv", "xlsx": "xlsx", "json": "jsonl"}
# A sheet of Excel holds 1,048,576 rows, its cell 32,767 signs or a number of 15 figures.
ROWS_OF_A_SHEET = 1_000_000
SIGNS_OF_A_CELL = 32_767
FIGURES_OF_A_CELL = 15
# A cell that begins so is a formula to a spreadsheet, whoever has written it; also within a cell:
# where semicolons divide the columns, a text that holds one becomes two.
_FORMULA = re.compile(r"(^|[;\t\r\n])(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])")
# What no XML may hold; a code may have been read with such signs.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


# Where the files go; their list is a set of its own.
_FOLDER = "contents"


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was written, and how many rows it holds."""

    file: str
    rows: int


def span(first: str = "", last: str = "") -> Span:
    """Return the days (ISO dates, both counted in) as a span; "" leaves an end open.

    Refused("export_dates") when one is no date, or the last before the first.
    """
    try:
        begin = date.fromisoformat(first) if first else None
        end = date.fromisoformat(last) if last else None
    except ValueError as error:
        raise Refused("export_dates") from error
    if begin and end and end < begin:
        raise Refused("export_dates")
    whole_ = Span()
    return Span(
        since=_midnight(begin) if begin else whole_.since,
        until=_midnight(end + timedelta(days=1)) if end else whole_.until,
    )


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time()).astimezone().timestamp() * 1000)


def export(
    folder: Path, to: Path, format_: Format, days: Span, *, now: datetime, files: bool = False
) -> list[Exported]:
    """Write one file for each set into the folder `to`; all of them are whole, or none is there.

    With `files`, also a folder of the files that the facts name. The names bear the moment, so that
    nothing is written over. One moment of the store is written, whatever is recorded meanwhile; a
    page of rows at a time is held in memory.
    Refused("no_store") and as `Questions`; raises OSError.
    """
    to.mkdir(parents=True, exist_ok=True)
    stem = f"cellyard-{now:%Y%m%d-%H%M%S}"
    paths = {name: to / f"{stem}-{name}.{_EXTENSIONS[format_]}" for name in COLUMNS}
    parts = {name: path.with_name(path.name + ".part") for name, path in paths.items()}
    counts: dict[str, int] = {}
    try:
        with whole(folder) as store:
            for name, part in parts.items():
                counts[name] = _write(store, part, name, format_, days)
                _make_durable(part)
            if files:
                paths[_FOLDER] = to / f"{stem}-{_FOLDER}"
                parts[_FOLDER] = to / f"{stem}-{_FOLDER}.part"
                counts[_FOLDER] = export_files.write(store, parts[_FOLDER], days)
        for name, part in parts.items():
            part.replace(paths[name])
        durable.sync_folder(to)
    except BaseException:
        for path in (*parts.values(), *(paths[n] for n in counts)):
            with suppress(OSError):
                path.unlink(missing_ok=True)
        if _FOLDER in counts:
            for folder_ in (parts[_FOLDER], paths[_FOLDER]):
                shutil.rmtree(folder_, ignore_errors=True)
        raise
    return [Exported(file=paths[name].name, rows=count) for name, count in counts.items()]


def _write(store: Whole, path: Path, name: str, format_: Format, days: Span) -> int:
    match format_:
        case "csv":
            return _csv(path, name, rows(store, name, days))
        case "xlsx":
            return _xlsx(path, name, rows(store, name, days))
        case "json":
            return _json(path, json_lines(store, name, days))


def _make_durable(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _csv(path: Path, name: str, found: Iterator[Row]) -> int:
    count = 0
    # With the mark at its beginning, Excel reads Chinese in it.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS[name])
        for row in found:
            writer.writerow([_harmless(value) for value in row])
            count += 1
    return count


def _harmless(value: Value) -> str:
    """Return a cell that no spreadsheet takes for a formula; numbers stay as they are."""
    text = plain(value)
    return text if isinstance(value, int | Decimal) else _FORMULA.sub(r"\1'", text)


def _xlsx(path: Path, name: str, found: Iterator[Row]) -> int:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    sheet.append(COLUMNS[name])
    count = 0
    for row in found:
        if count and count % ROWS_OF_A_SHEET == 0:
            sheet = book.create_sheet(f"{name} {count // ROWS_OF_A_SHEET + 1}")
            sheet.append(COLUMNS[name])
        cells: list[object] = []
        for value in row:
            if _is_number(value):
                cells.append(value)
            else:
                cell = WriteOnlyCell(sheet, _fitting(plain(value)))
                cell.data_type = "s"  # as text, also what looks like a formula
                cells.append(cell)
        sheet.append(cells)
        count += 1
    book.save(path)
    return count


def _is_number(value: Value) -> bool:
    """Tell whether a spreadsheet keeps a value as a number, with every digit of it."""
    if isinstance(value, Decimal):
        return value.is_finite() and len(value.as_tuple().digits) <= FIGURES_OF_A_CELL
    return isinstance(value, int) and not isinstance(value, bool)


def _fitting(text: str) -> str:
    """Return a text that a cell of a workbook can hold."""
    if len(text) > SIGNS_OF_A_CELL:
        return f"({len(text)} signs: too long for a cell, whole in the JSON export)"
    return _NOT_XML.sub("\ufffd", text)


def _json(path: Path, found: Iterator[bytes]) -> int:
    count = 0
    with path.open("wb") as file:
        for line in found:
            file.write(line + b"\n")
            count += 1
    return count


def plain(value: Value) -> str:
    """Return a value as text: every digit of a number, lists with semicolons, "" for nothing."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return f"{value:f}"
        case tuple():
            return "; ".join(value)
        case msgspec.Raw():
            return bytes(value).decode()
        case _:
            return str(value)
