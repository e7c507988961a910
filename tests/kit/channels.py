"""A channel of the bench in tests: simulated instruments on real lines, joined as in the app."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from cellyard import files
from cellyard.devices import profile
from cellyard.devices.bench import BenchChannel
from cellyard.devices.line import Line
from cellyard.devices.simulator import Battery, Clock, Load, Served, Simulation, Thermometer
from cellyard.domain import rules
from cellyard.domain.bench.plan import Plan, Type, limits_of, programme_of
from cellyard.domain.facts import RunKind
from cellyard.domain.readings import Sample
from cellyard.domain.rules import Edition

BENCH = rules.parse(files.text("rules/bench-2026-1.toml"))
PATIENCE_S = 20.0


def edition(**numbers: str) -> Edition:
    """The shipped procedures with some numbers changed; `capacity__rest_before_s="0"`."""
    changed = {name.replace("__", "."): Decimal(value) for name, value in numbers.items()}
    ours = tuple(
        msgspec.structs.replace(r, value=changed.pop(r.id)) if r.id in changed else r
        for r in BENCH.rule
    )
    assert not changed
    return msgspec.structs.replace(BENCH, rule=ours)


MODULE = Type(
    chemistry="NMC", series=12, max_voltage=Decimal("50.4"), rated_ah=Decimal(50), level="module"
)
# Tests do not wait an hour for the rests that an edition asks for.
SHORT = edition(
    capacity__rest_before_s="120", capacity__rest_after_s="120", discharge__rest_s="600"
)


def plan(
    test: RunKind = "capacity",
    *,
    kind: Type = MODULE,
    by: Edition = SHORT,
    run: str = "run-1",
    cells: bool = False,
) -> Plan:
    programme = programme_of(test, kind, by)
    guard, device = limits_of(programme, kind, by, cells=cells)
    return Plan(
        run=run,
        battery="b" * 32,
        channel="1",
        test=test,
        programme=programme,
        guard=guard,
        device=device,
        max_voltage=kind.max_voltage,
        rated_ah=kind.rated_ah,
        series=kind.series,
        edition=by.id,
    )


class Bench(AbstractContextManager["Bench"]):
    """One channel on a simulated battery: load and thermometer on lines of their own."""

    def __init__(
        self, folder: Path, battery: Battery | None = None, *, pace: int = 1, over: str = "pty"
    ) -> None:
        self.folder = folder
        self.pace = pace
        self.simulation = Simulation()
        self.battery = battery or Battery("NMC", clock=Clock(pace))
        self.load: Served[Load] = self.simulation.serve("load", Load(self.battery), over)
        self.warm: Served[Thermometer] = self.simulation.serve(
            "warm", Thermometer(self.battery), over
        )
        self.lines: list[Line] = []
        self.channel = self.join()

    def join(self) -> BenchChannel:
        """Build the channel and start its lines."""
        described = profile.load("itech-it8500")
        self.channel = BenchChannel("1", "Load 1", self.folder, described.rated, pace=self.pace)
        self.lines = [
            Line("load", described, self.load.url, attendant=self.channel),
            Line("warm", profile.load("applent-at45xx"), self.warm.url, on_sample=self._warmed),
        ]
        for line in self.lines:
            line.start()
        return self.channel

    def part(self) -> None:
        for line in self.lines:
            line.stop()
        self.lines = []

    def _warmed(self, sample: Sample) -> None:
        values = [
            r.value
            for name, r in sample.readings.items()
            if name.startswith("temperature") and r.steady and isinstance(r.value, Decimal)
        ]
        self.channel.beside.warm(max(values, default=None))

    def until(self, seen: Callable[[], bool], what: str, within_s: float = PATIENCE_S) -> None:
        ends = time.monotonic() + within_s
        while not seen():
            assert time.monotonic() < ends, f"{what}: {self.channel.view}"
            time.sleep(0.005)

    def ready(self) -> Self:
        """Wait until load and temperature are read."""
        self.until(lambda: self.channel.view.voltage is not None, "the load speaks")
        self.until(lambda: self.channel.view.temperature is not None, "a temperature")
        return self

    def begin(self, planned: Plan | None = None) -> None:
        self.channel.begin(self.channel.head(planned or plan(), ()))

    def drawing(self, planned: Plan | None = None) -> None:
        """Begin, and wait until the load draws."""
        self.begin(planned)
        self.until(lambda: self.load.instrument.on and self.channel.view.on, "the load draws")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.part()
        self.simulation.close()
