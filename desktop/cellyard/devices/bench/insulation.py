"""An insulation tester in the thread of its line: arms, watches, stops, and knows whose result is.

It puts out 500 to 1000 V and so arms like a load (protocols, Guard). Whoever wants something
leaves a wish (`begin`, `stop`, `join`, `release`); the thread takes it up within 0.1 s. A tester
that only a person can start is watched: a result counts for the battery that was joined to it
only when the test was seen to run after that. Nothing is sent by itself after a reconnect.
"""

import time
from contextlib import suppress
from decimal import Decimal
from threading import RLock
from typing import Protocol

import msgspec

from cellyard.devices.bench.beside import Beside
from cellyard.devices.bench.insulation_result import Following, judged, shown
from cellyard.devices.drivers import gpt9000
from cellyard.devices.exchange import Exchange
from cellyard.domain.bench.tester import InsulationPlan, Tester, TesterEnd
from cellyard.domain.facts import Trip
from cellyard.domain.readings import Sample
from cellyard.domain.refusals import Refused, Trouble


class Driver(Protocol):
    """How a tester that we can start is talked to."""

    @property
    def ON(self) -> bytes: ...  # noqa: N802 - a constant of its module

    @property
    def OFF(self) -> bytes: ...  # noqa: N802

    def prepare(self, line: Exchange, volts: Decimal, seconds: Decimal) -> None:
        """Have the voltage off, and every setting made and read back equal."""
        ...

    def cleared(self, line: Exchange) -> bool:
        """Tell whether it shows no result any more: the next that it shows is a new one."""
        ...


# By their profile.
STARTED: dict[str, Driver] = {"gwinstek-gpt9000": gpt9000}
# A tester that was told to switch off and still says TEST is told again after this time.
AGAIN_S = 0.5
TRIES = 3
_TENTH = Decimal("0.1")


class InsulationTester:
    """One tester. `view` and `result` may be read, and wishes left, from any thread.

    `result` is the sample of a test that has ended and that nobody has taken yet.
    """

    def __init__(self, key: str, name: str, profile: str, beside: Beside) -> None:
        self.profile = profile
        self._beside = beside
        self.driver = STARTED.get(profile)
        self.view = Tester(key=key, name=name, startable=self.driver is not None)
        self.result: Sample | None = None
        self.open = False
        self._lock = RLock()
        self._wish: InsulationPlan | None = None
        self._join_wish: str | None = None
        self._stop_wanted = self._release_wanted = False
        self._following = Following()
        self._on_at = self._spoke_at = self._told_off = 0.0
        self._tries = 0

    # --- wishes, from any thread ----------------------------------------------------------------

    def begin(self, plan: InsulationPlan) -> None:
        """Arm and start; how that went shows in `view`. Refused there when nobody is there."""
        with self._lock:
            self._stop_wanted = False
            self.result = None
            self._show_all(msgspec.structs.replace(self._bare(), phase="arming", plan=plan))
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
        with self._lock:
            self.open = False
            self._following.anew()
            if self.view.phase == "arming":
                self._never_began(Refused("tester_silent"))
            elif self.view.phase in ("testing", "stopping"):
                trip = self.view.trip or Trip(watched="tester_silent")
                # What it said before the line was lost is no reading of now.
                gone = {"insulation": None, "at_least": False, "test_voltage": None}
                self._show(phase="look", on=True, trip=trip, duration=None, **gone)
                self._told_off = 0.0
            else:
                self._show(on=False)

    def leaves(self, line: Exchange) -> None:
        """The port is about to be closed: off, if it still takes a word."""
        self.open = False
        if self.driver is not None and self.view.phase in ("arming", "testing", "stopping"):
            with suppress(Trouble):
                line.send(self.driver.OFF)

    def hears(self, heard: Sample) -> None:
        """Take what the tester says."""
        self._spoke_at = heard.t
        running = self._following.running(heard)
        if running is None:
            return
        mine = self.view.phase != "free" or self._following.seen or self.view.ready
        # What it shows of a test before is nothing of the battery that lies there now.
        self._show(on=running, **(shown(heard) if mine else {}))
        match self.view.phase:
            case "testing" if heard.t > self._on_at:
                self._follow(heard, running=running)
            case "free" if self.view.joined:
                self._watch(heard, running=running)
            case "look":
                told = 0 < self._told_off < heard.t
                self._show(seen_off=told and not running)
            case _:
                pass

    def turn(self, line: Exchange, identity: str) -> None:  # noqa: ARG002 - any model of it
        """Do what is due now: wishes first, then the guard."""
        now = time.monotonic()
        if self._release_wanted:
            self._release()
        if self._join_wish is not None:
            self._joined()
        if self._stop_wanted:
            self._stopped(line, now)
        if self._wish is not None and self.view.phase == "arming":
            self._arm(line, self._wish)
        if self.view.phase == "testing":
            self._guard(line, now)
        elif self.view.phase == "stopping":
            self._see_it_off(line, now)

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
            self._show(ready=False)
        if self._following.ended(heard, running=running) and not self._release_wanted:
            self._following.anew()
            self.result = heard if judged(heard) else None
            self._show(ready=self.result is not None)

    # --- arming, and the guard ------------------------------------------------------------------

    def _arm(self, line: Exchange, plan: InsulationPlan) -> None:
        self._wish = None
        driver = self.driver
        if driver is None:
            self._never_began(Refused("tester_by_hand", channel=plan.channel))
            return
        try:
            self._check_temperature(plan)
            driver.prepare(line, plan.volts, plan.seconds)
            cleared = driver.cleared(line)
            self._check_temperature(plan)
        except Refused as no:
            self._never_began(no)
            return
        except Trouble as no:
            self._never_began(Refused(no.code, **no.shown))
            return
        if self._stop_wanted:
            return  # what was armed is not switched on; the next turn ends it
        self._following.anew(cleared=cleared)
        self._told_off = 0.0
        self._on_at = self._spoke_at = time.monotonic()
        # Whatever happens while it is sent: from here on the voltage may be on.
        self._show(phase="testing", on=True)
        line.send(driver.ON)

    def _check_temperature(self, plan: InsulationPlan) -> None:
        trip = self._heat(plan)
        if trip is not None:
            code = "no_temperature" if trip.watched == "temperature_missing" else "too_hot"
            raise Refused(code, channel=plan.channel, limit=plan.temperature_high)

    def _guard(self, line: Exchange, now: float) -> None:
        plan = self.view.plan
        if plan is None:
            return
        elapsed = now - self._on_at
        self._show(elapsed=elapsed)
        # Without a word of the test itself it may be another one that goes on.
        silent = now - self._spoke_at if self._following.seen else elapsed
        trip = self._heat(plan)
        if silent > plan.silent:
            trip = Trip(watched="tester_silent", value=_s(silent), limit=plan.silent, unit="s")
        elif elapsed > plan.longest:
            trip = Trip(watched="too_long", value=_s(elapsed), limit=plan.longest, unit="s")
        if trip is not None:
            self._show(trip=trip)
            self._switch_off(line, now)

    def _heat(self, plan: InsulationPlan) -> Trip | None:
        """Return what the temperature says against a voltage: none that is fresh, or too high."""
        warm, age = self._beside.temperature(float(plan.temperature_age)), plan.temperature_age
        if warm is None:
            return Trip(watched="temperature_missing", limit=age, unit="s")
        if warm >= plan.temperature_high:
            limit = plan.temperature_high
            return Trip(watched="temperature_high", value=warm, limit=limit, unit="degC")
        return None

    # --- off ------------------------------------------------------------------------------------

    def _stopped(self, line: Exchange, now: float) -> None:
        """A person wants it off: at once, in every phase."""
        self._stop_wanted = False
        if self.driver is None:
            return
        match self.view.phase:
            case "arming":
                self._wish = None
                line.send(self.driver.OFF)
                self._show(phase="ended", end="stopped")
            case "testing" | "stopping":
                self._show(end="stopped")
                self._switch_off(line, now)
            case _:
                self._told_off = now
                line.send(self.driver.OFF)

    def _switch_off(self, line: Exchange, now: float) -> None:
        if self.driver is not None:
            line.send(self.driver.OFF)
        self._told_off, self._tries = now, 1
        # Only what it says from now on counts.
        self._show(phase="stopping", on=True)

    def _see_it_off(self, line: Exchange, now: float) -> None:
        """Wait until the tester itself says that no test goes on; tell it again meanwhile."""
        if not self.view.on and self._spoke_at > self._told_off:
            self._finish(self.view.end or "guard")
        elif now - self._told_off > AGAIN_S and self.driver is not None:
            line.send(self.driver.OFF)
            self._told_off = now
            self._tries += 1
            self._show(stuck=self._tries > TRIES)

    def _finish(self, end: TesterEnd) -> None:
        self._show(phase="ended", end=end, stuck=False)

    def _never_began(self, refused: Refused) -> None:
        self._wish = None
        self._show(phase="ended", end="not_armed", refused=refused)

    # --- afterwards -----------------------------------------------------------------------------

    def _joined(self) -> None:
        battery, self._join_wish = self._join_wish or "", None
        if self.view.busy:
            return
        self.result = None
        self._following.anew()
        self._show_all(msgspec.structs.replace(self._bare(), joined=battery))

    def _release(self) -> None:
        self._release_wanted = False
        if self.view.phase in ("arming", "testing", "stopping"):
            return
        self._told_off = 0.0
        self._following.anew()
        self._show_all(self._bare())

    # --- what is shown --------------------------------------------------------------------------

    def _bare(self) -> Tester:
        view = self.view
        return Tester(key=view.key, name=view.name, startable=view.startable, on=view.on)

    def _show_all(self, view: Tester) -> None:
        with self._lock:
            self.view = view

    def _show(self, **changes: object) -> None:
        with self._lock:
            self.view = msgspec.structs.replace(self.view, **changes)


def _s(seconds: float) -> Decimal:
    return Decimal(seconds).quantize(_TENTH)
