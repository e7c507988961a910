"""What the bench has found out about a battery: the fold of its bench facts."""

from decimal import Decimal

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.envelope import Envelope


class OpenRun(msgspec.Struct, frozen=True, kw_only=True):
    """A run whose end is not written yet: its load may be on."""

    run: str
    test: f.RunKind
    channel: str
    station: str
    by: str
    began_at: int


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """The grade that stands: by the rules, or `overruled` by two people."""

    grade: f.Grade
    route: f.Route
    deciding: tuple[str, ...] = ()
    edition: str
    at: int
    overruled: str = ""


class Bench(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The newest result of each test, the run that is open, and the grade that stands.

    A result with doubts is kept and shown; it is no ground for a grade. `lowest_cell` is the
    lowest voltage of any cell ever seen (V). Times are ms.
    """

    run: OpenRun | None = None
    ends: tuple[str, ...] = ()
    resistance: f.ResistanceTested | None = None
    resistance_at: int = 0
    insulation: f.InsulationTested | None = None
    insulation_at: int = 0
    capacity: f.CapacityTested | None = None
    capacity_at: int = 0
    discharge: f.DischargedToSafe | None = None
    discharge_at: int = 0
    lowest_cell: Decimal | None = None
    given: Given | None = None

    @property
    def discharged(self) -> bool:
        """True when the newest discharge to safe ended below its limit, without a doubt."""
        last = self.discharge
        return last is not None and last.below and not last.doubts


def after(bench: Bench, e: Envelope, fact: f.BenchFact) -> Bench:
    """Return the record after one more fact."""
    replace = msgspec.structs.replace
    match fact:
        case f.RunBegan() | f.RunEnded():
            return _run(bench, e, fact)
        case f.ResistanceTested():
            return replace(bench, resistance=fact, resistance_at=e.at, given=_standing(bench))
        case f.InsulationTested():
            return replace(bench, insulation=fact, insulation_at=e.at, given=_standing(bench))
        case f.CapacityTested():
            lowest = _lower(bench.lowest_cell, fact.lowest_cell)
            return replace(
                bench, capacity=fact, capacity_at=e.at, lowest_cell=lowest, given=_standing(bench)
            )
        case f.DischargedToSafe():
            lowest = _lower(bench.lowest_cell, fact.lowest_cell)
            return replace(bench, discharge=fact, discharge_at=e.at, lowest_cell=lowest)
        case f.Graded() | f.GradeOverruled():
            return replace(bench, given=_given(e, fact))


def _standing(bench: Bench) -> Given | None:
    """Return the grade that still stands after new figures: only of what is discharged to safe."""
    return bench.given if bench.discharged else None


def _run(bench: Bench, e: Envelope, fact: f.RunBegan | f.RunEnded) -> Bench:
    replace = msgspec.structs.replace
    if isinstance(fact, f.RunEnded):
        run = None if bench.run and bench.run.run == fact.run else bench.run
        return replace(bench, run=run, ends=(*bench.ends, fact.end))
    began = OpenRun(
        run=fact.run,
        test=fact.test,
        channel=fact.channel,
        station=e.station,
        by=e.actor,
        began_at=e.at,
    )
    return replace(bench, run=began)


def _given(e: Envelope, fact: f.Graded | f.GradeOverruled) -> Given:
    overruled = fact.reason if isinstance(fact, f.GradeOverruled) else ""
    deciding = fact.deciding if isinstance(fact, f.Graded) else ()
    return Given(
        grade=fact.grade,
        route=fact.route,
        deciding=deciding,
        edition=fact.decided.edition,
        at=e.at,
        overruled=overruled,
    )


def _lower(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    known = [v for v in (one, other) if v is not None]
    return min(known, default=None)
