"""A list as text becomes a grid: which sign divides it is seen by the headers; within bounds."""

import csv
import io
from collections.abc import Iterable, Sequence

from cellyard.domain.intake import notice_columns
from cellyard.domain.intake.notice_columns import Grid
from cellyard.domain.refusals import Refused

# An outlet's list has some hundred rows: more is another file taken by mistake, or a trap.
MOST_ROWS = 5_000
MOST_COLUMNS = 64
_DELIMITERS = ";,\t|"
_SNIFFED = 40


def from_text(text: str) -> Grid:
    """Return the rows of a list as texts. Refused: `list_no_text`, `list_damaged`,
    `list_too_long`, `list_too_wide`.
    """
    if "\0" in text:
        raise Refused("list_no_text")
    start = "\n".join(text.splitlines()[:_SNIFFED])
    # The right delimiter is the one under which most headers are understood.
    delimiter = max(_DELIMITERS, key=lambda sign: _understood(start, sign))
    return bounded(_records(text, delimiter))


def _understood(start: str, delimiter: str) -> tuple[int, int]:
    columns = notice_columns.find(bounded(_records(start, delimiter), strict=False))
    return len(columns.places) if columns else 0, start.count(delimiter)


def _records(text: str, delimiter: str) -> Iterable[Sequence[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise Refused("list_damaged") from error


def bounded(rows: Iterable[Sequence[str]], *, strict: bool = True) -> Grid:
    """Return the rows that hold something, with their numbers; refuse more than a list has."""
    found: list[tuple[int, Sequence[str]]] = []
    for number, row in enumerate(rows, 1):
        filled = [n for n, text in enumerate(row) if text.strip()]
        if not filled:
            continue
        if strict and filled[-1] >= MOST_COLUMNS:
            raise Refused("list_too_wide", most=MOST_COLUMNS)
        if len(found) == MOST_ROWS:
            raise Refused("list_too_long", most=MOST_ROWS)
        found.append((number, tuple(text.strip() for text in row[: filled[-1] + 1])))
    return found
