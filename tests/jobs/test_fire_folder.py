"""The fire sheet of a real station: what it tells, and the folder in which it never grows old."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from benched import BENCH
from eyes import missing, words
from floor import DAY, Floor, Seen, code, furnished

from cellyard.domain import facts as f
from cellyard.domain.facts import Entry
from cellyard.domain.refusals import Refused
from cellyard.jobs import fire_sheet, papers, registers
from cellyard.jobs.fire_folder import OLD_MS, PDF, TEXT, FireFolder, Pace
from cellyard.ledger.questions import Questions

PATIENCE_S = 30
QUICK = Pace(first=0, every=600, gap=0)
replace = msgspec.structs.replace


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Floor:
    floor = furnished(tmp_path_factory.mktemp("floor") / "station")
    floor.close()
    return floor


@pytest.fixture
def floor(before: Floor, tmp_path: Path) -> Iterator[Floor]:
    floor = before.again(tmp_path / "station")
    yield floor
    floor.close()


def told(floor: Floor, at: int = 0):
    with closing(Questions(floor.station.folder)) as questions:
        return fire_sheet.content(questions, station="Intake 1", now=at or floor.now.at)


def write(floor: Floor, battery: str, *facts: f.Fact) -> None:
    entries = [Entry(subject=f"battery/{battery}", fact=fact) for fact in facts]
    floor.now.at += 1000
    floor.station.record(lambda _known, given: given, entries, by=floor.operator)


def until(done) -> None:
    end = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < end, "what is waited for does not come"
        time.sleep(0.005)


# --- what it tells -------------------------------------------------------------------------------


def test_it_counts_what_is_here_and_the_unknown_as_the_worst(floor: Floor):
    sheet = told(floor)
    by_zone = {zone.key: zone for zone in sheet.zones}
    assert sheet.count == 10
    assert by_zone["A"].count == 6
    assert by_zone["arriving"].count == 3
    assert "" in by_zone["A"].chemistries
    assert by_zone["O"].kwh == Decimal("67.5")
    assert sheet.energy_unknown == 1
    assert sheet.voltage_unknown == 1
    assert sheet.highest_v == Decimal("453.6")
    assert sheet.people is None


def test_what_is_abnormal_comes_worst_first_with_place_and_reading(floor: Floor):
    stop, watch, unjudged = told(floor).abnormal
    assert (stop.state, stop.place, stop.bound_for) == ("stop", "", "Q-01")
    assert (stop.findings, stop.temperature) == (("leaking",), Decimal("21.4"))
    assert (watch.state, watch.place, watch.zone) == ("watch", "O-01", "O")
    assert watch.age_min
    assert 2 * 24 * 60 <= watch.age_min < 3 * 24 * 60
    assert (unjudged.state, unjudged.temperature) == ("unknown", None)
    floor.put(floor.ids["leaking"])
    closed = told(floor).abnormal[0]
    assert (closed.state, closed.place, closed.bound_for) == ("closed", "Q-01", "")


def test_a_hold_and_a_look_are_on_it(floor: Floor):
    sound, swollen = floor.ids["sound"], floor.ids["swollen"]
    write(floor, sound, f.HoldPlaced(reason="recall"))
    looked = f.Observed(
        temperature=Decimal("31.3"), seen="leaking", clean=False,
        evidence=f.Evidence(instrument="hand", raw=""), decided=BENCH,
    )  # fmt: skip
    write(floor, swollen, looked)
    found = {a.place: a for a in told(floor, floor.now.at + 95 * 60_000).abnormal}
    held = found[floor.battery(sound).slot or ""]
    assert (held.state, held.hold) == ("closed", "recall")
    seen = found["O-01"]
    assert (seen.temperature, seen.age_min, seen.findings) == (Decimal("31.3"), 95, ("leaking",))
    nothing = replace(looked, temperature=None)
    write(floor, swollen, nothing)
    assert {a.place: a.temperature for a in told(floor).abnormal}["O-01"] is None


def test_an_edition_that_has_ended_keeps_nobody_from_the_sheet(floor: Floor):
    sheet = told(floor, floor.now.at + 800 * DAY)
    assert sheet.clear_m
    assert sheet.clear_m.value == 15
    assert sheet.edition == "cn-2026-3"


def test_what_is_entered_of_the_site_stands_on_it(floor: Floor):
    with floor.station.ledger.connection.begin():
        centre = floor.station.ledger.registers.centre()
    entered = replace(centre, address="18 Gangcheng Rd", hydrants="H1 north", gate_phone="8000")
    registers.publish(floor.station, [entered], by=floor.administrator)
    pdf = papers.render(floor.station.folder, "fire-sheet", "now")
    assert missing(pdf, "18 Gangcheng Rd", "H1 north", "8000", "集合点: not entered 未录入") == []
    assert [name for name in ("Zhao Min", "Li Wei") if name in words(pdf)] == []


# --- the folder ----------------------------------------------------------------------------------


@pytest.fixture
def folders() -> Iterator[list[FireFolder]]:
    opened: list[FireFolder] = []
    yield opened
    for one in opened:
        one.stop()


def test_the_folder_is_filled_and_follows_a_change(floor: Floor, folders: list[FireFolder]):
    kept = FireFolder(floor.station.folder, "Intake 1", pace=QUICK)
    folders.append(kept)
    until(lambda: kept.state.written_at)
    assert kept.path == floor.station.folder / "fire-sheet"
    assert sorted(p.name for p in kept.path.iterdir()) == [PDF, TEXT]
    assert "10 batteries" in (kept.path / TEXT).read_text(encoding="utf-8-sig")
    floor.receive(code(77), None)
    kept.wake()
    until(lambda: "11 batteries" in (kept.path / TEXT).read_text(encoding="utf-8-sig"))
    until(lambda: "in 11 batteries" in words((kept.path / PDF).read_bytes()))
    assert not kept.old


def test_whoever_reads_the_folder_sees_whole_files_only(floor: Floor, folders: list[FireFolder]):
    kept = FireFolder(floor.station.folder, "Intake 1", pace=QUICK)
    folders.append(kept)
    until(lambda: kept.state.written_at)
    seen: set[bytes] = set()
    broken: list[bytes] = []
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            content = (kept.path / PDF).read_bytes()
            seen.add(content)
            if not (content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")):
                broken.append(content)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for _again in range(4):
            before = kept.state.written_at
            kept.wake()
            until(lambda before=before: kept.state.written_at != before)
    finally:
        ended.set()
        reader.join()
    assert broken == []
    assert seen


def test_a_share_that_is_away_is_told_and_taken_up_again(
    floor: Floor, folders: list[FireFolder], tmp_path: Path
):
    share = tmp_path / "share"
    share.mkdir()
    kept = FireFolder(floor.station.folder, "Intake 1", str(share), QUICK)
    folders.append(kept)
    until(lambda: kept.state.written_at)
    (share / PDF).unlink()
    (share / TEXT).unlink()
    share.rmdir()
    kept.wake()
    until(lambda: kept.state.trouble)
    assert kept.state.trouble
    assert kept.state.trouble.code == "fire_folder_away"
    assert kept.old
    assert not share.exists()  # nothing is written to where the share is usually mounted
    share.mkdir()
    kept.wake()
    until(lambda: kept.state.trouble is None)
    assert (share / PDF).is_file()
    assert not kept.old


def test_a_place_that_takes_nothing_is_told(
    floor: Floor, folders: list[FireFolder], tmp_path: Path
):
    file = tmp_path / "file"
    file.write_text("no folder")
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / PDF).mkdir()  # where the sheet would have to go
    for target, told_as in ((file, "fire_folder_away"), (tmp_path / "taken", "file_trouble")):
        kept = FireFolder(floor.station.folder, "Intake 1", str(target), QUICK)
        folders.append(kept)
        until(lambda kept=kept: kept.state.trouble)
        assert isinstance(kept.state.trouble, Refused)
        assert kept.state.trouble.code == told_as


def test_a_sheet_grows_old_when_none_is_written(
    floor: Floor, folders: list[FireFolder], monkeypatch: pytest.MonkeyPatch
):
    kept = FireFolder(floor.station.folder, "Intake 1", pace=QUICK)
    folders.append(kept)
    until(lambda: kept.state.written_at)
    assert not kept.old
    later = kept.state.written_at + OLD_MS + 1
    monkeypatch.setattr("cellyard.jobs.fire_folder._now_ms", lambda: later)
    assert kept.old


def test_a_swollen_battery_that_is_put_away_stands_in_its_zone(floor: Floor):
    id_ = floor.book_in(code(8), "hyundai-kona-electric-64-kwh", Seen("case_damage", "swollen"))
    slot = floor.put(id_)
    assert slot in {a.place for a in told(floor).abnormal}
