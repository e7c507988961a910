"""The widgets: nothing cut, nothing too small, everything by key, in every look there is."""

import pytest
from looks import LOOKS, Worn, colour_at, dress, overlapping, shown
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from cellyard import words
from cellyard.ui import style
from cellyard.ui.form import card, column, form, gap, keep, row, stretch
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.checklist import ChecklistRow
from cellyard.ui.widgets.desk import Button, Check, Choice, Field
from cellyard.ui.widgets.gallery import gallery
from cellyard.ui.widgets.hold_button import HoldButton
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.line_list import Line, LineList
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.ui.widgets.overlay import FocusRing, StopFrame
from cellyard.ui.widgets.painted import Pressable
from cellyard.ui.widgets.pin import Keypad
from cellyard.ui.widgets.rail import RailItem
from cellyard.ui.widgets.read_out import ReadOut
from cellyard.ui.widgets.status_line import StatusLine
from cellyard.ui.widgets.table import Column, SmallTable, TableRow
from cellyard.ui.widgets.top_line import TopLine, UserTile
from cellyard.ui.widgets.verdict import VerdictCard


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    dress()


@pytest.mark.parametrize("worn", LOOKS, ids=str)
def test_gallery_holds_in_every_look(qtbot: QtBot, worn: Worn) -> None:
    theme, language, px_per_mm, station = worn
    look = dress(theme, language, px_per_mm, desk=station == "desk")
    sheet = shown(qtbot, gallery())
    with draw.watched() as said:
        sheet.grab()
    assert len(said) > 200
    assert [one for one in said if not one.fits] == []
    assert overlapping(said) == []
    for button in sheet.findChildren(Pressable) + sheet.findChildren(Button):
        assert button.accessibleName(), button
        least = look.desk.control
        if isinstance(button, RailItem) and station == "desk":
            least = look.frame.rail_item_desk
        elif isinstance(button, Pressable) and not isinstance(button, Check):
            least = look.floor.touch
        assert button.height() >= least, button
        assert button.width() >= least, button
    for control in sheet.findChildren(QLineEdit) + sheet.findChildren(QComboBox):
        assert control.height() >= look.desk.control, control
        assert control.minimumSizeHint().width() <= control.width(), control


def test_a_cut_text_is_told(qtbot: QtBot) -> None:
    label = Label("Weigh the battery first")
    shown(qtbot, label)
    label.setFixedWidth(60)
    with draw.watched() as said:
        label.grab()
    assert [one.fits for one in said] == [False]
    named = Label("LEAF40-ZE1-0068112", elide=True)
    shown(qtbot, named)
    named.setFixedWidth(60)
    with draw.watched() as said:
        named.grab()
    assert [one.fits for one in said] == [True]


def test_change_of_look_is_followed_where_it_stands(qtbot: QtBot) -> None:
    button = BigButton("Measure", key="Enter")
    shown(qtbot, button)
    small, light = button.sizeHint(), colour_at(button, QPoint(20, 12))
    dress("dark", "en", 5.6)
    assert button.sizeHint().height() == round(small.height() * 1.4)
    assert colour_at(button, QPoint(20, 12)) != light


def test_change_of_language_alone_lays_out_again(qtbot: QtBot) -> None:
    labels = [Label("1", "small") for _ in range(3)]
    whole = shown(qtbot, card(column(*labels, stretch(), gap=0), padding=0))
    english = labels[2].y()
    dress("light", "zh_CN")
    qtbot.waitUntil(lambda: labels[2].y() > english)
    assert whole.minimumSizeHint().height() == 3 * style.now().line("small")


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_focused_button_takes_the_key_before_the_window(qtbot: QtBot, key: Qt.Key) -> None:
    button, other = BigButton("Measure"), Button("Save")
    window = shown(qtbot, card(column(button, other)))
    pressed: list[str] = []
    button.clicked.connect(lambda: pressed.append("button"))
    other.clicked.connect(lambda: pressed.append("other"))
    QShortcut(QKeySequence(key), window).activated.connect(lambda: pressed.append("window"))
    window.activateWindow()
    for target in (button, other):
        target.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(target.hasFocus)
        QTest.keyClick(target, key)
    assert pressed == ["button", "other"]
    button.set_not_yet("1 answer is missing")
    button.click()
    assert pressed == ["button", "other"]
    assert button.accessibleDescription() == "1 answer is missing"


def test_a_click_never_moves_the_focus(qtbot: QtBot) -> None:
    field, button = Field(), BigButton("Measure")
    window = shown(qtbot, card(column(field, button)))
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert field.hasFocus()


def test_focus_waits_for_its_button_and_goes_to_no_other(qtbot: QtBot) -> None:
    button, other = BigButton("Measure"), BigButton("Wrong battery", "secondary")
    window = shown(qtbot, card(column(button, other)))
    window.activateWindow()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(button.hasFocus)
    button.set_working("Measuring", 0.2)
    assert not other.hasFocus()
    button.set_not_yet("1 answer is missing")
    assert not other.hasFocus()
    button.set_ready()
    assert button.hasFocus()


def test_two_taps_of_a_glove_press_once(qtbot: QtBot) -> None:
    button = BigButton("Measure")
    shown(qtbot, button)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(button, Qt.MouseButton.LeftButton)  # what a second tap arrives as
    assert pressed == [True]


def test_hold_falls_back_and_fills(qtbot: QtBot) -> None:
    hold = HoldButton("Hold to dispatch", second="Truck leaves, slots are freed")
    shown(qtbot, hold)
    held: list[bool] = []
    hold.held.connect(lambda: held.append(True))
    QTest.keyPress(hold, Qt.Key.Key_Return)
    assert hold.part < 1
    QTest.keyRelease(hold, Qt.Key.Key_Return)
    assert hold.part == 0
    with qtbot.waitSignal(hold.held, timeout=10_000):
        qtbot.mousePress(hold, Qt.MouseButton.LeftButton)
    assert held == [True]
    assert hold.part == 0


def test_focus_ring_stands_outside_and_goes(qtbot: QtBot) -> None:
    look = dress()
    first, field = BigButton("Measure"), Field()
    window = shown(qtbot, card(column(gap(10), first, field)))
    ring = FocusRing(window)
    window.activateWindow()
    first.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(ring.isVisible)
    out = round(look.stroke.focus_out)
    corner = first.mapTo(window, QPoint(0, 0))
    assert ring.geometry().topLeft() == corner - QPoint(out, out)
    assert ring.width() == first.width() + 2 * out
    field.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: not ring.isVisible())


def test_red_frame_moves_nothing_and_lets_the_mouse_through(qtbot: QtBot) -> None:
    look = dress()
    button = BigButton("Measure")
    window = shown(qtbot, card(column(button)))
    where = button.geometry()
    frame = StopFrame(window)
    frame.setVisible(True)
    assert button.geometry() == where
    assert colour_at(window, QPoint(3, 3)) == look.state("stop").solid.name()
    with qtbot.waitSignal(button.clicked):
        qtbot.mouseClick(window.childAt(button.geometry().center()), Qt.MouseButton.LeftButton)


def test_top_line_is_red_as_a_whole_while_paused(qtbot: QtBot) -> None:
    look = dress()
    top = TopLine("Intake 1", "Linjiang", UserTile("Li Wei", "Operator"))
    window = shown(qtbot, top)
    edges = (QPoint(3, 3), QPoint(200, 3), QPoint(window.width() - 3, 3))
    assert {colour_at(top, edge) for edge in edges} == {look.colour.raised.name()}
    foot = QPoint(300, window.height() - 1)
    assert colour_at(top, foot) == look.colour.accent_line.name()
    top.scan.pause()
    assert {colour_at(top, edge) for edge in edges} == {look.state("stop").solid.name()}
    top.scan.arm()
    assert {colour_at(top, edge) for edge in edges} == {look.colour.raised.name()}


def test_numbers_never_breathe(qtbot: QtBot) -> None:
    read_out = ReadOut("Voltage", "V", widest="888.88")
    widths: set[int] = set()
    for number in ("1.1", "388.44", "888.88", "111.11", "−19.50"):
        read_out.set_reading(number)
        widths.add(read_out.sizeHint().width())
    read_out.set_none(note="")
    assert len(widths) == 1


def test_message_line_keeps_its_space_and_breaks_long_sentences(qtbot: QtBot) -> None:
    line = MessageLine()
    empty = line.sizeHint()
    shown(qtbot, line)
    line.resize(560, line.height())
    around = colour_at(line, QPoint(280, 2))
    line.note("Kept.")
    assert colour_at(line, QPoint(280, 2)) != around
    line.clear()
    assert colour_at(line, QPoint(280, 2)) == around  # what says nothing is no bar
    line.wrong(
        "Slot D-02 takes no damaged battery and no other battery of this chemistry.",
        "Scan O-03, or ask the shift supervisor for a place.",
    )
    with draw.watched() as said:
        line.grab()
    assert all(one.fits for one in said)
    assert line.sizeHint() == empty
    assert line.kind == "wrong"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_verdict_card_fits_long_reasons(qtbot: QtBot, language: words.Language) -> None:
    dress("light", language, 3.95)
    card_ = VerdictCard()
    shown(qtbot, card_)
    for verdict in ("ok", "check", "caution", "stop"):
        card_.set_verdict(
            verdict,
            "Insulation is below the limit of 100 Ω/V.",
            "Goes to observation for 24 h or more.\nSo far. Measuring can only make it worse.",
        )
        with draw.watched() as said:
            card_.grab()
        assert all(one.fits for one in said), said
        assert overlapping(said) == []


def test_answers_are_given_by_press_and_by_call(qtbot: QtBot) -> None:
    asked = ChecklistRow("Damage to the case", "Dents, cracks")
    shown(qtbot, asked)
    with qtbot.waitSignal(asked.answered) as told:
        qtbot.mouseClick(asked.buttons["cant_tell"], Qt.MouseButton.LeftButton)
    assert told.args == ["cant_tell"]
    assert asked.answer == "cant_tell"
    asked.set_answer(None)
    assert asked.answer is None
    columns = {name: button.x() for name, button in asked.buttons.items()}
    asked.set_hint("Photo: scan CAMERA", icon="ph.camera")
    asked.give("no")
    assert {name: button.x() for name, button in asked.buttons.items()} == columns


def test_the_status_line_never_loses_the_time(qtbot: QtBot) -> None:
    line = StatusLine()
    shown(qtbot, line)
    line.resize(1366, style.now().frame.status_line)
    line.set_now("Tue 14 Apr 2026", "13:21")
    right = QRect(line.width() - 180, 0, 180, line.height())
    alone = line.grab(right).toImage()
    for kind in ("well", "absent"):
        line.set_devices([(f"Insulation tester {n}", kind) for n in range(12)])
        assert line.grab(right).toImage() == alone


def test_keypad_says_each_key(qtbot: QtBot) -> None:
    pad = Keypad()
    shown(qtbot, pad)
    pressed: list[str] = []
    pad.pressed.connect(pressed.append)
    for name in ("1", "1", "back", "0"):
        qtbot.mouseClick(pad.keys[name], Qt.MouseButton.LeftButton)
    pad.set_ok(ready=False)
    pad.keys["ok"].click()
    pad.set_ok(ready=True)
    pad.keys["ok"].click()
    assert pressed == ["1", "1", "back", "0", "ok"]


def test_rows_and_lines_are_chosen_by_key_and_kept(qtbot: QtBot) -> None:
    table = SmallTable((Column("Code", 120, mono=True), Column("What")))
    rows = [TableRow(f"k{n}", (f"A-0{n}", "free")) for n in range(4)]
    table.set_rows(rows)
    lines = LineList()
    lines.set_lines([Line("", "Today", head=True)] + [Line(f"k{n}", f"Line {n}") for n in range(4)])
    window = shown(qtbot, card(row(table, lines)))
    assert table.window() is window
    told: list[str] = []
    table.row_chosen.connect(told.append)
    lines.line_chosen.connect(told.append)
    table.choose("k1")
    lines.choose("k1")
    assert told == []
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(lines, Qt.Key.Key_Down)
    assert told == ["k2", "k2"]
    table.set_rows(rows[1:])
    assert table.key == "k2"
    table.set_rows(rows[:1])
    assert table.key == ""
    assert told == ["k2", "k2"]


def test_choice_and_field_say_what_they_hold(qtbot: QtBot) -> None:
    choice = Choice((("a", "Normal"), ("o", "Observation")))
    field = Field("12", mono=True)
    window = shown(qtbot, card(form(("For", choice), ("Code", field))))
    assert field.window() is window
    with qtbot.waitSignal(choice.key_changed) as told:
        choice.set_key("o")
    assert told.args == ["o"]
    assert choice.key() == "o"
    assert field.accessibleName() == "Code"
    text = field.cursorRect().x()
    field.set_wrong("6 figures, not 2")
    assert field.accessibleDescription() == "6 figures, not 2"
    field.set_wrong("")
    assert field.cursorRect().x() == text


def test_rows_and_columns_keep_their_gaps(qtbot: QtBot) -> None:
    look = dress()
    labels = [Label(text) for text in "abc"]
    hidden = keep(labels[1])
    line = card(row(*labels, stretch(), gap=20), padding=0)
    shown(qtbot, line)
    assert labels[1].x() - labels[0].geometry().right() - 1 == look.px(20)
    third = labels[2].x()
    hidden.hide()
    assert labels[2].x() == third
