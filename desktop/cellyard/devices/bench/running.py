"""One run while it goes on: its clock, its charge, its file, and where its programme stands."""

import time
from collections import deque
from decimal import Decimal
from pathlib import Path

from cellyard.devices.bench.guard import Guard
from cellyard.devices.bench.run_file import RunFile
from cellyard.domain.bench.channel import CurvePoint, drawn
from cellyard.domain.bench.programme import Moment, Move, Progress, Step, next_move
from cellyard.domain.bench.run import End, Head, Origin, Run, Sample
from cellyard.domain.facts import RunEnd, Trip

# How often a sample is stored, in s by the wall; each change of step is stored besides.
STORE_EVERY_S = 1.0
# A load that was switched on and says for so long that it is off does not take the command.
GOES_ON_S = 2.0
# How far above a cut-off the last sample may lie that the load itself has then reached, in steps
# of the fall before: a battery's knee is steep, and steepest at its end.
_FALLS = 8
_NEAR = Decimal("1.02")
_HOUR = Decimal(3600)
_MILLI = Decimal("0.001")

Origins = tuple[Origin | None, Origin | None]


class Running:
    """One run, in the line's thread. `kept` is what was stored before a crash.

    Time `t` is the run's own: s since its beginning, times the pace. A run whose samples the disk
    does not take (OSError) is without evidence, and is to be ended.
    """

    def __init__(self, head: Head, folder: Path, kept: Run | None = None) -> None:
        self.head = head
        self.plan = head.plan
        self.progress = Progress()
        self.capacity = self.energy = Decimal(0)
        self.points: list[CurvePoint] = []
        self.last: Moment | None = None
        self._before: Moment | None = None
        self._began = time.monotonic()
        self._stored = 0.0
        self._on_by: float | None = None
        self._due: deque[Sample] = deque()
        self._left_out: Sample | None = None
        for sample in kept.samples if kept else ():
            moment = sample.moment
            self._walk(moment, reached=self._reached_by_load(moment))
            self._show(moment)
        if kept and kept.samples:
            self._go_on_behind(kept.samples[-1])
        self.guard = Guard(self.plan.guard, now := time.monotonic())
        for sample in kept.samples if kept else ():
            # What was read before the crash has to be read again.
            self.guard.cells(sample.cells, now)
        self._file = RunFile(folder, head)

    @property
    def step(self) -> Step:
        return self.plan.programme.steps[self.progress.step]

    def t(self, now: float) -> Decimal:
        """Return the run's own time at this monotonic second."""
        return Decimal((now - self._began) * self.head.pace).quantize(_MILLI)

    def take(
        self,
        moment: Moment,
        at: int,
        raw: bytes,
        origins: Origins = (None, None),
        *,
        protects: bool = False,
    ) -> Move | Trip:
        """Take a sample of the load: hold it against the limits, and walk on.

        `raw` is the load's frame, `origins` whose the temperature and the cells of `moment` are.
        Returns the trip that ends the run, or what the load is to do next. What is to be stored
        waits for `keep`: a slow disk delays no switching off.
        """
        reached = self._reached_by_load(moment)
        before = self.progress
        move = self._walk(moment, reached=reached)
        own = Trip(watched="load_protects") if protects else None
        trip = own or self.guard.judge(moment, self.capacity)
        on = self.plan.programme.steps[before.step].kind == "load"
        if trip is None and move == "stay" and on and not moment.on and self._went_off():
            trip = Trip(watched="load_off")
        sample = _stored(moment, at, raw, origins)
        self._store(sample, at_once=move != "stay" or trip is not None)
        self._show(moment)
        return trip or move

    def keep(self) -> None:
        """Write down what `take` has found worth storing. OSError when the disk is full."""
        while self._due:
            self._file.append(self._due.popleft())

    def end(self, end: RunEnd, trip: Trip | None = None, refusal: str = "") -> None:
        """Write how it ended, durably, and close its file. OSError when the disk is full."""
        now = time.monotonic()
        lasted = self.t(now)
        at = time.time_ns() // 1_000_000
        row = End(end=end, at=at, lasted=lasted, progress=self.progress, trip=trip, refusal=refusal)
        try:
            self.keep()
            self._file.append(row)
        finally:
            self._file.close()

    def close(self) -> None:
        """Close its file without an end: a person decides later. It opens again by itself."""
        try:
            self.keep()
        finally:
            self._file.close()

    def switched_on(self, now: float) -> None:
        """The load was told to draw: what it said before is no sign that it went off."""
        self.pause()
        self._on_by = now + GOES_ON_S

    def pause(self) -> None:
        """What comes next does not follow at once on what was: nothing is counted between."""
        self._before = self.last = None

    def _went_off(self) -> bool:
        """Tell whether a load that is off drew at the sample before, or should draw by now."""
        drew = self._before is not None and self._before.on
        return drew or self._overdue_on()

    def _overdue_on(self) -> bool:
        """Tell whether the load was switched on and should have said so by now."""
        return self._on_by is not None and time.monotonic() > self._on_by

    def _reached_by_load(self, moment: Moment) -> bool:
        """Tell whether the load has switched itself off at its own cut-off."""
        last, before = self.last, self._before
        if moment.on or self.step.kind != "load":
            return False
        if last is None or not last.on:
            # What is empty falls at once to the load's own cut-off, before anybody has read a
            # sample: what was emptied in this run, and what stands so low already.
            first = self.plan.programme.first_load
            emptied = self.progress.round > 1 or self.progress.step > first
            low = moment.voltage <= self.step.empty_below
            return (emptied or low) and self._overdue_on()
        if self.head.pace > 1 and self.step.down_to < moment.voltage < last.voltage:
            # In compressed time the whole knee lies between two samples. What was switched off
            # on its plateau stands higher than under load, what was emptied stands lower.
            return True
        fall = before.voltage - last.voltage if before and before.on else Decimal(0)
        near = max(last.voltage - _FALLS * fall, Decimal(0))
        return min(near, last.voltage / _NEAR) <= self.step.down_to

    def _walk(self, moment: Moment, *, reached: bool = False) -> Move:
        self._count(moment)
        self._before, self.last = self.last, moment
        if reached:
            moment = Moment(t=moment.t, voltage=self.step.down_to, current=Decimal(0), on=False)
        self.progress, move = next_move(self.plan.programme, self.progress, moment)
        return move

    def _count(self, moment: Moment) -> None:
        """Add what was drawn since the sample before, by the trapezoid rule."""
        last = self.last
        if last is None or not (last.on or moment.on):
            return
        hours = (moment.t - last.t) / _HOUR
        ampere = -(last.current + moment.current) / 2
        watt = -(last.current * last.voltage + moment.current * moment.voltage) / 2
        self.capacity += ampere * hours
        self.energy += watt * hours

    def _store(self, sample: Sample, *, at_once: bool) -> None:
        """Put aside what is due: a sample a second, and those on both sides of each change."""
        left_out, self._left_out = self._left_out, sample
        late = time.monotonic() - self._stored
        if at_once and left_out is not None:
            self._due.append(left_out)
        elif not at_once and late < STORE_EVERY_S and self.head.pace == 1:
            return
        # By the second, not by the sample: what was late once does not shift all that follows.
        if late >= STORE_EVERY_S:
            self._stored += late if late > 2 * STORE_EVERY_S else STORE_EVERY_S
        self._due.append(sample)
        self._left_out = None

    def _show(self, moment: Moment) -> None:
        self.points.append(drawn(moment))

    def _go_on_behind(self, last: Sample) -> None:
        """Set the clock so that the time since the last sample counts as time of the run."""
        gone = max(0, time.time_ns() // 1_000_000 - last.at) / 1000
        self._began = time.monotonic() - gone - float(last.t) / self.head.pace
        self.pause()


def _stored(moment: Moment, at: int, raw: bytes, origins: Origins) -> Sample:
    warm, cells = origins
    return Sample(
        t=moment.t,
        at=at,
        voltage=moment.voltage,
        current=moment.current,
        on=moment.on,
        temperature=moment.temperature,
        cells=moment.cells,
        raw=raw.hex(),
        temperature_from=warm,
        cells_from=cells,
    )
