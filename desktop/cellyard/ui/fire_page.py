"""F12: the fire sheet over whatever is in front, printed by Enter; nobody has to sign in for it."""

from typing import Protocol

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QScroller, QWidget

from cellyard.domain.codes import scans
from cellyard.domain.codes.scans import Scan
from cellyard.domain.refusals import Refused, Trouble
from cellyard.jobs import fire_sheet, paper_folder, paper_pages, paper_queue
from cellyard.jobs.fire_folder import FireFolder
from cellyard.jobs.labels import Picture
from cellyard.ledger.ledger import wall_clock
from cellyard.ledger.questions import Questions
from cellyard.ui import form, paper_printer, style
from cellyard.ui.before_door import BeforeDoor
from cellyard.ui.chrome import Chrome
from cellyard.ui.reader import Reader
from cellyard.ui.station_frame import StationFrame
from cellyard.ui.voice import Voice
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.picture import PictureView, image_of
from cellyard.words import _, sentence

_SIDE = 348


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """The sheet as it is now: its pages as dots, and the printer that would take them."""

    at: str
    pages: tuple[Picture, ...]
    printer: str


class FirePage(QWidget):
    """The pages one under the other, and the one button. `out` asks to print, `closed` to go."""

    out = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._views: list[PictureView] = []
        self._images: list[QImage] = []
        self._sheets = form.column(form.stretch(), gap=12)
        inside = QWidget()
        inside.setLayout(self._sheets)
        self._scroll = form.scrolled(inside)
        touch = QScroller.ScrollerGestureType.TouchGesture
        QScroller.grabGesture(self._scroll.viewport(), touch)
        self._told = Label(step="small", colour="text_muted", wrap=True)
        self._kept = Label(step="small", colour="text_muted", wrap=True)
        self._said = Label(step="small", weight=600, wrap=True)
        self._back = BigButton(_("Back to your work"), "secondary", key=_("Esc"))
        self._back.clicked.connect(self.closed)
        self._print = BigButton(_("Print it"), key=_("Enter"))
        self._print.clicked.connect(self.out)
        side = form.column(
            Label(_("Fire sheet"), "title", weight=600),
            form.gap(6),
            self._told,
            form.gap(16),
            self._kept,
            form.gap(16),
            self._said,
            form.stretch(),
            self._back,
            form.gap(20),
            self._print,
            gap=0,
        )
        self.setLayout(form.row((self._scroll, 1), form.holder(side, width=_SIDE)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self._scroll)
        self._print.set_not_yet(_("Drawing the paper"))

    @property
    def ready(self) -> bool:
        """True when there is a sheet to print, and it is not being printed."""
        return bool(self._images) and self._print.mode == "ready"

    def show_sheet(self, drawn: Drawn, folder: str) -> None:
        """Show the pages; `folder` is where the sheet is refreshed, too, "" for nowhere."""
        self._images = [image_of(page) for page in drawn.pages]
        for at, image in enumerate(self._images):
            view = PictureView()
            view.set_image(image, _("Page {page}").format(page=at + 1))
            self._views.append(view)
            self._sheets.insertWidget(at, view)
        self._told.setText(_("As of {time}. Nobody has to sign in for it.").format(time=drawn.at))
        kept = _("Also in {folder}, anew each minute.").format(folder=folder) if folder else ""
        self._kept.setText(kept)
        self.end_printing(drawn.printer)
        self._fit()

    def end_printing(self, printer: str) -> None:
        """Say where it would be printed (again), or that this computer prints nowhere."""
        self._print.set_words(_("Print it"), paper_folder.named(printer))
        if printer:
            self._print.set_ready()
        else:
            self._print.set_not_yet(_("This computer has no printer"))

    def begin_printing(self) -> None:
        """Say that it is being handed to the printer."""
        self._print.set_working(_("Printing"))

    def tell(self, words: str) -> None:
        """Say what became of it."""
        self._said.setText(words)

    def refuse(self, no: Refused) -> None:
        """Say why there is no sheet to show."""
        self._told.setText(sentence(no))
        self._print.set_not_yet(_("No paper to print"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Make each page as wide as there is room, so that its small print can be read."""
        room = self._scroll.viewport().width() - style.px(4)
        for view, image in zip(self._views, self._images, strict=True):
            view.setFixedHeight(max(1, round(room * image.height() / max(1, image.width()))))


class Fired(Protocol):
    """The window as its fire sheet sees it."""

    station: str
    frame: StationFrame
    reader: Reader
    voice: Voice
    chrome: Chrome
    before_door: BeforeDoor
    fire_folder: FireFolder | None


class FireSheets:
    """Brings the sheet up over the screen in front, and prints it; the screen stays as it is."""

    def __init__(self, window: Fired) -> None:
        self._window = window
        self._page: FirePage | None = None
        self._printing = False

    @property
    def open(self) -> bool:
        """True while the sheet covers the screen."""
        return self._page is not None and self._window.chrome.page is self._page

    def show(self) -> None:
        """Bring the sheet up; print it when it is up already.

        What may be on is covered by nothing: there it is printed at once.
        """
        if self._window.before_door.stands:
            self.print_now()
            return
        if self.open:
            self.act()
            return
        page = FirePage()
        page.closed.connect(self._window.chrome.close_page)
        page.out.connect(self.act)
        self._page = page
        self._window.chrome.open_page(page)
        station, chosen = self._window.station, self._window.frame.settings.paper_printer

        def ask(questions: Questions) -> Drawn | Refused:
            try:
                pdf, at = _now(questions, station)
                pages = tuple(paper_pages.dots(pdf, n) for n in range(paper_pages.count(pdf)))
            except Refused as no:
                return no
            return Drawn(at=at, pages=pages, printer=paper_printer.printer(chosen))

        self._window.reader.ask(ask, self._show, key="fire sheet")

    def scan(self, scan: Scan) -> bool:
        """Take the card FIRE, and NEXT on the sheet; any other scan takes the sheet away."""
        match scan:
            case scans.Command("FIRE"):
                self.show()
                return True
            case scans.Command("NEXT") if self.open:
                self.act()
                return True
            case _ if self.open:
                self._window.chrome.close_page()
                return False
            case _:
                return False

    def act(self) -> None:
        """Print the sheet that is up."""
        if self._page is not None and self.open and self._page.ready:
            self._page.begin_printing()
            self.print_now()

    def print_now(self) -> None:
        """Print the sheet as the store stands at this moment; what is in front stays there."""
        if self._printing:
            return
        self._printing = True
        station, chosen = self._window.station, self._window.frame.settings.paper_printer

        def out(questions: Questions) -> tuple[str, Refused | Trouble | None]:
            printer = paper_printer.printer(chosen)
            if not printer:
                return "", Refused("fire_no_printer")
            try:
                pdf = _now(questions, station)[0]
                paper_queue.papers(questions.folder).put(pdf, printer, title="fire-sheet")
            except (Refused, Trouble) as no:
                return printer, no
            return printer, None

        self._window.reader.ask(out, self._printed)

    def _show(self, answer: Drawn | Refused) -> None:
        page = self._page
        if page is None or not self.open:
            return
        if isinstance(answer, Refused):
            page.refuse(answer)
        else:
            folder = self._window.fire_folder
            page.show_sheet(answer, str(folder.path) if folder else "")

    def _printed(self, answer: tuple[str, Refused | Trouble | None]) -> None:
        """Say how it went; never as a refusal, which the next Esc would have to read first."""
        self._printing = False
        printer, no = answer
        told = sentence(no) if no else paper_printer.queued(printer)
        self._window.voice.note(_("Fire sheet"), told)
        if self._page is not None and self.open:
            self._page.end_printing(printer)
            self._page.tell(told)


def _now(questions: Questions, station: str) -> tuple[bytes, str]:
    """Return the sheet of this moment as PDF, and its time."""
    content = fire_sheet.content(questions, station=station, now=wall_clock())
    return fire_sheet.render(content), content.at
