"""Set up on a stage, as its tests work it: sections, forms, the one next step, what is said."""

from collections.abc import Callable

from floor import Floor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from stage import Stage

from cellyard.jobs.people import SignedIn
from cellyard.ledger.questions import Questions
from cellyard.ui.screens.setup import SetupScreen
from cellyard.ui.screens.setup.section import Section
from cellyard.ui.widgets.desk import Check, Choice, Field
from cellyard.ui.widgets.message_line import MessageLine


class SetUp:
    """The screen on a stage."""

    def __init__(self, floor: Floor, person: SignedIn, qtbot: QtBot) -> None:
        self.floor = floor
        self.stage = Stage(floor.station, person, SetupScreen)
        qtbot.addWidget(self.stage)
        self.stage.open()

    @property
    def screen(self) -> SetupScreen:
        assert isinstance(self.stage.screen_, SetupScreen)
        return self.stage.screen_

    def open(self, key: str) -> Section:
        self.screen.open(key)
        self.stage.rest()
        return self.screen.section(key)

    def next(self) -> str:
        button = self.screen._primary
        if not button.isVisible():
            return ""
        return f"{button.mode}: {button.accessibleName()} / {button.accessibleDescription()}"

    def enter(self) -> None:
        self.screen.enter()
        self.stage.rest()

    def said(self) -> str:
        lines = self.screen.findChildren(MessageLine)
        return " ".join(line.words for line in lines if line.isVisible())

    def fill(self, section_key: str, /, **texts: str) -> None:
        section = self.screen.section(section_key)
        for name, text in texts.items():
            field = section.fields[name]
            if isinstance(field, Field):
                field.setText(text)
            elif isinstance(field, Choice):
                field.set_key(text)
            elif isinstance(field, Check):
                field.setChecked(bool(text))

    def until(self, done: Callable[[], bool]) -> None:
        while not done():
            QTest.qWait(5)

    def asked(self, question: Callable[[Questions], object]) -> object:
        found: list[object] = []
        self.stage.ask(question, found.append)
        self.stage.rest()
        return found[0]

    def stop(self) -> None:
        self.stage.instruments.stop()
        self.stage.stop()
