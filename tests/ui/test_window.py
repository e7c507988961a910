"""The frame of a station: every scan in its turn, badges, cards, keys, refusals, the guide."""

from collections.abc import Callable, Iterator
from pathlib import Path

import floor as floors
import pytest
import scribe
import whole
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from whole import Whole

from cellyard.devices.simulator import Scanner, Simulation
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Instrument
from cellyard.settings import Settings
from cellyard.ui.help import Help
from cellyard.ui.screen import Heard
from cellyard.ui.screens.intake.entry import Entry
from cellyard.ui.screens.sign_in import SignIn
from cellyard.words import LANGUAGES, Language, _, sentence, use

KEY = Qt.Key
LI_WEI, ZHAO_MIN = "CY:P:0002", "CY:P:0001"
# Twenty a second for a minute.
MINUTE = 1200


@pytest.fixture(scope="module")
def model_floor(tmp_path_factory: pytest.TempPathFactory) -> floors.Floor:
    floor = floors.furnished(tmp_path_factory.mktemp("floor") / "station")
    floor.close()
    return floor


@pytest.fixture
def folder(model_floor: floors.Floor, tmp_path: Path) -> Path:
    floor = model_floor.again(tmp_path / "station")
    floor.close()
    return floor.station.folder


@pytest.fixture
def open_app(folder: Path, qtbot) -> Iterator[Callable[..., Whole]]:
    opened: list[Whole] = []

    def open_(**settings: object) -> Whole:
        opened.append(Whole(folder, **settings))
        return opened[-1]

    yield open_
    for one in opened:
        one.close()


@pytest.fixture
def app(open_app: Callable[..., Whole]) -> Whole:
    return open_app()


@pytest.fixture
def at_find(app: Whole) -> Whole:
    app.scan(LI_WEI)
    app.key(KEY.Key_F7)
    return app


def slots(count: int) -> list[str]:
    """Return slot codes, no two neighbours the same."""
    names = [slot.name for zone in floors.grid() for slot in zone.slots]
    return [f"CY:S:{names[n % len(names)]}" for n in range(count)]


def unsynced(app: Whole) -> None:
    """Let the disk take its time: how fast it is, is no part of the claim."""
    app.window.writer.note(
        lambda s: s.ledger.connection.connection.driver_connection.execute("PRAGMA synchronous=0"),
        lambda _cursor: None,
    )


def listen(app: Whole) -> list[str]:
    """Keep the texts of what is given to the screen in front, in order."""
    given: list[str] = []
    screen = app.window.current
    assert screen
    take = screen.scan

    def scan(heard: Heard) -> bool:
        given.append(heard.text)
        return take(heard)

    screen.scan = scan
    return given


# --- every scan in its turn ---------------------------------------------------------------------


def test_twenty_scans_a_second_for_a_minute_by_the_wedge(at_find: Whole) -> None:
    unsynced(at_find)
    given, wanted = listen(at_find), slots(MINUTE)
    for text in wanted:
        at_find.burst(text)
    at_find.rest()
    assert given == wanted
    assert whole.told(at_find.window.writer)[-MINUTE:] == [(text, 1) for text in wanted]


def test_twenty_scans_a_second_for_a_minute_by_a_serial_line(at_find: Whole) -> None:
    unsynced(at_find)
    with Simulation() as simulation:
        served = simulation.serve("scanner", Scanner())
        scanner = Instrument(
            key="gun",
            station=floors.STATION,
            profile="barcode-scanner",
            port=served.url,
            duty="scanner",
        )
        instruments = at_find.window.frame.instruments
        instruments.attach([scanner])
        until(lambda: instruments.attached()[0].state == "running")
        given, wanted = listen(at_find), slots(MINUTE)
        for at in range(0, MINUTE, 20):
            for text in wanted[at : at + 20]:
                served.instrument.scan(text)
            QTest.qWait(20)  # what a pseudo-terminal holds is small
        until(lambda: len(given) >= MINUTE)
        at_find.rest()
        instruments.stop()
    assert [text.removeprefix("]Q1") for text in given] == wanted
    kept = whole.told(at_find.window.writer)[-MINUTE:]
    assert [(text.removeprefix("]Q1"), done) for text, done in kept] == [(t, 1) for t in wanted]


def until(seen: Callable[[], bool]) -> None:
    for _again in range(6000):
        if seen():
            return
        QTest.qWait(5)
    raise AssertionError("it never came")


def test_scans_wait_while_a_refusal_stands_and_come_after_it_was_read(at_find: Whole) -> None:
    given = listen(at_find)
    at_find.scan("CY:X:broken")
    assert (at_find.state, at_find.line.split()[0]) == ("paused", "This")
    wanted = slots(7)
    for text in wanted:
        at_find.burst(text)
    at_find.rest()
    assert given == ["CY:X:broken"]
    assert whole.told(at_find.window.writer)[-7:] == [(text, 0) for text in wanted]
    at_find.key(KEY.Key_Return)
    assert given[1:] == wanted
    assert at_find.state != "paused"


def test_scans_of_a_killed_process_are_given_to_whoever_signs_in(
    folder: Path, open_app: Callable[..., Whole]
) -> None:
    wanted = slots(30)
    here, there = scribe.processes().Pipe(duplex=False)
    heard = (folder, [*wanted, LI_WEI], there)
    process = scribe.processes().Process(target=scribe.hear, args=heard)
    process.start()
    assert here.recv() == "kept"
    process.kill()
    process.join()
    here.close()
    there.close()
    app = open_app()
    assert app.state == "armed", "nobody is there yet to take them"
    app.window._here = "find"
    app.scan(ZHAO_MIN)
    assert app.window.signed_in
    assert app.window.signed_in.name == "Zhao Min", "a badge from before signs nobody in"
    assert {done for _text, done in whole.told(app.window.writer)} == {1}
    assert [text for text, _done in whole.told(app.window.writer)][: len(wanted)] == wanted


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
    app.scan(slots(1)[0])
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
    at_find.scan(slots(1)[0])
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
    given = listen(at_find)
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


# --- refusals -----------------------------------------------------------------------------------


def confirm_by_touch(app: Whole) -> None:
    line = app.window.scan_line
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(200, 30))
    app.rest()


@pytest.mark.parametrize(
    "confirm",
    [
        lambda app: app.key(KEY.Key_Return),
        lambda app: app.key(KEY.Key_Escape),
        lambda app: app.scan("CY:C:NEXT"),
        lambda app: app.scan("CY:C:STOP"),
        confirm_by_touch,
    ],
    ids=["Enter", "Esc", "card NEXT", "card STOP", "touch"],
)
@pytest.mark.parametrize("where", ["door", "find", "setup"])
def test_a_refusal_is_red_until_it_was_read(
    app: Whole, confirm: Callable[[Whole], None], where: str
) -> None:
    if where != "door":
        app.scan(ZHAO_MIN)
        app.window.go(where)
        app.rest()
    focus = QApplication.focusWidget()
    app.window.frame.wrong("The slot is taken.")
    assert app.state == "paused"
    assert app.window.chrome._frame.isVisible()
    acted: list[str] = []
    if app.window.current:
        app.window.current.enter = lambda: acted.append("enter")
    confirm(app)
    assert (app.state, app.window.hearing.paused) == ("armed", False)
    assert not app.window.chrome._frame.isVisible()
    assert acted == [], "what reads a refusal does nothing else"
    assert QApplication.focusWidget() is focus
    assert {done for _text, done in whole.told(app.window.writer)} <= {1}


def test_a_refusal_is_said_again_in_the_other_language(app: Whole) -> None:
    app.scan("CY:P:7777", "CY:C:NEXT", slots(1)[0])
    app.window.voice.refuse(Refused("unknown_badge"))
    app.window.frame.use_settings(Settings(language="zh_CN", tones=False))
    app.rest()
    assert (app.state, app.window.chrome._frame.isVisible()) == ("paused", True)
    assert app.line == sentence(Refused("unknown_badge"))
    assert not app.line.isascii()
    app.key(KEY.Key_Return)
    assert (app.state, app.line) == ("armed", _("Waiting for a badge"))


def test_a_held_key_does_not_read_a_refusal(at_find: Whole) -> None:
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtGui import QKeyEvent

    at_find.scan("CY:X:broken")
    none = Qt.KeyboardModifier.NoModifier
    held = QKeyEvent(QEvent.Type.KeyPress, KEY.Key_Return, none, "\r", True)
    QCoreApplication.sendEvent(at_find._focus(), held)
    assert at_find.state == "paused"


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


def entered(app: Whole) -> list[str]:
    return [e.text() for e in app.window.findChildren(Entry) if e.isVisible()]
