"""A disk of a station that is full, or gives out under it, at every call."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hub_user
import pytest
from fault_table import Fault, Tally
from held import in_store
from http_hubs import served
from pair import Pair, digest, paired

from cellyard.ledger.schema import STORE
from cellyard.ledger.verify import verify

KIT = Path(hub_user.__file__).parent


def full_disks(folder: Path, tries: int) -> Tally:
    """A station takes what others wrote while its files may grow to some size, a little more each
    time.
    """
    with behind(folder, acts=40) as pair, served(pair.hub.hub.answer) as url:
        size = (pair.two.folder / STORE).stat().st_size
        full = 0
        for number in range(tries):
            before = in_store(pair.two.folder)
            process = hub_user.processes().Process(
                target=hub_user.take,
                args=(pair.two.folder, url, size + 4096 * 97 * number // tries),
            )
            process.start()
            process.join()
            process.close()
            full += in_store(pair.two.folder) == before
            sound(pair.two.folder)
        assert full, "the disk was never full"
        return ended(pair, tries)


def spoiled_writes(folder: Path, tries: int, what: str) -> Tally:
    """While a station takes a page, one system call after the other goes wrong."""
    if not can_trace():
        return Tally(0, 0)
    with behind(folder, acts=6) as pair, served(pair.hub.hub.answer) as url:
        said: set[str] = set()
        for number in range(1, tries + 1):
            pair.write(pair.one)
            pair.settle_one(pair.one)
            said.add(traced(pair.two.folder, url, f"{what}:when={number}"))
            sound(pair.two.folder)
        assert said - {"in step"}, "nothing went wrong"
        assert "went on" not in said
        return ended(pair, tries)


def failing_syncs(folder: Path, tries: int) -> Tally:
    return spoiled_writes(folder, tries, "fdatasync:error=EIO")


def failing_writes(folder: Path, tries: int) -> Tally:
    return spoiled_writes(folder, tries, "pwrite64:error=EIO")


def killed_at_writes(folder: Path, tries: int) -> Tally:
    return spoiled_writes(folder, tries, "pwrite64:signal=KILL")


@contextmanager
def behind(folder: Path, acts: int) -> Iterator[Pair]:
    """Give a pair of which one has sent what the other has not yet; that one is closed."""
    with paired(folder) as pair:
        pair.write(pair.one, acts)
        pair.settle_one(pair.one)
        pair.hand_over()
        yield pair


def ended(pair: Pair, tries: int) -> Tally:
    pair.take_back()
    pair.settle()
    assert pair.two.ledger.rebuild()[1] == digest(pair.two)
    return Tally(tries, pair.losses())


def sound(folder: Path) -> None:
    proof = verify(folder)
    assert proof.ok, proof.first_fault


def can_trace() -> bool:
    """Tell whether system calls may be made to fail here."""
    tried = [shutil.which("strace") or "false", "-qq", "-o", os.devnull, "true"]
    return not subprocess.run(tried, check=False).returncode


def traced(folder: Path, url: str, fault: str) -> str:
    """Return what a process says of its round while a system call goes wrong."""
    program = [sys.executable, hub_user.__file__, folder, url, "0"]
    watched = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"inject={fault}"]
    paths = os.pathsep.join(map(str, (KIT, KIT / "day")))
    done = subprocess.run(
        [*watched, "-P", folder / STORE, "-P", folder / f"{STORE}-wal", *program],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    return done.stdout.strip() or f"ended with {done.returncode}"


FAULTS = (
    Fault("full disk", "files that may not grow, 4 KB more each time", 6, 97, full_disks),
    Fault("EIO of fdatasync", "strace, at every call", 4, 30, failing_syncs),
    Fault("EIO of pwrite", "strace, at every call", 2, 60, failing_writes),
    Fault("kill -9 at a write", "strace, at every call", 2, 60, killed_at_writes),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_on_a_bad_disk(fault: Fault) -> None:
    tally = fault.tried(fault.small)
    if not tally.tries:
        pytest.skip("no strace here, or it may not trace")
    assert tally.losses == 0
