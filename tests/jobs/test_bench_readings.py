"""Resistance and insulation as acts: real instruments' lines, a real station, one fact each."""

import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from benching import instrument, publish, technician
from floor import Floor, Seen, code

from cellyard.devices.simulator import (
    Battery,
    Clock,
    Insulation3174,
    Insulation9000,
    Load,
    Meter,
    SimulatedBench,
    Simulation,
)
from cellyard.domain.bench import tester
from cellyard.domain.facts import InsulationTested, ResistanceTested
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Instrument
from cellyard.jobs import bench_readings as readings
from cellyard.jobs.benches import Benches
from cellyard.jobs.instruments import Instruments

PATIENCE_S = 25.0
MODEL = "peugeot-e-208-50-kwh"
PROFILES = {
    "load": "itech-it8500",
    "thermometer": "applent-at45xx",
    "meter": "hioki-bt356x",
    "insulation": "gwinstek-gpt9000",
}


class Bench:
    """A channel of a founded station, its instruments in the register and on their lines."""

    def __init__(self, folder: Path, *, pace: float = 1.0, hioki: bool = False) -> None:
        self.floor = Floor(folder)
        self.technician = technician(self.floor).id
        self.second = self.floor.administrator
        self.simulation = Simulation()
        self.battery = Battery("LFP", series=8, insulation_ohm=125e6, clock=Clock(pace))
        self.played = SimulatedBench(
            self.simulation, self.battery, insulation="3174" if hioki else "gpt-9000"
        )
        profiles = PROFILES | ({"insulation": "hioki-3174"} if hioki else {})
        self.register = [
            instrument(f"{duty}-1", duty, "1", profiles[duty], self.played.urls[duty])
            for duty in PROFILES
        ]
        publish(self.floor, *self.register)
        self.benches = Benches(folder)
        self.instruments = Instruments(self.benches)
        self.attach()

    def attach(self) -> None:
        self.instruments.attach(self.register)
        self.until(
            lambda: all(a.newest is not None for a in self.instruments.attached()), "all speak"
        )
        self.until(lambda: len(self.newest("meter")) > 3, "the meter has spoken")

    def newest(self, duty: str) -> list[object]:
        found = self.benches.heard.newest("1", duty)
        return list(found[1]) if found else []

    def change(self, duty: str, **changes: object) -> None:
        """Write an instrument into the register anew."""
        self.register = [
            msgspec.structs.replace(i, **changes) if i.duty == duty else i for i in self.register
        ]
        publish(self.floor, *self.register)
        self.attach()

    @property
    def meter(self) -> Meter:
        return self.played.meter.instrument

    @property
    def load(self) -> Load:
        return self.played.load.instrument

    @property
    def gpt(self) -> Insulation9000:
        assert isinstance(self.played.insulation.instrument, Insulation9000)
        return self.played.insulation.instrument

    @property
    def hioki(self) -> Insulation3174:
        assert isinstance(self.played.insulation.instrument, Insulation3174)
        return self.played.insulation.instrument

    @property
    def tester(self) -> tester.Tester:
        (found,) = self.benches.testers.values()
        return found.view

    def go(self, number: int = 1, *seen: Seen) -> str:
        return self.floor.book_in(code(number), MODEL, *seen)

    def resistance(self, id_: str) -> None:
        readings.read_resistance(
            self.floor.station, self.benches, "1", id_, by=self.technician, since=0
        )

    def start(self, id_: str, second: str | None = "") -> None:
        who = self.second if second == "" else second
        readings.start_insulation(
            self.floor.station, self.benches, "1", id_, second=who, by=self.technician
        )

    def join(self, id_: str) -> None:
        readings.join_insulation(self.floor.station, self.benches, "1", id_, by=self.technician)
        self.until(lambda: self.tester.joined == id_, "it is joined")

    def read(self, id_: str) -> None:
        readings.read_insulation(self.floor.station, self.benches, "1", id_, by=self.technician)

    def finish(self) -> None:
        readings.finish_insulation(self.floor.station, self.benches, "1")

    def until(self, seen: Callable[[], bool], what: str) -> None:
        ends = time.monotonic() + PATIENCE_S
        while not seen():
            assert time.monotonic() < ends, what
            time.sleep(0.01)

    def close(self) -> None:
        self.instruments.stop()
        self.simulation.close()
        self.floor.close()


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Callable[..., Bench]]:
    made: list[Bench] = []

    def one(**how: object) -> Bench:
        made.append(Bench(tmp_path / "data", **how))  # pyright: ignore[reportArgumentType]
        return made[-1]

    yield one
    for bench in made:
        bench.close()


def no(act: Callable[[], None]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def test_the_meter_s_readings_become_one_fact_with_their_evidence(build: Callable[..., Bench]):
    bench = build()
    id_ = bench.go()
    bench.resistance(id_)
    fact = bench.floor.battery(id_).bench.resistance
    assert isinstance(fact, ResistanceTested)
    ohm = Decimal(bench.battery.resistance)
    assert fact.resistance is not None
    assert abs(fact.resistance - ohm) < ohm / 100
    assert fact.voltage is not None
    assert abs(fact.voltage - Decimal(bench.battery.voltage)) < Decimal("0.01")
    assert fact.temperature is not None
    assert fact.doubts == ()
    assert fact.evidence.instrument == "meter-1"
    assert fact.evidence.raw is not None
    assert b"E-3" in bytes.fromhex(fact.evidence.raw)


def test_a_sentinel_or_open_probes_reach_no_result(build: Callable[..., Bench]):
    bench = build()
    id_ = bench.go()
    bench.meter.sentinel()
    bench.until(lambda: no_value(bench), "the sentinel is read")
    assert no(lambda: bench.resistance(id_)) == "probes_over_range"
    bench.meter.sentinel(sentinel=False)
    bench.meter.open_probes()
    bench.until(
        lambda: no_value(bench) and no(lambda: bench.resistance(id_)) == "probes_open",
        "the open probes are read",
    )
    assert bench.floor.battery(id_).bench.resistance is None


def no_value(bench: Bench) -> bool:
    newest = bench.benches.heard.newest("1", "meter")
    assert newest is not None
    return all(s.readings["resistance"].value is None for s in newest[1][-3:])


def test_a_silent_meter_gives_nothing_after_a_while(build: Callable[..., Bench]):
    bench = build()
    id_ = bench.go()
    bench.meter.silence()
    newest = bench.benches.heard.newest("1", "meter")
    assert newest is not None
    oldest = newest[1][-1].t
    bench.until(lambda: time.monotonic() - oldest > 5.5, "what was read grows old")
    assert no(lambda: bench.resistance(id_)) == "meter_silent"


def test_a_battery_that_may_not_be_tested_has_nothing_read(build: Callable[..., Bench]):
    bench = build()
    leaking = bench.go(2, Seen("acute_hazard", "leaking"))
    assert no(lambda: bench.resistance(leaking)) == "no_bench"
    assert no(lambda: bench.start(leaking)) == "no_bench"
    assert no(lambda: bench.join(leaking)) == "no_bench"


def test_a_test_that_we_start_ends_as_one_fact_and_frees_the_tester(build: Callable[..., Bench]):
    bench = build(pace=8)
    id_ = bench.go()
    bench.start(id_)
    assert bench.benches.busy("1")
    assert bench.benches.loads_on() == ["1"]
    assert no(lambda: bench.start(id_)) == "channel_busy"
    assert no(lambda: bench.resistance(id_)) == "channel_busy"
    bench.until(lambda: bench.tester.phase == "ended", "it ends")
    assert not bench.benches.busy("1")
    assert no(lambda: bench.start(id_)) == "channel_busy"  # its result is not written yet
    bench.finish()
    bench.finish()
    record = bench.floor.battery(id_).bench
    fact = record.insulation
    assert isinstance(fact, InsulationTested)
    assert (fact.insulation, fact.at_least) == (Decimal(125_000_000), False)
    assert (fact.test_voltage, fact.duration, fact.judgement) == (500, 10, "PASS")
    assert (fact.second, fact.doubts) == (bench.second, ())
    assert fact.evidence.raw is not None
    assert bytes.fromhex(fact.evidence.raw).startswith(b"IR,PASS ,0.500kV,125.0M ohm")
    kinds = [a.kinds for a in bench.floor.battery(id_).acts]
    assert kinds.count(("InsulationTested",)) == 1
    bench.until(lambda: bench.tester.phase == "free", "it is free")


def test_better_than_the_scale_is_written_as_at_least_its_end(build: Callable[..., Bench]):
    bench = build(pace=100)
    bench.battery.insulation_ohm = 80e9
    id_ = bench.go()
    bench.start(id_)
    bench.until(lambda: bench.tester.phase == "ended", "it ends")
    bench.finish()
    fact = bench.floor.battery(id_).bench.insulation
    assert fact is not None
    assert (fact.insulation, fact.at_least, fact.doubts) == (Decimal("9999E+6"), True, ())


def test_one_person_alone_or_no_confirmed_stop_starts_nothing(build: Callable[..., Bench]):
    bench = build()
    id_ = bench.go()
    assert no(lambda: bench.start(id_, None)) == "second_person_missing"
    assert no(lambda: bench.start(id_, bench.technician)) == "second_person_same"
    bench.change("insulation", stop_confirmed="")
    assert no(lambda: bench.start(id_)) == "stop_not_confirmed"
    assert bench.gpt.volt == 0
    assert bench.tester.phase == "free"


def test_a_person_stops_it_and_nothing_is_written(build: Callable[..., Bench]):
    bench = build()
    id_ = bench.go()
    bench.start(id_)
    bench.until(lambda: bench.gpt.volt == 500, "the voltage is on")
    bench.benches.stop("1")
    bench.until(lambda: bench.gpt.volt == 0, "the voltage is off")
    bench.until(lambda: bench.tester.phase == "ended", "it ends")
    bench.finish()
    assert bench.floor.battery(id_).bench.insulation is None
    assert bench.tester.end == "stopped"
    bench.start(id_)
    bench.until(lambda: bench.gpt.volt == 500, "it can be started again at once")
    bench.benches.stop("1")
    bench.until(lambda: bench.gpt.volt == 0, "the channel's stop takes it off too")


def test_after_a_lost_line_a_person_looks_before_anything_goes_on(build: Callable[..., Bench]):
    bench = build()
    id_ = bench.go()
    bench.start(id_)
    bench.until(lambda: bench.tester.phase == "testing", "the voltage is on")
    bench.played.insulation.unplug()
    bench.until(lambda: bench.tester.phase == "look", "the line is lost")

    def close() -> None:
        readings.close_insulation(bench.floor.station, bench.benches, "1", by=bench.technician)

    assert no(close) == "tester_not_seen_off"
    assert bench.benches.busy("1")
    bench.played.insulation.plug()
    bench.benches.stop("1")
    bench.until(lambda: bench.tester.seen_off, "it says that it is off")
    close()
    bench.until(lambda: bench.tester.phase == "free", "it is free")
    assert bench.floor.battery(id_).bench.insulation is None


def test_a_result_at_the_panel_is_taken_once_and_for_the_joined_battery(
    build: Callable[..., Bench],
):
    bench = build(pace=2, hioki=True)
    first, other = bench.go(1), bench.go(2)
    assert no(lambda: bench.start(first)) == "tester_by_hand"
    assert no(lambda: bench.read(first)) == "result_not_of_this"
    bench.join(first)
    assert no(lambda: bench.read(first)) == "result_not_of_this"
    bench.hioki.start_key()
    bench.until(lambda: bench.tester.on, "it is seen to run")
    assert no(lambda: bench.join(other)) == "tester_on"
    bench.until(lambda: bench.tester.ready, "there is a result")
    assert no(lambda: bench.read(other)) == "result_not_of_this"
    bench.read(first)
    fact = bench.floor.battery(first).bench.insulation
    assert fact is not None
    assert (fact.insulation, fact.test_voltage, fact.judgement) == (125_000_000, 500, "PASS")
    assert (fact.second, fact.doubts) == (None, ())
    assert no(lambda: bench.read(first)) == "result_not_of_this"
    bench.join(other)
    assert no(lambda: bench.read(other)) == "result_not_of_this"
    assert bench.floor.battery(other).bench.insulation is None


def test_without_meter_or_tester_it_is_said_so(build: Callable[..., Bench]):
    bench = build()
    id_ = bench.go()
    left: list[Instrument] = [i for i in bench.register if i.duty not in ("meter", "insulation")]
    bench.instruments.attach(left)
    assert no(lambda: bench.resistance(id_)) == "meter_missing"
    assert no(lambda: bench.start(id_)) == "tester_missing"
    assert no(lambda: bench.read(id_)) == "tester_missing"
    bench.benches.stop("1")


def test_another_tester_than_the_register_names_begins_nothing(build: Callable[..., Bench]):
    bench = build()
    id_ = bench.go()
    bench.register = [
        msgspec.structs.replace(i, serial="999999") if i.duty == "load" else i
        for i in bench.register
    ]
    bench.instruments.attach(bench.register)
    bench.until(lambda: bench.benches.another("load-1") is not None, "it has said who it is")
    bench.resistance(id_)
    bench.register = [
        msgspec.structs.replace(i, serial="no such number") if i.duty == "insulation" else i
        for i in bench.register
    ]
    bench.instruments.attach(bench.register)
    bench.until(lambda: bench.benches.another("insulation-1") is not None, "it is another")
    assert no(lambda: bench.start(id_)) == "another_instrument"
    assert no(lambda: bench.join(id_)) == "another_instrument"
    assert bench.gpt.volt == 0
