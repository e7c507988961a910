"""Papers on a printer of the computer: here one that prints into a PDF, read back by other eyes."""

from pathlib import Path

import pytest
from eyes import grey, millimetres, scan
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from cellyard.documents import DOCUMENTS
from cellyard.documents.render import sheets
from cellyard.domain.refusals import Refused
from cellyard.jobs.labels import Picture
from cellyard.ui import paper_printer


def pages() -> list[Picture]:
    paper = DOCUMENTS["discharge-record"]
    drawn = sheets(paper.render(paper.sample()), paper_printer.FINE)
    return [Picture(width=d.width, height=d.height, stride=d.stride, data=d.data) for d in drawn]


def into(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_every_page_fills_its_sheet_and_still_scans(tmp_path: Path, qtbot: QtBot) -> None:
    assert qtbot
    from pypdfium2 import PdfDocument

    out = tmp_path / "printed.pdf"
    printed = pages()
    paper_printer.put(printed, into(out))
    pdf = out.read_bytes()
    with PdfDocument(pdf) as document:
        assert len(document) == len(printed) == 2
    assert millimetres(pdf) == pytest.approx([210, 297], abs=0.3)
    ink = grey(pdf, 200 / 72) < 128
    assert scan(ink.astype("uint8"))["qr"].text.startswith("CY:B:")
    # The black band of a draft reaches from margin to margin: 12 mm on every side.
    rows, columns = ink.any(axis=1).nonzero()[0], ink.any(axis=0).nonzero()[0]
    edges = [rows[0], columns[0], ink.shape[1] - 1 - columns[-1]]
    assert [edge / 200 * 25.4 for edge in edges] == pytest.approx([12, 12, 12], abs=0.5)


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_what_takes_nothing_is_refused_in_words(tmp_path: Path, qtbot: QtBot) -> None:
    assert qtbot
    with pytest.raises(Refused) as no:
        paper_printer.put(pages(), into(tmp_path / "nowhere" / "printed.pdf"))
    assert no.value.code == "paper_not_printed"


def test_a_window_that_nobody_sees_prints_nowhere(qtbot: QtBot) -> None:
    assert qtbot
    assert paper_printer.printer() == ""
