"""A Daly battery management board that behaves, on its A5 protocol.

    request  A5 40 command 08 data[8] sum8
    reply    A5 01 command 08 data[8] sum8

Numbers high byte first. 90: V ×10 at 0, 30000 + A ×10 at 4 (+ = discharging), charge in 0.1 % at 6.
91 highest and lowest cell, 92 temperatures + 40, 93 state, MOS and mAh left, 94 counts, 95 cells in
mV three to a frame, 96 temperatures seven to a frame, 97 balancing, 98 failures. Bytes that a reply
does not use are left over from the reply before.
"""

import struct

from cellyard.devices.simulator.instrument import FrameInstrument
from cellyard.devices.simulator.source import Source

HEAD, HOST, BOARD, DATA = 0xA5, 0x40, 0x01, 8
LENGTH = 13
IDLE, CHARGING, DISCHARGING = 0, 1, 2
FLOWING_A = 0.05
CELLS_EACH, SENSORS_EACH = 3, 7


class BoardDaly(FrameInstrument):
    """One board. A cell without voltage reads 0 mV."""

    HEAD = HEAD
    SPOILT, SPOILT_BIT = -1, 0x01

    def __init__(self, battery: Source, *, sensors: int = 1, cycles: int = 0) -> None:
        super().__init__(battery)
        self._sensors = sensors
        self._cycles = cycles
        self._left_over = bytes(DATA)
        self._life = 0

    def _length(self, begun: bytes) -> int:
        del begun
        return LENGTH

    def _heard(self, frame: bytes) -> list[bytes] | None:
        if frame[1] != HOST or frame[3] != DATA or sum(frame[:-1]) & 0xFF != frame[-1]:
            return None
        return [self._sealed(frame[2], part) for part in self._parts(frame[2])]

    def _sealed(self, command: int, part: bytes) -> bytes:
        self._left_over = part + self._left_over[len(part) :]
        body = bytes((HEAD, BOARD, command, DATA)) + self._left_over
        return body + bytes((sum(body) & 0xFF,))

    def _parts(self, command: int) -> list[bytes]:
        """Return the used bytes of each reply to this command; a strange one has none."""
        match command:
            case 0x90:
                return [self._sum()]
            case 0x91:
                cells = self._millivolts()
                high, low = max(cells), min(cells)
                places = cells.index(high) + 1, cells.index(low) + 1
                return [struct.pack(">HBHB", high, places[0], low, places[1])]
            case 0x92:
                warm = self._warmths()
                high, low = max(warm), min(warm)
                return [bytes((high, warm.index(high) + 1, low, warm.index(low) + 1))]
            case 0x93:
                return [self._state()]
            case 0x94:
                counts = len(self.battery.cells()), self._sensors, 0, 0, 2, self._cycles
                return [struct.pack(">BBBBBH", *counts)]
            case 0x95:
                return _numbered(self._millivolts(), CELLS_EACH, ">H")
            case 0x96:
                return _numbered(self._warmths(), SENSORS_EACH, ">B")
            case 0x97 | 0x98:
                return [bytes(DATA)]
            case _:
                return []

    def _sum(self) -> bytes:
        battery = self.battery
        ampere = 0 if self._sentinel else 30_000 + round(battery.current * 10)
        return struct.pack(
            ">HHHH", round(battery.voltage * 10), 0, ampere, round(battery.charge * 1000)
        )

    def _state(self) -> bytes:
        battery = self.battery
        self._life = (self._life + 1) % 256
        ampere = battery.current
        state = IDLE if abs(ampere) < FLOWING_A else DISCHARGING if ampere > 0 else CHARGING
        left = round(battery.charge * battery.capacity * 1e3)
        return struct.pack(">BBBBI", state, 1, 1, self._life, left)

    def _millivolts(self) -> list[int]:
        return [max(0, round(volts * 1e3)) for volts in self.battery.cells()]

    def _warmths(self) -> list[int]:
        return [
            min(255, round(40 + celsius)) for celsius in self.battery.temperatures(self._sensors)
        ]


def _numbered(values: list[int], each: int, form: str) -> list[bytes]:
    """Return the values, so many to a reply, each with the number of its reply before them."""
    starts = range(0, len(values), each)
    return [
        bytes((number,))
        + b"".join(struct.pack(form, value) for value in values[start : start + each])
        for number, start in enumerate(starts, 1)
    ]
