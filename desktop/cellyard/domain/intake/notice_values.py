"""Numbers and days as outlets write them: point or comma, with or without a unit, in any order."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from cellyard.domain.intake.notice_columns import narrow

_AMOUNT = re.compile(r"([0-9][0-9.,' \u00a0\u202f\u2009]*)([a-z\u4e00-\u9fff]*)")
_GAPS = re.compile(r"[' \u00a0\u202f\u2009]")
_GROUPED = {sign: re.compile(rf"[0-9]{{1,3}}(\{sign}[0-9]{{3}})+") for sign in ".,"}
_DATES = (
    re.compile(r"(?P<y>\d{4})[-/.\u5e74](?P<m>\d{1,2})[-/.\u6708](?P<d>\d{1,2})\u65e5?(\D.*)?"),
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"),
)


def amount(text: str, units: Mapping[str, Decimal], factor: Decimal = Decimal(1)) -> Decimal:
    """Return a number with its unit, in kg or kWh; decimal point or comma.

    `factor` counts where no unit stands with it. ValueError("no_number"), or
    ("number_ambiguous"): `1,234` is one and a bit in one country and a thousand in another.
    """
    found = _AMOUNT.fullmatch(narrow(text).strip().lower())
    if found is None or (found[2] and found[2] not in units):
        raise ValueError("no_number")
    return Decimal(_plain(_GAPS.sub("", found[1]))) * (units[found[2]] if found[2] else factor)


def _plain(text: str) -> str:
    """Return a number as Python writes it."""
    points, commas = text.count("."), text.count(",")
    if points and commas:
        last = "." if text.rfind(".") > text.rfind(",") else ","
        other = "," if last == "." else "."
        whole, _sep, rest = text.rpartition(last)
        if text.count(last) == 1 and rest.isdigit() and _GROUPED[other].fullmatch(whole):
            return f"{whole.replace(other, '')}.{rest}"
        raise ValueError("no_number")
    sign = "," if commas else "."
    if points + commas > 1:
        if _GROUPED[sign].fullmatch(text):
            return text.replace(sign, "")
        raise ValueError("no_number")
    whole, _sep, rest = text.partition(sign)
    if commas and len(rest) == 3 and len(whole) <= 3 and whole.strip("0"):
        raise ValueError("number_ambiguous")
    if not whole.isdigit() or (points + commas and not rest.isdigit()):
        raise ValueError("no_number")
    return f"{whole}.{rest}" if rest else whole


def decimal_sign(column: Iterable[str]) -> str:
    """Return what stands before the decimals in a column; "" when its cells do not tell."""
    told = {sign for text in column if (sign := _told(text))}
    return told.pop() if len(told) == 1 else ""


def settled(text: str, sign: str) -> str:
    """Return a number that could be read in two ways as its column reads it; others stay."""
    found = _AMOUNT.fullmatch(narrow(text).strip().lower())
    number = _GAPS.sub("", found[1]) if found else ""
    if not found or not sign or _told(text) or not set(number) & set(".,"):
        return text
    other = "," if sign == "." else "."
    return number.replace(other, "").replace(sign, ".").rstrip(".") + found[2]


def _told(text: str) -> str:
    """Return the sign that must stand before the decimals of a number; "" when either may.

    `1.234` and `1,234` may both be a thousand and more; `12.5`, `0,125` and `1.234,5` tell.
    """
    found = _AMOUNT.fullmatch(narrow(text).strip().lower())
    number = _GAPS.sub("", found[1]) if found else ""
    signs = sorted(".,", key=number.rfind)
    last, other = signs[1], signs[0]
    if number.count(last) > 1:
        return other if other not in number else ""
    whole, sign, rest = number.partition(last)
    if not sign or not rest or other in rest:
        return ""
    grouped = other not in number and len(rest) == 3 and len(whole) <= 3 and whole.strip("0")
    return "" if grouped else last


def iso_date(text: str) -> str | None:
    """Return a date as ISO; None when it is none, or could be read in two ways."""
    for shape in _DATES:
        if found := shape.fullmatch(narrow(text).strip()):
            try:
                return dt.date(int(found["y"]), int(found["m"]), int(found["d"])).isoformat()
            except ValueError:
                return None
    return None
