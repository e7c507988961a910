"""Setting another grade than the rules gave: which one, and why; then a second person's badge."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cellyard.domain.facts import Grade
from cellyard.domain.grading.act import REASONS, OverruleReason
from cellyard.ui import form
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.tile import Tile
from cellyard.words import _
from cellyard.words.bench_facts import OVERRULE_REASONS, ROUTES

_GRADES: tuple[Grade, ...] = ("A", "B", "C", "D")


class OverrulePage(QWidget):
    """`changed`: another grade or reason was chosen. Keys count grades first, then reasons."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.grade: Grade | None = None
        self.reason: OverruleReason | None = None
        self._now: Grade | None = None
        self._question = Label(_("Which grade?"), "lead")
        self._why = Label(_("Why?"), "lead")
        self._grades: dict[Grade, Tile] = {
            grade: Tile(f"{at}  {grade}", _(_route(grade))) for at, grade in enumerate(_GRADES, 1)
        }
        self._reasons: dict[OverruleReason, Tile] = {
            key: Tile(f"{at}  {_(OVERRULE_REASONS[key])}") for at, key in enumerate(REASONS, 1)
        }
        for grade, tile in self._grades.items():
            tile.clicked.connect(partial(self._choose, grade))
        for key, tile in self._reasons.items():
            tile.clicked.connect(partial(self._give, key))
        grades = form.row(*((tile, 1) for tile in self._grades.values()), gap=16)
        reasons = form.column(*self._reasons.values(), gap=12)
        self.setLayout(
            form.column(self._question, grades, form.gap(20), self._why, reasons, form.stretch())
        )

    def ask(self, now: Grade) -> None:
        """Ask anew; the grade that stands cannot be chosen."""
        self.grade, self.reason = None, None
        self._now = now
        for grade, tile in self._grades.items():
            if grade == now:
                tile.set_not_here(_("stands now"))
            else:
                tile.set_here(_(_route(grade)))
        self._show()

    def key(self, figure: int) -> bool:
        """Take a figure: a grade first, then a reason."""
        if self.grade is None:
            if figure <= len(_GRADES) and _GRADES[figure - 1] != self._now:
                self._choose(_GRADES[figure - 1])
            return figure <= len(_GRADES)
        if figure <= len(REASONS):
            self._give(REASONS[figure - 1])
        return figure <= len(REASONS)

    def _choose(self, grade: Grade, *_checked: bool) -> None:
        self.grade = grade
        self._show()

    def _give(self, reason: OverruleReason, *_checked: bool) -> None:
        self.reason = reason
        self._show()

    def _show(self) -> None:
        for grade, tile in self._grades.items():
            tile.setChecked(grade == self.grade)
        for key, tile in self._reasons.items():
            tile.setChecked(key == self.reason)
        self.changed.emit()


def _route(grade: Grade) -> str:
    return ROUTES["recycling" if grade == "D" else "second_life"]
