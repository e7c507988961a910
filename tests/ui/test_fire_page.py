"""F12: the fire sheet over any screen, before the door as well; nothing in front is lost by it."""

import pytest
from at_bench import Opens
from floor import Floor, code
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from whole import Whole

from cellyard.jobs.paper_queue import papers
from cellyard.ui.fire_page import FirePage
from cellyard.ui.screens.setup import SetupScreen
from cellyard.ui.screens.setup.centre import CentreSection
from cellyard.ui.widgets.entry import Entry
from cellyard.ui.widgets.picture import PictureView
from cellyard.ui.widgets.rail import Rail
from cellyard.ui.widgets.top_line import CornerButton

KEY = Qt.Key
ZHAO, LI_WEI = "CY:P:0001", "CY:P:0002"


def shown(app: Whole) -> FirePage:
    """Return the sheet, up and with its pages."""
    page = app.window.chrome.page
    assert isinstance(page, FirePage)
    QTest.qWait(1)
    assert [view.shows for view in page.findChildren(PictureView)][:1] == [True]
    return page


def where(app: Whole) -> tuple[object, ...]:
    """Return everything that says where somebody was in their work."""
    focus = QApplication.focusWidget()
    return (app.window._here, app.window.current, focus, app.state, app.line)


def test_nobody_has_to_sign_in_for_it(app: Whole) -> None:
    assert app.sees("Scan your badge")
    app.key(KEY.Key_F12)
    shown(app)
    assert app.window.signed_in is None
    assert app.sees("Nobody has to sign in for it.")
    assert app.sees("This computer has no printer")
    app.key(KEY.Key_Escape)
    assert not app.window.chrome.has_page
    assert app.sees("Scan your badge")
    app.scan(LI_WEI)
    assert app.window.signed_in


@pytest.mark.parametrize("how", ["finger at the door", "finger in the rail", "card"])
def test_it_comes_by_finger_and_by_card(app: Whole, how: str) -> None:
    match how:
        case "finger at the door":
            [button] = [
                b
                for b in app.window.findChildren(CornerButton)
                if b.isVisible() and b.accessibleName() == "Fire sheet"
            ]
            button.click()
        case "card":
            app.scan("CY:C:FIRE")
        case _:
            app.scan(LI_WEI)
            item = app.window.chrome.findChild(Rail).item("fire")
            assert item
            assert item.isVisible()
            item.click()
    app.rest()
    shown(app)


def test_a_half_done_ticket_stands_as_it_stood(app: Whole) -> None:
    app.scan(LI_WEI)
    app.key(KEY.Key_F2)
    app.scan(code(401))
    app.type("35")
    before, drafts = where(app), dict(app.window.frame._drafts)
    app.key(KEY.Key_F12)
    shown(app)
    app.type("9")  # is typed nowhere
    app.key(KEY.Key_F12, KEY.Key_Escape)
    assert where(app) == before
    assert app.window.frame._drafts == drafts
    app.type("5.2")
    [entry] = [e for e in app.window.findChildren(Entry) if e.isVisible()]
    assert entry.text() == "355.2"


def test_what_is_typed_into_the_scan_line_stays_there(app: Whole) -> None:
    app.scan(LI_WEI)
    app.key(KEY.Key_F7)
    app.type("a-0")
    assert (app.state, app.line) == ("typed", "a-0")
    app.key(KEY.Key_F12)
    shown(app)
    app.key(KEY.Key_Escape)
    app.type("1")
    assert (app.state, app.line) == ("typed", "a-01")


def test_a_field_keeps_its_words_and_its_caret(app: Whole) -> None:
    app.scan(ZHAO)
    app.key(KEY.Key_F10)
    setup = app.window.current
    assert isinstance(setup, SetupScreen)
    setup.open("centre")
    app.rest()
    centre = setup.section("centre")
    assert isinstance(centre, CentreSection)
    field = centre.fields["hydrants"]
    assert isinstance(field, QLineEdit)
    field.setFocus()
    app.type("H1 nor")
    app.key(KEY.Key_F12)
    shown(app)
    app.key(KEY.Key_Escape)
    assert QApplication.focusWidget() is field
    app.type("th")
    assert field.text() == "H1 north"


def test_a_scan_takes_it_away_and_goes_where_it_would(app: Whole) -> None:
    app.scan(LI_WEI)
    app.window.go("yard")
    app.key(KEY.Key_F12)
    shown(app)
    app.scan(code(1))
    assert not app.window.chrome.has_page
    assert app.sees("Scan the slot")


def test_without_a_printer_neither_enter_nor_the_key_again_holds_anybody_up(app: Whole) -> None:
    app.scan(LI_WEI)
    app.key(KEY.Key_F12, KEY.Key_Return, KEY.Key_F12)
    shown(app)
    assert app.state != "paused"
    app.key(KEY.Key_Escape)
    assert not app.window.chrome.has_page


@pytest.mark.parametrize("keys", [(KEY.Key_F12,), (KEY.Key_Return,)], ids=["again", "enter"])
def test_it_is_printed_on_the_printer_for_papers(open_app, keys: tuple[Qt.Key, ...]) -> None:
    app = open_app(paper_printer="a printer that is not there")
    queue = papers(app.folder)
    app.key(KEY.Key_F12)
    shown(app)
    assert queue.waiting() == []
    app.key(*keys)
    app.rest()
    [waits] = queue.waiting()
    assert (waits.title, waits.target) == ("fire-sheet", "a printer that is not there")
    assert waits.pdf.startswith(b"%PDF-")
    assert app.sees("Queued for a printer that is not there")
    assert app.window.chrome.has_page
    assert app.window.signed_in is None


def test_a_refusal_that_stands_is_read_first(app: Whole) -> None:
    app.scan(LI_WEI)
    app.scan("CY:C:NONSENSE")
    assert app.state == "paused"
    app.key(KEY.Key_F12)
    shown(app)
    app.key(KEY.Key_Escape)
    assert app.state != "paused"
    assert app.window.chrome.has_page
    app.key(KEY.Key_Escape)
    assert not app.window.chrome.has_page


@pytest.mark.parametrize("how", ["key", "card"])
def test_a_run_goes_on_under_it_and_is_stopped_as_ever(
    at_bench: Opens, cells: Floor, how: str
) -> None:
    stage = at_bench()
    front = stage.front
    front.scan(code(900))
    front.press(KEY.Key_Return)
    stage.until(lambda: stage.channel.phase == "running", "the run goes on")
    front.press(KEY.Key_F12)
    assert isinstance(front.window.chrome.page, FirePage)
    assert stage.channel.phase == "running"
    if how == "key":
        front.press(KEY.Key_Escape)
        assert stage.channel.phase == "running", "the first Esc goes back"
        front.press(KEY.Key_Escape)
    else:
        front.scan("CY:C:STOP")
    stage.until(lambda: stage.channel.phase == "ended", "the run is over")
    assert front.battery(cells.ids["cell"]).bench.ends[-1:] in ((), ("stopped",))


def test_what_may_be_on_is_not_covered(at_bench: Opens) -> None:
    stage = at_bench(pace=3600)
    stage.begin()
    stage.bench.load.unplug()
    stage.until(lambda: stage.channel.phase == "look", "the load is lost")
    stage.again()
    front = stage.front
    stage.until(lambda: front.window.before_door.page, "the page stands before the door")
    front.press(KEY.Key_F12)
    assert not front.window.chrome.has_page
    assert "Load on channel 1 may still be on" in stage.texts
    assert front.window.hearing.paused is False
    stage.bench.load.plug()
    stage.until(lambda: stage.channel.voltage is not None, "the load speaks again")
    front.press(KEY.Key_Escape)
    stage.until(lambda: stage.channel.seen_off, "the load says that it is off")


def test_a_folder_that_is_away_is_told_in_the_status_line(open_app, tmp_path) -> None:
    app = open_app(fire_sheet=str(tmp_path / "away"))
    folder = app.window.fire_folder
    folder.wake()
    for _again in range(2000):
        if folder.state.trouble:
            break
        QTest.qWait(5)
    app.window._surroundings.show()
    assert app.sees("Fire sheet is not refreshed")
    assert app.state != "paused"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_page_is_as_wide_as_there_is_room(open_app, language: str) -> None:
    app = open_app(language=language, theme="dark")
    app.key(KEY.Key_F12)
    page = shown(app)
    views = page.findChildren(PictureView)
    assert views[0].width() > 900
    assert views[0].height() > views[0].width()
