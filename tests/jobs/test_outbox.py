"""The print queue through power cuts, broken printers and damaged files."""

import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from label_printer import TcpPrinter

from cellyard.documents import label, zpl
from cellyard.domain.refusals import Trouble
from cellyard.jobs.outbox import Outbox
from cellyard.jobs.printing import Patience

HASTY = Patience(connect=2, answer=0.3, piece=2, printing=1, ask_again=0.02)


@pytest.fixture(scope="module")
def sheet() -> bytes:
    return zpl.label(label.draw(label.sample()))


def numbered(number: int) -> bytes:
    return f"^XA^FX {number}^FS^PQ1^XZ\n".encode()


def child(folder: Path, body: str) -> subprocess.Popen[str]:
    """Start a station of its own on this outbox, to be killed."""
    code = """
        import sys
        from pathlib import Path
        from cellyard.jobs.outbox import Outbox
        outbox = Outbox(Path(sys.argv[1]))
    """
    program = textwrap.dedent(code) + textwrap.dedent(body)
    return subprocess.Popen(
        [sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE, text=True
    )


def test_labels_leave_in_order_and_the_box_is_empty_after(tmp_path: Path):
    box = Outbox(tmp_path / "outbox", patience=HASTY)
    with TcpPrinter() as printer:
        jobs = [box.put(numbered(n), printer.target, title=f"battery {n}") for n in range(5)]
        assert [job.number for job in box.waiting()] == [1, 2, 3, 4, 5]
        done = box.flush()
        assert [(one.job, one.copy) for one in done.printed] == [(job, 1) for job in jobs]
        assert (done.troubles, done.waiting, done.damaged) == ({}, 0, ())
        assert [one.strip() for one in printer.labels] == [numbered(n).strip() for n in range(5)]
    assert box.waiting() == []
    assert list((tmp_path / "outbox").iterdir()) == []


def test_a_printer_in_trouble_holds_up_its_own_labels_and_no_others(tmp_path: Path):
    box = Outbox(tmp_path, patience=HASTY)
    with TcpPrinter() as bad, TcpPrinter() as good:
        bad.faults["paper"] = 1
        for n in range(3):
            box.put(numbered(n), bad.target, title="bad")
            box.put(numbered(n), good.target, title="good")
        done = box.flush()
        assert len(done.printed) == len(good.labels) == 3
        assert done.troubles[bad.target].code == "printer_paper_out"
        assert (done.waiting, bad.labels) == (3, [])
        bad.faults["paper"] = 0
        again = Outbox(tmp_path, patience=HASTY).flush()  # as after a restart
        assert [one.copy for one in again.printed] == [1, 1, 1]  # nothing had left: no reprint
        assert len(bad.labels) == 3
        assert [one.strip() for one in bad.labels] == [numbered(n).strip() for n in range(3)]


def test_a_label_that_may_have_come_out_says_reprint_the_second_time(tmp_path: Path, sheet: bytes):
    box = Outbox(tmp_path, patience=HASTY)
    with TcpPrinter() as printer:
        printer.cut_after = 5000
        box.put(sheet, printer.target, title="battery")
        assert box.flush().troubles[printer.target].code == "printer_lost"
        printer.cut_after = None
        [done] = box.flush().printed
        assert done.copy == 2
        [came] = printer.labels
        assert came.strip() == zpl.reprint(sheet, 2).strip()


def test_a_station_killed_while_it_prints_prints_again_and_says_so(tmp_path: Path, sheet: bytes):
    (tmp_path / "sheet").write_bytes(sheet)
    with TcpPrinter() as printer:
        printer.falls_silent = True  # so the station waits for word of its label when it is killed
        body = f"""
            import time
            sheet = Path({str(tmp_path / "sheet")!r}).read_bytes()
            outbox.put(sheet, {printer.target!r}, title="battery")
            outbox.flush()
            time.sleep(60)
        """
        station = child(tmp_path / "outbox", body)
        assert printer.printed.wait(60)
        station.kill()
        station.communicate()
        [job] = Outbox(tmp_path / "outbox").waiting()
        assert job.begun == 1
        printer.silent = printer.falls_silent = False
        [done] = Outbox(tmp_path / "outbox", patience=HASTY).flush().printed
        assert done.copy == 2
        first, second = printer.labels
        assert first.strip() == sheet.strip()
        assert second.strip() == zpl.reprint(sheet, 2).strip()


def test_every_label_that_was_taken_survives_a_kill(tmp_path: Path):
    body = """
        import itertools
        for n in itertools.count():
            outbox.put(b"^XA" + b"%d " % n * 500 + b"^XZ", "socket://127.0.0.1", title=str(n))
            print(n, flush=True)
    """
    station = child(tmp_path, body)
    assert station.stdout
    for _ in range(40):
        taken = int(station.stdout.readline())
    station.kill()
    rest, _ = station.communicate()
    taken = max([taken, *map(int, rest.split()[:-1])])
    jobs = Outbox(tmp_path).waiting()
    assert [job.title for job in jobs][: taken + 1] == [str(n) for n in range(taken + 1)]
    assert all(job.zpl == b"^XA" + b"%d " % int(job.title) * 500 + b"^XZ" for job in jobs)
    assert not list(tmp_path.glob("*.part"))


def test_a_damaged_file_is_put_aside_and_holds_up_nothing(tmp_path: Path):
    box = Outbox(tmp_path, patience=HASTY)
    with TcpPrinter() as printer:
        for n in range(3):
            box.put(numbered(n), printer.target, title="battery")
        middle = tmp_path / "0000000002.label"
        middle.write_bytes(middle.read_bytes()[:30])
        (tmp_path / "0000000004.label").write_bytes(b"")
        assert [job.number for job in box.waiting()] == [1, 3]
        done = box.flush()
        assert [one.job.number for one in done.printed] == [1, 3]
        assert done.damaged == ("0000000002.damaged", "0000000004.damaged")
        assert done.waiting == 0
        assert box.flush().damaged == ()


def test_a_label_can_be_given_up(tmp_path: Path):
    box = Outbox(tmp_path)
    jobs = [box.put(numbered(n), "socket://127.0.0.1:1", title="battery") for n in range(2)]
    box.drop(jobs[0].number)
    box.drop(jobs[0].number)
    assert box.waiting() == [jobs[1]]


def test_a_disk_that_takes_nothing_is_said_at_once(tmp_path: Path):
    box = Outbox(tmp_path / "gone")
    shutil.rmtree(tmp_path / "gone")
    with pytest.raises(Trouble) as trouble:
        box.put(numbered(1), "socket://127.0.0.1:1", title="battery 1184")
    assert trouble.value.code == "label_not_kept"
    assert trouble.value.shown["title"] == "battery 1184"
