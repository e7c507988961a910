"""The packagings at hand, as toggles: what the packing instructions of transport ask for."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from cellyard.domain.rules import Edition
from cellyard.domain.shipping.packing import APPROVAL
from cellyard.ui import form, style
from cellyard.ui.widgets.desk import Filter
from cellyard.ui.widgets.label import Label
from cellyard.words import _

_ACROSS = 3
_GAP = 6


class Packagings(QObject):
    """`changed` when a person sets or takes one; a packing that asks for none is always there."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._toggles: dict[str, Filter] = {}
        self._kept: tuple[str, ...] = ()
        self._grid = QGridLayout()
        self._grid.setSpacing(style.px(_GAP))
        self._grid.setContentsMargins(0, 0, 0, 0)
        title = Label(_("Packagings at hand"), "sub", weight=600)
        self.card: QWidget = form.holder(form.column(title, self._grid, gap=10))

    @property
    def chosen(self) -> tuple[str, ...]:
        """What is at hand, in the order shown."""
        shown = (key for key, toggle in self._toggles.items() if toggle.isChecked())
        return (*shown, *self._kept)

    def offer(self, names: Sequence[str], chosen: Iterable[str], *, enabled: bool) -> None:
        """Show these and what is chosen already; nothing that is chosen is lost."""
        everything = tuple(chosen)
        # Of an older store: it lets nothing travel, and stays as it was entered.
        self._kept = tuple(name for name in everything if name == APPROVAL)
        at_hand = tuple(name for name in everything if name != APPROVAL)
        wanted = tuple(dict.fromkeys((*names, *at_hand)))
        if wanted != tuple(self._toggles):
            self._build(wanted)
        for key, toggle in self._toggles.items():
            toggle.blockSignals(True)
            toggle.setChecked(key in at_hand)
            toggle.blockSignals(False)
            toggle.setEnabled(enabled)

    def _build(self, names: Sequence[str]) -> None:
        for toggle in self._toggles.values():
            self._grid.removeWidget(toggle)
            toggle.deleteLater()
        self._toggles = {}
        for number, name in enumerate(names):
            toggle = Filter(name)
            toggle.toggled.connect(self.changed)
            self._toggles[name] = toggle
            self._grid.addWidget(toggle, *divmod(number, _ACROSS), Qt.AlignmentFlag.AlignLeft)


def asked_for(editions: Iterable[Edition], law: str) -> list[str]:
    """Return what the packing instructions of a law's editions ask to be at hand.

    An approval of the authority is none: it is for one battery, and its number stands with it.
    """
    rows = (row for e in editions if e.jurisdiction in ("", law) for row in e.packing)
    return list(dict.fromkeys(row.needs for row in rows if row.needs not in ("", APPROVAL)))
