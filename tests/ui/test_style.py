"""The look: the design's own values, contrast, measures, fonts and icons."""

import re
import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel

import cellyard
from cellyard import files, words
from cellyard.ui import style
from cellyard.ui.style import icons, qss
from cellyard.ui.style.tokens import tokens

THEMES: tuple[style.Theme, ...] = ("light", "dark")
# Measured on 15.6 inch glass: 1366 x 768 and 1920 x 1080.
PANELS = ((3.95, 1366 / 3.95), (5.6, 1920 / 5.6))


@pytest.fixture
def ours() -> dict[str, Any]:
    return tomllib.loads(files.text("style/tokens.toml"))


@pytest.fixture
def design(shared: Path) -> dict[str, Any]:
    return tomllib.loads((shared / "design/look/tokens.toml").read_text(encoding="utf-8"))


def luminance(colour: QColor) -> float:
    """Relative luminance of WCAG 2."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: QColor, ground: QColor) -> float:
    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_values_are_those_of_the_design(ours: dict[str, Any], design: dict[str, Any]) -> None:
    assert ours["colour"] == design["color"]
    assert ours["state"] == design["state"]
    for step, size in ours["type"]["step"].items():
        assert size == {key: design["type"]["scale"][step][key] for key in size}
    for faces in ("sans", "mono"):
        assert ours["type"][faces] == design["type"][faces]
    pairs = [(ours["floor"], design["size"]["floor"]), (ours["desk"], design["size"]["desk"])]
    pairs += [(ours[name], design[name]) for name in ("space", "frame", "icon", "motion")]
    for mine, theirs in pairs:
        assert mine == {key: theirs[key] for key in mine}


def test_shapes_are_those_of_the_design(ours: dict[str, Any], design: dict[str, Any]) -> None:
    for name in set(ours["shape"]) & set(design["shape"]):
        mine, theirs = ours["shape"][name], design["shape"][name]
        for key in ("polygon", "circle", "rect", "tick", "marks", "tick_width", "dash", "radius"):
            if key in theirs and name != "stop":
                assert mine[key] == theirs[key], (name, key)
    assert ours["shape"]["stop"]["marks"] == [design["shape"]["stop"]["bar"]]


@pytest.mark.parametrize("theme", THEMES)
def test_contrast_holds_in_every_pair(theme: style.Theme) -> None:
    values = tokens()
    colours, need = values.colour[theme], values.contrast
    for pairs, ratio in ((need.text, need.text_ratio), (need.shape, need.shape_ratio)):
        for ink, ground in pairs:
            assert contrast(colours.named(ink), colours.named(ground)) >= ratio, (ink, ground)
    quiet = [
        style.QUIET * ink + (1 - style.QUIET) * ground
        for ink, ground in zip(
            colours.on_accent.getRgbF()[:3], colours.accent.getRgbF()[:3], strict=True
        )
    ]
    assert contrast(QColor.fromRgbF(*quiet), colours.accent) >= need.text_ratio
    for name, state in values.state[theme].items():
        assert contrast(state.on_solid, state.solid) >= need.text_ratio, name
        assert contrast(state.on_tint, state.tint) >= need.text_ratio, name
        for ground in (colours.background, colours.surface, colours.raised):
            assert contrast(state.mark, ground) >= need.shape_ratio, name


@pytest.mark.parametrize(("px_per_mm", "glass"), PANELS)
def test_millimetres_decide(qapp: QApplication, px_per_mm: float, glass: float) -> None:
    look = style.use(qapp, "light", "en", px_per_mm, desk=False, glass_mm=glass)
    assert not look.large
    assert look.floor.touch / px_per_mm == pytest.approx(20, abs=0.2)
    assert look.floor.primary / px_per_mm == pytest.approx(30, abs=0.2)
    assert look.desk.control / px_per_mm == pytest.approx(10, abs=0.2)
    assert style.px(80) == look.floor.touch
    wide = style.use(qapp, "light", "en", 4.03, desk=False, glass_mm=476)
    assert wide.large


def test_figures_are_equally_wide_and_stay_so(qapp: QApplication) -> None:
    look = style.use(qapp, "light", "en", 3.95, desk=False)
    for step in get_args(style.Step):
        for weight in (400, 600, 700):
            metrics = QFontMetricsF(look.font(step, weight))
            widths = [metrics.horizontalAdvance(figure * 4) for figure in "0123456789"]
            assert max(widths) < 1.005 * min(widths), (step, weight, widths)


def test_chinese_stands_taller_and_its_captions_larger(qapp: QApplication) -> None:
    english = style.use(qapp, "light", "en", 4.0, desk=False)
    chinese = style.use(qapp, "light", "zh_CN", 4.0, desk=False)
    assert chinese.font("small").pixelSize() == 17
    assert chinese.font("body").pixelSize() == english.font("body").pixelSize()
    for step in get_args(style.Step):
        assert chinese.line(step) == pytest.approx(1.08 * english.line(step), abs=1)


def test_every_icon_named_in_the_source_is_in_its_font(qapp: QApplication) -> None:
    source = Path(cellyard.__file__).parent
    named = {
        name
        for path in source.rglob("*.py")
        for name in re.findall(r'"((?:ph|mdi6)\.[a-z-]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(named) > 10
    box = QRectF(-0.01, -0.01, 1.02, 1.02)
    for name in sorted(named):
        drawn = icons.outline(name).boundingRect()
        assert not drawn.isEmpty(), name
        assert box.contains(drawn), (name, drawn)


def test_icons_follow_the_theme_and_are_kept(qapp: QApplication) -> None:
    style.use(qapp, "light", "en", 4.0, desk=False)
    first = style.icon("ph.fire", 28, "text_muted")
    assert first.cacheKey() == style.icon("ph.fire", 28, "text_muted").cacheKey()
    style.use(qapp, "dark", "en", 4.0, desk=False)
    assert first.cacheKey() != style.icon("ph.fire", 28, "text_muted").cacheKey()


@pytest.mark.parametrize("theme", THEMES)
def test_the_sheet_asks_for_nothing_the_design_forbids(
    qapp: QApplication, theme: style.Theme
) -> None:
    look = style.use(qapp, theme, "en", 5.6, desk=True)
    sheet = qss.sheet(look)
    assert qapp.styleSheet() == sheet
    assert "$" not in sheet
    for forbidden in ("shadow", "letter-spacing", "gradient", "italic", "transition", "font"):
        assert forbidden not in sheet


def test_changing_the_look_reaches_what_is_already_there(qapp: QApplication) -> None:
    style.use(qapp, "light", "en", 4.0, desk=False)
    label = QLabel("kWh")
    label.ensurePolished()
    before = label.palette().windowText().color()
    style.use(qapp, "dark", "en", 4.0, desk=False)
    assert label.palette().windowText().color() != before
    assert label.palette().windowText().color() == style.now().colour.text


def test_state_words_are_there_in_both_languages() -> None:
    shown: dict[str, set[str]] = {}
    for language in words.LANGUAGES:
        words.use(language)
        shown[language] = {words._(sign) for sign in style.SIGNS.values()}
    words.use("en")
    assert len(shown["en"]) == len(shown["zh_CN"]) == len(style.SIGNS)
    assert not shown["en"] & shown["zh_CN"]
