"""Backing up and restoring by command, beside a running app, and killed at any moment."""

import json
import random
import subprocess
import time
from pathlib import Path

import backed_up
from asked import refused, run, said

from cellyard.jobs import backups
from cellyard.jobs.station import Station, identity


def test_a_backup_is_made_beside_the_app_and_restored_elsewhere(judged: Path, tmp_path: Path):
    to = tmp_path / "backups"
    with Station(judged):
        made = said("backup", "--to", str(to), data=judged)
    assert made["facts"] == len(backed_up.facts(judged))
    file = to / made["file"]
    assert said("backup", "--prove", str(file), data=judged)["file"] == file.name
    assert said("verify", data=judged)["ok"] is True
    target = tmp_path / "new"
    found = said("restore", str(file), "--to", str(target))
    assert found["epoch"] != identity(judged).epoch
    assert "already" in refused("restore", str(file), "--to", str(target))
    assert said("verify", data=target) == {
        "ok": True, "facts": made["facts"] + 1, "stations": 1, "first_fault": None,
    }  # fmt: skip
    before = said("digest", data=target)
    assert said("rebuild", data=target)["digest"] == before["digest"]
    plain = run("backup", data=judged)
    assert (plain.returncode, plain.stderr) == (0, "")
    assert "restored and compared" in plain.stdout
    assert list((judged / "backups").glob("*.cellyard"))


def test_what_is_no_backup_is_refused_in_one_sentence(judged: Path, tmp_path: Path):
    (tmp_path / "x.cellyard").write_bytes(b"no zip")
    for words in (
        ("backup", "--prove", str(tmp_path / "x.cellyard")),
        ("backup", "--prove", str(tmp_path / "none.cellyard")),
        ("restore", str(tmp_path / "x.cellyard"), "--to", str(tmp_path / "new")),
        ("backup", "--to", str(tmp_path / "x.cellyard")),
    ):
        assert refused(*words, data=judged)
    assert backups.state(judged).refused == "backup_folder"
    done = run("backup", "--to", "a", "--prove", "b", data=judged)
    assert done.returncode == 2


def test_a_backup_that_is_killed_leaves_no_file_that_counts(tmp_path: Path):
    folder, to = tmp_path / "data", tmp_path / "backups"
    backed_up.station(folder, tickets=400).station.close()
    began = time.monotonic()
    first = json.loads(subprocess.check_output([*backed_up.command(folder, to), "--json"]))
    whole = time.monotonic() - began
    dice = random.Random(20261127)
    for _run in range(8):
        process = subprocess.Popen(backed_up.command(folder, to))
        time.sleep(dice.uniform(0.2, 1) * whole)
        process.kill()
        process.wait()
        for path in to.glob("*.cellyard"):
            assert said("backup", "--prove", str(path), data=folder)["file"] == path.name
    # What was killed is taken away by the next round; nothing of it is left in the way.
    last = said("backup", "--to", str(to), data=folder)
    assert not list(to.glob("*.part"))
    assert not (folder / "scratch").exists()
    assert {first["file"], last["file"]} & {p.name for p in to.glob("*.cellyard")}
