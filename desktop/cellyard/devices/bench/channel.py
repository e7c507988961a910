"""A channel of the bench in the line's thread of its load: arms, watches, steps on, switches off.

Nothing here waits for a screen, a ledger or a network. Whoever wants something leaves a wish
(`begin`, `stop`, `resume`, `release`); the thread takes it up within a round of some tens of ms.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

from cellyard.devices.bench import load
from cellyard.devices.bench.beside import Beside
from cellyard.devices.bench.load import SwitchingOff
from cellyard.devices.bench.run_file import RunFile
from cellyard.devices.bench.running import Running
from cellyard.devices.bench.wishes import Wishes
from cellyard.devices.exchange import Exchange
from cellyard.devices.rows import Rating
from cellyard.domain.bench.channel import Channel, CurvePoint
from cellyard.domain.bench.plan import Plan
from cellyard.domain.bench.programme import Moment, Move
from cellyard.domain.bench.run import Head, Run
from cellyard.domain.facts import Evidence, RunEnd, Trip, Watched
from cellyard.domain.readings import Sample as Heard
from cellyard.domain.refusals import Refused, Trouble

# Readings older than this are shown no more.
STALE_S = 2.0
Rated = Callable[[str], Rating | None]
# What takes a load off the channel's hands only while it may draw: at rest, nothing is to switch.
_ONLY_UNDER_LOAD: frozenset[Watched] = frozenset({"load_silent", "temperature_missing"})


class BenchChannel(Wishes):
    """One channel. `view` and `points` may be read, and wishes left, from any thread."""

    def __init__(self, key: str, name: str, folder: Path, rated: Rated, *, pace: int = 1) -> None:
        super().__init__(key, name)
        self.beside = Beside()
        self._folder = folder
        self._rated = rated
        self._pace = pace
        self._run: Running | None = None
        self._kept: Run | None = None
        self._next: Move = "stay"
        self._off = SwitchingOff()
        self._spoke_at = 0.0
        self._broken = self._told_on = False

    @property
    def points(self) -> list[CurvePoint]:
        """The curve of the run so far; it only grows."""
        run = self._run
        return run.points if run else []

    def head(self, plan: Plan, instruments: tuple[Evidence, ...]) -> Head:
        """Write the beginning of a run's file, durably, and return it. OSError when it cannot."""
        began = time.time_ns() // 1_000_000
        head = Head(plan=plan, began=began, pace=self._pace, instruments=instruments)
        RunFile(self._folder, head).close()
        return head

    def broke_off(self, run: Run) -> None:
        """Take up a run that a crash has left; before the line starts."""
        self._kept = run
        end = run.end
        if end is None:
            self._show(phase="look", plan=run.head.plan)
        else:
            self._show(phase="ended", plan=run.head.plan, end=end.end, trip=end.trip)

    # --- the line's thread ----------------------------------------------------------------------

    def opened(self) -> None:
        """The port was opened. A run that was under load goes on only when a person says so."""
        self._open = True
        if self._run is not None:
            self._run.pause()

    def lost(self) -> None:
        """The port is gone: nobody knows whether the load still draws. Wishes do not outlive it."""
        self._open = False
        self._show(voltage=None, current=None, cells=(), seen_off=False)
        self._give_up_wishes()
        run = self._run
        if run is None or self.view.phase not in ("arming", "running", "stopping"):
            return
        self._broken = True
        if self._under_load():
            self._look(run)

    def hears(self, heard: Heard) -> None:
        """Take a frame of the load."""
        moment = self._moment(heard)
        if moment is None:
            self._show(voltage=None, current=None, cells=())
            return
        self._spoke_at = time.monotonic()
        self._off.heard(on=moment.on)
        self._show(
            voltage=moment.voltage,
            current=moment.current,
            on=moment.on,
            cells=moment.cells,
            seen_off=self.view.phase == "look" and self._off.told and not moment.on,
            stuck=self.view.stuck and moment.on,
        )
        run = self._run
        if run is None or self.view.phase not in ("running", "stopping"):
            return
        run.guard.heard(time.monotonic())
        if self.view.phase == "stopping":
            return
        answer = run.take(moment, heard.at, heard.raw, protects=load.protects(heard))
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
        if self.view.voltage is not None and now - self._spoke_at > STALE_S:
            self._show(voltage=None, current=None, cells=())
        self._keep(line, now)

    def leaves(self, line: Exchange) -> None:
        """The port is about to be closed: off, if it still takes a word."""
        self._open = False
        if self.view.phase in ("arming", "running", "stopping"):
            with suppress(Trouble):
                line.send(load.off())
        if self._run is not None:
            with suppress(OSError):
                self._run.close()

    def _keep(self, line: Exchange, now: float) -> None:
        """Store what came, after all that is urgent; a run that cannot be stored is ended."""
        if self._run is None or self.view.phase not in ("running", "stopping"):
            return
        try:
            self._run.keep()
        except OSError as no:
            if self.view.phase == "running":
                self._show(refused=_as_refused(no), end="guard")
                self._switch_off(line, now)

    # --- arming ---------------------------------------------------------------------------------

    def _arm(self, line: Exchange, identity: str) -> None:
        head, self._wish = self._wish, None
        if head is None:
            return
        try:
            self._prepare(line, identity, head.plan)
            self._run = Running(head, self._folder)
            self._begin_step(line, self._run)
        except (Refused, Trouble, OSError) as no:
            self._never_began(line, head, no)

    def _prepare(self, line: Exchange, identity: str, plan: Plan) -> None:
        """Refuse to go on without a temperature, a rating and limits that the load has kept."""
        if self.beside.temperature(_age(plan)) is None:
            raise Refused("no_temperature", channel=self.view.key)
        model = identity.partition(" ")[0]
        load.check_rating(self._rated(model), model, plan)
        load.prepare(line, plan.device)

    def _begin_step(self, line: Exchange, run: Running) -> None:
        self._told_on = False
        self._off = SwitchingOff()
        if run.step.kind == "load":
            load.put(line, "current", run.step.ampere)
            if not self._stop_wanted:
                self._told_on = True
                load.switch_on(line)
        now = time.monotonic()
        run.switched_on(now)
        run.guard.heard(now)
        self._broken = False
        self._show(phase="running", progress=run.progress)

    def _never_began(self, line: Exchange, head: Head, no: Refused | Trouble | OSError) -> None:
        """Off first; then say why, in the run's file too where there is one."""
        self._show(end="not_armed", refused=_as_refused(no))
        if self._run is not None and self._told_on:
            # It was told to draw and may do so, whatever it answered: it has to be seen off.
            self._switch_off(line, time.monotonic())
            return
        with suppress(Trouble):
            line.send(load.off())
        with suppress(OSError):
            self._run = self._run or Running(head, self._folder)
        self._write_end("not_armed")

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
                self._off.tell(line, now)
            case "done" | "above":
                self._finish(line, "completed")
            case "stay":
                if run.step.kind == "rest" and self.view.on:
                    self._show(stuck=self._off.insist(line, now))

    def _next_load(self, line: Exchange, run: Running, now: float) -> None:
        """Switch off, set anew and on again; never after a reconnect without a person."""
        if self._broken:
            self._look(run)
            return
        try:
            load.switch_off(line)
            load.prepare(line, run.plan.device)
            self._begin_step(line, run)
        except Refused as no:
            self._show(refused=no, end="guard")
            self._switch_off(line, now)
        except Trouble as no:
            self._show(refused=_as_refused(no))
            self._trip(Trip(watched="load_silent"))
            self._switch_off(line, now)

    def _trip(self, trip: Trip) -> None:
        self._show(trip=self.view.trip or trip)

    def _look(self, run: Running) -> None:
        """Leave the load alone until a person has looked at it."""
        self._trip(Trip(watched="load_silent"))
        self._show(phase="look")
        with suppress(OSError):
            run.close()

    def _under_load(self) -> bool:
        run = self._run
        return run is not None and (run.step.kind == "load" or self.view.on)

    # --- off ------------------------------------------------------------------------------------

    def _stopped(self, line: Exchange, now: float) -> None:
        """A person wants it off: at once, in every phase."""
        self._stop_wanted = False
        if self._wish is not None:
            head, self._wish = self._wish, None
            with suppress(OSError):
                self._run = Running(head, self._folder)
            self._write_end("stopped")
        if self.view.phase in ("running", "stopping"):
            if self.view.trip is None:
                self._show(end=self.view.end or "stopped")
            self._switch_off(line, now)
            return
        self._off.tell(line, now)

    def _switch_off(self, line: Exchange, now: float) -> None:
        self._off.tell(line, now)
        # Only what the load says from now on counts.
        self._show(phase="stopping", on=True)

    def _see_it_off(self, line: Exchange, now: float) -> None:
        """Wait until the load itself says that it is off; tell it again while it does not."""
        run = self._run
        if run is None:
            return
        self._show(silent_s=run.guard.silent(now))
        trip = self.view.trip
        lost = trip is not None and trip.watched == "load_silent"
        if not self.view.on:
            self._finish(line, self.view.end or ("load_lost" if lost else "guard"))
        else:
            self._show(stuck=self._off.insist(line, now))

    def _finish(self, line: Exchange, end: RunEnd) -> None:
        line.send(load.off())
        self._write_end(end)

    def _write_end(self, end: RunEnd) -> None:
        """Keep the end in the run's file; where the disk takes nothing, in `view` alone."""
        refused = self.view.refused
        if self._run is not None:
            try:
                self._run.end(end, self.view.trip, refused.code if refused else "")
            except OSError as no:
                self._show(refused=refused or _as_refused(no))
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
            self._begin_step(line, run)
            self._show(trip=None, end=None, refused=None, seen_off=False, stuck=False)
        except (Refused, Trouble, OSError) as no:
            self._show(refused=_as_refused(no))
            self._off.tell(line, time.monotonic())

    def _release(self) -> None:
        self._release_wanted = False
        if self.view.phase in ("running", "stopping", "arming"):
            return
        self._run = self._kept = None
        self._off = SwitchingOff()
        with self._changing:
            self.view = Channel(key=self.view.key, load=self.view.load)

    # --- readings -------------------------------------------------------------------------------

    def _moment(self, heard: Heard) -> Moment | None:
        """Return the sample of a frame, or None when it holds no reading of the load."""
        said = load.read(heard)
        if said is None:
            return None
        run = self._run
        return Moment(
            t=run.t(heard.t) if run else Decimal(0),
            voltage=said.voltage,
            current=said.current,
            on=said.on,
            temperature=run.guard.temperature(heard.t) if run else None,
            cells=self.beside.cells(_age(run.plan)) if run else (),
        )

    def _warm(self) -> None:
        """Hand the newest temperatures to the guard, and the hottest to whoever looks."""
        if self._run is not None:
            self.beside.tell(self._run)
        temperature = self.beside.temperature(_age(self.view.plan))
        if temperature != self.view.temperature:
            self._show(temperature=temperature)


def _age(plan: Plan | None) -> float:
    """Return how old a reading of the instruments beside the load may be, in s."""
    return float(plan.guard.temperature_age) if plan else STALE_S


def _as_refused(no: Refused | Trouble | OSError) -> Refused:
    if isinstance(no, Refused):
        return no
    if isinstance(no, Trouble):
        return Refused(no.code, **no.shown)
    return Refused("run_not_kept", why=no.strerror or str(no))
