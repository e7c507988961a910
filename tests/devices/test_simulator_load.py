"""The simulated load speaks the 26-byte frames and does what they say."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from caller import Caller, Hand, vectors

from cellyard.devices.simulator import Battery, Clock, Load, Over, Simulation

OVER = pytest.mark.parametrize("over", ["pty", "tcp"])
DONE, BAD_SUM, BAD_VALUE, NOT_NOW, UNKNOWN = 0x80, 0x90, 0xA0, 0xB0, 0xC0


def frame(command: int, value: int = 0, width: int = 4) -> bytes:
    body = bytes((0xAA, 0, command)) + value.to_bytes(width, "little").ljust(22, b"\0")
    return body + bytes((sum(body) % 256,))


class Bench:
    """A load on a battery, with the clock in our hand, and the port to it."""

    def __init__(self, simulation: Simulation, over: Over) -> None:
        self.hand = Hand()
        self.battery = Battery("NMC", series=12, capacity_ah=40, clock=Clock(1, self.hand))
        self.load = Load(self.battery)
        self.served = simulation.serve("load", self.load, over)
        self.caller = Caller(self.served.url)

    def ask(self, command: int, value: int = 0) -> bytes:
        reply = self.caller.frame(frame(command, value), 26)
        assert len(reply) == 26
        assert reply[0] == 0xAA
        assert sum(reply[:-1]) % 256 == reply[-1]
        return reply

    def put(self, command: int, value: int = 0) -> int:
        """Return the status that a set command is answered with."""
        reply = self.ask(command, value)
        assert reply[2] == 0x12
        return reply[3]

    def number(self, command: int) -> int:
        reply = self.ask(command)
        assert reply[2] == command
        return int.from_bytes(reply[3:7], "little")

    def armed(self, ampere: float = 8, cutoff: float = 33.6) -> None:
        settings = ((0x20, 1), (0x5D, 4), (0x4E, round(cutoff * 1e3)), (0x2A, round(ampere * 1e4)))
        assert [self.put(*setting) for setting in settings] == [DONE] * 4

    def reading(self) -> tuple[float, float, float, int, int]:
        """Return V, A, W, operation state, demand state."""
        reply = self.ask(0x5F)
        assert reply[2] == 0x5F
        raw = [int.from_bytes(reply[at : at + 4], "little") for at in (3, 7, 11)]
        demand = int.from_bytes(reply[16:18], "little")
        return raw[0] / 1e3, raw[1] / 1e4, raw[2] / 1e3, reply[15], demand


@pytest.fixture
def bench(simulation: Simulation) -> Iterator[Bench]:
    made = Bench(simulation, "pty")
    yield made
    made.caller.close()


@OVER
def test_every_vector_is_answered(simulation: Simulation, over: Over, shared: Path) -> None:
    sent = vectors(shared / "devices/vectors/bk8500_it8500.txt")
    bench = Bench(simulation, over)
    caller = bench.caller
    assert caller.frame(sent["bk-on"], 26)[3] == NOT_NOW
    assert not bench.load.on
    for name in ("bk-remote", "bk-mode-cc", "bk-func", "bk-i-20ma", "bk-on"):
        assert caller.frame(sent[name], 26) == sent["bk-status-ok"]
    assert bench.load.on
    assert bench.reading()[1] == 0.02
    assert caller.frame(sent["bk-bad"], 26) == sent["bk-status-csum"]
    assert caller.frame(sent["bk-off"], 26) == sent["bk-status-ok"]
    assert not bench.load.on
    assert caller.frame(sent["bk-prod"], 26)[3:20] == b"8514\0\x07\x028021150417"
    assert caller.frame(sent["bk-read"], 26)[2] == 0x5F
    caller.close()


def test_what_is_set_is_read_back_and_what_is_wrong_is_refused(bench: Bench) -> None:
    assert bench.put(0x2A, 80_000) == NOT_NOW
    assert bench.number(0x25) == 2_400_000
    assert bench.put(0x20, 1) == DONE
    settings = {
        0x22: 60_000, 0x24: 100_000, 0x26: 500_000, 0x28: 1, 0x2A: 80_000, 0x2C: 36_000,
        0x2E: 200_000, 0x30: 4_700, 0x4E: 33_600, 0x50: 600, 0x52: 1, 0x56: 1, 0x5D: 4,
    }  # fmt: skip
    for command, value in settings.items():
        assert bench.put(command, value) == DONE
    assert {command: bench.number(command + 1) for command in settings} == settings
    assert bench.put(0x55, 0) == DONE
    assert bench.reading()[3] == 0b110_0100
    assert bench.put(0x2A, 100_001) == NOT_NOW  # above the maximum that was set
    assert bench.put(0x24, 2_400_001) == BAD_VALUE  # above the rating
    assert bench.put(0x28, 4) == BAD_VALUE
    assert bench.put(0x5D, 5) == BAD_VALUE
    assert bench.put(0x99) == UNKNOWN
    assert bench.number(0x2B) == 80_000


def test_the_battery_function_ends_by_itself_at_the_minimum(bench: Bench) -> None:
    bench.armed()
    full = bench.reading()
    assert (full[1], full[2], full[3], full[4]) == (0, 0, 0b1_0100, 0)
    assert bench.put(0x21, 1) == DONE
    volt, ampere, watt, state, demand = bench.reading()
    assert volt < full[0]
    assert (ampere, state, demand) == (8, 0b1_1100, 1 << 6)
    assert watt == pytest.approx(volt * 8, rel=1e-4)
    bench.hand.t += 6 * 3600
    volt, ampere, watt, state, demand = bench.reading()
    assert (ampere, watt, state, demand) == (0, 0, 0b1_0100, 0)
    assert volt > 33.6  # it has come back
    assert bench.battery.delivered_ah == pytest.approx(40, rel=0.005)


def test_the_fixed_function_has_no_end_of_its_own(bench: Bench) -> None:
    bench.armed()
    assert bench.put(0x5D, 0) == DONE
    assert bench.put(0x21, 1) == DONE
    bench.hand.t += 6 * 3600
    assert bench.load.on
    assert bench.reading()[0] < 33.6


def test_the_load_on_timer_switches_off(bench: Bench) -> None:
    bench.armed()
    assert bench.put(0x50, 90) == DONE
    assert bench.put(0x52, 1) == DONE
    assert bench.put(0x21, 1) == DONE
    bench.hand.t += 89
    assert bench.reading()[3] & 0b1000
    bench.hand.t += 1
    assert not bench.reading()[3] & 0b1000
    assert bench.battery.delivered_ah == pytest.approx(8 * 90 / 3600, rel=1e-6)


@pytest.mark.parametrize(
    ("maximum", "value", "bit"), [(0x22, 40_000, 1), (0x24, 79_000, 2), (0x26, 300_000, 3)]
)
def test_a_maximum_protects(bench: Bench, maximum: int, value: int, bit: int) -> None:
    bench.armed()
    assert bench.put(maximum, value) == DONE
    assert bench.put(0x21, 1) == DONE
    _, ampere, _, state, demand = bench.reading()
    assert (ampere, state & 0b1000, demand) == (0, 0, 1 << bit)


def test_the_other_modes_hold_what_they_are_named_after(bench: Bench) -> None:
    bench.armed()
    levels = ((0x5D, 0), (0x2C, 49_800), (0x2E, 250_000), (0x30, 5_000), (0x21, 1))
    assert [bench.put(*level) for level in levels] == [DONE] * len(levels)
    read: list[tuple[float, float, float]] = []
    for mode in (1, 2, 3):
        assert bench.put(0x28, mode) == DONE
        volt, ampere, watt, _, demand = bench.reading()
        assert demand == 1 << 6 + mode
        read.append((volt, watt, volt / ampere))
    assert read[0][0] == pytest.approx(49.8)
    assert read[1][1] == pytest.approx(250)
    assert read[2][2] == pytest.approx(5, rel=1e-4)


def test_faults_are_switched_while_it_runs(bench: Bench) -> None:
    bench.armed()
    assert bench.put(0x21, 1) == DONE
    bench.load.stuck_on()
    assert bench.put(0x21, 0) == DONE
    assert bench.reading()[1] == 8
    bench.load.stuck_on(stuck=False)
    assert bench.put(0x21, 0) == DONE
    assert bench.reading()[1] == 0
    bench.load.misread()
    assert bench.number(0x4F) == 33_600 * 9 // 10
    bench.load.misread(misread=False)
    bench.load.sentinel()
    assert bench.reading()[0] == 0xFFFFFFFF / 1e3
    bench.load.sentinel(sentinel=False)
    bench.load.corrupt()
    reply = bench.caller.frame(frame(0x5F), 26)
    assert sum(reply[:-1]) % 256 != reply[-1]
    bench.load.corrupt(corrupt=False)
    bench.load.silence()
    bench.caller.nothing(frame(0x21, 1))
    bench.load.silence(silent=False)
    assert not bench.load.on


def test_half_a_frame_is_forgotten_and_another_address_is_not_ours(bench: Bench) -> None:
    bench.caller.nothing(frame(0x20, 1)[:20])
    assert bench.put(0x20, 1) == DONE
    strange = bytearray(frame(0x21, 1))
    strange[1], strange[-1] = 5, strange[-1] + 5
    bench.caller.nothing(bytes(strange))
    assert not bench.load.on
    assert bench.caller.frame(b"\x00\xff\x13" + frame(0x21, 1), 26)[3] == DONE
    assert bench.load.on
