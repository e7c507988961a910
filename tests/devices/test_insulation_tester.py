"""The insulation testers on their lines: armed like a load, off at once, and whose result it is."""

import time
from collections.abc import Callable, Iterator
from decimal import Decimal

import msgspec
import pytest

from cellyard.devices import profile
from cellyard.devices.bench.beside import Beside
from cellyard.devices.bench.insulation import InsulationTester
from cellyard.devices.bench.insulation_result import ceiling
from cellyard.devices.bench.switching_off import AGAIN_S, TRIES
from cellyard.devices.line import Line
from cellyard.devices.simulator import (
    Battery,
    Clock,
    Insulation3174,
    Insulation9000,
    Served,
    Simulation,
)
from cellyard.domain.bench.run import Origin
from cellyard.domain.bench.tester import InsulationPlan
from cellyard.domain.refusals import Refused
from cellyard.words import sentence

PATIENCE_S = 25.0
PLAN = InsulationPlan(
    battery="b" * 32, channel="1", tester="tester-1", volts=Decimal(550), seconds=Decimal(10),
    longest=Decimal(15), temperature_high=Decimal(60), temperature_age=Decimal(5),
    silent=Decimal(2), by="technician", second="supervisor",
)  # fmt: skip


class Counting(Insulation9000):
    """One that keeps what was sent to it, and how often the voltage went on."""

    def __init__(self, battery: Battery) -> None:
        super().__init__(battery)
        self.heard: list[str] = []

    def _line(self, line: str) -> str | None:
        self.heard.append(line)
        return super()._line(line)

    def sent(self, words: str) -> int:
        return self.heard.count(words)


class At:
    """A tester on its line, with a thermometer that somebody else reads."""

    def __init__(
        self, simulation: Simulation, *, pace: float = 1.0, hioki: bool = False, over: str = "pty"
    ) -> None:
        self.battery = Battery("NMC", insulation_ohm=125e6, clock=Clock(pace))
        model = Insulation3174 if hioki else Counting
        self.served: Served[Insulation3174 | Counting] = simulation.serve(
            "tester",
            model(self.battery),
            over,  # pyright: ignore[reportArgumentType]
        )
        described = profile.load("hioki-3174" if hioki else "gwinstek-gpt9000")
        self.beside = Beside()
        self.tester = InsulationTester("1", "tester-1", described.id, self.beside)
        self.line = Line("tester", described, self.served.url, attendant=self.tester)
        self.line.start()
        self.warm("21.4")
        self.until(lambda: self.line.last is not None, "it speaks")

    def warm(self, celsius: str) -> None:
        """Have a thermometer read this."""
        self.beside.warm((Decimal(celsius),), Origin(instrument="warm"))

    @property
    def gpt(self) -> Counting:
        assert isinstance(self.served.instrument, Counting)
        return self.served.instrument

    @property
    def hioki(self) -> Insulation3174:
        assert isinstance(self.served.instrument, Insulation3174)
        return self.served.instrument

    def until(self, seen: Callable[[], bool], what: str) -> None:
        ends = time.monotonic() + PATIENCE_S
        while not seen():
            assert time.monotonic() < ends, f"{what}: {self.tester.view}"
            time.sleep(0.005)

    def phase(self, *phases: str) -> None:
        self.until(lambda: self.tester.view.phase in phases, f"is {phases}")

    def under_voltage(self, plan: InsulationPlan = PLAN) -> None:
        self.tester.begin(plan)
        self.until(lambda: self.gpt.volt > 0, "the voltage is on")
        self.phase("testing")

    def never_armed(self, plan: InsulationPlan = PLAN) -> Refused:
        """Begin, and return why the voltage never went on."""
        self.tester.begin(plan)
        self.phase("ended")
        assert self.gpt.sent("FUNC:TEST ON") == 0
        assert self.tester.view.end == "not_armed"
        assert self.tester.result is None
        refused = self.tester.view.refused
        assert refused is not None
        assert sentence(refused)
        return refused


@pytest.fixture
def at(simulation: Simulation) -> Iterator[Callable[..., At]]:
    made: list[At] = []

    def build(**how: object) -> At:
        made.append(At(simulation, **how))  # pyright: ignore[reportArgumentType]
        return made[-1]

    yield build
    for one in made:
        one.line.stop()


def test_it_tests_at_what_was_set_and_read_back_and_keeps_the_raw_result(at: Callable[..., At]):
    bench = at(pace=8)
    bench.tester.begin(PLAN)
    bench.phase("ended")
    assert bench.tester.view.end == "completed"
    result = bench.tester.result
    assert result is not None
    said = {name: reading.value for name, reading in result.readings.items()}
    assert said["insulation"] == Decimal(125_000_000)
    assert (said["test_voltage"], said["duration"]) == (550, 10)
    assert said["judgement"] == "PASS"
    assert result.raw == b"IR,PASS ,0.550kV,125.0M ohm,T=010.0S\r\n".rstrip()
    heard = bench.gpt.heard
    on = heard.index("FUNC:TEST ON")
    asked = [f"{words}?" for words in ("MANU:EDIT:MODE", "MANU:IR:VOLT", "MANU:IR:TTIM")]
    assert all(heard.index(question) < on for question in asked)
    assert heard.index("FUNC:TEST OFF") < on
    bench.tester.release()
    bench.phase("free")
    assert bench.tester.view.insulation is None


def test_a_test_that_is_over_between_two_looks_is_still_known_for_a_new_one(at: Callable[..., At]):
    bench = at(pace=2000)
    for ohm in (125e6, 80e6):
        bench.battery.insulation_ohm = ohm
        bench.tester.begin(PLAN)
        bench.phase("ended")
        result = bench.tester.result
        assert result is not None
        assert result.readings["insulation"].value == Decimal(int(ohm))


@pytest.mark.parametrize("mode", ["ACW", "IR"])
def test_a_setting_that_is_not_kept_arms_nothing(at: Callable[..., At], mode: str):
    bench = at()
    bench.gpt.answer(f"MANU:EDIT:MODE {mode}\n".encode())
    bench.gpt.jam()
    refused = bench.never_armed()
    setting = "MANU:IR:VOLT" if mode == "IR" else "MANU:EDIT:MODE"
    assert (refused.code, refused.shown["setting"]) == ("tester_setting", setting)


def test_without_an_answer_nothing_is_armed(at: Callable[..., At]):
    bench = at()
    bench.gpt.silence()
    assert bench.never_armed().code == "tester_silent"


def test_without_a_fresh_temperature_or_with_a_hot_battery_nothing_is_armed(at: Callable[..., At]):
    bench = at()
    assert bench.never_armed(msgspec.structs.replace(PLAN, temperature_age=Decimal(0))).code == (
        "no_temperature"
    )
    bench.warm("60")
    assert bench.never_armed().code == "too_hot"


@pytest.mark.parametrize("over", ["pty", "tcp"])
def test_a_person_stops_it_and_no_result_is_left(at: Callable[..., At], over: str):
    bench = at(over=over)
    bench.under_voltage()
    bench.tester.stop()
    bench.until(lambda: bench.gpt.volt == 0, "the voltage is off")
    bench.phase("ended")
    assert bench.tester.view.end == "stopped"
    assert bench.tester.result is None
    assert bench.gpt.sent("FUNC:TEST ON") == 1


def test_a_stop_while_it_arms_leaves_the_voltage_off(at: Callable[..., At]):
    bench = at()
    bench.tester.begin(PLAN)
    bench.until(lambda: bench.gpt.sent("MANU:EDIT:MODE IR") > 0, "it arms")
    bench.tester.stop()
    bench.phase("ended")
    assert bench.tester.view.end == "stopped"
    assert bench.gpt.sent("FUNC:TEST ON") == 0


def test_who_waits_for_off_waits_at_most_a_tenth_of_a_second_for_the_line():
    # Half the shortest pause between two questions is how long a round may wait (session.py).
    polls = profile.load("gwinstek-gpt9000").poll
    assert min(poll.every_s for poll in polls) / 2 <= 0.1


@pytest.mark.parametrize("watched", ["temperature_missing", "temperature_high", "too_long"])
def test_the_guard_takes_the_voltage_off(at: Callable[..., At], watched: str):
    bench = at()
    ages = Decimal("1.5") if watched == "temperature_missing" else PLAN.temperature_age
    longest = Decimal(1) if watched == "too_long" else PLAN.longest
    bench.warm("21.4")
    bench.under_voltage(msgspec.structs.replace(PLAN, temperature_age=ages, longest=longest))
    if watched == "temperature_high":
        bench.warm("60.0")
    bench.phase("ended")
    trip = bench.tester.view.trip
    assert trip is not None
    assert (trip.watched, bench.tester.view.end) == (watched, "guard")
    assert bench.gpt.volt == 0
    assert bench.tester.result is None


def test_one_that_falls_silent_is_told_off_again_until_it_says_so(at: Callable[..., At]):
    bench = at()
    bench.under_voltage(msgspec.structs.replace(PLAN, silent=Decimal("0.8")))
    bench.gpt.silence()
    bench.until(lambda: bench.tester.view.stuck, f"told {TRIES} times, each {AGAIN_S} s")
    assert bench.tester.view.phase == "stopping"
    bench.gpt.silence(silent=False)
    bench.phase("ended")
    trip = bench.tester.view.trip
    assert trip is not None
    assert trip.watched == "tester_silent"
    assert bench.gpt.volt == 0


def test_a_lost_line_is_looked_at_and_nothing_is_sent_by_itself(at: Callable[..., At]):
    bench = at()
    bench.under_voltage(msgspec.structs.replace(PLAN, seconds=Decimal(600), longest=Decimal(900)))
    bench.served.unplug()
    bench.phase("look")
    sent = len(bench.gpt.heard)
    bench.served.plug()
    bench.until(lambda: bench.gpt.heard[sent:].count("MEAS?") > 3, "it is read again")
    assert set(bench.gpt.heard[sent:]) <= {"*IDN?", "MEAS?"}
    assert bench.gpt.volt == 550
    assert (bench.tester.view.phase, bench.tester.view.on) == ("look", True)
    assert not bench.tester.view.seen_off
    bench.tester.stop()
    bench.until(lambda: bench.tester.view.seen_off, "it says that it is off")
    assert bench.gpt.volt == 0
    bench.tester.release()
    bench.phase("free")


def test_what_was_wished_while_the_line_was_away_is_not_done_later(at: Callable[..., At]):
    bench = at()
    bench.served.unplug()
    bench.until(lambda: not bench.tester.open, "the line is gone")
    bench.tester.begin(PLAN)
    bench.phase("ended")
    bench.served.plug()
    bench.until(lambda: bench.tester.open, "it is back")
    heard = bench.gpt.sent("MEAS?")
    bench.until(lambda: bench.gpt.sent("MEAS?") > heard + 2, "it is read again")
    assert bench.tester.view.refused is not None
    assert bench.tester.view.refused.code == "tester_silent"
    assert bench.gpt.sent("FUNC:TEST ON") == 0


def test_closing_the_line_takes_the_voltage_off(at: Callable[..., At]):
    bench = at()
    bench.under_voltage()
    bench.line.stop()
    bench.until(lambda: bench.gpt.volt == 0, "the voltage is off")


def test_a_test_begun_at_the_panel_is_the_joined_battery_s_and_no_other_s(at: Callable[..., At]):
    bench = at(pace=4)
    assert bench.tester.view.startable
    bench.gpt.start_key()
    bench.until(lambda: bench.tester.view.on, "it runs")
    bench.until(lambda: not bench.tester.view.on, "it is over")
    assert (bench.tester.result, bench.tester.view.insulation) == (None, None)
    bench.tester.join("a" * 32)
    bench.until(lambda: bench.tester.view.joined == "a" * 32, "it is joined")
    before = bench.line.last
    bench.until(lambda: bench.line.last is not before, "it is read again")
    assert not bench.tester.view.ready
    bench.gpt.start_key()
    bench.until(lambda: bench.tester.view.ready, "there is a result")
    assert bench.tester.result is not None
    assert bench.tester.view.insulation == 125_000_000
    bench.gpt.start_key()
    bench.until(lambda: not bench.tester.view.ready, "a new test takes the old result away")


def test_the_3174_is_read_and_never_started(at: Callable[..., At]):
    bench = at(hioki=True, pace=2)
    assert not bench.tester.view.startable
    # Every good battery gives the very same answer, and it stands while the next test runs.
    bench.battery.insulation_ohm = 50e9
    for battery in ("a" * 32, "b" * 32):
        bench.tester.join(battery)
        bench.until(lambda of=battery: bench.tester.view.joined == of, "it is joined")
        last = bench.line.last
        bench.until(lambda of=last: bench.line.last is not of, "it is read")
        assert not bench.tester.view.ready
        bench.hioki.start_key()
        bench.until(lambda: bench.tester.view.on, "it is seen to run")
        bench.until(lambda: bench.tester.view.ready, "there is a result")
        result = bench.tester.result
        assert result is not None
        assert result.raw == b"500,9999,10.0,UFAIL,0"
        assert bench.tester.view.at_least
        bench.tester.release()
    bench.tester.begin(PLAN)
    bench.phase("ended")
    assert bench.tester.view.refused is not None
    assert bench.tester.view.refused.code == "tester_by_hand"


def test_one_that_a_person_breaks_off_has_no_result(at: Callable[..., At]):
    bench = at(hioki=True)
    bench.tester.join("a" * 32)
    bench.until(lambda: bench.tester.view.joined != "", "it is joined")
    bench.hioki.start_key()
    bench.until(lambda: bench.tester.view.on, "it is seen to run")
    bench.hioki.stop_key()
    bench.until(lambda: not bench.tester.view.on, "it is over")
    assert (bench.tester.result, bench.tester.view.ready) == (None, False)


def test_the_end_of_the_scale_is_that_of_the_profile():
    for id_ in ("gwinstek-gpt9000", "hioki-3174"):
        assert ceiling(profile.load(id_)) == Decimal("9999E+6")
    assert ceiling(profile.load("hioki-bt356x")) is None
