"""GB/T 34014-2017 traction-battery codes: fields, dates, and what a wrong one was meant to be.

Full form, 24 characters, and cascade form (second life), 19 characters:

    vendor 3 · level 1 · chemistry 1 · spec 2 · trace 7 · date 3 · serial 7
    vendor 3 · level 1 · chemistry 1 · spec 2 · date 3 · serial 7 · cascade 2

There is no check digit: shape, calendar and today's date are all that can be tested.
"""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Literal

import msgspec

# The date letters of a production MES that prints these codes: no I O Q U Z. Decoders that count
# in base 36 differ from day 18 and from 2028 on.
_ALPHABET = "123456789ABCDEFGHJKLMNPRSTVWXY"
YEARS = {letter: 2011 + n for n, letter in enumerate(_ALPHABET)}
MONTHS = {letter: 1 + n for n, letter in enumerate(_ALPHABET[:12])}
DAYS = {letter: 1 + n for n, letter in enumerate(_ALPHABET)} | {"0": 31}

Level = Literal["pack", "module", "cell"]
LEVELS: dict[str, Level] = {"P": "pack", "M": "module", "C": "cell"}
CHEMISTRIES = {
    "A": "NiMH",
    "B": "LFP",
    "C": "LMO",
    "D": "LCO",
    "E": "NMC",
    "F": "supercapacitor",
    "G": "LTO",
    "Z": "other",
}
# Only these two letters are vouched for by a source; real NMC cells are known that carry C.
_CONFIRMED_CHEMISTRIES = "BE"

_FULL = (
    ("vendor", 3),
    ("level", 1),
    ("chemistry", 1),
    ("spec", 2),
    ("trace", 7),
    ("produced", 3),
    ("serial", 7),
)
_CASCADE = (*(field for field in _FULL if field[0] != "trace"), ("cascade", 2))
LAYOUTS = {sum(width for _, width in layout): layout for layout in (_FULL, _CASCADE)}

_DATE = re.compile("[1-9A-HJ-NPR-TV-Y][1-9ABC][0-9A-HJ-NPR-TV-Y]")
# field: what it must look like, and the reason given when it does not
_FIELDS = {
    "level": (re.compile("[PMC]"), "level_letter"),
    "chemistry": (re.compile("[A-GZ]"), "chemistry_letter"),
    "produced": (_DATE, "date_letters"),
    "serial": (re.compile("[0-9]{7}"), "serial_letters"),
    "cascade": (re.compile("R[PMC]"), "cascade_letters"),
}
_ALNUM = re.compile("[0-9A-Z]+")

# Letters taken for figures. In a date only letters that no date has are turned; in a serial
# number every letter is wrong.
_DATE_SLIPS = str.maketrans("OQIZ", "0012")
_SERIAL_SLIPS = str.maketrans("OQDILZSB", "00011258")
# Where any letter may stand, O and I are right often enough: only a person can tell. Makers' own
# fields give a doubt of their own, since some have such a letter in every code.
_FREE_SLIPS = str.maketrans("OI", "01")
_FREE = {
    "vendor": "letter_o_or_i_in_maker",
    "spec": "letter_o_or_i_in_maker",
    "trace": "letter_o_or_i_in_trace",
}

# Where the lower line of a plate ends when it was read first: 14+10 and 12+12 are known layouts,
# 13+11 was seen on a real plate; other places are tried after these.
_USUAL_CUTS = (10, 12, 14, 11, 13)


class Plate(msgspec.Struct, frozen=True, kw_only=True):
    """What a text says when it is, or nearly is, a GB/T 34014 code.

    `parts` are the fields as written, `produced` the date when the calendar has it, `refused`
    None when the code conforms, `suggestion` a conforming code that was probably meant.
    """

    parts: dict[str, str]
    produced: dt.date | None = None
    warnings: tuple[str, ...] = ()
    refused: str | None = None
    suggestion: str | None = None

    @property
    def level(self) -> Level | None:
        return LEVELS.get(self.parts.get("level", ""))

    @property
    def chemistry(self) -> str | None:
        return CHEMISTRIES.get(self.parts.get("chemistry", ""))


def split(text: str) -> dict[str, str]:
    """Cut a normal form into its fields by position; empty when no form has that length."""
    if not _ALNUM.fullmatch(text):
        return {}
    parts: dict[str, str] = {}
    for name, width in LAYOUTS.get(len(text), ()):
        parts[name], text = text[:width], text[width:]
    return parts


def produced(letters: str) -> dt.date | None:
    """Read the three date letters (year, month, day); None when the calendar has no such day."""
    try:
        return dt.date(YEARS[letters[0]], MONTHS[letters[1]], DAYS[letters[2]])
    except (KeyError, IndexError, ValueError):
        return None


def sound(text: str, today: dt.date) -> bool:
    """True for a conforming code made no later than `today`."""
    parts = split(text)
    made = produced(parts["produced"]) if parts and not _faults(parts) else None
    return made is not None and made <= today


def judge(text: str, today: dt.date) -> Plate | None:
    """Judge a normal form (upper case, no gaps); None when it is not even nearly such a code."""
    parts = split(text)
    if not parts:
        return None
    # Turning the halves changes no character, so it explains a wrong code better than any slip.
    cuts = (*_USUAL_CUTS, *range(4, len(text) - 3))
    if not sound(text, today) and (turned := _turned(text, today, cuts)):
        return Plate(parts={}, refused="swapped_halves", suggestion=turned)
    faults = _faults(parts)
    if not faults:
        return _dated(text, parts, today)
    made = produced(parts["produced"])
    if mended := _mended(parts, today):
        return Plate(parts=parts, produced=made, refused="wrong_letters", suggestion=mended)
    if len(faults) == 1:
        return Plate(parts=parts, produced=made, refused=_FIELDS[faults[0]][1])
    return None


def inside(text: str, today: dt.date) -> str | None:
    """Find the one conforming code in a longer text, with at most two characters stuck to it."""
    found = {
        run[start : start + length]
        for run in _ALNUM.findall(text)
        for length in LAYOUTS
        if length <= len(run) <= length + 2
        for start in range(len(run) - length + 1)
        if sound(run[start : start + length], today)
    }
    return found.pop() if len(found) == 1 else None


def _faults(parts: dict[str, str]) -> list[str]:
    return [
        name
        for name, part in parts.items()
        if name in _FIELDS and not _FIELDS[name][0].fullmatch(part)
    ]


def _dated(text: str, parts: dict[str, str], today: dt.date) -> Plate:
    made = produced(parts["produced"])
    refused = None
    if made is None:
        refused = "impossible_date"
    elif made > today:
        refused = "future_date"
    warnings, suggestion = _doubts(text, parts, today)
    return Plate(
        parts=parts,
        produced=made,
        warnings=warnings,
        refused=refused,
        suggestion=None if refused else suggestion,
    )


def _doubts(text: str, parts: dict[str, str], today: dt.date) -> tuple[tuple[str, ...], str | None]:
    warnings: list[str] = []
    suggestion = None
    if parts["chemistry"] not in _CONFIRMED_CHEMISTRIES:
        warnings.append("chemistry_letter_unconfirmed")
    if int(parts["serial"]) == 0:
        warnings.append("serial_zero")
    # A 12+12 plate can conform in both orders: C, December, then also reads as the level, cell.
    if turned := _turned(text, today, _USUAL_CUTS):
        warnings.append("halves_doubtful")
        suggestion = turned
    figures = {n: part.translate(_FREE_SLIPS) for n, part in parts.items() if n in _FREE}
    if slips := dict.fromkeys(_FREE[n] for n in figures if figures[n] != parts[n]):
        warnings.extend(slips)
        suggestion = "".join((parts | figures).values())
    return tuple(warnings), suggestion


def _mended(parts: dict[str, str], today: dt.date) -> str | None:
    date = "".join(
        letter if letter in DAYS else letter.translate(_DATE_SLIPS) for letter in parts["produced"]
    )
    serial = parts["serial"].translate(_SERIAL_SLIPS)
    mended = "".join((parts | {"produced": date, "serial": serial}).values())
    return mended if sound(mended, today) else None


def _turned(text: str, today: dt.date, cuts: Iterable[int]) -> str | None:
    turned = (text[n:] + text[:n] for n in cuts)
    return next((other for other in turned if sound(other, today)), None)
