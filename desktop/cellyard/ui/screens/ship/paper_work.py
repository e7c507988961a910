"""The papers of the load on screen: issued, looked at, signed, printed."""

from typing import Protocol

from PySide6.QtWidgets import QStackedWidget, QWidget

from cellyard.domain.refusals import Refused
from cellyard.ui import paper_printer
from cellyard.ui.screen import Frame, OnRefused
from cellyard.ui.screens.ship import next_step
from cellyard.ui.screens.ship.acts import Acts
from cellyard.ui.screens.ship.pages import Pages
from cellyard.ui.screens.ship.survey import Shown
from cellyard.ui.signing import DrawnSignature, Signing, ToSign
from cellyard.words import _, ngettext


class Desk(Protocol):
    """What the papers need of the screen: the load that is open, and its pages."""

    found: Shown | None

    @property
    def pages(self) -> Pages: ...

    @property
    def stack(self) -> QStackedWidget: ...

    def show_page(self, page: QWidget) -> None: ...

    def back(self) -> None: ...


class PaperWork:
    """`busy` while papers are drawn and written: nothing else is begun meanwhile."""

    def __init__(self, frame: Frame, desk: Desk, refused: OnRefused) -> None:
        self._frame, self._desk = frame, desk
        self._acts = Acts(frame, refused)
        self._signing: Signing | None = None
        self.busy = False

    def refuse(self) -> None:
        """What was asked for was refused: it may be asked again."""
        self.busy = False
        if self._signing is not None:
            self._signing.refuse()

    def issue(self, shown: Shown) -> None:
        """Issue every paper that the load lacks."""
        self.busy = True

        def done(count: int) -> None:
            self.busy = False
            words = ngettext("{count} paper issued", "{count} papers issued", count)
            self._frame.note(shown.load.number, words.format(count=count))
            self._desk.back()

        self._acts.issue(shown, done)

    def open(self) -> None:
        """Show the papers of the load."""
        if self._desk.found is not None:
            self._desk.pages.papers.show_papers(self._desk.found)
            self._desk.show_page(self._desk.pages.papers)

    def show_copy(self, number: str) -> None:
        """Show a paper as people see it."""
        if self._desk.found is not None:
            view = self._desk.pages.papers.paper
            load = self._desk.found.load
            self._acts.copy(load, number, lambda pdf: view.show_paper(pdf, number))

    def print_papers(self, numbers: tuple[str, ...]) -> None:
        """Queue papers for the document printer."""
        found = self._desk.found
        if found is None or not numbers or not all(numbers):
            return

        def done(printer: str) -> None:
            if printer:
                words = paper_printer.queued(printer)
                self._frame.note(found.load.number, words)
            else:
                self._frame.refuse(Refused("no_paper_printer"))

        self._acts.print_papers(found.load, numbers, done)

    # --- signing --------------------------------------------------------------------------------

    def ask_signature(self, shown: Shown) -> None:
        """Ask for the signature that is due."""
        wanted = next_step.to_sign(shown)
        if wanted is not None:
            self._acts.to_sign(shown.load, *wanted, self._open_signing)

    def undo(self) -> bool:
        """Take back the last stroke; False where nobody signs."""
        if self._signing is None:
            return False
        self._signing.undo()
        return True

    def _open_signing(self, paper: ToSign) -> None:
        self._signing = Signing(paper)
        self._signing.signed.connect(self._signed)
        self._signing.left.connect(self._end_signing)
        self._desk.stack.addWidget(self._signing)
        self._desk.show_page(self._signing)

    def _signed(self, drawn: DrawnSignature) -> None:
        if self._desk.found is not None:
            self._acts.sign(self._desk.found.load, drawn, self._was_signed)

    def _was_signed(self, number: str) -> None:
        self._frame.note(number, _("Signed"))
        self._end_signing()

    def _end_signing(self) -> None:
        page, self._signing = self._signing, None
        if page is not None:
            self._desk.back()
            self._desk.stack.removeWidget(page)
            page.deleteLater()
