"""Every number that a run stores is read again from the bytes that it stores."""

from decimal import Decimal
from pathlib import Path

import channels
import pytest
from channels import Bench

from cellyard.devices import profile
from cellyard.devices.decoding import Decoder, canonical
from cellyard.devices.simulator import Battery
from cellyard.domain.bench.run import Head, Origin, Run
from cellyard.domain.facts import Evidence
from cellyard.domain.readings import Reading

USED = {"load": "itech-it8500", "warm": "applent-at45xx", "board": ""}


def run_with(bench: Bench, board: str) -> Run:
    """Return the file of a run that load, thermometer and board were read in."""
    used = {**USED, "board": board}
    named = tuple(Evidence(instrument=key, profile=id_) for key, id_ in used.items())
    bench.channel.begin(bench.channel.head(channels.plan("discharge", cells=True), named))
    bench.until(lambda: len(bench.kept().samples) >= 4, "a few samples")
    bench.channel.stop()
    return bench.ended()


def read_again(head: Head, key: str, *frames: str) -> dict[str, Reading]:
    """Return what these frames of an instrument say by its profile, and nothing else known."""
    described = profile.load({e.instrument: e.profile or "" for e in head.instruments}[key])
    decoder = Decoder(described)
    found: dict[str, Reading] = {}
    for hexed in frames:
        frame = decoder.decode(bytes.fromhex(hexed))
        assert frame is not None
        found |= frame.readings
    return canonical(described, found)


def numbered(head: Head, origin: Origin | None, name: str) -> list[Decimal | None]:
    assert origin is not None
    readings = read_again(head, origin.instrument, *origin.frames)
    known = sorted((int(key.removeprefix(name)), r) for key, r in readings.items() if name in key)
    return [r.value if r.steady and isinstance(r.value, Decimal) else None for _, r in known]


@pytest.mark.parametrize("board", ["jbd-03", "daly-a5"])
def test_every_stored_number_is_read_again_from_its_frames(tmp_path: Path, board: str) -> None:
    # The Daly says whole degrees: there the thermometer reads the most.
    with Bench(tmp_path, Battery("NMC", ambient_c=25.3), board=board) as bench:
        bench.warm.instrument.open(2)
        run = run_with(bench.ready(), board)
    for sample in run.samples:
        load = read_again(run.head, "load", sample.raw)
        assert load["voltage"].value == sample.voltage
        assert load["current"].value == sample.current
        warm = numbered(run.head, sample.temperature_from, "temperature_")
        assert max(t for t in warm if t is not None) == sample.temperature
        assert tuple(numbered(run.head, sample.cells_from, "cell_")) == sample.cells
        assert len(sample.cells) == 12
        assert sample.cells_from is not None
        # The count, and the cells by threes.
        assert len(sample.cells_from.frames) == {"jbd-03": 1, "daly-a5": 5}[board]
    by = {s.temperature_from.instrument for s in run.samples if s.temperature_from}
    assert by == {"warm"} if board == "daly-a5" else by <= {"warm", "board"}
