"""The test report from a real ledger: what it tells of, what it leaves out, what it refuses."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import benched
import msgspec
import pytest
from eyes import missing, one_line, words
from floor import Floor

from cellyard.domain import facts as f
from cellyard.domain.refusals import Refused
from cellyard.jobs import papers

replace = msgspec.structs.replace


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    floor = Floor(tmp_path_factory.mktemp("report") / "station")
    benched.equip(floor)
    yield floor
    floor.close()


def rendered(floor: Floor, battery: str, name: str = "test-report") -> bytes:
    return papers.render(floor.station.folder, name, battery)


def test_a_report_tells_what_the_ledger_holds(floor: Floor):
    battery = benched.stored(floor, 1)
    with pytest.raises(Refused) as no:
        rendered(floor, battery)
    assert no.value.code == "not_tested"
    file = benched.capacity(floor, battery, "r1")
    insulation = f.InsulationTested(
        insulation=None, at_least=True, test_voltage=Decimal(500), duration=Decimal(60),
        evidence=f.Evidence(instrument="meter-1", raw="3e39"), decided=benched.BENCH,
    )  # fmt: skip
    graded = f.Graded(
        grade="C", route="second_life", deciding=("capacity",), decided=benched.BENCH,
        criteria=(f.JudgedBy(rule="capacity", value=Decimal("80.35"), unit="%", grade="C"),),
    )  # fmt: skip
    benched.record(floor, battery, insulation)
    benched.record(floor, battery, graded)
    pdf = rendered(floor, battery)
    said = (
        "Linjiang", "Nissan LEAF", "96s2p", "92.40 Ah", "33\u2009541.2 Wh", "4:05:18 h",
        "better than the instrument can show", "C · second life", "80.35 %", "to its end 已完成",
        "load-1", "802199-07", "2099-12-31", file.sha256, "00000000" + benched.RAW,
        f"{599:08x}{benched.RAW}", "last, lowest voltage 末个、最低电压",
        "highest temperature 最高温度", "warm-1", "2b322e", "board", "dd0400", "3e39",
        "Hengfeng outlet",
    )  # fmt: skip
    assert missing(pdf, *said) == []
    with_papers = (f"{n}" for n in (floor.operator, floor.administrator, "Zhao Min", "Li Wei"))
    assert [who for who in with_papers if who in words(pdf)] == []
    ticket = str(floor.battery(battery).ticket)
    assert papers.render(floor.station.folder, "test-report", ticket) == pdf


def test_a_second_run_shows_the_first_and_voids_its_grade(floor: Floor):
    battery = benched.stored(floor, 2)
    benched.capacity(floor, battery, "r1", ah="99.00")
    graded = f.Graded(
        grade="A",
        route="second_life",
        deciding=(),
        criteria=(),
        second="of-whom-no-paper-speaks",
        decided=benched.BENCH,
    )
    benched.record(floor, battery, graded)
    first = rendered(floor, battery)
    assert missing(first, "A · second life", "two people agreed", "由两人同意") == []
    assert missing(first, "of-whom") == ["of-whom"]
    benched.capacity(floor, battery, "r2", ah="88.00", doubts=("few_points", "of_tomorrow"))
    pdf = rendered(floor, battery)
    assert missing(pdf, "88.00 Ah", "No grade is given yet", "too few samples, of_tomorrow") == []
    assert missing(pdf, "99.00 Ah", "A · second life") == ["99.00 Ah", "A · second life"]
    assert one_line("State of health 健康状态 unknown 未知") in one_line(words(pdf))
    # Large print gives no figure that is not acceptable.
    head = one_line(words(pdf)).partition(one_line("battery id"))[0]
    assert one_line("Capacity 容量 not acceptable 不可采信") in head
    assert one_line("88.00 Ah") not in head


def test_the_health_on_paper_is_the_one_that_was_judged(floor: Floor):
    battery = benched.stored(floor, 5)
    benched.capacity(floor, battery, "r1", ah="90.04")  # of 112.6: A begins at 80 %
    assert missing(rendered(floor, battery), "79.96 %") == []


def test_two_people_at_the_insulation_tester_are_told_and_sign(floor: Floor):
    battery = benched.stored(floor, 6)
    alone = f.InsulationTested(
        insulation=Decimal(55_300_000), test_voltage=Decimal(500), duration=Decimal(10),
        judgement="PASS", evidence=f.Evidence(instrument="meter-1"), decided=benched.BENCH,
    )  # fmt: skip
    benched.record(floor, battery, alone)
    assert missing(rendered(floor, battery), "Not asked for here.") == []
    benched.record(floor, battery, replace(alone, second=floor.administrator))
    assert missing(rendered(floor, battery), "Was there from beginning to end.") == []


def test_a_run_that_a_limit_ended_and_the_verdict_since_stand_beside_a_good_result(floor: Floor):
    battery = benched.stored(floor, 7)
    benched.capacity(floor, battery, "r1")
    first = rendered(floor, battery)
    assert missing(first, "Runs without a result", "STOP") == ["Runs without a result", "STOP"]
    assert missing(first, "Verdict 判定", "Run 运行 · r1") == []
    trip = f.Trip(watched="temperature_high", value=Decimal("61.2"), limit=Decimal(60), unit="degC")
    benched.record(floor, battery, benched.began("r2", "capacity"))
    benched.record(
        floor,
        battery,
        f.RunEnded(run="r2", end="guard", trip=trip, lasted_s=Decimal(812)),
        f.Triaged(verdict="stop", reasons=("temperature_high",), decided=benched.BENCH),
    )
    said = ("Runs without a result 没有结果的运行", "Capacity test 容量测试", "ended by the guard",
            "too hot", "61.2 °C", "STOP", "92.40 Ah")  # fmt: skip
    assert missing(rendered(floor, battery), *said) == []


def test_a_result_that_was_taken_back_is_told_no_more(floor: Floor):
    battery = benched.stored(floor, 3)
    benched.capacity(floor, battery, "r1", ah="77.00")
    from cellyard.ledger import facts

    with floor.station.ledger.connection.begin():
        line = facts.of_subject(floor.station.ledger.connection, f"battery/{battery}")
    benched.record(floor, battery, f.Corrected(facts=(line[-1].ref,), reason="second_test"))
    with pytest.raises(Refused) as no:
        rendered(floor, battery)
    assert no.value.code == "not_tested"


def test_instruments_stand_as_they_were_when_they_measured(tmp_path: Path):
    floor = Floor(tmp_path / "station")
    try:
        benched.equip(floor, until="2020-01-31")
        battery = benched.stored(floor)
        benched.capacity(floor, battery, "r1")
        benched.equip(floor, until="2099-01-31")
        text = one_line(words(rendered(floor, battery)))
        assert "2020-01-31·ended已到期" in text
        assert "2099-01-31" not in text
    finally:
        floor.close()


def test_without_the_file_of_its_run_the_figures_stand_and_a_damaged_one_is_refused(floor: Floor):
    battery = benched.stored(floor, 4)
    file = benched.capacity(floor, battery, "r4", ah="71.00")
    path = floor.station.ledger.blobs.path(file.sha256)
    whole = path.read_bytes()
    benched.lost(floor.station.folder, file)
    gone = "The file of the trace is not on this station, so no curve is drawn."
    assert missing(rendered(floor, battery), gone, "71.00 Ah", file.sha256) == []
    path.write_bytes(whole[:-1])
    with pytest.raises(Refused) as no:
        rendered(floor, battery)
    assert no.value.code == "blob_damaged"
    path.write_bytes(whole)


def test_a_damaged_file_of_an_earlier_run_hides_no_newer_result(floor: Floor):
    battery = benched.stored(floor, 8)
    path = floor.station.ledger.blobs.path(benched.capacity(floor, battery, "r8").sha256)
    benched.capacity(floor, battery, "r9", ah="71.00")
    whole = path.read_bytes()
    both = rendered(floor, battery)
    path.write_bytes(whole[:-1])
    alone = rendered(floor, battery)
    path.write_bytes(whole)
    assert missing(alone, "71.00 Ah") == []
    assert alone != both, "the earlier curve is there while its file is whole"
