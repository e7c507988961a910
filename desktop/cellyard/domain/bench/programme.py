"""The steps of a run, and the next move after each sample: pure, so that nothing can hang it."""

from decimal import Decimal
from typing import Literal

import msgspec

from cellyard.domain.facts import RunKind

StepKind = Literal["rest", "load"]
# `stay` on this step; `on` or `off`: the next step began and wants the load so; `done`: all
# steps went well; `above`: the rebound is still above its limit after the last round.
Move = Literal["stay", "on", "off", "done", "above"]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step. A `rest` lasts `seconds`; a `load` draws `ampere` until `down_to` volts.

    Where cells are read, a load ends as well when the weakest is at `cell_down_to`: a string's
    capacity is that of its weakest cell. What stands at `empty_below` volts at rest may fall to
    its end as soon as the load draws. `limit` on a rest is the rebound check at its end: above
    it, the loads begin again.
    """

    kind: StepKind
    name: str
    seconds: Decimal = Decimal(0)
    ampere: Decimal = Decimal(0)
    down_to: Decimal = Decimal(0)
    cell_down_to: Decimal = Decimal(0)
    empty_below: Decimal = Decimal(0)
    limit: Decimal | None = None


class Programme(msgspec.Struct, frozen=True, kw_only=True):
    """What a run does, in order. `rounds`: how often loads may be tried until the rest holds."""

    test: RunKind
    steps: tuple[Step, ...]
    rounds: int = 1

    @property
    def first_load(self) -> int:
        return next(n for n, step in enumerate(self.steps) if step.kind == "load")


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """Where a run stands: the step, when it began (s of the run), and which round it is."""

    step: int = 0
    since: Decimal = Decimal(0)
    round: int = 1


class Moment(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One sample of a run: s since its beginning, V, A (negative: out of the battery), degC.

    `on` is whether the load itself says that it draws; `cells` the groups' voltages, where read.
    """

    t: Decimal
    voltage: Decimal
    current: Decimal
    on: bool
    temperature: Decimal | None = None
    cells: tuple[Decimal | None, ...] = ()

    @property
    def lowest_cell(self) -> Decimal | None:
        return min((v for v in self.cells if v is not None), default=None)


def next_move(programme: Programme, progress: Progress, now: Moment) -> tuple[Progress, Move]:
    """Return where the run stands after this sample, and what the load is to do."""
    step = programme.steps[progress.step]
    if not _is_over(step, progress, now):
        return progress, "stay"
    if step.limit is not None and now.voltage > step.limit:
        if progress.round >= programme.rounds:
            return progress, "above"
        again = Progress(step=programme.first_load, since=now.t, round=progress.round + 1)
        return again, "on"
    if progress.step + 1 == len(programme.steps):
        return progress, "done"
    after = Progress(step=progress.step + 1, since=now.t, round=progress.round)
    return after, "on" if programme.steps[after.step].kind == "load" else "off"


def _is_over(step: Step, progress: Progress, now: Moment) -> bool:
    if step.kind == "rest":
        return now.t - progress.since >= step.seconds
    weakest = now.lowest_cell
    empty = weakest is not None and weakest <= step.cell_down_to
    return empty or now.voltage <= step.down_to
