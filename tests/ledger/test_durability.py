"""What was acknowledged is there: after kill -9, a power cut, a full disk, beside readers."""

import random
import subprocess
import threading
import time
from collections.abc import Iterator
from multiprocessing import Pipe
from pathlib import Path

import pytest
import scribe
import stores
from hypothesis import given, settings
from hypothesis import strategies as st

from cellyard.domain.refusals import Refused
from cellyard.ledger.head import PLACE
from cellyard.ledger.notes import Notes
from cellyard.ledger.questions import Questions
from cellyard.ledger.schema import STORE
from cellyard.ledger.verify import verify

SECTOR = 512
RUNS = 40


def test_kill_9_at_any_moment_loses_nothing_acknowledged(tmp_path: Path):
    stores.ledger(tmp_path).close()
    dice = random.Random(20260414)
    next_ = 1
    for run in range(RUNS):
        said = killed(tmp_path, next_, dice.uniform(0, 0.06), wait=run % 4 != 0)
        next_ = checked(tmp_path, next_, said)
    assert next_ > RUNS // 4, "hardly one wrote anything before it was killed"
    ledger = stores.ledger(tmp_path)
    questions = Questions(tmp_path)
    digest = questions.digest()
    questions.close()
    assert ledger.rebuild()[1] == digest
    ledger.close()


def killed(folder: Path, first: int, delay: float, *, wait: bool) -> list[tuple[str, int]]:
    """Let a process write, kill it, and return what it had said."""
    receiving, sending = Pipe(duplex=False)
    process = scribe.processes().Process(target=scribe.write, args=(folder, first, sending))
    process.start()
    sending.close()
    if wait:
        receiving.poll(30)
    time.sleep(delay)
    process.kill()
    process.join()
    found = scribe.heard(receiving)
    receiving.close()
    process.close()
    return found


def checked(folder: Path, first: int, said: list[tuple[str, int]]) -> int:
    """Assert that the store holds what was said; returns the number to go on from."""
    written = [number for what, number in said if what == "written"]
    proof = verify(folder, stores.KEY.public_key)
    assert proof.ok, proof.first_fault
    ledger = stores.ledger(folder)
    notes = Notes(ledger.connection)
    waiting = {int(s.at) for s in notes.waiting()}
    for scan in notes.waiting():
        notes.done(scan.no)
    ledger.close()
    questions = Questions(folder)
    counts = questions.counts()
    tickets = {b.ticket for b in questions.find("", count=100_000)}
    questions.close()
    # Every act wholly or not at all, and at most one that nobody was told of.
    assert counts.facts == 1 + 5 * counts.batteries
    assert tickets == set(range(1, counts.batteries + 1))
    assert counts.batteries + 1 - first - len(written) in (0, 1)
    missed = {number for what, number in said if what == "heard" and number % 2 == 0}
    assert missed <= waiting
    return counts.batteries + 1


class Cut:
    """A store that is being written, and what lies on its disk after each act."""

    def __init__(self, folder: Path, acts: int) -> None:
        ledger = stores.ledger(folder / "lived")
        self.moments = [self._now(folder / "lived")]
        for number in range(1, acts + 1):
            stores.write(ledger, *stores.ticket(number))
            self.moments.append(self._now(folder / "lived"))
        self.store = (folder / "lived" / STORE).read_bytes()
        ledger.close()

    def _now(self, folder: Path) -> tuple[bytes, bytes]:
        return (folder / f"{STORE}-wal").read_bytes(), (folder / "head").read_bytes()

    def image(self, folder: Path, act: int, landed: random.Random) -> Path:
        """Return a folder as a power cut leaves it: of the next act, some sectors at random."""
        folder.mkdir(exist_ok=True)
        (folder / f"{STORE}-shm").unlink(missing_ok=True)
        (folder / STORE).write_bytes(self.store)
        (log, head), (log_then, head_then) = self.moments[act], self.moments[act + 1]
        (folder / f"{STORE}-wal").write_bytes(torn(log, log_then, landed))
        # The head is written only once the log is on the disk.
        whole = (folder / f"{STORE}-wal").read_bytes() == log_then
        (folder / "head").write_bytes(torn(head, head_then, landed) if whole else head)
        return folder


def torn(before: bytes, after: bytes, landed: random.Random) -> bytes:
    """Return `before` with each changed sector of `after` there or not, and its end cut or not."""
    share = landed.choice([0, 0.5, 0.9, 1])
    size = len(before) + int(landed.choice([share, 1]) * (len(after) - len(before)))
    image = bytearray(before.ljust(size, b"\0"))
    for at in range(0, size, SECTOR):
        if landed.random() < share or share == 1:
            image[at : at + SECTOR] = after[at : min(at + SECTOR, size)]
    return bytes(image)


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Cut:
    return Cut(tmp_path_factory.mktemp("cut"), acts=8)


@settings(max_examples=80, deadline=None)
@given(act=st.integers(0, 7), seed=st.integers(0, 1 << 32))
def test_a_power_cut_leaves_whole_acts_and_every_acknowledged_one(
    cut: Cut, tmp_path_factory: pytest.TempPathFactory, act: int, seed: int
):
    folder = cut.image(tmp_path_factory.getbasetemp() / "image", act, random.Random(seed))
    ledger = stores.ledger(folder)
    stores.write(ledger, *stores.ticket(99))
    ledger.close()
    proof = verify(folder, stores.KEY.public_key)
    assert proof.ok, proof.first_fault
    # The act that was cut may have landed whole; then it is there though nobody was told.
    assert proof.facts in (1 + 5 * (act + 1), 1 + 5 * (act + 2))


def test_the_places_of_the_head_share_no_block():
    assert PLACE % 4096 == 0


# --- a full disk -----------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 1 MB, or skip where nobody may."""
    disk = tmp_path / "small"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1280k", "tmpfs", str(disk)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("this system has no mount")
    if done.returncode:
        pytest.skip("mounting a small disk needs root")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_refused_and_the_work_goes_on_when_there_is_room(small_disk: Path):
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(400_000))
    folder = small_disk / "data"
    ledger = stores.ledger(folder)
    notes = Notes(ledger.connection)
    written = fill(ledger)
    ballast_left = small_disk / "more"
    with pytest.raises(OSError, match="No space left"):
        ballast_left.write_bytes(bytes(1_000_000))
    refusals = (
        lambda: ledger.blobs.put(bytes(50_000), "image/jpeg"),
        lambda: stores.write(ledger, *stores.ticket(written + 1)),
        lambda: [notes.hear("x" * 5000, "scanner", 1) for _ in range(9)],
    )
    for refused in refusals:
        with pytest.raises(Refused, match="disk_full"):
            refused()
    assert not [p for p in (folder / "blobs").rglob("*") if p.is_file()]
    proof = verify(folder)
    assert (proof.ok, proof.facts) == (True, 1 + 5 * written)
    ballast.unlink()
    ballast_left.unlink()
    stores.write(ledger, *stores.ticket(written + 1))
    ledger.blobs.put(bytes(50_000), "image/jpeg")
    ledger.close()
    proof = verify(folder)
    assert (proof.ok, proof.facts) == (True, 1 + 5 * (written + 1))


def fill(ledger: stores.Ledger) -> int:
    """Write until the disk is full; returns how many tickets there was room for."""
    for written in range(10_000):
        try:
            stores.write(ledger, *stores.ticket(written + 1))
        except Refused as no:
            if no.code != "disk_full":
                raise
            return written
    raise AssertionError


def test_a_disk_that_gives_out_stops_the_writing_until_the_store_is_opened_anew(tmp_path: Path):
    receiving, sending = Pipe(duplex=False)
    arguments = (tmp_path, 300_000, sending)
    process = scribe.processes().Process(target=scribe.write_up_to, args=arguments)
    process.start()
    sending.close()
    said = scribe.heard(receiving)
    process.join()
    receiving.close()
    assert [what for what, _ in said] == ["store_trouble", "store_trouble"]
    written = said[0][1] - 1
    ledger = stores.ledger(tmp_path)
    stores.write(ledger, *stores.ticket(written + 1))
    ledger.close()
    proof = verify(tmp_path)
    assert (proof.ok, proof.facts) == (True, 1 + 5 * (written + 1))


def test_a_head_that_cannot_be_written_is_caught_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    ledger = stores.ledger(tmp_path)
    before = (tmp_path / "head").read_bytes()

    def full(_descriptor: int, _content: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("os.write", full)
        stores.write(ledger, *stores.ticket(1))
    assert (tmp_path / "head").read_bytes() == before
    assert verify(tmp_path).ok
    stores.write(ledger, *stores.ticket(2))
    ledger.close()
    (tmp_path / STORE).unlink()
    with pytest.raises(Refused, match="store_missing"):
        stores.ledger(tmp_path)


# --- readers ---------------------------------------------------------------------------------


def test_readers_beside_a_writer_see_whole_acts_and_proofs(tmp_path: Path):
    ledger = stores.ledger(tmp_path)
    seen: list[tuple[bool, int, int]] = []
    done = threading.Event()

    def read() -> None:
        questions = Questions(tmp_path)
        while not done.is_set():
            proof = verify(tmp_path, stores.KEY.public_key)
            seen.append((proof.ok, proof.facts, questions.counts().batteries))
        questions.close()

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(1, 151):
        stores.write(ledger, *stores.ticket(number))
    done.set()
    reader.join()
    ledger.close()
    assert len(seen) > 1
    assert all(ok and facts % 5 == 1 for ok, facts, _ in seen)
    assert [facts for _, facts, _ in seen] == sorted(facts for _, facts, _ in seen)
    assert all(1 + 5 * batteries >= facts for _, facts, batteries in seen)


@pytest.mark.parametrize("closed", [True, False])
def test_a_copy_on_a_disk_that_is_read_only_can_be_proven(small_disk: Path, *, closed: bool):
    folder = small_disk / "data"
    ledger = stores.ledger(folder)
    stores.write(ledger, *stores.ticket(1))
    if closed:
        ledger.close()
    copy = stores.copied(folder, small_disk / "copy")
    ledger.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert verify(copy, stores.KEY.public_key).ok
    questions = Questions(copy)
    assert [b.ticket for b in questions.find(stores.code(1))] == [1]
    questions.close()
