"""Framing of each class, and framing with decoding, against what 115200 baud can carry."""

import time
from collections.abc import Callable

from measuring import Row

from cellyard.devices import profile
from cellyard.devices.decoding import Decoder
from cellyard.devices.drivers import it8500
from cellyard.devices.framing import framer, whole

# 8N1: ten bits a byte.
WIRE_BYTES_PER_S = 115200 / 10
LINES = 20_000
CHUNK = 512
CLASSES = {
    "line": ("mt-sics", b"S S      355.2 kg\r\n"),
    "fixed, 26 bytes": ("itech-it8500", it8500.frame(0x5F, bytes(range(1, 16)))),
    "fixed, 13 bytes": ("daly-a5", bytes.fromhex("A501900802FC000075A1000052")),
    "length": (
        "jbd-03",
        bytes.fromhex("DD03001D0618000001F201F400002C7C00000000000080640304030B8B0B8A0B84FA8D77"),
    ),
}
SAMPLES = {
    "mt-sics": b"S S      355.2 kg\r\n",
    "generic-st-gs": b"ST,GS,+  355.2kg\r\n",
    "barcode-scanner": b"]d204QCB76836300JBC40000903\r\n",
    "hioki-bt356x": b"  15.00E-3, 3.85000E+0\r\n",
    **{name: frame for name, frame in CLASSES.values() if name != "mt-sics"},
}


def rows() -> list[Row]:
    """Feed a long stream in chunks, as a port delivers it."""
    classes = [
        _row(f"framing, {kind}", framer(profile.load(name).frame, whole).feed, frame, "≥ 200×")
        for kind, (name, frame) in CLASSES.items()
    ]
    # A frame of bytes holds ten readings where a line holds one or two.
    decoded = [
        _row(
            f"framing and decoding, {name}",
            Decoder(profile.load(name)).feed,
            frame,
            "≥ 200×" if frame.endswith(b"\n") else "≥ 50×",
        )
        for name, frame in SAMPLES.items()
    ]
    return classes + decoded


def _row(what: str, feed: Callable[[bytes], list[object]], frame: bytes, goal: str) -> Row:
    stream = frame * LINES
    start = time.perf_counter()
    frames = 0
    for first in range(0, len(stream), CHUNK):
        frames += len(feed(stream[first : first + CHUNK]))
    speed = len(stream) / (time.perf_counter() - start)
    if frames != LINES:
        raise AssertionError(f"{what}: {frames} of {LINES} frames")
    return Row(what, speed, WIRE_BYTES_PER_S, speed / WIRE_BYTES_PER_S, "B/s", goal)
