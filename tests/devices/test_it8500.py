"""The load: its readings, every command frame, and what it can take.

The frames of readings, product and read-backs are constructed from the makers' tables; none was
captured.
"""

from decimal import Decimal

import pytest
from vectors import shown

from cellyard.devices import profile
from cellyard.devices.decoding import Decoder
from cellyard.devices.drivers import it8500
from cellyard.domain.readings import Reading
from cellyard.domain.refusals import Refused
from cellyard.words import sentence

LOAD = profile.load("itech-it8500")


def reading_frame(  # constructed: V at 3, I at 7, P at 11, operation state 15, demand state 16-17
    millivolt: int, tenth_milliampere: int, milliwatt: int, operation: int = 0, demand: int = 0
) -> bytes:
    data = b"".join(n.to_bytes(4, "little") for n in (millivolt, tenth_milliampere, milliwatt))
    return it8500.frame(0x5F, data + bytes((operation,)) + demand.to_bytes(2, "little"))


def read(frame: bytes) -> dict[str, Reading]:
    (found,) = Decoder(LOAD).feed(frame)
    assert found.raw == frame
    return found.readings


def test_a_reading_frame_on_load() -> None:
    assert shown(read(reading_frame(50_123, 104_167, 522_116, 0b0110_1100, 0b0100_0000))) == {
        "voltage": ("50.123", "V", ()),
        "current": ("-10.4167", "A", ()),
        "power": ("522.116", "W", ()),
        "remote": ("on", "", ()),
        "input": ("on", "", ()),
        "local_key": ("off", "", ()),
        "sense": ("remote", "", ()),
        "timer_state": ("on", "", ()),
        "protection": ("", "", ()),
        "regulation": ("cc", "", ()),
    }


def test_a_reading_frame_at_rest() -> None:
    said = shown(read(reading_frame(3_700, 0, 0, 0b0001_0000)))
    assert said["current"] == ("0.0000", "A", ())
    assert [said[name][0] for name in ("remote", "input", "local_key", "sense", "timer_state")] == [
        *("off", "off", "on", "local", "off")
    ]


@pytest.mark.parametrize(
    ("bit", "word"),
    [
        (0, "reversed_voltage"),
        (1, "over_voltage"),
        (2, "over_current"),
        (3, "over_power"),
        (4, "over_temperature"),
    ],
)
def test_each_protection_is_told(bit: int, word: str) -> None:
    assert read(reading_frame(0, 0, 0, 0, 1 << bit))["protection"].value == word


def test_what_no_load_can_show_is_implausible() -> None:
    said = read(reading_frame(4_294_967_295, 4_294_967_295, 4_294_967_295))
    assert {said[n].flags for n in ("voltage", "current", "power")} == {("implausible",)}


def test_our_own_question_given_back_is_no_reading() -> None:
    assert read(it8500.ask_readings()) == {}
    assert it8500.ask_readings() in LOAD.own


def test_what_another_load_on_the_line_says_is_dropped_and_counted() -> None:
    decoder = Decoder(LOAD)
    for command in (it8500.READINGS, it8500.PRODUCT, it8500.STATUS):
        assert decoder.feed(it8500.frame(command, b"\x80", address=5)) == []
    assert decoder.idle() == []
    assert decoder.dropped == 3 * it8500.LENGTH


def test_the_load_names_itself() -> None:
    frame = it8500.frame(0x6A, b"8511\0\x03\x020000450123")
    assert shown(read(frame)) == {
        "model": ("8511", "", ()),
        "firmware": ("2.03", "", ()),
        "serial": ("0000450123", "", ()),
    }
    assert read(it8500.frame(0x6A, b"\x9d511\0\xaa\x02"))["model"].flags == ("fault",)


def test_ratings_are_found_by_what_a_load_calls_itself() -> None:
    found = LOAD.rated("8511+ 0000450123")
    assert found is not None
    assert (found.voltage, found.current, found.power) == (120, 30, 150)
    assert LOAD.rated("IT8512B+") == LOAD.rated("8512B")
    # Two makers' 8512: the smaller figures.
    smaller = LOAD.rated("8512")
    assert smaller is not None
    assert (smaller.voltage, smaller.power) == (120, 300)
    assert LOAD.rated("8599") is None
    assert LOAD.rated("") is None
    assert all(r.source and r.voltage * r.current >= r.power for r in LOAD.rating)
    assert len({r.model for r in LOAD.rating}) == len(LOAD.rating)


@pytest.mark.parametrize("name", it8500.QUANTITIES)
def test_a_quantity_is_set_and_read_back(name: it8500.Quantity) -> None:
    row = it8500.QUANTITIES[name]
    for counts in (0, 1, 18_000, (1 << (8 * row.size)) - 1):
        value = counts * row.step
        frame = it8500.set_quantity(name, value, address=3)
        assert it8500.sound(frame)
        assert (frame[1], frame[2]) == (3, row.set)
        # The load answers a question with the same data under the code of the question.
        told = it8500.frame(row.ask, frame[3:25], address=3)
        assert it8500.quantity(name, told) == value
        assert it8500.quantity(name, frame) is None
        assert it8500.quantity(name, told[:-1] + b"\0\0") is None
    assert it8500.ask_quantity(name)[2] == row.ask


@pytest.mark.parametrize("name", it8500.CHOICES)
def test_a_choice_is_set_and_read_back(name: it8500.Choice) -> None:
    row = it8500.CHOICES[name]
    for code, word in enumerate(row.words):
        frame = it8500.set_choice(name, word)
        assert (frame[2], frame[3]) == (row.set, code)
        if row.ask is not None:
            assert it8500.ask_choice(name)[2] == row.ask
            assert it8500.choice(name, it8500.frame(row.ask, bytes((code,)))) == word
    if row.ask is None:
        with pytest.raises(ValueError, match="5F"):
            it8500.ask_choice(name)
        assert it8500.choice(name, it8500.set_choice(name, row.words[0])) is None
    else:
        assert it8500.choice(name, it8500.frame(row.ask, b"\x63")) is None
    with pytest.raises(ValueError, match="one of"):
        it8500.set_choice(name, "maybe")


def test_codes_are_those_of_the_manual() -> None:
    codes = {name: (row.set, row.ask) for name, row in it8500.QUANTITIES.items()}
    assert codes == {
        "voltage_limit": (0x22, 0x23),
        "current_limit": (0x24, 0x25),
        "power_limit": (0x26, 0x27),
        "current": (0x2A, 0x2B),
        "voltage": (0x2C, 0x2D),
        "power": (0x2E, 0x2F),
        "resistance": (0x30, 0x31),
        "minimum_voltage": (0x4E, 0x4F),
        "timer": (0x50, 0x51),
    }
    assert it8500.set_choice("function", "battery")[2:4] == b"\x5d\x04"
    assert it8500.set_choice("timer_state", "on")[2:4] == b"\x52\x01"
    assert it8500.set_choice("local_key", "off")[2:4] == b"\x55\x00"
    # The manual's examples: 16.23 V, 3.12 A, 200 W.
    assert it8500.set_quantity("voltage_limit", Decimal("16.23"))[3:7] == b"\x66\x3f\x00\x00"
    assert it8500.set_quantity("current_limit", Decimal("3.12"))[3:7] == b"\xe0\x79\x00\x00"
    assert it8500.set_quantity("power_limit", Decimal(200))[3:7] == b"\x40\x0d\x03\x00"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("current", "-0.0001"),
        ("current", "10.41667"),
        ("current", "429496.7296"),
        ("timer", "65536"),
        ("timer", "1.5"),
        ("voltage", "NaN"),
        ("power", "Infinity"),
    ],
)
def test_what_a_frame_cannot_hold_is_refused(name: it8500.Quantity, value: str) -> None:
    with pytest.raises(Refused) as no:
        it8500.set_quantity(name, Decimal(value))
    assert no.value.code == "load_setting"
    assert it8500.QUANTITIES[name].unit in sentence(no.value)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (0x80, "done"),
        (0x90, "checksum_wrong"),
        (0xA0, "parameter_wrong"),
        (0xB0, "not_now"),
        (0xC0, "unknown_command"),
        (0x00, None),
    ],
)
def test_the_answer_to_a_command(code: int, said: str | None) -> None:
    reply = it8500.frame(0x12, bytes((code,)))
    assert it8500.status(reply) == said
    assert it8500.status(reply[:-1] + bytes((reply[-1] ^ 1,))) is None
    assert it8500.status(reply[:-1]) is None
    assert read(reply) == {}


def test_an_address_or_data_that_do_not_fit() -> None:
    for address, data in ((-1, b""), (255, b""), (0, bytes(23))):
        with pytest.raises(ValueError, match="no frame"):
            it8500.frame(0x5F, data, address)
