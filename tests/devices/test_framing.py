"""The framers' law: every vector, every split and any noise give the same frames."""

import random
from pathlib import Path

import pytest
import vectors
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from vectors import cut

from cellyard.devices import profile
from cellyard.devices.checksums import neg16, sum8
from cellyard.devices.decoding import Decoder
from cellyard.devices.framing import CheckedFramer, Framer, LineFramer
from cellyard.devices.rows import FixedFrame, LengthFrame, LineFrame

ALL = pytest.mark.parametrize("described", profile.load_all(), ids=lambda p: p.id)
IN_BYTES = [p for p in profile.load_all() if not isinstance(p.frame, LineFrame)]
BYTES = pytest.mark.parametrize("described", IN_BYTES, ids=lambda p: p.id)
LAW = settings(deadline=None, suppress_health_check=list(HealthCheck))
# Sizes that noise is drawn in: shorter and longer than any frame of bytes here.
NOISE = st.binary(max_size=60)


def fed(framer: Framer, split: list[bytes]) -> list[bytes]:
    return [frame for piece in split for frame in framer.feed(piece)]


def starts(rule: FixedFrame | LengthFrame, wire: bytes) -> list[int]:
    """Where a whole frame with a right check stands, looked for at every byte."""
    framer = CheckedFramer(rule)
    found = []
    for at in range(len(wire)):
        size = framer._size(wire, at) if wire[at : at + 1] == framer._first else 0
        if size and at + size <= len(wire) and framer._sound(wire[at : at + size]):
            found.append(at)
    return found


def laid(parts: list[tuple[bytes, bytes]], last: bytes) -> tuple[bytes, list[int]]:
    """Noise and frame in turn, with where each frame starts."""
    wire, at = b"", []
    for noise, frame in parts:
        wire += noise
        at.append(len(wire))
        wire += frame
    return wire + last, at


@ALL
def test_every_vector_at_every_split_with_noise_around(
    shared: Path, described: profile.Profile
) -> None:
    lines = isinstance(described.frame, LineFrame)
    rng = random.Random(described.id)
    for frame in vectors.received(described, shared):
        if lines:
            # What noise in text looks like is in test_decoding; here it has an end.
            noises = [bytes(rng.choices(b"\x00\x07\x7f\xff\x01", k=n)) + b"\r\n" for n in (1, 9)]
        else:
            head = frame[:4]
            noises = [bytes(rng.choices(b"\x00\x11\x77\xff", k=9)), head[:1], head, frame[:-1]]
        wire, _ = laid([(noise, frame) for noise in noises], noises[0])
        raw = frame.rstrip(b"\r\n") if lines else frame
        for at in range(len(wire) + 1):
            decoder = Decoder(described)
            heard = decoder.feed(wire[:at]) + decoder.feed(wire[at:]) + decoder.idle()
            assert [f.raw for f in heard] == [raw] * len(noises), (frame, at)
            assert decoder.dropped == len(wire) - len(frame) * len(noises)


@BYTES
@LAW
@given(data=st.data())
def test_any_split_and_noise_give_the_same_frames(
    shared: Path, described: profile.Profile, data: st.DataObject
) -> None:
    assert not isinstance(described.frame, LineFrame)
    known = vectors.received(described, shared)
    some = st.lists(st.tuples(NOISE, st.sampled_from(known)), max_size=5)
    wire, at = laid(data.draw(some), data.draw(NOISE))
    # Noise that happens to be a frame, or to make one with what follows, is no noise.
    assume(starts(described.frame, wire) == at)
    framer = CheckedFramer(described.frame)
    frames = fed(framer, data.draw(cut(wire))) + framer.idle()
    assert [wire.index(f, a) for f, a in zip(frames, at, strict=True)] == at
    assert framer.dropped + sum(map(len, frames)) == len(wire)
    assert not framer.begun


@BYTES
@LAW
@given(data=st.data())
def test_noise_inside_a_frame_costs_that_frame_alone(
    shared: Path, described: profile.Profile, data: st.DataObject
) -> None:
    assert not isinstance(described.frame, LineFrame)
    known = vectors.received(described, shared)
    frames = data.draw(st.lists(st.sampled_from(known), min_size=1, max_size=5))
    hurt = data.draw(st.integers(0, len(frames) - 1))
    at = data.draw(st.integers(1, len(frames[hurt]) - 1))
    noise = data.draw(st.binary(min_size=1, max_size=30))
    sent = list(frames)
    sent[hurt] = frames[hurt][:at] + noise + frames[hurt][at:]
    wire = b"".join(sent)
    left = frames[:hurt] + frames[hurt + 1 :]
    places = [sum(map(len, sent[:n])) for n in range(len(sent)) if n != hurt]
    assume(starts(described.frame, wire) == places)
    framer = CheckedFramer(described.frame)
    assert fed(framer, data.draw(cut(wire))) + framer.idle() == left


@settings(deadline=None)
@given(wire=st.binary(max_size=300).map(lambda b: b.replace(b"x", b"\r")), data=st.data())
def test_the_line_framer_counts_every_byte_whatever_the_split(
    wire: bytes, data: st.DataObject
) -> None:
    def odd(line: bytes) -> int:
        return len(line) if sum(line) % 2 else 0

    whole, split = LineFramer(longest=20, take=odd), LineFramer(longest=20, take=odd)
    frames = whole.feed(wire)
    assert fed(split, data.draw(cut(wire))) == frames
    whole.idle()
    split.idle()
    assert whole.dropped == split.dropped
    assert all(0 < len(frame) <= 20 and not odd(frame) for frame in frames)
    content = len(wire.translate(None, b"\r\n"))
    kept = sum(map(len, frames))
    assert content - kept <= whole.dropped <= len(wire) - kept


@pytest.mark.parametrize("cut_at", range(17))
def test_the_end_of_a_dropped_line_is_dropped_with_it(cut_at: int) -> None:
    framer = LineFramer(take=lambda line: len(line) if line == b"bad" else 0)
    wire = b"bad\r\n\r\ngood\r\nbad\r"
    assert fed(framer, [wire[:cut_at], wire[cut_at:]]) == [b"good"]
    assert framer.dropped == len(b"bad\r\nbad\r")
    framer.feed(b"\n\n")
    assert framer.dropped == len(b"bad\r\nbad\r\n")


def test_a_prefix_begins_the_frame() -> None:
    framer = LineFramer(prefix=b"~")
    assert framer.feed(b"noise~2000\r~\rno prefix\r") == [b"~2000", b"~"]
    assert framer.dropped == len(b"noise") + len(b"no prefix\r")


def test_a_length_that_cannot_be_is_no_frame() -> None:
    described = profile.load("jbd-03")
    decoder = Decoder(described)
    frame = bytes.fromhex("DD0400080F450F3D0F370F3DFEC677")
    assert [f.raw for f in decoder.feed(b"\xdd\x04\x00\xff" + frame)] == [frame]
    assert decoder.dropped == 4


def test_what_waits_behind_half_a_frame_comes_when_it_is_given_up() -> None:
    decoder = Decoder(profile.load("jbd-03"))
    frame = bytes.fromhex("DD0400080F450F3D0F370F3DFEC677")
    assert decoder.feed(b"\xdd\x04\x00\x40" + frame) == []
    assert decoder.begun
    assert [f.raw for f in decoder.idle()] == [frame]
    assert decoder.dropped == 4


def test_checks_are_the_worked_examples() -> None:
    assert sum8(bytes.fromhex("AA0020 01")) == b"\xcb"
    assert sum8(bytes.fromhex("A54090 08")) == b"\x7d"
    assert neg16(bytes.fromhex("0300")) == b"\xff\xfd"
    assert neg16(bytes.fromhex("E1020001")) == b"\xff\x1c"
