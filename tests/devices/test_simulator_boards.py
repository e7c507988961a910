"""The simulated BMS boards answer their frames with what the battery does."""

from pathlib import Path

import pytest
from caller import Caller, Hand, vectors

from cellyard.devices.simulator import Battery, BoardDaly, BoardJbd, Clock, Over, Simulation

OVER = pytest.mark.parametrize("over", ["pty", "tcp"])


def battery_of_four(hand: Hand) -> Battery:
    return Battery("NMC", series=4, capacity_ah=5, charge=0.6, ambient_c=22.4, clock=Clock(1, hand))


def jbd_data(caller: Caller, request: bytes) -> bytes:
    """Return the data of a whole and right reply."""
    head = caller.frame(request, 4)
    assert head[0] == 0xDD
    assert head[1] == request[2]
    assert head[2] == 0
    rest = caller.frame(b"", head[3] + 3)
    assert rest[-1] == 0x77
    assert sum(head[2:]) + sum(rest[:-3]) + int.from_bytes(rest[-3:-1], "big") == 0x10000
    return rest[:-3]


def words(data: bytes) -> list[int]:
    return [int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)]


@OVER
def test_jbd_wakes_and_tells(simulation: Simulation, over: Over, shared: Path) -> None:
    known = vectors(shared / "devices/vectors/jbd_xiaoxiang.txt")
    hand = Hand()
    battery = battery_of_four(hand)
    board = BoardJbd(battery, sensors=3, nominal_ah=6)
    caller = Caller(simulation.serve("board", board, over).url)
    caller.nothing(known["jbd-req03"])
    battery.draw(1.5)
    hand.t += 60
    basic = jbd_data(caller, known["jbd-req03"])
    assert len(basic) == 0x1D
    volts, ampere, left, nominal = words(basic[:8])
    assert volts == pytest.approx(battery.voltage * 100, abs=0.5)
    assert ampere == 0x10000 - 150
    assert (left, nominal) == (298, 600)  # 3 Ah less 25 mAh
    assert basic[19:23] == bytes((50, 3, 4, 3))
    assert words(basic[23:]) == pytest.approx([2731 + 224] * 3, abs=3)
    cells = words(jbd_data(caller, known["jbd-req04"]))
    assert cells == [round(volt * 1e3) for volt in battery.cells()]
    name = known["jbd-05-a"]
    assert caller.frame(known["jbd-req05"], len(name)) == name
    assert len(jbd_data(caller, known["jbd-reqAA"])) == 24
    caller.close()


def test_jbd_refuses_writing_and_has_its_faults(simulation: Simulation, shared: Path) -> None:
    known = vectors(shared / "devices/vectors/jbd_xiaoxiang.txt")
    board = BoardJbd(battery_of_four(Hand()))
    caller = Caller(simulation.serve("board", board).url)
    caller.nothing(known["jbd-req04"])
    assert caller.frame(known["jbd-mos-off"], 7)[1:3] == b"\xe1\x80"
    caller.nothing(known["jbd-req04"][:-2] + b"\x00\x77")  # a wrong sum is not heard
    caller.nothing(known["jbd-req04"][:3] + b"\xff")  # the rest of this stays away
    board.sentinel()
    assert words(jbd_data(caller, known["jbd-req04"]))[-1] == 0
    board.corrupt()
    reply = caller.frame(known["jbd-req04"], 15)
    assert sum(reply[2:-3]) + int.from_bytes(reply[-3:-1], "big") != 0x10000
    board.corrupt(corrupt=False)
    board.sleep()
    caller.nothing(known["jbd-req04"])
    jbd_data(caller, known["jbd-req04"])
    caller.close()


def daly_data(caller: Caller, command: int) -> bytes:
    body = bytes((0xA5, 0x40, command, 8)) + bytes(8)
    return whole(caller.frame(body + bytes((sum(body) % 256,)), 13), command)


def whole(reply: bytes, command: int) -> bytes:
    assert len(reply) == 13
    assert reply[:4] == bytes((0xA5, 0x01, command, 8))
    assert sum(reply[:-1]) % 256 == reply[-1]
    return reply[4:-1]


@OVER
def test_daly_tells(simulation: Simulation, over: Over, shared: Path) -> None:
    known = vectors(shared / "devices/vectors/daly_uart.txt")
    hand = Hand()
    battery = battery_of_four(hand)
    board = BoardDaly(battery, cycles=5)
    caller = Caller(simulation.serve("board", board, over).url)
    battery.draw(2)
    hand.t += 90
    volts, _, ampere, charge = words(whole(caller.frame(known["daly-req90"], 13), 0x90))
    assert volts == pytest.approx(battery.voltage * 10, abs=0.5)
    assert ampere == 30_020  # + = discharging
    assert charge == 590
    state = whole(caller.frame(known["daly-req93"], 13), 0x93)
    assert state[:4] == bytes((2, 1, 1, 1))
    assert int.from_bytes(state[4:], "big") == 2950
    counts = whole(caller.frame(known["daly-req94"], 13), 0x94)
    assert counts[:7] == bytes((4, 1, 0, 0, 2, 0, 5))
    assert counts[7] == state[7]  # left over
    expected = [round(volt * 1e3) for volt in battery.cells()]
    first = whole(caller.frame(known["daly-req95"], 13), 0x95)
    second = whole(caller.frame(b"", 13), 0x95)
    assert (first[0], words(first[1:7])) == (1, expected[:3])
    assert (second[0], words(second[1:3])) == (2, expected[3:])
    assert second[3:] == first[3:]  # left over
    warm = daly_data(caller, 0x92)
    assert warm[:4] == bytes((62, 1, 62, 1))
    assert daly_data(caller, 0x91)[:2] == max(expected).to_bytes(2, "big")
    assert daly_data(caller, 0x96)[:2] == bytes((1, 62))
    assert daly_data(caller, 0x98) == bytes(8)
    caller.close()


def test_daly_has_its_faults(simulation: Simulation, shared: Path) -> None:
    known = vectors(shared / "devices/vectors/daly_uart.txt")
    board = BoardDaly(battery_of_four(Hand()))
    caller = Caller(simulation.serve("board", board).url)
    caller.nothing(known["daly-90-bad"])  # not for a board, and wrong
    caller.nothing(known["daly-req90"][:-1] + b"\x00")
    board.sentinel()
    assert words(daly_data(caller, 0x90))[2] == 0
    board.corrupt()
    reply = caller.frame(known["daly-req90"], 13)
    assert sum(reply[:-1]) % 256 != reply[-1]
    caller.close()
