"""Papers on printers of the computer: one that prints into a PDF, and those of a real CUPS."""

import io
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pikepdf
import pytest
from cups import Cups
from eyes import grey, millimetres, scan
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from cellyard.documents.kinds import DOCUMENTS
from cellyard.domain.refusals import Trouble
from cellyard.jobs import paper_folder
from cellyard.jobs.paper_queue import NotTaken, Paper, PaperQueue
from cellyard.ui import paper_printer

T = TypeVar("T")


@pytest.fixture(scope="module")
def pdf() -> bytes:
    paper = DOCUMENTS["discharge-record"]
    return paper.render(paper.sample())


def paper(pdf: bytes, target: str = "", **more: int) -> Paper:
    return Paper(number=1, title="discharge record 1", target=target, pdf=pdf, **more)


def into(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def counted(calls: list[int]) -> Callable[[], None]:
    return lambda: calls.append(1)


def test_every_page_fills_its_sheet_and_still_scans(
    tmp_path: Path, pdf: bytes, qtbot: QtBot
) -> None:
    assert qtbot
    from pypdfium2 import PdfDocument

    out, began = tmp_path / "printed.pdf", []
    paper_printer.put(paper(pdf), into(out), counted(began))
    printed = out.read_bytes()
    with PdfDocument(printed) as document:
        assert len(document) == 2
    assert began == [1]
    assert millimetres(printed) == pytest.approx([210, 297], abs=0.3)
    ink = grey(printed, 200 / 72) < 128
    assert scan(ink.astype("uint8"))["qr"].text.startswith("CY:B:")
    # The black band of a draft reaches from margin to margin: 12 mm on every side.
    rows, columns = ink.any(axis=1).nonzero()[0], ink.any(axis=0).nonzero()[0]
    edges = [rows[0], columns[0], ink.shape[1] - 1 - columns[-1]]
    assert [edge / 200 * 25.4 for edge in edges] == pytest.approx([12, 12, 12], abs=0.5)


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_what_takes_nothing_is_said_in_words(tmp_path: Path, pdf: bytes, qtbot: QtBot) -> None:
    assert qtbot
    with pytest.raises(NotTaken) as no:
        paper_printer.put(paper(pdf), into(tmp_path / "nowhere" / "printed.pdf"), lambda: None)
    assert no.value.code == "paper_refused"


def test_what_is_no_paper_never_begins(tmp_path: Path, qtbot: QtBot) -> None:
    assert qtbot
    began: list[int] = []
    with pytest.raises(Trouble) as trouble:
        paper_printer.put(paper(b"rot"), into(tmp_path / "printed.pdf"), counted(began))
    assert (trouble.value.code, began) == ("paper_unreadable", [])
    assert not (tmp_path / "printed.pdf").exists()


def test_a_window_that_nobody_sees_prints_nowhere_unless_told(qtbot: QtBot) -> None:
    assert qtbot
    assert paper_printer.printer("") == ""
    assert paper_printer.printer("Office") == "Office"


def on_a_thread(act: Callable[[], T]) -> T:
    """Act as the app does: the library of CUPS asks once in each thread where its spooler is."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(act).result()


# --- a real spooler ------------------------------------------------------------------------------


def test_cups_prints_as_many_copies_as_are_wanted(cups: Cups, pdf: bytes, qtbot: QtBot) -> None:
    assert qtbot
    assert on_a_thread(paper_printer.printers) == ["office"]
    began: list[int] = []
    two = paper(pdf, "office", copies=2)
    on_a_thread(lambda: paper_printer.hand_over(two, counted(began)))
    [job] = cups.printed(1)
    assert (job.title, job.copies, began) == ("discharge record 1", 2, [1])
    assert millimetres(job.pdf) == pytest.approx([210, 297], abs=0.5)
    ink = grey(job.pdf, 200 / 72) < 128
    assert scan(ink.astype("uint8"))["qr"].text.startswith("CY:B:")


def test_a_printer_that_is_off_keeps_its_papers_until_it_is_on(
    cups: Cups, pdf: bytes, tmp_path: Path, qtbot: QtBot
) -> None:
    assert qtbot
    queue = PaperQueue(tmp_path / "papers")
    queue.put(pdf, "office", title="list")
    said = []
    for off, on in (("stop", "start"), ("cupsdisable", "cupsenable"), ("cupsreject", "cupsaccept")):
        cups.do(off)
        done = on_a_thread(lambda: queue.flush(paper_printer.hand_over))
        said.append((done.troubles["office"].code, done.waiting, done.held))
        assert queue.doubtful() == []
        cups.do(on)
    assert said == [
        ("paper_printer_absent", 1, 0),
        ("paper_printer_stopped", 1, 0),
        ("paper_refused", 1, 0),
    ]
    assert cups.printed(0) == []
    assert on_a_thread(lambda: queue.flush(paper_printer.hand_over)).waiting == 0
    assert [job.title for job in cups.printed(1)] == ["list"]


# --- into a folder -------------------------------------------------------------------------------


def pages_of(pdf: bytes) -> list[npt.NDArray[np.bool_]]:
    """Return the ink of each page at 8 dots per mm."""
    from pypdfium2 import PdfDocument

    with PdfDocument(pdf) as document:
        drawn = [page.render(scale=8 * 25.4 / 72, grayscale=True).to_numpy() for page in document]
        return [ink.reshape(ink.shape[0], -1)[:2370, :1675] < 128 for ink in drawn]


def test_what_is_printed_into_a_folder_is_the_paper(
    tmp_path: Path, pdf: bytes, qtbot: QtBot
) -> None:
    assert qtbot
    began: list[int] = []
    for copies in (1, 2):
        asked = paper(pdf, f"file:{tmp_path}", copies=copies)
        on_a_thread(lambda asked=asked: paper_printer.hand_over(asked, counted(began)))
    assert began == [1, 1]
    # A second paper of the same name overwrites none, and a copy is a sheet more.
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["discharge-record-1-2.pdf", "discharge-record-1.pdf"]
    once, twice = ((tmp_path / name).read_bytes() for name in reversed(names))
    assert millimetres(once) == pytest.approx([210, 297], abs=0.3)
    drawn, printed = pages_of(pdf), pages_of(once)
    assert (len(printed), len(pages_of(twice))) == (len(drawn), 2 * len(drawn))
    for source, print_ in zip(drawn, printed, strict=True):
        # The same ink within a dot, but for some edges: black here is black there, or beside it.
        wide = grown(source)
        assert (print_ & ~wide).sum() <= 0.01 * source.sum()
        assert (source & ~grown(print_)).sum() <= 0.01 * source.sum()
    assert scan((grey(once, 200 / 72) < 128).astype("uint8"))["qr"].text.startswith("CY:B:")
    # Dots of one bit, as drawn: no JPEG, whose fringes a printer would print.
    with pikepdf.open(io.BytesIO(once)) as file:
        kept = [one for page in file.pages for one in page.obj.Resources.XObject.values()]
        assert [int(image.BitsPerComponent) for image in kept] == [1, 1]


def grown(ink: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return ink that is one dot wider on every side."""
    wider = ink.copy()
    for axis in (0, 1):
        for by in (1, -1):
            wider |= np.roll(wider, by, axis)
    return wider


def test_a_folder_that_is_away_keeps_its_papers_until_it_is_back(
    tmp_path: Path, pdf: bytes, qtbot: QtBot
) -> None:
    assert qtbot
    hot = tmp_path / "hot"
    queue = PaperQueue(tmp_path / "papers")
    queue.put(pdf, f"file:{hot}", title="INTAKE1-2026-0001-K7Q/1")
    away = on_a_thread(lambda: queue.flush(paper_printer.hand_over))
    assert (away.troubles[f"file:{hot}"].code, away.waiting) == ("paper_folder_away", 1)
    assert not hot.exists()  # nothing is written to where a share is usually mounted
    hot.mkdir()
    (hot / "INTAKE1-2026-0001-K7Q-1.pdf.part").mkdir()  # where it would have to go
    full = on_a_thread(lambda: queue.flush(paper_printer.hand_over))
    assert full.troubles[f"file:{hot}"].code == "paper_folder_full"
    assert (queue.doubtful(), full.held) == ([], 0)
    (hot / "INTAKE1-2026-0001-K7Q-1.pdf.part").rmdir()
    assert on_a_thread(lambda: queue.flush(paper_printer.hand_over)).waiting == 0
    assert [path.name for path in hot.iterdir()] == ["INTAKE1-2026-0001-K7Q-1.pdf"]


def test_no_room_to_draw_in_is_said_and_the_paper_waits(
    tmp_path: Path, pdf: bytes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert qtbot
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    began: list[int] = []
    with pytest.raises(NotTaken) as no:
        paper_printer.hand_over(paper(pdf, f"file:{tmp_path}"), counted(began))
    assert (no.value.code, began) == ("paper_folder_full", [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("title", ["../../etc/x", "", "…", "a/b\\c:d", "Prüfung 1"])
def test_no_title_leads_out_of_the_folder(tmp_path: Path, title: str) -> None:
    put = paper_folder.put(tmp_path, title, b"%PDF", lambda: None)
    assert put.parent == tmp_path
    assert [path.suffix for path in tmp_path.iterdir()] == [".pdf"]
