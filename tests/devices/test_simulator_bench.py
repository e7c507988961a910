"""The instruments of one channel see the same battery, at the same time."""

import pytest
import serial
from caller import Caller, Hand

from cellyard.devices.simulator import Battery, Clock, Over, SimulatedBench, Simulation

OVER = pytest.mark.parametrize("over", ["pty", "tcp"])


def load_frame(command: int, value: int = 0) -> bytes:
    body = bytes((0xAA, 0, command)) + value.to_bytes(4, "little").ljust(22, b"\0")
    return body + bytes((sum(body) % 256,))


def switched_on(load: Caller, ampere: int) -> None:
    for command, value in ((0x20, 1), (0x2A, ampere * 10_000), (0x21, 1)):
        assert load.frame(load_frame(command, value), 26)[3] == 0x80


@OVER
def test_what_the_load_draws_everybody_sees(simulation: Simulation, over: Over) -> None:
    hand = Hand()
    battery = Battery("NMC", series=14, capacity_ah=20, clock=Clock(1200, hand))
    bench = SimulatedBench(simulation, battery, board="daly", over=over)
    assert set(bench.urls) == {"load", "thermometer", "meter", "insulation", "board"}
    callers = {name: Caller(url) for name, url in bench.urls.items()}
    switched_on(callers["load"], 20)
    hand.t += 1  # twenty minutes
    read = callers["load"].frame(load_frame(0x5F), 26)
    volt = int.from_bytes(read[3:7], "little") / 1e3
    assert volt == pytest.approx(battery.voltage, abs=1e-3)
    shown = callers["meter"].line(":FETCH?").split(",")[1]
    assert float(shown) == pytest.approx(volt, abs=1e-3)
    body = bytes((0xA5, 0x40, 0x90, 8)) + bytes(8)
    board = callers["board"].frame(body + bytes((sum(body) % 256,)), 13)
    assert int.from_bytes(board[4:6], "big") / 10 == pytest.approx(volt, abs=0.06)
    assert int.from_bytes(board[8:10], "big") == 30_200
    callers["thermometer"].send(b"MEAS:START ON\n")
    callers["thermometer"].line("FETCH?", b"\n")
    celsius = float(callers["thermometer"].line("FETCH?", b"\n").split(",")[0])
    assert celsius == pytest.approx(battery.temperature, abs=0.06)
    assert celsius > 26
    for caller in callers.values():
        caller.close()


def test_another_battery_is_put_on_and_the_load_is_off(simulation: Simulation) -> None:
    first, second = Battery(series=12), Battery("LFP", series=4)
    bench = SimulatedBench(simulation, first, insulation="3174")
    load, meter = Caller(bench.urls["load"]), Caller(bench.urls["meter"])
    switched_on(load, 10)
    assert first.current == 10
    bench.put(second)
    assert bench.battery is second
    assert (first.current, second.current) == (0, 0)
    assert float(meter.line(":FETCH?").split(",")[1]) == pytest.approx(second.voltage, abs=1e-3)
    switched_on(load, 5)
    assert (first.current, second.current) == (0, 5)
    load.close()
    meter.close()


def test_unplugged_the_load_goes_on_drawing_and_garbage_is_only_noise(
    simulation: Simulation,
) -> None:
    hand = Hand()
    battery = Battery(capacity_ah=20, clock=Clock(1, hand))
    bench = SimulatedBench(simulation, battery)
    load = Caller(bench.urls["load"])
    switched_on(load, 10)
    bench.load.unplug()
    with pytest.raises((serial.SerialException, OSError)):
        load.frame(load_frame(0x5F), 26)
    load.close()
    hand.t += 360
    battery.advance()
    assert battery.delivered_ah == pytest.approx(1)
    bench.load.plug()
    load = Caller(bench.urls["load"])
    bench.load.garbage(b"\x00\x13")
    reply = load.frame(load_frame(0x21, 0), 28)
    assert reply[:2] == b"\x00\x13"
    assert reply[5] == 0x80
    assert battery.current == 0
    load.close()


def test_a_battery_never_wired_draws_nothing() -> None:
    hand = Hand()
    battery = Battery(charge=0.5, clock=Clock(1, hand))
    before = battery.voltage
    hand.t += 1e6
    assert battery.voltage == before
    assert battery.delivered_ah == 0
