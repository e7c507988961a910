"""A channel of the bench in the line's thread of its load: arms, watches, steps on, switches off.

Nothing here waits for a screen, a ledger or a network. Whoever wants something leaves a wish
(`begin`, `stop`, `resume`, `release`); the thread takes it up within a round of some tens of ms.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import msgspec

from cellyard.devices import load
from cellyard.devices.load import Exchange
from cellyard.devices.rows import Rating
from cellyard.devices.running import Running
from cellyard.domain.bench.channel import Channel, CurvePoint
from cellyard.domain.bench.plan import Plan
from cellyard.domain.bench.programme import Moment, Move
from cellyard.domain.bench.run import Head, Run
from cellyard.domain.facts import Evidence, RunEnd, Trip, Watched
from cellyard.domain.readings import Reading
from cellyard.domain.readings import Sample as Heard
from cellyard.domain.refusals import Refused, Trouble

# A load that was told to switch off and still draws is told again after this time.
AGAIN_S = 0.5
# Still drawing after so many times, it will not: a person has to use the hard-wired stop.
TRIES = 3
Rated = Callable[[str], Rating | None]
# What takes a load off the channel's hands only while it may draw: at rest, nothing is to switch.
_ONLY_UNDER_LOAD: frozenset[Watched] = frozenset({"load_silent", "temperature_missing"})


class BenchChannel:
    """One channel. `view` and `points` may be read, and wishes left, from any thread."""

    def __init__(self, key: str, name: str, folder: Path, rated: Rated, *, pace: int = 1) -> None:
        self.view = Channel(key=key, load=name)
        self._folder = folder
        self._rated = rated
        self._pace = pace
        self._run: Running | None = None
        self._wish: Head | None = None
        self._kept: Run | None = None
        self._stop_wanted = self._resume_wanted = self._release_wanted = False
        self._temperature: tuple[Decimal | None, float] = (None, 0.0)
        self._cells: tuple[tuple[Decimal | None, ...], float] = ((), 0.0)
        self._next: Move = "stay"
        self._told_off = 0.0
        self._tries = 0
        self._broken = False

    # --- wishes, from any thread ----------------------------------------------------------------

    @property
    def points(self) -> list[CurvePoint]:
        """The curve of the run so far; it only grows."""
        run = self._run
        return run.points if run else []

    def begin(self, plan: Plan, instruments: tuple[Evidence, ...]) -> None:
        """Arm for this run; how that went shows in `view`."""
        began = time.time_ns() // 1_000_000
        self._show(phase="arming", plan=plan, end=None, trip=None, refused=None, stuck=False)
        self._wish = Head(plan=plan, began=began, pace=self._pace, instruments=instruments)

    def stop(self) -> None:
        """Switch off now, whatever goes on."""
        self._stop_wanted = True

    def resume(self) -> None:
        """Go on with the run that broke off: a person has looked."""
        self._resume_wanted = True

    def release(self) -> None:
        """The end of the run stands in the ledger: the channel is free."""
        self._release_wanted = True

    def broke_off(self, run: Run) -> None:
        """Take up a run that a crash has left; before the line starts."""
        self._kept = run
        self._show(phase="look", plan=run.head.plan)

    def warm(self, temperature: Decimal | None) -> None:
        """Take a temperature of the battery (degC), from the thermometer's thread."""
        if temperature is not None:
            self._temperature = (temperature, time.monotonic())

    def voltages(self, cells: tuple[Decimal | None, ...]) -> None:
        """Take the groups' voltages (V), from the thread of the battery's own board."""
        self._cells = (cells, time.monotonic())

    # --- the line's thread ----------------------------------------------------------------------

    def opened(self) -> None:
        """The port was opened. A run that was under load goes on only when a person says so."""
        if self._run is not None:
            self._run.pause()

    def lost(self) -> None:
        """The port is gone: nobody knows whether the load still draws."""
        self._broken = self._run is not None
        if self._run is not None and self._under_load():
            self._show(phase="look", trip=self.view.trip or Trip(watched="load_silent"))

    def hears(self, heard: Heard) -> None:
        """Take a frame of the load."""
        moment = self._moment(heard)
        if moment is None:
            return
        self._show(
            voltage=moment.voltage,
            current=moment.current,
            on=moment.on,
            cells=moment.cells,
            seen_off=self.view.phase == "look" and self._told_off > 0 and not moment.on,
        )
        run = self._run
        if run is None or self.view.phase not in ("running", "stopping"):
            return
        run.guard.heard(time.monotonic())
        if self.view.phase == "stopping":
            return
        protects = heard.readings.get("protection")
        if protects is not None and protects.value:
            self._trip(Trip(watched="load_protects"))
            return
        answer = run.take(moment, heard.at, heard.raw)
        self._show(progress=run.progress, capacity=run.capacity, energy=run.energy)
        if isinstance(answer, Trip):
            self._trip(answer)
        elif answer != "stay":
            self._next = answer

    def turn(self, line: Exchange, identity: str) -> None:
        """Do what is due now: wishes first, then the guard, then the programme."""
        now = time.monotonic()
        self._warm()
        if self._release_wanted:
            self._release()
        if self._stop_wanted:
            self._stopped(line, now)
        if self._resume_wanted:
            self._resume(line, identity)
        if self._wish is not None and self.view.phase == "arming":
            self._arm(line, identity)
        match self.view.phase:
            case "running":
                self._go_on(line, now)
            case "stopping":
                self._see_it_off(line, now)
            case _:
                pass

    def leaves(self, line: Exchange) -> None:
        """The port is about to be closed: off, if it still takes a word."""
        if self.view.phase in ("arming", "running", "stopping"):
            with suppress(Trouble):
                line.send(load.off())

    # --- arming ---------------------------------------------------------------------------------

    def _arm(self, line: Exchange, identity: str) -> None:
        head, self._wish = self._wish, None
        if head is None:
            return
        try:
            self._prepare(line, identity, head.plan)
            self._run = Running(head, self._folder)
            self._broken = False
            self._begin_step(line, self._run)
        except (Refused, Trouble, OSError) as no:
            self._never_began(line, head, no)

    def _prepare(self, line: Exchange, identity: str, plan: Plan) -> None:
        """Refuse to go on without a temperature, a rating and limits that the load has kept."""
        if self._fresh(plan) is None:
            raise Refused("no_temperature", channel=self.view.key)
        model = identity.partition(" ")[0]
        load.check_rating(self._rated(model), model, plan)
        load.prepare(line, plan.device)

    def _begin_step(self, line: Exchange, run: Running) -> None:
        if run.step.kind == "load":
            load.put(line, "current", run.step.ampere)
            load.switch_on(line)
        run.guard.heard(time.monotonic())
        self._told_off = 0.0
        self._show(phase="running", progress=run.progress)

    def _never_began(self, line: Exchange, head: Head, no: Refused | Trouble | OSError) -> None:
        """Off first; then say why, in the run's file too where there is one."""
        line.send(load.off())
        refused = no if isinstance(no, Refused) else _as_refused(no)
        run = self._run or Running(head, self._folder)
        self._run = run
        run.end("not_armed", refusal=refused.code)
        self._show(phase="ended", end="not_armed", refused=refused)

    # --- going on -------------------------------------------------------------------------------

    def _go_on(self, line: Exchange, now: float) -> None:
        run = self._run
        if run is None:
            return
        t = run.t(now)
        self._show(elapsed=t, silent_s=run.guard.silent(now))
        trip = run.guard.overdue(t, now)
        if trip and not (trip.watched in _ONLY_UNDER_LOAD and not self._under_load()):
            self._trip(trip)
        if self.view.trip is not None:
            self._switch_off(line, now)
            return
        move, self._next = self._next, "stay"
        match move:
            case "on":
                self._next_load(line, run, now)
            case "off":
                self._tell_off(line, now)
            case "done" | "above":
                self._finish(line, "completed")
            case "stay":
                if run.step.kind == "rest" and self.view.on:
                    self._insist(line, now)

    def _next_load(self, line: Exchange, run: Running, now: float) -> None:
        """Switch off, set anew and on again; never after a reconnect without a person."""
        if self._broken:
            line.send(load.off())
            self._show(phase="look")
            return
        try:
            load.switch_off(line)
            load.prepare(line, run.plan.device)
            self._begin_step(line, run)
        except (Refused, Trouble) as no:
            refused = no if isinstance(no, Refused) else _as_refused(no)
            self._show(refused=refused, trip=Trip(watched="load_silent"))
            self._switch_off(line, now)

    def _trip(self, trip: Trip) -> None:
        self._show(trip=self.view.trip or trip)

    def _under_load(self) -> bool:
        run = self._run
        return run is not None and (run.step.kind == "load" or self.view.on)

    # --- off ------------------------------------------------------------------------------------

    def _stopped(self, line: Exchange, now: float) -> None:
        """A person wants it off: at once, in every phase."""
        self._stop_wanted = False
        if self.view.phase == "arming":
            self._wish = None
            self._show(phase="ended", end="stopped")
        if self.view.phase in ("running", "stopping"):
            self._show(end="stopped")
            self._switch_off(line, now)
            return
        self._told_off = now
        line.send(load.off())

    def _switch_off(self, line: Exchange, now: float) -> None:
        self._tell_off(line, now)
        # Only what the load says from now on counts.
        self._show(phase="stopping", on=True)

    def _tell_off(self, line: Exchange, now: float) -> None:
        line.send(load.off())
        self._told_off, self._tries = now, 1

    def _insist(self, line: Exchange, now: float) -> None:
        """Tell a load again that was told to switch off and still says that it is on."""
        if now - self._told_off < AGAIN_S:
            return
        line.send(load.off())
        self._told_off = now
        self._tries += 1
        self._show(stuck=self._tries > TRIES)

    def _see_it_off(self, line: Exchange, now: float) -> None:
        """Wait until the load itself says that it is off; tell it again while it does not."""
        run = self._run
        if run is None:
            return
        self._show(silent_s=run.guard.silent(now))
        if not self.view.on:
            self._finish(line, self.view.end or "guard")
        else:
            self._insist(line, now)

    def _finish(self, line: Exchange, end: RunEnd) -> None:
        line.send(load.off())
        if self._run is not None:
            self._run.end(end, self.view.trip)
        self._show(phase="ended", end=end, stuck=False)

    # --- after a crash, and after the end -------------------------------------------------------

    def _resume(self, line: Exchange, identity: str) -> None:
        self._resume_wanted = False
        if self.view.phase != "look":
            return
        kept, run = self._kept, self._run
        head = kept.head if kept else run.head if run else None
        if head is None:
            return
        try:
            self._prepare(line, identity, head.plan)
            if run is None:
                run = Running(head, self._folder, kept)
                self._run, self._kept = run, None
            self._broken = False
            self._show(trip=None, refused=None, seen_off=False)
            self._begin_step(line, run)
        except (Refused, Trouble, OSError) as no:
            self._show(refused=no if isinstance(no, Refused) else _as_refused(no))
            line.send(load.off())

    def _release(self) -> None:
        self._release_wanted = False
        if self.view.phase in ("running", "stopping", "arming"):
            return
        if self._run is not None and self.view.phase == "look":
            self._run.close()
        self._run = self._kept = None
        self._told_off = 0.0
        self.view = Channel(key=self.view.key, load=self.view.load)

    # --- readings -------------------------------------------------------------------------------

    def _moment(self, heard: Heard) -> Moment | None:
        """Return the sample of a frame, or None when it holds no reading of the load."""
        volts = _number(heard.readings.get("voltage"))
        ampere = _number(heard.readings.get("current"))
        switched = heard.readings.get("input")
        if volts is None or ampere is None or switched is None:
            return None
        run, now = self._run, heard.t
        cells, read_at = self._cells
        limit = run.plan.guard.temperature_age if run else Decimal(0)
        return Moment(
            t=run.t(now) if run else Decimal(0),
            voltage=volts,
            current=ampere,
            on=switched.value == "on",
            temperature=run.guard.temperature(now) if run else None,
            cells=cells if now - read_at <= limit else (),
        )

    def _warm(self) -> None:
        """Hand the newest temperature to the guard, and to whoever looks."""
        temperature, at = self._temperature
        run = self._run
        if run is not None and temperature is not None:
            run.guard.warm(temperature, run.t(at), at)
        plan = self.view.plan
        fresh = self._fresh(plan) if plan else temperature
        if fresh != self.view.temperature:
            self._show(temperature=fresh)

    def _fresh(self, plan: Plan) -> Decimal | None:
        temperature, at = self._temperature
        age = time.monotonic() - at
        return temperature if age <= plan.guard.temperature_age else None

    def _show(self, **changes: object) -> None:
        self.view = msgspec.structs.replace(self.view, **changes)


def _number(reading: Reading | None) -> Decimal | None:
    """Return a number that may be taken; a sentinel or an implausible one is none."""
    if reading is None or not reading.steady or not isinstance(reading.value, Decimal):
        return None
    return reading.value


def _as_refused(no: Trouble | OSError) -> Refused:
    if isinstance(no, Trouble):
        return Refused(no.code, **no.shown)
    return Refused("run_not_kept", why=no.strerror or str(no))
