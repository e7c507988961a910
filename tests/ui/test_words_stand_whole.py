"""What single widgets say stands whole: two Chinese lines, a first row, a reason why not."""

import pytest
from looks import colour_at, dress, shown
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cellyard import words
from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.desk import Button
from cellyard.ui.widgets.hold_button import HoldButton
from cellyard.ui.widgets.line_list import Line, LineList
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.words import intake


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    dress()


@pytest.mark.parametrize("px_per_mm", [3.95, 5.6])
def test_two_chinese_lines_stand_whole_in_a_message_line(qtbot: QtBot, px_per_mm: float) -> None:
    dress("light", "zh_CN", px_per_mm)
    line = MessageLine()
    shown(qtbot, line)
    line.resize(style.px(360), line.height())
    whole = "库位 D-02 不接收损坏的电池，也不接收其他类型的电池。"
    for first, then in (
        (whole, ""),
        ("库位 D-02 不接收损坏的电池。", "请改扫 O-03，或询问值班主管。"),
    ):
        line.wrong(first, then)
        with draw.watched() as said:
            line.grab()
        assert all(one.fits for one in said)
        lines = [one.area for one in said if one.area]
        assert len(lines) == 2
        for area in lines:
            assert QRectF(line.rect()).contains(area)


@pytest.mark.parametrize("px_per_mm", [3.95, 5.6])
def test_a_desk_button_leaves_room_between_icon_and_word(qtbot: QtBot, px_per_mm: float) -> None:
    look = dress("light", "en", px_per_mm)
    with_icon, bare = Button("Label", icon="ph.qr-code"), Button("Label")
    for button in (with_icon, bare):
        shown(qtbot, button)
    more = with_icon.sizeHint().width() - bare.sizeHint().width()
    gap = more - look.icon.button_desk
    assert look.px(8) <= gap <= look.px(12)


def test_a_held_button_says_why_it_cannot_be_held_and_keeps_its_width(qtbot: QtBot) -> None:
    button = HoldButton("Hold to erase", second="Name, badge and PIN go for good")
    shown(qtbot, button)
    held: list[bool] = []
    button.held.connect(lambda: held.append(True))
    ready = (button.sizeHint(), colour_at(button, QPoint(4, button.height() // 2)))
    button.set_not_yet("Choose a person first")
    assert button.accessibleDescription() == "Choose a person first"
    assert button.sizeHint() == ready[0]
    assert colour_at(button, QPoint(4, button.height() // 2)) != ready[1]
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    assert (button.part, held) == (0, [])
    button.set_ready()
    assert button.accessibleDescription() == "Name, badge and PIN go for good"


def test_a_list_shows_its_first_line_whole(qtbot: QtBot) -> None:
    lines = LineList()
    lines.set_lines([Line(str(n), f"Battery {n}", "Slot", "Ticket") for n in range(20)])
    shown(qtbot, lines)
    lines.resize(300, 5 * lines.sizeHintForRow(0) + 30)
    QApplication.processEvents()
    for key in ("9", "12"):
        lines.choose(key)
        first = lines.visualRect(lines.indexAt(QPoint(1, 1)))
        chosen = lines.visualRect(lines.currentIndex())
        assert first.top() == 0
        assert lines.viewport().rect().contains(chosen)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_reason_fits_the_narrow_list_of_the_yard(language: words.Language) -> None:
    look = dress("light", language, 3.95)
    room, face = look.px(218), look.font("sub")
    for reason in {*intake.REASONS, *intake.FINDINGS}:
        assert draw.width(intake.brief(reason), face) <= room, reason
