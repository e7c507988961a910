"""A line over real pseudo-terminals and TCP: reads, loses, finds again, and says so."""

import socket
import subprocess
import sys
import threading
from decimal import Decimal
from pathlib import Path

import pytest
from watching import Watched, converter, until

from cellyard.devices import wirelog
from cellyard.devices.decoding import Decoder
from cellyard.devices.line import Line
from cellyard.devices.profile import load
from cellyard.devices.simulator import Over, Scale, Scanner, Simulation
from cellyard.devices.simulator.scale import SWING
from cellyard.devices.transport import Transport
from cellyard.domain.readings import Link, Sample
from cellyard.domain.refusals import Trouble
from cellyard.words import sentence
from cellyard.words.troubles import STATES, TROUBLES

OVER = pytest.mark.parametrize("over", ["pty", "tcp"])


@OVER
def test_a_weight_is_put_on_swings_and_stands(simulation: Simulation, over: Over) -> None:
    scale = simulation.serve("scale", Scale(), over)
    with Watched("mt-sics", scale) as watched:
        until(watched.in_state("running"))
        scale.instrument.put(Decimal("355.20"))
        until(watched.stood_at("355.20"))
    weights = [s.readings["weight"] for s in watched.samples]
    assert all(set(s.readings) == {"weight"} for s in watched.samples)
    assert sum(weight.flags == ("unstable",) for weight in weights) == len(SWING)
    assert watched.samples[-1].raw == b"S S     355.20 kg"
    assert [s.t for s in watched.samples] == sorted(s.t for s in watched.samples)
    assert watched.line.last == watched.samples[-1]
    assert watched.states == ["opening", "identifying", "running", "absent"]
    assert watched.line.health.identity == "B834112907"


HOLD = """
import sys
from cellyard.devices.transport import Transport
from cellyard.domain.readings import Link
with Transport(sys.argv[1], Link()):
    print("held", flush=True)
    sys.stdin.read()
"""


@OVER
def test_a_port_has_one_owner_over_all_processes(simulation: Simulation, over: Over) -> None:
    scale = simulation.serve("scale", Scale(), over)
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, scale.url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    with pytest.raises(Trouble) as no:
        Transport(scale.url, Link())
    assert no.value.code == "port_taken"
    # Whatever happens to the other one, the system gives the port back.
    other.kill()
    other.communicate()
    with Transport(scale.url, Link()), pytest.raises(Trouble) as no:
        Transport(scale.url, Link())
    assert no.value.code == "port_taken"
    Transport(scale.url, Link()).close()


@OVER
def test_unplugged_is_lost_and_plugged_in_again_is_read(simulation: Simulation, over: Over) -> None:
    scale = simulation.serve("scale", Scale("st-gs"), over)
    with Watched("generic-st-gs", scale) as watched:
        until(watched.in_state("running"))
        scale.unplug()
        waiting = "absent" if over == "pty" else "backing_off"
        until(watched.in_state(waiting))
        assert "lost" in watched.states
        before = len(watched.states)
        until(lambda: len(watched.states) > before)  # it tries again, and again
        scale.plug()
        scale.instrument.put(Decimal("12.5"))
        until(watched.stood_at("12.5"))
        assert watched.line.health.state == "running"
        assert watched.line.health.trouble is None
    scale.unplug()


def test_silence_is_shown_and_ends_by_itself(simulation: Simulation) -> None:
    scale = simulation.serve("scale", Scale())
    with Watched("mt-sics", scale) as watched:
        until(watched.in_state("running"))
        scale.instrument.silence()
        until(watched.in_state("silent"))
        trouble = watched.line.health.trouble
        assert trouble is not None
        assert sentence(trouble) == ("Scale 1 has gone silent. Look at its cable and switch.")
        scale.instrument.silence(silent=False)
        until(watched.in_state("running"))


@OVER
def test_garbage_is_counted_and_costs_no_reading(simulation: Simulation, over: Over) -> None:
    scale = simulation.serve("scale", Scale("st-gs"), over)
    with Watched("generic-st-gs", scale) as watched:
        until(watched.in_state("running"))
        scale.garbage()
        scale.instrument.put(Decimal("355.2"))
        until(watched.stood_at("355.2"))
        assert 250 < watched.line.health.dropped < 350
    decoder = Decoder(load("generic-st-gs"))
    assert all(decoder.decode(sample.raw) for sample in watched.samples)


def test_what_is_no_weight_never_stands(simulation: Simulation) -> None:
    scale = simulation.serve("scale", Scale(capacity=Decimal(500)))
    said: dict[str, Sample] = {}
    with Watched("mt-sics", scale) as watched:
        until(watched.in_state("running"))
        for load_kg, fault, flag in (
            ("355.2", "Error 10b", "fault"),
            ("-1.2", "", "negative"),
            ("501.0", "", "over_range"),
        ):
            scale.instrument.put(Decimal(load_kg))
            scale.instrument.fault(fault)
            until(watched.flagged(flag))
            said[flag] = watched.samples[-1]
    assert [s.readings["weight"].steady for s in said.values()] == [False, False, False]
    assert said["fault"].readings["weight"].value is None
    assert said["over_range"].readings["weight"].value is None


def test_a_scale_that_never_says_stable_is_judged_by_equal_readings(
    simulation: Simulation,
) -> None:
    scale = simulation.serve("scale", Scale("ww"))
    with Watched("generic-st-gs", scale) as watched:
        until(watched.in_state("running"))
        scale.instrument.put(Decimal("3.17"))
        until(watched.stood_at("3.17"))
    run = [s for s in watched.samples if str(s.readings["weight"].value) == "3.17"]
    steady = [s.readings["weight"].steady for s in run]
    assert steady.index(True) >= 2
    assert run[steady.index(True)].t - run[0].t >= 0.5
    assert steady == sorted(steady)


@OVER
@pytest.mark.parametrize("pause_s", [0.05, 0.0], ids=["20 per second", "all at once"])
def test_a_burst_of_scans_loses_none(simulation: Simulation, over: Over, pause_s: float) -> None:
    scanner = simulation.serve("scanner", Scanner(end=b"\r"), over)
    codes = [f"04PE1A8B1CD4E6F7A8B{n:05d}" for n in range(60)]
    pause = threading.Event()
    with Watched("barcode-scanner", scanner) as watched:
        until(watched.in_state("running"))
        # Nobody is there to ask a scanner whether it is connected: wait for the first code.
        until(lambda: scanner.instrument.scan("first") or pause.wait(0.1) or watched.samples)
        for code in codes:
            scanner.instrument.scan(code)
            pause.wait(pause_s)
        until(lambda: watched.samples[-1].readings["code"].value == codes[-1])
    heard = [s.readings["code"].value for s in watched.samples]
    assert [code for code in heard if code != "first"] == codes
    assert {s.readings["aim"].value for s in watched.samples} == {"]Q1"}


@OVER
def test_an_instrument_has_one_owner(simulation: Simulation, over: Over) -> None:
    scale = simulation.serve("scale", Scale(), over)
    with Watched("mt-sics", scale) as owner:
        until(owner.in_state("running"))
        with Watched("mt-sics", scale) as second:
            until(second.in_state("backing_off"))
            trouble = second.line.health.trouble
            assert trouble is not None
            assert trouble.code == "port_taken"
        assert owner.line.health.state == "running"
    with Watched("mt-sics", scale) as heir:
        until(heir.in_state("running"))


def test_another_program_on_the_port_is_named(simulation: Simulation) -> None:
    import fcntl

    scale = simulation.serve("scale", Scale())
    with Path(scale.url).open("rb", buffering=0) as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with Watched("mt-sics", scale) as watched:
            until(watched.in_state("backing_off"))
            assert watched.line.health.trouble is not None
            assert watched.line.health.trouble.code == "port_taken"


@pytest.mark.parametrize(
    ("url", "code", "state"),
    [
        ("/dev/no-such-port", "port_absent", "absent"),
        ("socket://127.0.0.1:1", "port_unreachable", "backing_off"),
        ("rfc2217://127.0.0.1:1", "port_unreachable", "backing_off"),
        ("socket://127.0.0.1", "port_wrong", "backing_off"),
        ("carrier-pigeon://coop", "port_wrong", "backing_off"),
        (__file__, "port_wrong", "backing_off"),
    ],
)
def test_a_port_that_does_not_open_says_why(url: str, code: str, state: str) -> None:
    with Watched("mt-sics", url) as watched:
        until(watched.in_state(state))
        trouble = watched.line.health.trouble
    assert trouble is not None
    assert trouble.code == code
    assert sentence(trouble)


def test_the_wrong_profile_is_told_from_silence(simulation: Simulation) -> None:
    scale = simulation.serve("scale", Scale("st-gs"))
    with Watched("mt-sics", scale) as watched:
        until(watched.in_state("silent"))
        trouble = watched.line.health.trouble
        assert trouble is not None
        assert trouble.code == "not_understood"
        assert "Mettler" in sentence(trouble)
    assert watched.samples == []


def test_a_garbled_scan_is_shown(simulation: Simulation) -> None:
    scanner = simulation.serve("scanner", Scanner())
    with Watched("barcode-scanner", scanner) as watched:
        until(watched.in_state("running"))
        scanner.garbage(b"]C1\xff\xfe\r\n")
        until(lambda: watched.line.health.trouble)
        assert watched.line.health.state == "running"
        scanner.instrument.scan("A-01-1-1")
        until(lambda: watched.samples)
        until(lambda: not watched.line.health.trouble)


def test_loop_url_is_a_port_too() -> None:
    with Watched("barcode-scanner", "loop://") as watched:
        until(watched.in_state("running"))


@pytest.mark.filterwarnings("ignore:set.*:DeprecationWarning")  # inside pyserial
def test_a_scale_behind_an_rfc_2217_converter(simulation: Simulation) -> None:
    scale = simulation.serve("scale", Scale("st-gs"), "tcp")
    scale.instrument.put(Decimal("355.2"))
    with converter(scale.url) as url, Watched("generic-st-gs", url) as watched:
        until(watched.stood_at("355.2"))


def test_what_a_converter_sends_at_once_is_heard() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        with Watched("generic-st-gs", f"socket://127.0.0.1:{door.getsockname()[1]}") as watched:
            client, _ = door.accept()
            client.sendall(b"ST,GS,+  123.4kg\r\n" * 3)
            client.close()
            until(lambda: "lost" in watched.states)
        assert len(watched.samples) == 3


def test_a_link_is_set_as_asked(simulation: Simulation) -> None:
    scale = simulation.serve("scale", Scale())
    with Watched("mt-sics", scale, link=Link(baud=2400, character="7E1")) as watched:
        until(watched.in_state("running"))


def test_a_listener_that_fails_is_reported_and_costs_nothing(
    simulation: Simulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", reported.append)
    scale = simulation.serve("scale", Scale("st-gs"))

    def broken(news: object) -> None:
        raise ZeroDivisionError(news)

    line = Line("Scale 1", load("generic-st-gs"), scale.url, on_sample=broken, on_health=broken)
    line.start()
    until(lambda: len(reported) > 5 and line.health.state == "running")
    line.stop()
    assert {args.exc_type for args in reported} == {ZeroDivisionError}
    assert line.last is not None


class Faulty:
    """An attendant with a fault of its own, once."""

    def __init__(self) -> None:
        self.lost_with = 0
        self._faults = 1

    def opened(self) -> None: ...

    def hears(self, heard: Sample) -> None: ...

    def turn(self, line: object, identity: str) -> None:  # noqa: ARG002 - as every attendant
        if self._faults:
            self._faults -= 1
            raise ValueError("a fault of our own")

    def lost(self) -> None:
        self.lost_with += 1

    def leaves(self, line: object) -> None: ...


def test_a_fault_of_our_own_is_loud_and_the_line_tries_again(
    simulation: Simulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", reported.append)
    scale = simulation.serve("scale", Scale())
    attendant = Faulty()
    with Watched("mt-sics", scale, attendant=attendant) as watched:
        until(lambda: watched.states.count("opening") == 2)
        until(watched.in_state("running"))
        trouble = next(h.trouble for h in watched.healths if h.state == "lost")
        assert trouble is not None
        assert sentence(trouble).startswith("Reading Scale 1 failed")
    assert [one.exc_type for one in reported] == [ValueError]
    assert attendant.lost_with == 1


def test_the_wire_log_says_the_same_again(simulation: Simulation, tmp_path: Path) -> None:
    scale = simulation.serve("scale", Scale())
    wire = wirelog.WireLog(tmp_path / "scale.jsonl")
    with Watched("mt-sics", scale, wire=wire) as watched:
        until(lambda: len(watched.samples) >= 3)
    wire.close()
    kept = wirelog.read(tmp_path / "scale.jsonl")
    assert bytes.fromhex(kept[0].hex) == b"I4\r\n"
    decoder = Decoder(load("mt-sics"))
    heard = [f for k in kept if k.dir == "RX" for f in decoder.feed(bytes.fromhex(k.hex))]
    assert [f.raw for f in heard if "weight" in f.readings] == [s.raw for s in watched.samples]


def test_the_wire_log_turns_over_and_ends_on_a_full_disk(
    simulation: Simulation, tmp_path: Path
) -> None:
    wire = wirelog.WireLog(tmp_path / "log.jsonl", largest=100, kept=2)
    for n in range(9):
        wire.keep(wirelog.Wired(t=n, at=n, port="Scale 1", dir="RX", hex="53 20"))
    wire.close()
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["log.1.jsonl", "log.2.jsonl", "log.jsonl"]
    kept = [
        w.t for name in ("log.2", "log.1", "log") for w in wirelog.read(tmp_path / f"{name}.jsonl")
    ]
    assert kept == sorted(kept)
    assert kept[-1] == 8
    full = Path("/dev/full")
    if full.exists():
        log = wirelog.WireLog(full)
        scale = simulation.serve("scale", Scale())
        with Watched("mt-sics", scale, wire=log) as watched:
            until(lambda: watched.samples)
        log.close()


def test_every_trouble_and_state_has_its_word() -> None:
    assert set(STATES) >= {"absent", "opening", "running", "silent", "lost", "backing_off"}
    assert set(TROUBLES) >= {"silent", "not_understood", "port_lost", "port_taken", "line_failed"}
