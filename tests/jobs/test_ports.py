"""The raw-line test over pty and TCP, and the label that tries a printer."""

import threading
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from cellyard.devices.simulator import Over, Scale, Scanner, Simulation
from cellyard.domain.readings import Health, PortFound
from cellyard.domain.refusals import Refused, Trouble
from cellyard.domain.registers import Instrument
from cellyard.jobs import binding, ports
from cellyard.jobs.benches import Benches
from cellyard.jobs.instruments import Instruments
from cellyard.jobs.ports import Heard, PortTest
from cellyard.words import sentence


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


# --- which port is whose ------------------------------------------------------------------------

FTDI = "0403:6001:A5069RR4:1-1.2"
CP210X = "10C4:EA60:0001"  # one number in every adapter of its maker
CH340 = "1A86:7523:"  # no number at all


def instrument(port: str, identity: str, serial: str = "") -> Instrument:
    return Instrument(
        key="i", station="Bench 1", profile="mt-sics", port=port, duty="scale",
        identity=identity, serial=serial,
    )  # fmt: skip


def found(*pairs: tuple[str, str]) -> list[PortFound]:
    return [PortFound(device=port, description="", identity=identity) for port, identity in pairs]


@pytest.mark.parametrize(
    ("hint", "identity", "there", "port"),
    [
        # The name is only a hint: the same adapter in the same socket, called otherwise.
        ("ttyUSB1", FTDI, [("ttyUSB1", f"{CP210X}:1-1.3"), ("ttyUSB3", FTDI)], "ttyUSB3"),
        # A serial number of its own is known in any socket.
        ("ttyUSB1", FTDI, [("ttyUSB0", "0403:6001:A5069RR4:1-1.4")], "ttyUSB0"),
        # Adapters with one factory number, or none: the place tells.
        (
            "ttyUSB0",
            f"{CP210X}:1-1.3",
            [("ttyUSB0", f"{CP210X}:1-1.4"), ("ttyUSB1", f"{CP210X}:1-1.3")],
            "ttyUSB1",
        ),
        (
            "ttyUSB0",
            f"{CH340}:1-1.3",
            [("ttyUSB0", f"{CH340}:1-1.4"), ("ttyUSB1", f"{CH340}:1-1.3")],
            "ttyUSB1",
        ),
        # Nothing of it is plugged in: the port stays the one that was named.
        ("ttyUSB1", FTDI, [("ttyS0", "")], "ttyUSB1"),
        ("ttyUSB0", f"{CP210X}:1-1.3", [("ttyUSB1", f"{CP210X}:1-1.4")], "ttyUSB0"),
        # No adapter was ever seen: a network port, a pseudo-terminal.
        ("socket://192.168.1.40:4001", "", [("ttyUSB0", FTDI)], "socket://192.168.1.40:4001"),
    ],
)
def test_an_adapter_is_known_under_any_name(
    hint: str, identity: str, there: list[tuple[str, str]], port: str
) -> None:
    assert binding.resolve(instrument(hint, identity), found(*there)) == port


@pytest.mark.parametrize(
    ("identity", "there"),
    [(f"{CP210X}:1-1.3", f"{CP210X}:1-1.4"), (FTDI, f"{CP210X}:1-1.4"), (FTDI, f"{CH340}:1-1")],
)
def test_another_adapter_is_never_taken_for_it(identity: str, there: str) -> None:
    with pytest.raises(Trouble, match="adapter_elsewhere"):
        binding.resolve(instrument("ttyUSB0", identity), found(("ttyUSB0", there)))


def test_of_several_that_nothing_tells_apart_none_is_taken() -> None:
    twins = found(("ttyUSB2", f"{CP210X}:"), ("ttyUSB3", f"{CP210X}:"))
    with pytest.raises(Trouble, match="adapter_elsewhere"):
        binding.resolve(instrument("ttyUSB0", f"{CP210X}:"), twins)
    assert binding.resolve(instrument("ttyUSB3", f"{CP210X}:"), twins) == "ttyUSB3"


@pytest.mark.parametrize(
    ("hint", "identity", "port", "there", "bound"),
    [
        ("ttyUSB1", FTDI, "ttyUSB3", FTDI, True),
        ("ttyUSB1", FTDI, "ttyUSB3", "0403:6001:A5069RR4:1-1.4", True),
        ("ttyUSB1", FTDI, "ttyUSB1", f"{CP210X}:1-1.4", False),
        ("ttyUSB1", f"{CP210X}:1-1.3", "ttyUSB1", f"{CP210X}:1-1.4", False),
        ("ttyUSB1", "", "ttyUSB1", FTDI, True),
        ("ttyUSB1", "", "ttyUSB3", "", False),
    ],
)
def test_only_what_is_bound_to_a_port_gives_it_up(
    hint: str, identity: str, port: str, there: str, *, bound: bool
) -> None:
    assert binding.bound(instrument(hint, identity), found((port, there))[0]) is bound


@pytest.mark.parametrize(
    ("registered", "said", "other"),
    [
        ("B834 112 907", "B834112907", False),
        ("GEP-0001", "GPT-9803, GEP0001, V2.01", False),
        ("600123", "IT8512B+ 600123 1.23", False),
        ("", "B834112907", False),
        ("600123", "", False),
        ("600123", "IT8512B+ 600124 1.23", True),
        ("12", "GPT-9803, GEP0012, V2.01", True),
    ],
)
def test_who_answers_is_held_against_the_serial_number(
    registered: str, said: str, *, other: bool
) -> None:
    health = Health(name="Scale", state="running", identity=said)
    trouble = binding.another(instrument("ttyUSB0", "", registered), health, "ttyUSB3")
    assert (trouble is not None) == other
    if trouble:
        assert (trouble.code, trouble.shown["port"]) == ("another_instrument", "ttyUSB3")
        assert registered in sentence(trouble)


def test_who_never_says_its_number_is_not_held_against_it() -> None:
    for profile_id in ("hioki-bt356x", "jbd-03", "barcode-scanner"):
        ours = msgspec.structs.replace(instrument("ttyUSB0", "", "190412345"), profile=profile_id)
        health = Health(name="Meter", state="running", identity="BT3563A V1.00")
        assert binding.another(ours, health, "ttyUSB0") is None


def test_an_identification_alone_fits_only_its_own_family() -> None:
    test = PortTest("loop://")
    for said, profile_id in (
        (b"HIOKI,BT3563A,0,V1.00", "hioki-bt356x"),
        (b"HIOKI,3174,0,V1.00", "hioki-3174"),
    ):
        test._raw = said + b"\r\n"
        assert test.heard.fits[0].profile == profile_id
    test.stop()
    test.wait()


def test_what_another_instrument_says_is_not_taken(simulation: Simulation, tmp_path: Path) -> None:
    scale = simulation.serve("scale", Scale("mt-sics"), "pty")
    scale.instrument.put(Decimal("355.2"))
    instruments = Instruments(Benches(tmp_path))
    ours = instrument(scale.url, "")
    instruments.attach([ours])
    while not (attached := instruments.attached()[0]).newest or not attached.health.identity:
        time.sleep(0.02)
    assert attached.health.trouble is None
    instruments.attach([msgspec.structs.replace(ours, serial="no such number")])
    while not (attached := instruments.attached()[0]).health.identity:
        time.sleep(0.02)
    assert attached.health.trouble is not None
    assert attached.health.trouble.code == "another_instrument"
    assert (attached.newest, attached.state) == (None, "identifying")
    instruments.stop()


def test_a_line_looks_for_its_adapter_at_each_opening(
    simulation: Simulation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scale = simulation.serve("scale", Scale("mt-sics"), "pty")
    scale.instrument.put(Decimal("355.2"))
    plugged = found((str(tmp_path / "ttyUSB1"), f"{CP210X}:1-1.4"))
    monkeypatch.setattr(ports, "ports", lambda: plugged)
    instruments = Instruments(Benches(tmp_path))
    instruments.attach([instrument(str(tmp_path / "ttyUSB1"), FTDI)])
    while instruments.attached()[0].health.trouble is None:
        time.sleep(0.02)
    said = instruments.attached()[0].health.trouble
    assert said is not None
    assert said.code == "adapter_elsewhere"
    plugged.append(found((scale.url, FTDI))[0])
    while instruments.attached()[0].newest is None:
        time.sleep(0.02)
    assert instruments.attached()[0].port == scale.url
    instruments.stop()


def test_bytes_that_are_no_text_are_shown_in_hex_and_bounded() -> None:
    test = PortTest("loop://")
    cells = bytes.fromhex("DD 04 00 08 0F 45 0F 3D 0F 37 0F 3D FE C6 77")
    for _n in range(200):
        test._keep(cells)
    heard = test.heard
    assert (heard.fits[0].profile, ports.duty(heard.fits[0])) == ("jbd-03", "bms")
    assert read(heard) == (Decimal("3.909"), "V")
    assert len(heard.lines) == ports.ROOM / 16
    assert set(" ".join(text for text, _end in heard.lines).split()) <= {
        f"{byte:02X}" for byte in cells
    }
    test.stop()
    test.wait()
