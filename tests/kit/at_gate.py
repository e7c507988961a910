"""Hands at the Ship screen: a load made up, judged, signed by keys, scans and strokes."""

import looks
from front import Front
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from shipping import Shipper

from cellyard.domain.shipping.load import Load
from cellyard.ui.screens.ship import ShipScreen
from cellyard.ui.signing import Signing
from cellyard.ui.widgets import draw

KEY = Qt.Key
EDITIONS = ("transport-cn-2026-1", "cn-2026-3", "grading-2026-2")
STROKE = (QPoint(60, 60), QPoint(160, 100), QPoint(220, 50), QPoint(320, 110))


def ship(stage: Front) -> ShipScreen:
    assert isinstance(stage.screen, ShipScreen)
    return stage.screen


def new_load(stage: Front, floor: Shipper, *names: str) -> None:
    """Make up a load of these by scanning them."""
    stage.read_alarms()
    stage.press(KEY.Key_Return, KEY.Key_Return)
    stage.until(lambda: ship(stage).found is not None)
    for name in names:
        stage.scan(stage.battery(floor.ids[name]).code)
        table = ship(stage).pages.load.table
        stage.until(lambda t=table, n=name: floor.ids[n] in {r.key for r in t._model.rows})
    stage.rest()
    stage.read_alarms()  # what is watched is late on a floor of days ago: an Enter would read that


def primary(stage: Front) -> str:
    page = stage.screen.stack.currentWidget()
    return page.next.accessibleName()


def due(stage: Front) -> tuple[str, str]:
    button = stage.screen.stack.currentWidget().next
    return button.accessibleName(), button.accessibleDescription()


def load_of(stage: Front) -> Load:
    found: list[list[Load]] = []
    stage.window.frame.ask(lambda q: q.loads.newest(), found.append)
    stage.rest()
    return found[0][0]


def stands(stage: Front, page: str) -> None:
    looks.stands(stage.window, (1366, 768), page)


def judge(stage: Front, answer: Qt.Key = KEY.Key_1) -> None:
    stage.press(KEY.Key_Return)
    for _item in ship(stage).pages.safety._items:
        stage.press(answer)
    with draw.watched() as said:  # what is scrolled away stands over nothing
        stage.window.grab()
    assert [one for one in said if not one.fits] == []
    assert ship(stage).pages.safety._scroll.horizontalScrollBar().maximum() == 0


def draw_signature(page: Signing, name: str = "") -> None:
    """Type a name, where one is asked for, and draw with the mouse."""
    if name:
        page._name.setFocus()
        QTest.keyClicks(page._name, name)
    QTest.mousePress(page.pad, Qt.MouseButton.LeftButton, pos=STROKE[0])
    for point in STROKE[1:]:
        QTest.mouseMove(page.pad, point)
    QTest.mouseRelease(page.pad, Qt.MouseButton.LeftButton, pos=STROKE[-1])


def signing(stage: Front) -> Signing:
    """Go on to the signature that is due."""
    stage.press(KEY.Key_Return)
    return signing_page(stage)


def signing_page(stage: Front) -> Signing:
    stage.until(lambda: isinstance(ship(stage).stack.currentWidget(), Signing))
    page = ship(stage).stack.currentWidget()
    assert isinstance(page, Signing)
    return page


def sign(stage: Front, name: str = "") -> None:
    """Sign what is due."""
    draw_signature(signing(stage), name)
    stage.press(KEY.Key_Return)
    stage.until(lambda: not isinstance(ship(stage).stack.currentWidget(), Signing))
