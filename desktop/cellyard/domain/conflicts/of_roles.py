"""Acts of a person whose role had been taken away, when whoever acted did not know that yet."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.conflicts.conflict import Conflict, Said
from cellyard.domain.envelope import Recorded
from cellyard.domain.facts import Fact, Role
from cellyard.domain.people import Act, may


class Lapse(msgspec.Struct, frozen=True, kw_only=True):
    """A role that was taken away by the fact `ref`, of this `order`: `left` are the roles that the
    person had then, `knew` the newest fact of every chain that its writer held, `heirs` the facts
    about the person's roles that know of it, itself among them.
    """

    ref: str
    order: int
    role: Role
    left: tuple[Role, ...]
    knew: tuple[str, ...]
    heirs: tuple[str, ...]


def act_of(fact: Fact) -> Act:
    """Return the act whose role a fact asks for; what everybody may is `find`."""
    match fact:
        case f.RunEnded():
            return "find"  # a load goes off, whoever may do what
        case f.Graded() | f.GradeOverruled():
            return "grade"
        case f.HoldReleased():
            return "release_hold"
        case f.Triaged() if fact.second is not None:
            return "downgrade"
        case f.Placed() if fact.overruled:
            return "overrule"
        case _ if isinstance(fact, f.BenchFact):
            return "test"
        case _ if isinstance(fact, f.LeavingFact | f.LoadFact):
            return "ship"
        case _:
            return "find"


def without_role(
    lapse: Lapse, person: str, line: Iterable[Recorded], known: dict[tuple[str, str], int]
) -> Iterator[Recorded]:
    """Give the facts of a line that the person wrote without the role, neither knowing of it.

    `known` is, by chain, the last fact that whoever took the role away knew.
    """
    heirs = set(lapse.heirs)
    for r in line:
        e = r.envelope
        late = e.seq > known.get((e.station, e.epoch), 0)
        unknowing = e.actor == person and late and heirs.isdisjoint(e.after)
        if unknowing and not may(frozenset(lapse.left), act_of(r.fact)):
            yield r


def of_role(
    subject: str, person: str, acts: Sequence[Recorded], seen: Iterable[str]
) -> Conflict | None:
    """Return the task to confirm acts on a subject, None when each of them was confirmed."""
    said = tuple(Said(r.ref, r.envelope.type) for r in acts)
    if not {s.ref for s in said} - set(seen):
        return None
    return Conflict(kind="role_missing", about=about(subject, person), said=said)


def about(subject: str, person: str) -> str:
    """Return what such a task is about: the battery or load, and who acted."""
    return f"{subject}/{person}"
