"""Where the page of a paper stands in the room that it is looked at in: its size, how far up."""

from PySide6.QtCore import QRectF, QSizeF

_STEP = 1.25  # one key of zoom


class PagePlace:
    """Lengths in px. `page` is the size of the page in front in any unit, None without one.

    The whole page is shown until it is zoomed; what is larger than the room is moved up and down.
    """

    def __init__(self) -> None:
        self.room = QSizeF()
        self.page: tuple[float, float] | None = None
        self._zoom: float | None = 1.0  # of the whole page; None is the full width
        self._up = 0.0

    @property
    def area(self) -> QRectF:
        """Where the page stands; empty without one."""
        if self.page is None:
            return QRectF()
        wide, high = self.page
        across = self._across(self._zoom or self._full_width())
        down = across * high / wide
        over = down > self.room.height()
        top = -self._up if over else (self.room.height() - down) / 2
        return QRectF((self.room.width() - across) / 2, top, across, down)

    @property
    def whole(self) -> float:
        """How wide the page is when all of it is seen."""
        return self._across(1.0)

    def to_top(self) -> None:
        """Show the page from its top."""
        self._up = 0.0

    def zoom(self, step: int, widest: float) -> None:
        """Show it larger by so many steps, or smaller: at most so wide, at least the whole page."""
        now = self._zoom or self._full_width()
        most = widest / max(1.0, self.whole)
        self._resize(min(max(now * _STEP**step, 1.0), max(most, 1.0)))

    def fit(self) -> None:
        """Go to and fro between the whole page and the full width."""
        self._resize(None if self._zoom == 1.0 else 1.0)

    def scroll(self, by: float) -> bool:
        """Move the page up by so much, as far as it goes; False when it does not move."""
        most = max(0.0, self.area.height() - self.room.height())
        up = min(max(self._up + by, 0.0), most)
        moved = up != self._up
        self._up = up
        return moved

    def _across(self, zoom: float) -> float:
        if self.page is None:
            return 0.0
        wide, high = self.page
        return min(self.room.width(), self.room.height() * wide / high) * zoom

    def _full_width(self) -> float:
        return self.room.width() / max(1.0, self.whole)

    def _resize(self, zoom: float | None) -> None:
        """Show it so large; what is in the middle of the room stays there."""
        area = self.area
        middle = (self.room.height() / 2 - area.y()) / max(1.0, area.height())
        self._zoom = zoom
        self._up = middle * self.area.height() - self.room.height() / 2
        self.scroll(0)
