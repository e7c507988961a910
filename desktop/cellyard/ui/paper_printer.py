"""Papers on the printers of the computer, or into a folder: each page as dots, filling its A4.

Printers differ in what they make of a PDF and of its fonts; dots look everywhere as on the screen.
"""

import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPageLayout, QPageSize, QPainter

from cellyard.domain.refusals import Refused, Trouble
from cellyard.jobs import paper_folder, paper_pages
from cellyard.jobs.paper_queue import NotTaken, Paper, papers
from cellyard.jobs.printer import PrinterLine
from cellyard.ui.widgets.picture import dots_of
from cellyard.words import _

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

# Of the page's own dots, of which there are 8 per mm: 406 dpi keep small Chinese open.
_FINE = 2
_BLACK, _WHITE = 0xFF000000, 0xFFFFFFFF
# What CUPS answers (cups/ipp.h): 0 to 0x00ff is well; a request that it cannot take, and a printer
# that accepts no jobs, leave no job behind. Of the rest nobody can tell.
_WELL, _NO_JOB, _ACCEPTS_NONE = range(0x100), range(0x400, 0x500), 0x506


class PaperPrinter(PrinterLine):
    """The line to the document printers: hands over what waits in a station's paper queue."""

    def __init__(self, folder: Path) -> None:
        queue = papers(folder)
        super().__init__("papers", queue, lambda: queue.flush(hand_over))


def printers() -> list[str]:
    """Return the names of the printers that this computer has. Not on the main thread: it asks."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return QPrinterInfo.availablePrinterNames()


def printer(chosen: str) -> str:
    """Return what papers go to: the chosen printer or folder, else the computer's own, "" for none.

    A window that nobody sees prints nowhere unless it is told where. Not on the main thread.
    """
    if chosen or QGuiApplication.platformName() == "offscreen":
        return chosen
    from PySide6.QtPrintSupport import QPrinterInfo

    return QPrinterInfo.defaultPrinterName()


def queued(target: str) -> str:
    """Return what a person is told of a paper that waits for a printer, or for a folder."""
    return _("Queued for {printer}").format(printer=paper_folder.named(target))


def hand_over(paper: Paper, began: Callable[[], None]) -> None:
    """Hand a paper to its printer, as `paper_queue.Hand`. Blocks: not on the main thread.

    Raises Trouble, each with `printer`: paper_printer_absent, paper_printer_stopped, paper_refused
    (NotTaken), paper_broke_off; paper_unreadable with `title`; and for a folder as
    `paper_folder.put`.
    """
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    folder = paper_folder.folder_of(paper.target)
    if folder is not None:
        _into(folder, paper, began)
        return
    name = paper.target
    info = QPrinterInfo.printerInfo(name)
    if info.isNull():
        raise Trouble("paper_printer_absent", printer=name)
    if info.state() == QPrinter.PrinterState.Error:
        raise Trouble("paper_printer_stopped", printer=name)
    on = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    put(paper, on, began)
    _ask_spooler(name)


def _into(folder: Path, paper: Paper, began: Callable[[], None]) -> None:
    """Print a paper into a folder, drawn elsewhere first: there is no half file to be found."""
    from PySide6.QtPrintSupport import QPrinter

    paper_folder.look(folder)
    try:
        with tempfile.TemporaryDirectory(prefix="cellyard-") as private:
            printed = Path(private) / "printed.pdf"
            on = QPrinter(QPrinter.PrinterMode.HighResolution)
            on.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            on.setOutputFileName(str(printed))
            put(paper, on, lambda: None)
            pdf = printed.read_bytes()
    except OSError as failed:  # no room to draw in
        raise paper_folder.not_taken(folder, failed) from failed
    paper_folder.put(folder, paper.title, pdf, began)


def put(paper: Paper, on: "QPrinter", began: Callable[[], None]) -> None:
    """Put the pages of a paper on a printer, edge to edge, one at a time. Raises as `hand_over`.

    A printer that can make no copies by itself gets all the pages as often.
    """
    name = on.printerName() or on.outputFileName()
    on.setDocName(paper.title)
    on.setCopyCount(paper.copies)
    times = 1 if on.supportsMultipleCopies() else paper.copies
    on.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    on.setPageOrientation(QPageLayout.Orientation.Portrait)
    on.setFullPage(True)  # the pages have their own margins
    try:
        pages = paper_pages.count(paper.pdf)
        # Before the printer is opened: Qt cannot take an opened one back, it would print.
        began()
        _paint(paper, [*range(pages)] * times, on, name)
    except Refused as no:
        raise Trouble(no.code, title=paper.title) from no


def _paint(paper: Paper, pages: Sequence[int], on: "QPrinter", name: str) -> None:
    painter = QPainter()
    if not painter.begin(on):
        raise NotTaken("paper_refused", printer=name, why="-")
    try:
        for at, page in enumerate(pages):
            if at and not on.newPage():
                raise Trouble("paper_broke_off", printer=name)
            dots = paper_pages.dots(paper.pdf, page, _FINE)
            painter.drawImage(QRectF(painter.viewport()), _one_bit(dots_of(dots)))
    finally:
        whole = painter.end()
    if not whole:
        raise Trouble("paper_broke_off", printer=name)


def _one_bit(dots: QImage) -> QImage:
    """Return a page as Qt's PDF keeps it, bit for bit: its first colour must be black.

    Of any other picture it makes a JPEG in colour, with fringes and of twenty times the size
    (`is_monochrome` in qpdf.cpp).
    """
    page = dots.copy()
    page.invertPixels()
    page.setColorTable([_BLACK, _WHITE])
    return page


def _ask_spooler(name: str) -> None:
    """Raise what CUPS answered to the job that this thread handed over last.

    Qt's plugin for CUPS does not look at the answer of cupsPrintFile and says that all is well
    (QCupsPrintEnginePrivate::closePrintDevice); the library keeps it for each thread.
    """
    if sys.platform != "linux":
        return
    import ctypes

    try:
        cups = ctypes.CDLL("libcups.so.2")
    except OSError:  # no CUPS: then Qt has handed over to something else
        return
    cups.cupsLastErrorString.restype = ctypes.c_char_p
    answer, why = int(cups.cupsLastError()), (cups.cupsLastErrorString() or b"").decode()
    if answer in _NO_JOB or answer == _ACCEPTS_NONE:
        raise NotTaken("paper_refused", printer=name, why=why)
    if answer not in _WELL:
        raise Trouble("paper_broke_off", printer=name)
