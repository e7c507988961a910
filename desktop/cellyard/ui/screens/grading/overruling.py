"""Setting another grade than the rules gave: which one, and why; then a second person's badge."""

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
        self._question = Label(_("Which grade?"), "lead")
        self._why = Label(_("Why?"), "lead")
        self._grades: dict[Grade, Tile] = {
            grade: Tile(grade, _(_route(grade))) for grade in _GRADES
        }
        self._reasons: dict[OverruleReason, Tile] = {
            key: Tile(f"{at}  {_(OVERRULE_REASONS[key])}") for at, key in enumerate(REASONS, 1)
        }
        for grade, tile in self._grades.items():
            tile.clicked.connect(lambda _checked=False, grade=grade: self._choose(grade))
        for key, tile in self._reasons.items():
            tile.clicked.connect(lambda _checked=False, key=key: self._give(key))
        grades = form.row(*((tile, 1) for tile in self._grades.values()), gap=16)
        reasons = form.column(*self._reasons.values(), gap=12)
        self.setLayout(
            form.column(self._question, grades, form.gap(20), self._why, reasons, form.stretch())
        )

    def ask(self, now: Grade) -> None:
        """Ask anew; the grade that stands cannot be chosen."""
        self.grade, self.reason = None, None
        for grade, tile in self._grades.items():
            tile.setVisible(grade != now)
        self._show()

    def key(self, figure: int) -> bool:
        """Take a figure: a grade first, then a reason."""
        if self.grade is None:
            there = [grade for grade, tile in self._grades.items() if not tile.isHidden()]
            if figure <= len(there):
                self._choose(there[figure - 1])
            return figure <= len(there)
        if figure <= len(REASONS):
            self._give(REASONS[figure - 1])
        return figure <= len(REASONS)

    def _choose(self, grade: Grade) -> None:
        self.grade = grade
        self._show()

    def _give(self, reason: OverruleReason) -> None:
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
