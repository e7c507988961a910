"""Every vector of every profile: decoded as its record says, built byte for byte, or rejected."""

from decimal import Decimal
from pathlib import Path

import pytest
import vectors
from vectors import Expected, shown

from cellyard.devices import profile
from cellyard.devices.checksums import neg16
from cellyard.devices.decoding import Decoder, canonical
from cellyard.devices.drivers import it8500
from cellyard.devices.rows import LineFrame


def jbd(  # noqa: PLR0917
    volt: str,
    ampere: str,
    left: str,
    whole: str,
    soc: str,
    count: int,
    temperatures: tuple[str, ...],
) -> Expected:
    return {
        "voltage": (volt, "V", ()),
        "current": (ampere, "A", ()),
        "remaining_ah": (left, "Ah", ()),
        "nominal_ah": (whole, "Ah", ()),
        "cycles": ("0", "", ()),
        "protection": ("", "", ()),
        "soc": (soc, "%", ()),
        "charge_switch": ("on", "", ()),
        "discharge_switch": ("on", "", ()),
        "cells": (str(count), "", ()),
        **{f"temperature_{n}": (t, "degC", ()) for n, t in enumerate(temperatures, 1)},
    }


def cells(*volts: str) -> Expected:
    return {f"cell_{n}": (volt, "V", ()) for n, volt in enumerate(volts, 1)}


def daly(volt: str, ampere: str, soc: str) -> Expected:
    return {"voltage": (volt, "V", ()), "current": (ampere, "A", ()), "soc": (soc, "%", ())}


def switches(state: str, left: str) -> Expected:
    return {
        "state": (state, "", ()),
        "charge_switch": ("on", "", ()),
        "discharge_switch": ("on", "", ()),
        "remaining_ah": (left, "Ah", ()),
    }


# What each vector says, after the `decoded` row of its record.
EXPECTED: dict[str, Expected] = {
    "mt-s": {"weight": ("12.345", "kg", ())},
    "mt-big": {"weight": ("45000.0", "kg", ())},
    "mt-i": {"weight": (None, "", ("busy",))},
    "mt-l": {"weight": (None, "", ("fault",))},
    "mt-under": {"weight": (None, "", ("under_range",))},
    "mt-et": {"weight": (None, "", ("fault",))},
    "mt-el": {"weight": (None, "", ("fault",))},
    "mt-reset": {"serial": ("123456789", "", ())},
    "mt-tare": {"tare": ("2.486", "g", ())},
    "mt-i1": {"levels": ("01", "", ()), "versions": ("2.00 2.00 2.00 1.0", "", ())},
    "mt-i4": {"serial": ("0123456789", "", ())},
    "ad-st": {"weight": ("4775.7", "g", ())},
    "ad-us": {"weight": ("-12.3", "g", ("unstable", "negative"))},
    "ad-ol": {"weight": (None, "", ("over_range",))},
    "ad-zero": {"weight": ("0.00", "g", ())},
    "cn-ww": {"weight": ("3.17", "kg", ())},
    "aim-gs1dm": {
        "code": ("01062850960008421727053110A123", "", ()),
        "aim": ("]d2", "", ()),
    },
    "aim-gs1-128": {
        "code": ("010628509600084210A123\x1d21SN-0042", "", ()),
        "aim": ("]C1", "", ()),
    },
    "aim-qr": {
        "code": ("https://id.example/01/06285096000842/21/SN-0042", "", ()),
        "aim": ("]Q1", "", ()),
    },
    "sbi-stable": {"weight": ("123.56", "g", ("net",))},
    "sbi-unst": {"weight": ("0.031", "", ("unstable", "net"))},
    "sbi-live": {"weight": ("0.006", "g", ("net",))},
    "sbi-err": {"weight": (None, "", ("fault",))},
    "bt-fetch-rv": {"resistance": ("0.28802", "ohm", ()), "voltage": ("1.3921", "V", ())},
    "bt-300m-6v": {"resistance": ("0.01500", "ohm", ()), "voltage": ("3.85000", "V", ())},
    "bt-30m-neg": {
        "resistance": ("0.0013000", "ohm", ()),
        "voltage": ("-1.23400", "V", ("negative",)),
    },
    "bt-v-over": {
        "resistance": ("0.01500", "ohm", ()),
        "voltage": (None, "V", ("over_range",)),
    },
    "bt-fault": {
        "resistance": (None, "ohm", ("fault",)),
        "voltage": (None, "V", ("fault",)),
    },
    "bk-status-ok": {},
    "bk-status-csum": {},
    "at45-idn": {
        "model": ("AT4532", "", ()),
        "revision": ("Rev.B5", "", ()),
        "serial": ("SN123456", "", ()),
        "maker": ("Applent Instruments", "", ()),
    },
    "at45-fetch": {
        "temperature_1": ("23.4000", "degC", ()),
        "temperature_2": ("23.5000", "degC", ()),
        "temperature_3": ("23.3000", "degC", ()),
    },
    "h3174-of": {
        "insulation": (None, "Mohm", ("over_range",)),
        "test_voltage": ("500", "V", ()),
        "duration": ("10.0", "s", ()),
        "judgement": ("PASS", "", ()),
    },
    "h3174-none": {
        "insulation": (None, "Mohm", ("no_value",)),
        "test_voltage": ("500", "V", ()),
        "duration": ("0.0", "s", ()),
        "judgement": ("OFF", "", ()),
    },
    "gpt-idn": {
        "model": ("GPT-9902A", "", ()),
        "serial": ("GES121109", "", ()),
        "firmware": ("V2.06", "", ()),
    },
    "gpt-err0": {"error_code": ("0", "", ()), "error": ("No Error", "", ())},
    "gpt-ir-pass": {
        "insulation": (None, "", ("wrong_unit",)),
        "test_voltage": ("0.016", "kV", ()),
        "duration": ("0.4", "S", ()),
        "judgement": ("PASS", "", ()),
    },
    "jbd-03-a": jbd("15.60", "0.00", "4.98", "5.00", "100", 4, ("22.4", "22.3", "21.7")),
    "jbd-03-3s": jbd("15.59", "0.00", "4.99", "5.00", "100", 4, ("22.6", "22.5", "22.1")),
    "jbd-03-batmon": jbd("26.40", "-6.04", "468.71", "560.00", "84", 8, ("21.0", "20.4")),
    "jbd-03-c": {
        **jbd("0.00", "0.00", "0.00", "100.00", "0", 16, ()),
        "discharge_switch": ("off", "", ()),
    },
    "jbd-04-a": cells("3.909", "3.901", "3.895", "3.901"),
    "jbd-04-aiobms": cells("3.430", "3.425", "3.432", "3.417"),
    "jbd-05-a": {"model": ("JBD-SP04S034-L4S-200A-B-U", "", ())},
    "jbd-AA-a": {"cell_over_voltages": ("122", "", ()), "cell_under_voltages": ("2", "", ())},
    "daly-90-spec": daly("76.4", "-11.3", "0.0"),
    "daly-90-c": daly("51.5", "-41.6", "81.3"),
    "daly-90-d": daly("51.5", "-51.1", "78.6"),
    "daly-90-bat": daly("26.4", "-5.0", "78.5"),
    "daly-90-zero": {
        **daly("52.8", "", "0.0"),
        "current": ("3000.0", "A", ("implausible",)),
    },
    "daly-92-b": {"temperature_max": ("31", "degC", ()), "temperature_min": ("31", "degC", ())},
    "daly-93-a": switches("discharging", "296.640"),
    "daly-93-e": switches("discharging", "286.200"),
    "daly-93-bat": switches("charging", "253.240"),
    "daly-94-a": {
        "cells": ("16", "", ()),
        "sensors": ("1", "", ()),
        "charger": ("off", "", ()),
        "load": ("off", "", ()),
        "cycles": ("5", "", ()),
    },
}


def for_one_cell() -> bytes:
    """The meter's set-up with the ranges of one cell, as published; ours lets it find them."""
    ours = b"".join(row.send.encode() for row in profile.load("hioki-bt356x").setup)
    return ours.replace(b":AUT ON", b":AUT OFF\r\n:RES:RANG 300E-3\r\n:VOLT:RANG 6")


# What drivers build; everything else that is sent stands in the rows of a profile.
BUILT = {
    "bt-seq-1": for_one_cell(),
    "bk-remote": it8500.set_choice("remote", "on"),
    "bk-mode-cc": it8500.set_choice("mode", "cc"),
    "bk-off": it8500.set_choice("input", "off"),
    "bk-on": it8500.set_choice("input", "on"),
    "bk-i-20ma": it8500.set_quantity("current", Decimal("0.02")),
    "bk-prod": it8500.ask_product(),
    "bk-read": it8500.ask_readings(),
    "bk-func": it8500.set_choice("function", "fixed"),
}
# A BMS is never written to: nothing builds these, but our check is theirs.
CHECKED_ONLY = {"jbd-mos-on", "jbd-mos-chg-off", "jbd-mos-dsg-off", "jbd-mos-off"}


@pytest.mark.parametrize("described", profile.load_all(), ids=lambda p: p.id)
def test_every_vector_of_a_profile(shared: Path, described: profile.Profile) -> None:
    swept = vectors.of(described, shared)
    for record in swept:
        data = bytes.fromhex(record["hex"])
        if record["check"].startswith("BAD"):
            is_rejected(described, data)
        elif record["dir"] == "TX":
            is_built(described, record["id"], data)
        else:
            is_decoded(described, record["id"], data)
    assert swept


def is_decoded(described: profile.Profile, name: str, data: bytes) -> None:
    decoder = Decoder(described)
    frames = decoder.feed(data)
    assert [shown(frame.readings) for frame in frames] == [EXPECTED[name]], name
    assert (decoder.dropped, decoder.refused, decoder.begun) == (0, 0, False)
    assert frames[0].raw == (
        data.rstrip(b"\r\n") if isinstance(described.frame, LineFrame) else data
    )


def is_built(described: profile.Profile, name: str, data: bytes) -> None:
    if name in CHECKED_ONLY:
        assert data[-3:-1] == neg16(data[2:-3]), name
        assert data not in described.own
        return
    in_turn = b"".join(described.bytes_of(row.send) for row in described.setup)
    assert data in {*described.own, in_turn} or data == BUILT[name], name


def is_rejected(described: profile.Profile, data: bytes) -> None:
    decoder = Decoder(described)
    assert decoder.feed(data) + decoder.idle() == []
    assert decoder.dropped == len(data)


def test_each_expected_vector_exists(shared: Path) -> None:
    there = {r["id"] for known in profile.load_all() for r in vectors.of(known, shared)}
    assert {*EXPECTED, *BUILT, *CHECKED_ONLY} <= there


def test_every_frame_of_bytes_is_rejected_with_any_one_bit_wrong(shared: Path) -> None:
    for described in profile.load_all():
        if isinstance(described.frame, LineFrame):
            continue
        for record in vectors.of(described, shared):
            if record["dir"] == "TX" or record["check"].startswith("BAD"):
                continue
            data = bytes.fromhex(record["hex"])
            # The register of a JBD reply is in no check: it is held against the question.
            for at in range(len(data)):
                if described.id == "jbd-03" and at == 1:
                    continue
                hurt = data[:at] + bytes((data[at] ^ 0x10,)) + data[at + 1 :]
                assert Decoder(described).feed(hurt) == [], (record["id"], at)


CANONICAL: list[tuple[str, str, Expected]] = [
    (
        "hioki-bt356x",
        "288.02E-3,1.3921E+0\r\n",
        {"resistance": ("0.28802", "ohm", ()), "voltage": ("1.3921", "V", ())},
    ),
    (
        "hioki-3174",
        "500,100,10.0,PASS,0\r\n",
        {
            "insulation": ("100000000", "ohm", ()),
            "test_voltage": ("500", "V", ()),
            "duration": ("10.0", "s", ()),
            "judgement": ("PASS", "", ()),
        },
    ),
    (
        "gwinstek-gpt9000",
        "IR,FAIL ,0.501kV,000.5Mohm ,R=001.0S\r\n",
        {
            "insulation": ("500000.0", "ohm", ("unstable",)),
            "test_voltage": ("501.000", "V", ()),
            "duration": ("1.0", "s", ()),
            "judgement": ("FAIL", "", ()),
        },
    ),
    (
        "applent-at45xx",
        "+2.34000e+01, OPEN, ----, +1.00000e+04,-3.00000e+02\n",
        {
            "temperature_1": ("23.4000", "degC", ()),
            "temperature_2": (None, "degC", ("open",)),
            "temperature_3": (None, "", ("fault",)),
            "temperature_4": (None, "degC", ("open",)),
            "temperature_5": ("-300.000", "degC", ("implausible",)),
        },
    ),
]


@pytest.mark.parametrize(("profile_id", "said", "expected"), CANONICAL)
def test_readings_leave_in_the_units_of_our_floors(
    profile_id: str, said: str, expected: Expected
) -> None:
    described = profile.load(profile_id)
    (frame,) = Decoder(described).feed(said.encode())
    assert shown(canonical(described, frame.readings)) == expected


@pytest.mark.parametrize(
    ("profile_id", "line"),
    [
        ("hioki-bt356x", "288.02E-3"),
        ("hioki-bt356x", "288.02,1.3921"),
        ("hioki-bt356x", "288.02E-3;1.3921E+0"),
        ("hioki-bt356x", "288.02E-3,1.3921E+0,1.0E+0"),
        ("hioki-3174", "500,100,10.0,GOOD,0"),
        ("hioki-3174", "500,100,10.0,PASS"),
        ("gwinstek-gpt9000", "IR,PASS ,0.501kV,000.5,T=001.0S"),
        ("applent-at45xx", "e+01, +2.35000e+01"),
        ("applent-at45xx", "OPEN, OPEN"),
    ],
)
def test_nonsense_is_no_reading(profile_id: str, line: str) -> None:
    decoder = Decoder(profile.load(profile_id))
    assert decoder.feed(line.encode() + b"\r\n") == []
    assert decoder.dropped == len(line) + 2
