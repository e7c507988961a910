"""What `cellyard devices …` answers: profiles, readings of a port, readings of bytes in a file.

Values stand as the instrument sent them, digits and unit (the line hands weights on in kg).
`raw` is the frame in upper-case hex with spaces, without the end of its line.
"""

import queue
from collections.abc import Mapping
from typing import TypedDict

import msgspec

from cellyard.devices import profile
from cellyard.devices.decoding import Decoder, Frame
from cellyard.devices.line import Line
from cellyard.domain.readings import Character, Reading, Sample
from cellyard.domain.refusals import Trouble


class Value(TypedDict):
    """A reading; `value` is None, and `flags` say why, where it is none."""

    value: str | None
    unit: str
    flags: list[str]


class ShownProfile(TypedDict):
    """A row of `devices profiles`."""

    id: str
    name: str
    kind: str
    version: int
    confidence: str
    vectors: str


class ShownSample(TypedDict):
    """A row of `devices read`; `t` is UTC in seconds since 1970."""

    t: float
    readings: dict[str, Value]
    raw: str


class ShownFrame(TypedDict):
    """A frame in a row of `devices decode`."""

    readings: dict[str, Value]
    raw: str


class ShownLine(TypedDict):
    """A row of `devices decode`. `refused` is None when at least one frame was understood.

    Otherwise `not_hex`, `incomplete` (the end of its frame did not come) or `not_understood`.
    """

    raw: str
    frames: list[ShownFrame]
    dropped_bytes: int
    refused: str | None


def profiles() -> list[ShownProfile]:
    """Return the shipped profiles, sorted by id."""
    return [
        ShownProfile(
            id=found.id,
            name=found.about.name,
            kind=found.about.kind,
            version=found.about.version,
            confidence=found.about.confidence,
            vectors=found.vectors.file,
        )
        for found in profile.load_all()
    ]


def read(
    profile_id: str,
    url: str,
    count: int,
    timeout_s: float,
    *,
    baud: int | None = None,
    character: Character | None = None,
) -> list[ShownSample]:
    """Return the next `count` samples of an instrument.

    Raises Refused for an unknown profile, and Trouble with the line's own reason when one of them
    does not come within `timeout_s`.
    """
    described = profile.load(profile_id)
    usual = described.link.usual
    link = msgspec.structs.replace(
        usual, baud=baud or usual.baud, character=character or usual.character
    )
    heard: queue.Queue[Sample] = queue.Queue()
    line = Line(profile_id, described, url, link, on_sample=heard.put)
    line.start()
    try:
        samples = [heard.get(timeout=timeout_s) for _ in range(count)]
    except queue.Empty:
        reason = line.health.trouble
        raise reason or Trouble("silent", name=profile_id, port=url) from None
    finally:
        line.stop()
    decoder = Decoder(described)
    return [_sample(sample, [decoder.decode(f) for f in sample.frames][-1]) for sample in samples]


def decode_lines(profile_id: str, text: str) -> list[ShownLine]:
    """Return what each line of hex bytes means, taken for itself. Empty lines and `#` are skipped.

    Raises Refused for an unknown profile.
    """
    described = profile.load(profile_id)
    rows = (line.strip() for line in text.splitlines())
    return [_line(described, row) for row in rows if row and not row.startswith("#")]


def _line(described: profile.Profile, row: str) -> ShownLine:
    try:
        data = bytes.fromhex(row)
    except ValueError:
        return ShownLine(raw=row, frames=[], dropped_bytes=0, refused="not_hex")
    decoder = Decoder(described)
    frames = decoder.feed(data)
    cut = decoder.begun
    frames += decoder.idle()
    refused = None if frames else "incomplete" if cut else "not_understood"
    return ShownLine(
        raw=shown_hex(data),
        frames=[ShownFrame(readings=values(f.readings), raw=shown_hex(f.raw)) for f in frames],
        dropped_bytes=decoder.dropped,
        refused=refused,
    )


def _sample(sample: Sample, sent: Frame | None) -> ShownSample:
    """Return a sample with the values as sent, and the flags that the line gave them."""
    readings = dict(sample.readings)
    for name, reading in (sent.readings if sent else {}).items():
        readings[name] = msgspec.structs.replace(reading, flags=sample.readings[name].flags)
    raw = shown_hex(b"".join(sample.frames))
    return ShownSample(t=sample.at / 1000, readings=values(readings), raw=raw)


def values(readings: Mapping[str, Reading]) -> dict[str, Value]:
    """Return readings as they are shown."""
    return {
        name: Value(
            value=None if reading.value is None else f"{reading.value}",
            unit=reading.unit,
            flags=list(reading.flags),
        )
        for name, reading in readings.items()
    }


def shown_hex(data: bytes) -> str:
    """Return bytes in upper-case hex with spaces."""
    return data.hex(" ").upper()
