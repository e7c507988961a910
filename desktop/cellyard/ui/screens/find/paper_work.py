"""Fetching what a paper shows, queueing it for the printer, keeping papers of the bench as PDF."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from cellyard.domain.battery import Battery
from cellyard.domain.refusals import Refused
from cellyard.jobs import labels, paper_queue, papers, runs
from cellyard.jobs.labels import Picture
from cellyard.jobs.paper_queue import Paper
from cellyard.jobs.station import Station
from cellyard.ledger.questions import Questions
from cellyard.ui import paper_printer
from cellyard.ui.screen import Frame
from cellyard.ui.screens.find.detail import Detail
from cellyard.ui.screens.find.traces import Drawn, drawn
from cellyard.words import _

_LARGEST = 1600  # px


class Papers:
    """Opens the pages of the detail and fills them as the store answers."""

    def __init__(self, frame: Frame, detail: Detail) -> None:
        self._frame, self._detail = frame, detail
        detail.label.again.connect(self.print_label)
        detail.photos.wanted.connect(self._ask_photo)
        detail.traces.wanted.connect(self._ask_trace)
        for sheet in detail.sheets.values():
            sheet.out.connect(self.print_sheet)
            sheet.keep.connect(self.keep)

    def open(self, page: str) -> None:
        """Open a paper by its name, or the facts for ""."""
        self._detail.open_page(page)
        match page:
            case "label":
                self._ask_label()
            case "photos":
                self._detail.show_photos()
            case "trace":
                self._detail.show_traces()
            case _ if page in self._detail.sheets:
                self._ask_sheet(page)
            case _:
                pass

    def draw_anew(self) -> None:
        """Draw the paper that is open once more: what is read is what is printed and kept."""
        name, story = self._detail.page, self._detail.story
        if story is not None and name in self._detail.sheets:
            self._draw(name, story.battery)

    def keep(self) -> None:
        """Keep the paper that is open as PDF."""
        name, story = self._detail.page, self._detail.story
        sheet = self._detail.sheets.get(name)
        if sheet is None or story is None:
            return
        battery = story.battery

        def kept(path: Path) -> None:
            sheet.show_kept(f"{path.parent.name}/{path.name}")
            self._frame.note(sheet.title, path.name)

        self._frame.work(lambda station: papers.keep(station.folder, name, battery), done=kept)

    def print_sheet(self) -> None:
        """Print the paper that is open; where this computer has no printer, keep it as PDF."""
        name, story = self._detail.page, self._detail.story
        sheet = self._detail.sheets.get(name)
        if sheet is None or story is None or not sheet.printer:
            self.keep()
            return
        if sheet.printing:
            return
        pdf, printer, title = sheet.pdf, sheet.printer, _paper_title(name, story.battery)
        copies = self._frame.settings.paper_copies
        sheet.begin_printing()

        def queue(station: Station) -> Paper:
            return paper_queue.papers(station.folder).put(pdf, printer, title=title, copies=copies)

        def queued(_paper: Paper) -> None:
            sheet.end_printing()
            self._frame.note(sheet.title, paper_printer.queued(printer))

        def refused(no: Refused) -> None:
            sheet.end_printing()
            self._frame.refuse(no)

        self._frame.work(queue, done=queued, refused=refused)

    def print_label(self) -> None:
        """Print the label of the battery on screen once more."""
        story = self._detail.story
        if story is None or story.battery.verdict is None:
            return
        self._detail.label.begin()
        id_, by = story.battery.id, self._frame.person.id
        target = self._frame.settings.label_target
        ticket = _("Ticket {ticket}").format(ticket=story.battery.ticket)

        def printed(_answer: labels.Printed) -> None:
            self._frame.note(ticket, _("Label printed") if target else _("Label kept as a file"))
            self._ask_label()

        def refused(no: Refused) -> None:
            self._ask_label()
            self._frame.refuse(no)

        self._frame.work(
            lambda station: labels.print_label(station, id_, target=target, by=by),
            done=printed,
            refused=refused,
        )

    def _ask_label(self) -> None:
        story = self._detail.story
        if story is None:
            return
        station, ticket = story.battery.station, story.battery.ticket

        def ask(questions: Questions) -> Picture | None:
            return labels.picture(labels.paper(questions.folder, station, ticket))

        self._frame.ask(ask, self._show_label, key="find/label")

    def _show_label(self, picture: Picture | None) -> None:
        story = self._detail.story
        if story is not None:
            printer = self._frame.settings.label_target
            self._detail.label.show_label(picture, story.battery.labels, printer)

    def _ask_sheet(self, name: str) -> None:
        story, sheet = self._detail.story, self._detail.sheets[name]
        if story is None:
            return
        sheet.begin()
        self._draw(name, story.battery)

    def _draw(self, name: str, battery: Battery) -> None:
        sheet, chosen = self._detail.sheets[name], self._frame.settings.paper_printer

        def ask(questions: Questions) -> tuple[bytes, str] | Refused:
            try:
                return papers.pdf(questions, name, battery), paper_printer.printer(chosen)
            except Refused as no:
                return no  # damaged, or taken back meanwhile: the page says so

        def show(answer: tuple[bytes, str] | Refused) -> None:
            if isinstance(answer, Refused):
                sheet.refuse(answer)
            else:
                sheet.show_paper(*answer)

        self._frame.ask(ask, show, key="find/sheet")

    def _ask_trace(self, sha256: str) -> None:
        def ask(questions: Questions) -> Drawn | None:
            try:
                return drawn(sha256, runs.read(questions.blobs.get(sha256)))
            except Refused:
                return None  # not here yet, or damaged: the page says so

        self._frame.ask(ask, self._detail.traces.show_trace, key="find/trace")

    def _ask_photo(self, sha256: str) -> None:
        def ask(questions: Questions) -> QImage | None:
            try:
                content = questions.blobs.get(sha256)
            except Refused:
                return None  # not here yet, or damaged: the page says so
            return _fitted(QImage.fromData(content))

        self._frame.ask(ask, self._detail.photos.show_photo, key="find/photo")


def _paper_title(name: str, battery: Battery) -> str:
    """Return what stands in the printer's own queue."""
    return f"{name} {battery.station} {battery.ticket}"


def _fitted(photo: QImage) -> QImage:
    """Return a photo no larger than any glass shows it; done here, off the main thread."""
    if max(photo.width(), photo.height()) <= _LARGEST:
        return photo
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return photo.scaled(_LARGEST, _LARGEST, keep, smooth)
