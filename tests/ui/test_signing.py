"""Signing on the glass: by mouse and pen, taken back, refused, accepted once."""

import math

import looks
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from cellyard.documents.kinds import DOCUMENTS
from cellyard.domain.signature import is_enough
from cellyard.ui import style
from cellyard.ui.signing import DrawnSignature, Signing, ToSign
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.signature_pad import SignaturePad

HASH = "9f2c4a1b" * 8
DRIVER = "Sun Hao"


@pytest.fixture(scope="module")
def pdf() -> bytes:
    paper = DOCUMENTS["discharge-record"]
    return paper.render(paper.sample())


def paper(pdf: bytes, name: str = "") -> ToSign:
    number, title = "INTAKE1-2026-0092-K7Q", "Loading list"
    return ToSign(number=number, title=title, pdf=pdf, sha256=HASH, role="driver", name=name)


def opened(qtbot: QtBot, paper: ToSign, size: tuple[int, int] = (1262, 652)) -> Signing:
    page = Signing(paper)
    qtbot.addWidget(page)
    page.resize(*size)
    page.show()
    qtbot.waitExposed(page)
    qtbot.waitUntil(lambda: page.view.pages > 0 and page.view.sharp, timeout=20_000)
    return page


@pytest.fixture
def page(qtbot: QtBot, pdf: bytes) -> Signing:
    looks.dress(px_per_mm=3.95)
    return opened(qtbot, paper(pdf))


def sign(pad: SignaturePad, across: int = 300) -> None:
    """Draw a wave with the mouse."""
    points = [QPoint(60 + x, 120 + round(40 * math.sin(x / 20))) for x in range(0, across, 4)]
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(pad, point)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=points[-1])


def pen(pad: SignaturePad, kind: QEvent.Type, at: QPointF) -> bool:
    """Let a pen touch, move or leave; returns whether the pad took it."""
    types, device = QInputDevice.DeviceType, QPointingDevice.PointerType.Pen
    stylus = QPointingDevice("pen", 7, types.Stylus, device, QInputDevice.Capability.Pressure, 1, 1)
    button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QTabletEvent(kind, stylus, at, at, 0.5, 0, 0, 0, 0, 0, keys, button, button)
    QApplication.sendEvent(pad, event)
    return event.isAccepted()


def mode(page: Signing) -> tuple[str, str]:
    return page._sign.mode, page._sign.accessibleDescription()


def test_it_says_which_paper_is_signed(page: Signing) -> None:
    with draw.watched() as said:
        page.grab()
    texts = [one.text for one in said]
    assert "You sign this paper" in texts
    assert "Loading list  INTAKE1-2026-0092-K7Q" in texts
    assert "2 pages" in texts
    assert "9f2c 4a1b 9f2c 4a1b 9f2c 4a1b 9f2c 4a1b" in texts
    assert "Driver" in texts


def test_a_driver_types_a_name_and_signs_with_the_mouse(page: Signing) -> None:
    given: list[DrawnSignature] = []
    page.signed.connect(given.append)
    assert mode(page) == ("not_yet", "Type the name first")
    QTest.keyClicks(page._name, f" {DRIVER} ")
    assert mode(page) == ("not_yet", "Sign on the line")
    page.enter()
    assert given == []
    sign(page.pad)
    assert mode(page) == ("ready", DRIVER)
    page.enter()
    page.enter()  # a second Enter is no second signature
    [drawn] = given
    assert (drawn.name, drawn.paper.sha256) == (DRIVER, HASH)
    [stroke] = drawn.strokes
    per_mm = style.now().px_per_mm
    first, last = stroke[0], stroke[-1]
    assert first == (round(60 / per_mm * 100), round(120 / per_mm * 100), 0)
    assert last[0] == round(356 / per_mm * 100)
    assert [t for _, _, t in stroke] == sorted(t for _, _, t in stroke)
    assert page._sign.mode == "working"
    page.refuse()
    assert page._sign.mode == "ready"


def test_strokes_are_taken_back_one_by_one_or_all(page: Signing) -> None:
    page._name.setText(DRIVER)
    assert page._undo.mode == page._clear.mode == "not_yet"
    for _ in range(3):
        sign(page.pad, 120)
    assert len(page.pad.strokes) == 3
    QTest.mouseClick(page._undo, Qt.MouseButton.LeftButton)
    assert len(page.pad.strokes) == 2
    page.undo()
    assert len(page.pad.strokes) == 1
    sign(page.pad)
    QTest.mouseClick(page._clear, Qt.MouseButton.LeftButton)
    assert page.pad.strokes == ()
    assert mode(page) == ("not_yet", "Sign on the line")


def test_a_stroke_taken_back_under_the_hand_is_gone(page: Signing) -> None:
    QTest.mousePress(page.pad, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    page.undo()
    QTest.mouseMove(page.pad, QPoint(200, 60))
    QTest.mouseRelease(page.pad, Qt.MouseButton.LeftButton, pos=QPoint(200, 60))
    assert page.pad.strokes == ()


def test_what_was_drawn_before_is_gone_on_with(page: Signing) -> None:
    before = (((1000, 1000, 0), (2000, 1200, 700)),)
    page.take_back(DRIVER, before)
    assert page.drawn == (DRIVER, before)
    sign(page.pad)
    assert page.pad.strokes[0] == before[0]
    assert 700 <= page.pad.strokes[1][0][2] < 5_000
    assert mode(page) == ("ready", DRIVER)


def test_a_dot_is_no_signature(page: Signing) -> None:
    page._name.setText(DRIVER)
    QTest.mouseClick(page.pad, Qt.MouseButton.LeftButton, pos=QPoint(200, 100))
    assert len(page.pad.strokes) == 1
    assert mode(page) == ("not_yet", "That is too little")


def test_a_pen_draws_once_and_the_edge_holds_it(page: Signing) -> None:
    kinds = QEvent.Type
    assert pen(page.pad, kinds.TabletPress, QPointF(100.5, 80.25))
    for x in range(110, 400, 10):
        assert pen(page.pad, kinds.TabletMove, QPointF(x, 90))
    pen(page.pad, kinds.TabletMove, QPointF(5000, -50))
    assert pen(page.pad, kinds.TabletRelease, QPointF(5000, -50))
    pen(page.pad, kinds.TabletMove, QPointF(300, 200))  # it hovers
    [stroke] = page.pad.strokes
    per_mm = style.now().px_per_mm
    assert stroke[0][:2] == (round(100.5 / per_mm * 100), round(80.25 / per_mm * 100))
    assert stroke[-1][:2] == (round(page.pad.width() / per_mm * 100), 0)
    assert is_enough(page.pad.strokes)


def test_the_second_button_of_the_mouse_draws_nothing(page: Signing) -> None:
    QTest.mousePress(page.pad, Qt.MouseButton.RightButton, pos=QPoint(60, 60))
    QTest.mouseMove(page.pad, QPoint(200, 60))
    assert page.pad.strokes == ()


def test_who_works_here_signs_under_their_own_name(qtbot: QtBot, pdf: bytes) -> None:
    looks.dress(px_per_mm=3.95)
    page = opened(qtbot, paper(pdf, "Zhao Min"))
    assert not page._name.isVisible()
    left: list[bool] = []
    page.left.connect(lambda: left.append(True))
    sign(page.pad)
    assert mode(page) == ("ready", "Zhao Min")
    assert page.escape()
    assert left == [True]


@pytest.mark.parametrize("worn", looks.BOTH_PANELS, ids=str)
@pytest.mark.parametrize("name", ["", "Zhao Min"])
def test_it_stands_whole_and_gloves_hit_it(
    qtbot: QtBot, pdf: bytes, worn: looks.Worn, name: str
) -> None:
    theme, language, px_per_mm, kind = worn
    look = looks.dress(theme, language, px_per_mm, desk=kind == "desk")
    across, down = looks.glass(worn)
    room = (across - look.frame.rail, down - look.frame.scan_line - look.frame.status_line)
    page = opened(qtbot, paper(pdf, name), room)
    looks.stands(page, room, f"signing {worn}")
    sign(page.pad)
    looks.stands(page, room, f"signed {worn}")
    touched = (*page.findChildren(QAbstractButton), *page.findChildren(QLineEdit))
    targets = [t for t in touched if t.isVisible()]
    assert targets
    assert all(t.height() >= look.floor.touch for t in targets)
