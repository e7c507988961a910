"""Every screen in every look on both panels: whole words, free of each other, large enough."""

import gettext
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path

import benching
import floor as floors
import looks
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from whole import Whole

from cellyard import files, words
from cellyard.domain.battery import Battery
from cellyard.domain.bench.channel import Channel
from cellyard.domain.grading import act
from cellyard.domain.prices import key_of, units
from cellyard.domain.registers import Price, What
from cellyard.jobs import registers
from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.table import SmallTable

PANELS = {"1366x768": (1366, 768, 3.95), "1920x1080": (1920, 1080, 5.6)}
SCREENS = ("sign_in", "intake", "bench", "grade", "yard", "find", "shift", "tasks", "setup")
# Keys for gloves where gloves are worn; elsewhere a bare finger or a mouse.
LEAST_MM = {"sign_in": 20, "intake": 20, "bench": 20, "grade": 20}
BARE_MM = 10
HAIR_MM = 0.3  # rounding to whole px
KEY = Qt.Key


def pages(app: Whole, screen: str) -> Iterator[str]:
    """Bring up each picture of a screen in turn; gives its name."""
    if screen == "sign_in":
        yield "door"
        app.scan("CY:P:7777")
        yield "wrong badge"
        return
    app.scan("CY:P:0001")
    app.window.go(screen)
    app.rest()
    yield "opened"
    match screen:
        case "intake":
            app.scan(floors.code(77))
            yield "ticket"
        case "bench":
            yield from bench_pages(app)
        case "grade":
            yield from grade_pages(app)
        case "yard":
            app.scan(floors.code(1))
            yield "in hand"
        case "find":
            app.scan(floors.code(2))
            yield "found"
            app.key(KEY.Key_F11)
            yield "label"
        case "shift":
            app.key(KEY.Key_F11)
            yield "hand-over sheet"
        case "tasks":
            yield from task_pages(app)
        case _:
            setup = app.window.current
            for section in getattr(setup, "_sections", ()):
                setup.open(section.key)
                app.rest()
                yield section.key


def task_pages(app: Whole) -> Iterator[str]:
    """Bring up every task that the floor has."""
    for task in app.window.current._found.tasks:
        app.window.go("tasks", task.key)
        app.rest()
        yield task.kind


def bench_pages(app: Whole) -> Iterator[str]:
    """Bring up a proposal for a pack, then a run in every state that a channel can be in."""
    made = benching.instrument
    load = made(benching.LOAD, "load", "1", "itech-it8500", "/dev/null")
    warm = made("warm-1", "thermometer", "1", "applent-at45xx", "/dev/null")
    tests = made("ir-1", "insulation", "1", "gwinstek-gpt9000", "/dev/null")
    person = app.window.frame.person.id
    app.window.frame.work(lambda s: registers.publish(s, [load, warm, tests], by=person))
    app.rest()
    app.window.go("yard")
    app.window.go("bench")
    app.rest()
    yield "queue"
    app.scan(floors.code(1))
    yield "proposal"
    app.key(KEY.Key_Return)
    yield "second badge"
    app.key(KEY.Key_Escape, KEY.Key_Escape)
    channel = app.window.frame.benches.of("1")
    ids = {b.code: b.id for b in asked(app)}
    there = {"sound": ids[floors.code(1)], "cell": ids["04QCB76836300JBC40000903"]}
    for view in benching.channels(there):
        channel._shown.put(view)
        app.window.current._tick()
        app.rest()
        yield f"{view.phase} {view.end or ''}"
    channel._shown.put(Channel(key="1"))
    yield from insulation_pages(app, there["sound"])
    yield from crash_pages(app)


def insulation_pages(app: Whole, battery: str) -> Iterator[str]:
    """Bring up a test of a battery in every state that a tester can be in."""
    app.window.frame.benches.endings.leave("1")  # what has ended would stand before the tester
    tester = app.window.frame.benches.tester("1")
    for view in benching.testers(battery):
        tester._shown.put(view)
        app.window.current._tick()
        assert app.window.current._channels.front.channel.phase == "free"
        app.rest()
        yield f"tester {view.phase} {view.end or ''}"


def crash_pages(app: Whole) -> Iterator[str]:
    """Bring up what stands before the door, and on it, while a tester may be on."""
    app.window.frame.benches.tester("1")._shown.put(benching.testers("")[7])
    app.window.sign_out()
    app.rest()
    yield "before the door"
    page = app.window.before_door.page
    page.off.click()
    yield "before the door, told"
    page.door.click()
    app.rest()
    yield "the door, with what may be on"


def grade_pages(app: Whole) -> Iterator[str]:
    """Bring up a battery without a grade, one near a limit, and another grade to be set."""
    ids = {b.code: b.id for b in asked(app)}
    app.window.go("grade", ids[floors.code(3)])
    app.rest()
    yield "nothing measured"
    station = app.window.frame
    pack = ids[floors.code(1)]
    load = benching.instrument(benching.LOAD, "load", "1", "itech-it8500", "/dev/null")
    station.work(lambda s: registers.publish(s, [load], by=station.person.id))
    station.work(lambda s: benching.capacity_on(s, pack, "101.2", person=station.person.id))
    app.rest()
    app.window.go("grade", pack)
    app.rest()
    assert app.window.current._judged.grading.borderline == "A"
    yield "near a limit"
    app.window.frame.record(act.give, act.Giving(battery=pack))
    app.rest()
    yield "given"
    entered = ("second_life_a", "second_life_b", "second_life_c", "nickel", "treatment")
    prices = [price(what) for what in entered]
    station.work(lambda s: registers.publish(s, prices, by=station.person.id))
    app.rest()
    yield "with a value"
    app.window.current._view.card.click()
    app.rest()
    yield "why it is worth that"
    app.window.current._override()
    yield "another grade"


def price(what: What) -> Price:
    return Price(
        key=key_of(what, "2026-09-01"),
        what=what,
        per=units(what)[0],
        amount=Decimal(320),
        currency="CNY",
        since="2026-09-01",
        source="an offer",
    )


def asked(app: Whole) -> list[Battery]:
    found: list[list[Battery]] = []
    app.window.frame.ask(lambda q: q.newest(), found.append)
    app.rest()
    return found[0]


@pytest.mark.parametrize(
    ("screen", "look", "panel"),
    list(product(SCREENS, product(("light", "dark"), words.LANGUAGES), PANELS)),
    ids=str,
)
def test_every_screen_stands_on_every_panel(
    folder: Path, qtbot: QtBot, screen: str, look: tuple[str, words.Language], panel: str
) -> None:
    theme, language = look
    across, down, px_per_mm = PANELS[panel]
    app = Whole(folder, language=language, theme=theme, px_per_mm=px_per_mm)
    wrong: list[object] = []
    try:
        app.window.resize(across, down)
        app.rest()
        for page in pages(app, screen):
            QApplication.processEvents()
            found = faults(app, screen, px_per_mm, across, down)
            wrong.extend((page, fault) for fault in found)
    finally:
        app.close()
    assert wrong == [], "\n".join(map(str, wrong))


def faults(
    app: Whole, screen: str, px_per_mm: float, across: int, down: int
) -> Iterator[tuple[str, object]]:
    window = app.window
    if (window.width(), window.height()) != (across, down):
        yield "the window grew", (window.width(), window.height())
    work = window.chrome._work
    needs, has = work.currentWidget().minimumSizeHint(), work.size()
    if needs.width() > has.width() or needs.height() > has.height():
        yield "the screen needs more", (needs.toTuple(), has.toTuple())
    with draw.watched() as said:
        window.grab()
    for one in said:
        if not one.fits:
            yield "cut", one
    for pair in looks.overlapping([one for one in said if not looks.scrolled_away(window, one)]):
        yield "over each other", pair
    yield from labels(window)
    yield from heads(window)
    least = LEAST_MM.get(screen, BARE_MM) - HAIR_MM
    yield from small(window.chrome._work, least * px_per_mm)
    if words.language() != "en":
        yield from english(window)


def labels(window: QWidget) -> Iterator[tuple[str, object]]:
    """Qt's own labels tell nobody what they paint."""
    for label in window.findChildren(QLabel):
        elides = getattr(label, "_elide", False) or label.wordWrap()
        if label.isVisible() and label.text() and not elides:
            needs, has = label.sizeHint(), label.size()
            if needs.width() > has.width() + 1 or needs.height() > has.height() + 1:
                yield "cut label", (label.text(), needs.toTuple(), has.toTuple())


def heads(window: QWidget) -> Iterator[tuple[str, object]]:
    """Qt's own heads of tables tell nobody either."""
    for table in window.findChildren(SmallTable):
        head = table.horizontalHeader()
        pads = 2 * style.px(10)
        for number, column in enumerate(table._model.columns):
            needs = draw.width(column.title, head.font()) + pads
            if table.isVisible() and needs > head.sectionSize(number) + 1:
                yield "cut head", (column.title, needs, head.sectionSize(number))


def small(window: QWidget, least: float) -> Iterator[tuple[str, object]]:
    for target in window.findChildren(QWidget):
        pressed = isinstance(target, QAbstractButton | QLineEdit)
        inside = isinstance(target.parentWidget(), QAbstractScrollArea)
        if pressed and not inside and target.isVisible() and target.height() < least:
            yield "small", (type(target).__name__, target.accessibleName(), target.height(), least)


def catalogue() -> dict[str, str]:
    """Return the catalogue's own table: English sentence to Chinese."""
    compiled = gettext.GNUTranslations(io.BytesIO(files.data("i18n/zh_CN/LC_MESSAGES/cellyard.mo")))
    table = compiled._catalog  # pyright: ignore[reportAttributeAccessIssue]
    return {k: v for k, v in table.items() if isinstance(k, str) and k}


TABLE = catalogue()
# What is said differently in Chinese; a name that stays (GB/T, kWh) tells nothing.
ENGLISH = {english for english, chinese in TABLE.items() if not chinese.isascii()}
PATTERNS = [
    re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(text)))
    for text in ENGLISH
    if "{" in text and len(re.sub(r"\{\w+\}", "", text)) > 5
]


def english(window: QWidget) -> Iterator[tuple[str, object]]:
    """Give every visible text that is an English sentence of the catalogue."""
    found: set[str] = set()
    with draw.watched() as said:
        window.grab()
    found.update(one.text for one in said)
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        found.update((widget.accessibleName(), widget.accessibleDescription()))
        if isinstance(widget, QLabel):
            found.add(widget.text())
        if isinstance(widget, QLineEdit):
            found.add(widget.placeholderText())
    for text in sorted(found):
        if text in ENGLISH or any(p.fullmatch(text) for p in PATTERNS):
            yield "English", text
