"""Set up in the real window, as its tests work it: sections, forms, the one next step."""

from typing import Any

from at_window import AtWindow
from floor import Floor
from pytestqt.qtbot import QtBot

from cellyard.jobs.door import SignedIn
from cellyard.ui.screens.setup import SetupScreen
from cellyard.ui.screens.setup.section import Section
from cellyard.ui.widgets.desk import Check, Choice, Field
from cellyard.ui.widgets.message_line import MessageLine


class SetUp(AtWindow):
    """Somebody at Set up."""

    def __init__(
        self,
        floor: Floor,
        person: SignedIn,
        qtbot: QtBot,
        size: tuple[int, int] = (1366, 768),
        **joined: Any,
    ) -> None:
        super().__init__(floor.station, qtbot, size, **joined)
        self.floor = floor
        self.sign_in(person)
        self.window.go("setup")
        self.rest()

    @property
    def screen(self) -> SetupScreen:
        found = self.window.current
        assert isinstance(found, SetupScreen)
        return found

    def open(self, key: str) -> Section:
        self.screen.open(key)
        self.rest()
        return self.screen.section(key)

    def next(self) -> str:
        button = self.screen._primary
        if not button.isVisible():
            return ""
        return f"{button.mode}: {button.accessibleName()} / {button.accessibleDescription()}"

    def enter(self) -> None:
        self.screen.enter()
        self.rest()

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

    def row(self, section_key: str, key: str) -> tuple[str, ...]:
        """Return how a row of a section's table reads: its state, then its cells."""
        rows = self.screen.section(section_key)._table._model.rows
        found = next(row for row in rows if row.key == key)
        return (found.state, *found.cells)
