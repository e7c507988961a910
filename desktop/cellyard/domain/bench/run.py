"""A run on disk: JSON lines, first its head, then its samples as they came, last its end.

    {"format": "cellyard-run-1", "plan": {…}, "began": ms, "pace": 1, "instruments": {…}}
    ["t", at, "V", "A", on, "degC" or null, ["V of group 1" or null, …], "hex of the load's frame",
     origin of the temperature or null, origin of the groups or null]
    {"end": "completed", "trip": null, …}

An origin is `["key of the instrument", ["hex of a frame", …]]`: the frames that the number was read
from, in their order. The temperature is the hottest that they tell. Runs of before 2026-11-27 have
none. Numbers are decimals in quotes, as they were read. A last line without its end was cut off by
a crash and counts for nothing.
"""

from decimal import Decimal

import msgspec

from cellyard.domain.bench.plan import Plan
from cellyard.domain.bench.programme import Moment, Progress
from cellyard.domain.facts import Evidence, RunEnd, Trip

FORMAT = "cellyard-run-1"


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What a run was planned to be. `began` is ms; `pace` above 1 is compressed (training) time.

    `instruments` says by its key what each instrument called itself.
    """

    format: str = FORMAT
    plan: Plan
    began: int
    pace: int = 1
    instruments: tuple[Evidence, ...] = ()


class Origin(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where a number comes from: the instrument's key, and its frames in hex, in their order."""

    instrument: str
    frames: tuple[str, ...] = ()


class Sample(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One stored sample: s of the run, wall clock in ms, V, A, degC, V of the groups, raw hex.

    `raw` is the load's frame; temperature and groups were read by other instruments.
    """

    t: Decimal
    at: int
    voltage: Decimal
    current: Decimal
    on: bool
    temperature: Decimal | None
    cells: tuple[Decimal | None, ...]
    raw: str
    temperature_from: Origin | None = None
    cells_from: Origin | None = None

    @property
    def moment(self) -> Moment:
        return Moment(
            t=self.t,
            voltage=self.voltage,
            current=self.current,
            on=self.on,
            temperature=self.temperature,
            cells=self.cells,
        )


class End(msgspec.Struct, frozen=True, kw_only=True):
    """How the run ended, and where it stood then."""

    end: RunEnd
    at: int
    lasted: Decimal
    progress: Progress
    trip: Trip | None = None
    refusal: str = ""


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """A whole run as read. `end` is None while it goes on, or when the app was killed."""

    head: Head
    samples: tuple[Sample, ...]
    end: End | None = None


_encoder = msgspec.json.Encoder()
_head = msgspec.json.Decoder(Head)
_sample = msgspec.json.Decoder(Sample)
_end = msgspec.json.Decoder(End)


def line(row: Head | Sample | End) -> bytes:
    """Return a row as its line, end and all."""
    return _encoder.encode(row) + b"\n"


def read(text: bytes) -> Run:
    """Return the run in these bytes. ValueError when they are none."""
    *lines, _cut = text.split(b"\n")
    if not lines:
        raise ValueError("no run: not even its head is whole")
    samples = tuple(_checked(_sample.decode(row)) for row in lines[1:] if row.startswith(b"["))
    ends = [_end.decode(row) for row in lines[1:] if row.startswith(b"{")]
    return Run(head=_head.decode(lines[0]), samples=samples, end=ends[-1] if ends else None)


def sound(text: bytes) -> bytes:
    """Return the beginning of these bytes that is whole lines of a run; b"" without its head.

    Behind a line that the disk has spoilt nothing counts; what stands before it is still a run,
    whose load may be on.
    """
    good = 0
    for number, row in enumerate(text.split(b"\n")[:-1]):
        try:
            _decoded(row, first=number == 0)
        except ValueError:
            break
        good += len(row) + 1
    return text[:good]


def _decoded(row: bytes, *, first: bool) -> Head | Sample | End:
    if first:
        return _head.decode(row)
    return _checked(_sample.decode(row)) if row.startswith(b"[") else _end.decode(row)


def _checked(sample: Sample) -> Sample:
    numbers = (sample.t, sample.voltage, sample.current, sample.temperature, *sample.cells)
    if not all(number is None or number.is_finite() for number in numbers):
        raise ValueError("a sample holds what is no number")
    return sample
