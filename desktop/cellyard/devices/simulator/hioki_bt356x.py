"""A Hioki BT3562A / BT3563A battery tester that behaves: resistance at 1 kHz and voltage.

Lines of text, CR LF both ways. Set commands give no reply. `:READ?` triggers one reading when
`:INIT:CONT` is OFF; when it is ON that is an execution error, and nothing comes back. `:FETCh?`
gives the last reading. A reply has a fixed form for each range, with blanks for the leading plus
and zeros: `   15.00E-3, 3.85000E+0`. 1E+9 is over range, 1E+10 a fault. Source: the maker's manual
BT3562A981-12, chapter 8.
"""

from typing import Literal

from cellyard.devices.simulator.instrument import (
    COMMAND_ERROR,
    EXECUTION_ERROR,
    Act,
    EventInstrument,
    decimal,
)
from cellyard.devices.simulator.source import Source

Function = Literal["RV", "RES", "VOLT"]
MeterModel = Literal["BT3562A", "BT3563A"]

# Full range, its exponent, digits after the point; 31000 counts are shown.
OHMS = (
    (3e-3, -3, 4), (30e-3, -3, 3), (300e-3, -3, 2),
    (3.0, 0, 4), (30.0, 0, 3), (300.0, 0, 2), (3000.0, 0, 1),
)  # fmt: skip
VOLTS: dict[MeterModel, tuple[tuple[float, int, int], ...]] = {
    "BT3562A": ((6.0, 0, 5), (60.0, 0, 4)),
    "BT3563A": ((6.0, 0, 5), (60.0, 0, 4), (300.0, 0, 3)),
}
WIDTH = 8
COUNTS_OVER = 31 / 30
OVER = {"ohm": " 1000.00E+6", "volt": " 1.00000E+9"}
FAULT = {"ohm": "+1000.00E+7", "volt": "+1.00000E+10"}


class Meter(EventInstrument):
    """One tester, its probes on the poles of the battery; as it comes, it measures continuously."""

    def __init__(self, battery: Source, model: MeterModel = "BT3562A") -> None:
        commands: dict[str, Act] = {
            "*IDN?": lambda _value: f"HIOKI,{self.model},0,V1.00",
            "INITiate:CONTinuous": self._continue,
            "INITiate:CONTinuous?": lambda _value: "ON" if self._continuous else "OFF",
            "READ?": self._read,
            "FETCh?": self._fetch,
            "FUNCtion": self._choose,
            "FUNCtion?": lambda _value: self._function,
            "AUTorange": self._auto,
            "RESistance:RANGe": self._range_ohm,
            "VOLTage:RANGe": self._range_volt,
            "ESE0": lambda _value: None,
            "SYSTem:HEADer": lambda _value: None,
            "SAMPle:RATE": lambda _value: None,
            "TRIGger:SOURce": lambda _value: None,
        }
        super().__init__(battery, commands)
        self.model: MeterModel = model
        self._volts = VOLTS[model]
        self._function: Function = "RV"
        self._ranges = [OHMS[2], self._volts[-1]]
        self._autorange = True
        self._continuous = True
        self._last = ""
        self._open = False

    def local_key(self) -> None:
        """Press LOCAL on its front: continuous measurement is on again."""
        self._continuous = True

    def open_probes(self, *, is_open: bool = True) -> None:
        """Take the probes off the poles: a measurement fault, no reading."""
        self._open = is_open

    def _continue(self, value: str) -> None:
        self._continuous = value.upper() in {"ON", "1"}

    def _auto(self, value: str) -> None:
        self._autorange = value.upper() in {"ON", "1"}

    def _choose(self, value: str) -> None:
        match value.upper():
            case "RV" | "RES" | "VOLT" as function:
                self._function = function
            case _:
                self._events |= EXECUTION_ERROR

    def _range_ohm(self, value: str) -> None:
        self._set_range(0, OHMS, value)

    def _range_volt(self, value: str) -> None:
        self._set_range(1, self._volts, value)

    def _set_range(
        self, which: int, ranges: tuple[tuple[float, int, int], ...], value: str
    ) -> None:
        try:
            wanted = float(value)
        except ValueError:
            self._events |= COMMAND_ERROR
            return
        chosen = next((one for one in ranges if wanted <= one[0]), None)
        if chosen is None:
            self._events |= EXECUTION_ERROR
            return
        self._ranges[which], self._autorange = chosen, False

    def _read(self, _value: str) -> str | None:
        if self._continuous:
            self._events |= EXECUTION_ERROR
            return None
        self._last = self._measured()
        return self._last

    def _fetch(self, _value: str) -> str:
        if self._continuous or not self._last:
            self._last = self._measured()
        return self._last

    def _measured(self) -> str:
        ohm, volt = self.battery.resistance, self.battery.voltage
        if self._autorange:
            self._ranges = [_fitting(OHMS, ohm), _fitting(self._volts, volt)]
        parts = {"ohm": self._shown("ohm", ohm, 0), "volt": self._shown("volt", volt, 1)}
        match self._function:
            case "RV":
                return f"{parts['ohm']},{parts['volt']}"
            case "RES":
                return parts["ohm"]
            case "VOLT":
                return parts["volt"]

    def _shown(self, name: str, value: float, which: int) -> str:
        full, exponent, digits = self._ranges[which]
        if self._open:
            return FAULT[name]
        if self._sentinel or abs(value) > full * COUNTS_OVER:
            return OVER[name]
        return f"{decimal(value / 10.0**exponent, digits, WIDTH)}E{exponent:+d}"


def _fitting(ranges: tuple[tuple[float, int, int], ...], value: float) -> tuple[float, int, int]:
    return next((one for one in ranges if abs(value) <= one[0] * COUNTS_OVER), ranges[-1])
