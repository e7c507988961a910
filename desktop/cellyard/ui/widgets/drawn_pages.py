"""The pages of a paper as images for the glass: drawn on a thread, few of them kept."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from cellyard.domain.refusals import Refused
from cellyard.jobs import paper_pages
from cellyard.jobs.paper_pages import Grey
from cellyard.ui.setting_up.errand import errand

Sizes = tuple[tuple[float, float], ...]


class DrawnPages(QObject):
    """Draws the pages that are wanted, one at a time, the first first; it keeps no others.

    `opened` when the sizes of a paper's pages are known, `drawn` at each image, `refused` with
    the reason when it is no paper.
    """

    opened = Signal()
    drawn = Signal()
    refused = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._opening = self._pdf = b""
        self.sizes: Sizes = ()  # width and height of each page, mm
        self._images: dict[int, QImage] = {}
        self._wanted: Sequence[tuple[int, int]] = ()
        self._drawing = False

    def open(self, pdf: bytes) -> None:
        """Open a paper; the pages of the one before stand until its sizes are known."""
        self._opening = pdf

        def opened(sizes: Sizes) -> None:
            if self._opening is pdf:
                self._pdf, self.sizes, self._images, self._wanted = pdf, sizes, {}, ()
                self.opened.emit()

        def refused(no: Refused) -> None:
            if self._opening is pdf:
                self._refuse(no)

        errand(self, "paper", lambda: paper_pages.sizes(pdf), opened, refused)

    def close(self) -> None:
        """Let the paper go."""
        self._opening = self._pdf = b""
        self.sizes, self._images, self._wanted = (), {}, ()

    def image(self, page: int) -> QImage | None:
        """Return a page as it was drawn last, maybe for another width."""
        return self._images.get(page)

    def want(self, wanted: Sequence[tuple[int, int]]) -> None:
        """Have pages drawn, each so many dots wide, the most urgent first; drop all others."""
        self._wanted = wanted
        pages = [page for page, _ in wanted]
        self._images = {page: image for page, image in self._images.items() if page in pages}
        self._draw()

    def _draw(self) -> None:
        due = next((w for w in self._wanted if self._width(w[0]) != w[1]), None)
        if self._drawing or due is None:
            return
        self._drawing = True
        pdf, (page, dots) = self._pdf, due

        def drawn(grey: Grey) -> None:
            self._drawing = False
            if self._pdf is pdf and page in [page for page, _ in self._wanted]:
                self._images[page] = _image(grey)
                self.drawn.emit()
            self._draw()

        def refused(no: Refused) -> None:
            self._drawing = False
            if self._pdf is pdf:
                self._refuse(no)
            self._draw()

        errand(self, "page", lambda: paper_pages.grey(pdf, page, dots), drawn, refused)

    def _refuse(self, no: Refused) -> None:
        self.close()
        self.refused.emit(no)

    def _width(self, page: int) -> int:
        image = self._images.get(page)
        return image.width() if image else 0


def _image(grey: Grey) -> QImage:
    form = QImage.Format.Format_Grayscale8
    return QImage(grey.data, grey.width, grey.height, grey.width, form).copy()
