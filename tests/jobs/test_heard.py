"""What the instruments of a channel read, kept for whoever tests there."""

import time
from decimal import Decimal

import msgspec
from benching import instrument

from cellyard.domain.bench.run import Origin
from cellyard.domain.readings import Reading, Sample
from cellyard.domain.registers import Instrument
from cellyard.jobs.heard import Heard

METER = instrument("meter-1", "meter", "1", "hioki-bt356x", "/dev/ttyUSB2")
THERMOMETER = instrument("warm-1", "thermometer", "1", "applent-at45xx", "/dev/ttyUSB3")


def sample(**readings: Reading) -> Sample:
    return Sample(t=time.monotonic(), at=1, readings=readings, raw=b"raw")


def hear(heard: Heard, by: Instrument, *samples: Sample) -> None:
    listener = heard.listener(by)
    assert listener is not None
    for one in samples:
        listener(one)


def test_what_the_meter_before_read_is_none_of_the_next_one_s() -> None:
    heard, said = Heard(), sample(voltage=Reading(value=Decimal("3.7"), unit="V"))
    heard.arrange([METER])
    hear(heard, METER, said)
    assert heard.newest("1", "meter") == (METER, [said])
    other = instrument("meter-1", "meter", "1", "hioki-bt356x", "/dev/ttyUSB7")
    heard.arrange([other])
    hear(heard, other)
    assert heard.newest("1", "meter") == (other, [])


def test_what_is_no_temperature_is_no_temperature_of_the_channel() -> None:
    heard = Heard()
    heard.arrange([THERMOMETER])
    open_ = Reading(value=None, unit="degC", flags=("open",))
    wild = Reading(value=Decimal(1700), unit="degC", flags=("implausible",))
    warm = Reading(value=Decimal("23.4"), unit="degC")
    hear(heard, THERMOMETER, sample(temperature_1=open_, temperature_2=wild))
    assert heard.temperature("1", Decimal(5)) is None
    hear(heard, THERMOMETER, sample(temperature_1=open_, temperature_2=warm, voltage_1=wild))
    assert heard.temperature("1", Decimal(5)) == Decimal("23.4")


def test_what_counts_under_load_names_its_instrument_and_its_frames() -> None:
    board = instrument("board-1", "bms", "1", "daly-a5", "/dev/ttyUSB4")
    heard = Heard()
    heard.arrange([THERMOMETER, board])
    warm, cell = Reading(value=Decimal("23.4"), unit="degC"), Reading(value=Decimal("3.7"))
    open_ = Reading(value=None, unit="degC", flags=("open",))
    hear(heard, THERMOMETER, sample(temperature_2=warm, temperature_1=open_))
    said = msgspec.structs.replace(sample(cell_1=cell), before=(b"\x94", b"\x95"), raw=b"\x96")
    hear(heard, board, said)
    beside = heard.beside("1")
    read = beside.heat(5)
    assert read is not None
    assert read.numbers == (None, Decimal("23.4"))
    assert read.origin == Origin(instrument="warm-1", frames=(b"raw".hex(),))
    assert beside.groups(5).origin == Origin(instrument="board-1", frames=("94", "95", "96"))


def test_of_two_thermometers_the_hotter_one_is_told() -> None:
    board = instrument("board-1", "bms", "1", "jbd-03", "/dev/ttyUSB4")
    heard = Heard()
    heard.arrange([THERMOMETER, board])
    for celsius in ("31", "25"):
        warm = Reading(value=Decimal(celsius), unit="degC")
        hear(heard, board, sample(temperature_1=warm))
        hear(heard, THERMOMETER, sample(temperature_1=Reading(value=Decimal(28), unit="degC")))
        assert heard.temperature("1", Decimal(5)) == max(Decimal(celsius), 28)
