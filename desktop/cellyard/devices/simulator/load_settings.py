"""What a simulated IT8500 load can be set to: its set commands, their bounds, and what was set.

Raw units as on the wire: mV, 0.1 mA, mW, mΩ, s. A level may not exceed the rating, nor a maximum
that was set. Source: the command table of the maker's 85xx manual, as public drivers quote it.
"""

DONE, BAD_SUM, BAD_VALUE, NOT_NOW, UNKNOWN = 0x80, 0x90, 0xA0, 0xB0, 0xC0

MAX_V, MAX_I, MAX_P, MODE = 0x22, 0x24, 0x26, 0x28
CC, CV, CW, CR = 0x2A, 0x2C, 0x2E, 0x30
BATTERY_V, TIMER_S, TIMER_ON, SENSE, FUNCTION = 0x4E, 0x50, 0x52, 0x56, 0x5D
FIXED, BATTERY = 0, 4

# Set command: bytes of its value. Each is read back by the command after it.
WIDTHS = {
    MAX_V: 4, MAX_I: 4, MAX_P: 4, MODE: 1, CC: 4, CV: 4, CW: 4, CR: 4, BATTERY_V: 4,
    TIMER_S: 2, TIMER_ON: 1, SENSE: 1, FUNCTION: 1,
}  # fmt: skip
# What a level may not exceed: a maximum that was set.
BOUND = {CC: MAX_I, CV: MAX_V, CW: MAX_P, BATTERY_V: MAX_V}
LIMITS = frozenset({MAX_V, MAX_I, MAX_P, BATTERY_V, TIMER_S})


class Settings:
    """A load of so many volts, amperes and watts, as it is switched on in the morning."""

    def __init__(self, volt: int, ampere: int, watt: int) -> None:
        self.top = {
            MAX_V: volt * 1000, MAX_I: ampere * 10_000, MAX_P: watt * 1000, MODE: 3,
            TIMER_ON: 1, SENSE: 1,
        }  # fmt: skip
        self.raw = dict.fromkeys(WIDTHS, 0) | {CR: 1_000_000}
        self.raw |= {limit: self.top[limit] for limit in (MAX_V, MAX_I, MAX_P)}
        self.remote = False
        self.local_key = True
        self.on = False
        self.on_since = 0.0
        self.tripped = 0

    def put(self, command: int, raw: int, now: float) -> int:
        """Set a value at this simulated time; return the status that it is answered with."""
        if command == FUNCTION and raw not in {FIXED, BATTERY}:
            # Short, transient and list exist on the real one; nobody discharges a battery so.
            return NOT_NOW if raw < BATTERY else BAD_VALUE
        if raw > self.top.get(command, raw) or (command == CR and raw == 0):
            return BAD_VALUE
        if command in BOUND:
            bound = BOUND[command]
            if raw > self.top[bound]:
                return BAD_VALUE
            if raw > self.raw[bound]:
                return NOT_NOW
        if command == TIMER_ON:
            self.on_since = now
        self.raw[command] = raw
        return DONE
