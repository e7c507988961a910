"""Lines of text become readings, in every split and any noise; profiles are read strictly."""

from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from vectors import Expected, cut, shown

from cellyard.devices import profile
from cellyard.devices.decoding import Decoder, canonical
from cellyard.devices.frames import Frame
from cellyard.devices.rows import LineFrame
from cellyard.domain.refusals import Refused

# Lines of our own, as the instruments would say them: (profile, line, readings).
LINES: list[tuple[str, bytes, Expected]] = [
    ("mt-sics", b"S S     355.20 kg", {"weight": ("355.20", "kg", ())}),
    ("mt-sics", b"S D     354.98 kg", {"weight": ("354.98", "kg", ("unstable",))}),
    ("mt-sics", b"S S Error 10b", {"weight": (None, "", ("fault",))}),
    ("mt-sics", b"S S      -1.20 kg", {"weight": ("-1.20", "kg", ("negative",))}),
    ("mt-sics", b"S S  200000.00 kg", {"weight": ("200000.00", "kg", ("implausible",))}),
    ("mt-sics", b"S +", {"weight": (None, "", ("over_range",))}),
    ("mt-sics", b"ES", {"weight": (None, "", ("fault",))}),
    ("mt-sics", b'I4 A "B834112907"', {"serial": ("B834112907", "", ())}),
    ("mt-sics", b"TI S      12.00 kg", {"tare": ("12.00", "kg", ())}),
    ("mt-sics", b"Z A", {}),
    ("generic-st-gs", b"ST,GS,+  123.4kg", {"weight": ("123.4", "kg", ())}),
    ("generic-st-gs", b"US,NT,+   23.4kg", {"weight": ("23.4", "kg", ("unstable", "net"))}),
    ("generic-st-gs", b"OL,GS,+9999999kg", {"weight": (None, "", ("over_range",))}),
    ("generic-st-gs", b"OL,-9999999.9   g", {"weight": (None, "", ("under_range",))}),
    ("generic-st-gs", b"wn-003.17kg", {"weight": ("-3.17", "kg", ("net", "negative"))}),
    (
        "barcode-scanner",
        b"]C04006381333931",
        {"code": ("4006381333931", "", ()), "aim": ("]C0", "", ())},
    ),
    ("barcode-scanner", b"A-01-1-1", {"code": ("A-01-1-1", "", ())}),
    ("barcode-scanner", "]Q1电池".encode(), {"code": ("电池", "", ()), "aim": ("]Q1", "", ())}),
    ("sartorius-sbi", b"N     +   12.00 kg ", {"weight": ("12.00", "kg", ("net",))}),
    ("sartorius-sbi", b"N          0.00 kg ", {"weight": ("0.00", "kg", ("net",))}),
    ("sartorius-sbi", b"      +   12.00 kg ", {"weight": ("12.00", "kg", ())}),
    ("sartorius-sbi", b"      High      ", {"weight": (None, "", ("over_range",))}),
    ("sartorius-sbi", b"      L         ", {"weight": (None, "", ("under_range",))}),
    ("sartorius-sbi", b"Stat     HH       ", {"weight": (None, "", ("over_range",))}),
    ("generic-st-gs", b"OL", {"weight": (None, "", ("over_range",))}),
    (
        "hioki-bt356x",
        b" 1000.00E+6, 3.70000E+0",
        {"resistance": (None, "ohm", ("over_range",)), "voltage": ("3.70000", "V", ())},
    ),
    ("hioki-bt356x", b"128", {}),
    (
        "hioki-bt356x",
        b"HIOKI,BT3562A,0,V1.00",
        {"model": ("BT3562A", "", ()), "firmware": ("V1.00", "", ())},
    ),
    ("gwinstek-gpt9000", b"ACW, FAIL , 0.024kV ,0.013 mA ,R=000.1S", {}),
    (
        "gwinstek-gpt9000",
        b"IR,VIEW ,0.500kV,000.0Mohm ,T=000.0S",
        {
            "insulation": ("0.0", "Mohm", ("no_value",)),
            "test_voltage": ("0.500", "kV", ()),
            "duration": ("0.0", "S", ()),
            "judgement": ("VIEW", "", ()),
        },
    ),
    (
        "hioki-3174",
        b"500,0.0,1.0,LFAIL,0",
        {
            "insulation": (None, "Mohm", ("under_range",)),
            "test_voltage": ("500", "V", ()),
            "duration": ("1.0", "s", ()),
            "judgement": ("LFAIL", "", ()),
        },
    ),
    (  # a zero with other digits is none the more a value
        "hioki-3174",
        b"500,0.00,1.0,LFAIL,0",
        {
            "insulation": (None, "Mohm", ("under_range",)),
            "test_voltage": ("500", "V", ()),
            "duration": ("1.0", "s", ()),
            "judgement": ("LFAIL", "", ()),
        },
    ),
    (
        "hioki-bt356x",
        b"2000.00E+6, 1.20000E+9",
        {"resistance": (None, "ohm", ("over_range",)), "voltage": (None, "V", ("over_range",))},
    ),
    (
        "applent-at45xx",
        b"+2.34000e+01, +2.35000e+01",
        {"temperature_1": ("23.4000", "degC", ()), "temperature_2": ("23.5000", "degC", ())},
    ),
]

# What no profile may take for a reading.
NONSENSE: list[tuple[str, bytes]] = [
    ("mt-sics", b"S S     12.345"),
    ("mt-sics", b"S S     12,345 kg"),
    ("mt-sics", b"S S     1e 3 kg"),
    ("mt-sics", b"S X     12.345 kg"),
    ("mt-sics", b"S S     12.345 pcs"),
    ("mt-sics", "S S     １２.345 kg".encode()),
    ("generic-st-gs", b"ST,GS,+  12 3.4kg"),
    ("generic-st-gs", b"ST,GS,+  123.4"),
    ("generic-st-gs", b"GS,+  123.4kg"),
    ("barcode-scanner", b"]C1" + b"\xff\xfe"),
    ("barcode-scanner", b"AB\x00CD"),
    ("sartorius-sbi", b"          12.00 kg "),
    ("sartorius-sbi", b"N     + - 12.00 kg "),
]


@pytest.mark.parametrize(("profile_id", "line", "expected"), LINES)
def test_lines_of_our_own(profile_id: str, line: bytes, expected: Expected) -> None:
    frame = Decoder(profile.load(profile_id)).decode(line)
    assert frame is not None
    assert shown(frame.readings) == expected


@pytest.mark.parametrize(("profile_id", "line"), NONSENSE)
def test_nonsense_is_no_reading(profile_id: str, line: bytes) -> None:
    decoder = Decoder(profile.load(profile_id))
    assert decoder.feed(line + b"\r\n") == []
    assert decoder.dropped == len(line) + 2


def test_weights_leave_in_kg_with_all_their_digits() -> None:
    described = profile.load("generic-st-gs")
    frame = Decoder(described).decode(b"ST,+0004775.70  g")
    assert frame is not None
    ours = canonical(described, frame.readings)["weight"]
    assert (str(ours.value), ours.unit) == ("4.77570", "kg")


def test_a_weight_without_its_unit_is_no_weight() -> None:
    described = profile.load("sartorius-sbi")
    frame = Decoder(described).decode(b"N     +    0.031   ")
    assert frame is not None
    ours = canonical(described, frame.readings)["weight"]
    assert ours.value is None
    assert not ours.steady


# -- the framer's law: every split and any noise give the same frames --------------------------

ENDS = st.sampled_from([b"\r", b"\n", b"\r\n"])
NOISE = st.binary(max_size=40).map(lambda data: data.translate(None, b"\r\n"))
BY_PROFILE: dict[str, list[bytes]] = {}
for _profile, _line, _ in LINES:
    BY_PROFILE.setdefault(_profile, []).append(_line)


def fed(decoder: Decoder, split: list[bytes]) -> list[Frame]:
    return [frame for piece in split for frame in decoder.feed(piece)]


@pytest.mark.parametrize("profile_id", list(BY_PROFILE))
@settings(deadline=None)
@given(data=st.data())
def test_any_split_and_noise_give_the_same_frames(profile_id: str, data: st.DataObject) -> None:
    described = profile.load(profile_id)
    assert isinstance(described.frame, LineFrame)
    heads = [head.encode() for head in described.frame.heads]
    lines = data.draw(st.lists(st.sampled_from(BY_PROFILE[profile_id]), max_size=6))
    if profile_id == "barcode-scanner":  # without its AIM mark a code in noise cannot be told
        lines = [line for line in lines if line.startswith(b"]")]
    if profile_id == "sartorius-sbi":
        lines = [line for line in lines if line.startswith(b"N ")]
    wire, kept = b"", 0
    for line in lines:
        noise = data.draw(NOISE)
        # Noise that begins a frame of its own, or goes on into one, is no noise.
        assume(not any(head in noise for head in heads))
        assume(Decoder(described).decode(noise) is None)
        assume(Decoder(described).decode(noise + line) is None or not noise)
        # Where no head tells a line from noise before it, that noise needs an end of its own.
        apart = data.draw(st.sampled_from([b"", b"\n"] if heads or not noise else [b"\n"]))
        end = data.draw(ENDS)
        wire += noise + apart + line + end
        # An empty line is nothing lost; the end of a line of noise goes with it.
        kept += len(line + end) + (0 if noise else len(apart))
    decoder = Decoder(described)
    frames = fed(decoder, data.draw(cut(wire)))
    assert [frame.raw for frame in frames] == lines
    decoder.idle()
    assert decoder.dropped + kept == len(wire)


@pytest.mark.parametrize("profile_id", list(BY_PROFILE))
@settings(deadline=None)
@given(data=st.data())
def test_a_damaged_frame_goes_alone(profile_id: str, data: st.DataObject) -> None:
    described = profile.load(profile_id)
    lines = data.draw(st.lists(st.sampled_from(BY_PROFILE[profile_id]), min_size=1, max_size=5))
    hurt = data.draw(st.integers(0, len(lines) - 1))
    at = data.draw(st.integers(1, len(lines[hurt]) - 1))
    noise = bytes([data.draw(st.sampled_from([0x00, 0x07, 0x7F, 0xFF]))])
    sent = list(lines)
    sent[hurt] = lines[hurt][:at] + noise + lines[hurt][at:]
    frames = fed(Decoder(described), data.draw(cut(b"\r\n".join(sent) + b"\r\n")))
    assert [frame.raw for frame in frames] == lines[:hurt] + lines[hurt + 1 :]


# -- profiles ------------------------------------------------------------------------------------


def test_a_profile_is_read_strictly() -> None:
    text = (Path(__file__).parents[2] / "resources/devices/mt-sics.toml").read_text("utf-8")
    profile.parse(text)
    for wrong in (
        text.replace('kind = "scale"', 'kind = "scale"\ncolour = "red"'),
        text.replace("[vectors]\nfile", "[vectors]\nfiel"),
        text.split("[vectors]")[0],
        text.replace('value = "value"', 'value = "vlaue"'),
        text.replace('"8N1"', '"9N1"'),
        text.replace("[vectors]", '[[reply]]\nmatch = "AA"\n\n[vectors]'),
    ):
        with pytest.raises(ValueError, match=r".+"):
            profile.parse(wrong)


@pytest.mark.parametrize(
    ("profile_id", "right", "wrong"),
    [
        ("hioki-bt356x", '"1E+10" = "fault"', '"1E+1O" = "fault"'),
        ("hioki-bt356x", '"1E+10" = "fault"', '"1E+10" = "faulty"'),
        ("jbd-03", '0 = "open"', 'nought = "open"'),
        ("daly-a5", '1 = "charging"', 'one = "charging"'),
        ("itech-it8500", '2 = "on"', '2nd = "on"'),
    ],
)
def test_what_is_no_number_or_no_flag_is_seen_when_the_profile_is_read(
    profile_id: str, right: str, wrong: str
) -> None:
    path = Path(__file__).parents[2] / f"resources/devices/{profile_id}.toml"
    text = path.read_text("utf-8")
    assert right in text
    with pytest.raises(ValueError, match=r".+"):
        profile.parse(text.replace(right, wrong))


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(Refused, match="unknown_profile"):
        profile.load("../secrets")
