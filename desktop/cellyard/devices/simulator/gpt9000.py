"""A GW Instek GPT-9000 insulation tester that behaves, in its IR mode.

Lines of text, CR LF both ways, set commands without a reply. `MANU:IR:VOLT` takes kV, `RHIS` and
`RLOS` MΩ, `TTIM` s; `FUNC:TEST ON` puts the voltage on. `MEAS?` answers mode, status, kV, value
with its unit, time: `IR,PASS ,0.500kV,125.0M ohm,T=003.0S`; the fields are padded, the status is
TEST while the test runs and VIEW where there was none. Source: the maker's manual, page of MEASure,
and public drivers; the padding of a resistance and the error numbers were not seen on one.
"""

from cellyard.devices.simulator.instrument import Act, TextInstrument, always
from cellyard.devices.simulator.insulation import InsulationTest
from cellyard.devices.simulator.source import Source

IDENTITY = "GPT-9902A,GES121109   ,V2.06,"
NO_ERROR, COMMAND_ERROR, VALUE_ERROR = "0,No Error", "20,Command Error", "21,Value Error"
OVER_MOHM = 9999.0
MODES = ("ACW", "DCW", "IR", "GB")
# Least and most that each setting takes.
BOUNDS = {
    "VOLTage": (0.05, 1.0),
    "RHISet": (0.001, OVER_MOHM),
    "RLOSet": (0.001, OVER_MOHM),
    "TTIMe": (0.3, 999.9),
}


class Insulation9000(TextInstrument):
    """One tester between the poles and the case."""

    def __init__(self, battery: Source) -> None:
        commands: dict[str, Act] = {
            "*IDN?": always(IDENTITY),
            "*CLS": self._clear,
            "SYSTem:ERRor?": self._error_said,
            "MAIN:FUNCtion?": lambda _value: "MANU MODE",
            "MANU:EDIT:MODE?": lambda _value: self._mode,
            "MANU:EDIT:MODE": self._choose,
            "FUNCtion:TEST": self._test_key,
            "FUNCtion:TEST?": lambda _value: f"TEST {'ON' if self._running() else 'OFF'}",
            "MEASure?": self._measured,
        }
        for name in BOUNDS:
            words = f"MANU:IR:{name}"
            commands[words] = lambda value, name=name: self._put(name, value)
            commands[f"{words}?"] = lambda _value, name=name: self._said(name)
        taken = ("MAIN:FUNCtion", "MANU:STEP", "MANU:NAME", "MANU:RTIMe")
        for words in (*taken, "MANU:IR:REF", "TEST:RETurn"):
            commands[words] = lambda _value: None
        super().__init__(battery, commands)
        self._set = {"VOLTage": 0.05, "RHISet": OVER_MOHM, "RLOSet": 1.0, "TTIMe": 1.0}
        self._test: InsulationTest | None = None
        self._error = NO_ERROR
        self._mode = "ACW"
        self._jammed = False

    def jam(self, *, jammed: bool = True) -> None:
        """Keep every setting as it is, whatever is sent, and say nothing about it."""
        self._jammed = jammed

    def start_key(self) -> None:
        """Press START on its front."""
        with self.battery.lock:
            self._test_key("ON")

    @property
    def volt(self) -> float:
        """Volts between its leads now."""
        return self._test.volt if self._test is not None and self._test.running else 0.0

    def wire(self, battery: Source) -> None:
        """Wire it to this battery instead of the one before; a running test is over."""
        super().wire(battery)
        self._test = None

    def _clear(self, _value: str) -> None:
        self._error = NO_ERROR

    def _error_said(self, _value: str) -> str:
        error, self._error = self._error, NO_ERROR
        return error

    def _unknown(self, line: str) -> None:  # noqa: ARG002 - whatever it was
        self._error = COMMAND_ERROR

    def _running(self) -> bool:
        return self._test is not None and self._test.running

    def _choose(self, value: str) -> None:
        if value.upper() in MODES and not self._jammed:
            self._mode = value.upper()
            if not self._running():
                self._test = None  # who edits a test sees no result any more

    def _put(self, name: str, value: str) -> None:
        if self._jammed:
            return
        least, most = BOUNDS[name]
        try:
            number = float(value)
        except ValueError:
            self._error = COMMAND_ERROR
            return
        if not least <= number <= most or self._running():
            self._error = VALUE_ERROR
            return
        self._set[name] = number

    def _said(self, name: str) -> str:
        number = self._set[name]
        match name:
            case "VOLTage":
                return f"{number:.3f}kV"
            case "TTIMe":
                return f"{number:05.1f}S"
            case _:
                return _mohm(number)

    def _test_key(self, value: str) -> None:
        if value.upper() == "ON" and not self._running():
            self._test = InsulationTest(
                self.battery,
                self._set["VOLTage"] * 1e3,
                self._set["TTIMe"],
                self._set["RLOSet"],
                self._set["RHISet"],
                self.battery.clock.now,
            )
        elif value.upper() == "OFF" and self._test is not None:
            self._test.stop()

    def _measured(self, _value: str) -> str:
        test = self._test
        if test is None or test.broken_off:
            return f"IR,VIEW ,0.000kV,{_mohm(0)},T=000.0S"
        status = "TEST" if test.running else "PASS" if test.judgement == "PASS" else "FAIL"
        mohm = OVER_MOHM if self._sentinel else test.mohm
        return f"IR,{status} ,{test.volt / 1e3:.3f}kV,{_mohm(mohm)},T={test.elapsed_s:05.1f}S"


def _mohm(mohm: float) -> str:
    """Write MΩ in four digits and a point; more than the display holds is its end."""
    digits = 3 if mohm < 10 else 2 if mohm < 100 else 1 if mohm < 1000 else 0
    return f"{min(mohm, OVER_MOHM):.{digits}f}M ohm"
