"""The files of runs as they are kept beside their facts, and the earlier runs of a battery.

A file is the run's own lines (domain.bench.run), gzip.
"""

import gzip
import io
import zlib
from decimal import Decimal

import msgspec

from cellyard.domain.bench import run
from cellyard.domain.bench.channel import CurvePoint, drawn
from cellyard.domain.bench.run import Run
from cellyard.domain.facts import CapacityTested
from cellyard.domain.refusals import Refused
from cellyard.ledger.questions import Questions

MEDIA = "application/vnd.cellyard.run+jsonl+gzip"

# Three days of twenty samples a second; more is no run, but a file made to fill the memory.
_LARGEST = 1 << 30


class EarlierRun(msgspec.Struct, frozen=True, kw_only=True):
    """A capacity test of before: when (ms), A, Ah, and its curve."""

    at: int
    current: Decimal
    capacity: Decimal
    points: tuple[CurvePoint, ...]


def read(blob: bytes) -> Run:
    """Return the run in a file. Raises Refused("trace_unreadable") when it is none."""
    try:
        return run.read(_unpacked(blob))
    except (zlib.error, ValueError, msgspec.MsgspecError) as error:
        raise Refused("trace_unreadable") from error


def packed(lines: bytes) -> bytes:
    """Return the file of a run from its lines; the same run gives the same bytes."""
    file = io.BytesIO()
    # By hand, since `gzip.compress` writes the name of the system into the head.
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packing:
        packing.write(lines)
    return file.getvalue()


def earlier(questions: Questions, battery: str) -> list[EarlierRun]:
    """Return the capacity tests of a battery that stand, oldest first, with their curves."""
    found: list[EarlierRun] = []
    known = questions.battery(battery)
    standing = {ref for act in known.acts for ref in act.facts} if known else set[str]()
    for r in questions.line(battery):
        if not isinstance(r.fact, CapacityTested) or r.ref not in standing or not r.envelope.blobs:
            continue
        blob = r.envelope.blobs[0].sha256
        if not questions.blobs.holds(blob):
            continue
        try:
            kept = read(questions.blobs.get(blob))
        except Refused:
            continue  # damaged: `verify` tells of it, and no run waits for an old curve
        found.append(
            EarlierRun(
                at=r.envelope.at,
                current=r.fact.current,
                capacity=r.fact.capacity,
                points=tuple(curve(kept)),
            )
        )
    return found


def curve(run: Run) -> list[CurvePoint]:
    """Return a run's samples to draw."""
    return [drawn(sample.moment) for sample in run.samples]


def _unpacked(blob: bytes) -> bytes:
    unpacking = zlib.decompressobj(wbits=31)  # zlib manual: 16 + 15, gzip only
    content = unpacking.decompress(blob, _LARGEST)
    if not unpacking.eof:
        raise ValueError("cut off, or too large for a run")
    return content
