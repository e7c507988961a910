"""Wire logs: kept while wanted, never in the way of a reading, exported, and read back."""

import errno
import os
import resource
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from cellyard.devices import wirelog
from cellyard.devices.simulator import Scale, Simulation
from cellyard.devices.wirelog import Wired, WireLog
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Instrument
from cellyard.jobs import wirelogs
from cellyard.jobs.benches import Benches
from cellyard.jobs.instruments import Instruments

FULL = Path("/dev/full")
JBD = "DD 04 00 08 0F 45 0F 3D 0F 37 0F 3D FE C6 77"
ASK = "DD A5 04 00 FF FC 77"


@pytest.fixture
def simulation() -> Iterator[Simulation]:
    with Simulation() as running:
        yield running


def scale_on(simulation: Simulation, **other: object) -> Instrument:
    served = simulation.serve("scale", Scale("mt-sics"), "pty")
    served.instrument.put(Decimal("355.2"))
    made = Instrument(
        key="bench 1/scale", station="Bench 1", profile="mt-sics", port=served.url, duty="scale",
        wire_log=True,
    )  # fmt: skip
    return msgspec.structs.replace(made, **other)


def weigh(instruments: Instruments) -> None:
    """Wait for the weight; the suite's own limit of time ends a test in which it never comes."""
    while True:
        newest = instruments.attached()[0].newest
        if newest and newest.readings["weight"].value == Decimal("355.2"):
            return
        time.sleep(0.02)


def log(folder: Path, *pieces: tuple[float, str, str]) -> Path:
    path = folder / "log.jsonl"
    rows = (Wired(t=t, at=1_000, port="i", dir=d, hex=h) for t, d, h in pieces)  # pyright: ignore[reportArgumentType]
    path.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
    return path


def test_a_line_is_kept_exported_and_read_back(simulation: Simulation, tmp_path: Path) -> None:
    instruments = Instruments(Benches(tmp_path), folder=tmp_path)
    instruments.attach([scale_on(simulation)])
    weigh(instruments)
    instruments.stop()
    key = "bench 1/scale"
    assert wirelogs.path(tmp_path, key).parent == tmp_path / "wire"
    kept = wirelogs.kept(tmp_path, key)
    assert kept.size == wirelogs.path(tmp_path, key).stat().st_size > 0
    target = tmp_path / "sent on.jsonl"
    assert wirelogs.export(tmp_path, key, target) == kept.size
    with pytest.raises(Refused, match="file_exists"):
        wirelogs.export(tmp_path, key, target)
    replay = wirelogs.replay(target, "mt-sics")
    said = [r["weight"].value for p in replay.pieces for r in p.readings if "weight" in r]
    assert Decimal("355.2") in said
    assert "asked" in {p.meaning for p in replay.pieces}
    assert (replay.unknown, replay.wrong, replay.left_out) == (0, 0, 0)


def test_an_export_that_the_disk_does_not_take_leaves_no_file(tmp_path: Path) -> None:
    file = wirelogs.path(tmp_path, "i")
    file.parent.mkdir()
    file.write_bytes(log(tmp_path, *[(1.0, "RX", JBD)] * 100).read_bytes())
    target = tmp_path / "sent on.jsonl"
    least, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, most))
    try:
        with pytest.raises(Refused, match="disk_full"):
            wirelogs.export(tmp_path, "i", target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (least, most))
    # What is half there would be refused as `file_exists` once there is room.
    assert not target.exists()
    assert wirelogs.export(tmp_path, "i", target) == file.stat().st_size


def test_nothing_is_kept_that_nobody_wants(simulation: Simulation, tmp_path: Path) -> None:
    instruments = Instruments(Benches(tmp_path), folder=tmp_path)
    instruments.attach([scale_on(simulation, wire_log=False)])
    weigh(instruments)
    instruments.stop()
    assert not (tmp_path / "wire").exists()
    assert wirelogs.kept(tmp_path, "bench 1/scale") == wirelogs.Kept()
    with pytest.raises(Refused, match="no_wire_log_kept"):
        wirelogs.export(tmp_path, "bench 1/scale", tmp_path / "x")


def test_where_no_log_can_be_opened_the_line_reads_on(
    simulation: Simulation, tmp_path: Path
) -> None:
    (tmp_path / "wire").write_text("a file stands where the folder should be")
    instruments = Instruments(Benches(tmp_path), folder=tmp_path)
    instruments.attach([scale_on(simulation)])
    weigh(instruments)
    instruments.stop()


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_never_stops_a_line(simulation: Simulation, tmp_path: Path) -> None:
    key = "bench 1/scale"
    wirelogs.path(tmp_path, key).parent.mkdir()
    wirelogs.path(tmp_path, key).symlink_to(FULL)
    full = WireLog(wirelogs.path(tmp_path, key))
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        full.keep(Wired(t=0, port="i", dir="RX", hex=""))
    full.close()
    instruments = Instruments(Benches(tmp_path), folder=tmp_path)
    instruments.attach([scale_on(simulation)])
    weigh(instruments)
    assert instruments.attached()[0].health.trouble is None
    instruments.stop()


def test_a_turn_over_that_failed_is_made_up_for_at_the_next_piece(tmp_path: Path) -> None:
    path = tmp_path / "l" / "log.jsonl"
    path.parent.mkdir()
    piece = Wired(t=0, port="i", dir="RX", hex="00")
    kept = WireLog(path, largest=1)
    kept.keep(piece)
    path.parent.rename(tmp_path / "gone")
    with pytest.raises(OSError, match=r"log\.jsonl"):
        kept.keep(piece)
    with pytest.raises(OSError, match=r"log\.jsonl"):
        kept.keep(piece)
    (tmp_path / "gone").rename(path.parent)
    kept.keep(piece)
    kept.close()
    assert len(wirelog.read(path)) == 1
    assert len(wirelog.read(wirelog.forerunners(path)[0])) == 1


def test_older_files_come_first_in_an_export(tmp_path: Path) -> None:
    path = wirelogs.path(tmp_path, "i")
    path.parent.mkdir()
    kept = WireLog(path, largest=150)
    for n in range(6):
        kept.keep(Wired(t=n, port="i", dir="RX", hex="00"))
    kept.close()
    assert wirelog.forerunners(path)[0].exists()
    wirelogs.export(tmp_path, "i", tmp_path / "out")
    times = [piece.t for piece in wirelog.read(tmp_path / "out")]
    assert times == sorted(times)
    assert times[-1] == 5


def test_each_piece_says_what_it_means(tmp_path: Path) -> None:
    path = log(
        tmp_path,
        (1.0, "TX", ASK),
        (1.1, "RX", JBD[:20]),
        (1.2, "RX", JBD[20:]),
        (1.3, "RX", "41 42 43"),
    )
    with path.open("ab") as torn:
        torn.write(b'{"t":2.0,"po')
    replay = wirelogs.replay(path, "jbd-03")
    assert [p.meaning for p in replay.pieces] == ["asked", "goes_on", "read", "unknown"]
    assert replay.pieces[2].readings[0]["cell_1"].value == Decimal("3.909")
    assert (replay.frames, replay.unknown, replay.wrong) == (1, 1, 1)


def test_of_a_long_log_the_newest_pieces_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wirelogs, "MOST", 3)
    path = log(tmp_path, *((float(n), "RX", JBD) for n in range(5)))
    replay = wirelogs.replay(path, "jbd-03")
    assert (len(replay.pieces), replay.left_out) == (3, 2)


@pytest.mark.parametrize(
    ("content", "profile", "code"),
    [
        (b"no log\n", "jbd-03", "no_wire_log"),
        (b"", "jbd-03", "no_wire_log"),
        (None, "jbd-03", "file_missing"),
        (b"", "no-such", "unknown_profile"),
    ],
)
def test_what_is_no_log_is_refused(
    tmp_path: Path, content: bytes | None, profile: str, code: str
) -> None:
    path = tmp_path / "x"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Refused, match=code):
        wirelogs.replay(path, profile)


def test_an_export_into_nowhere_is_refused(tmp_path: Path) -> None:
    path = wirelogs.path(tmp_path, "i")
    path.parent.mkdir()
    path.write_bytes(b"x\n")
    with pytest.raises(Refused, match="file_missing"):
        wirelogs.export(tmp_path, "i", tmp_path / "no folder" / "x")
