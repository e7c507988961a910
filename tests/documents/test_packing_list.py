"""The packing list: every package with what is in it, and sums that are carried along."""

from decimal import Decimal

import msgspec
import pytest
from eyes import grey as seen_in_grey
from eyes import one_line, pages, scan, words
from paged import collisions, pdftotext, qpdf, sums

from cellyard.documents.packing_list import PackingList, draw, sample
from cellyard.domain.refusals import Refused

replace = msgspec.structs.replace


def packed(count: int, codes: int = 1, status=("final",)) -> PackingList:
    """Return a list of so many packages with so many batteries each."""
    content = sample()
    packages = tuple(
        replace(
            content.packages[n % 10],
            number=f"{n}",
            codes=tuple(f"001PE22A18K07J{n:03d}{m:07d}" for m in range(codes)),
            net_kg=Decimal(n % 13) + 300,
            gross_kg=Decimal(n % 13) + Decimal("322.5"),
        )
        for n in range(1, count + 1)
    )
    issue = replace(content.issue, status=status)
    return replace(content, packages=packages, issue=issue)


@pytest.mark.parametrize(("count", "codes"), [(1, 1), (10, 1), (500, 1), (4, 100), (1, 300)])
def test_every_package_and_code_is_there_and_the_sums_add_up(count: int, codes: int, tmp_path):
    content = packed(count, codes)
    pdf = draw(content)
    assert qpdf(pdf, tmp_path / "list.pdf") == ""
    papers = pdftotext(pdf)
    said = one_line("".join(papers))
    assert [c for p in content.packages for c in p.codes if c not in said] == []
    assert "Packinglist" in said
    assert "装箱单" in said
    assert f"packages:{count}件数：{count}" in said
    before = (Decimal(0), Decimal(0))
    for at, page in enumerate(papers, start=1):
        # A package's mass stands where it begins, however many pages its codes fill.
        on = [p for p in content.packages if p.codes[0] in page]
        page_sums = sums(page)
        assert page_sums.brought == (None if at == 1 else before)
        before = tuple(
            was + sum(kg or 0 for kg in more)
            for was, more in zip(
                before, ([p.net_kg for p in on], [p.gross_kg for p in on]), strict=True
            )
        )
        assert page_sums.carried == (None if at == len(papers) else before)
        assert page_sums.total == (before if at == len(papers) else None)
        assert ("Signed by" in page) == (at == len(papers))
    assert before[1] == sum(p.gross_kg or 0 for p in content.packages)


def test_a_package_says_how_it_is_packed_and_marked():
    said = one_line(words(draw(packed(10))))
    for text in (
        "crate 木箱", "P908", "4D/Y500/S/26/TEST", "not required 不要求", "UN 3480 · label 标签 9A",
        "LITHIUM BATTERIES FOR RECYCLING", "DAMAGED/DEFECTIVE LITHIUM-ION",
    ):  # fmt: skip
        assert one_line(text) in said


def test_a_mass_that_is_not_known_is_not_left_out():
    content = packed(3)
    odd = replace(content.packages[1], gross_kg=None)
    pdf = draw(replace(content, packages=(content.packages[0], odd, content.packages[2])))
    assert "unknown 未知" in words(pdf)  # in the head, in large print
    assert "≥ 649.0" in words(pdf)


def test_every_page_of_a_draft_says_so_and_the_code_scans():
    pdf = draw(packed(100, status=("draft",)))
    assert len(pages(pdf)) > 3
    assert all(page.count("DRAFT – not for carriage") == 2 for page in pages(pdf))
    assert all(page.count("草稿 – 不得用于运输") == 2 for page in pages(pdf))
    picture = (seen_in_grey(pdf, 200 / 72) < 128).astype("uint8")
    assert scan(picture)["qr"].text == sample().issue.qr


@pytest.mark.parametrize(("count", "codes"), [(1, 1), (40, 3), (4, 100)])
def test_nothing_stands_over_anything_or_in_the_margin(count: int, codes: int):
    content = packed(count, codes)
    long = "DAMAGED/DEFECTIVE LITHIUM-ION BATTERIES 损坏或有缺陷的锂离子电池组 "
    packages = tuple(
        replace(p, wording=(long * 3,), kind=long, un_mark="X" * 90, instruction=long)
        for p in content.packages
    )
    for one in (content, replace(content, packages=packages)):
        assert collisions(draw(one)) == []


def test_a_sign_that_no_face_has_is_refused():
    content = packed(1)
    with pytest.raises(Refused) as no:
        draw(replace(content, packages=(replace(content.packages[0], kind="🔋"),)))
    assert no.value.code == "missing_glyph"
