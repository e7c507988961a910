"""The file of a run of a load: its header and every sample, as it is kept beside the fact.

    gzip of lines of JSON, UTF-8, each ended by LF
    1    {"run": "…", …}                                                  the header, an object
    2 …  [t, at, voltage, current, temperature|null, [cell|null, …], raw]  one array a sample

Every number but `at` is a decimal in a JSON string, with the digits that the instrument sent.
"""

import gzip
import io
import zlib
from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

from cellyard.domain.refusals import Refused

MEDIA = "application/vnd.cellyard.run+jsonl+gzip"

Header = dict[str, object]

# Three days of twenty samples a second; more is no run, but a file made to fill the memory.
_LARGEST = 1 << 30


class Sample(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """One sample: s since the run began, wall clock in ms, V, A, degC, V of each group.

    `raw` is the hex of the bytes that the instruments sent for it.
    """

    t: Decimal
    at: int
    voltage: Decimal
    current: Decimal
    temperature: Decimal | None
    cells: tuple[Decimal | None, ...]
    raw: str


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """A run as its file tells it, samples in the order in which they were taken."""

    header: Header
    samples: Sequence[Sample]


_samples = msgspec.json.Decoder(Sample)
_headers = msgspec.json.Decoder(Header)


def read(blob: bytes) -> Run:
    """Return the run in a file. Raises Refused("trace_unreadable") when it is none."""
    try:
        content = _unpacked(blob)
        first, *rest = content.splitlines()
        header = _headers.decode(first)
        samples = [_sample(line) for line in rest]
    except (zlib.error, ValueError, msgspec.MsgspecError) as error:
        raise Refused("trace_unreadable") from error
    return Run(header=header, samples=samples)


def write_blob(header: Header, samples: Iterable[Sample]) -> bytes:
    """Return the file of a run; the same run gives the same bytes."""
    lines = [msgspec.json.encode(header, order="deterministic")]
    lines += [msgspec.json.encode(sample) for sample in samples]
    packed = io.BytesIO()
    # By hand, since `gzip.compress` writes the name of the system into the head.
    with gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0) as file:
        file.write(b"".join(line + b"\n" for line in lines))
    return packed.getvalue()


def _sample(line: bytes) -> Sample:
    sample = _samples.decode(line)
    values = (sample.t, sample.voltage, sample.current, sample.temperature, *sample.cells)
    if not all(value is None or value.is_finite() for value in values):
        raise ValueError("no number")
    return sample


def _unpacked(blob: bytes) -> bytes:
    unpacking = zlib.decompressobj(wbits=31)  # zlib manual: 16 + 15, gzip only
    content = unpacking.decompress(blob, _LARGEST)
    if not unpacking.eof:
        raise ValueError("cut off, or too large for a run")
    return content
