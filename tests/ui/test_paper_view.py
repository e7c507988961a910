"""The preview of a paper: sharp at its size, turned and made larger by keys and wheel."""

import io
import time
from collections.abc import Callable

import looks
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cellyard.documents.kinds import DOCUMENTS
from cellyard.jobs import paper_pages
from cellyard.ui.widgets import draw, drawn_pages
from cellyard.ui.widgets.paper_view import PaperView

PATIENCE_S = 20


@pytest.fixture(scope="module")
def report() -> bytes:
    paper = DOCUMENTS["test-report"]
    return paper.render(paper.sample())


@pytest.fixture(scope="module")
def long(report: bytes) -> bytes:
    """A paper of 15 pages, as a list of 500 lines has."""
    import pypdfium2

    whole, one = pypdfium2.PdfDocument.new(), pypdfium2.PdfDocument(report)
    for _ in range(5):
        whole.import_pages(one)
    into = io.BytesIO()
    whole.save(into)
    for document in (whole, one):
        document.close()
    return into.getvalue()


@pytest.fixture
def view(qtbot: QtBot) -> PaperView:
    looks.dress(px_per_mm=3.95)
    made = PaperView("No paper yet")
    qtbot.addWidget(made)
    made.resize(320, 470)
    made.show()
    qtbot.waitExposed(made)
    return made


def until(seen: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not seen():
        assert time.monotonic() < until, "what is waited for does not come"
        QTest.qWait(2)


def shown(view: PaperView, pdf: bytes, words: str = "Loading list") -> PaperView:
    view.show_paper(pdf, words)
    until(lambda: view.pages > 0 and view.sharp)
    return view


def wheel(view: PaperView, by: int) -> None:
    middle = QPointF(view.rect().center())
    none, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(middle, middle, QPoint(), QPoint(0, by), none, keys, phase, False)
    QApplication.sendEvent(view, event)


def rests(view: PaperView) -> None:
    """Wait until nothing more is being drawn."""
    until(lambda: view.sharp and not view._pages._drawing)


def test_without_a_paper_it_says_why(view: PaperView) -> None:
    assert (view.accessibleName(), view.page, view.pages) == ("No paper yet", 0, 0)
    view.turn(1)
    view.zoom(1)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.page == 0


def test_only_the_page_in_front_is_drawn_before_it_is_seen(
    view: PaperView, long: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    before = paper_pages.grey

    def counted(pdf: bytes, page: int, width: int) -> paper_pages.Grey:
        drawn.append(page)
        return before(pdf, page, width)

    monkeypatch.setattr(drawn_pages.paper_pages, "grey", counted)
    shown(view, long)
    assert view.pages == 15
    assert drawn[0] == 0
    rests(view)
    assert set(drawn) <= {0, 1}
    for _ in range(6):
        QTest.keyClick(view, Qt.Key.Key_PageDown)
    until(lambda: view.sharp)
    rests(view)
    assert (view.page, view.accessibleDescription()) == (7, "Page 7 of 15")
    assert len(view._pages._images) <= 3


def test_the_page_is_drawn_dot_by_dot(view: PaperView, report: bytes) -> None:
    shown(view, report)
    place = view._place.area
    assert place.height() == pytest.approx(470 - 40, abs=1)
    image = view.grab().toImage()
    page = view._pages.image(0)
    assert page is not None
    left, top = round(place.x()), round(place.y())
    same = [
        image.pixelColor(left + x, top + y).red() == QColor(page.pixel(x, y)).red()
        for x in range(5, page.width() - 5, 7)
        for y in range(5, page.height() - 5, 7)
    ]
    assert sum(same) / len(same) > 0.99


def test_keys_turn_and_change_the_size(view: PaperView, report: bytes) -> None:
    shown(view, report)
    turned: list[int] = []
    view.turned.connect(lambda: turned.append(view.page))
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_End, Qt.Key.Key_PageDown, Qt.Key.Key_Home):
        QTest.keyClick(view, key)
    assert turned == [2, 3, 1]
    whole = view._place.area.width()
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view._place.area.width() == pytest.approx(whole * 1.25)
    assert not view.sharp
    until(lambda: view.sharp)
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view._place.area.width() == pytest.approx(whole)  # never smaller than the whole page
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view._place.area.width() == pytest.approx(320)
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view._place.area.width() == pytest.approx(whole)
    for _ in range(30):
        QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view._dots(0) <= 2400


def test_the_wheel_turns_and_scrolls_what_is_larger_than_its_room(
    view: PaperView, report: bytes
) -> None:
    shown(view, report)
    wheel(view, -60)
    assert view.page == 1  # half a notch of a fine wheel
    wheel(view, -60)
    assert view.page == 2
    wheel(view, 120)
    assert view.page == 1
    for _ in range(4):
        view.zoom(1)
    top = view._place.area.y()
    wheel(view, -120)
    assert view._place.area.y() < top
    assert view.page == 1
    for _ in range(20):
        wheel(view, -120)
    assert view.page > 1


def test_another_state_of_a_paper_keeps_the_page_that_is_read(
    view: PaperView, report: bytes, long: bytes
) -> None:
    shown(view, long)
    view.turn(9)
    view.show_paper(report, "Loading list")
    until(lambda: view.pages == 3)
    assert view.page == 3  # its last
    view.show_paper(long, "Another paper")
    assert view.page == 0  # nothing of the one before stands under its name
    until(lambda: view.pages == 15)
    assert view.page == 1


def test_what_is_no_paper_says_so(view: PaperView, report: bytes) -> None:
    shown(view, report)
    view.show_paper(b"rot", "Loading list")
    until(lambda: view.pages == 0)
    assert "cannot be read" in view.accessibleName()
    with draw.watched() as said:
        view.grab()
    assert all(one.fits for one in said)


def test_a_view_that_is_gone_is_not_drawn_into(qtbot: QtBot, report: bytes) -> None:
    made = PaperView()
    made.show()
    qtbot.waitExposed(made)
    made.show_paper(report, "Loading list")
    made.deleteLater()
    QTest.qWait(1)
    # The answer still comes, to nobody; Qt's and Python's complaints would fail the test.
    from cellyard.ui.setting_up import errand

    until(lambda: not errand._under_way)
