"""What a run has shown: its samples become the fact of a result, with every doubt named."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from cellyard.domain import facts as f
from cellyard.domain.bench import certificates
from cellyard.domain.bench.heat import THERMOMETERS
from cellyard.domain.bench.plan import start_of
from cellyard.domain.bench.run import Run, Sample
from cellyard.domain.bench.trace import Analysis, Point, Validity, analyse
from cellyard.domain.bench.validity import VOIDING
from cellyard.domain.facts import Decided, Evidence, Fact
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Instrument
from cellyard.domain.rules import Edition

_HUNDRED = Decimal(100)
_TENTH = Decimal("0.1")


def result(
    run: Run, edition: Edition, validity: Validity, instruments: Sequence[Instrument], today: str
) -> Fact | None:
    """Return the result of a run that went to its end, or None where there is none.

    `instruments` are those of the channel, `today` an ISO date. What speaks against the result
    stands among its doubts: `calibration_ended`, `calibration_unknown`, `temperature_low`,
    `temperature_high`, `interrupted`, the codes of a trace that does not count, and `cell_above`.
    """
    if run.end is None or run.end.end != "completed" or not run.samples:
        return None
    doubts = (
        *_of_instruments(run, edition, instruments, today),
        *_of_temperature(run, edition),
        *_of_gaps(run),
    )
    if run.head.plan.test == "capacity":
        return _capacity(run, validity, doubts, edition)
    return _discharge(run, (*doubts, *_of_cells(run, edition)), edition)


def _capacity(run: Run, validity: Validity, doubts: tuple[str, ...], edition: Edition) -> Fact:
    plan = run.head.plan
    load = next(step for step in plan.programme.steps if step.kind == "load")
    analysis, against = _analysed(run.samples, validity)
    voltages = [s.voltage for s in run.samples if s.on]
    temperatures = [s.temperature for s in run.samples if s.temperature is not None]
    spread, weakest = _spread(run.samples[-1].cells)
    return f.CapacityTested(
        run=plan.run,
        capacity=analysis.capacity_ah if analysis else Decimal(0),
        energy=analysis.energy_wh if analysis else Decimal(0),
        duration=analysis.duration_s if analysis else Decimal(0),
        points=analysis.points if analysis else 0,
        current=-load.ampere,
        cut_off=load.down_to,
        voltage_min=min(voltages, default=Decimal(0)),
        voltage_max=max(s.voltage for s in run.samples),
        temperature_max=max(temperatures, default=None),
        spread=spread,
        weakest=weakest,
        lowest_cell=_lowest(run),
        doubts=tuple(dict.fromkeys((*doubts, *against))),
        instruments=run.head.instruments,
        decided=Decided(edition=edition.id, rules=("capacity.rate",)),
    )


def _analysed(
    samples: Sequence[Sample], validity: Validity
) -> tuple[Analysis | None, tuple[str, ...]]:
    """Return what the trace gives and what voids it; the run knows that its cut-off was reached."""
    points = [
        Point(s.t, s.current, s.voltage, s.temperature, s.cells, "load" if s.on else "rest")
        for s in samples
    ]
    try:
        analysis = analyse(points, cutoff=None, validity=validity)
    except Refused as no:
        return None, (no.code,)
    return analysis, tuple(w.code for w in analysis.warnings if w.code in VOIDING)


def _discharge(run: Run, doubts: tuple[str, ...], edition: Edition) -> Fact:
    plan, end = run.head.plan, run.end
    rest = plan.programme.steps[-1]
    voltage = run.samples[-1].voltage
    limit = rest.limit or Decimal(0)
    return f.DischargedToSafe(
        run=plan.run,
        voltage=voltage,
        limit=limit,
        rested=rest.seconds,
        below=voltage <= limit,
        rounds=end.progress.round if end else 1,
        lowest_cell=_lowest(run),
        second=plan.second,
        doubts=doubts,
        instruments=run.head.instruments,
        decided=Decided(edition=edition.id, rules=("discharge.rest_s", "discharge.rebound_cell_v")),
    )


def _of_instruments(
    run: Run, edition: Edition, instruments: Sequence[Instrument], today: str
) -> tuple[str, ...]:
    """Return what the certificates of the load and the thermometer say against a result.

    A battery's own management has none, and needs one only where nothing else read the heat.
    """
    there = [i for i in instruments if i.key in run.head.plan.instruments]
    duty = next((d for d in THERMOMETERS if any(i.duty == d for i in there)), "")
    used = [i for i in there if i.duty in ("load", duty)]
    return certificates.doubts(edition, used, today)


def _of_temperature(run: Run, edition: Edition) -> tuple[str, ...]:
    first = next((s.temperature for s in run.samples if s.temperature is not None), None)
    if first is None:
        return ("temperature_missing",)
    start = start_of(run.head.plan.test, edition)
    wrong = ("temperature_low", first < start.low), ("temperature_high", first > start.high)
    return tuple(code for code, is_so in wrong if is_so)


def _of_gaps(run: Run) -> tuple[str, ...]:
    """Tell of a time under load that nobody watched: what was drawn meanwhile is a guess."""
    longest = 2 * run.head.plan.guard.load_silent * run.head.pace
    pairs = pairwise(run.samples)
    unseen = any((a.on or b.on) and b.t - a.t > longest for a, b in pairs)
    return ("interrupted",) if unseen else ()


def _of_cells(run: Run, edition: Edition) -> tuple[str, ...]:
    """Tell of a cell that still stands high after the rest, however low all of them are."""
    highest = max((v for v in run.samples[-1].cells if v is not None), default=None)
    above = highest is not None and highest > edition.number("discharge.rebound_cell_v")
    return ("cell_above",) if above else ()


def _spread(cells: Sequence[Decimal | None]) -> tuple[Decimal | None, str]:
    """Return the spread of the groups at rest in percent of their mean, and who is weakest."""
    read = [(v, n) for n, v in enumerate(cells, start=1) if v is not None]
    if len(read) < 2:
        return None, ""
    volts = [v for v, _ in read]
    mean = sum(volts, Decimal(0)) / len(volts)
    if mean <= 0:
        return None, ""
    spread = (max(volts) - min(volts)) / mean * _HUNDRED
    return spread.quantize(_TENTH), str(min(read)[1])


def _lowest(run: Run) -> Decimal | None:
    """Return the lowest voltage of any cell that was read; a lone cell is its own."""
    moments = [s.moment.lowest_cell for s in run.samples]
    if run.head.plan.series == 1:
        moments += [s.voltage for s in run.samples]
    return min((v for v in moments if v is not None), default=None)


def evidence(instruments: Sequence[Instrument]) -> tuple[Evidence, ...]:
    """Return which instruments a run is to be read by."""
    return tuple(Evidence(instrument=i.key, profile=i.profile) for i in instruments)
