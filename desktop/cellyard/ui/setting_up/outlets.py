"""Outlets as typed or read from a CSV: what is wrong with each, and the partners they become."""

import csv
import io
from collections.abc import Sequence

import msgspec

from cellyard.domain.codes import uscc
from cellyard.domain.registers import Partner
from cellyard.words import N_, _

COLUMNS = ("key", "name", "uscc", "city")
# A key stands on the outlet's card and in every reception.
LONGEST_KEY = 20

WRONG: dict[str, str] = {
    "key_missing": N_("A key is missing. Type a short one, as on the outlet’s card."),
    "key_long": N_("A key has {most} characters at most."),
    "key_sign": N_("A key has letters, figures and hyphens only."),
    "key_twice": N_("This key stands in another row too. Each outlet has its own."),
    "name_missing": N_("The name is missing."),
    "uscc_shape": N_("A credit code has 18 signs, never I, O, S, V or Z."),
    "uscc_mended": N_("The check character does not fit. Is it {suggestion}?"),
    "uscc_check": N_("The check character does not fit. Compare it with the business licence."),
}


class OutletRow(msgspec.Struct, kw_only=True):
    """An outlet as typed."""

    key: str = ""
    name: str = ""
    uscc: str = ""
    city: str = ""

    @property
    def empty(self) -> bool:
        """True when nothing is filled in but the key that was offered."""
        return not (self.name or self.uscc or self.city)


def from_csv(text: str) -> list[OutletRow]:
    """Return one row for each line of a CSV, however wrong: rows are repaired on the screen.

    Comma, semicolon or tab; a first line of column names is understood in any order, without
    one the columns are key, name, uscc, city.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return []
    delimiter = max(",;\t", key=lines[0].count)
    cells = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter))
    head = [cell.strip().lower() for cell in cells[0]]
    named = "name" in head
    columns = head if named else list(COLUMNS)
    rows: list[OutletRow] = []
    for line in cells[1:] if named else cells:
        found = dict(zip(columns, (cell.strip() for cell in line), strict=False))
        rows.append(OutletRow(**{name: found.get(name, "") for name in COLUMNS}))
    return rows


def next_key(rows: Sequence[OutletRow]) -> str:
    """Return a key that no row has yet."""
    taken = {row.key for row in rows}
    return next(key for n in range(1, len(rows) + 2) if (key := f"OUT-{n}") not in taken)


def wrong(rows: Sequence[OutletRow]) -> dict[tuple[int, int], str]:
    """Return what is wrong by (row, column), as sentences in the language spoken now."""
    keys = [row.key.upper() for row in rows]
    found: dict[tuple[int, int], str] = {}
    for down, row in enumerate(rows):
        if row.empty:
            continue
        sentences = (_key_wrong(row.key, keys), _name_wrong(row.name), uscc_wrong(row.uscc), "")
        found |= {(down, across): said for across, said in enumerate(sentences) if said}
    return found


def wrong_words(code: str, **shown: object) -> str:
    """Return what is wrong as a sentence in the language spoken now."""
    return _(WRONG[code]).format(**shown)


def uscc_wrong(text: str) -> str:
    """Return what is wrong with a unified social credit code; "" when well or not given."""
    code = text.strip().upper()
    if not code or uscc.checks(code):
        return ""
    if suggestion := uscc.mended(code):
        return wrong_words("uscc_mended", suggestion=suggestion)
    return wrong_words("uscc_check" if uscc.shaped(code) else "uscc_shape")


def partners(rows: Sequence[OutletRow]) -> tuple[Partner, ...]:
    """Return the outlets of sound rows."""
    return tuple(
        Partner(key=row.key, name=row.name, uscc=row.uscc.upper(), city=row.city)
        for row in rows
        if not row.empty
    )


def _key_wrong(key: str, keys: Sequence[str]) -> str:
    if not key:
        return wrong_words("key_missing")
    if len(key) > LONGEST_KEY:
        return wrong_words("key_long", most=LONGEST_KEY)
    if not all(sign.isalnum() or sign in "-_." for sign in key):
        return wrong_words("key_sign")
    return wrong_words("key_twice") if keys.count(key.upper()) > 1 else ""


def _name_wrong(name: str) -> str:
    return "" if name else wrong_words("name_missing")
