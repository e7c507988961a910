"""The commands as another program calls them: exit codes, one JSON value, one sentence."""

import json
import os
import sqlite3
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from asked import run, said

from cellyard.devices.simulator import Scale, Simulation
from cellyard.jobs.station import Station


def test_decode_says_every_field() -> None:
    found = said("decode", "04QCB76836300JBC40000903", "A765101015", "1M8GDM9AXKP042788")
    assert isinstance(found, list)
    assert set(found[0]) == {
        "code", "scheme", "valid", "vendor", "level", "chemistry", "spec", "trace", "produced",
        "serial", "warnings", "refused", "suggestion",
    }  # fmt: skip
    assert found[0]["produced"] == "2021-12-04"
    assert [code["scheme"] for code in found] == ["GBT34014", "OTHER", "VIN"]
    assert found[1]["refused"] == "length"


def test_decode_takes_what_a_scanner_or_a_shell_sends() -> None:
    code = "04QCB76836300JBC40000903"
    broken = os.fsdecode(b"AB\xff")
    texts = (f"]d1{code}", f"]C18004{code}", "", "𠀀🔋", "A" * 10_000, broken)
    found = said("decode", *texts)
    assert [one["code"] for one in found] == [code, code, "", "𠀀🔋", "A" * 10_000, "AB\ufffd"]
    assert [one["valid"] for one in found] == [True, True, False, False, False, False]


def test_options_stand_before_and_after_a_command() -> None:
    chinese = ["--language", "zh_CN"]
    for words in (
        [*chinese, "documents", "list"],
        ["documents", *chinese, "list"],
        ["documents", "list", *chinese],
    ):
        assert "电池标签" in run(*words).stdout


def test_a_console_without_chinese_gets_the_code_all_the_same(monkeypatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    plain = run("decode", "JBC4000090304QCB76836300", "--language", "zh_CN")
    assert (plain.returncode, plain.stderr) == (0, "")
    assert "04QCB76836300JBC40000903" in plain.stdout
    assert said("documents", "list", "--language", "zh_CN")[0]["title"] == "电池标签"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_the_app_without_a_screen_says_so(monkeypatch, tmp_path: Path) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    done = run("run", data=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("There is no screen here")


def test_verify_digest_and_rebuild(judged: Path) -> None:
    proof = said("verify", data=judged)
    assert proof.pop("facts") > 40
    assert proof == {"ok": True, "stations": 1, "first_fault": None}
    before = said("digest", data=judged)["digest"]
    assert said("rebuild", data=judged)["digest"] == before
    assert said("digest", data=judged)["digest"] == before


def test_a_flipped_byte_is_found_and_said(judged: Path) -> None:
    store = sqlite3.connect(judged / "ledger.db")
    store.execute("DROP TRIGGER fact_is_never_changed")
    (envelope,) = store.execute("SELECT envelope FROM fact WHERE seq = 40").fetchone()
    store.execute(
        "UPDATE fact SET envelope = ? WHERE seq = 40", (envelope[:-9] + b"0" + envelope[-8:],)
    )
    store.commit()
    store.close()
    done = run("verify", "--json", data=judged)
    assert done.returncode == 1
    assert json.loads(done.stdout)["first_fault"]["seq"] == 40
    assert len(done.stderr.strip().splitlines()) == 1
    chinese = run("verify", "--language", "zh_CN", data=judged)
    assert "记录" in chinese.stderr


def test_documents_are_listed_and_rendered(judged: Path, tmp_path: Path) -> None:
    names = [row["name"] for row in said("documents", "list")]
    assert "battery-label" in names
    for key in ("1", "04QCB76836300JBC40000903"):
        out = tmp_path / f"{key}.pdf"
        said("documents", "render", "battery-label", key, "--out", str(out), data=judged)
        assert out.read_bytes().startswith(b"%PDF")
    out = tmp_path / "label.ZPL"
    said("documents", "render", "battery-label", "1", "--out", str(out), data=judged)
    assert out.read_bytes().startswith(b"^XA")
    missing = run("documents", "render", "battery-label", "77", "--out", "x.pdf", data=judged)
    assert missing.returncode == 1
    assert missing.stderr.strip()


def test_devices_read_a_simulated_scale() -> None:
    with Simulation() as simulation:
        served = simulation.serve("scale", Scale(), "tcp")
        served.instrument.put(Decimal("355.2"))
        found = said(
            "devices", "read", "--profile", "mt-sics", "--port", served.url, "--count", "6"
        )
    assert [set(sample) for sample in found] == [{"t", "readings", "raw"}] * 6
    assert found[-1]["readings"]["weight"]["value"] == "355.2"


def test_devices_decode_a_file_of_hex_lines(tmp_path: Path) -> None:
    lines = ["S S      355.2 kg\r\n", "S S Error 10b\r\n", "nothing\r\n"]
    file = tmp_path / "lines.txt"
    file.write_text("\n".join(line.encode().hex(" ") for line in lines), encoding="utf-8")
    found = said("devices", "decode", "--profile", "mt-sics", "--file", str(file))
    assert found[0]["frames"][0]["readings"]["weight"]["value"] == "355.2"
    fault = found[1]["frames"][0]["readings"]["weight"]
    assert fault["value"] is None
    assert "fault" in fault["flags"]
    assert found[2]["frames"] == []
    assert found[2]["refused"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["verify"], 1),
        (["digest"], 1),
        (["documents", "render", "nothing", "1", "--out", "x"], 1),
        (["devices", "read", "--profile", "none", "--port", "loop://"], 1),
        (["unheard-of"], 2),
        (["decode"], 2),
        (["devices", "read", "--profile", "mt-sics", "--port", "loop://", "--count", "0"], 2),
        (["devices", "read", "--profile", "mt-sics", "--port", "loop://", "--timeout", "nan"], 2),
        (["devices", "read", "--profile", "mt-sics", "--port", "loop://", "--character", "X"], 2),
    ],
)
def test_exit_codes(words: list[str], code: int, tmp_path: Path) -> None:
    done = run(*words, data=tmp_path / "empty")
    assert done.returncode == code
    assert done.stderr.strip()
    if code == 1:
        assert len(done.stderr.strip().splitlines()) == 1
        assert "Traceback" not in done.stderr


def test_rebuild_waits_for_the_app_to_close(judged: Path) -> None:
    with Station(judged):
        done = run("rebuild", data=judged)
        assert done.returncode == 1
        assert "already runs" in done.stderr
        assert said("verify", data=judged)["ok"] is True
