"""A wire log played back: the samples of each port, and a sentence for what is no log."""

from pathlib import Path

import msgspec
import pytest

from cellyard import cli
from cellyard.devices import replay, wirelog
from cellyard.devices.commands import shown_hex
from cellyard.domain.refusals import Refused

JBD = "DD 04 00 08 0F 45 0F 3D 0F 37 0F 3D FE C6 77"
SCALE = b"ST,GS,+  355.2kg\r\n"


def row(t: float, port: str, hex_bytes: str, direction: str = "RX") -> bytes:
    return msgspec.json.encode({"t": t, "port": port, "dir": direction, "hex": hex_bytes})


def log(tmp_path: Path, *rows: bytes) -> Path:
    path = tmp_path / "wire.jsonl"
    path.write_bytes(b"\n".join(rows) + b"\n")
    return path


def test_each_port_is_read_by_the_profile_that_fits_it(tmp_path: Path) -> None:
    half = shown_hex(SCALE[:7])
    path = log(
        tmp_path,
        row(1.0, "BMS", "DD A5 04 00 FF FC 77", "TX"),
        row(1.1, "BMS", JBD[:20]),
        row(1.2, "Scale 1", half),
        row(1.3, "BMS", JBD[20:]),
        row(1.4, "Scale 1", shown_hex(SCALE[7:])),
    )
    rows, wrong = replay.replay(path)
    assert wrong == []
    assert [(r["t"], r["port"], r["profile"]) for r in rows] == [
        (1.3, "BMS", "jbd-03"),
        (1.4, "Scale 1", "generic-st-gs"),
    ]
    assert rows[0]["raw"] == JBD
    assert rows[0]["readings"]["cell_1"] == {"value": "3.909", "unit": "V", "flags": []}
    assert rows[1]["readings"]["weight"] == {"value": "355.2", "unit": "kg", "flags": []}


def test_what_came_over_several_frames_is_shown_with_all_of_them(tmp_path: Path) -> None:
    counts = "A5 01 94 08 04 00 00 00 00 00 00 00 46"
    cells = (
        "A5 01 95 08 01 0C E4 0C E5 0C E6 00 17",
        "A5 01 95 08 02 0C E7 00 00 00 00 00 38",
    )
    path = log(tmp_path, *(row(n, "a", sent) for n, sent in enumerate((counts, *cells), 1)))
    rows, _ = replay.replay(path, "daly-a5")
    assert rows[-1]["readings"]["cell_4"]["value"] == "3.303"
    assert rows[-1]["raw"] == " ".join((counts, *cells))


def test_a_named_profile_reads_all_ports(tmp_path: Path) -> None:
    path = log(tmp_path, row(1.0, "a", JBD), row(2.0, "b", shown_hex(SCALE)))
    rows, _ = replay.replay(path, "jbd-03")
    assert [r["port"] for r in rows] == ["a"]
    with pytest.raises(Refused, match="unknown_profile"):
        replay.replay(path, "no-such")


def test_half_a_frame_is_given_up_after_a_pause_as_on_the_line(tmp_path: Path) -> None:
    path = log(tmp_path, row(1.0, "a", "DD 04 00 40"), row(1.5, "a", JBD), row(9.0, "a", JBD))
    rows, _ = replay.replay(path, "jbd-03")
    assert [r["t"] for r in rows] == [1.5, 9.0]


def test_lines_that_are_none_are_named_and_the_rest_is_played(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = log(tmp_path, row(1.0, "a", JBD), b"{}", row(2.0, "a", "DD 0"), row(3.0, "a", JBD)[:-9])
    assert cli.main(["devices", "replay", str(path)]) == 1
    said = capsys.readouterr()
    assert said.out.count("cell_1 3.909 V") == 1
    assert said.err.strip() == (
        "Line 2 of wire.jsonl is none of a wire log, 3 in all. Everything else was replayed; see "
        "how the file was kept."
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "no_wire_log"), (b"\xff\x00\n[]\n", "no_wire_log"), (None, "nothing_fits")],
)
def test_what_is_no_log_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, code: str
) -> None:
    path = log(tmp_path, row(1.0, "COM9", "00 01 02") if content is None else content)
    with pytest.raises(Refused, match=code):
        replay.replay(path)
    assert cli.main(["devices", "replay", str(path), "--json"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1


def test_a_file_that_is_not_there_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["devices", "replay", "no-such.jsonl"]) == 1
    assert "no-such.jsonl" in capsys.readouterr().err


def test_json_is_one_value(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = log(tmp_path, row(1.0, "a", JBD))
    assert cli.main(["devices", "replay", str(path), "--json"]) == 0
    rows = msgspec.json.decode(capfdbinary.readouterr().out, type=list[replay.Replayed])
    assert [r["profile"] for r in rows] == ["jbd-03"]


def test_what_our_own_log_kept_is_played(tmp_path: Path) -> None:
    wire = wirelog.WireLog(tmp_path / "own.jsonl")
    wire.keep(wirelog.Wired(t=5.0, at=1, port="a", dir="RX", hex=JBD))
    wire.close()
    assert [r["t"] for r in replay.replay(tmp_path / "own.jsonl")[0]] == [5.0]
