"""The names at the door: who was here last comes first; the others are one tap further."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from cellyard.jobs.people import Listed
from cellyard.ui import style
from cellyard.ui.widgets.tile import Tile
from cellyard.words import _, clock
from cellyard.words.numbers import listed
from cellyard.words.times import local
from cellyard.words.yard import ROLES

# Columns and rows of tiles in the small and in the large layout.
_SMALL, _LARGE = (3, 2), (4, 4)


class Names(QWidget):
    """Tiles in a fixed grid: with more people than tiles, the last one shows the next page."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._columns, self._rows = _LARGE if style.now().large else _SMALL
        self._people: list[Listed] = []
        self._page = 0
        self._key = ""
        self._tiles = [Tile("") for _n in range(self._columns * self._rows)]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(style.now().floor.gap)
        for number, tile in enumerate(self._tiles):
            tile.clicked.connect(lambda _checked=False, number=number: self._pressed(number))
            policy = tile.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            tile.setSizePolicy(policy)
            grid.addWidget(tile, number // self._columns, number % self._columns)
        for column in range(self._columns):
            grid.setColumnStretch(column, 1)
        self._show()

    def set_people(self, people: Sequence[Listed]) -> None:
        """Show who may sign in."""
        self._people = list(people)
        self._show()

    def person(self, id_: str) -> Listed | None:
        return next((p for p in self._people if p.id == id_), None)

    def choose(self, id_: str) -> None:
        """Mark one as chosen."""
        self._key = id_
        self._show()

    def _per_page(self) -> int:
        room = len(self._tiles)
        return room if len(self._people) <= room else room - 1

    def _shown(self) -> list[Listed]:
        start = self._page * self._per_page()
        return self._people[start : start + self._per_page()]

    def _pressed(self, number: int) -> None:
        shown = self._shown()
        if number < len(shown):
            self.chosen.emit(shown[number].id)
        else:
            pages = -(-len(self._people) // self._per_page())
            self._page = (self._page + 1) % pages
        self._show()

    def _show(self) -> None:
        shown = self._shown()
        for number, tile in enumerate(self._tiles):
            more = number == len(self._tiles) - 1 and len(self._people) > len(self._tiles)
            tile.setVisible(number < len(shown) or more)
            if number < len(shown):
                tile.set_words(shown[number].name, _second(shown[number]))
                tile.setChecked(shown[number].id == self._key)
            elif more:
                rest = len(self._people) - len(shown)
                tile.set_words(_("More names"), _("{count} others").format(count=rest))
                tile.setChecked(False)


def _second(person: Listed) -> str:
    roles = [_(words) for role, words in ROLES.items() if role in person.roles]
    said = listed(roles[-1:])
    if not person.seen:
        return said
    return _("{role}, {time}").format(role=said, time=clock(local(person.seen)))
