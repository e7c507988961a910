"""Papers on the printer that the computer itself prints on: each page as dots, filling its sheet.

Printers differ in what they make of a PDF and of its fonts; dots look everywhere as on the screen.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPainter

from cellyard.domain.refusals import Refused
from cellyard.jobs.labels import Picture
from cellyard.ui.widgets.picture import dots_of

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

# Of the page's own dots, of which there are 8 per mm: 406 dpi keep small Chinese open.
FINE = 2


def printer() -> str:
    """Return the name of the printer that this computer prints on, "" for none.

    A window that nobody sees prints nowhere. May ask the system for a while: not on the main
    thread.
    """
    if QGuiApplication.platformName() == "offscreen":
        return ""
    from PySide6.QtPrintSupport import QPrinterInfo

    return QPrinterInfo.defaultPrinterName()


def print_pages(pages: Sequence[Picture], title: str, name: str) -> None:
    """Print pages of A4 on the printer of that name; `title` stands in its queue.

    Blocks while they are handed over: not on the main thread, where Qt allows a printer as well.
    Refused("paper_not_printed") when it takes nothing.
    """
    from PySide6.QtPrintSupport import QPrinter

    on = QPrinter(QPrinter.PrinterMode.HighResolution)
    on.setPrinterName(name)
    on.setDocName(title)
    put(pages, on)


def put(pages: Sequence[Picture], on: "QPrinter") -> None:
    """Put pages of A4 on a printer, edge to edge. Refused("paper_not_printed")."""
    on.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    on.setPageOrientation(QPageLayout.Orientation.Portrait)
    on.setFullPage(True)  # the pages have their own margins
    painter = QPainter()
    if not painter.begin(on):
        raise Refused("paper_not_printed", printer=on.printerName() or on.outputFileName())
    try:
        for at, page in enumerate(pages):
            if at and not on.newPage():
                raise Refused("paper_not_printed", printer=on.printerName())
            painter.drawImage(QRectF(painter.viewport()), dots_of(page))
    finally:
        painter.end()
