"""The frame of a station: badges, cards, keys, the guide, another language."""

import floor as floors
import pytest
import whole
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from whole import Whole

from cellyard.settings import Settings
from cellyard.ui.help import Help
from cellyard.ui.screens import SCREENS
from cellyard.ui.screens.sign_in import SignIn
from cellyard.ui.widgets.entry import Entry
from cellyard.words import LANGUAGES, Language, _, use

KEY = Qt.Key
LI_WEI, ZHAO_MIN = "CY:P:0002", "CY:P:0001"


# --- who works ----------------------------------------------------------------------------------


def test_a_badge_switches_and_a_wrong_one_is_refused_at_the_door(app: Whole) -> None:
    app.scan("CY:P:7777")
    assert app.state == "paused"
    assert app.window.signed_in is None
    app.key(KEY.Key_Return)
    assert (app.state, app.line) == ("armed", "Waiting for a badge")
    app.scan(LI_WEI)
    assert app.sees("Li Wei")
    assert not app.window.findChildren(SignIn), "the door stays behind"
    app.key(KEY.Key_F7)
    app.scan(ZHAO_MIN)
    assert app.sees("Zhao Min")
    assert app.window.current
    assert app.window.current.key == "find"
    app.scan("CY:P:7777")
    assert app.state == "paused"
    assert app.window.signed_in
    assert app.window.signed_in.name == "Zhao Min"


def test_the_lock_card_locks_and_nothing_is_taken_then(app: Whole) -> None:
    app.scan(LI_WEI, "CY:C:LOCK")
    assert app.window.signed_in is None
    assert app.sees("Scan your badge")
    app.scan(whole.slots(1)[0])
    assert (app.state, app.line.split(".")[0]) == ("paused", "Nobody is signed in")
    app.key(KEY.Key_Escape)
    app.scan(LI_WEI)
    assert app.window.signed_in


def test_a_pin_signs_in_also_after_a_refusal(app: Whole) -> None:
    app.scan("CY:P:7777")
    app.type("2580")
    app.key(KEY.Key_Return)  # reads the refusal
    app.key(KEY.Key_Return)
    assert app.window.signed_in
    assert app.state == "armed"


# --- cards and keys -----------------------------------------------------------------------------


def test_function_keys_go_to_the_places_of_ones_role(app: Whole) -> None:
    app.scan(LI_WEI)
    for key, place in ((KEY.Key_F2, "intake"), (KEY.Key_F5, "yard"), (KEY.Key_F7, "find")):
        app.key(key)
        assert app.window.current
        assert app.window.current.key == place
    app.key(KEY.Key_F10)
    assert app.window.current
    assert app.window.current.key == "find", "Set up is not an operator's"
    app.scan(ZHAO_MIN)
    app.key(KEY.Key_F10)
    assert app.window.current
    assert app.window.current.key == "setup"


@pytest.mark.parametrize("key", [KEY.Key_F1, None])
def test_the_guide_covers_the_screen_and_gives_it_back(at_find: Whole, key: Qt.Key | None) -> None:
    def ask() -> None:
        if key:
            at_find.key(key)
        else:
            at_find.scan("CY:C:HELP")

    ask()
    assert [page.isVisible() for page in at_find.window.findChildren(Help)] == [True]
    given = listen_behind(at_find)
    at_find.type("12")
    assert given == []
    at_find.key(KEY.Key_Escape)
    assert at_find.window.current
    assert at_find.window.current.isVisible()
    ask()
    at_find.key(KEY.Key_F5)
    QTest.qWait(1)
    assert at_find.window.findChildren(Help) == []
    ask()
    at_find.scan(whole.slots(1)[0])
    assert at_find.window.current
    assert at_find.window.current.isVisible()


def listen_behind(app: Whole) -> list[int]:
    digits: list[int] = []
    screen = app.window._screens["find"]
    screen.digit = lambda figure: bool(digits.append(figure)) or True
    return digits


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["sign_in", "first_run", "intake", "yard", "find", "setup"])
def test_every_page_of_the_guide_opens(app: Whole, page: str, language: Language) -> None:
    use(language)
    app.window.chrome.open_page(Help(page))
    app.window.grab()
    assert app.window.close_help()


def test_what_is_typed_goes_into_the_scan_line_and_enter_takes_it(at_find: Whole) -> None:
    given = whole.listen(at_find)
    at_find.type("a-01")
    assert (at_find.state, at_find.line) == ("typed", "a-01")
    at_find.key(KEY.Key_Backspace)
    assert at_find.line == "a-0"
    at_find.key(KEY.Key_Escape)
    assert at_find.state == "armed"
    at_find.key(KEY.Key_F, control=True)
    assert at_find.state == "typed"
    at_find.type("E-208")
    at_find.key(KEY.Key_Return)
    assert given == ["E-208"]
    assert whole.told(at_find.window.writer)[-1] == ("E-208", 1)


def test_control_f_takes_the_keys_out_of_a_field(app: Whole) -> None:
    app.scan(ZHAO_MIN)
    app.key(KEY.Key_F10)
    app.window.activateWindow()
    QTest.qWaitForWindowActive(app.window)
    field = next(w for w in app.window.findChildren(QLineEdit) if w.isVisible())
    field.setFocus()
    before = field.text()
    app.key(KEY.Key_F, control=True)
    app.type("7")
    assert (app.line, field.text()) == ("7", before)


def test_digits_answer_a_screen_that_asks_and_are_typed_elsewhere(at_find: Whole) -> None:
    at_find.type("4")
    assert at_find.line == "4"
    at_find.key(KEY.Key_Escape)
    answered = listen_behind(at_find)
    at_find.type("3")
    assert (answered, at_find.state) == ([3], "armed")
    at_find.type("0")
    assert (answered, at_find.line) == ([3], "0")


def test_command_cards_are_keys(at_find: Whole) -> None:
    screen = at_find.window.current
    assert screen
    done: list[str] = []
    screen.enter = lambda: done.append("enter")
    screen.escape = lambda: bool(done.append("escape")) or True
    screen.command = lambda name: bool(done.append(name)) or True
    at_find.scan("CY:C:NEXT", "CY:C:STOP", "CY:C:UNDO", "CY:C:PRINT")
    at_find.key(KEY.Key_Return, KEY.Key_Escape, KEY.Key_F11)
    at_find.key(KEY.Key_Z, control=True)
    assert done == ["enter", "escape", "UNDO", "PRINT", "enter", "escape", "PRINT", "UNDO"]
    screen.command = lambda _name: False
    at_find.scan("CY:C:CAMERA")
    assert (at_find.state, "CAMERA" in at_find.line) == ("paused", True)


# --- built anew ---------------------------------------------------------------------------------


def test_a_change_of_language_and_theme_mid_ticket_loses_nothing(app: Whole) -> None:
    app.scan(LI_WEI)
    app.window.go("yard")
    app.scan(floors.code(1))
    app.window.go("intake")
    app.key(KEY.Key_Escape, KEY.Key_Escape)
    app.scan(floors.code(77))
    app.type("315.5")
    assert entered(app) == ["315.5"]
    app.window.frame.use_settings(Settings(language="zh_CN", theme="dark", tones=False))
    app.rest()
    assert entered(app) == ["315.5"]
    assert app.sees(_("Weight"))
    assert not app.sees("Operator")
    assert QApplication.translate("QPlatformTheme", "Cancel") == "取消"
    app.scan("CY:C:LOCK")
    app.window.frame.use_settings(Settings(tones=False))
    app.rest()
    app.scan(LI_WEI)
    assert entered(app) == ["315.5"]
    app.window.go("yard")
    app.rest()
    assert app.sees("Scan the slot"), "the battery in hand outlives a change at the door"


def test_a_change_of_language_while_something_is_written_waits_for_its_answer(app: Whole) -> None:
    app.scan(LI_WEI)
    answered: list[int] = []
    app.window.frame.work(lambda _station: 1, done=answered.append)
    assert app.window.writer.busy
    app.window.frame.use_settings(Settings(language="zh_CN", tones=False))
    app.window.frame.use_settings(Settings(tones=False))
    app.rest()
    assert answered == [1]
    assert app.sees("Li Wei")


def test_the_card_stop_over_the_guide_only_closes_the_guide(app: Whole) -> None:
    app.scan(LI_WEI)
    app.window.go("yard")
    app.scan(floors.code(1))
    app.key(KEY.Key_F1)
    assert app.window.chrome.has_page
    app.scan("CY:C:STOP")
    assert not app.window.chrome.has_page
    assert app.sees("Scan the slot"), "the battery stays in hand"


def entered(app: Whole) -> list[str]:
    return [e.text() for e in app.window.findChildren(Entry) if e.isVisible()]


def test_no_place_takes_the_keys_away_from_the_window(app: Whole) -> None:
    app.scan("CY:P:0001")
    assert QTest.qWaitForWindowActive(app.window)
    for place in SCREENS:
        app.window.go(place.key)
        app.rest()
        assert QApplication.activeWindow() is app.window, place.key
        assert QApplication.focusWidget() is not None, place.key
