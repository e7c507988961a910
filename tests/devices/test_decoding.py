"""Bytes become readings: every vector, every split, any noise."""

from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cellyard.devices import profile
from cellyard.devices.decoding import Decoder, canonical
from cellyard.devices.framing import LineFramer
from cellyard.domain.readings import Reading
from cellyard.domain.refusals import Refused

Expected = dict[str, tuple[str | None, str, tuple[str, ...]]]

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
    assert decoder.dropped == len(line)


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
BY_PROFILE = {
    p.id: [line for profile_id, line, _ in LINES if profile_id == p.id] for p in profile.load_all()
}


@st.composite
def pieces(draw: st.DrawFn, data: bytes) -> list[bytes]:
    cuts = sorted(draw(st.lists(st.integers(0, len(data)), max_size=12)))
    return [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True)]


def fed(decoder: Decoder | LineFramer, split: list[bytes]) -> list[object]:
    return [frame for piece in split for frame in decoder.feed(piece)]


@pytest.mark.parametrize("profile_id", list(BY_PROFILE))
@settings(deadline=None)
@given(data=st.data())
def test_any_split_and_noise_give_the_same_frames(profile_id: str, data: st.DataObject) -> None:
    described = profile.load(profile_id)
    heads = [head.encode() for head in described.frame.heads]
    lines = data.draw(st.lists(st.sampled_from(BY_PROFILE[profile_id]), max_size=6))
    if profile_id == "barcode-scanner":  # without its AIM mark a code in noise cannot be told
        lines = [line for line in lines if line.startswith(b"]")]
    if profile_id == "sartorius-sbi":
        lines = [line for line in lines if line.startswith(b"N ")]
    wire = b""
    for line in lines:
        noise = data.draw(NOISE)
        # Noise that begins a frame of its own, or goes on into one, is no noise.
        assume(not any(head in noise for head in heads))
        assume(Decoder(described).decode(noise) is None)
        assume(Decoder(described).decode(noise + line) is None or not noise)
        wire += noise + data.draw(st.sampled_from([b"", b"\n"])) + line + data.draw(ENDS)
    decoder = Decoder(described)
    frames = fed(decoder, data.draw(pieces(wire)))
    assert [frame.raw for frame in frames] == lines
    decoder.idle()
    ends = len(wire) - len(wire.translate(None, b"\r\n"))
    assert decoder.dropped + sum(map(len, lines)) + ends == len(wire)


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
    frames = fed(Decoder(described), data.draw(pieces(b"\r\n".join(sent) + b"\r\n")))
    assert [frame.raw for frame in frames] == lines[:hurt] + lines[hurt + 1 :]


@settings(deadline=None)
@given(wire=st.binary(max_size=300).map(lambda b: b.replace(b"x", b"\r")), data=st.data())
def test_the_line_framer_counts_every_byte_whatever_the_split(
    wire: bytes, data: st.DataObject
) -> None:
    whole, split = LineFramer(longest=20, prefix=b""), LineFramer(longest=20, prefix=b"")
    frames = whole.feed(wire)
    assert fed(split, data.draw(pieces(wire))) == frames
    whole.idle()
    split.idle()
    ends = len(wire) - len(wire.translate(None, b"\r\n"))
    assert whole.dropped == split.dropped == len(wire) - ends - sum(map(len, frames))
    assert all(0 < len(frame) <= 20 for frame in frames)


def test_a_prefix_begins_the_frame() -> None:
    framer = LineFramer(prefix=b"~")
    assert framer.feed(b"noise~2000\r~\rno prefix\r") == [b"~2000", b"~"]
    assert framer.dropped == len(b"noise") + len(b"no prefix")


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
    ):
        with pytest.raises(ValueError, match=r".+"):
            profile.parse(wrong)


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(Refused, match="unknown_profile"):
        profile.load("../secrets")
