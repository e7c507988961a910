"""A paper of any number of pages looked at in place: the page in front, sharp at its size."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy

from cellyard.domain.refusals import Refused
from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.drawn_pages import DrawnPages
from cellyard.ui.widgets.page_place import PagePlace
from cellyard.ui.widgets.painted import Painted
from cellyard.words import _, sentence

_LEAST = (160, 200)
_FOOT = 40  # the line below the page: its name, and which of how many
# Dots across a page at the most: 290 dpi, where three pages still take 25 MB.
_MOST = 2400
_NOTCH = 120  # a wheel turns by this, see QWheelEvent.angleDelta
_PAPER = 0xFFFFFF  # white in every theme: it is what comes out of the printer


class PaperView(Painted):
    """Shows a PDF, one page at a time; without one it says why. `turned` after another page.

    Page up and down turn; so do arrows and wheel at the end of what is seen. + and − change the
    size, 0 goes to and fro between the whole page and the full width. Pages are drawn on a
    thread, the one in front first; it and its neighbours are kept, no others.
    """

    turned = Signal()

    def __init__(self, words: str = "") -> None:
        super().__init__()
        expanding = QSizePolicy.Policy.Expanding
        self.setSizePolicy(expanding, expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pages = DrawnPages(self)
        self._pages.opened.connect(self._opened)
        self._pages.drawn.connect(self.update)
        self._pages.refused.connect(self._refused)
        self._words = ""
        self._at = 0
        self._place = PagePlace()
        self._turned_by = 0
        self.show_words(words)

    # --- what it shows ----------------------------------------------------------------------

    def show_paper(self, pdf: bytes, words: str) -> None:
        """Show a paper by its name; another state of the one shown keeps the page that is read."""
        if words != self._words:
            self._at = 0
            self._place.to_top()
            self.show_words(words)
        self._pages.open(pdf)

    def show_words(self, words: str) -> None:
        """Show no paper, and say why."""
        self._pages.close()
        self._place.page = None
        self._words = words
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
        image = self._pages.image(self._at)
        return image is not None and image.width() == self._dots(self._at)

    # --- turning, and how large -------------------------------------------------------------

    def turn(self, step: int) -> bool:
        """Turn so many pages on or back; False at the last and the first."""
        at = min(max(self._at + step, 0), self.pages - 1)
        if not self.pages or at == self._at:
            return False
        self._at = at
        self._place.to_top()
        self._tell()
        return True

    def zoom(self, step: int) -> None:
        """Show it larger by so many steps, or smaller; never smaller than the whole page."""
        self._place.zoom(step, _MOST / self.devicePixelRatioF())
        self.update()

    def fit(self) -> None:
        """Go to and fro between the whole page and the full width."""
        self._place.fit()
        self.update()

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
                self._walk(1 if event.key() == Qt.Key.Key_Down else -1)
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
        if self._scroll(-by):
            self._turned_by = 0
            return
        self._turned_by += by
        notches = int(self._turned_by / _NOTCH)
        if notches:
            self._turned_by -= notches * _NOTCH
            self.turn(-notches)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stand()

    # --- where the page stands --------------------------------------------------------------

    @property
    def _sizes(self) -> tuple[tuple[float, float], ...]:
        return self._pages.sizes

    def _room(self) -> QRectF:
        return QRectF(self.rect()).adjusted(0, 0, 0, -style.px(_FOOT))

    def _stand(self) -> None:
        """Let the page in front stand in the room that there is."""
        self._place.room = self._room().size()
        self._place.page = self._sizes[self._at] if self._sizes else None
        self._scroll(0)

    def _dots(self, page: int) -> int:
        """Return how many dots of this glass a page is wide."""
        (wide, high), (one, other) = self._sizes[page], self._sizes[self._at]
        ratio = (wide / high) / (one / other)  # pages of one size, but for a plan that lies
        return max(
            1, min(_MOST, round(self._place.area.width() * ratio * self.devicePixelRatioF()))
        )

    def _scroll(self, by: float) -> bool:
        self.update()
        return self._place.scroll(by)

    def _walk(self, step: int) -> None:
        """Go on by a part of what is seen; at the end of a page, to the next one."""
        if not self._scroll(step * self._room().height() / 8):
            self.turn(step)

    # --- drawing ----------------------------------------------------------------------------

    def _opened(self) -> None:
        self._at = min(self._at, self.pages - 1)
        self._tell()

    def _refused(self, no: Refused) -> None:
        self.show_words(sentence(no))

    def _tell(self) -> None:
        words = _("Page {page} of {pages}").format(page=self.page, pages=self.pages)
        self.setAccessibleDescription(words)
        self._stand()
        self.turned.emit()

    def _want(self) -> None:
        """Have the page in front drawn at its size, then its neighbours."""
        near = [p for p in (self._at, self._at + 1, self._at - 1) if 0 <= p < self.pages]
        self._pages.want([(page, self._dots(page)) for page in near])

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(_LEAST[0]), look.px(_LEAST[1])

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, room = look.colour, self._room()
        if not self._sizes:
            edge, stroke, radius = colour.line_strong, look.stroke.border, look.radius.card
            draw.box(painter, room, border=edge, stroke=stroke, radius=radius, dash=True)
            words = room.adjusted(look.px(16), 0, -look.px(16), 0)
            down = draw.paragraph_height(self._words, "sub", words.width())
            words.setTop(max(words.top(), words.center().y() - down / 2))
            draw.paragraph(painter, words, self._words, "sub", colour.text_muted)
            return
        self._want()  # asked by who is painted: what nobody sees is not drawn
        painter.save()
        painter.setClipRect(room)
        page, image = self._place.area, self._pages.image(self._at)
        draw.box(painter, page, QColor(_PAPER))
        if image and self.sharp:
            self._put(painter, page.topLeft(), image)
        elif image:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(page, image)
        draw.box(painter, page, border=colour.line_strong, stroke=look.stroke.hair)
        painter.restore()
        self._paint_foot(painter, look)

    def _put(self, painter: QPainter, corner: QPointF, image: QImage) -> None:
        """Put dots on dots: anything between would blur them."""
        ratio = self.devicePixelRatioF()
        whole = QPointF((corner * ratio).toPoint()) / ratio
        painter.drawImage(QRectF(whole, image.size().toSizeF() / ratio), image)

    def _paint_foot(self, painter: QPainter, look: style.Look) -> None:
        foot = QRectF(self.rect())
        foot.setTop(foot.bottom() - look.px(_FOOT))
        face, ink = look.font("small"), look.colour.text_muted
        count = f"{self.page} / {self.pages}"
        across = draw.line(painter, foot, count, face, ink, align="right")
        left = foot.adjusted(0, 0, -across - look.px(12), 0)
        draw.line(painter, left, self._words, face, ink, may_end=True)
