"""Codes against real ones, published wrong ones, and the ways in which a person damages them."""

import csv
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellyard.domain.codes import Code, decode, fields, gbt34014, join, key
from cellyard.words.codes import CHEMISTRIES, FIELDS, LEVELS, REASONS, sentences

TODAY = dt.date(2026, 4, 14)
EVE = "04QCB76836300JBC40000903"
DATES = "123456789ABCDEFGHJKLMNPRSTVWXY"
ALNUM = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def said(text: str) -> Code:
    return decode(text, TODAY)


CONFORMING = {  # vendor, level, chemistry, spec, trace, produced, serial
    "001CB240000003B3C0221953": "001 cell LFP 24 0000003 2021-03-12 0221953",
    EVE: "04Q cell LFP 76 836300J 2021-12-04 0000903",
    "07HCBC1P22G06AC700002596": "07H cell LFP C1 P22G06A 2022-07-31 0002596",
    "04QCB52091380JG120006435": "04Q cell LFP 52 091380J 2026-01-02 0006435",
    "02LCC02100101A87Y0175573": "02L cell LMO 02 100101A 2018-07-30 0175573",
    "001PB24C7A0000123RP": "001 pack LFP 24 None 2022-07-10 0000123",
}


@pytest.mark.parametrize("text", CONFORMING)
def test_a_published_code_says_what_it_is_however_it_is_typed(text: str) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in text.lower())
    for written in (text, f" {text.lower()}\r\n", f"{text[:5]}-{text[5:9]} {text[9:]}", wide):
        code = said(written)
        told = (code.vendor, code.level, code.chemistry, code.spec, code.trace)
        assert " ".join(map(str, (*told, code.produced, code.serial))) == CONFORMING[text]
        assert (code.code, code.valid, code.refused) == (text, True, None)
        assert code.scheme == ("GBT34014" if len(text) == 24 else "GBT34014-R")


REFUSED = {  # scheme, reason, suggestion
    "X12MCPM27KLPCLX2M2382320": "GBT34014 future_date None",
    "001CE05E2Y0000042RC": "GBT34014-R impossible_date None",
    "001CE05E2Y00000O2RP": "GBT34014-R serial_letters None",  # the 30th of February stays wrong
    "jbc4000090304qcb76836300": f"GBT34014 swapped_halves {EVE}",
    EVE[12:] + EVE[:12]: f"GBT34014 swapped_halves {EVE}",
    EVE[14:] + EVE[:14]: f"GBT34014 swapped_halves {EVE}",
    EVE[10:] + EVE[:10]: f"GBT34014 swapped_halves {EVE}",
    "04QCB76836300JBC4OOOO9O3": f"GBT34014 wrong_letters {EVE}",
    "07HCBC1P22G06AC7O00O2596": "GBT34014 wrong_letters 07HCBC1P22G06AC700002596",
    "07HCBC1P22G06AC6O0002596": "GBT34014 date_letters None",  # no 31st of June to mend it to
    "04QXB76836300JBC40000903": "GBT34014 level_letter None",
    "04QC876836300JBC40000903": "GBT34014 chemistry_letter None",
    "04QCB76836300JBU40000903": "GBT34014 date_letters None",
    "04QCB76836300JBC4000F903": "GBT34014 serial_letters None",
    "001PB24C7A0000123RX": "GBT34014-R cascade_letters None",
    "A765101015": "OTHER length None",
    f"{EVE}H": f"OTHER length {EVE}",
    f"S{EVE}": f"OTHER length {EVE}",
    f"电池编码:{EVE}": f"OTHER not_gbt34014 {EVE}",
    "ZOE-R240-BB1-609037": "OTHER length None",
    "1234CAB0001-R-20250101X": "OTHER length None",
    "https://id.example/01/06285096000842/21/SN-0042": "OTHER not_gbt34014 None",
    "A" * 24: "OTHER not_gbt34014 None",
    " ": "OTHER empty None",
    "LC0CE4DB0L1234567": "VIN check_digit None",
    "LSGJA52U0AH123456": "VIN check_digit None",
    "LFV3A23C5J300OOOI": "VIN wrong_letters LFV3A23C5J3000001",
    "WFV3A23C5J300OOOI": "OTHER not_gbt34014 None",  # no check digit there to prove the guess
    "LFV3A23C5J300001": "OTHER length None",
    "91110000802100434B": "USCC check_digit None",
    "9IIIOOOO802IOO433B": "USCC wrong_letters 91110000802100433B",
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_wrong_code_is_kept_as_read_with_its_reason(text: str) -> None:
    code = said(text)
    assert f"{code.scheme} {code.refused} {code.suggestion}" == REFUSED[text]
    assert (code.valid, code.code) == (False, text.strip())


def test_a_wrong_letter_leaves_the_other_fields_known() -> None:
    code = said("04QCB76836300JBC4000O903")
    assert (code.refused, code.vendor, code.produced) == ("wrong_letters", "04Q", "2021-12-04")


DOUBTED = {  # warnings, suggestion
    "001CB2400000O3B3C0221953": "letter_o_or_i_in_trace 001CB240000003B3C0221953",
    "O4QCB76836300JBC40000903": "letter_o_or_i_in_maker 04QCB76836300JBC40000903",
    "001PBI4C7A0000123RP": "letter_o_or_i_in_maker 001PB14C7A0000123RP",
    "O01CB2400000O3B3C0221953": (
        "letter_o_or_i_in_maker letter_o_or_i_in_trace 001CB240000003B3C0221953"
    ),
    "02LCC02100101A87Y0175573": "chemistry_letter_unconfirmed None",
    "001CE240000003B3C0000000": "serial_zero None",
    "001CB240000003BCB0221953": "halves_doubtful 03BCB0221953001CB2400000",
    "LC0CE4DB6L1234567": " None",
    "1M8GDM9AXKP042788": " None",
    "1g4ah59h45g118341": " None",
    "5GZCZ43D13S812715": " None",
    "11111111111111111": " None",
    "LFV3A23C5J3000001": " None",
    "LRW3E7EK8NC000123": " None",
    "WC0CE4DB0L1234567": "check_digit_unproven None",
    "91110000802100433B": " None",
    "914403001922038216": " None",
    "9144030071526726XG": " None",
}


@pytest.mark.parametrize("text", DOUBTED)
def test_a_conforming_code_is_taken_with_its_doubts(text: str) -> None:
    code = said(text)
    assert f"{' '.join(code.warnings)} {code.suggestion}" == DOUBTED[text]
    assert (code.valid, code.code) == (True, text.upper())
    assert "".join(part for _, part in fields(code)) == code.code


def test_the_real_codes(shared: Path) -> None:
    with (shared / "data/codes/battery_codes.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        code = said(row["code"])
        if row["catenax_regex_ok"] == "True" and code.refused != "future_date":
            told = (code.vendor, code.spec, code.trace, code.serial)
            columns = ("x1_3_maker", "x6_7_spec", "x8_14_trace")
            serial = f"{int(float(row['x18_24_serial'])):07}"
            assert told == (*(row[name] for name in columns), serial)
            assert code.valid
        elif "maker serial" in row["note"]:
            assert (code.scheme, code.refused) == ("OTHER", "not_gbt34014")
            assert code.code == row["code"]
        else:
            assert code.refused in ("future_date", "length", "swapped_halves")
    assert sum(said(row["code"]).valid for row in rows) == 36


def build(
    *, day: dt.date, free: str, level: str, chemistry: str, serial: int, cascade: str
) -> tuple[str, dt.date]:
    trace = "" if cascade else free[5:]
    date = DATES[day.year - 2011] + DATES[day.month - 1] + (DATES + "0")[day.day - 1]
    return f"{free[:3]}{level}{chemistry}{free[3:5]}{trace}{date}{serial:07}{cascade}", day


plates = st.builds(
    build,
    day=st.dates(dt.date(2011, 1, 1), TODAY),
    free=st.text(ALNUM, min_size=12, max_size=12),
    level=st.sampled_from("PMC"),
    chemistry=st.sampled_from("ABCDEFGZ"),
    serial=st.integers(0, 9_999_999),
    cascade=st.sampled_from(["", "", "RP", "RM", "RC"]),
)


@given(plates)
def test_every_built_code_decodes_to_what_built_it(plate: tuple[str, dt.date]) -> None:
    text, day = plate
    code = said(text)
    split = dict(fields(code))
    assert (code.valid, code.produced) == (True, day.isoformat())
    assert "".join(split.values()) == text
    assert decode(" ".join(split.values()), TODAY) == code
    told = (code.vendor, code.spec, code.trace, code.serial)
    assert told == tuple(split.get(name) for name in ("vendor", "spec", "trace", "serial"))
    assert code.level == gbt34014.LEVELS[split["level"]]
    assert decode(text, day).valid
    assert decode(text, day - dt.timedelta(days=1)).refused in ("future_date", "swapped_halves")


@given(plates, st.sampled_from((14, 15, 16)), st.sampled_from(ALNUM))
def test_a_damaged_date_is_a_past_day_or_no_date(
    plate: tuple[str, dt.date], place: int, letter: str
) -> None:
    text, _ = plate
    place -= 7 * (len(text) == 19)
    damaged = text[:place] + letter + text[place + 1 :]
    code = said(damaged)
    if code.valid:
        year, month, day = dict(fields(code))["produced"]
        told = dt.date(
            2011 + DATES.index(year), 1 + DATES.index(month), 1 + (DATES + "0").index(day)
        )
        assert told <= TODAY
        assert code.produced == told.isoformat()
    else:
        assert code.refused


@given(plates, st.integers(10, 14))
def test_two_lines_make_one_code_in_either_order(plate: tuple[str, dt.date], place: int) -> None:
    text, _ = plate
    upper, lower = text[:place], text[place:]
    for first, second in ((upper, lower), (lower, upper)):
        joined = join(f" {first}\n", second.lower(), TODAY)
        assert joined is not None
        assert joined.valid
        assert text in (joined.code, joined.suggestion)
    swapped = said(lower + upper)
    assert swapped.refused == "swapped_halves" or "halves_doubtful" in swapped.warnings
    if (len(text), place) == (24, 14):
        assert swapped.suggestion == text


def test_what_stands_for_itself_is_not_joined() -> None:
    assert join("04QCB768363", "PIP15826A0020", TODAY) is None
    assert join(EVE, "04QCB768363", TODAY) is None
    late = join("X12MCPM27KLP", "CLX2M2382320", TODAY)
    assert late is not None
    assert late.refused == "future_date"


@given(plates, st.data())
def test_letters_typed_for_figures_are_offered_back(
    plate: tuple[str, dt.date], data: st.DataObject
) -> None:
    text, _ = plate
    start = len(text) - (9 if len(text) == 19 else 7)
    slips = {"0": "OQD", "1": "IL", "2": "Z", "5": "S", "8": "B"}
    places = [n for n in range(start, start + 7) if text[n] in slips]
    if places:
        place = data.draw(st.sampled_from(places))
        slip = data.draw(st.sampled_from(slips[text[place]]))
        code = said(text[:place] + slip + text[place + 1 :])
        assert (code.valid, code.suggestion) == (False, text)


@given(
    st.one_of(
        st.text(),
        st.text(ALNUM + "abcoi -/:", max_size=30),
        st.builds(
            lambda plate, place, junk: plate[0][:place] + junk + plate[0][place + len(junk) :],
            plates,
            st.integers(0, 24),
            st.text(ALNUM, max_size=4),
        ),
    )
)
def test_any_text_gets_an_answer_that_holds(text: str) -> None:
    code = said(text)
    assert code.valid == (code.refused is None)
    assert code.code == (key(text) if code.valid else text.strip())
    assert key(key(text)) == key(text)
    assert code.suggestion is None or said(code.suggestion).valid
    assert code.level is None or code.level in LEVELS
    assert code.chemistry is None or code.chemistry in CHEMISTRIES
    assert {name for name, _ in fields(code)} <= set(FIELDS)
    told = sentences(code)
    assert bool(told) == bool(code.refused or code.warnings)
    if code.suggestion:
        assert any(code.suggestion in sentence for sentence in told)


def test_every_reason_has_its_sentence_and_every_sentence_its_reason() -> None:
    codes = [said(text) for text in (*REFUSED, *DOUBTED)]
    reached = {reason for code in codes for reason in (*code.warnings, code.refused) if reason}
    assert reached | {"product_only"} == set(REASONS)  # product_only comes from scans
