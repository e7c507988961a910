"""What the papers of the bench say: from a battery's line of facts and the traces beside them."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import TypeVar

from cellyard.documents.bench_content import (
    CapacityResult,
    Found,
    GradeGiven,
    Tool,
    Unfinished,
)
from cellyard.documents.discharge_record import DischargeRecord
from cellyard.documents.test_report import TestReport
from cellyard.documents.trace_plot import Points
from cellyard.domain import facts as f
from cellyard.domain.battery import Battery
from cellyard.domain.envelope import Recorded
from cellyard.domain.fold import void_in
from cellyard.domain.grading import state_of_health
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import BatteryModel
from cellyard.jobs import curves
from cellyard.jobs.bench_proofs import proofs, tools
from cellyard.jobs.bench_subject import model_of, subject
from cellyard.ledger.questions import Questions

# Earlier runs that are drawn thin beside the newest.
_EARLIER = 3

Payload = TypeVar("Payload", bound=f.Payload)


def test_report(questions: Questions, battery: Battery) -> TestReport:
    """Return the report of a battery's newest tests.

    Raises Refused ("not_tested", and "blob_damaged", "trace_unreadable" for its trace).
    """
    line = _standing(questions, battery)
    capacity = _newest(line, f.CapacityTested)
    resistance = _newest(line, f.ResistanceTested)
    insulation = _newest(line, f.InsulationTested)
    tests = [r for r in (capacity, resistance, insulation) if r]
    if not tests:
        raise Refused("not_tested", ticket=battery.ticket)
    told = [*tests, *_run_facts(line, capacity)]
    grades = _grades(line) if battery.bench.given else []
    unfinished = _unfinished(line)
    model = model_of(questions, battery)
    return TestReport(
        centre=questions.registers.centre().name,
        subject=subject(questions, battery, model),
        capacity=capacity and _capacity(questions, line, capacity, model),
        found=Found(
            resistance=_fact(resistance, f.ResistanceTested),
            resistance_at=_moment(resistance),
            insulation=_fact(insulation, f.InsulationTested),
            insulation_at=_moment(insulation),
        ),
        unfinished=tuple(_without_result(line, unfinished)),
        grade=_given(grades),
        tools=tools(questions, told),
        proofs=proofs([*told, *unfinished, *grades]),
        second=any(_second(r.fact) for r in told),
    )


def discharge_record(questions: Questions, battery: Battery) -> DischargeRecord:
    """Return the record of a battery's newest discharge.

    Raises Refused ("not_discharged", and "blob_damaged", "trace_unreadable" for its trace).
    """
    line = _standing(questions, battery)
    found = _newest(line, f.DischargedToSafe)
    fact = _fact(found, f.DischargedToSafe)
    if found is None or fact is None:
        raise Refused("not_discharged", ticket=battery.ticket)
    run = _run_facts(line, found)
    began = _fact(_newest(run, f.RunBegan), f.RunBegan)
    ended = _fact(_newest(run, f.RunEnded), f.RunEnded)
    used = tools(questions, [found, *run])
    return DischargeRecord(
        centre=questions.registers.centre().name,
        subject=subject(questions, battery, model_of(questions, battery)),
        fact=fact,
        at=_moment(found),
        edition=fact.decided.edition,
        meter=_meter(used, fact),
        channel=began.channel if began else "",
        end=ended.end if ended else "",
        lasted=ended.lasted_s if ended else None,
        limits=began.limits if began else (),
        two_people_v=_two_people_v(questions, fact.decided.edition),
        second=any(_second(r.fact) for r in (found, *run)),
        trace=curves.trace(questions, found),
        tools=used,
        proofs=proofs([found, *run]),
    )


# --- facts -------------------------------------------------------------------------------------


def _standing(questions: Questions, battery: Battery) -> list[Recorded]:
    line = questions.line(battery.id)
    void = void_in(line)
    return [r for r in line if r.ref not in void]


def _newest(line: Sequence[Recorded], kind: type[f.Payload]) -> Recorded | None:
    return next((r for r in reversed(line) if isinstance(r.fact, kind)), None)


def _fact(r: Recorded | None, kind: type[Payload]) -> Payload | None:
    return r.fact if r and isinstance(r.fact, kind) else None


def _run_facts(line: Sequence[Recorded], result: Recorded | None) -> list[Recorded]:
    """Return how the run of a result began and ended."""
    run = getattr(result.fact, "run", None) if result else None
    return [r for r in line if isinstance(r.fact, f.RunBegan | f.RunEnded) and r.fact.run == run]


def _unfinished(line: Sequence[Recorded]) -> list[Recorded]:
    """Return how runs ended that had a load on and gave no result."""
    nothing = ("completed", "not_armed")
    return [r for r in line if isinstance(r.fact, f.RunEnded) and r.fact.end not in nothing]


def _without_result(
    line: Sequence[Recorded], unfinished: Sequence[Recorded]
) -> Iterator[Unfinished]:
    for r in unfinished:
        if isinstance(r.fact, f.RunEnded):
            began = _fact(_newest(_run_facts(line, r), f.RunBegan), f.RunBegan)
            yield Unfinished(ended=r.fact, test=began and began.test, at=_moment(r))


def _second(fact: f.Fact) -> bool:
    """Tell whether a second person was there."""
    match fact:
        case f.RunBegan() | f.InsulationTested() | f.DischargedToSafe():
            return fact.second is not None
        case _:
            return False


def _grades(line: Sequence[Recorded]) -> list[Recorded]:
    """Return the newest grade by the rules, and what two people set in its place since."""
    graded = _newest(line, f.Graded)
    overruled = _newest(line, f.GradeOverruled)
    if graded and overruled and overruled.place < graded.place:
        overruled = None
    return [r for r in (graded, overruled) if r]


def _given(grades: Sequence[Recorded]) -> GradeGiven | None:
    if not grades:
        return None
    graded = _fact(_newest(grades, f.Graded), f.Graded)
    overruled = _fact(_newest(grades, f.GradeOverruled), f.GradeOverruled)
    return GradeGiven(graded=graded, overruled=overruled, at=_moment(grades[-1]))


def _moment(r: Recorded | None) -> str:
    return curves.clock(r.envelope.at) if r else ""


# --- what the registers know ---------------------------------------------------------------------


def _meter(used: Sequence[Tool], fact: f.DischargedToSafe) -> str | None:
    """Return what read the rebound voltage: the load, whose own frames the trace keeps."""
    read = {e.instrument for e in fact.instruments}
    there = [t for t in used if t.key in read and t.duty == "load"]
    return f"{there[0].profile or there[0].key} {there[0].serial}".strip() if there else None


def _two_people_v(questions: Questions, edition: str) -> Decimal | None:
    known = next((e for e in questions.registers.editions() if e.id == edition), None)
    rule = next((r for r in known.rule if r.id == "two_people_v"), None) if known else None
    return rule.value if rule else None


# --- the capacity test --------------------------------------------------------------------------


def _capacity(
    questions: Questions, line: Sequence[Recorded], result: Recorded, model: BatteryModel | None
) -> CapacityResult | None:
    fact = _fact(result, f.CapacityTested)
    if fact is None:
        return None
    ended = _fact(_newest(_run_facts(line, result), f.RunEnded), f.RunEnded)
    return CapacityResult(
        fact=fact,
        at=_moment(result),
        health=_health(fact, model),
        end=ended.end if ended else "",
        trace=curves.trace(questions, result),
        earlier=tuple(_earlier(questions, line, result)),
    )


def _earlier(
    questions: Questions, line: Sequence[Recorded], result: Recorded
) -> Iterator[tuple[str, Points]]:
    """Give the curves beside which the newest is drawn; one that cannot be read hides no result."""
    before = [r for r in line if isinstance(r.fact, f.CapacityTested) and r.place < result.place]
    for r in before[-_EARLIER:]:
        with suppress(Refused):
            points = curves.trace(questions, r).points
            if len(points) > 1:
                yield _moment(r)[:10], points


def _health(fact: f.CapacityTested, model: BatteryModel | None) -> Decimal | None:
    """Return the state of health (%) as the rules judge it; none where nothing is to be judged."""
    if fact.doubts or model is None or not model.capacity_ah:
        return None
    return state_of_health(fact.capacity, model.capacity_ah)
