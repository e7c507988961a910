"""What cannot all be true of one battery: found where its writers did not know of each other."""

from collections.abc import Iterator, Sequence

from cellyard.domain import facts as f
from cellyard.domain.conflicts.conflict import Conflict, Said
from cellyard.domain.conflicts.line import Line
from cellyard.domain.envelope import Recorded

# After each of these a grade that was given before counts no more.
_RESULTS = (f.ResistanceTested, f.InsulationTested, f.CapacityTested)


def of_battery(known: Line, standing: Sequence[Recorded]) -> tuple[Conflict, ...]:
    """Return the conflicts of a battery: `standing` are its facts that were not taken back.

    A fact that knew all sides of a conflict ends it, and one that arrives later and knew nothing
    of that fact opens it again.
    """
    return (
        *_of_place(known, standing),
        *_of_load(known, standing),
        *_of_grade(known, standing),
        *_of_identity(known, standing),
    )


def _of_place(known: Line, standing: Sequence[Recorded]) -> Iterator[Conflict]:
    newest = known.newest(r for r in standing if isinstance(r.fact, f.Placed | f.Dispatched))
    said = tuple(Said(r.ref, _slot(r.fact)) for r in newest)
    places = {s.what for s in said}
    if "" in places and len(places) > 1:
        yield Conflict(kind="moved_after_dispatch", said=said)
    elif len(places) > 1:
        yield Conflict(kind="two_places", said=said)


def _slot(fact: f.Fact) -> str:
    """Return where a battery was put, "" when it left the gate."""
    return fact.slot if isinstance(fact, f.Placed) else ""


def _of_load(known: Line, standing: Sequence[Recorded]) -> Iterator[Conflict]:
    said = listed(known, standing)
    if len({s.what for s in said}) > 1:
        yield Conflict(kind="two_loads", said=said)


def listed(known: Line, standing: Sequence[Recorded]) -> tuple[Said, ...]:
    """Return what lists a battery for a load now, each with its load: one, unless concurrent."""
    listing = f.Listed | f.Unlisted | f.Dispatched
    newest = known.newest(r for r in standing if isinstance(r.fact, listing))
    return tuple(
        Said(r.ref, r.fact.load) for r in newest if isinstance(r.fact, f.Listed | f.Dispatched)
    )


def _of_grade(known: Line, standing: Sequence[Recorded]) -> Iterator[Conflict]:
    found = (f.Graded, f.GradeOverruled, *_RESULTS)
    newest = known.newest(r for r in standing if isinstance(r.fact, found))
    said = tuple(
        Said(r.ref, r.fact.grade) for r in newest if isinstance(r.fact, f.Graded | f.GradeOverruled)
    )
    if len({s.what for s in said}) > 1:
        yield Conflict(kind="graded_twice", said=said)


def _of_identity(known: Line, standing: Sequence[Recorded]) -> Iterator[Conflict]:
    """One station looked and saw one thing, another one looked and saw two."""
    found: dict[str, list[Recorded]] = {}
    for r in standing:
        if isinstance(r.fact, f.Merged | f.Distinguished):
            found.setdefault(other_of(r.fact), []).append(r)
    for other, facts in found.items():
        newest = known.newest(facts)
        said = tuple(Said(r.ref, type(r.fact).__name__) for r in newest)
        if len({s.what for s in said}) > 1:
            yield Conflict(kind="one_or_two", about=other, said=said)


def other_of(fact: f.Merged | f.Distinguished) -> str:
    """Return the battery that this one was held against."""
    return fact.into if isinstance(fact, f.Merged) else fact.other
