"""Traces from files: reads the table that a tester exported, and analyses its discharge."""

import csv
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

import msgspec

from cellyard.domain.bench.trace import Analysis, Point, analyse
from cellyard.domain.bench.validity import validity
from cellyard.domain.refusals import Refused
from cellyard.domain.rules import Edition

_NEEDED = ("time_s", "current_a", "voltage_v")
_CELL = re.compile(r"v_cell(\d{1,4})")


def analysed(path: Path, edition: Edition, cutoff: Decimal | None = None) -> Analysis:
    """Return what the discharge in a CSV file gave, by the rules of an edition on `grading`.

    The file has a line of names, then `time_s`, `current_a` (minus is discharge), `voltage_v`
    and, when known, `temperature_c`, `step` and `v_cell1` and so on. Raises Refused
    ("trace_columns_missing", "trace_value_wrong", and what `analyse` refuses) and OSError.
    """
    rows = list(read(path, edition))
    points = [p for p in rows if p is not None]
    return analyse(
        points, cutoff=cutoff, validity=validity(edition), left_out=len(rows) - len(points)
    )


def read(path: Path, edition: Edition) -> Iterator[Point | None]:
    """Read the samples of a file; None for one without time, current or voltage.

    A blank, NaN or a figure that no bench can give (3.4E+38) is no value.
    """
    # Only figures are read: words in another encoding (GB 18030) may stand beside them.
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        table = csv.reader(file)
        try:
            columns = _columns(path, next(table, []), edition)
            for row in table:
                if any(row):
                    yield _point(_Row(path, table.line_num, row), columns)
        except csv.Error as error:
            raise _no_table(path, _NEEDED) from error


class _Column(msgspec.Struct, frozen=True):
    """A column of figures: where it stands, its name, and what its figures do not exceed."""

    at: int
    name: str
    limit: Decimal


class _Columns(msgspec.Struct, frozen=True, kw_only=True):
    t: _Column
    current: _Column
    voltage: _Column
    temperature: _Column | None
    cells: tuple[_Column, ...]
    step: int | None


class _Row(msgspec.Struct, frozen=True):
    path: Path
    line: int
    texts: list[str]

    def text(self, at: int) -> str:
        return self.texts[at].strip() if at < len(self.texts) else ""

    def number(self, column: _Column) -> Decimal | None:
        """Return the figure in a column, or None when it is no value."""
        text = self.text(column.at)
        try:
            found = Decimal(text or "NaN")
        except InvalidOperation as error:
            raise Refused(
                "trace_value_wrong",
                file=str(self.path),
                line=self.line,
                column=column.name,
                text=text,
            ) from error
        return found if found.is_finite() and abs(found) <= column.limit else None


def _columns(path: Path, head: list[str], edition: Edition) -> _Columns:
    names = [name.strip().lower() for name in head]
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        raise _no_table(path, missing)
    amps, volts = edition.number("trace.max_a"), edition.number("trace.max_v")
    numbered = ((_CELL.fullmatch(name), at) for at, name in enumerate(names))
    cells = sorted((int(found[1]), at) for found, at in numbered if found)
    warm = names.index("temperature_c") if "temperature_c" in names else None
    return _Columns(
        t=_Column(names.index("time_s"), "time_s", edition.number("trace.max_s")),
        current=_Column(names.index("current_a"), "current_a", amps),
        voltage=_Column(names.index("voltage_v"), "voltage_v", volts),
        temperature=None if warm is None else _Column(warm, "temperature_c", volts),
        cells=tuple(_Column(at, names[at], volts) for _, at in cells),
        step=names.index("step") if "step" in names else None,
    )


def _point(row: _Row, columns: _Columns) -> Point | None:
    t, current, voltage = (row.number(c) for c in (columns.t, columns.current, columns.voltage))
    if t is None or current is None or voltage is None:
        return None
    return Point(
        t,
        current,
        voltage,
        None if columns.temperature is None else row.number(columns.temperature),
        tuple([row.number(c) for c in columns.cells]),
        "" if columns.step is None else row.text(columns.step),
    )


def _no_table(path: Path, missing: list[str] | tuple[str, ...]) -> Refused:
    return Refused("trace_columns_missing", file=str(path), missing=", ".join(missing))
