"""What a scan is: our own cards and labels, foreign codes with carriers, GS1 element strings."""

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellyard.domain.codes import decode
from cellyard.domain.codes.scans import (
    Badge,
    BatteryCode,
    Command,
    FindingCode,
    OwnLabel,
    PartnerCode,
    PortCode,
    Scan,
    SlotCode,
    UnknownCard,
    elements,
    read,
)
from cellyard.words.codes import REASONS

TODAY = dt.date(2026, 4, 14)
EVE = "04QCB76836300JBC40000903"
SLOTS = frozenset({"A-01-1-1", "O-03", "收-1"})
ID = "0197a1b2c3d4e5f60718293a4b5c6d7e"

OWN: dict[str, Scan] = {
    "CY:S:A-01-1-1": SlotCode("A-01-1-1"),
    "cy:s:a-01-1-1": SlotCode("A-01-1-1"),
    "CY:S:Z-99": SlotCode("Z-99"),  # of another centre: the yard says no, not the scanner
    "A-01-1-1\r\n": SlotCode("A-01-1-1"),
    "]C0o-03": SlotCode("O-03"),
    "收-1": SlotCode("收-1"),
    "CY:P:4711-x": Badge("4711-x"),
    "]Q1CY:C:UNDO\r": Command("UNDO"),
    "cy:c:takeover": Command("TAKEOVER"),
    "CY:O:hengfeng": PartnerCode("hengfeng"),
    "CY:D:scale-1": PortCode("scale-1"),
    "CY:F:dented": FindingCode("dented"),
    f"CY:B:{ID.upper()}:{EVE}": OwnLabel(ID, EVE),
    f"CY:B:{ID}:a:b c": OwnLabel(ID, "a:b c"),
    f"CY:B:{ID}:": OwnLabel(ID, ""),
    f"CY:B:{ID[:-1]}:{EVE}": UnknownCard(f"CY:B:{ID[:-1]}:{EVE}"),
    "CY:X:1": UnknownCard("CY:X:1"),
    "CY:C:": UnknownCard("CY:C:"),
    "CY:": UnknownCard("CY:"),
}


@pytest.mark.parametrize("text", OWN)
def test_our_own_codes(text: str) -> None:
    assert read(text, TODAY, SLOTS) == OWN[text]


def test_a_slot_without_prefix_is_one_only_where_it_exists() -> None:
    assert read("A-01-1-2", TODAY, SLOTS) == BatteryCode(decode("A-01-1-2", TODAY))
    assert read("O-03", TODAY) == BatteryCode(decode("O-03", TODAY))


FOREIGN = {  # carrier, code as kept, scheme, warnings
    EVE: ("", EVE, "GBT34014", ""),
    f"]d1{EVE.lower()}\r\n": ("]d1", EVE, "GBT34014", ""),
    "]C0PIP15826A00208751": ("]C0", "PIP15826A00208751", "OTHER", ""),
    f"]C121{EVE}": ("]C1", EVE, "GBT34014", ""),
    f"]d2\x1d10LOT\x1d8004{EVE}\x1d21SN-0042": ("]d2", EVE, "GBT34014", ""),
    f"0106285096000842240X\x1d21{EVE}": ("", EVE, "GBT34014", ""),
    "]C13103000125800406285096A7\x1d21SN-0042": ("]C1", "06285096A7", "OTHER", ""),
    "]Q3800300628509600084200017\x1d21SN-0042": ("]Q3", "00628509600084200017", "OTHER", ""),
    "]C1800306285096000842": ("]C1", "06285096000842", "OTHER", "product_only"),
    "]E04006381333931": ("]E0", "4006381333931", "OTHER", "product_only"),
    "]C1not an element string": ("]C1", "not an element string", "OTHER", ""),
    "]d20106285": ("]d2", "0106285", "OTHER", ""),
    f"[)>\x1e06\x1dS{EVE}\x1e\x04": ("", f"[)>\x1e06\x1dS{EVE}\x1e\x04", "OTHER", ""),
    "": ("", "", "OTHER", ""),
}


@pytest.mark.parametrize("text", FOREIGN)
def test_foreign_codes(text: str) -> None:
    scan = read(text, TODAY, SLOTS)
    assert isinstance(scan, BatteryCode)
    code = scan.code
    warnings = " ".join(code.warnings)
    assert (scan.carrier or "", code.code, code.scheme, warnings) == FOREIGN[text]


def test_the_scanner_vectors(shared: Path) -> None:
    text = (shared / "devices/vectors/barcode_scanner.txt").read_text(encoding="utf-8")
    vectors = dict(re.findall(r"^id: (\S+)\n(?:.+\n)*?hex: (.+)$", text, re.MULTILINE))
    lines = {name: bytes.fromhex(octets).decode("ascii") for name, octets in vectors.items()}
    expected = {
        "aim-gs1dm": ("]d2", "06285096000842", ("product_only",)),
        "aim-gs1-128": ("]C1", "SN-0042", ()),
        "aim-qr": ("]Q1", "https://id.example/01/06285096000842/21/SN-0042", ()),
    }
    for name, line in lines.items():
        scan = read(line, TODAY)
        assert isinstance(scan, BatteryCode)
        assert (scan.carrier, scan.code.code, scan.code.warnings) == expected[name]
    assert set(lines) == set(expected)
    dm, gs1_128 = (lines[name].strip()[3:] for name in ("aim-gs1dm", "aim-gs1-128"))
    assert elements(dm) == {"01": "06285096000842", "17": "270531", "10": "A123"}
    assert elements(gs1_128) == {"01": "06285096000842", "10": "A123", "21": "SN-0042"}


@given(
    st.dictionaries(
        st.sampled_from(["10", "21", "240", "250", "8004", "8003", "91"]),
        st.text("0123456789ABCxyz-/", min_size=1, max_size=20),
        min_size=1,
    ),
    st.booleans(),
)
def test_element_strings_come_apart_as_they_were_joined(
    parts: dict[str, str], product: bool
) -> None:
    fixed = {"01": "06285096000842", "3103": "000125"} if product else {}
    joined = "\x1d".join(ai + value for ai, value in parts.items())
    assert elements("".join(ai + value for ai, value in fixed.items()) + joined) == fixed | parts


@given(
    st.one_of(st.text(), st.text("CYBSPD:]d2C1Q0189\x1d-"), st.text(min_size=1).map("CY:".__add__))
)
def test_any_scan_is_something(text: str) -> None:
    scan = read(text, TODAY, SLOTS)
    if isinstance(scan, BatteryCode):
        assert set(scan.code.warnings) <= set(REASONS)
        assert not scan.code.code.startswith("CY:")
