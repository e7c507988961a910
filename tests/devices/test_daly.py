"""Cells of a Daly BMS, put together from several frames. These frames are constructed."""

from vectors import shown

from cellyard.devices import profile
from cellyard.devices.checksums import sum8
from cellyard.devices.decoding import Decoder
from cellyard.domain.readings import Reading


def frame(command: int, data: bytes, address: int = 0x01) -> bytes:
    content = bytes((0xA5, address, command, 0x08)) + data.ljust(8, b"\xee")  # stale, not zero
    return content + sum8(content)


def counts(cells: int, sensors: int) -> bytes:
    return frame(0x94, bytes((cells, sensors, 0, 0)))


def cells(number: int, *millivolts: int) -> bytes:
    return frame(0x95, bytes((number,)) + b"".join(mv.to_bytes(2, "big") for mv in millivolts))


def said(*frames: bytes) -> list[dict[str, Reading]]:
    decoder = Decoder(profile.load("daly-a5"))
    found = decoder.feed(b"".join(frames))
    assert decoder.dropped == 0
    assert len(found) == len(frames)
    return [f.readings for f in found]


def test_cells_are_told_once_all_came() -> None:
    first, second = cells(1, 3300, 3301, 3302), cells(2, 3303, 0)
    _, nothing, all_of_them = said(counts(5, 0), first, second)
    assert nothing == {}
    assert shown(all_of_them) == {
        "cell_1": ("3.300", "V", ()),
        "cell_2": ("3.301", "V", ()),
        "cell_3": ("3.302", "V", ()),
        "cell_4": ("3.303", "V", ()),
        "cell_5": (None, "V", ("open",)),
    }


def test_what_came_over_several_frames_names_all_it_rests_on() -> None:
    decoder = Decoder(profile.load("daly-a5"))
    sent = (counts(5, 1), cells(1, 3300, 3301, 3302), cells(2, 3303, 3304))
    first, second, third = decoder.feed(b"".join(sent))
    assert (first.before, second.before) == ((), ())
    assert (*third.before, third.raw) == sent
    # And the next ones have their own.
    (last,) = decoder.feed(frame(0x96, bytes((1, 65))))
    assert last.before == sent[:1]


def test_without_the_count_nothing_is_told() -> None:
    assert said(cells(1, 3300, 3301, 3302)) == [{}]


def test_a_lost_frame_costs_its_round_and_no_more() -> None:
    one, two = cells(1, 3300, 3301, 3302), cells(2, 3303, 3304, 3305)
    told = said(counts(6, 0), two, one, cells(3, 1, 2, 3), two, one, two, two)
    assert [len(readings) for readings in told[1:]] == [0, 0, 0, 0, 0, 6, 0]


def test_sensors() -> None:
    _, told = said(counts(3, 2), frame(0x96, bytes((1, 61, 15))))
    assert shown(told) == {
        "temperature_1": ("21", "degC", ()),
        "temperature_2": ("-25", "degC", ()),
    }


def test_what_is_not_said_by_the_board_is_dropped_and_counted() -> None:
    decoder = Decoder(profile.load("daly-a5"))
    told = decoder.feed(counts(3, 1) + frame(0x94, bytes(8), 0x80) + frame(0x90, bytes(8), 0x02))
    assert (len(told), decoder.dropped, decoder.refused) == (1, 26, 2)
    assert len(decoder.feed(cells(1, 3300, 3301, 3302))[0].readings) == 3
    # Our own question, given back by the line, is nobody else's.
    decoder.feed(bytes.fromhex("A54090080000000000000000 7D"))
    assert decoder.dropped == 26
