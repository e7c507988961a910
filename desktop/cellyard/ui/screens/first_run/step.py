"""A step of First run: a panel on the draft, with its line in the list at the left."""

from collections.abc import Callable
from typing import ClassVar

from cellyard.ui.screens.first_run.draft import Draft
from cellyard.ui.setting_up.panel import Panel


class Step(Panel):
    """Reads and writes the draft; `keep` stores it at each change."""

    title: ClassVar[str]
    short: ClassVar[str]

    def __init__(self, draft: Draft, keep: Callable[[], None]) -> None:
        super().__init__()
        self.draft = draft
        self._keep = keep

    def second(self) -> str:
        """Return what stands under the step's name: what is entered, or what will be asked."""
        raise NotImplementedError

    def hindered(self) -> str:
        """Return why one cannot go on from here, "" when one can."""
        return ""

    def kept(self) -> None:
        """Store the draft, and let everything that shows it ask again."""
        self._keep()
        self.changed.emit()
