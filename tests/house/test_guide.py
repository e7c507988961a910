"""The guide: every screen has its page in both languages, and what a page names is really there."""

import re
from decimal import Decimal
from functools import cache

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from source import PACKAGE, ROOT

from cellyard import files, words
from cellyard.domain import rules
from cellyard.ui.help import Help
from cellyard.ui.screens import SCREENS

# What runs beside the app has its page, too.
BESIDE = ("central_server", "network_page")
PAGES = sorted({"sign_in", "first_run", *BESIDE, *(place.key for place in SCREENS)})
EVERY = [(language, page) for language in words.LANGUAGES for page in PAGES]

# Nothing is ever only safe (discharge to safe is the name of a procedure), no key is the emergency
# one, and nobody begs.
NEVER = re.compile(
    r"(?<!discharge to )\bsafe(?!ty judgement)|emergency|\bplease\b|!|！"
    r"|安全(?!放电|判定)|紧急|急停",
    re.IGNORECASE,
)
KEY = re.compile(r"\bF\d+\b|\b(?:Ctrl|Alt|Shift)\+\S|\b(?:Esc|Enter|Backspace)\b")
CARD = re.compile(r"`([A-Z]+)`")
FIGURE = re.compile(r"([\d.]+) [^ (（]+ ?[(（]`([a-z_.]+)`(?:,|，) ?([a-z]+-\d{4}-\d+)[)）]")
RULE = re.compile(r"`([a-z_]+\.[a-z_.]+)`")
GLUED = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9`]|[A-Za-z0-9`][\u4e00-\u9fff]")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[\u4e00-\u9fff]\.(?!\w)")


@cache
def text(language: str, page: str) -> str:
    return files.text(f"guide/{language}/{page}.md")


@cache
def sources(folder: str) -> str:
    found = sorted((PACKAGE / folder).rglob("*.py"))
    return "\n".join(path.read_text(encoding="utf-8") for path in found)


def shape(page: str) -> list[str]:
    """Return a page as its heads, numbered steps, points and rows, without their words."""
    marks = (re.match(r"#+ |\d+\. |- |\|", line) for line in page.splitlines())
    return [mark.group() for mark in marks if mark]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_screen_has_its_page_and_no_page_is_left_over(language: str):
    kept = {path.stem for path in (ROOT / "resources" / "guide" / language).glob("*.md")}
    assert kept == set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_built_alike_in_every_language(page: str):
    english, *others = (shape(text(language, page)) for language in words.LANGUAGES)
    assert english.count("# ") == 1
    assert english.count("## ") == 4
    assert all(other == english for other in others)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_the_same_keys_cards_and_rules_in_every_language(page: str):
    for named in (KEY, CARD, RULE):
        english, *others = (
            set(named.findall(text(language, page))) for language in words.LANGUAGES
        )
        assert all(other == english for other in others)


@pytest.mark.parametrize(("language", "page"), EVERY)
def test_every_key_is_one_that_the_window_knows(language: str, page: str):
    keys = (PACKAGE / "ui" / "keys.py").read_text(encoding="utf-8")
    places = {place.function_key for place in SCREENS} | {"F1", "F11", "F12"}
    for key in KEY.findall(text(language, page)):
        last = {"Esc": "Escape"}.get(key, key.removeprefix("Ctrl+"))
        assert f"Key_{last}" in keys, key
        assert key.startswith(("Ctrl+", "E", "B")) or key in places, key


@pytest.mark.parametrize(("language", "page"), EVERY)
def test_every_card_is_one_that_a_screen_knows(language: str, page: str):
    for card in CARD.findall(text(language, page)):
        assert f'"{card}"' in sources("ui"), card


@pytest.mark.parametrize(("language", "page"), EVERY)
def test_every_figure_of_a_rule_is_that_of_its_edition(language: str, page: str):
    flat = " ".join(text(language, page).split())
    figures = FIGURE.findall(flat)
    assert len(figures) == len(RULE.findall(flat))
    for figure, rule, edition in figures:
        known = rules.parse(files.text(f"rules/{edition}.toml"))
        assert known.number(rule) == Decimal(figure), rule


@pytest.mark.parametrize(("language", "page"), EVERY)
def test_no_page_says_what_must_not_be_said(language: str, page: str):
    flat = " ".join(text(language, page).replace("**", "").split())
    assert NEVER.findall(flat) == []


@pytest.mark.parametrize("page", PAGES)
def test_chinese_is_set_as_chinese(page: str):
    chinese = text("zh_CN", page)
    assert GLUED.findall(chinese) == []
    assert HALF_WIDTH.findall(chinese) == []


@pytest.mark.parametrize(("language", "page"), EVERY)
def test_a_page_opens_without_a_mark_left_over(qtbot: QtBot, language: words.Language, page: str):
    words.use(language)
    try:
        help_ = Help(page)
    finally:
        words.use("en")
    qtbot.addWidget(help_)
    shown = help_.text.document().toPlainText()
    assert shown.splitlines()[0] == text(language, page).splitlines()[0].removeprefix("# ")
    assert not re.search(r"[*`#|]", shown)


class Behind(QWidget):
    """The window behind the page: notes the keys that reach it."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.keys: list[int] = []
        QVBoxLayout(self).addWidget(page)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the name that Qt calls
        self.keys.append(event.key())


def test_the_guide_scrolls_and_leaves_every_other_key_to_the_window(qtbot: QtBot):
    page = Help("intake")
    window = Behind(page)
    qtbot.addWidget(window)
    window.resize(1214, 620)
    window.show()
    qtbot.waitExposed(window)
    qtbot.keyClick(page.text, Qt.Key.Key_PageDown)
    assert page.text.verticalScrollBar().value() > 0
    keys = [Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_F2, Qt.Key.Key_1]
    for key in keys:
        qtbot.keyClick(page.text, key)
    assert window.keys == keys
