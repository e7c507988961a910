"""The loading list: what it says to an authority, page by page, and to a reader of PDF."""

from decimal import Decimal

import msgspec
import pytest
from eyes import grey, missing, one_line, pages, scan, words
from hypothesis import given, settings
from hypothesis import strategies as st
from paged import collisions, pdftotext, qpdf, sums

from cellyard.documents.loading_list import LoadingList, draw, legal, sample
from cellyard.documents.outbound_content import (
    Issue,
    PackageCount,
    Party,
    Relief,
    Signature,
    Signatures,
)
from cellyard.domain.refusals import Refused

replace = msgspec.structs.replace


def listed(count: int, **changes) -> LoadingList:
    """Return a list of so many batteries, final unless told otherwise."""
    content = sample()
    lines = tuple(
        replace(
            content.lines[n % 10],
            code=f"001PE22A18K07JA6F{n:07d}",
            kwh=Decimal(n % 97) / 10 + 13,
            kg=Decimal(n % 13) + 300,
        )
        for n in range(1, count + 1)
    )
    issue = replace(content.issue, status=("final",))
    return replace(content, **{"lines": lines, "issue": issue, **changes})


def issued(**changes) -> Issue:
    return replace(sample().issue, **changes)


@pytest.mark.parametrize("count", [0, 1, 10, 500])
def test_poppler_finds_every_code_and_every_word_in_both_languages(count: int, tmp_path):
    content = listed(count)
    pdf = draw(content)
    assert qpdf(pdf, tmp_path / "list.pdf") == ""
    said = one_line("".join(pdftotext(pdf)))
    assert [one.code for one in content.lines if one.code not in said] == []
    for text in (
        "Loading list and dangerous-goods transport document data", "出库清单与危险货物运输信息",
        "Consignor 托运人", "Consignee 收货人", "Carrier 承运人", "Vehicle 车辆",
        "Seal 封签 000000",
        "锂离子电池组（废弃，损坏或有缺陷），第 9 类，隧道代码 (E)，1 木箱",
        "UN 3480 WASTE LITHIUM ION BATTERIES, 9, (E), 9 crates,",
        "LITHIUM BATTERIES FOR RECYCLING", "DAMAGED/DEFECTIVE LITHIUM-ION BATTERIES",
        "Transport in accordance with special provision 376 按特殊规定 376 运输",
        "EU 16 06 07*", "rule edition 规则版本 test-2026-1",
        "Above 1\u2009000: orange plates and a trained driver are required.",
        "安全判定：双方判定通过，2026-01-01 12:00。经预处理 1 块。",
        f"Total 合计 · batteries: {count} 电池数：{count}",
    ):  # fmt: skip
        assert one_line(text) in said, text
    # What the papers of the authorities are called, ours are not.
    assert not [word for word in ("运单", "转移联单", "manifest:", "waybill") if word in said]


def test_goods_are_named_in_the_order_of_the_regulation():
    group = replace(
        sample().groups[0],
        packages=(PackageCount(count=3, kind="crates", kind_zh="木箱"),),
        gross_kg=Decimal(1240),
    )
    english, chinese = legal(group)
    assert english.replace("\xa0", " ").replace("\u2009", " ") == (
        "UN 3480 WASTE LITHIUM ION BATTERIES, 9, (E), 3 crates, 1 240 kg"
    )
    assert chinese.startswith("锂离子电池组（废弃），第 9 类，隧道代码 (E)，3 木箱，")
    acid = replace(
        group, un="2794", name="WASTE BATTERIES, WET, FILLED WITH ACID", danger="8", label="8",
        tunnel="", packing_group="III",
        packages=(*group.packages, PackageCount(count=1, kind="box", kind_zh="箱")),
    )  # fmt: skip
    assert legal(acid)[0].startswith(
        "UN 2794 WASTE BATTERIES, WET, FILLED WITH ACID, 8, III, 3 crates, 1 box, "
    )


@pytest.mark.parametrize("count", [1, 2, 10, *range(12, 30), 60, 500])
def test_sums_are_carried_from_page_to_page_and_signed_with_the_total(count: int):
    content = listed(count)
    before = (Decimal(0), Decimal(0))
    rows = {one.code: (one.kwh, one.kg) for one in content.lines}
    papers = pdftotext(draw(content))
    for at, page in enumerate(papers, start=1):
        on = [amounts for code, amounts in rows.items() if code in page]
        page_sums = sums(page)
        assert page_sums.brought == (None if at == 1 else before)
        before = (before[0] + sum(a[0] for a in on), before[1] + sum(a[1] for a in on))
        last = at == len(papers)
        assert page_sums.carried == (None if last else before)
        assert page_sums.total == (before if last else None)
        assert ("Signed by" in page) == last
        assert len(on) >= min(2, count)
        assert f"Page {at} of {len(papers)} 第 {at} 页，共 {len(papers)} 页" in page
        assert "TEST0/0/1 · SHA-256 111111111111" in page
        assert "Battery code" in page
    assert before == (sum(a[0] for a in rows.values()), sum(a[1] for a in rows.values()))
    assert len(papers) > 1 or count < 20


def test_an_unknown_figure_makes_every_sum_that_holds_it_at_least():
    content = listed(100)
    lines = (*content.lines[:50], replace(content.lines[50], kwh=None), *content.lines[51:])
    pdf = draw(replace(content, lines=lines))
    first, *_, last = pages(pdf)
    assert "≥" not in first
    assert last.count("≥") == 2  # brought forward, and the total; the mass is known
    assert "unknown" in words(pdf)


MARKS = {
    "draft": ("DRAFT – not for carriage", "草稿 – 不得用于运输"),
    "demo": ("DEMO", "演示"),
    "void": ("VOID", "作废"),
}


@pytest.mark.parametrize(
    "status", [("draft",), ("demo",), ("void",), ("draft", "demo"), ("final", "demo"), ()], ids=str
)
def test_what_is_no_final_paper_says_so_across_every_page(status):
    papers = pages(draw(listed(60, issue=issued(status=status))))
    assert len(papers) > 1
    stands = status or ("draft",)  # unknown is the worse case
    for page in map(one_line, papers):
        for one, said in MARKS.items():
            # Once in the band and once across.
            assert {page.count(one_line(w)) for w in said} == ({2} if one in stands else {0}), one


def test_only_a_final_paper_carries_no_mark():
    said = words(draw(listed(60)))
    assert [w for both in MARKS.values() for w in both if w in said] == []


def test_a_void_paper_names_the_one_that_counts():
    issue = issued(status=("void",), replaced_by="TEST-L-0002")
    for page in map(one_line, pages(draw(listed(60, issue=issue)))):
        assert "VOID–replacedbyTEST-L-0002/作废–由TEST-L-0002取代" in page


def test_words_across_a_page_leave_its_figures_readable_and_survive_a_copier():
    plain, marked = (
        grey(draw(listed(30, issue=issued(status=s))), 100 / 72, 1) < 128
        for s in (("final",), ("draft",))
    )
    below = slice(round(40 / 25.4 * 100), round(270 / 25.4 * 100))  # rows between band and foot
    assert (marked & ~plain)[below].sum() > 2000  # the letters are there, in black
    assert "Battery code" in pages(draw(listed(30, issue=issued(status=("draft",)))))[1]


@pytest.mark.parametrize("status", [("final",), ("draft", "demo")])
def test_the_code_says_what_it_was_given(status):
    long = "CY:D:TEST-L-0001:" + "0123456789abcdef" * 16
    for content in (sample().issue.qr, long):
        issue = issued(status=status, qr=content)
        seen = scan((grey(draw(listed(3, issue=issue)), 200 / 72) < 128).astype("uint8"))
        assert seen["qr"].text == content
        side = seen["qr"].side / 200 * 25.4
        assert 28 < side <= 33.2


def test_a_paper_without_a_code_keeps_its_title():
    pdf = draw(listed(3, issue=issued(status=("final",), qr="")))
    assert missing(pdf, "Loading list and dangerous-goods transport document data", "Number") == []
    assert scan((grey(pdf, 200 / 72) < 128).astype("uint8")) == {}


def test_a_long_number_is_printed_as_large_as_the_other_figures():
    """The number of a paper of a restored station, in a long month of a busy station."""
    from pypdfium2 import PdfDocument

    number = "INTAKE1-2026-0123-OU2/12-TME"
    issue = replace(sample().issue, number=number, status=("final",))
    with PdfDocument(draw(replace(sample(), issue=issue))) as document:
        page = document[0].get_textpage()
        heights: list[float] = []
        for words in (number, "2 692.5".replace(" ", "\u2009")):
            found = page.search(words).get_next()
            assert found, words
            _left, low, _right, high = page.get_charbox(found[0])
            heights.append(high - low)
    assert heights[0] > 0.85 * heights[1]


def test_papers_of_the_same_load_say_which_they_are():
    content = listed(60, issue=issued(part=1, parts=2))
    assert all("Paper 1 of 2 第 1 份，共 2 份" in page for page in pages(draw(content)))
    assert "Paper" not in words(draw(listed(60)))


def test_the_number_of_the_authority_stands_only_where_there_is_one():
    said = "No. of the authority's transfer manifest 主管部门联单编号"
    content = listed(1)
    assert missing(draw(content), f"{said} TEST-000000") == []
    without = replace(content.carriage, authority_no="", seal=None, driver="Sun Hao", plate=None)
    pdf = draw(replace(content, carriage=without))
    assert missing(pdf, said, "Seal 封签 ____", "Driver 驾驶员 Sun Hao") == [said]


@pytest.mark.parametrize(
    ("points", "plates", "said"),
    [
        (1000, False, "Not above 1\u2009000: the relief of ADR 1.1.3.6 applies."),
        (1001, True, "Above 1\u2009000: orange plates and a trained driver are required."),
        (0, True, "0 points in this vehicle. No relief: orange plates and a trained driver are"),
        (None, True, "No points of ADR 1.1.3.6 are given: no relief applies."),
    ],
)
def test_the_points_of_the_vehicle_say_what_they_ask_for(points, plates: bool, said: str):
    relief = None
    if points is not None:
        relief = Relief(category="2", points=Decimal(points), limit=Decimal(1000), plates=plates)
    assert missing(draw(listed(1, relief=relief)), said) == []


def test_goods_that_no_rule_is_for_are_not_named_as_dangerous():
    group = replace(sample().groups[0], exempt=True)
    pdf = draw(listed(1, groups=(group,)))
    said = words(pdf)
    assert "UN 3480" not in said
    assert "Dangerous goods 危险货物" not in said
    assert missing(pdf, "WASTE LITHIUM ION BATTERIES, 9 crates,", "Not subject to the rules") == []


def test_a_judgement_that_was_not_passed_is_never_called_passed():
    judged = sample().judgement
    assert judged
    failed = draw(listed(1, judgement=replace(judged, passed=False)))
    assert missing(failed, "Safety judgement not passed, 2026-01-01 12:00.", "未通过") == []
    none = draw(listed(1, judgement=None))
    assert missing(none, "Safety judgement not made yet by both parties.") == []
    assert "passed" not in words(none)


def test_a_sign_that_no_face_has_is_refused_not_dropped():
    for odd in ({"model": "Pack 🔋"}, {"code": "AB🔋12"}):
        content = listed(2)
        lines = (replace(content.lines[0], **odd), content.lines[1])
        with pytest.raises(Refused) as no:
            draw(replace(content, lines=lines))
        assert no.value.code == "missing_glyph"


def awkward(count: int) -> LoadingList:
    """Return a list whose every word is as long as it ever gets."""
    content = listed(count)
    long = "浙江临江新能源汽车动力电池回收利用有限公司第二十七服务网点 Linjiang Recycling Centre "
    party = Party(name=long * 2, name_zh=long, lines=("9" * 60, long * 2))
    lines = tuple(
        replace(one, code=one.code * 4 if n % 3 else "", model=long * (n % 3),
                ticket="1184 · Intake station 12", mark="DAMAGED/DEFECTIVE " * 3, grade=None,
                packing="P911 / LP906 approval", package="CRATE-000123", kg=Decimal("12345.67"))
        for n, one in enumerate(content.lines)
    )  # fmt: skip
    groups = tuple(
        replace(g, name=g.name + " (" + "INCLUDING POLYMER BATTERIES " * 4 + ")",
                statements=((long, long),) * 3, waste_codes=("EU 16 06 07*",) * 9)
        for g in content.groups * 4
    )  # fmt: skip
    who = Signature(name="Somebody with a name that is longer than the box is wide " * 2)
    signatures = Signatures(consignor=who, driver=who, consignee=who)
    issue = issued(status=("final",), centre=long * 4, number="LJ-2026-0092-" * 5, parts=2)
    carriage = replace(content.carriage, carrier=party, authority_no="33" * 30)
    return replace(content, issue=issue, consignor=party, consignee=party, carriage=carriage,
                   lines=lines, groups=groups, signatures=signatures)  # fmt: skip


@pytest.mark.parametrize(
    "content", [listed(1), listed(10), listed(200), awkward(1), awkward(30)],
    ids=["1", "10", "200", "awkward 1", "awkward 30"],
)  # fmt: skip
def test_nothing_stands_over_anything_or_in_the_margin(content: LoadingList):
    pdf = draw(content)
    assert pdf == draw(content)
    assert collisions(pdf) == []
    assert pages(pdf)[-1].count("Goods are classified") == 1


WORDS = st.text("abc WXYZ 0123,;.()-/电池漏液，。", max_size=90)


@settings(max_examples=15, deadline=None)
@given(WORDS, WORDS, WORDS, st.integers(1, 40))
def test_no_words_however_long_collide(model: str, mark: str, code: str, count: int):
    content = listed(count)
    lines = tuple(replace(one, model=model, mark=mark, code=code) for one in content.lines)
    assert collisions(draw(replace(content, lines=lines))) == []


def ink(signature: Signature):
    content = listed(1, signatures=Signatures(driver=signature))
    return grey(draw(content), 10 * 25.4 / 72) < 128  # 10 dots per mm


def test_three_boxes_of_equal_size_stand_beside_each_other():
    rows = ink(Signature())
    # Rows that cross nothing but the sides of the three boxes.
    edges = [(row[1:] & ~row[:-1]).nonzero()[0] for row in rows]
    sides = [e for e in edges if len(e) == 6 and e[-1] > 1900]
    assert len(sides) > 50  # 5 mm and more that are free to sign in
    a, b, c, d, e, f = (int(x) for x in sides[len(sides) // 2])
    assert b - a == pytest.approx(d - c, abs=2) == pytest.approx(f - e, abs=2)
    assert c - b == pytest.approx(e - d, abs=2)


@pytest.mark.parametrize(("width", "height"), [(2000, 800), (30000, 9000), (100, 9000)])
def test_a_signature_stands_in_its_box_as_large_as_it_was_drawn(width: int, height: int):
    stroke = ((500, 700), (500 + width, 700 + height), (500, 700 + height))
    empty = ink(Signature())
    drawn = ink(Signature(strokes=(stroke, ((500, 700),)))) & ~empty
    rows, columns = drawn.any(axis=1).nonzero()[0], drawn.any(axis=0).nonzero()[0]
    # In the second of three boxes, whose words and line stay free.
    assert columns[0] > 750
    assert columns[-1] < 1350
    assert not empty[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].any()
    tall, broad = (int(side[-1] - side[0]) for side in (rows, columns))
    assert tall > 70
    if (width, height) == (2000, 800):
        assert (broad, tall) == (pytest.approx(203, abs=4), pytest.approx(83, abs=4))


def test_a_list_says_when_it_was_signed():
    signed = Signatures(consignor=Signature(name="Zhao Min", at="2026-01-01 12:30"))
    said = words(draw(listed(1, signatures=signed)))
    assert "Zhao Min" in said
    assert said.count("2026-01-01 12:30") == 1
    assert said.count("Signed by") == 2
