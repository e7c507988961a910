"""Framing and decoding of instrument bytes against what 115200 baud can carry."""

import time

from measuring import Row

from cellyard.devices import profile
from cellyard.devices.decoding import Decoder

# 8N1: ten bits a byte.
WIRE_BYTES_PER_S = 115200 / 10
LINES = 20_000
SAMPLES = {
    "mt-sics": b"S S      355.2 kg\r\n",
    "generic-st-gs": b"ST,GS,+  355.2kg\r\n",
    "barcode-scanner": b"]d204QCB76836300JBC40000903\r\n",
}
CHUNK = 512


def rows() -> list[Row]:
    """Feed a long stream in chunks, as a port delivers it."""
    return [_row(name, line) for name, line in SAMPLES.items()]


def _row(name: str, line: bytes) -> Row:
    stream = line * LINES
    decoder = Decoder(profile.load(name))
    start = time.perf_counter()
    frames = 0
    for first in range(0, len(stream), CHUNK):
        frames += len(decoder.feed(stream[first : first + CHUNK]))
    speed = len(stream) / (time.perf_counter() - start)
    if frames != LINES:
        raise AssertionError(f"{name}: {frames} of {LINES} frames")
    ratio = speed / WIRE_BYTES_PER_S
    return Row(f"framing and decoding, {name}", speed, WIRE_BYTES_PER_S, ratio, "B/s", "≥ 200×")
