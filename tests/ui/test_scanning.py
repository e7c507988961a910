"""The wedge: bursts are scans wherever the focus is, typing stays typing."""

import time

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cellyard.demo import gun
from cellyard.ui.scanning import LONGEST_GAP_S, SAME_SYMBOL_S, SameSymbol, Wedge

CODE = "04QCB76836300JBC40000903"


class Clock:
    """The one fake: time, so that the gap between keys is what the test says."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Busy(QObject):
    """An app that is slow to come round to each key."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.KeyPress:
            time.sleep(LONGEST_GAP_S * 2)
        return False


class Desk:
    def __init__(self, qapp: QApplication, qtbot) -> None:
        self.clock = Clock()
        self.scanned: list[str] = []
        self.entered = 0
        self.wedge = Wedge(qapp, self.clock)
        self.wedge.scanned.connect(self.scanned.append)
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.field = QLineEdit()
        self.button = QPushButton("press")
        self.field.returnPressed.connect(self._enter)
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.field)
        layout.addWidget(self.button)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def _enter(self) -> None:
        self.entered += 1

    def keys(self, text: str, gap_s: float) -> None:
        for sign in text:
            QTest.keyClicks(QApplication.focusWidget() or self.window, sign)
            self.clock.now += gap_s

    def enter(self) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, Qt.Key.Key_Return)


@pytest.fixture
def desk(qapp, qtbot):
    made = Desk(qapp, qtbot)
    yield made
    qapp.removeEventFilter(made.wedge)


def focus(desk: Desk, widget: QWidget, qtbot) -> None:
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)


def test_what_was_typed_into_a_field_stays_there_when_another_is_clicked_at(
    desk: Desk, qtbot
) -> None:
    focus(desk, desk.field, qtbot)
    desk.keys("8K1", 0.1)
    other = QLineEdit(desk.window)
    other.show()
    focus(desk, other, qtbot)  # the last sign is still held back
    qtbot.waitUntil(lambda: desk.field.text() == "8K1")
    assert other.text() == ""


def test_what_was_typed_into_what_is_gone_goes_to_who_has_the_focus(desk: Desk, qtbot) -> None:
    focus(desk, desk.button, qtbot)
    desk.keys("7", 0.1)
    desk.button.hide()
    focus(desk, desk.field, qtbot)
    qtbot.waitUntil(lambda: desk.field.text() == "7")


@pytest.mark.parametrize("where", ["field", "button"])
def test_a_burst_is_a_scan_and_types_nothing(desk: Desk, qtbot, where: str) -> None:
    target = getattr(desk, where)
    focus(desk, target, qtbot)
    desk.keys(CODE, 0.005)
    desk.enter()
    assert desk.scanned == [CODE]
    assert desk.field.text() == ""
    assert desk.entered == 0
    assert target.hasFocus()


@pytest.mark.parametrize("busy", ["at each key", "after the first"])
def test_a_burst_is_a_scan_also_to_an_app_that_hears_late(
    desk: Desk, qapp: QApplication, qtbot, busy: str
) -> None:
    desk.wedge._clock = time.monotonic
    focus(desk, desk.field, qtbot)
    if busy == "at each key":
        slow = Busy()
        qapp.installEventFilter(slow)
        gun.pull(desk.field, CODE)
    else:
        at = time.monotonic()
        gun.pull(desk.field, CODE[0], at=at, end=False)
        qapp.sendPostedEvents()
        time.sleep(LONGEST_GAP_S * 4)
        # The timer is long due when these come in.
        QTimer.singleShot(0, lambda: gun.pull(desk.field, CODE[1:], at=at + 0.004))
    qtbot.waitUntil(lambda: desk.scanned == [CODE])
    assert desk.field.text() == ""


def test_slow_keys_are_typed_in_order(desk: Desk, qtbot) -> None:
    focus(desk, desk.field, qtbot)
    desk.keys("388.4", LONGEST_GAP_S * 2)
    qtbot.waitUntil(lambda: desk.field.text() == "388.4")
    desk.clock.now += 1
    desk.enter()
    assert desk.entered == 1
    assert desk.scanned == []


def test_a_single_key_arrives_by_itself(desk: Desk, qtbot) -> None:
    focus(desk, desk.field, qtbot)
    desk.keys("7", 0.0)
    qtbot.waitUntil(lambda: desk.field.text() == "7")


def test_a_scan_after_typing_leaves_what_was_typed(desk: Desk, qtbot) -> None:
    focus(desk, desk.field, qtbot)
    desk.keys("12", LONGEST_GAP_S * 2)
    desk.clock.now += 1
    desk.keys(CODE, 0.004)
    desk.enter()
    qtbot.waitUntil(lambda: desk.field.text() == "12")
    assert desk.scanned == [CODE]


def test_tab_comes_after_what_was_typed_before_it(desk: Desk, qtbot) -> None:
    focus(desk, desk.field, qtbot)
    desk.keys("ng", 0.01)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert desk.field.text() == "ng"
    assert desk.button.hasFocus()


def test_three_quick_signs_and_enter_are_a_person(desk: Desk, qtbot) -> None:
    focus(desk, desk.field, qtbot)
    desk.keys("355", 0.01)
    desk.enter()
    assert desk.field.text() == "355"
    assert desk.entered == 1
    assert desk.scanned == []


def test_twelve_hundred_scans_none_lost(desk: Desk, qtbot) -> None:
    focus(desk, desk.button, qtbot)
    codes = [f"CODE{n:06d}" for n in range(1200)]
    for code in codes:
        desk.keys(code, 0.002)
        desk.enter()
        desk.clock.now += 0.03
    assert desk.scanned == codes


def test_the_same_symbol_is_one_decode_for_800_ms() -> None:
    clock = Clock()
    same = SameSymbol(clock)
    assert not same.again(CODE)
    clock.now += SAME_SYMBOL_S / 2
    assert same.again(CODE)
    clock.now += SAME_SYMBOL_S / 2
    assert same.again(CODE), "a symbol that stays in front of the scanner stays one decode"
    clock.now += SAME_SYMBOL_S * 2
    assert not same.again(CODE)
    assert not same.again(CODE + "X")
