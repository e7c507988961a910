"""A paper of several pages looked at in place, as it is printed, and kept as PDF."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from cellyard.domain.refusals import Refused
from cellyard.jobs.labels import Picture
from cellyard.ui import form
from cellyard.ui.screens.find.papers import back_button, image_of
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.picture import PictureView
from cellyard.words import _, sentence

_SIDE = 300


class SheetPaper(QWidget):
    """One document of a battery; `keep` asks to keep it as PDF."""

    keep = Signal()
    closed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self._view = PictureView()
        self._pages: tuple[Picture, ...] = ()
        self._at = 0
        self._told = Label(step="small", colour="text_muted", wrap=True)
        self._kept = Label(step="small", wrap=True)
        self._save = BigButton(_("Save as PDF"), key="F11")
        self._save.clicked.connect(self.keep)
        side = form.column(
            Label(title, "lead", weight=600),
            form.gap(4),
            self._told,
            form.gap(8),
            self._kept,
            form.stretch(),
            back_button(self.closed),
            form.gap(16),
            self._save,
            gap=0,
        )
        self.setLayout(form.row((self._view, 1), form.holder(side, width=_SIDE), margins=(20, 16)))

    def begin(self) -> None:
        """Say that it is being drawn."""
        self._pages, self._at = (), 0
        self._view.set_image(QImage(), _("Drawing the paper"))
        self._told.setText("")
        self._kept.setText("")
        self._save.set_not_yet(_("Drawing the paper"))

    def show_pages(self, pages: Sequence[Picture]) -> None:
        """Show its pages, the first in front; the page that is read stays in front."""
        self._pages = tuple(pages)
        self._at = min(self._at, max(0, len(self._pages) - 1))
        self._save.set_ready()
        self._show()

    def refuse(self, no: Refused) -> None:
        """Say why there is no paper to show."""
        self._pages = ()
        self._view.set_image(QImage(), sentence(no))
        self._told.setText("")
        self._save.set_not_yet(_("No paper to save"))

    def show_kept(self, name: str) -> None:
        """Say under which name it was kept, "" while it is not."""
        self._kept.setText(_("Kept as {name}").format(name=name) if name else "")

    def turn(self, step: int) -> None:
        """Turn to the next page, or the one before."""
        at = min(max(self._at + step, 0), max(0, len(self._pages) - 1))
        if at != self._at:
            self._at = at
            self._show()

    def _show(self) -> None:
        if not self._pages:
            return
        self._view.set_image(image_of(self._pages[self._at]), self.title)
        words = _("Page {page} of {pages}").format(page=self._at + 1, pages=len(self._pages))
        more = _("Up and Down turn the pages.") if len(self._pages) > 1 else ""
        self._told.setText(f"{words}\n{more}".strip())
