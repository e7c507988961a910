"""The round of every night: made, proven, noted; seven days and four weeks stay; when it is due."""

import itertools
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import backed_up
import pytest
import stores
from hypothesis import given
from hypothesis import strategies as st

from cellyard.domain.refusals import Refused
from cellyard.jobs import backup, backups
from cellyard.jobs.backup import Found
from cellyard.jobs.nightly import AGAIN_MS, Nightly, due
from cellyard.jobs.station import identity
from cellyard.ledger.schema import STORE

DAY = 86_400_000
NOON = datetime(2026, 11, 27, 12).astimezone()


def at(days_ago: float) -> int:
    return int((NOON - timedelta(days=days_ago)).timestamp() * 1000)


def found(*days_ago: float) -> list[Found]:
    return [Found(file=str(d), made_at=at(d), size=1) for d in days_ago]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    backed_up.station(tmp_path / "data", tickets=3).station.close()
    return tmp_path / "data"


# --- a round ------------------------------------------------------------------------------------


def test_a_round_is_noted_with_what_was_proven(folder: Path, tmp_path: Path):
    assert backups.state(folder) == backups.State()
    noted = backups.make(folder, tmp_path / "b")
    assert noted.no is None
    assert noted.newest is not None
    assert noted.newest.facts == len(backed_up.facts(folder))
    assert backups.state(folder) == noted
    (one,) = backups.listed(folder, tmp_path / "b")
    assert (one.backup.file, one.proven) == (noted.newest.file, noted.newest.at)
    (folder / backups.STATE).write_bytes(b"{")
    assert backups.listed(folder, tmp_path / "b")[0].proven == 0


def test_a_round_that_fails_is_noted_and_earlier_proofs_stay(folder: Path, tmp_path: Path):
    first = backups.make(folder, tmp_path / "b")
    (tmp_path / "file").write_bytes(b"")
    failed = backups.make(folder, tmp_path / "file")
    assert failed.no is not None
    assert failed.no.code == "backup_folder"
    assert failed.newest == first.newest
    assert backups.state(folder) == failed


def test_a_store_that_spoils_is_found_by_the_next_round_and_no_backup_goes(
    folder: Path, tmp_path: Path
):
    first = backups.make(folder, tmp_path / "b")
    with stores.unguarded(folder) as store:
        store.execute("UPDATE fact SET at = at + 1 WHERE pos = 5")
    failed = backups.make(folder, tmp_path / "b")
    assert failed.refused == "backup_unproven"
    assert first.newest is not None
    assert (tmp_path / "b" / first.newest.file).exists()
    (folder / STORE).write_bytes(b"spoiled")
    assert backups.make(folder, tmp_path / "b").refused == "store_unreadable"
    assert failed.newest == first.newest


def test_a_round_lets_go_what_is_older_than_seven_days_and_four_weeks(folder: Path, tmp_path: Path):
    who, to = identity(folder), tmp_path / "b"
    to.mkdir()
    strange = to / "cellyard-of-somebody-20200101T000000Z.cellyard"
    strange.write_bytes(b"")
    old = [to / backup.file_name(who, at(days)) for days in range(30, 60)]
    for path in old:
        path.write_bytes(b"")
    noted = backups.make(folder, to)
    assert noted.newest is not None
    assert {p.name for p in to.iterdir()} == {noted.newest.file, strange.name}


def test_the_clock_set_back_keeps_the_newest_and_says_when_it_was_proven(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    to = tmp_path / "b"
    ahead = backups.wall_clock() + 2000 * DAY
    for days in range(12):
        made = backed_up.made(folder, to, now=ahead - days * DAY)
        backups.prove(folder, made)
    noted = backups.make(folder, to)
    assert noted.newest is not None
    assert (to / noted.newest.file).exists()
    assert noted.newest.at <= backups.wall_clock()
    assert backups.state(folder).newest == noted.newest


def test_a_backup_cut_off_since_it_was_proven_counts_as_not_proven(folder: Path, tmp_path: Path):
    to = tmp_path / "b"
    noted = backups.make(folder, to)
    assert noted.newest is not None
    path = to / noted.newest.file
    path.write_bytes(path.read_bytes()[:-1])
    assert [one.proven for one in backups.listed(folder, to)] == [0]


def test_a_proof_by_hand_is_noted_only_for_an_own_backup_and_ends_with_it(
    folder: Path, tmp_path: Path
):
    first = backups.make(folder, tmp_path / "b")
    backed_up.station(tmp_path / "other").station.close()
    strange = backed_up.made(tmp_path / "other", tmp_path / "b")
    shown = backups.prove(folder, strange)
    assert shown.newest is not None
    assert shown.newest.file == strange.name
    assert backups.state(folder) == first
    assert first.newest is not None
    own = tmp_path / "b" / first.newest.file
    content = bytearray(own.read_bytes())
    content[len(content) // 3] ^= 0xFF
    own.write_bytes(content)
    with pytest.raises(Refused, match="backup_"):
        backups.prove(folder, own)
    assert backups.state(folder).newest is None
    assert [one.proven for one in backups.listed(folder, tmp_path / "b")] == [0]


# --- what stays ---------------------------------------------------------------------------------


def test_seven_days_and_four_weeks_stay():
    every = found(*range(60))
    gone = backups.superfluous(every, {b.file for b in every})
    kept = [float(b.file) for b in every if b not in gone]
    assert kept[:7] == list(range(7))
    assert len(kept) in (9, 10)
    assert max(kept) < 28


def test_of_one_day_the_newest_stays():
    every = found(0, 0.1, 0.2)
    assert backups.superfluous(every, {b.file for b in every}) == every[1:]


def test_without_a_proven_one_everything_stays():
    assert backups.superfluous(found(0, 10, 20, 40), set()) == []


@given(st.sets(st.integers(0, 90), min_size=1), st.data())
def test_the_newest_proven_and_what_is_newer_always_stay(days: set[int], data: st.DataObject):
    every = found(*sorted(days))
    proven = data.draw(st.sets(st.sampled_from([b.file for b in every])))
    gone = {b.file for b in backups.superfluous(every, proven)}
    newest = next((b for b in every if b.file in proven), None)
    stays = [b.file for b in every if newest is None or b.made_at >= newest.made_at]
    assert not gone & set(stays)
    assert len(set(proven) - gone) <= backups.DAYS + backups.WEEKS


# --- when ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tried", "now", "failed", "wanted"),
    [
        ("26 03:10", "26 23:00", False, False),
        ("26 03:10", "27 03:09", False, False),
        ("26 03:10", "27 03:10", False, True),
        ("27 03:10", "27 03:11", False, False),
        ("26 14:00", "27 03:09", False, False),  # founded, or pressed, in the afternoon
        ("26 14:00", "27 03:10", False, True),
        ("20 03:10", "27 01:00", False, True),  # the app was off meanwhile
        ("27 03:10", "27 04:09", True, False),
        ("27 03:10", "27 04:10", True, True),
        ("27 03:10", "27 02:00", False, True),  # the clock was set back: nobody knows how far
        ("28 03:10", "27 04:10", True, True),
    ],
)
def test_a_round_is_due_at_its_hour_or_at_the_next_start(
    tried: str, now: str, failed: bool, wanted: bool
):
    assert due(moment(tried), moment(now), "03:10", failed=failed) is wanted


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="no zone can be set")
@pytest.mark.parametrize("at", ["00:30", "02:30", "03:10", "23:59"])
@pytest.mark.parametrize("change", ["2026-03-29", "2026-10-25"])
def test_no_night_is_left_out_when_summer_time_begins_or_ends(
    monkeypatch: pytest.MonkeyPatch, at: str, change: str
):
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        noon = datetime.fromisoformat(f"{change} 12:00").timestamp()
        begin = int(noon * 1000) - 2 * DAY
        tried, rounds = begin, list[int]()
        for now in range(begin, begin + 4 * DAY, 600_000):
            if due(tried, now, at, failed=False):
                tried = now
                rounds.append(now)
        # One more in the night that has its hour twice harms nobody; none less may be.
        assert len(rounds) in (4, 5)
        gaps = [b - a for a, b in itertools.pairwise(rounds)]
        assert max(gaps) <= 25 * 3_600_000
    finally:
        monkeypatch.undo()
        time.tzset()


def moment(text: str) -> int:
    there = datetime.strptime(f"2026 11 {text}", "%Y %m %d %H:%M").astimezone()
    return int(there.timestamp() * 1000)


def test_a_failed_round_waits_its_time():
    assert not due(0, AGAIN_MS - 1, later(AGAIN_MS), failed=True)
    assert due(0, AGAIN_MS, later(AGAIN_MS), failed=True)


def later(now: int) -> str:
    """Return a time of the day whose hour came last before 0."""
    then = datetime.fromtimestamp(now / 1000).astimezone() + timedelta(minutes=1)
    return f"{then.hour:02}:{then.minute:02}"


# --- the thread ---------------------------------------------------------------------------------


@pytest.fixture
def nightly(folder: Path, tmp_path: Path) -> Iterator[Nightly]:
    hour = (datetime.now().astimezone() + timedelta(minutes=5)).strftime("%H:%M")
    (tmp_path / "b").mkdir()
    made = Nightly(folder, target=str(tmp_path / "b"), at=hour)
    yield made
    made.stop()
    assert "nightly" not in {t.name for t in threading.enumerate()}


def until(nightly: Nightly, *, working: bool) -> None:
    for _ in range(6000):
        if nightly.working is working:
            return
        time.sleep(0.01)
    raise AssertionError


def test_the_thread_backs_up_in_a_process_of_its_own(nightly: Nightly, folder: Path):
    assert not nightly.working
    nightly.now()
    until(nightly, working=False)
    assert nightly.state.no is None
    assert nightly.state == backups.state(folder)
    assert [one.proven > 0 for one in backups.listed(folder, nightly.target)] == [True]


def test_the_app_may_close_while_a_backup_is_made(nightly: Nightly, folder: Path):
    nightly.now()
    nightly.stop()
    assert backups.state(folder) == backups.State()
    assert not list(nightly.target.glob("*.cellyard"))


def test_a_round_that_ends_without_a_word_is_noted(
    nightly: Nightly, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.executable", "/bin/false")
    nightly.now()
    until(nightly, working=False)
    assert nightly.state.refused == "backup_broke_off"
    monkeypatch.setattr("sys.executable", str(folder / "none"))
    nightly.now()
    until(nightly, working=False)
    assert backups.state(folder).refused == "backup_not_begun"


def test_a_chosen_folder_that_was_taken_away_is_not_made_anew(nightly: Nightly, folder: Path):
    nightly.target.rmdir()
    nightly.now()
    until(nightly, working=False)
    assert backups.state(folder).refused == "backup_folder"
    assert not nightly.target.exists()


def test_while_another_round_is_at_work_none_is_said_to_have_broken_off(
    nightly: Nightly, folder: Path
):
    from cellyard.jobs.scratch import Scratch

    with Scratch(folder):
        nightly.now()
        until(nightly, working=False)
    assert backups.state(folder) == backups.State()
    assert nightly.state.no is None


def test_a_disk_that_takes_no_note_has_no_round_begun_at_every_look(
    nightly: Nightly, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    (folder / f"{backups.STATE}.part").mkdir()  # where a note is written first
    monkeypatch.setattr("sys.executable", "/bin/false")
    nightly.now()
    until(nightly, working=False)
    assert backups.state(folder) == backups.State()
    assert nightly.state.refused == "backup_broke_off"
    assert not nightly._due()
    assert nightly.state.refused == "backup_broke_off"


def test_another_round_at_work_is_waited_for(folder: Path, tmp_path: Path):
    from cellyard.jobs.scratch import Scratch

    with Scratch(folder), pytest.raises(Refused, match="backup_under_way"):
        backups.make(folder, tmp_path / "b")
