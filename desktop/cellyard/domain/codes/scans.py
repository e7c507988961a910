"""What a scan is: a battery's code, a slot, a badge, a card or a label of our own.

Own codes: `CY:` kind `:` body, kinds S slot, P person, C command, O partner, D device port,
F finding, B our battery label (`CY:B:<uuid hex>:<code on the battery>`).
Foreign codes may come with an AIM symbology identifier (ISO/IEC 15424: `]`, letter, modifier) and
may hold GS1 element strings (GS1 General Specifications 5.10: FNC1 arrives as 1D hex).
"""

import datetime as dt
import re
from collections.abc import Callable, Collection

import msgspec

from cellyard.domain.codes import Code, decode


class BatteryCode(msgspec.Struct, frozen=True, tag=True):
    """A code that is none of ours; `carrier` is the AIM identifier where the scanner sent one."""

    code: Code
    carrier: str | None = None


class SlotCode(msgspec.Struct, frozen=True, tag=True):
    """A place in the yard, by its name."""

    slot: str


class Badge(msgspec.Struct, frozen=True, tag=True):
    """A person's badge."""

    number: str


class Command(msgspec.Struct, frozen=True, tag=True):
    """A command card: UNDO, NEXT, STOP, YES, NO, CANTTELL, TAKEOVER and what screens offer."""

    name: str


class PartnerCode(msgspec.Struct, frozen=True, tag=True):
    """The card of an outlet, carrier or consignee: its key in the register of partners."""

    key: str


class PortCode(msgspec.Struct, frozen=True, tag=True):
    """The card that hangs at an instrument: the key of its port."""

    key: str


class FindingCode(msgspec.Struct, frozen=True, tag=True):
    """A card of the checklist that names a finding."""

    key: str


class OwnLabel(msgspec.Struct, frozen=True, tag=True):
    """Our label on a battery: its id as 32 hex digits, and its code (empty when it has none)."""

    battery_id: str
    code: str


class UnknownCard(msgspec.Struct, frozen=True, tag=True):
    """It begins like a code of ours but is damaged or of a later version; never a battery."""

    text: str


Scan = (
    BatteryCode
    | SlotCode
    | Badge
    | Command
    | PartnerCode
    | PortCode
    | FindingCode
    | OwnLabel
    | UnknownCard
)

_CARRIER = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_GS1_CARRIERS = ("]C1", "]e0", "]d2", "]Q3", "]J1")
_FNC1 = "\x1d"
_OWN = re.compile(r"CY:([A-Z]):(.+)", re.IGNORECASE | re.DOTALL)
_LABEL = re.compile(r"([0-9a-f]{32}):(.*)", re.DOTALL)
_KINDS: dict[str, Callable[[str], Scan]] = {
    "S": SlotCode,
    "P": Badge,
    "C": lambda name: Command(name.upper()),
    "O": PartnerCode,
    "D": PortCode,
    "F": FindingCode,
}
# Application identifiers whose element has a predefined length, identifier included
# (GS1 General Specifications, table in 5.10.1); all others end at FNC1 or at the end.
_PREDEFINED = {
    "00": 20,
    **dict.fromkeys(("01", "02", "03"), 16),
    "04": 18,
    **{str(ai): 8 for ai in range(11, 20)},
    "20": 4,
    **{str(ai): 10 for ai in range(31, 37)},
    "41": 16,
}
_FOUR_DIGITS = ("31", "32", "33", "34", "35", "36", "39", "70", "72", "80", "81", "82")
_THREE_DIGITS = ("23", "24", "25", "26", "40", "41", "42", "43", "71")
# What names one battery, best first: individual asset, returnable asset, serial, and at last
# the trade item, which names only the product.
_IDENTIFIERS = ("8004", "8003", "21", "250", "01")


def read(text: str, today: dt.date, slots: Collection[str] = ()) -> Scan:
    """Say what was scanned or typed; never raises.

    `slots` are the names of the slots of this centre: one of them alone, without prefix, is read
    as that slot. `today` as in `decode`.
    """
    carrier, body = split_carrier(text)
    if body[:3].upper() == "CY:":
        return _own(body, slots)
    if slot := _slot(body, slots):
        return SlotCode(slot)
    return BatteryCode(_foreign(carrier, body, today), carrier)


def foreign(text: str, today: dt.date) -> Code:
    """Return the code in a text that may come with an AIM identifier and GS1 elements."""
    carrier, body = split_carrier(text)
    return _foreign(carrier, body, today)


def split_carrier(text: str) -> tuple[str | None, str]:
    """Split `]d2…` into the AIM identifier and what the symbol says; line ends are dropped."""
    line = text.strip(" \t\r\n")
    if found := _CARRIER.match(line):
        return found[0], line[found.end() :]
    return None, line


def elements(text: str) -> dict[str, str]:
    """Take GS1 element strings apart: {application identifier: value}; {} when it is none.

    Identifiers are told by their first two digits; values are not checked.
    """
    found: dict[str, str] = {}
    rest = text.strip(_FNC1)
    while rest:
        digits = 4 if rest[:2] in _FOUR_DIGITS else 3 if rest[:2] in _THREE_DIGITS else 2
        length = _PREDEFINED.get(rest[:2])
        end = rest.find(_FNC1) if length is None else length
        element = rest if end < 0 else rest[:end]
        if not re.fullmatch(f"[0-9]{{{digits}}}[^{_FNC1}]+", element) or len(rest) < (length or 0):
            return {}
        found.setdefault(element[:digits], element[digits:])
        rest = rest[len(element) :].lstrip(_FNC1)
    return found


def _own(body: str, slots: Collection[str]) -> Scan:
    found = _OWN.fullmatch(body)
    kind, rest = (found[1].upper(), found[2].strip()) if found else ("", "")
    if kind == "B" and (label := _LABEL.fullmatch(rest[:32].lower() + rest[32:])):
        return OwnLabel(label[1], label[2])
    if kind == "S":
        return SlotCode(_slot(rest, slots) or rest)
    return _KINDS[kind](rest) if rest and kind in _KINDS else UnknownCard(body)


def _slot(text: str, slots: Collection[str]) -> str | None:
    if text in slots:
        return text
    folded = text.strip().casefold()
    return next((slot for slot in slots if slot.casefold() == folded), None)


def _foreign(carrier: str | None, body: str, today: dt.date) -> Code:
    parts = elements(body) if carrier in _GS1_CARRIERS or _FNC1 in body else {}
    for value in parts.values():
        if (code := decode(value, today)).scheme in ("GBT34014", "GBT34014-R"):
            return code
    best = next((ai for ai in _IDENTIFIERS if ai in parts), None)
    code = decode(parts[best] if best else body, today)
    # A trade item, a returnable asset of 14 digits without serial, and an EAN name no single thing.
    product = best == "01" or (best == "8003" and len(parts[best]) == 14)
    if product or (carrier or "").startswith("]E"):
        return msgspec.structs.replace(code, warnings=(*code.warnings, "product_only"))
    return code
