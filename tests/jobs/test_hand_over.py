"""What a shift hands over: only what was done in it and still counts, and what waits how long."""

from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from benched import BENCH, capacity, equip, record, stored
from eyes import missing, words
from floor import DAY, Floor, code, furnished

from cellyard.documents.hand_over import Line
from cellyard.domain import facts as f
from cellyard.domain.refusals import Refused
from cellyard.jobs import hand_over, papers, people
from cellyard.jobs.hand_over import Flow
from cellyard.ledger.questions import Questions

HOUR = 3_600_000


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


def asked(floor: Floor, question):
    with closing(Questions(floor.station.folder)) as questions:
        return question(questions)


def flow(floor: Floor, since: int, until: int) -> Flow:
    return asked(floor, lambda q: hand_over.flow(q, since, until))


def test_each_battery_is_counted_once_and_in_its_own_shift(floor: Floor):
    at = floor.now.at
    everything = flow(floor, 0, at + 1)
    assert everything == Flow(taken_in=10, judged=9, tested=0, graded=0, discharged=0, sent_out=0)
    last_day = flow(floor, at - DAY // 2, at + 1)
    assert (last_day.taken_in, last_day.judged) == (3, 2)
    before = flow(floor, 0, at - DAY // 2)
    assert before.taken_in == everything.taken_in - last_day.taken_in
    assert flow(floor, at + 1, at + DAY) == Flow(
        taken_in=0, judged=0, tested=0, graded=0, discharged=0, sent_out=0
    )


def test_what_was_taken_back_later_is_not_counted(floor: Floor):
    since = floor.now.at + 1
    id_ = floor.receive(code(50), None)
    floor.receive(code(51), None)
    assert flow(floor, since, floor.now.at + 1).taken_in == 2
    line = asked(floor, lambda q: q.line(id_))
    received = next(r.ref for r in line if isinstance(r.fact, f.Received))
    until = floor.now.at + 1
    floor.now.at += HOUR
    record(floor, id_, f.Corrected(facts=(received,), reason="undo"))
    assert flow(floor, since, until).taken_in == 1


def test_tests_and_grades_count_by_battery_and_a_discharge_only_below_its_limit(tmp_path: Path):
    floor = Floor(tmp_path / "bench")
    equip(floor)
    one, other = stored(floor, 1), stored(floor, 2)
    since = floor.now.at
    capacity(floor, one, "r1")
    capacity(floor, one, "r2")
    graded = f.Graded(grade="C", route="second_life", deciding=(), criteria=(), decided=BENCH)
    record(floor, one, graded)
    discharged = f.DischargedToSafe(
        run="r3", voltage=Decimal(3), limit=Decimal(5), rested=Decimal(1), below=True,
        instruments=(), decided=BENCH,
    )  # fmt: skip
    above = f.DischargedToSafe(
        run="r4", voltage=Decimal(9), limit=Decimal(5), rested=Decimal(1), below=False,
        instruments=(), decided=BENCH,
    )  # fmt: skip
    record(floor, one, discharged)
    record(floor, other, above)
    done = flow(floor, since, floor.now.at + 1)
    assert (done.tested, done.graded, done.discharged) == (1, 1, 1)
    floor.close()


def test_the_waiting_risk_is_energy_times_hours(floor: Floor):
    at = floor.now.at
    lanes = {w.lane: w for w in asked(floor, lambda q: hand_over.waiting(q, at))}
    assert {lane: w.count for lane, w in lanes.items()} == {
        "intake": 3, "capacity": 6, "grade": 0, "discharge": 0,
    }  # fmt: skip
    later = {w.lane: w for w in asked(floor, lambda q: hand_over.waiting(q, at + 10 * HOUR))}
    for lane, w in lanes.items():
        assert later[lane].risk - w.risk == pytest.approx(10 * w.kwh)


def test_the_sheet_tells_what_stands_open_and_who_hands_over(floor: Floor):
    held = f.HoldPlaced(reason="recall")
    record(floor, floor.ids["sound"], held)
    run = f.RunBegan(
        run="r9", test="capacity", channel="CH4", instruments=(), limits=(), decided=BENCH
    )
    record(floor, floor.ids["second"], run)
    at = floor.now.at + 2 * HOUR
    sheet = asked(
        floor,
        lambda q: hand_over.content(
            q, station="Dispatch", since=at - DAY, at=at, outgoing=floor.administrator,
            incoming=floor.operator, tasks=[Line(what="Read O-03", right="12 min")],
        ),
    )  # fmt: skip
    pdf = hand_over.render(sheet)
    said = (
        "Hand-over sheet", "交接班单", "STOP 停止 · Wuling Mini EV", "Leak 漏液", "→ Q-01",
        "WATCH 观察 · Hyundai Kona", "O-01", "On hold 已冻结", "recall check", "2 h 00 min",
        "CH4 · Nissan LEAF", "Capacity test 容量测试", "10 · ", "Not judged yet 尚未判定",
        "Read O-03", "Zhao Min", "Li Wei", "To be put away 待入库", "Outgoing supervisor 交班主管",
        "Incoming supervisor 接班主管", "No central server yet",
    )  # fmt: skip
    assert missing(pdf, *said) == []


def test_a_name_that_was_erased_is_on_no_paper(floor: Floor):
    people.erase(floor.station, floor.operator, by=floor.administrator)
    at = floor.now.at
    sheet = asked(
        floor,
        lambda q: hand_over.content(
            q, station="Dispatch", since=at - DAY, at=at, outgoing=floor.operator
        ),
    )
    pdf = hand_over.render(sheet)
    assert "Li Wei" not in words(pdf)
    assert missing(pdf, "name erased 姓名已删除") == []


def test_the_command_draws_it_for_a_shift_that_began_then(floor: Floor):
    folder = floor.station.folder
    pdf = papers.render(folder, "hand-over", "2020-01-01T06:00")
    assert missing(pdf, "Shift since 2020-01-01 06:00", "10 Taken in") == []
    with pytest.raises(Refused) as no:
        papers.render(folder, "hand-over", "yesterday")
    assert no.value.code == "no_moment"
