"""A channel of the bench in the line's thread of its load: what it hears, and whose wish is next.

Nothing here waits for a screen, a ledger or a network. Whoever wants something leaves a wish
(`begin`, `stop`, `resume`, `release`); the thread takes it up within a round of some tens of ms.
"""

import time
from contextlib import suppress
from pathlib import Path

from cellyard.devices.bench import load
from cellyard.devices.bench.beside import Beside
from cellyard.devices.bench.course import Course
from cellyard.devices.bench.load_switch import LoadSwitch, Rated
from cellyard.devices.bench.run_file import RunFile
from cellyard.devices.bench.wishes import Wishes
from cellyard.devices.exchange import Exchange
from cellyard.domain.bench.channel import Channel, CurvePoint
from cellyard.domain.bench.plan import Plan
from cellyard.domain.bench.run import Head, Run
from cellyard.domain.facts import Evidence
from cellyard.domain.readings import Sample as Heard
from cellyard.domain.refusals import Trouble

# Readings older than this are shown no more.
STALE_S = 2.0


class BenchChannel(Wishes):
    """One channel. `view` and `points` may be read, and wishes left, from any thread.

    `beside` is what the instruments beside its load have read.
    """

    def __init__(
        self,
        key: str,
        name: str,
        folder: Path,
        rated: Rated,
        *,
        pace: int = 1,
        beside: Beside | None = None,
    ) -> None:
        super().__init__(key, name)
        self.beside = beside or Beside()
        self._folder = folder
        self._pace = pace
        self._load = LoadSwitch(rated)
        self._course = Course(self._shown, self._load, self.beside, folder, self._stop_wanted)
        self._spoke_at = 0.0

    @property
    def points(self) -> list[CurvePoint]:
        """The curve of the run so far; it only grows."""
        run = self._course.run
        return run.points if run else []

    def head(self, plan: Plan, instruments: tuple[Evidence, ...]) -> Head:
        """Write the beginning of a run's file, durably, and return it. OSError when it cannot."""
        began = time.time_ns() // 1_000_000
        head = Head(plan=plan, began=began, pace=self._pace, instruments=instruments)
        RunFile(self._folder, head).close()
        return head

    def broke_off(self, run: Run) -> None:
        """Take up a run that a crash has left; before the line starts."""
        self._course.kept = run
        end = run.end
        if end is None:
            self._shown.show(phase="look", plan=run.head.plan)
        else:
            self._shown.show(phase="ended", plan=run.head.plan, end=end.end, trip=end.trip)

    # --- the line's thread ----------------------------------------------------------------------

    def opened(self) -> None:
        """The port was opened. A run that was under load goes on only when a person says so."""
        self._open = True
        if self._course.run is not None:
            self._course.run.pause()

    def lost(self) -> None:
        """The port is gone: nobody knows whether the load still draws. Wishes do not outlive it."""
        self._open = False
        self._shown.show(voltage=None, current=None, cells=(), seen_off=False)
        self._give_up_wishes()
        if self._course.run is None or self.view.phase not in ("arming", "running", "stopping"):
            return
        self._load.broken = True
        if self._course.under_load:
            self._course.look()

    def hears(self, heard: Heard) -> None:
        """Take a frame of the load."""
        said = load.read(heard)
        if said is None:
            self._shown.show(voltage=None, current=None, cells=())
            return
        self._spoke_at = time.monotonic()
        self._load.heard(said, heard.t)
        self._shown.show(
            voltage=said.voltage,
            current=said.current,
            on=self._load.on,
            cells=self._course.cells,
            seen_off=self.view.phase == "look" and self._load.seen_off,
            stuck=self.view.stuck and self._load.on,
        )
        self._course.take(said, heard)

    def turn(self, line: Exchange, identity: str) -> None:
        """Do what is due now: wishes first, then the run."""
        self._warm()
        if self._release_wanted:
            self._release()
        if self._stop_wanted.is_set():
            self._stopped(line)
        if self._resume_wanted:
            self._resume_wanted = False
            self._course.resume(line, identity)
        if self._wish is not None and self.view.phase == "arming":
            self._arm(line, identity, self._wish)
        self._course.turn(line)
        if self.view.voltage is not None and time.monotonic() - self._spoke_at > STALE_S:
            self._shown.show(voltage=None, current=None, cells=())

    def _arm(self, line: Exchange, identity: str, head: Head) -> None:
        """Arm once the board is heard, or is not within the time that the guard leaves it."""
        age = float(head.plan.guard.cells_age or 0)
        waited = time.monotonic() - self._wished_at
        if waited <= age and self.beside.lacks(head.plan) == "no_cells":
            return
        self._wish = None
        self._course.arm(line, identity, head)

    def leaves(self, line: Exchange) -> None:
        """The port is about to be closed: off, if it still takes a word."""
        self._open = False
        if self.view.phase in ("arming", "running", "stopping"):
            with suppress(Trouble):
                line.send(load.off())
        self._give_up_wishes()
        self._course.close()

    def _stopped(self, line: Exchange) -> None:
        """A person wants it off: at once, in every phase."""
        self._stop_wanted.clear()
        if self._wish is not None:
            head, self._wish = self._wish, None
            self._course.not_begun(head, "stopped")
        try:
            if self.view.phase in ("running", "stopping"):
                if self.view.trip is None:
                    self._shown.show(end=self.view.end or "stopped")
                self._course.switch_off(line)
            else:
                self._load.switch_off(line)
        except Trouble:
            self._stop_wanted.set()  # it was not told: as soon as the load is there again
            raise

    def _release(self) -> None:
        self._release_wanted = False
        if self.view.phase in ("running", "stopping", "arming"):
            return
        self._course.run = self._course.kept = None
        self._load.forget()
        self._shown.put(Channel(key=self.view.key, load=self.view.load))

    def _warm(self) -> None:
        """Hand what was read to the guard, and the hottest temperature to whoever looks."""
        if self._course.run is not None:
            self.beside.tell(self._course.run)
        temperature = self.beside.temperature(_age(self.view.plan))
        if temperature != self.view.temperature:
            self._shown.show(temperature=temperature)


def _age(plan: Plan | None) -> float:
    """Return how old a reading of the instruments beside the load may be, in s."""
    return float(plan.guard.temperature_age) if plan else STALE_S
