"""A picture in its own ratio: a photo, or a paper on white."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QSizePolicy

from cellyard.jobs.labels import Picture
from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted

_LEAST = (160, 112)


def dots_of(picture: Picture) -> QImage:
    """Return the dots of a paper as an image, which borrows its bytes."""
    bits = QImage.Format.Format_Mono
    image = QImage(picture.data, picture.width, picture.height, picture.stride, bits)
    image.setColorTable([0xFFFFFFFF, 0xFF000000])
    return image


def image_of(picture: Picture) -> QImage:
    """Return the dots of a paper as an image of its own, grey so that it shrinks softly."""
    return dots_of(picture).convertToFormat(QImage.Format.Format_Grayscale8)


class PictureView(Painted):
    """Shows a picture as large as its space allows; without one it says why."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._shrunk = QImage()
        self._words = ""
        expanding = QSizePolicy.Policy.Expanding
        self.setSizePolicy(expanding, expanding)

    def set_image(self, image: QImage, words: str) -> None:
        """Show a picture; `words` name it, or say why there is none."""
        self._image, self._shrunk, self._words = image, QImage(), words
        self.setAccessibleName(words)
        self.update()

    @property
    def shows(self) -> bool:
        """True when there is a picture."""
        return not self._image.isNull()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(_LEAST[0]), look.px(_LEAST[1])

    def paint(self, painter: QPainter, look: style.Look) -> None:
        area, colour = QRectF(self.rect()), look.colour
        if not self.shows:
            edge, stroke, radius = colour.line_strong, look.stroke.border, look.radius.card
            draw.box(painter, area, border=edge, stroke=stroke, radius=radius, dash=True)
            words = area.adjusted(look.px(16), 0, -look.px(16), 0)
            draw.line(
                painter, words, self._words, look.font("sub"), colour.text_muted, align="centre"
            )
            return
        ratio = self.devicePixelRatioF()
        room = (area.size() * ratio).toSize()
        if self._shrunk.isNull() or self._shrunk.size() != self._fitted(room):
            smooth = Qt.TransformationMode.SmoothTransformation
            keep = Qt.AspectRatioMode.IgnoreAspectRatio
            self._shrunk = self._image.scaled(self._fitted(room), keep, smooth)
        shown = QRectF(0, 0, self._shrunk.width() / ratio, self._shrunk.height() / ratio)
        painter.drawImage(shown, self._shrunk)

    def _fitted(self, room: QSize) -> QSize:
        """Return the size of the picture in a space, never beyond twice its own dots."""
        most = QSize(2 * self._image.width(), 2 * self._image.height())
        return self._image.size().scaled(room.boundedTo(most), Qt.AspectRatioMode.KeepAspectRatio)
