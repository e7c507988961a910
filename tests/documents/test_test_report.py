"""The test report: what it says in two languages, and that nothing on it collides."""

from decimal import Decimal

import msgspec
import pytest
from eyes import grey, millimetres, missing, one_line, pages, scan, set_words, words
from hypothesis import given, settings
from hypothesis import strategies as st
from paged import collisions

from cellyard.documents import trace_plot
from cellyard.documents.kinds import DOCUMENTS
from cellyard.documents.test_report import TestReport as Report
from cellyard.documents.test_report import draw, sample
from cellyard.documents.trace_plot import Box, Curves
from cellyard.domain.bench.validity import VOIDING
from cellyard.words import in_language
from cellyard.words.bench_papers import DOUBTS

replace = msgspec.structs.replace
PAPERS = ("discharge-record", "test-report")
HEX = "0123456789abcdef" * 60


def awkward(report: Report) -> Report:
    """Return a report whose every part is as long as it ever gets."""
    assert report.capacity
    subject = replace(report.subject, code="X" * 300, parts=(("code", "X\x1d0" * 100),),
                      model="Mercedes-Benz EQS 580 4MATIC SUV 118 kWh high-voltage battery",
                      outlet="浙江临江新能源汽车动力电池回收利用有限公司第二十七服务网点",
                      station="Intake station 12")  # fmt: skip
    trace = report.capacity.trace
    kept = tuple(replace(k, raw=HEX) for k in trace.kept)
    cells = tuple(Decimal("3.0512") + n for n in range(216))
    capacity = replace(report.capacity, trace=replace(trace, kept=kept, cells=cells))
    proofs = tuple(
        replace(p, ref=f"Bench station 12/{'0e' * 16}/{n}", raw=HEX * 3)
        for n, p in enumerate(report.proofs * 6)
    )
    tools = tuple(replace(t, key=t.key * 6, serial="S" * 60) for t in report.tools * 8)
    return replace(
        report, centre="Linjiang " * 30, subject=subject, capacity=capacity, proofs=proofs,
        tools=tools,
    )  # fmt: skip


def bare(report: Report) -> Report:
    """Return a report of which next to nothing is known."""
    subject = replace(
        report.subject, code="", parts=(), model=None, chemistry=None, strings=None, outlet=None,
        rated_ah=None, rated_kwh=None, nominal_v=None, max_v=None,
    )  # fmt: skip
    return replace(
        report, centre="", subject=subject, capacity=None, grade=None, tools=(),
        found=replace(report.found, resistance=None),
    )  # fmt: skip


def test_it_says_every_figure_in_both_languages():
    pdf = draw(sample())
    assert millimetres(pdf) == pytest.approx([210, 297], abs=0.1)
    said = (
        "Test report", "检测报告", "50.00 Ah", "83.3 %", "4\u2009800.0 Wh", "5:00:00 h",
        "18\u2009001",
        "10.000 A", "Cut-off 截止电压 90.0 V", "29.7 °C", "2.1 %", "Weakest group 最弱组",
        "30 2.981", "Not acceptable: the calibration of an instrument had ended",
        "结果不可采信：有仪器校准已到期", "42.1 mΩ", "98.12 V", "Acceptable result 结果可采信",
        "≥ 9\u2009999 MΩ, better than the instrument can show 高于仪表上限", "500 V", "60 s",
        "B · second life 梯次利用", "decided 决定性", "rule edition 规则版本 test-2026-1",
        "TEST0002", "2025-12-31 · ended 已到期", "aa005f0011", "0" * 64, "2025-06-01",
        "Technician 技术员", "Second person 第二人", "Supervisor 主管", "Signed by 签字人",
    )  # fmt: skip
    assert missing(pdf, *said) == []
    assert "safe" not in words(pdf).lower()


@pytest.mark.parametrize("name", PAPERS)
def test_every_page_is_marked_as_a_draft_numbered_and_proven(name: str):
    paper = DOCUMENTS[name]
    data = paper.sample()
    drafts, released = pages(paper.render(data)), pages(paper.render(replace(data, draft=False)))
    assert len(drafts) > 1
    for at, page in enumerate(drafts, start=1):
        band = "DRAFT – made under a rule edition that nobody has released 草稿"
        assert one_line(band) in one_line(page)
        assert page.count("DRAFT") == 2  # the band, and the letters across
        assert f"Page {at} of {len(drafts)} 第 {at} 页，共 {len(drafts)} 页" in page
        assert "TEST0/0/1 · SHA-256 111111111111" in page
    assert not any("DRAFT" in page or "草稿" in page for page in released)


def test_a_name_is_printed_only_where_it_was_given():
    report = sample()
    signed = replace(report, signer=replace(report.signer, tested="Zhao Min"))
    assert "Zhao Min" in words(draw(signed))
    assert words(draw(report)).count("Signed by") == 3
    assert words(draw(signed)).count("Signed by") == 2


@pytest.mark.parametrize("make", [lambda r: r, awkward, bare], ids=["sample", "awkward", "bare"])
def test_nothing_stands_over_anything_or_in_the_margin(make):
    report = replace(make(sample()), draft=False)
    pdf = draw(report)
    assert pdf == draw(report)
    assert collisions(pdf) == []


@pytest.mark.parametrize("rows", range(1, 13))
def test_nobody_signs_a_page_without_anything_above(rows: int):
    report = sample()
    pdf = draw(replace(report, draft=False, proofs=report.proofs[-1:] * rows))
    assert "Result" in pages(pdf)[-1].partition("Technician")[0]


def test_what_does_collide_is_seen():
    # The letters across a draft run under the words.
    assert any("DRAFT" in one for one in collisions(draw(sample())))


def test_long_codes_bytes_and_strings_of_cells_are_there_in_full():
    report = awkward(sample())
    pdf = draw(report)
    assert len(pages(pdf)) > 3
    text = one_line(words(pdf))
    assert text.count(r"X\x1D0") == 100
    assert "216218.0512" in text  # the last of 216 groups
    assert text.count("0123456789abcdef") > 60
    assert text.count("第5页，共") == 1


def test_what_an_instrument_says_never_keeps_a_report_from_being_drawn():
    report = sample()
    assert report.found.insulation
    odd = replace(report.found.insulation, judgement="PASS\r🔋")
    tools = (replace(report.tools[0], serial="\x0012"),)
    pdf = draw(replace(report, tools=tools, found=replace(report.found, insulation=odd)))
    assert missing(pdf, r"PASS\x0D\x1F50B", r"\x0012") == []


def test_what_is_not_known_is_said_and_not_guessed():
    pdf = draw(bare(sample()))
    said = ("No readable code 无可读编码", "Capacity test 容量测试 Not tested. 未检测。",
            "No grade is given yet. 尚未分级。",
            "None is named in the facts. 记录中未注明仪器。")  # fmt: skip
    assert missing(pdf, *said) == []
    assert one_line(words(pdf)).count("unknown未知") >= 8


WORDS = st.text("abc WXYZ 0123,;.()-/电池漏液，。", max_size=120)


@settings(max_examples=8, deadline=None)
@given(WORDS, WORDS, WORDS, WORDS)
def test_no_words_however_long_collide(model, outlet, judgement, serial):
    report = sample()
    assert report.found.insulation
    insulation = replace(report.found.insulation, judgement=judgement)
    tools = (replace(report.tools[0], serial=serial), *report.tools)
    subject = replace(report.subject, model=model, outlet=outlet)
    odd = replace(
        report,
        subject=subject,
        tools=tools,
        found=replace(report.found, insulation=insulation),
        draft=False,
    )
    assert collisions(draw(odd)) == []


@pytest.mark.parametrize("name", PAPERS)
def test_a_bad_copy_still_scans_and_keeps_its_figures(name: str):
    paper = DOCUMENTS[name]
    pdf = paper.render(paper.sample())
    copy = (grey(pdf, 100 / 72) < 128).astype("uint8")  # a fax at 100 dpi, black or white
    assert scan(copy)["qr"].text == f"CY:B:{'0' * 32}:TESTPB00000000G1B0000001"
    # Every hyphen of a date is still there.
    for text, (left, bottom, right, top) in set_words(paper.render(paper.sample()))[0]:
        if text.strip() == "2026-01-01":
            rows, columns = (
                slice(round((297 - top) / 25.4 * 100) - 1, round((297 - bottom) / 25.4 * 100) + 1),
                slice(round(left / 25.4 * 100), round(right / 25.4 * 100)),
            )
            assert copy[rows, columns].any(axis=0).sum() > 0.7 * copy[rows, columns].shape[1]


# What the rooms of `domain.bench` write beside a result, each by its docstring.
OF_A_TRACE = {*VOIDING, "trace_no_discharge", "trace_time_backwards"}
OF_A_RUN = {
    "temperature_low", "temperature_high", "temperature_missing", "interrupted", "cell_above",
}  # fmt: skip
OF_CERTIFICATES = {"calibration_ended", "calibration_unknown"}
OF_INSULATION = {
    "test_voltage_low", "too_short", "judgement_missing", "wrong_unit", "under_range",
    "unsteady", "no_value", "full_voltage_unknown",
}  # fmt: skip


@pytest.mark.parametrize("doubt", sorted(OF_A_TRACE | OF_A_RUN | OF_CERTIFICATES | OF_INSULATION))
def test_whatever_speaks_against_a_result_is_said_in_words(doubt: str):
    report = sample()
    assert report.found.insulation
    doubted = replace(report.found.insulation, doubts=(doubt,))
    pdf = draw(replace(report, found=replace(report.found, insulation=doubted), draft=False))
    assert missing(pdf, DOUBTS[doubt], in_language("zh_CN", DOUBTS[doubt])) == []
    assert "_" not in doubt or missing(pdf, doubt) == [doubt]


# --- the curve -----------------------------------------------------------------------------------


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 1e6), st.floats(-1000, 1000), st.none() | st.floats(-60, 200)
        ),
        min_size=2,
        max_size=30,
    )
)  # fmt: skip
def test_any_curve_can_be_drawn(points):
    from cellyard.documents.page import Page

    page = Page(1680, 2376, title="curve")
    ordered = tuple(sorted(points, key=lambda p: p[0]))
    trace_plot.draw(page, Box(96, 96, 1488, 560), Curves(points=ordered))
    ink = grey(page.finish(), 1.0) < 128
    assert ink[:, : round(96 / 8 / 25.4 * 72) - 1].sum() == 0
    assert ink[round(660 / 8 / 25.4 * 72) + 2 :].sum() == 0
    assert ink.any()
