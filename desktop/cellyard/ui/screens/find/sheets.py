"""A paper of several pages looked at in place, as it is printed; printed, and kept as PDF."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cellyard.domain.refusals import Refused
from cellyard.jobs import paper_folder
from cellyard.ui import form
from cellyard.ui.screens.find.papers import back_button
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.paper_view import PaperView
from cellyard.words import _, sentence

_SIDE = 300


class SheetPaper(QWidget):
    """One document of a battery; `out` asks to print it, `keep` to keep it as PDF.

    `printer` is what it would be printed on; without one F11 keeps it as PDF.
    """

    out = Signal()
    keep = Signal()
    closed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title, self.printer, self.printing = title, "", False
        self.pdf = b""
        self._view = PaperView()
        self._view.turned.connect(self._tell)
        self._told = Label(step="small", colour="text_muted", wrap=True)
        self._kept = Label(step="small", wrap=True)
        self._print = BigButton(_("Print"), "secondary", icon="ph.printer")
        self._print.clicked.connect(self.out)
        self._save = BigButton(_("Save as PDF"))
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
            self._print,
            form.gap(16),
            self._save,
            gap=0,
        )
        self.setLayout(form.row((self._view, 1), form.holder(side, width=_SIDE), margins=(20, 16)))

    def begin(self) -> None:
        """Say that it is being drawn."""
        self.pdf = b""
        self._view.show_words(_("Drawing the paper"))
        self._told.setText("")
        self._kept.setText("")
        for button in (self._print, self._save):
            button.set_not_yet(_("Drawing the paper"))

    def show_paper(self, pdf: bytes, printer: str) -> None:
        """Show a paper and the printer that it would go to; the page that is read stays."""
        self.pdf, self.printer = pdf, printer
        self._view.show_paper(pdf, self.title)
        self._save.set_words(_("Save as PDF"), key=_("Enter") if printer else "F11")
        self._save.set_ready()
        self.end_printing()

    def end_printing(self) -> None:
        """Say where it would be printed (again), or that this computer prints nowhere."""
        self.printing = False
        if not self.pdf:
            return
        named = paper_folder.named(self.printer)
        self._print.set_words(_("Print"), named, key="F11" if self.printer else "")
        if self.printer:
            self._print.set_ready()
        else:
            self._print.set_not_yet(_("This computer has no printer"))

    def begin_printing(self) -> None:
        """Say that it is being queued for the printer."""
        self.printing = True
        self._print.set_working(_("Printing"))

    def refuse(self, no: Refused) -> None:
        """Say why there is no paper to show."""
        self.pdf = b""
        self._view.show_words(sentence(no))
        self._told.setText("")
        self._print.set_not_yet(_("No paper to print"))
        self._save.set_not_yet(_("No paper to save"))

    def show_kept(self, name: str) -> None:
        """Say under which name it was kept, "" while it is not."""
        self._kept.setText(_("Kept as {name}").format(name=name) if name else "")

    def take_key(self, event: QKeyEvent) -> bool:
        """Act on a key of the paper; False when it means nothing here."""
        return self._view.take_key(event)

    def _tell(self) -> None:
        words = _("Page {page} of {pages}").format(page=self._view.page, pages=self._view.pages)
        more = _("Up and Down turn the pages.") if self._view.pages > 1 else ""
        self._told.setText(f"{words}\n{more}".strip())
