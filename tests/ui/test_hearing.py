"""Every scan in its turn: none is lost, and a refusal holds them until it was read."""

import time
from collections.abc import Callable
from pathlib import Path

import floor as floors
import pytest
import scribe
import whole
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from whole import Whole

from cellyard.devices.simulator import Scanner, Simulation
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Instrument
from cellyard.settings import Settings
from cellyard.words import _, sentence

KEY = Qt.Key
LI_WEI, ZHAO_MIN = "CY:P:0002", "CY:P:0001"
# Twenty a second for a minute.
MINUTE = 1200


# --- every scan in its turn ---------------------------------------------------------------------


@pytest.mark.timeout(300)
def test_twenty_scans_a_second_for_a_minute_by_the_wedge(at_find: Whole) -> None:
    whole.unsynced(at_find)
    given, wanted = whole.listen(at_find), whole.slots(MINUTE)
    for text in wanted:
        at_find.burst(text)
    at_find.rest()
    assert given == wanted
    assert whole.told(at_find.window.writer)[-MINUTE:] == [(text, 1) for text in wanted]


@pytest.mark.timeout(300)
def test_twenty_scans_a_second_for_a_minute_by_a_serial_line(at_find: Whole) -> None:
    whole.unsynced(at_find)
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
        given, wanted = whole.listen(at_find), whole.slots(MINUTE)
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
    ends = time.monotonic() + whole.PATIENCE_S
    while not seen():
        assert time.monotonic() < ends, "it never came"
        QTest.qWait(5)


def test_scans_wait_while_a_refusal_stands_and_come_after_it_was_read(at_find: Whole) -> None:
    given = whole.listen(at_find)
    at_find.scan("CY:X:broken")
    assert (at_find.state, at_find.line.split()[0]) == ("paused", "This")
    wanted = whole.slots(7)
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
    wanted = whole.slots(30)
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
    app.window.frame.refuse(Refused("slot_too_early"))
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
    app.scan("CY:P:7777", "CY:C:NEXT", whole.slots(1)[0])
    app.window.voice.refuse(Refused("unknown_badge"))
    app.window.frame.use_settings(Settings(language="zh_CN", tones=False))
    app.rest()
    assert (app.state, app.window.chrome._frame.isVisible()) == ("paused", True)
    assert app.line == sentence(Refused("unknown_badge"))
    assert not app.line.isascii()
    app.key(KEY.Key_Return)
    assert (app.state, app.line) == ("armed", _("Waiting for a badge"))


def test_what_was_heard_last_outlives_a_look_and_is_not_said_in_another_language(
    app: Whole,
) -> None:
    app.scan(ZHAO_MIN, floors.code(77))
    heard = app.window.scan_line.accessibleDescription()
    assert heard.startswith(floors.code(77))
    app.window.frame.use_settings(Settings(theme="dark", tones=False))
    app.rest()
    assert app.window.scan_line.accessibleDescription() == heard
    app.window.frame.use_settings(Settings(language="zh_CN", tones=False))
    app.rest()
    assert app.window.scan_line.accessibleDescription() == ""
    app.window.frame.use_settings(Settings(tones=False))
    app.rest()
    app.scan("CY:C:LOCK", ZHAO_MIN)
    assert app.window.scan_line.accessibleDescription() == "", "it was said to somebody else"


def test_a_held_key_does_not_read_a_refusal(at_find: Whole) -> None:
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtGui import QKeyEvent

    at_find.scan("CY:X:broken")
    none = Qt.KeyboardModifier.NoModifier
    held = QKeyEvent(QEvent.Type.KeyPress, KEY.Key_Return, none, "\r", True)
    QCoreApplication.sendEvent(at_find._focus(), held)
    assert at_find.state == "paused"
