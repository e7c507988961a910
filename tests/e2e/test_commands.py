"""The commands as another program calls them: exit codes, one JSON value, one sentence."""

import json
import os
import sqlite3
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
import stores

from cellyard.devices.simulator import Scale, Simulation
from cellyard.domain import intake
from cellyard.domain.readings import Reading
from cellyard.jobs.station import Station


def run(*words: str, data: Path | None = None) -> subprocess.CompletedProcess[str]:
    where = ["--data", str(data)] if data else []
    return subprocess.run(
        [sys.executable, "-m", "cellyard", *where, *words],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )


def said(*words: str, data: Path | None = None) -> object:
    done = run(*words, "--json", data=data)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    """A founded store with one judged battery."""
    folder = tmp_path / "store"
    founded = stores.founded(folder)
    by = founded.operator
    with founded.station as station:
        received = station.record(
            intake.receive, intake.Reception(code="04QCB76836300JBC40000903"), by=by
        )
        battery = received[0].envelope.subject.removeprefix("battery/")
        station.record(intake.name_model, intake.Naming(battery=battery, model=None), by=by)
        weight = Reading(value=Decimal("5.42"), unit="kg", flags=("manual",))
        station.record(intake.weigh, intake.Weighing(battery=battery, reading=weight), by=by)
        for section in intake.LOOK:
            order = intake.Looking(battery=battery, section=section, answer="no")
            station.record(intake.inspect, order, by=by)
        for quantity, value, unit in (("voltage", "3.29", "V"), ("temperature", "22.5", "degC")):
            reading = Reading(value=Decimal(value), unit=unit, flags=("manual",))
            measuring = intake.Measuring(battery=battery, quantity=quantity, reading=reading)
            station.record(intake.measure, measuring, by=by)
        station.record(intake.judge, intake.Judging(battery=battery), by=by)
    return folder


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


def test_verify_digest_and_rebuild(judged: Path) -> None:
    proof = said("verify", data=judged)
    assert proof["ok"] is True
    assert proof["stations"] == 1
    assert proof["first_fault"] is None
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
