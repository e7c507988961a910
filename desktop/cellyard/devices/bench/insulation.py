"""An insulation tester in the thread of its line: arms, watches, stops, and knows whose result is.

It puts out 500 to 1000 V and so arms like a load (protocols, Guard). Whoever wants something
leaves a wish (`begin`, `stop`, `join`, `release`); the thread takes it up within 0.1 s. A tester
that only a person can start is watched: a result counts for the battery that was joined to it
only when the test was seen to run after that. Nothing is sent by itself after a reconnect.
"""

import time
from contextlib import suppress

import msgspec

from cellyard.devices.bench import insulation_guard, tester_switch
from cellyard.devices.bench.beside import Beside
from cellyard.devices.bench.insulation_result import Following, judged, shown
from cellyard.devices.bench.shown import Shown
from cellyard.devices.exchange import Exchange
from cellyard.domain.bench.tester import InsulationPlan, Tester, TesterEnd
from cellyard.domain.facts import Trip
from cellyard.domain.readings import Sample
from cellyard.domain.refusals import Refused, Trouble, as_refused


class InsulationTester:
    """One tester. `view` and `result` may be read, and wishes left, from any thread.

    `result` is the sample of a test that has ended and that nobody has taken yet.
    """

    def __init__(self, key: str, name: str, profile: str, beside: Beside) -> None:
        self.profile = profile
        self._beside = beside
        self._switch = tester_switch.of(profile)
        self._shown = Shown(Tester(key=key, name=name, startable=self._switch is not None))
        self.result: Sample | None = None
        self.open = False
        self._wish: InsulationPlan | None = None
        self._join_wish: str | None = None
        self._stop_wanted = self._release_wanted = False
        self._following = Following()
        self._on_at = self._spoke_at = 0.0

    @property
    def view(self) -> Tester:
        """The tester now."""
        return self._shown.view

    # --- wishes, from any thread ----------------------------------------------------------------

    def begin(self, plan: InsulationPlan) -> None:
        """Arm and start; how that went shows in `view`. Refused there when nobody is there."""
        with self._shown.changing:
            self._stop_wanted = False
            self.result = None
            self._shown.put(msgspec.structs.replace(self._bare(), phase="arming", plan=plan))
            self._wish = plan
            if not self.open:
                self._never_began(Refused("tester_silent"))

    def stop(self) -> None:
        """Take the voltage off now, whoever has put it on."""
        self._stop_wanted = True

    def join(self, battery: str) -> None:
        """From now on what a person starts at the panel is this battery's."""
        self._join_wish = battery

    def release(self) -> None:
        """The result stands in the ledger, or a person has looked: the tester is free."""
        self.result = None
        self._release_wanted = True

    # --- the line's thread ----------------------------------------------------------------------

    def opened(self) -> None:
        """The port was opened."""
        self.open = True
        self._spoke_at = time.monotonic()

    def lost(self) -> None:
        """The port is gone: nobody knows whether the voltage is on. Wishes do not outlive it."""
        with self._shown.changing:
            self.open = False
            self._following.anew()
            if self.view.phase == "arming":
                self._never_began(Refused("tester_silent"))
            elif self.view.phase in ("testing", "stopping"):
                trip = self.view.trip or Trip(watched="tester_silent")
                # What it said before the line was lost is no reading of now.
                gone = {"insulation": None, "at_least": False, "test_voltage": None}
                self._shown.show(phase="look", on=True, trip=trip, duration=None, **gone)
                self._forget()
            else:
                self._shown.show(on=False)

    def leaves(self, line: Exchange) -> None:
        """The port is about to be closed: off, if it still takes a word."""
        self.open = False
        if self._switch is not None and self.view.phase in ("arming", "testing", "stopping"):
            with suppress(Trouble):
                self._switch.switch_off(line)

    def hears(self, heard: Sample) -> None:
        """Take what the tester says; what it said before its voltage went on counts no more."""
        if heard.t <= self._on_at:
            return
        self._spoke_at = heard.t
        running = self._following.running(heard)
        if running is None:
            return
        mine = self.view.phase != "free" or self._following.seen or self.view.ready
        # What it shows of a test before is nothing of the battery that lies there now.
        self._shown.show(on=running, **(shown(heard) if mine else {}))
        match self.view.phase:
            case "testing":
                self._follow(heard, running=running)
            case "free" if self.view.joined:
                self._watch(heard, running=running)
            case "look":
                told = self._switch is not None and self._switch.answered(heard.t)
                self._shown.show(seen_off=told and not running)
            case _:
                pass

    def turn(self, line: Exchange, identity: str) -> None:  # noqa: ARG002 - any model of it
        """Do what is due now: wishes first, then the guard."""
        if self._release_wanted:
            self._release()
        if self._join_wish is not None:
            self._joined()
        if self._stop_wanted:
            self._stopped(line)
        if self._wish is not None and self.view.phase == "arming":
            self._arm(line, self._wish)
        if self.view.phase == "testing":
            self._guard(line, time.monotonic())
        elif self.view.phase == "stopping":
            self._see_it_off(line)

    # --- what it says ---------------------------------------------------------------------------

    def _follow(self, heard: Sample, *, running: bool) -> None:
        """Follow a test of ours to its end."""
        if self._following.ended(heard, running=running):
            self.result = heard if judged(heard) else None
            self._finish("completed" if self.result else "stopped")

    def _watch(self, heard: Sample, *, running: bool) -> None:
        """Watch a test that a person has started for the battery that is joined."""
        if running:
            self.result = None
            self._shown.show(ready=False)
        if self._following.ended(heard, running=running) and not self._release_wanted:
            self._following.anew()
            self.result = heard if judged(heard) else None
            self._shown.show(ready=self.result is not None)

    # --- arming, and the guard ------------------------------------------------------------------

    def _arm(self, line: Exchange, plan: InsulationPlan) -> None:
        self._wish = None
        switch = self._switch
        if switch is None:
            self._never_began(Refused("tester_by_hand", channel=plan.channel))
            return
        try:
            insulation_guard.check(plan, self._beside)
            cleared = switch.prepare(line, plan)
            insulation_guard.check(plan, self._beside)
        except (Refused, Trouble) as no:
            self._never_began(as_refused(no))
            return
        if self._stop_wanted:
            return  # what was armed is not switched on; the next turn ends it
        self._following.anew(cleared=cleared)
        # Whatever happens while it is sent: from here on the voltage may be on.
        self._shown.show(phase="testing", on=True)
        switch.switch_on(line)
        self._on_at = self._spoke_at = time.monotonic()

    def _guard(self, line: Exchange, now: float) -> None:
        plan = self.view.plan
        if plan is None:
            return
        elapsed = now - self._on_at
        self._shown.show(elapsed=elapsed)
        # Without a word of the test itself it may be another one that goes on.
        silent = now - self._spoke_at if self._following.seen else elapsed
        trip = insulation_guard.trips(plan, self._beside, elapsed, silent)
        if trip is not None:
            self._shown.show(trip=trip)
            self._switch_off(line)

    # --- off ------------------------------------------------------------------------------------

    def _stopped(self, line: Exchange) -> None:
        """A person wants it off: at once, in every phase."""
        self._stop_wanted = False
        if self._switch is None:
            return
        try:
            self._switch.switch_off(line)
        except Trouble:
            self._stop_wanted = True  # it was not told: as soon as the tester is there again
            raise
        if self.view.phase == "arming":
            self._wish = None
            self._shown.show(phase="ended", end="stopped")
        elif self.view.phase in ("testing", "stopping"):
            self._shown.show(phase="stopping", on=True, end="stopped")

    def _switch_off(self, line: Exchange) -> None:
        if self._switch is not None:
            self._switch.switch_off(line)
        # Only what it says from now on counts.
        self._shown.show(phase="stopping", on=True)

    def _see_it_off(self, line: Exchange) -> None:
        """Wait until the tester itself says that no test goes on; tell it again meanwhile."""
        if self._switch is None:
            return
        if not self.view.on and self._switch.answered(self._spoke_at):
            self._finish(self.view.end or "guard")
        elif self._switch.insist(line):
            self._shown.show(stuck=True)

    def _finish(self, end: TesterEnd) -> None:
        self._shown.show(phase="ended", end=end, stuck=False)

    def _never_began(self, refused: Refused) -> None:
        self._wish = None
        self._shown.show(phase="ended", end="not_armed", refused=refused)

    # --- afterwards -----------------------------------------------------------------------------

    def _joined(self) -> None:
        battery, self._join_wish = self._join_wish or "", None
        if self.view.busy:
            return
        self.result = None
        self._following.anew()
        self._shown.put(msgspec.structs.replace(self._bare(), joined=battery))

    def _release(self) -> None:
        self._release_wanted = False
        if self.view.phase in ("arming", "testing", "stopping"):
            return
        self._forget()
        self._following.anew()
        self._shown.put(self._bare())

    # --- what is shown --------------------------------------------------------------------------

    def _bare(self) -> Tester:
        view = self.view
        return Tester(key=view.key, name=view.name, startable=view.startable, on=view.on)

    def _forget(self) -> None:
        if self._switch is not None:
            self._switch.forget()
