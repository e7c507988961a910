"""The discharge record: a voltage against its limit, under an edition, by a meter, and no more."""

import re
from collections.abc import Iterator
from decimal import Decimal

import benched
import msgspec
import pytest
from eyes import one_line, set_words, words
from floor import Floor

from cellyard.documents.discharge_record import draw, result, sample
from cellyard.domain.refusals import Refused
from cellyard.jobs import papers

replace = msgspec.structs.replace


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    floor = Floor(tmp_path_factory.mktemp("record") / "station")
    benched.equip(floor)
    yield floor
    floor.close()


def test_the_result_is_said_exactly_so_in_both_languages():
    english, chinese = (line.replace("\u00a0", " ") for line in result(sample()))
    assert english == "below 60.0 V for 1\u2009440 min, test-2026-1, hioki-bt356x TEST0002"
    assert chinese == "低于 60.0 V，持续 1\u2009440 min，test-2026-1，hioki-bt356x TEST0002"
    still = replace(sample(), fact=replace(sample().fact, below=False, voltage=Decimal(61)))
    english, chinese = (line.replace("\u00a0", " ") for line in result(still))
    assert english.startswith("not below 60.0 V after 1\u2009440 min, ")
    assert chinese.startswith("1\u2009440 min 后未低于 60.0 V，")
    nobody = result(replace(sample(), meter=None))
    assert (nobody[0].endswith("unknown meter"), nobody[1].endswith("仪表未知")) == (True, True)


@pytest.mark.parametrize("below", [True, False])
def test_neither_language_says_more_than_the_voltage(below: bool):
    text = words(draw(replace(sample(), fact=replace(sample().fact, below=below)))).lower()
    assert not re.search(r"\bsafe|harmless|安全|无害", text)


def test_large_print_says_nothing_of_a_voltage_that_is_not_acceptable():
    record = sample()
    doubted = replace(record, fact=replace(record.fact, doubts=("calibration_unknown",)))
    text = one_line(words(draw(doubted)))
    head, _rule, result_ = text.partition(one_line("Result 结果"))
    assert one_line("not acceptable 不可采信") in head
    assert "31.20V" not in head
    why = result_.index(one_line("Not acceptable: nobody knows until when"))
    assert why < result_.index(one_line("below 60.0 V for"))
    assert "31.20V" in result_


@pytest.mark.parametrize(
    ("max_v", "above", "second", "asked"),
    [
        ("403.2", "60", True, True),
        ("48", "60", False, False),
        (None, "60", False, True),  # an unknown voltage counts as high
        ("48", None, False, True),
    ],
)
def test_two_people_sign_where_two_must_be_there(max_v, above, second, asked):
    record = sample()
    subject = replace(record.subject, max_v=Decimal(max_v) if max_v else None)
    above = Decimal(above) if above else None
    changed = replace(record, subject=subject, two_people_v=above, second=second)
    text = one_line(words(draw(changed)))
    assert ("Wastherefrombeginningtoend." in text) is asked
    assert ("Notaskedforhere." in text) is not asked


def test_boxes_to_sign_are_three_and_of_equal_size():
    (*_, last) = set_words(draw(replace(sample(), draft=False)))
    lefts = sorted(rect[0] for text, rect in last if text.startswith("Signed by"))
    assert len(lefts) == 3
    assert lefts[1] - lefts[0] == pytest.approx(lefts[2] - lefts[1], abs=0.05)


def test_a_record_tells_what_the_ledger_holds(floor: Floor):
    battery = benched.stored(floor, 1)
    with pytest.raises(Refused) as no:
        papers.render(floor.station.folder, "discharge-record", battery)
    assert no.value.code == "not_discharged"
    file = benched.discharge(floor, battery)
    pdf = papers.render(floor.station.folder, "discharge-record", battery)
    text = one_line(words(pdf))
    said = (
        "below 60 V for 1\u2009440 min, bench-2026-2, it8500 802199-07",
        "低于 60 V，持续 1\u2009440 min，bench-2026-2，it8500 802199-07",
        "41.27 V", "Lowest voltage 最低电压 259.200 V", "Highest temperature 最高温度 60 °C",
        "asked for above 60 V 高于 60 V 时要求", "second person recorded 已记录第二人",
        "25:00:00 h", "24:00:00 h", "Rounds 轮次 2", file.sha256, "313b", "to its end 已完成",
        "Discharge by a load, rest, check of the rebound 负载放电、静置、回弹检查",
    )  # fmt: skip
    assert [one for one in said if one_line(one) not in text] == []
    assert floor.administrator not in text
    assert papers.render(floor.station.folder, "discharge-record", battery) == pdf


def test_a_sheet_is_nothing_for_a_label_printer(floor: Floor):
    with pytest.raises(Refused) as no:
        papers.render(floor.station.folder, "discharge-record", "1", zpl=True)
    assert no.value.code == "not_a_label"


def test_a_battery_still_above_its_limit_is_said_to_be(floor: Floor):
    battery = benched.stored(floor, 2)
    benched.discharge(floor, battery, below=False)
    text = one_line(words(papers.render(floor.station.folder, "discharge-record", battery)))
    assert one_line("not below 60 V after 1\u2009440 min, bench-2026-2") in text
    assert "61.02" in text
