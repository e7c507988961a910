"""The file of a run as it is kept beside its fact: the run's own lines (domain.bench.run), gzip."""

import gzip
import io
import zlib

import msgspec

from cellyard.domain.bench import run
from cellyard.domain.bench.run import Run
from cellyard.domain.refusals import Refused

MEDIA = "application/vnd.cellyard.run+jsonl+gzip"

# Three days of twenty samples a second; more is no run, but a file made to fill the memory.
_LARGEST = 1 << 30


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


def _unpacked(blob: bytes) -> bytes:
    unpacking = zlib.decompressobj(wbits=31)  # zlib manual: 16 + 15, gzip only
    content = unpacking.decompress(blob, _LARGEST)
    if not unpacking.eof:
        raise ValueError("cut off, or too large for a run")
    return content
