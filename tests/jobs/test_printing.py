"""A label on its way to real lines: loopback TCP, pseudo-terminals, files."""

import re
import socket
from pathlib import Path

import pytest
from label_printer import PtyPrinter, TcpPrinter

from cellyard.documents import label, zpl
from cellyard.documents.status import PrinterStatus
from cellyard.domain.refusals import Trouble
from cellyard.jobs.printing import Patience, send
from cellyard.words.printing import SENTENCES

HASTY = Patience(connect=2, answer=0.3, piece=2, printing=1, ask_again=0.02)


@pytest.fixture(scope="module")
def sheet() -> bytes:
    return zpl.label(label.draw(label.sample()))


@pytest.fixture(params=[TcpPrinter, PtyPrinter])
def printer(request: pytest.FixtureRequest):
    with request.param() as one:
        yield one


def trouble_of(sheet: bytes, target: str, **how: object) -> tuple[str, bool]:
    """Return the code of the trouble, and whether the label had begun to leave."""
    begun: list[int] = []
    with pytest.raises(Trouble) as trouble:
        send(sheet, target, patience=HASTY, began=lambda: begun.append(1), **how)
    assert SENTENCES[trouble.value.code].format(**trouble.value.shown)
    return trouble.value.code, bool(begun)


def test_a_label_arrives_whole_and_the_printer_is_asked_before_and_after(printer, sheet: bytes):
    printer.waiting = 3
    said = send(sheet, printer.target, patience=HASTY)
    assert isinstance(said, PrinterStatus)
    assert (said.waiting, said.trouble) == (0, None)
    assert [one.strip() for one in printer.labels] == [sheet.strip()]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("paper", "printer_paper_out"),
        ("paused", "printer_paused"),
        ("head", "printer_head_open"),
        ("ribbon", "printer_ribbon_out"),
    ],
)
def test_a_printer_that_would_lose_the_label_gets_none(printer, sheet, fault: str, code: str):
    printer.faults[fault] = 1
    assert trouble_of(sheet, printer.target) == (code, False)
    assert printer.labels == []


def test_paper_that_ends_with_this_label_is_seen_after_it(printer, sheet: bytes):
    printer.paper_for = 1
    assert trouble_of(sheet, printer.target) == ("printer_paper_out", True)


def test_a_printer_that_says_nothing_gets_a_label_only_when_told_so(printer, sheet: bytes):
    printer.silent = True
    assert trouble_of(sheet, printer.target) == ("printer_silent", False)
    assert send(sheet, printer.target, answers=False, patience=HASTY) is None
    printer.silent = False
    send(b"", printer.target, patience=HASTY)  # answered after what came before
    assert [one.strip() for one in printer.labels] == [sheet.strip()]


def test_a_printer_that_never_finishes_is_busy(printer, sheet: bytes):
    printer.waiting = 10_000
    assert trouble_of(sheet, printer.target) == ("printer_busy", True)


def test_a_line_that_breaks_half_way_is_said_to_be_lost(sheet: bytes):
    with TcpPrinter() as printer:
        printer.cut_after = 5000
        assert trouble_of(sheet, printer.target) == ("printer_lost", True)


def test_a_printer_that_is_not_there(sheet: bytes, tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    for target in (
        f"socket://127.0.0.1:{port}",
        "socket://",
        str(tmp_path / "ttyUSB0"),
        f"{tmp_path / 'ttyUSB0'}?baud=fast",
        "nonsense://x",
    ):
        assert trouble_of(sheet, target) == ("printer_absent", False)


def test_a_file_is_written_whole_and_a_folder_names_it_by_its_content(tmp_path: Path, sheet: bytes):
    send(sheet, f"file:{tmp_path / 'new' / 'label.zpl'}")
    assert (tmp_path / "new" / "label.zpl").read_bytes() == sheet
    for _ in range(2):
        send(sheet, f"file:{tmp_path}/labels/")
    [written] = (tmp_path / "labels").iterdir()
    assert written.read_bytes() == sheet
    send(sheet, f"file://{tmp_path}/url.zpl")
    assert (tmp_path / "url.zpl").exists()
    (tmp_path / "plain").write_text("a file where a folder should be")
    assert trouble_of(sheet, f"file:{tmp_path}/plain/label.zpl") == ("label_not_written", False)


def test_every_trouble_of_a_printer_has_its_sentence():
    fields = {"printer", "file", "title", "why"}
    for code, sentence in SENTENCES.items():
        assert set(re.findall(r"{(\w+)}", sentence)) <= fields, code
    for fault in ("paper_out", "paused", "head_open", "ribbon_out", "too_cold", "too_hot"):
        well = dict.fromkeys(
            ("paper_out", "paused", "head_open", "ribbon_out", "too_cold", "too_hot"), False
        )
        said = PrinterStatus(**{**well, fault: True}, waiting=0)
        assert said.trouble in SENTENCES
