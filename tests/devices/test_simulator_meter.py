"""The simulated Hioki tester: silent set-up, its forms, its sentinels, the `:READ?` trap."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from caller import Caller, Hand, vectors

from cellyard.devices.simulator import Battery, Clock, Meter, Over, Simulation

OVER = pytest.mark.parametrize("over", ["pty", "tcp"])


@pytest.fixture
def meter() -> Meter:
    # 15.00 mΩ, 3.74 V
    return Meter(Battery("NMC", series=1, charge=0.6, cell_ohm=0.015, clock=Clock(1, Hand())))


@pytest.fixture
def caller(simulation: Simulation, meter: Meter) -> Iterator[Caller]:
    made = Caller(simulation.serve("meter", meter).url)
    yield made
    made.close()


@OVER
def test_the_set_up_sequence_answers_once_and_then_it_reads(
    simulation: Simulation, meter: Meter, over: Over, shared: Path
) -> None:
    known = vectors(shared / "devices/vectors/hioki_bt356x.txt")
    caller = Caller(simulation.serve("meter", meter, over).url)
    assert caller.line("*IDN?") == "HIOKI,BT3562A,0,V1.00"
    assert caller.frame(known["bt-seq-1"], 3) == b"0\r\n"
    assert caller.line(":READ?") == "   15.00E-3, 3.74000E+0"
    assert len(known["bt-300m-6v"]) == len("   15.00E-3, 3.74000E+0\r\n")
    assert caller.line(":FETCH?") == "   15.00E-3, 3.74000E+0"
    caller.close()


def test_while_it_measures_continuously_read_gives_nothing(caller: Caller, meter: Meter) -> None:
    assert caller.line("*ESR?") == "128"
    caller.send(b":RES:RANG 300E-3\r\n:VOLT:RANG 6\r\n:INIT:CONT OFF\r\n")
    first = caller.line(":READ?")
    meter.battery.draw(20)
    assert caller.line(":FETCh?") == first  # the last one that was triggered
    meter.local_key()
    caller.nothing(b":READ?\r\n")
    assert caller.line("*ESR?") == "16"
    assert caller.line("*ESR?") == "0"
    assert caller.line(":INIT:CONT?") == "ON"
    assert caller.line(":FETCh?") == "   15.00E-3, 3.44000E+0"


def test_every_range_has_its_form(caller: Caller) -> None:
    caller.send(b"*CLS\r\n:INIT:CONT OFF\r\n:VOLT:RANG 60\r\n")
    forms = {
        "3E-3": " 1000.00E+6", "30E-3": "  15.000E-3", "300E-3": "   15.00E-3",
        "3": "  0.0150E+0", "30": "   0.015E+0", "300": "    0.01E+0", "3000": "     0.0E+0",
    }  # fmt: skip
    for full, form in forms.items():
        caller.send(b":RES:RANG " + full.encode("ascii") + b"\r\n")
        assert caller.line(":READ?") == f"{form},  3.7400E+0"
    caller.send(b":AUT ON\r\n")
    assert caller.line(":READ?") == "  15.000E-3, 3.74000E+0"
    caller.send(b":FUNC VOLT\r\n")
    assert caller.line(":READ?") == " 3.74000E+0"
    caller.send(b":FUNC RES\r\n")
    assert caller.line(":READ?") == "  15.000E-3"
    caller.send(b":VOLT:RANG 1000\r\n:NONSENSE\r\n")
    assert caller.line("*ESR?") == "48"


def test_sentinels_come_in_the_forms_of_the_vectors(
    caller: Caller, meter: Meter, shared: Path
) -> None:
    known = vectors(shared / "devices/vectors/hioki_bt356x.txt")
    meter.open_probes()
    assert caller.frame(b":FETCH?\r\n", len(known["bt-fault"])) == known["bt-fault"]
    meter.open_probes(is_open=False)
    meter.sentinel()
    assert caller.line(":FETCH?") == " 1000.00E+6, 1.00000E+9"
    meter.sentinel(sentinel=False)
    pack = Battery("NMC", series=96, cell_ohm=0.001)
    meter.wire(pack)  # 400 V on a 60 V tester
    over_v = known["bt-v-over"].split(b",")[1].strip(b"\r\n").decode("ascii")
    assert caller.line(":FETCH?").split(",")[1] == over_v
