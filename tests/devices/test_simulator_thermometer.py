"""The simulated thermometer answers lines, shows the battery's warmth, and has its faults."""

from pathlib import Path

from caller import Caller, Hand, vectors

from cellyard.devices.simulator import Battery, Clock, Simulation, Thermometer

LF = b"\n"


def test_it_is_read_as_the_vectors_say(simulation: Simulation, shared: Path) -> None:
    known = vectors(shared / "devices/vectors/applent_at45xx.txt")
    hand = Hand()
    battery = Battery(ambient_c=23.4, clock=Clock(1, hand))
    served = simulation.serve("thermometer", Thermometer(battery), "tcp")
    caller = Caller(served.url)
    assert caller.frame(b"IDN?\n", len(known["at45-idn"])) == known["at45-idn"]
    caller.nothing(b"MEAS:START ON\n")
    stale = caller.line("FETCH?", LF)
    assert stale == ", ".join(["+0.00000e+00"] * 3)
    fresh = caller.frame(known["at45-fetch-q"], len(known["at45-fetch"]))
    assert fresh == b"+2.34000e+01, +2.34000e+01, +2.34000e+01\n"
    battery.hot_cell(60)
    hand.t += 60
    assert caller.line("fetch?", LF) == "+8.34000e+01, +4.14000e+01, +2.88000e+01"
    caller.close()


def test_open_thermocouples_and_a_stopped_meter(simulation: Simulation) -> None:
    battery = Battery()
    thermometer = Thermometer(battery, channels=2)
    served = simulation.serve("thermometer", thermometer)
    caller = Caller(served.url)
    caller.send(b"MEAS:START ON\n")
    caller.line("FETCH?", LF)
    thermometer.open(2)
    assert caller.line("FETCH?", LF) == "+2.50000e+01, +1.00000e+05"
    thermometer.sentinel()
    assert caller.line("FETCH?", LF) == "+1.00000e+05, +1.00000e+05"
    thermometer.sentinel(sentinel=False)
    thermometer.open(2, is_open=False)
    caller.send(b"MEAS:START OFF\n")
    battery.ambient_c = 40
    assert caller.line("FETCH?", LF) == "+2.50000e+01, +2.50000e+01"
    thermometer.corrupt()
    caller.send(b"FETCH?\n")
    assert caller.frame(b"", 1) == bytes((ord("+") | 0x80,))
    caller.close()
