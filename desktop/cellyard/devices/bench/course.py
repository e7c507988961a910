"""The course of a run on its load: armed, watched, stepped on, switched off, its end written.

It lives in the line's thread of the load and waits for no screen, no ledger and no network.
"""

import time
from contextlib import suppress
from pathlib import Path
from threading import Event

from cellyard.devices.bench import load
from cellyard.devices.bench.beside import Beside, Numbers, Read
from cellyard.devices.bench.load import Said
from cellyard.devices.bench.load_switch import LoadSwitch
from cellyard.devices.bench.running import Running
from cellyard.devices.bench.shown import Shown
from cellyard.devices.exchange import Exchange
from cellyard.domain.bench.channel import Channel
from cellyard.domain.bench.plan import Plan
from cellyard.domain.bench.programme import Moment, Move
from cellyard.domain.bench.run import Head, Run
from cellyard.domain.facts import RunEnd, Trip, Watched
from cellyard.domain.readings import Sample as Heard
from cellyard.domain.refusals import Refused, Trouble, as_refused

# What takes a load off the channel's hands only while it may draw: at rest, nothing is to switch.
_ONLY_UNDER_LOAD: frozenset[Watched] = frozenset(
    {"load_silent", "temperature_missing", "cells_missing"}
)


class Course:
    """One run after another on one load. `run` is the one that is there, until it is left.

    `stop` is set when a person wants it off: what is armed then is not switched on.
    """

    def __init__(
        self, shown: Shown[Channel], switch: LoadSwitch, beside: Beside, folder: Path, stop: Event
    ) -> None:
        self.run: Running | None = None
        self.kept: Run | None = None
        self.beside = beside
        self._shown = shown
        self._load = switch
        self._folder = folder
        self._stop = stop
        self._next: Move = "stay"

    @property
    def view(self) -> Channel:
        return self._shown.view

    @property
    def cells(self) -> Numbers:
        """The groups' voltages of the battery (V); none where they are too old to count."""
        return self._groups(self.run.plan).numbers if self.run else ()

    def _groups(self, plan: Plan) -> Read:
        age = plan.guard.cells_age
        return self.beside.groups(float(age)) if age is not None else Read()

    # --- begin, and go on after a crash ---------------------------------------------------------

    def arm(self, line: Exchange, identity: str, head: Head) -> None:
        """Begin a run; why it did not begin shows in the view and stands in its file."""
        try:
            self.beside.check_start(head.plan)
            self._load.prepare(line, identity, head.plan)
            self.run = Running(head, self._folder)
            self._begin_step(line, self.run)
        except (Refused, Trouble, OSError) as no:
            self._never_began(line, head, no)

    def resume(self, line: Exchange, identity: str) -> None:
        """Go on with the run that broke off, on a person's word; why not shows in the view."""
        kept, run = self.kept, self.run
        head = kept.head if kept else run.head if run else None
        if head is None or self.view.phase != "look":
            return
        try:
            self.beside.check(head.plan)
            self._load.prepare(line, identity, head.plan)
            if run is None:
                run = Running(head, self._folder, kept)
                self.run, self.kept = run, None
            self._begin_step(line, run)
            self._show(trip=None, end=None, refused=None, seen_off=False, stuck=False)
        except (Refused, Trouble, OSError) as no:
            self._show(refused=as_refused(no))
            self._load.switch_off(line)

    def _begin_step(self, line: Exchange, run: Running) -> None:
        self._load.set(line, run.step)
        if run.step.kind == "load" and not self._stop.is_set():
            self._load.switch_on(line)
        now = time.monotonic()
        run.switched_on(now)
        run.guard.heard(now)
        self._show(phase="running", progress=run.progress)

    def _never_began(self, line: Exchange, head: Head, no: Refused | Trouble | OSError) -> None:
        """Off first; then say why, in the run's file too where there is one."""
        self._show(end="not_armed", refused=as_refused(no))
        if self.run is not None and self._load.told_on:
            # It was told to draw and may do so, whatever it answered: it has to be seen off.
            self.switch_off(line)
            return
        with suppress(Trouble):
            line.send(load.off())
        self.not_begun(head, "not_armed")

    def not_begun(self, head: Head, end: RunEnd) -> None:
        """Write the end of a run that never drew, in its own file where the disk takes it."""
        with suppress(OSError):
            self.run = self.run or Running(head, self._folder)
        self._write_end(end)

    # --- going on -------------------------------------------------------------------------------

    def take(self, said: Said, heard: Heard) -> None:
        """Take what the load has said: hold it against the limits, and store what is due."""
        run = self.run
        if run is None or self.view.phase not in ("running", "stopping"):
            return
        run.guard.heard(time.monotonic())
        if self.view.phase == "stopping":
            return
        warm = self.beside.heat(float(run.plan.guard.temperature_age))
        groups = self._groups(run.plan)
        moment = Moment(
            t=run.t(heard.t),
            voltage=said.voltage,
            current=said.current,
            on=said.on,
            temperature=warm.hottest if warm else None,
            cells=groups.numbers,
        )
        origins = (warm.origin if warm else None, groups.origin)
        protects = load.protects(heard)
        answer = run.take(moment, heard.at, heard.raw, origins, protects=protects)
        self._show(progress=run.progress, capacity=run.capacity, energy=run.energy)
        if isinstance(answer, Trip):
            self._trip(answer)
        elif answer != "stay":
            self._next = answer

    def turn(self, line: Exchange) -> None:
        """Do what is due now: the guard first, then the programme, then the disk."""
        run = self.run
        if run is None or self.view.phase not in ("running", "stopping"):
            return
        now = time.monotonic()
        self._show(silent_s=run.guard.silent(now))
        if self.view.phase == "stopping":
            self._see_it_off(line)
        elif self._trips(run, now):
            self.switch_off(line)
        else:
            self._walk(line, run)
        self._keep(line, run)

    def _trips(self, run: Running, now: float) -> bool:
        """Tell whether the guard ends the run, by a sample or by what is overdue."""
        t = run.t(now)
        self._show(elapsed=t)
        trip = run.guard.overdue(t, now)
        if trip and (self.under_load or trip.watched not in _ONLY_UNDER_LOAD):
            self._trip(trip)
        return self.view.trip is not None

    def _walk(self, line: Exchange, run: Running) -> None:
        move, self._next = self._next, "stay"
        match move:
            case "on":
                self._next_load(line, run)
            case "off":
                self._load.switch_off(line)
            case "done" | "above":
                self._finish(line, "completed")
            case "stay":
                if run.step.kind == "rest" and self.view.on:
                    self._show(stuck=self._load.insist(line))

    def _next_load(self, line: Exchange, run: Running) -> None:
        """Switch off, set anew and on again; never after a reconnect without a person."""
        if self._load.broken:
            self.look()
            return
        try:
            self._load.renew(line, run.plan)
            self._begin_step(line, run)
        except Refused as no:
            self._show(refused=no, end="guard")
            self.switch_off(line)
        except Trouble as no:
            self._show(refused=as_refused(no))
            self._trip(Trip(watched="load_silent"))
            self.switch_off(line)

    def _keep(self, line: Exchange, run: Running) -> None:
        """Store what came, after all that is urgent; a run that cannot be stored is ended."""
        if self.view.phase not in ("running", "stopping"):
            return
        try:
            run.keep()
        except OSError as no:
            if self.view.phase == "running":
                self._show(refused=as_refused(no), end="guard")
                self.switch_off(line)

    @property
    def under_load(self) -> bool:
        """Whether the load draws, or is to draw in this step, and be it switched on next."""
        return self.run is not None and (self.run.step.kind == "load" or self.view.on)

    # --- off, and over --------------------------------------------------------------------------

    def switch_off(self, line: Exchange) -> None:
        """Switch off, and stay at it until the load says that it is."""
        self._load.switch_off(line)
        self._show(phase="stopping", on=True)

    def _see_it_off(self, line: Exchange) -> None:
        """Wait until the load itself says that it is off; tell it again while it does not."""
        trip = self.view.trip
        lost = trip is not None and trip.watched == "load_silent"
        if not self.view.on:
            self._finish(line, self.view.end or ("load_lost" if lost else "guard"))
        else:
            self._show(stuck=self._load.insist(line))

    def _finish(self, line: Exchange, end: RunEnd) -> None:
        line.send(load.off())
        self._write_end(end)

    def look(self) -> None:
        """Leave the load alone until a person has looked at it."""
        self._trip(Trip(watched="load_silent"))
        self._show(phase="look")
        self.close()

    def close(self) -> None:
        """Close the run's file without an end; it opens again when the run goes on."""
        if self.run is not None:
            with suppress(OSError):
                self.run.close()

    def _write_end(self, end: RunEnd) -> None:
        """Keep the end in the run's file; where the disk takes nothing, in `view` alone."""
        refused = self.view.refused
        if self.run is not None:
            try:
                self.run.end(end, self.view.trip, refused.code if refused else "")
            except OSError as no:
                self._show(refused=refused or as_refused(no))
        self._show(phase="ended", end=end, stuck=False)

    def _trip(self, trip: Trip) -> None:
        self._show(trip=self.view.trip or trip)

    def _show(self, **changes: object) -> None:
        self._shown.show(**changes)
