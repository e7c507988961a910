"""The battery label: what a scanner, a reader of PDF and an eye at arm's length get from it."""

import datetime as dt
import re
import shutil
import tomllib
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from eyes import grey, millimetres, picture, poor_copy, scan, words
from hypothesis import given, settings
from hypothesis import strategies as st

from cellyard import files
from cellyard.documents import fonts, label, render, shapes
from cellyard.documents.kinds import DOCUMENTS
from cellyard.documents.label import BatteryLabel, draw, identity
from cellyard.documents.page import Page
from cellyard.domain.codes import scans
from cellyard.domain.refusals import Refused

BATTERY = "0190a1b2c3d47e5f8607182930a4b5c6"
WATCH = BatteryLabel(
    verdict="watch",
    model="Peugeot e-208 50 kWh",
    chemistry="NMC",
    chemistry_zh="三元锂",
    max_voltage=Decimal(455),
    weight_kg=Decimal("355.2"),
    weight_manual=False,
    kwh=Decimal("50.0"),
    kwh_estimated=False,
    received="2026-04-14",
    reason_en="Case dented",
    reason_zh="壳体凹陷",
    ticket=1184,
    station="A1",
    code="001PE22A18K07JA6F0000412",
    battery=BATTERY,
    fact="A1/1/20418",
    hash="9f3ab2c41d22ee07" * 4,
)
UNKNOWN = msgspec.structs.replace(
    WATCH, verdict="check", model=None, chemistry=None, chemistry_zh=None, max_voltage=None,
    weight_kg=None, kwh=None, code="", reason_en="Water marks: cannot tell",
    reason_zh="有浸水痕迹：无法判断",
)  # fmt: skip
LONG = msgspec.structs.replace(
    WATCH, verdict="stop", model="Mercedes-Benz EQS 580 4MATIC SUV 118 kWh high-voltage battery",
    chemistry="Na-ion", chemistry_zh="钠离子电池", max_voltage=Decimal("1000.5"),
    weight_manual=True, kwh_estimated=True, code="PIP15826A00208751/ABCDEFGHIJ-0123456789Z",
    reason_en="Electrolyte leaks from the case. Do not lift it; keep 15 m of distance",
    reason_zh="壳体漏液。不得搬运；保持 15 m 距离",
)  # fmt: skip
GO = msgspec.structs.replace(WATCH, verdict="go", code="PIP15826A00208751", high_voltage=False)

LABELS = {"watch": WATCH, "check": UNKNOWN, "stop": LONG, "go": GO}
STATE = {"stop": "STOP 停止", "watch": "WATCH 观察", "check": "CHECK 检查", "go": "GO 放行"}


def dots_of(pdf: bytes):
    dots = render.dots(pdf)
    assert (dots.width, dots.height) == (800, 560)
    return picture(dots)


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_every_document_renders_its_sample_the_same_way_twice(name: str):
    document = DOCUMENTS[name]
    data = document.sample()
    assert isinstance(data, document.takes)
    pdf = document.render(data)
    assert pdf == document.render(data)
    assert pdf.startswith(b"%PDF-")
    assert b"Helvetica" not in pdf  # every face that is named is embedded
    assert pdf.count(b"/FontDescriptor") == 2 * pdf.count(b"/FontFile2")
    # "Discharge to safe" is the name of a procedure; nothing else is ever called that.
    assert not re.search(r"(?<!discharge to )(?<!discharged to )\bsafe\b", words(pdf).lower())
    with pytest.raises(TypeError):
        document.render(msgspec.Struct())


@pytest.mark.parametrize("verdict", sorted(LABELS))
def test_a_label_says_in_both_languages_what_it_was_given(verdict: str):
    given_label = LABELS[verdict]
    pdf = draw(given_label)
    assert millimetres(pdf) == pytest.approx([100, 70], abs=0.001)
    text = " ".join(words(pdf).split())
    said = [STATE[verdict], "A1/1/20418 · 9f3ab2c41d22", "1184 · A1", "2026-04-14"]
    said += ["Model 型号", "Max voltage 最高电压", "Why 原因", given_label.reason_en]
    said += [given_label.reason_zh, given_label.model or "unknown 未知"]
    said += [given_label.code or BATTERY.upper()]
    said += ["typed 手工录入", "estimated 估算"] if given_label.kwh_estimated else []
    said += ["No readable code 无可读编码"] if not given_label.code else ["355.2 kg", "50.0 kWh"]
    without_breaks = text.replace(" ", "")
    assert [one for one in said if one.replace(" ", "") not in without_breaks] == []
    assert text.count("未知") == (5 if given_label is UNKNOWN else 0)
    assert "safe" not in text.lower()


@pytest.mark.parametrize("verdict", sorted(LABELS))
def test_a_label_scans_at_print_size_and_from_a_poor_copy(verdict: str):
    given_label = LABELS[verdict]
    pdf = draw(given_label)
    seen = scan(dots_of(pdf))
    assert seen["qr"].text == identity(given_label)
    assert seen["data matrix"].text == (given_label.code or identity(given_label))
    own = scans.read(seen["qr"].text, dt.date(2026, 4, 14))
    assert own == scans.OwnLabel(BATTERY, given_label.code)
    assert scan(poor_copy(pdf))["qr"].text == identity(given_label)


def test_modules_are_whole_dots_of_the_size_the_look_asks_for_with_quiet_around():
    dots = dots_of(draw(WATCH))
    seen = scan(dots)
    for kind, module, modules, quiet in (("qr", 9, 29, 4), ("data matrix", 6, 18, 1)):
        at = seen[kind]
        side = module * modules
        left, top = at.left, at.top
        square = dots[top : top + side, left : left + side]
        cells = square.reshape(modules, module, modules, module).transpose(0, 2, 1, 3)
        assert set(cells.reshape(modules * modules, -1).mean(axis=1)) == {0.0, 1.0}, kind
        white = quiet * module
        around = dots[top - white : top + side + white, left - white : left + side + white].copy()
        around[white : white + side, white : white + side] = 0
        assert not around.any(), kind


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=90))
def test_any_code_as_kept_comes_back_from_the_paper(code: str):
    given_label = msgspec.structs.replace(WATCH, code=code)
    seen = scan(dots_of(draw(given_label)))
    assert seen["qr"].text == identity(given_label)
    assert seen["data matrix"].text in {code, f"CY:B:{BATTERY.upper()}:"}


WORDS = st.text("abcdefg WXYZ 0123,;.() 电池漏液壳体破损观察，。", max_size=150)


@settings(max_examples=25, deadline=None)
@given(WORDS, WORDS, WORDS, WORDS, st.decimals(0, 99999, places=2))
def test_no_words_however_long_run_into_codes_margins_or_lines(
    model, chemistry, why, why_zh, volts
):
    given_label = msgspec.structs.replace(
        LONG, model=model, chemistry=chemistry, reason_en=why, reason_zh=why_zh, max_voltage=volts
    )
    dots = dots_of(draw(given_label))
    assert not dots[140:468, 777:].any()
    assert not dots[140:468, 303:335].any()  # the QR code's quiet zone
    assert not dots[466:469].any()
    assert dots[470].all()
    assert len(scan(dots)) == 2


def test_a_code_in_chinese_or_with_control_characters_comes_back_too():
    for code in ("编码01-A", "AB\x1dCD", "^XZ~JA_5E"):
        given_label = msgspec.structs.replace(WATCH, code=code)
        pdf = draw(given_label)
        seen = scan(dots_of(pdf))
        assert (seen["qr"].text, seen["data matrix"].text) == (identity(given_label), code)
        assert fonts.shown(code) in words(pdf)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"model": "Zoe 🔋"}, "missing_glyph"),
        ({"reason_zh": "\ue123"}, "missing_glyph"),
    ],
)
def test_what_cannot_be_drawn_whole_is_refused_before_it_is_paper(changes: dict, code: str):
    with pytest.raises(Refused) as refused:
        draw(msgspec.structs.replace(WATCH, **changes))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("code", "below"),
    [
        ("A" * 200, "The code is too long for a label"),
        ("https://id.example/" + "0123456789" * 400, "The code is too long for a label"),
        ("AB🔋12", r"AB\x1F50B12"),
    ],
)
def test_no_code_however_odd_keeps_a_battery_without_its_label(code: str, below: str):
    odd = msgspec.structs.replace(WATCH, code=code)
    pdf = draw(odd)
    assert below in words(pdf)
    seen = scan(dots_of(pdf))
    anonymous = identity(msgspec.structs.replace(WATCH, code=""))
    assert seen["qr"].text in (identity(odd), anonymous)
    assert seen["data matrix"].text in (code, anonymous)


def test_the_sign_of_dangerous_voltage_stands_unless_the_rules_know_better():
    with_sign = dots_of(draw(WATCH))
    without = dots_of(draw(msgspec.structs.replace(WATCH, high_voltage=False)))
    beside = (slice(236, 272), slice(488, 522))
    assert with_sign[beside].sum() > 250
    assert without[beside].sum() != with_sign[beside].sum()


def test_without_a_font_for_paper_the_refusal_says_what_to_install():
    with pytest.raises(Refused) as refused:
        fonts.choose(fonts._TEXT, fonts._PROBES_TEXT, {})
    assert refused.value.code == "no_paper_font"
    assert refused.value.shown["install"]


def test_a_font_that_lacks_a_sign_or_is_damaged_is_passed_over(tmp_path: Path):
    import reportlab

    latin_only = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    damaged = tmp_path / "msyh.ttc"
    damaged.write_bytes(latin_only.read_bytes()[:100])
    files_found = {"wqy-microhei.ttc": latin_only, "msyh.ttc": damaged}
    with pytest.raises(Refused):
        fonts.choose(fonts._TEXT, fonts._PROBES_TEXT, files_found)


@pytest.mark.skipif(not shutil.which("fc-list"), reason="fontconfig is not on this machine")
def test_fontconfig_knows_the_font_too():
    assert fonts.found()["wqy-microhei.ttc"] in set(fonts._from_fontconfig())


def test_a_zero_is_marked_even_where_the_only_face_does_not_mark_it():
    from reportlab.pdfbase import pdfmetrics

    only = {"wqy-microhei.ttc": fonts.found()["wqy-microhei.ttc"]}
    face, font = fonts.choose(fonts._CODE, fonts._PROBES_CODE, only)
    assert not face.marked_zero
    pdfmetrics.registerFont(font)
    middles = []
    for character in "0O":
        page = Page(100, 100, title="zero")
        page._code = face
        page.code(20, 80, character, 80)
        ink = grey(page.finish(), 72 / 25.4) < 128
        rows, columns = ink.any(axis=1).nonzero()[0], ink.any(axis=0).nonzero()[0]
        middles.append(bool(ink[sum(rows[[0, -1]]) // 2, sum(columns[[0, -1]]) // 2]))
    assert middles == [True, False]


def test_shapes_are_those_of_the_screens():
    tokens = tomllib.loads(files.text("style/tokens.toml"))["shape"]
    for name, ours in (
        ("stop", shapes.OCTAGON),
        ("caution", shapes.TRIANGLE),
        ("check", shapes.HOLLOW),
    ):
        assert [tuple(point) for point in tokens[name]["polygon"]] == ours
    assert [tuple(point) for point in tokens["ok"]["tick"]] == shapes.TICK


def test_the_four_bands_differ_in_shape_and_not_only_in_word():
    bands = [
        dots_of(draw(msgspec.structs.replace(WATCH, verdict=v)))[:136, :150]
        for v in label.STATE_WORDS
    ]
    for one in range(4):
        for other in range(one):
            assert (bands[one] ^ bands[other]).sum() > 1000
