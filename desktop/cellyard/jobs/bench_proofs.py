"""What a paper of the bench rests on: its facts with their hashes, and who measured."""

from collections.abc import Sequence

from cellyard.documents.bench_content import Proof, Tool
from cellyard.domain import facts as f
from cellyard.domain.envelope import Recorded
from cellyard.jobs import curves
from cellyard.ledger.questions import Questions
from cellyard.words import N_
from cellyard.words.bench_facts import TESTS
from cellyard.words.times import local


def tools(questions: Questions, told: Sequence[Recorded]) -> tuple[Tool, ...]:
    """Return the instruments of these facts, each as the register knew it then."""
    found: dict[Tool, None] = {}
    for r in sorted(told, key=lambda r: r.place):
        for key, profile in _named(r.fact):
            found[_tool(questions, r, key, profile)] = None
    return tuple(found)


def _named(fact: f.Fact) -> list[tuple[str, str]]:
    """Return the instruments that a fact names, each with its profile, "" where it says none."""
    if isinstance(fact, f.RunBegan):
        return [(key, "") for key in fact.instruments]
    return [(e.instrument, e.profile or "") for e in _evidence(fact) if e.instrument]


def _tool(questions: Questions, r: Recorded, key: str, profile: str) -> Tool:
    known = questions.registers.instrument_at(key, r.place)
    day = local(r.envelope.at).date().isoformat()
    until = known.calibrated_until if known else ""
    return Tool(
        key=key,
        duty=known.duty if known else None,
        profile=profile or (known.profile if known else ""),
        serial=known.serial if known else "",
        calibrated_until=until,
        ended=bool(until) and until < day,
    )


def proofs(told: Sequence[Recorded]) -> tuple[Proof, ...]:
    """Return these facts as a paper proves them, in the order in which they were written."""
    return tuple(
        Proof(
            what=_called(r.fact),
            ref=r.ref,
            hash=r.hash,
            at=curves.clock(r.envelope.at),
            raw=" ".join(e.raw for e in _evidence(r.fact) if e.raw),
        )
        for r in sorted(told, key=lambda r: r.place)
    )


def _called(fact: f.Fact) -> str:
    match fact:
        case f.RunBegan():
            return N_("Run began")
        case f.RunEnded():
            return N_("Run ended")
        case f.ResistanceTested():
            return TESTS["resistance"]
        case f.InsulationTested():
            return TESTS["insulation"]
        case f.CapacityTested():
            return TESTS["capacity"]
        case f.GradeOverruled():
            return N_("Grade set by two people")
        case f.Graded():
            return N_("Grade")
        case _:
            return N_("Result")


def _evidence(fact: f.Fact) -> tuple[f.Evidence, ...]:
    match fact:
        case f.ResistanceTested() | f.InsulationTested():
            return (fact.evidence,)
        case f.CapacityTested() | f.DischargedToSafe():
            return fact.instruments
        case _:
            return ()
