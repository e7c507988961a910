"""A paper of any number of pages looked at in place: the page in front, sharp at its size."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy

from cellyard.domain.refusals import Refused
from cellyard.jobs import paper_pages
from cellyard.jobs.paper_pages import Grey
from cellyard.ui import style
from cellyard.ui.setting_up.errand import errand
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.words import _, sentence

_LEAST = (160, 200)
_FOOT = 40  # the line below the page: its name, and which of how many
_STEP = 1.25  # one key of zoom
# Dots across a page at the most: 290 dpi, where three pages still take 25 MB.
_MOST = 2400
_NOTCH = 120  # a wheel turns by this, see QWheelEvent.angleDelta


class PaperView(Painted):
    """Shows a PDF, one page at a time; without one it says why. `turned` after another page.

    Page up and down turn, so does the wheel; + and − change the size, 0 goes to and fro between
    the whole page and the full width. Pages are drawn on a thread, the one in front first; it and
    its neighbours are kept, no others.
    """

    turned = Signal()

    def __init__(self, words: str = "") -> None:
        super().__init__()
        expanding = QSizePolicy.Policy.Expanding
        self.setSizePolicy(expanding, expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pdf = b""
        self._sizes: Sequence[tuple[float, float]] = ()
        self._drawn: dict[int, QImage] = {}
        self._at, self._top = 0, 0.0
        self._zoom: float | None = None  # of the whole page; None is the full width
        self._turned_by = 0
        self._drawing = False
        self.show_words(words)
        self._zoom = 1.0

    # --- what it shows ----------------------------------------------------------------------

    def show_paper(self, pdf: bytes, words: str) -> None:
        """Show a paper by its name; another state of the one shown keeps the page that is read."""
        if words != self._words:
            self._at, self._top = 0, 0.0
        self._pdf, self._words = pdf, words
        self.setAccessibleName(words)

        def opened(sizes: tuple[tuple[float, float], ...]) -> None:
            if self._pdf is pdf:
                self._sizes, self._drawn = sizes, {}
                self._at = min(self._at, len(sizes) - 1)
                self._tell()

        errand(self, "paper", lambda: paper_pages.sizes(pdf), opened, self._refused)

    def show_words(self, words: str) -> None:
        """Show no paper, and say why."""
        self._pdf, self._sizes, self._drawn, self._words = b"", (), {}, words
        self.setAccessibleName(words)
        self.setAccessibleDescription("")
        self.update()

    @property
    def page(self) -> int:
        """Which page is in front, counted from 1; 0 without a paper."""
        return self._at + 1 if self._sizes else 0

    @property
    def pages(self) -> int:
        return len(self._sizes)

    @property
    def sharp(self) -> bool:
        """True when the page in front is drawn at its size."""
        image = self._drawn.get(self._at)
        return image is not None and image.width() == self._dots(self._at)

    # --- turning, and how large -------------------------------------------------------------

    def turn(self, step: int) -> bool:
        """Turn so many pages on or back; False at the last and the first."""
        at = min(max(self._at + step, 0), self.pages - 1)
        if not self.pages or at == self._at:
            return False
        self._at, self._top = at, 0.0
        self._tell()
        return True

    def zoom(self, step: int) -> None:
        """Show it larger by so many steps, or smaller; never smaller than the whole page."""
        now = self._zoom or self._full_width()
        most = _MOST / max(1.0, self._across(1.0) * self.devicePixelRatioF())
        self._resize(min(max(now * _STEP**step, 1.0), max(most, 1.0)))

    def fit(self) -> None:
        """Go to and fro between the whole page and the full width."""
        self._resize(None if self._zoom == 1.0 else 1.0)

    def take_key(self, event: QKeyEvent) -> bool:
        """Act on a key of the paper; False when it means nothing here."""
        if not self.pages:
            return False
        match event.key():
            case Qt.Key.Key_PageDown:
                self.turn(1)
            case Qt.Key.Key_PageUp:
                self.turn(-1)
            case Qt.Key.Key_Home | Qt.Key.Key_End:
                self.turn(self.pages if event.key() == Qt.Key.Key_End else -self.pages)
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                self._scroll(self._step() if event.key() == Qt.Key.Key_Down else -self._step())
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(1)
            case Qt.Key.Key_Minus:
                self.zoom(-1)
            case Qt.Key.Key_0:
                self.fit()
            case _:
                return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.take_key(event):
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        by = event.angleDelta().y()
        if self._room().height() < self._page().height() and self._scroll(-by):
            self._turned_by = 0
            return
        self._turned_by += by
        notches = int(self._turned_by / _NOTCH)
        if notches:
            self._turned_by -= notches * _NOTCH
            self.turn(-notches)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._scroll(0)
        self._draw_next()

    # --- where the page stands --------------------------------------------------------------

    def _room(self) -> QRectF:
        return QRectF(self.rect()).adjusted(0, 0, 0, -style.px(_FOOT))

    def _across(self, zoom: float) -> float:
        """Return how wide the page in front is at a zoom, px."""
        if not self._sizes:
            return 0.0
        (wide, high), room = self._sizes[self._at], self._room()
        return min(room.width(), room.height() * wide / high) * zoom

    def _full_width(self) -> float:
        return self._room().width() / max(1.0, self._across(1.0))

    def _page(self) -> QRectF:
        """Return where the page in front stands, px of this widget."""
        if not self._sizes:
            return QRectF()
        (wide, high), room = self._sizes[self._at], self._room()
        across = self._across(self._zoom or self._full_width())
        down = across * high / wide
        top = -self._top if down > room.height() else (room.height() - down) / 2
        return QRectF((room.width() - across) / 2, top, across, down)

    def _dots(self, page: int) -> int:
        """Return how many dots of this glass a page is wide."""
        (wide, high), (one, other) = self._sizes[page], self._sizes[self._at]
        ratio = (wide / high) / (one / other)  # pages of one size, but for a plan that lies
        return max(1, min(_MOST, round(self._page().width() * ratio * self.devicePixelRatioF())))

    def _resize(self, zoom: float | None) -> None:
        page, room = self._page(), self._room()
        middle = (room.height() / 2 - page.y()) / max(1.0, page.height())
        self._zoom = zoom
        self._top = middle * self._page().height() - room.height() / 2
        self._scroll(0)
        self._draw_next()

    def _scroll(self, by: float) -> bool:
        """Move the page up by so many px, as far as it goes; False when it does not move."""
        most = max(0.0, self._page().height() - self._room().height())
        top = min(max(self._top + by, 0.0), most)
        moved = top != self._top
        self._top = top
        self.update()
        return moved

    def _step(self) -> float:
        return self._room().height() / 8

    # --- drawing ----------------------------------------------------------------------------

    def _tell(self) -> None:
        words = _("Page {page} of {pages}").format(page=self.page, pages=self.pages)
        self.setAccessibleDescription(words)
        self._scroll(0)
        self._draw_next()
        self.turned.emit()

    def _draw_next(self) -> None:
        """Have the page in front drawn, then its neighbours; one at a time."""
        near = [p for p in (self._at, self._at + 1, self._at - 1) if 0 <= p < self.pages]
        self._drawn = {page: image for page, image in self._drawn.items() if page in near}
        due = [
            page
            for page in near
            if page not in self._drawn or self._drawn[page].width() != self._dots(page)
        ]
        if self._drawing or not due or not self.isVisible():
            return
        self._drawing = True
        pdf, page, dots = self._pdf, due[0], self._dots(due[0])

        def drawn(grey: Grey) -> None:
            self._drawing = False
            if self._pdf is pdf:
                self._drawn[page] = _image(grey)
                self.update()
            self._draw_next()

        errand(self, "page", lambda: paper_pages.grey(pdf, page, dots), drawn, self._refused)

    def _refused(self, no: Refused) -> None:
        self._drawing = False
        self.show_words(sentence(no))

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(_LEAST[0]), look.px(_LEAST[1])

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, room = look.colour, self._room()
        if not self._sizes:
            edge, stroke, radius = colour.line_strong, look.stroke.border, look.radius.card
            draw.box(painter, room, border=edge, stroke=stroke, radius=radius, dash=True)
            words = room.adjusted(look.px(16), 0, -look.px(16), 0)
            face = look.font("sub")
            draw.line(painter, words, self._words, face, colour.text_muted, align="centre")
            return
        self._draw_next()  # it may have come into sight only now
        painter.save()
        painter.setClipRect(room)
        page, ratio = self._page(), self.devicePixelRatioF()
        image = self._drawn.get(self._at)
        if image is None:
            draw.box(painter, page, style.PAPER)
        elif self.sharp:
            corner = (page.topLeft() * ratio).toPoint()
            here = QRect(corner, image.size())
            painter.drawImage(QRectF(QPoint(), here.size() / ratio).translated(
                here.x() / ratio, here.y() / ratio), image)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(page, image)
        draw.box(painter, page, border=colour.line, stroke=look.stroke.hair)
        painter.restore()
        self._paint_foot(painter, look)

    def _paint_foot(self, painter: QPainter, look: style.Look) -> None:
        foot = QRectF(self.rect())
        foot.setTop(foot.bottom() - look.px(_FOOT))
        face, ink = look.font("small"), look.colour.text_muted
        count = f"{self.page} / {self.pages}"
        across = draw.line(painter, foot, count, face, ink, align="right")
        left = foot.adjusted(0, 0, -across - look.px(12), 0)
        draw.line(painter, left, self._words, face, ink, may_end=True)


def _image(grey: Grey) -> QImage:
    form = QImage.Format.Format_Grayscale8
    return QImage(grey.data, grey.width, grey.height, grey.width, form).copy()
