"""A channel of the bench as every floor sees it: what runs there now, and how it stands."""

from decimal import Decimal
from typing import Literal

import msgspec

from cellyard.domain.bench.plan import Plan
from cellyard.domain.bench.programme import Moment, Progress, Step
from cellyard.domain.facts import RunEnd, Trip
from cellyard.domain.refusals import Refused, Trouble

# `free`: nothing joined. `arming`: limits are being set and read back. `running`: a step goes on.
# `stopping`: off was sent and is not seen yet. `ended`: over, `end` tells how. `look`: the app
# ended or the load was lost while it may have been on; a person has to look and switch it off.
Phase = Literal["free", "arming", "running", "stopping", "ended", "look"]


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """One channel now. V, A (negative: out of the battery), degC, Ah, Wh, s.

    A value of None is no reading: never show an older one in its place. `silent_s` is how long
    the load has said nothing, `elapsed` counts the run's own time. `stuck`: the load was told to
    switch off and still draws. `seen_off`: in `look`, it was switched off and says so.
    """

    key: str
    phase: Phase = "free"
    load: str = ""
    plan: Plan | None = None
    progress: Progress = Progress()
    elapsed: Decimal = Decimal(0)
    voltage: Decimal | None = None
    current: Decimal | None = None
    temperature: Decimal | None = None
    cells: tuple[Decimal | None, ...] = ()
    on: bool = False
    capacity: Decimal = Decimal(0)
    energy: Decimal = Decimal(0)
    silent_s: float = 0.0
    end: RunEnd | None = None
    trip: Trip | None = None
    refused: Refused | None = None
    trouble: Trouble | None = None
    stuck: bool = False
    seen_off: bool = False

    @property
    def step(self) -> Step | None:
        """The step that goes on, if any."""
        return self.plan.programme.steps[self.progress.step] if self.plan else None

    @property
    def left(self) -> Decimal | None:
        """About how many s are left of the step: a load's by the rated capacity."""
        step = self.step
        if step is None or self.plan is None:
            return None
        gone = self.elapsed - self.progress.since
        lasts = step.seconds if step.kind == "rest" else self.plan.rated_ah / step.ampere * 3600
        return max(Decimal(0), lasts - gone)


class CurvePoint(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A point to draw: s, V, A, degC, and each group's V. Floats: nothing is decided by them."""

    t: float
    voltage: float
    current: float
    temperature: float | None = None
    cells: tuple[float | None, ...] = ()


def drawn(moment: Moment) -> CurvePoint:
    """Return a sample as the point to draw."""
    return CurvePoint(
        t=float(moment.t),
        voltage=float(moment.voltage),
        current=float(moment.current),
        temperature=None if moment.temperature is None else float(moment.temperature),
        cells=tuple(None if volts is None else float(volts) for volts in moment.cells),
    )
