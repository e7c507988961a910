"""The joint safety judgement: its items, what each party said of every battery, and who signs."""

import msgspec
import pytest
from cargoes import CN
from eyes import missing, one_line, pages, words
from paged import collisions, pdftotext, qpdf

from cellyard.documents.outbound_content import Signature, Signatures
from cellyard.documents.safety_judgement import (
    JointJudgement,
    JudgedItem,
    JudgedLine,
    Verdict,
    draw,
    sample,
)
from cellyard.domain.refusals import Refused

replace = msgspec.structs.replace
PASSED = Verdict()
FAILED = Verdict(against=(("J-c1", "yes"), ("J-g1", "cant_tell")))
TREATED = replace(FAILED, treated="drained")
ITEMS = tuple(
    JudgedItem(id=i.id, asks=i.asks, asks_zh=i.asks_zh, source=i.source) for i in CN.safety_item
)


def line(n: int, consignor: Verdict | None = PASSED, consignee: Verdict | None = PASSED):
    return JudgedLine(
        code=f"001PE22A18K07JA6F{n:07d}",
        ticket=f"{n} · TEST",
        model="Test model",
        consignor=consignor,
        consignee=consignee,
    )


def judged(*lines: JudgedLine, **changes) -> JointJudgement:
    content = replace(sample(), items=ITEMS, edition=CN.id, lines=lines)
    return replace(content, **{"issue": replace(content.issue, status=("final",)), **changes})


def row(pdf: bytes, code: str) -> str:
    """Return the line of a battery, with nothing between its words."""
    (found,) = (one for page in pdftotext(pdf) for one in page.splitlines() if code in one)
    return one_line(found)


def test_every_item_stands_in_both_languages_with_edition_and_source():
    pdf = draw(judged(line(1)))
    said = one_line(words(pdf))
    assert CN.id in said
    for item in CN.safety_item:
        for text in (item.id, item.asks, item.asks_zh, item.source):
            assert one_line(text) in said, text
    absent = missing(
        pdf, "Safety judgement by both parties", "联合安全判定", "Consignor 托运人",
        "Consignee 收货人", "rule edition 规则版本", "Leaves on 出库日期 2026-01-01",
        "What did not pass is not packed before it was treated and both accept it.",
    )  # fmt: skip
    assert absent == []


@pytest.mark.parametrize(
    ("consignor", "consignee", "said"),
    [
        (PASSED, PASSED, "PASS通过PASS通过"),
        (PASSED, None, "PASS通过Notjudged未判定"),
        (None, None, "Notjudged未判定Notjudged未判定"),
        (FAILED, PASSED, "FAIL不通过:J-c1Yes是·J-g1cannotbePASS通过"),
    ],
)
def test_a_battery_is_told_as_each_party_judged_it(consignor, consignee, said):
    one = line(1, consignor, consignee)
    assert row(draw(judged(one)), one.code) == f"1{one.code}Testmodel{said}"


def test_what_failed_says_by_which_item_and_what_was_done():
    said = one_line(words(draw(judged(line(1, TREATED, TREATED)))))
    for text in ("J-g1 cannot be told 无法判断", "Treated, accepted 已处理，接受: Fluids drained"):
        assert one_line(text) in said


def test_the_figures_tell_who_passed_and_what_nobody_judged():
    lines = (
        line(1),
        line(2, TREATED, PASSED),
        line(3, FAILED, TREATED),
        line(4, None, FAILED),
        line(5, PASSED, None),
    )
    pdf = draw(judged(*lines))
    told = "Passed: 1. Treated first, then accepted: 1. Not passed: 2. Not judged: 1."
    chinese = "通过：1。预处理后接受：1。不通过：2。未判定：1。"
    assert missing(pdf, told, chinese, "Last judged 2026-01-01 12:00.") == []
    assert "Last judged" not in words(draw(judged(*lines, at="")))


@pytest.mark.parametrize("count", [1, 10, 500])
def test_many_batteries_go_over_pages_and_nothing_is_carried(count: int, tmp_path):
    content = judged(*(line(n, *((TREATED, FAILED) if n % 9 == 0 else ())) for n in range(count)))
    pdf = draw(content)
    assert qpdf(pdf, tmp_path / "judgement.pdf") == ""
    papers = pdftotext(pdf)
    assert (len(papers) > 10) == (count == 500)
    said = one_line("".join(papers))
    assert [one.code for one in content.lines if one.code not in said] == []
    assert f"batteries:{count}电池数：{count}" in said
    for at, page in enumerate(papers, start=1):
        assert "carried forward" not in page.lower()
        assert "brought forward" not in page.lower()
        assert ("Signed by" in page) == (at == len(papers))
        assert f"Page {at} of {len(papers)}" in page
        # On every page that lists one it stands under its titles.
        assert "001PE22A18K07JA6F" not in page or "Battery code" in page
    assert collisions(draw(judged(*content.lines[:40]))) == []


def test_no_battery_is_ever_called_safe():
    pdf = draw(judged(line(1), line(2, None, None), line(3, TREATED, FAILED)))
    said = words(pdf).lower().replace("safety judgement by both parties", "")
    for item in ITEMS:
        said = said.replace(item.source.lower(), "")
    assert "safe" not in said.replace("safety", "")
    assert "安全" not in said.replace("联合安全判定", "").replace("安全判定", "")


def test_consignor_and_consignee_sign_and_nobody_else():
    pen = Signature(name="Ma Rui", at="2026-11-27 14:03", strokes=(((0, 0), (900, 400)),))
    pdf = draw(judged(line(1), signatures=Signatures(consignor=pen, driver=pen, consignee=pen)))
    last = pages(pdf)[-1]
    assert last.count("Ma Rui") == 2
    assert "Driver" not in last
    assert last.count("Judged together by the items above") == 2


def test_a_draft_says_so_on_every_page_and_a_void_one_what_counts_instead():
    content = judged(*map(line, range(100)))
    draft = draw(replace(content, issue=replace(content.issue, status=("draft",))))
    assert all(page.count("DRAFT – not for carriage") == 2 for page in pages(draft))
    void = replace(content.issue, status=("void",), replaced_by="X/7")
    pdf = draw(replace(content, issue=void))
    assert all("VOID – replaced by X/7" in page for page in pages(pdf))


def test_a_sign_that_no_face_has_is_refused():
    with pytest.raises(Refused) as no:
        draw(judged(replace(line(1), model="🔋")))
    assert no.value.code == "missing_glyph"
