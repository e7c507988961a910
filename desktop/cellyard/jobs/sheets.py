"""Lists as files: CSV or XLSX of whatever make, read into rows of texts, within bounds."""

import datetime as dt
import hashlib
import io
import zipfile
import zlib
from decimal import Decimal
from pathlib import Path

from cellyard.domain.intake import grids, notice_columns
from cellyard.domain.intake.notice_columns import Grid
from cellyard.domain.refusals import Refused

# More is another file taken by mistake, or a trap.
LARGEST = 20_000_000
UNPACKED = 100_000_000
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# Excel keeps fifteen figures: a code that was taken for a longer number is lost.
_FIGURES = 15
_GROUP = 3
# What openpyxl and the zip reader raise on a file that is cut off, locked or not Excel at all.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError, IndexError,
    SyntaxError, EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip


def read(path: Path) -> tuple[Grid, str]:
    """Return a file's rows as texts with their numbers, and the SHA-256 of its bytes.

    Refused: `list_too_large`, `list_too_long`, `list_too_wide`, `list_damaged`, `list_old_excel`,
    `list_no_text`. Raises OSError when there is no such file.
    """
    if path.stat().st_size > LARGEST:
        raise Refused("list_too_large", most=LARGEST // 1_000_000)
    content = path.read_bytes()
    if content.startswith(_OLD_EXCEL):
        raise Refused("list_old_excel")
    grid = _from_xlsx(content) if content.startswith(_ZIP) else _from_csv(content)
    return grid, hashlib.sha256(content).hexdigest()


def decoded(content: bytes) -> str:
    """Return the text of a file as spreadsheets write it: UTF-8, UTF-16, or GB 18030."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _from_csv(content: bytes) -> Grid:
    try:
        text = decoded(content)
    except UnicodeDecodeError as error:
        raise Refused("list_no_text") from error
    return grids.from_text(text)


def _from_xlsx(content: bytes) -> Grid:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > UNPACKED:
                raise Refused("list_too_large", most=UNPACKED // 1_000_000)
        # Read row by row; of a formula, the value that was last worked out.
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        read: list[Grid] = []
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            sheet.reset_dimensions()  # what the file says of its size is often wrong
            rows = sheet.iter_rows(values_only=True)
            grid = grids.bounded([_text(value) for value in row] for row in rows)
            if notice_columns.find(grid):
                return grid
            read.append(grid)
    except _DAMAGED as error:
        raise Refused("list_damaged") from error
    return read[0] if read else []


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case int() | float():
            return _number(value)
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
        case dt.datetime():
            return value.isoformat(" ")
        case _:
            return str(value)


def _number(value: float) -> str:
    """Return a number with the digits that Excel shows; one too long for them as a power of ten.

    Three decimals become four: read as a text, `1.234` might be a thousand and more.
    """
    shown = Decimal(f"{value:.{_FIGURES}g}")
    if shown.is_finite() and abs(shown) < Decimal(10) ** _FIGURES:
        return f"{shown:f}" + "0" * (shown.as_tuple().exponent == -_GROUP)
    return f"{shown:E}"
