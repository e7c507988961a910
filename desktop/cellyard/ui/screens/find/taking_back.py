"""Taking a fact back: which one, and the reason as a word; the chain keeps both."""

from typing import get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cellyard.domain import facts as f
from cellyard.domain.intake import CorrectionReason
from cellyard.ui import form
from cellyard.ui.screens.find.story import Told
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.tile import Tile
from cellyard.words import _
from cellyard.words.intake import CORRECTION_REASONS

REASONS: tuple[CorrectionReason, ...] = get_args(CorrectionReason)
# What a grade rests on.
_GROUNDS = (f.ResistanceTested, f.InsulationTested, f.CapacityTested)
_SIDE = 300
_COLUMNS = 2


class TakingBack(QWidget):
    """Six reasons as tiles; `given(reason)` comes with the primary button."""

    given = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = Label(step="lead", weight=600, elide=True)
        self._hint = Label(step="small", colour="text_muted", wrap=True)
        self._tiles = {
            key: Tile(_(CORRECTION_REASONS[key]), str(number))
            for number, key in enumerate(REASONS, start=1)
        }
        for key, tile in self._tiles.items():
            tile.clicked.connect(lambda _checked=False, key=key: self.choose(key))
        tiles = list(self._tiles.values())
        rows = [tiles[at : at + _COLUMNS] for at in range(0, len(tiles), _COLUMNS)]
        grid = form.grid(rows, gap=(20, 20), stretches=(1,) * _COLUMNS)
        left = form.column(self._title, self._hint, form.gap(20), grid, form.stretch(), gap=4)
        back = BigButton(_("Leave it as it is"), "secondary", key=_("Esc"))
        back.clicked.connect(self.closed)
        self._take = BigButton(_("Take back"), key=_("Enter"))
        self._take.clicked.connect(self.give)
        side = form.column(form.stretch(), back, self._take, gap=16)
        self.setLayout(form.row((left, 1), form.holder(side, width=_SIDE), margins=(20, 16)))
        self._reason = ""

    def ask(self, told: Told) -> None:
        """Ask why this fact is taken back."""
        self._title.setText(_("Take back: {said}").format(said=told.said))
        words = _(
            "The fact stays in the chain and no longer counts. What is right is written anew."
        )
        if isinstance(told.recorded.fact, _GROUNDS):
            words += " " + _("A grade that was given on it is taken back with it.")
        self._hint.setText(words)
        self.choose("")

    def choose(self, reason: str) -> None:
        """Choose a reason, "" for none yet."""
        self._reason = reason
        for key, tile in self._tiles.items():
            tile.setChecked(key == reason)
        if reason:
            self._take.set_ready()
        else:
            self._take.set_not_yet(_("Choose a reason"))

    def digit(self, figure: int) -> bool:
        """Choose the reason of this number."""
        if figure > len(REASONS):
            return False
        self.choose(REASONS[figure - 1])
        return True

    def give(self) -> None:
        """Take back for the reason chosen; nothing happens without one."""
        if self._reason:
            self.given.emit(self._reason)
