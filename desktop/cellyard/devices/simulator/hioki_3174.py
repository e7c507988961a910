"""A Hioki 3174 insulation tester that behaves.

Lines of text, CR LF both ways, set commands without a reply. `:MEASure:RESult:INSulation?` answers
V, MΩ, s, judgement, timer type: `500,100,10.0,PASS,0`. 9999 is over range, 0.0 under range, 0 no
value; it is the result before until a new test has ended. `:MEASure:INSulation:VOLTage?` and its
like answer only while a test runs. Source: pages 177 and 187 of the maker's manual; the words of
the settings from a public driver of its sister 3153; what `:STATe?` answers is our own.
"""

from cellyard.devices.simulator.instrument import (
    COMMAND_ERROR,
    EXECUTION_ERROR,
    Act,
    EventInstrument,
    always,
)
from cellyard.devices.simulator.insulation import InsulationTest
from cellyard.devices.simulator.source import Source

IDENTITY = "HIOKI,3174,0,V1.00"
OVER_MOHM = 9999.0
UNDER_MOHM = 0.01
LEAST_V, MOST_V = 50, 1200


class Insulation3174(EventInstrument):
    """One tester between the poles and the case."""

    def __init__(self, battery: Source) -> None:
        commands: dict[str, Act] = {
            "*IDN?": always(IDENTITY),
            "HEADer": lambda _value: None,
            "MODE": lambda _value: None,
            "STARt": self._start,
            "STOP": self._stop,
            "STATe?": lambda _value: "TEST" if self._running() else "READY",
            "MEASure:RESult:INSulation?": self._result,
            "MEASure:INSulation:VOLTage?": self._now_volt,
            "MEASure:INSulation:RESistance?": self._now_mohm,
        }
        for name in ("VOLTage", "RLOWer", "RUPPer", "TIMer"):
            words = f"CONFigure:INSulation:{name}"
            commands[words] = lambda value, name=name: self._configure(name, value)
            commands[f"{words}?"] = lambda _value, name=name: f"{self._set[name]:g}"
            commands[f"INSulation:{name}"] = lambda _value: None
        super().__init__(battery, commands)
        self._set = {"VOLTage": 500.0, "RLOWer": 0.2, "RUPPer": OVER_MOHM, "TIMer": 10.0}
        self._test: InsulationTest | None = None
        self._before = ""

    def start_key(self) -> None:
        """Press START on its front: the test voltage goes on the battery."""
        with self.battery.lock:
            self._start("")

    def stop_key(self) -> None:
        """Press STOP on its front."""
        with self.battery.lock:
            self._stop("")

    def wire(self, battery: Source) -> None:
        """Wire it to this battery; what it shows is still the result of the one before."""
        if self._test is not None:
            self._test.stop()
        super().wire(battery)

    def _running(self) -> bool:
        return self._test is not None and self._test.running

    def _configure(self, name: str, value: str) -> None:
        try:
            number = float(value)
        except ValueError:
            self._events |= COMMAND_ERROR
            return
        outside = not LEAST_V <= number <= MOST_V if name == "VOLTage" else number < 0
        if outside or self._running():
            self._events |= EXECUTION_ERROR
            return
        self._set[name] = number

    def _start(self, _value: str) -> None:
        self._before = self._result("")
        self._test = InsulationTest(
            self.battery,
            self._set["VOLTage"],
            self._set["TIMer"],
            self._set["RLOWer"],
            self._set["RUPPer"],
            self.battery.clock.now,
        )

    def _stop(self, _value: str) -> None:
        if self._test is not None:
            self._test.stop()

    def _result(self, _value: str) -> str:
        test = self._test
        if test is not None and test.running:
            return self._before
        if test is None or test.broken_off:
            return f"{self._set['VOLTage']:.0f},0,0.0,OFF,0"
        mohm = self._shown(test.mohm)
        return f"{test.volt:.0f},{mohm},{test.elapsed_s:.1f},{test.judgement},0"

    def _now_volt(self, _value: str) -> str | None:
        if self._test is None or not self._test.running:
            self._events |= EXECUTION_ERROR
            return None
        return f"{self._test.volt:.0f}"

    def _now_mohm(self, _value: str) -> str | None:
        if self._test is None or not self._test.running:
            self._events |= EXECUTION_ERROR
            return None
        return self._shown(self._test.mohm)

    def _shown(self, mohm: float) -> str:
        if self._sentinel or mohm >= OVER_MOHM:
            return f"{OVER_MOHM:.0f}"
        if mohm < UNDER_MOHM:
            return "0.0"
        digits = 2 if mohm < 10 else 1 if mohm < 100 else 0
        return f"{mohm:.{digits}f}"
