"""A JBD / Xiaoxiang battery management board that behaves.

    request  DD A5 register 00 checksum(2) 77          5A in place of A5 writes
    reply    DD register status length data checksum(2) 77

The checksum is 0x10000 minus the sum from the register (request) or the status (reply) to the last
data byte, high byte first. 03 basic values: V in 10 mV, A in 10 mA signed (+ = charging), Ah in
10 mAh, temperatures 2731 + 10 °C. 04 cells in mV, 05 name, AA error counters. A sleeping board
does not hear the request that wakes it.
"""

from cellyard.devices.simulator.instrument import FrameInstrument
from cellyard.devices.simulator.source import Source

HEAD, TAIL, READ, WRITE = 0xDD, 0x77, 0xA5, 0x5A
BASIC, CELLS, NAME, COUNTERS = 0x03, 0x04, 0x05, 0xAA
SHORTEST = 7
REFUSED = 0x80
BOTH_ON = 0x03
COUNTER_BYTES = 24
MADE = (2021 - 2000) << 9 | 6 << 5 | 17  # 2021-06-17
SIGNED_16 = 0x7FFF


class BoardJbd(FrameInstrument):
    """One board. It sleeps until it is first spoken to. It takes no writing: it has a password."""

    HEAD = HEAD
    SPOILT, SPOILT_BIT = -2, 0x01

    def __init__(
        self, battery: Source, *, nominal_ah: float | None = None, sensors: int = 2, cycles: int = 0
    ) -> None:
        super().__init__(battery)
        self._nominal_ah = nominal_ah
        self._sensors = sensors
        self._cycles = cycles
        self._asleep = True

    def sleep(self) -> None:
        """Fall asleep, as after a while in which nobody speaks."""
        self._asleep = True

    def _length(self, begun: bytes) -> int:
        return SHORTEST + (begun[3] if len(begun) > 3 else 0)

    def _heard(self, frame: bytes) -> list[bytes] | None:
        if frame[-1] != TAIL or frame[-3:-1] != checksum(frame[2:-3]):
            return None
        woken, self._asleep = self._asleep, False
        return [] if woken else [self._reply(frame)]

    def _reply(self, request: bytes) -> bytes:
        register = request[2]
        known = {BASIC: self._basic, CELLS: self._cells, NAME: self._name, COUNTERS: self._counts}
        if request[1] != READ or register not in known:
            return self._sealed(register, REFUSED, b"")
        return self._sealed(register, 0, known[register]())

    def _sealed(self, register: int, status: int, data: bytes) -> bytes:
        body = bytes((status, len(data))) + data
        return bytes((HEAD, register)) + body + checksum(body) + bytes((TAIL,))

    def _basic(self) -> bytes:
        battery = self.battery
        nominal = self._nominal_ah or battery.capacity
        ampere = max(-SIGNED_16, min(SIGNED_16, round(-battery.current * 100)))
        words = (
            round(battery.voltage * 100),
            ampere & 0xFFFF,
            round(battery.charge * battery.capacity * 100),
            round(nominal * 100),
            self._cycles,
            MADE,
            0,  # which of the cells 1 to 16 is balanced
            0,  # and 17 to 32
            0,  # what protects
        )
        charge = round(100 * battery.charge * battery.capacity / nominal)
        bytes_ = (0x80, charge, BOTH_ON, len(battery.cells()), self._sensors)
        kelvin = [round(2731 + 10 * celsius) for celsius in battery.temperatures(self._sensors)]
        return _high_first(words) + bytes(bytes_) + _high_first(kelvin)

    def _cells(self) -> bytes:
        millivolts = [max(0, round(volts * 1e3)) for volts in self.battery.cells()]
        if self._sentinel:
            millivolts[-1] = 0  # a wire that is not there
        return _high_first(millivolts)

    def _name(self) -> bytes:
        cells = len(self.battery.cells())
        return f"JBD-SP{cells:02d}S034-L{cells}S-200A-B-U".encode("ascii")

    def _counts(self) -> bytes:
        return bytes(COUNTER_BYTES)


def checksum(body: bytes) -> bytes:
    """Return 0x10000 minus the sum, high byte first."""
    return (-sum(body) & 0xFFFF).to_bytes(2, "big")


def _high_first(words: tuple[int, ...] | list[int]) -> bytes:
    return b"".join(word.to_bytes(2, "big") for word in words)
