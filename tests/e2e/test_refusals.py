"""What the system, the disk and a spoiled store do to the commands: one sentence, nothing lost."""

import errno
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from asked import refused, run, said

from cellyard import durable
from cellyard.devices.simulator import Scale, Simulation
from cellyard.ledger.schema import STORE
from cellyard.words import sentence

READ = ("devices", "read", "--profile", "mt-sics")


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["devices", "decode", "--profile", "mt-sics", "--file", "nowhere.hex"], "There is no"),
        (["devices", "decode", "--profile", "mt-sics", "--file", "."], "cannot be used"),
        (["devices", "decode", "--profile", "mt-sics", "--file", "ledger.db"], "is no text"),
        (["documents", "render", "battery-label", "1", "--out", "."], "cannot be used"),
        (["documents", "render", "battery-label", "1", "--out", "head/x.pdf"], "cannot be used"),
    ],
)
def test_a_file_that_cannot_be_used(
    judged: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], wanted: str
) -> None:
    monkeypatch.chdir(judged)
    assert wanted in refused(*words, data=judged)


def test_a_full_disk_under_a_paper(judged: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    no = refused("documents", "render", "battery-label", "1", "--out", "/dev/full", data=judged)
    assert "disk is full" in no


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EACCES, "file_denied"),
        (errno.EROFS, "file_denied"),
        (errno.ENOENT, "file_missing"),
        (errno.ENOSPC, "disk_full"),
        (errno.EISDIR, "file_trouble"),
    ],
)
def test_what_the_system_says_no_to_has_its_sentence(number: int, code: str) -> None:
    no = durable.refusal(OSError(number, os.strerror(number), "there.pdf"))
    assert no.code == code
    assert code == "disk_full" or "there.pdf" in sentence(no)


def test_the_demonstration_wipes_nothing_but_its_own(judged: Path) -> None:
    assert "holds other things" in refused("demo", "--out", str(judged))
    assert said("verify", data=judged)["ok"] is True


def test_a_folder_that_gives_no_lock(judged: Path) -> None:
    (judged / "lock").unlink()
    (judged / "lock").mkdir()
    assert "lock cannot be used" in refused("rebuild", data=judged)
    assert said("verify", data=judged)["ok"] is True


def spoil(sql: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        with closing(sqlite3.connect(folder / STORE)) as connection:
            connection.executescript(sql)

    return act


STORES: list[tuple[Callable[[Path], object], str]] = [
    (lambda folder: (folder / STORE).unlink(), "The store is gone"),
    (lambda folder: (folder / STORE).write_bytes(b""), "damaged or cut off"),
    (lambda folder: (folder / STORE).write_bytes(b"hello"), "damaged or cut off"),
    (lambda folder: os.truncate(folder / STORE, 8192), "damaged or cut off"),
    (spoil("PRAGMA user_version = 99"), "newer version"),
    (spoil("DROP TRIGGER fact_is_never_changed"), "guards"),
]


@pytest.mark.parametrize(("act", "wanted"), STORES)
def test_a_spoiled_store(judged: Path, act: Callable[[Path], object], wanted: str) -> None:
    act(judged)
    for command in ("verify", "rebuild"):
        done = run(command, "--json", data=judged)
        assert done.returncode == 1
        (english,) = done.stderr.strip().splitlines()
        assert wanted in english
        chinese = run(command, "--language", "zh_CN", data=judged).stderr.strip()
        assert any(sign >= "\u4e00" for sign in chinese)


def test_a_long_reading_of_a_slow_scale_is_no_silence() -> None:
    with Simulation() as simulation:
        served = simulation.serve("scale", Scale(), "tcp")
        served.instrument.put(Decimal("355.2"))
        found = said(*READ, "--port", served.url, "--count", "15", "--timeout", "2")
        assert len(found) == 15
        served.instrument.silence()
        no = refused(*READ, "--port", served.url, "--timeout", "2")
        assert "silent" in no
