"""The raw-line test over pty and TCP, and the label that tries a printer."""

import threading
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from cellyard.devices.simulator import Over, Scale, Scanner, Simulation
from cellyard.domain.refusals import Refused, Trouble
from cellyard.jobs import ports
from cellyard.jobs.ports import Heard, PortTest


@pytest.fixture(autouse=True)
def _no_thread_stays(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(ports, "ROUND_S", 1.2)  # a test that was stopped ends with its round
    before = set(threading.enumerate())
    yield
    assert not set(threading.enumerate()) - before


@pytest.fixture
def simulation() -> Iterator[Simulation]:
    with Simulation() as running:
        yield running


def until(test: PortTest, enough: Callable[[Heard], bool]) -> Heard:
    """Listen until enough was heard; the suite's own limit of time ends a test that never is."""
    while not enough(test.heard):
        time.sleep(0.02)
    return test.heard


def read(heard: Heard) -> tuple[object, str]:
    """Return the value and unit that the best profile finds."""
    reading = ports.value(heard.fits[0])
    return (reading.value, reading.unit) if reading else (None, "")


@pytest.mark.parametrize("over", ["pty", "tcp"])
def test_a_port_says_which_scale_hangs_on_it(
    simulation: Simulation, over: Over, tmp_path: Path
) -> None:
    scale = simulation.serve("scale", Scale("mt-sics"), over)
    scale.instrument.put(Decimal("355.2"))
    test = PortTest(scale.url)
    heard = until(test, lambda h: bool(h.fits) and read(h) == (Decimal("355.2"), "kg"))
    best = heard.fits[0]
    assert (best.profile, ports.duty(best)) == ("mt-sics", "scale")
    assert heard.lines[-1][1] == "CR LF"
    assert heard.trouble is None
    assert b"355.2 kg" in test.save(tmp_path).read_bytes()
    test.stop()
    again = PortTest(scale.url, after=test)
    assert until(again, lambda h: bool(h.lines)).trouble is None
    again.stop()
    again.wait()


def test_a_scanner_is_told_by_its_code(simulation: Simulation) -> None:
    scanner = simulation.serve("scanner", Scanner(), "pty")
    test = PortTest(scanner.url)
    while not test.heard.lines:
        scanner.instrument.scan("04QCB76836300JBC40000903")
        time.sleep(0.1)
    best = test.heard.fits[0]
    assert ports.duty(best) == "scanner"
    assert read(test.heard) == ("04QCB76836300JBC40000903", "")
    test.stop()
    test.wait()


def test_a_port_that_does_not_open_says_why_and_is_tried_again(tmp_path: Path) -> None:
    test = PortTest(str(tmp_path / "no-port"))
    trouble = until(test, lambda h: h.trouble is not None).trouble
    assert isinstance(trouble, Trouble)
    assert trouble.code == "port_absent"
    (tmp_path / "wire").write_text("a file stands where the folder should be")
    with pytest.raises(Refused, match="file_not_written"):
        test.save(tmp_path)
    test.stop()
    test.wait()


def test_what_came_is_bounded_and_begins_with_a_whole_line() -> None:
    test = PortTest("loop://")
    line = b"ST,GS,+  355.2kg\r\n"
    for _n in range(300):
        test._keep(line)
    heard = test.heard
    assert heard.count == 300 * len(line)
    assert heard.fits[0].understood == heard.fits[0].lines == len(heard.lines)
    assert len(heard.lines) * len(line) <= ports.ROOM
    test.stop()
    test.wait()


def test_a_label_tries_the_printer(tmp_path: Path) -> None:
    ports.test_label(f"file:{tmp_path}/")
    written = next(tmp_path.glob("*.zpl")).read_bytes()
    assert written.startswith(b"^XA")
    with pytest.raises(Trouble, match="printer_absent"):
        ports.test_label(str(tmp_path / "no-printer"))
