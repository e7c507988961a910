"""An ITECH IT8500 / BK Precision 8500 electronic load that behaves.

Frame, both ways, 26 bytes:

    AA  address  command  data[22]  sum8 of all before

Numbers little endian: V in mV, I in 0.1 mA, P in mW, R in mΩ (u32), the load-on timer in s (u16).
A set command is answered by a status frame (command 12): 80 done, 90 checksum wrong, A0 parameter
wrong, B0 cannot be done now, C0 no such command. A read command is answered by a frame with its
own number. 5F: V at byte 3, I at 7, P at 11, operation state at 15, demand state (u16) at 16.
6A: model at 3-7, firmware at 8-9, serial number at 10-19. Source: the command table of the maker's
85xx manual, as public drivers quote it; no captured 5F, 6A or status frame stands behind it.
"""

from typing import Literal

from cellyard.devices.simulator.instrument import FrameInstrument
from cellyard.devices.simulator.load_modes import MODES
from cellyard.devices.simulator.load_settings import (
    BAD_SUM,
    BAD_VALUE,
    BATTERY,
    BATTERY_V,
    CC,
    CR,
    CV,
    CW,
    DONE,
    FUNCTION,
    LIMITS,
    MAX_I,
    MAX_P,
    MAX_V,
    MODE,
    NOT_NOW,
    SENSE,
    TIMER_ON,
    TIMER_S,
    UNKNOWN,
    WIDTHS,
    Settings,
)
from cellyard.devices.simulator.source import Source

HEAD = 0xAA
LENGTH = 26

STATUS, REMOTE, INPUT, LOCAL_KEY, READ, PRODUCT = 0x12, 0x20, 0x21, 0x55, 0x5F, 0x6A
# What each mode holds, and how many raw units make one volt, ampere, watt, ohm.
LEVELS = ((CC, 1e4), (CV, 1e3), (CW, 1e3), (CR, 1e3))

# Operation state, by bit.
IS_REMOTE, IS_ON, HAS_LOCAL_KEY, HAS_SENSE, HAS_TIMER = (1 << bit for bit in (2, 3, 4, 5, 6))
# Demand state, by bit.
OVER_V, OVER_I, OVER_P = 1 << 1, 1 << 2, 1 << 3
MODE_BIT = 6

Model = Literal["8511", "8512", "8514", "8526"]
# Rated volts, amperes, watts, as the makers' data sheets give them for these sizes.
RATINGS: dict[Model, tuple[int, int, int]] = {
    "8511": (120, 30, 150),
    "8512": (120, 30, 300),
    "8514": (120, 240, 1500),
    "8526": (500, 120, 5000),
}
FIRMWARE = bytes((0x07, 0x02))  # 2.07 in BCD, low byte first
SERIAL = b"8021150417"


def sealed(address: int, command: int, data: bytes = b"") -> bytes:
    """Return the frame with these data and its sum."""
    body = bytes((HEAD, address, command)) + data.ljust(LENGTH - 4, b"\0")
    return body + bytes((sum(body) & 0xFF,))


class Load(FrameInstrument):
    """One load. It is put in local, off, with nothing limited below its ratings.

    `stuck_on` and `misread` are the faults a guard has to survive.
    """

    HEAD = HEAD
    SPOILT, SPOILT_BIT = -1, 0x01

    def __init__(self, battery: Source, model: Model = "8514", address: int = 0) -> None:
        super().__init__(battery)
        self.model: Model = model
        self._set = Settings(*RATINGS[model])
        self._address = address
        self._stuck = self._misread = False
        battery.connect(self._demand)

    def wire(self, battery: Source) -> None:
        """Wire it to this battery instead of the one before, switched off."""
        self.battery.draw(0)
        self._set.on = False
        super().wire(battery)
        battery.connect(self._demand)

    @property
    def on(self) -> bool:
        """Whether its input draws current."""
        return self._set.on

    def stuck_on(self, *, stuck: bool = True) -> None:
        """Answer "done" to OFF and go on drawing, as with a transistor burnt through."""
        self._stuck = stuck

    def misread(self, *, misread: bool = True) -> None:
        """Give back every limit a tenth lower than it was set."""
        self._misread = misread

    def press_off(self) -> None:
        """Press On/Off on its front while it draws."""
        with self.battery.lock:
            self.battery.advance()
            self._off()

    def _length(self, begun: bytes) -> int:
        del begun
        return LENGTH

    def _heard(self, frame: bytes) -> list[bytes]:
        return [self._reply(frame)] if frame[1] == self._address else []

    def _reply(self, frame: bytes) -> bytes:
        command, data = frame[2], frame[3:-1]
        if sum(frame[:-1]) & 0xFF != frame[-1]:
            return self._status(BAD_SUM)
        if command - 1 in WIDTHS:
            return sealed(self._address, command, self._read_back(command - 1))
        if command == READ:
            return sealed(self._address, READ, self._reading())
        if command == PRODUCT:
            model = self.model.encode("ascii").ljust(5, b"\0")
            return sealed(self._address, PRODUCT, model + FIRMWARE + SERIAL)
        if command not in WIDTHS and command not in {REMOTE, INPUT, LOCAL_KEY}:
            return self._status(UNKNOWN)
        if command != REMOTE and not self._set.remote:
            return self._status(NOT_NOW)
        if command in WIDTHS:
            raw = int.from_bytes(data[: WIDTHS[command]], "little")
            return self._status(self._set.put(command, raw, self.battery.clock.now))
        return self._status(self._switch(command, data[0]))

    def _status(self, status: int) -> bytes:
        return sealed(self._address, STATUS, bytes((status,)))

    def _read_back(self, command: int) -> bytes:
        raw = self._set.raw[command]
        if self._misread and command in LIMITS:
            raw = raw * 9 // 10
        return raw.to_bytes(WIDTHS[command], "little")

    def _switch(self, command: int, wanted: int) -> int:
        if wanted > 1:
            return BAD_VALUE
        if command == REMOTE:
            self._set.remote = bool(wanted)
        elif command == LOCAL_KEY:
            self._set.local_key = bool(wanted)
        elif wanted:
            self._set.on, self._set.on_since = True, self.battery.clock.now
            self._set.tripped = 0
        else:
            self._off()
        return DONE

    def _off(self, tripped: int = 0) -> None:
        self._set.tripped |= tripped
        if not self._stuck:
            self._set.on = False

    def _reading(self) -> bytes:
        if self._sentinel:
            return b"\xff" * 12 + bytes(3)
        volt, ampere = self.battery.voltage, max(0.0, self.battery.current)
        numbers = (round(volt * 1e3), round(ampere * 1e4), round(volt * ampere * 1e3))
        state = (
            IS_REMOTE * self._set.remote
            | IS_ON * self._set.on
            | HAS_LOCAL_KEY * self._set.local_key
            | HAS_SENSE * self._set.raw[SENSE]
            | HAS_TIMER * self._set.raw[TIMER_ON]
        )
        demand = self._set.tripped | (1 << MODE_BIT + self._mode() if self._set.on else 0)
        return (
            b"".join(number.to_bytes(4, "little") for number in numbers)
            + bytes((state,))
            + demand.to_bytes(2, "little")
        )

    def _mode(self) -> int:
        return 0 if self._set.raw[FUNCTION] == BATTERY else self._set.raw[MODE]

    def _demand(self, emf: float, ohm: float, at: float) -> float:
        """Return what it draws from so many volts behind so many ohms at this time."""
        if not self._set.on:
            return 0.0
        raw = self._set.raw
        if raw[TIMER_ON] and at - self._set.on_since >= raw[TIMER_S]:
            self._off()
        level, unit = LEVELS[self._mode()]
        ampere = MODES[self._mode()](emf, ohm, raw[level] / unit)
        if self._mode() != 0:
            ampere = min(ampere, raw[MAX_I] / 1e4)
        volt = emf - ampere * ohm
        if raw[FUNCTION] == BATTERY and volt * 1e3 <= raw[BATTERY_V]:
            self._off()
        self._protect(volt, ampere)
        return ampere if self._set.on else 0.0

    def _protect(self, volt: float, ampere: float) -> None:
        raw = self._set.raw
        over = (
            OVER_V * (volt * 1e3 > raw[MAX_V])
            | OVER_I * (ampere * 1e4 > raw[MAX_I] + 1)
            | OVER_P * (volt * ampere * 1e3 > raw[MAX_P] + 1)
        )
        if over:
            self._off(over)
