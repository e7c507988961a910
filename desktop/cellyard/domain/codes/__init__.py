"""The one entry to codes: what a read text is, what it says, and why it is doubted.

Schemes: GB/T 34014 (24 and 19 characters), vehicle numbers, unified social credit codes. All else
is kept as it was read: a code never stops a battery at the gate.
"""

import datetime as dt
import re
from typing import Literal

import msgspec

from cellyard.domain.codes import gbt34014, uscc, vin
from cellyard.domain.codes.gbt34014 import CHEMISTRIES, Level

__all__ = ["CHEMISTRIES", "Code", "Level", "Scheme", "decode", "fields", "join", "key"]

Scheme = Literal["GBT34014", "GBT34014-R", "VIN", "USCC", "OTHER"]


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """One code as it is kept.

    `code` is unbroken and in normal form when valid, else as it was read. `produced` is an ISO
    date. `warnings` and `refused` are reasons with a sentence each in `words.codes`;
    `suggestion` is the conforming code that was probably meant, for a person to compare.
    """

    code: str
    scheme: Scheme = "OTHER"
    valid: bool = False
    vendor: str | None = None
    level: Level | None = None
    chemistry: str | None = None
    spec: str | None = None
    trace: str | None = None
    produced: str | None = None
    serial: str | None = None
    warnings: tuple[str, ...] = ()
    refused: str | None = None
    suggestion: str | None = None


# Codes come from keyboards with Chinese input too: full-width letters are the same letters.
_WIDE = {n: chr(n - 0xFEE0).upper() for n in range(0xFF01, 0xFF5F)}
_FOLD = _WIDE | {ord(small): small.upper() for small in "abcdefghijklmnopqrstuvwxyz"}
_GAPS = re.compile("[ \t\r\n\u00a0\u2002-\u200b\u3000\ufeff\\-\u2010-\u2015\u2212]+")
_ALNUM = re.compile("[0-9A-Z]+")
_SCHEME_LENGTHS = (*gbt34014.LAYOUTS, 17, 18)
_JOINED = (None, "future_date", "impossible_date", "wrong_letters")
# GB/T 45565-2025 (other lithium-ion batteries), as far as its shape is known: enterprise code,
# product letter, more; then -R for second life; then the variable part.
_GBT45565 = re.compile("[0-9A-HJ-NP-Z]{4}[A-HJKMPS][0-9A-Z]{2,}(-R)?-[0-9A-Z]+")


def key(text: str) -> str:
    """Return the normal form in which duplicates are found: upper case, no spaces, no hyphens."""
    return _GAPS.sub("", text.translate(_FOLD))


def decode(text: str, today: dt.date) -> Code:
    """Say what `text` is; never raises.

    `today` is the last day on which a battery can have been made.
    """
    raw, normal = text.strip(), key(text)
    return (
        _battery(raw, normal, today)
        or _vehicle(raw, normal)
        or _enterprise(raw, normal)
        or _other(raw, normal, today)
    )


def join(first: str, second: str, today: dt.date) -> Code | None:
    """Join the two lines of a plate, in either order; None when they make no GB/T 34014 code.

    A joined code that fails only its date, or a letter taken for a figure, is returned with that
    reason. Lines that are valid codes for themselves are not joined.
    """
    if any(decode(line, today).valid for line in (first, second)):
        return None
    tries = [decode(key(a) + key(b), today) for a, b in ((first, second), (second, first))]
    near = [
        code
        for code in tries
        if code.scheme in ("GBT34014", "GBT34014-R") and code.refused in _JOINED
    ]
    return min(near, key=lambda code: not code.valid, default=None)


def fields(code: Code) -> tuple[tuple[str, str], ...]:
    """Split a code into (name, text) in order, for showing with gaps; one field when unknown."""
    normal, parts = key(code.code), dict[str, str]()
    match code.scheme:
        case "GBT34014" | "GBT34014-R":
            parts = {} if code.refused == "swapped_halves" else gbt34014.split(normal)
        case "VIN":
            parts = vin.split(normal)
        case "USCC":
            parts = uscc.split(normal)
        case "OTHER":
            pass
    return tuple(parts.items()) or (("code", code.code),)


def _battery(raw: str, normal: str, today: dt.date) -> Code | None:
    plate = gbt34014.judge(normal, today)
    if plate is None:
        return None
    return Code(
        code=raw if plate.refused else normal,
        scheme="GBT34014" if len(normal) == 24 else "GBT34014-R",
        valid=plate.refused is None,
        vendor=plate.parts.get("vendor"),
        level=plate.level,
        chemistry=plate.chemistry,
        spec=plate.parts.get("spec"),
        trace=plate.parts.get("trace"),
        produced=plate.produced.isoformat() if plate.produced else None,
        serial=plate.parts.get("serial"),
        warnings=plate.warnings,
        refused=plate.refused,
        suggestion=plate.suggestion,
    )


def _vehicle(raw: str, normal: str) -> Code | None:
    if mended := vin.mended(normal):
        return Code(code=raw, scheme="VIN", refused="wrong_letters", suggestion=mended)
    if not vin.shaped(normal):
        return None
    vendor = vin.split(normal)["wmi"]
    if vin.checks(normal):
        return Code(code=normal, scheme="VIN", valid=True, vendor=vendor)
    if vin.must_check(normal):
        return Code(code=raw, scheme="VIN", vendor=vendor, refused="check_digit")
    warnings = ("check_digit_unproven",)
    return Code(code=normal, scheme="VIN", valid=True, vendor=vendor, warnings=warnings)


def _enterprise(raw: str, normal: str) -> Code | None:
    if uscc.checks(normal):
        return Code(code=normal, scheme="USCC", valid=True)
    if mended := uscc.mended(normal):
        return Code(code=raw, scheme="USCC", refused="wrong_letters", suggestion=mended)
    if uscc.likely(normal):
        return Code(code=raw, scheme="USCC", refused="check_digit")
    return None


def _other(raw: str, normal: str, today: dt.date) -> Code:
    refused = "not_gbt34014"
    if not normal:
        refused = "empty"
    elif _ALNUM.fullmatch(normal) and len(normal) not in _SCHEME_LENGTHS:
        refused = "length"
    opaque = _GBT45565.fullmatch(raw.translate(_FOLD))
    return Code(
        code=raw,
        warnings=("gbt45565",) if opaque else (),
        refused=refused,
        suggestion=gbt34014.inside(normal, today),
    )
