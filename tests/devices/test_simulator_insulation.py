"""The simulated insulation testers: a test takes its time, is judged, and says what it did."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from caller import Caller, Hand, vectors

from cellyard.devices.simulator import Battery, Clock, Insulation3174, Insulation9000, Simulation


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def battery(hand: Hand) -> Battery:
    return Battery(insulation_ohm=125e6, clock=Clock(1, hand))


@pytest.fixture
def hioki(simulation: Simulation, battery: Battery) -> Iterator[Caller]:
    made = Caller(simulation.serve("insulation", Insulation3174(battery), "tcp").url)
    yield made
    made.close()


@pytest.fixture
def gpt(simulation: Simulation, battery: Battery) -> Iterator[Caller]:
    made = Caller(simulation.serve("insulation", Insulation9000(battery)).url)
    yield made
    made.close()


def test_3174_tests_and_judges(hioki: Caller, hand: Hand, battery: Battery, shared: Path) -> None:
    known = vectors(shared / "devices/vectors/hioki_3174_insulation.txt")
    ask = known["h3174-q"]
    assert hioki.line("*IDN?").startswith("HIOKI,3174,")
    assert hioki.line("*ESR?") == "128"
    assert hioki.frame(ask, len(known["h3174-none"])) == known["h3174-none"]
    hioki.nothing(b":MEAS:INS:VOLT?\r\n")
    assert hioki.line("*ESR?") == "16"
    hioki.send(b":CONF:INS:VOLT 500\r\n:CONF:INS:TIM 10\r\n:CONF:INS:RLOW 1\r\n:STAR\r\n")
    assert hioki.line(":STAT?") == "TEST"
    assert hioki.line(":MEASure:INSulation:VOLTage?") == "500"
    assert hioki.line(":MEAS:INS:RES?") == "125"
    hand.t += 10
    assert hioki.line(":STAT?") == "READY"
    assert hioki.line(":MEAS:RES:INS?") == "500,125,10.0,PASS,0"
    battery.insulation_ohm = 0.3e6
    assert hioki.line(":MEAS:RES:INS?") == "500,0.30,10.0,LFAIL,0"
    battery.insulation_ohm = 20e9
    assert hioki.line(":MEAS:RES:INS?") == "500,9999,10.0,UFAIL,0"
    battery.insulation_ohm = 0
    assert hioki.line(":MEAS:RES:INS?") == "500,0.0,10.0,LFAIL,0"


def test_3174_broken_off_has_no_value_and_1300_v_is_refused(hioki: Caller, hand: Hand) -> None:
    hioki.send(b"*CLS\r\n:CONF:INS:VOLT 1300\r\n")
    assert hioki.line("*ESR?") == "16"
    assert hioki.line(":CONF:INS:VOLT?") == "500"
    hioki.send(b":STARt\r\n")
    assert hioki.line(":STATe?") == "TEST"
    hand.t += 4
    hioki.send(b":STOP\r\n")
    assert hioki.line(":STATe?") == "READY"
    hand.t += 10
    assert hioki.line(":MEAS:RES:INS?") == "500,0,0.0,OFF,0"


def test_gpt_tests_and_judges(gpt: Caller, hand: Hand, battery: Battery, shared: Path) -> None:
    known = vectors(shared / "devices/vectors/gwinstek_gpt9000.txt")
    assert gpt.frame(b"*IDN?\r\n", len(known["gpt-idn"])) == known["gpt-idn"]
    assert gpt.frame(b"SYST:ERR?\r\n", len(known["gpt-err0"])) == known["gpt-err0"]
    assert gpt.line("MEAS?") == "IR,VIEW ,0.000kV,0.000M ohm,T=000.0S"
    gpt.send(b"MANU:EDIT:MODE IR\r\nMANU:IR:VOLT 0.5\r\nMANU:IR:RLOS 1\r\nMANU:IR:TTIM 3.0\r\n")
    assert gpt.line("MANU:IR:VOLTage?") == "0.500kV"
    gpt.send(b"FUNC:TEST ON\r\n")
    assert gpt.line("FUNC:TEST?") == "TEST ON"
    hand.t += 1
    assert gpt.line("MEAS?") == "IR,TEST ,0.500kV,125.0M ohm,T=001.0S"
    hand.t += 5
    passed = gpt.line("MEAS?")
    assert passed == "IR,PASS ,0.500kV,125.0M ohm,T=003.0S"
    captured = known["gpt-ir-pass"].decode("ascii").strip()
    assert [len(part) for part in passed.split(",")[:3]] == [
        len(part) for part in captured.split(",")[:3]
    ]
    battery.insulation_ohm = 0.25e6
    assert gpt.line("MEAS?") == "IR,FAIL ,0.500kV,0.250M ohm,T=003.0S"
    battery.insulation_ohm = 80e9
    assert gpt.line("MEAS?").split(",")[3] == "9999M ohm"


def test_gpt_stops_when_told_and_refuses_what_it_cannot(gpt: Caller, hand: Hand) -> None:
    gpt.send(b"MANU:IR:VOLT 1.5\r\n")
    assert gpt.line("SYST:ERR?") == "21,Value Error"
    assert gpt.line("SYST:ERR?") == "0,No Error"
    gpt.send(b"HOCUS:POCUS 1\r\n")
    assert gpt.line("SYST:ERR?") == "20,Command Error"
    gpt.send(b"MANU:IR:TTIM 5\r\nFUNC:TEST ON\r\n")
    assert gpt.line("MANU:IR:TTIM?") == "005.0S"
    hand.t += 2
    gpt.send(b"FUNC:TEST OFF\r\n")
    assert gpt.line("FUNC:TEST?") == "TEST OFF"
    assert gpt.line("MEAS?") == "IR,VIEW ,0.000kV,0.000M ohm,T=000.0S"
