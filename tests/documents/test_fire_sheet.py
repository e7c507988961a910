"""The fire sheet: everything a fire brigade needs, on page one, and nothing that nobody knows."""

from decimal import Decimal

import msgspec
import pytest
from eyes import grey, missing, one_line, pages, scan, words
from paged import collisions, pdftotext, qpdf

from cellyard.documents import fire_text
from cellyard.documents.fire_content import FireSheet, Site
from cellyard.documents.fire_sample import sample
from cellyard.documents.fire_sheet import draw
from cellyard.documents.moment_sheet import MOST_BYTES

replace = msgspec.structs.replace
ORDER = ("stop", "closed", "watch", "unknown")


def crowded(count: int) -> FireSheet:
    """Return a sheet with so many abnormal batteries, the worst first, each in its own place."""
    sheet = sample()
    found = [
        replace(sheet.abnormal[n % 5], place=f"{sheet.abnormal[n % 5].zone[:1]}-{n:03d}")
        for n in range(count)
    ]
    found.sort(key=lambda a: ORDER.index(a.state))
    return replace(sheet, abnormal=tuple(found))


def empty() -> FireSheet:
    """Return a sheet of a yard where nothing lies and nobody has entered anything."""
    sheet = sample()
    none = {"count": 0, "kwh": Decimal(0), "kg": Decimal(0), "chemistries": (), "discharged": 0}
    return replace(
        sheet, site=Site(), heard=(), highest_v=None, voltage_unknown=0, energy_unknown=0,
        abnormal=(), zones=tuple(replace(zone, **none) for zone in sheet.zones),
        clear_m=None, again_h=None,
    )  # fmt: skip


def test_the_first_page_says_everything_in_both_languages(tmp_path):
    pdf = draw(sample())
    assert qpdf(pdf, tmp_path / "sheet.pdf") == ""
    [page] = pdftotext(pdf)
    said = (
        "Fire brigade sheet", "消防信息单", "2026-04-14 11:07:09", "18 Gangcheng Rd",
        "Gate, phone 大门电话: 8000", "2.56 MWh", "in 111 batteries", "共 111 个电池",
        "1 at the worst case 1 个按最坏计", "abnormal batteries", "异常电池", "455 V DC",
        "highest when full, stays live", "满电最高电压，始终带电", "people: unknown, count them",
        "在场人数未知，请清点", "STOP 停止", "CLOSED 隔离", "WATCH 观察", "Unknown 未知",
        "Q-02", "Q-01", "O-02", "O-03", "→ R-03", "Wuling Mini EV, LFP, 14 kWh",
        "Fire or heat before 曾起火或热失控", "Not judged yet 尚未判定", "31.3 °C",
        "95 min ago 95 分钟前", "2 days ago 2 天前", "no reading 无读数",
        "not to scale 按分区表绘制，不按比例", "Inside 室内", "Apart or outdoors 单独存放或室外",
        "Hydrants 消火栓: 1 north of the hall", "Main switch 总电源: west wall",
        "Meeting point 集合点: car park, south", "1 184 kWh", "24 / 26 discharged 已放电",
        "Keep 15 m clear of O, Q.", "与 O, Q 区保持 15 米距离。",
        "Every battery stays live, also when burnt.", "电池始终带电，烧毁后亦然。",
        "It can catch fire again after 24 h and more.", "24 小时后仍可能复燃。",
        "guide p. 41 [V2]", "last heard from Bench A 11:06:58",
    )  # fmt: skip
    text = one_line(page.replace("\u2009", ""))
    assert [one for one in said if one_line(one) not in text] == []
    assert "safe" not in page.lower()


@pytest.mark.parametrize("count", [0, 1, 8, 60, 400])
def test_every_abnormal_battery_is_there_however_many_there_are(count: int, tmp_path):
    sheet = crowded(count)
    pdf = draw(sheet)
    assert qpdf(pdf, tmp_path / "sheet.pdf") == ""
    papers = pdftotext(pdf)
    listed = one_line("".join(papers))
    assert [a.place for a in sheet.abnormal if a.place not in listed] == []
    # However many there are, page one alone is enough to begin with.
    assert "Keep 15 m clear" in papers[0]
    if len(papers) > 1:
        first = papers[0].split("Where things are")[0]
        shown = [a for a in sheet.abnormal if a.place in first]
        assert len(shown) >= 3
        assert shown == list(sheet.abnormal[: len(shown)])
        assert f"{count - len(shown)} more on the next pages" in first


@pytest.mark.parametrize("make", [sample, empty, lambda: crowded(60)], ids=["some", "none", "60"])
def test_nothing_stands_over_anything_or_in_the_margin(make):
    pdf = draw(make())
    assert pdf == draw(make())
    assert collisions(pdf) == []


def test_what_nobody_entered_or_counted_is_said_and_not_guessed():
    pdf = draw(empty())
    said = (
        "Address 地址: not entered 未录入", "Hydrants 消火栓: not entered 未录入",
        "Main switch 总电源: not entered 未录入", "Meeting point 集合点: not entered 未录入",
        "0 kWh", "people: unknown, count them", "None is known. 尚未发现。",
        "Keep well clear of O, Q.", "no other station is heard here",
    )  # fmt: skip
    assert missing(pdf, *said) == []
    assert "15 m" not in words(pdf)


def test_people_are_a_number_only_when_somebody_counted_them():
    counted = draw(replace(sample(), people=14))
    assert missing(counted, "14", "people on site 在场人数") == []
    assert "count them" not in words(counted)


def test_a_training_station_says_so():
    assert missing(draw(replace(sample(), training=True)), "TRAINING: nothing here is real") == []


@pytest.mark.parametrize("count", [0, 5, 400])
def test_a_phone_reads_the_worst_places_from_the_code(count: int):
    import numpy as np

    sheet = crowded(count)
    told = fire_text.phone(sheet)
    assert len(told.encode()) <= MOST_BYTES
    page = draw(sheet)
    picture = (grey(page, 3) < 128).astype(np.uint8)
    seen = scan(picture)["qr"].text
    assert seen == told
    assert "2026-04-14 11:07:09" in seen
    places = [a.place for a in sheet.abnormal[:3]]
    assert [place for place in places if place not in seen] == []


def test_the_text_beside_the_paper_says_the_same():
    told = fire_text.text(sample())
    for one in ("STOP 停止  Q-02", "→ R-03", "Keep 15 m clear of O, Q.", "Hydrants 消火栓"):
        assert one in told
    assert "safe" not in told.lower()


def test_many_zones_are_all_drawn():
    sheet = sample()
    more = tuple(replace(sheet.zones[0], key=f"H{n}") for n in range(20))
    pdf = draw(replace(sheet, zones=(*sheet.zones, *more)))
    assert "Keep 15 m clear" in pages(pdf)[0]
    text = "".join(pages(pdf))
    assert [zone.key for zone in more if text.count(zone.key) < 2] == []
    assert collisions(pdf) == []


def test_a_single_module_is_not_read_as_without_energy():
    sheet = sample()
    module = replace(sheet.abnormal[0], kwh=Decimal("0.5"), temperature=Decimal("36.4000"))
    zones = (replace(sheet.zones[0], kwh=Decimal("0.5")), *sheet.zones[1:])
    pdf = draw(replace(sheet, abnormal=(module,), zones=zones))
    page = words(pdf).replace("\u00a0", " ")
    assert page.count("0.5") == 3  # the battery, the plan, the zones
    assert "36.4 °C" in page
