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
from cellyard.devices.bench import run_file
from cellyard.devices.bench.channel import BenchChannel
from cellyard.devices.drivers import it8500
from cellyard.devices.line import Line
from cellyard.devices.simulator import (
    Battery,
    BoardDaly,
    BoardJbd,
    Clock,
    Load,
    Served,
    Simulation,
    Thermometer,
)
from cellyard.devices.wirelog import WireLog
from cellyard.domain import rules
from cellyard.domain.bench.plan import Plan, Type, limits_of, programme_of, start_of
from cellyard.domain.bench.run import Run
from cellyard.domain.facts import RunKind
from cellyard.domain.registers import Duty, Instrument
from cellyard.domain.rules import Edition
from cellyard.jobs.heard import Heard

BENCH = rules.parse(files.text("rules/bench-2026-2.toml"))
PATIENCE_S = 20.0
BOARDS = {"jbd-03": BoardJbd, "daly-a5": BoardDaly}
OFF, ON = b"\x21\x00", b"\x21\x01"
# What sets or switches: all but questions.
_TELLING = frozenset(
    {r.set for r in it8500.QUANTITIES.values()} | {r.set for r in it8500.CHOICES.values()}
)


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
    **guard_limits: Decimal,
) -> Plan:
    """What a channel is to do; any limit of the guard may be set otherwise."""
    programme = programme_of(test, kind, by)
    guard, device = limits_of(programme, kind, by, cells=cells)
    return Plan(
        run=run,
        battery="b" * 32,
        channel="1",
        test=test,
        programme=programme,
        guard=msgspec.structs.replace(guard, **guard_limits),
        device=device,
        max_voltage=kind.max_voltage,
        rated_ah=kind.rated_ah,
        series=kind.series,
        edition=by.id,
        start=start_of(test, by),
    )


class Listening(Load):
    """A load that remembers what it was told, and when (monotonic s); questions are left out."""

    def __init__(self, battery: Battery) -> None:
        super().__init__(battery)
        self.told: list[tuple[float, bytes]] = []
        # So many frames that switch off are lost on the line.
        self.deaf_to_off = 0
        # It hears ON and from then on says nothing.
        self.mute_after_on = False
        # It answers ON with "done" and draws nothing.
        self.never_on = False
        self._said: tuple[float | None, float | None] = (None, None)

    def say(self, volt: float | None = None, ampere: float | None = None) -> None:
        """Say these numbers from now on, whatever is so; without any, the truth again."""
        self._said = volt, ampere

    def _reading(self) -> bytes:
        truth = super()._reading()
        volt, ampere = self._said
        said = [truth[:4], truth[4:8]]
        if volt is not None:
            said[0] = round(volt * 1e3).to_bytes(4, "little")
        if ampere is not None:
            said[1] = round(ampere * 1e4).to_bytes(4, "little")
        return b"".join(said) + truth[8:]

    def _heard(self, frame: bytes) -> list[bytes]:
        if self.deaf_to_off and frame[2:4] == OFF:
            self.deaf_to_off -= 1
            return []
        if frame[2] in _TELLING:
            self.told.append((time.monotonic(), frame))
        said = super()._heard(frame)
        if frame[2:4] == ON and self.never_on:
            self._off()
        return [] if self.mute_after_on and self.told_on else said

    @property
    def told_on(self) -> list[float]:
        """When it was told to switch on."""
        return [at for at, frame in self.told if frame[2:4] == ON]

    @property
    def told_off(self) -> list[float]:
        """When it was told to switch off."""
        return [at for at, frame in self.told if frame[2:4] == OFF]


def _instrument(key: str, duty: Duty, described: str, port: str) -> Instrument:
    return Instrument(
        key=key, station="Bench 1", profile=described, port=port, duty=duty, channel="1"
    )


class Bench(AbstractContextManager["Bench"]):
    """One channel on a simulated battery: load, thermometer and, by its profile, the battery's
    board, each on a line of its own.
    """

    def __init__(
        self,
        folder: Path,
        battery: Battery | None = None,
        *,
        pace: int = 1,
        over: str = "pty",
        wire: WireLog | None = None,
        board: str = "",
    ) -> None:
        self.folder = folder
        self.wire = wire
        self.pace = pace
        self.simulation = Simulation()
        self.battery = battery or Battery("NMC", clock=Clock(pace))
        self.load: Served[Listening] = self.simulation.serve("load", Listening(self.battery), over)
        self.warm: Served[Thermometer] = self.simulation.serve(
            "warm", Thermometer(self.battery), over
        )
        self.board: Served[BoardJbd | BoardDaly] | None = (
            self.simulation.serve("board", BOARDS[board](self.battery), over) if board else None
        )
        self._board = board
        self.lines: list[Line] = []
        self.channel = self.join()

    def join(self, broke_off: Run | None = None) -> BenchChannel:
        """Build the channel, with what a crash has left of a run, and start its lines."""
        described = profile.load("itech-it8500")
        there = [_instrument("warm", "thermometer", "applent-at45xx", self.warm.url)]
        if self.board:
            there.append(_instrument("board", "bms", self._board, self.board.url))
        heard = Heard()
        heard.arrange(there)
        self.channel = BenchChannel(
            "1", "Load 1", self.folder, described.rated, pace=self.pace, beside=heard.beside("1")
        )
        if broke_off is not None:
            self.channel.broke_off(broke_off)
        self.lines = [
            Line("load", described, self.load.url, attendant=self.channel, wire=self.wire),
            *(
                Line(i.key, profile.load(i.profile), i.port, on_sample=heard.listener(i))
                for i in there
            ),
        ]
        for line in self.lines:
            line.start()
        return self.channel

    def part(self) -> None:
        for line in self.lines:
            line.stop()
        self.lines = []

    def until(self, seen: Callable[[], bool], what: str, within_s: float = PATIENCE_S) -> None:
        ends = time.monotonic() + within_s
        while not seen():
            assert time.monotonic() < ends, f"{what}: {self.channel.view}"
            time.sleep(0.005)

    def ready(self) -> Self:
        """Wait until load and thermometer are read, and the cells where there is a board."""
        self.until(lambda: self.channel.view.voltage is not None, "the load speaks")
        self.until(lambda: self.channel.view.temperature is not None, "a temperature")
        beside = self.channel.beside
        self.until(lambda: "warm" in beside._temperatures, "the thermometer")
        if self.board:
            self.until(lambda: bool(beside.groups(1).numbers), "the cells")
        return self

    def begin(self, planned: Plan | None = None) -> None:
        self.channel.begin(self.channel.head(planned or plan(), ()))

    def drawing(self, planned: Plan | None = None) -> None:
        """Begin, and wait until the load draws."""
        self.begin(planned)
        self.until(lambda: self.load.instrument.on and self.channel.view.on, "the load draws")

    def ended(self) -> Run:
        """Wait until the run is over; return what its file has kept."""
        self.until(lambda: self.channel.view.phase == "ended", "the end")
        return self.kept()

    def kept(self) -> Run:
        """Return the newest run's file as it is now."""
        return run_file.kept(self.folder)[-1]

    def reads(self, times: int) -> None:
        """Wait until the load was read so many times more."""
        for _ in range(times):
            spoke = self.channel._spoke_at
            self.until(lambda spoke=spoke: self.channel._spoke_at != spoke, "a reading")

    def broken(self) -> None:
        """Wait until a person has to look."""
        self.until(lambda: self.channel.view.phase == "look", "the look")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.part()
        self.simulation.close()
