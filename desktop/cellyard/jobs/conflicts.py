"""What stations cannot all be right about: each as a task; and choosing a version of an entry."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from cellyard.domain import facts as f
from cellyard.domain import tasks
from cellyard.domain.battery import Battery
from cellyard.domain.conflicts import Conflict, Line, of_slots
from cellyard.domain.facts import BlobRef, Entry
from cellyard.domain.ids import kind_and_id
from cellyard.domain.known import Known
from cellyard.domain.people import Act, check_may
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import BatteryModel, Zone
from cellyard.domain.rules import Edition
from cellyard.domain.tasks import Task
from cellyard.domain.yard import Yard
from cellyard.jobs.station import Station
from cellyard.ledger import facts
from cellyard.ledger.questions import Questions
from cellyard.ledger.registers import MEDIA, publication

# Who changes an entry chooses between two versions of it, too.
_ACTS: dict[f.Register, Act] = {
    "people": "people",
    "partners": "partners",
    "models": "models",
    "slots": "slots",
    "instruments": "instruments",
    "editions": "editions",
    "centre": "editions",
    "notices": "notices",
}


class Choosing(msgspec.Struct, frozen=True, kw_only=True):
    """Of two versions of a register entry the one with this content stands."""

    subject: str
    sha256: str
    seen: tuple[str, ...]


def open_conflicts(questions: Questions, known: Known) -> Iterable[Task]:
    """Give a task for everything that cannot all be true."""
    found = questions.conflicts
    for subject, conflict in found.of_subjects():
        yield _of_subject(questions, subject, conflict)
    for earlier, later, conflict in found.same_codes():
        ids = (earlier.id, later.id)
        yield _task(questions, conflict, later.id, name=later.code, batteries=ids)
    yield from _of_slots(questions, known)
    for subject, conflict in found.roles():
        kind, id_ = kind_and_id(subject)
        about = (id_,) if kind == "battery" else ()
        yield _task(questions, conflict, id_, name=_called(questions, subject), batteries=about)
    for conflict in found.forks():
        name = conflict.about.rsplit("/", 1)[0]
        yield _task(questions, conflict, "", name=name)


def _of_subject(questions: Questions, subject: str, conflict: Conflict) -> Task:
    kind, id_ = kind_and_id(subject)
    if kind == "battery":
        ids = (id_, conflict.about) if conflict.kind == "one_or_two" else (id_,)
        name = _called(questions, subject)
        return _task(questions, conflict, id_, name=name, batteries=ids)
    return _task(questions, conflict, subject, name=id_)


def _called(questions: Questions, subject: str) -> str:
    """Return what a battery or a load is called by on a list."""
    kind, id_ = kind_and_id(subject)
    if kind == "battery":
        battery = questions.battery(id_)
        return battery.code or str(battery.ticket) if battery else ""
    return questions.loads.of(id_).number


def _task(
    questions: Questions,
    conflict: Conflict,
    subject: str,
    *,
    name: str,
    batteries: Sequence[str] = (),
) -> Task:
    written = [r.envelope.at for r in map(questions.conflicts.fact, conflict.evidence) if r]
    at = max(written, default=0)
    return tasks.of_conflict(conflict, subject, name=name, batteries=batteries, at=at)


def _of_slots(questions: Questions, known: Known) -> Iterator[Task]:
    puts, claims = questions.conflicts.puts(), questions.conflicts.claimed_slots()
    if not puts and not claims:
        return
    try:
        edition = known.edition
    except Refused:
        return  # without rules nothing is forbidden; that there are none is a task of its own
    zones, models = known.zones(), {m.key: m for m in questions.registers.models()}
    homes = of_slots.of_other_stations(puts, zones)
    for slot, home in homes.items():
        there = questions.conflicts.in_slots([slot])
        for conflict in of_slots.used_by_another(slot, home, there):
            if not set(conflict.evidence) <= set(questions.conflicts.seen(conflict.task)):
                battery = conflict.about.rsplit("/", 1)[1]
                yield _task(questions, conflict, battery, name=slot, batteries=(battery,))
    shared = of_slots.shared(puts, Yard(zones, (), edition), models)
    slots = sorted(shared | set(claims))
    if slots:
        there = questions.conflicts.in_slots(slots)
        yield from _crowded(questions, there, zones, edition, models)


def _crowded(
    questions: Questions,
    there: Sequence[Battery],
    zones: Sequence[Zone],
    edition: Edition,
    models: dict[str, BatteryModel],
) -> Iterator[Task]:
    put = {b.placed: b.id for b in there}
    put |= {s.ref: b.id for b in there for c in b.conflicts for s in c.said}
    for conflict in of_slots.of_slots(there, zones, edition, models):
        ids = tuple(put[ref] for ref in conflict.evidence)
        yield _task(questions, conflict, conflict.about, name=conflict.about, batteries=ids)


def choose(station: Station, order: Choosing, *, by: str) -> None:
    """Publish one of two versions once more, in knowledge of both: it stands.

    Refused: role_missing, conflict_over, conflict_changed, version_gone.
    """

    def decide(known: Known, order: Choosing) -> Sequence[Entry]:
        line = facts.of_subject(station.ledger.connection, order.subject)
        said = [r for r in line if isinstance(r.fact, f.Published)]
        chosen = next((r for r in said if _content(r.fact) == order.sha256), None)
        if chosen is None or not isinstance(chosen.fact, f.Published):
            raise Refused("conflict_over")
        check_may(known, _ACTS[chosen.fact.register])
        if not {r.ref for r in Line(line).newest(said)} <= set(order.seen):
            raise Refused("conflict_changed")
        if not station.ledger.blobs.holds(order.sha256):
            raise Refused("version_gone")
        register, key = chosen.fact.register, chosen.fact.key
        version = 1 + max(r.fact.version for r in said if isinstance(r.fact, f.Published))
        size = len(station.ledger.blobs.get(order.sha256))
        content = BlobRef(sha256=order.sha256, size=size, media=MEDIA)
        answer = f.Resolved(task="two_versions/", answer="version_chosen", seen=order.seen)
        return [
            publication(register, key, version, content),
            Entry(subject=order.subject, fact=answer),
        ]

    station.record(decide, order, by=by)


def _content(fact: f.Fact) -> str:
    return fact.sha256 if isinstance(fact, f.Published) else ""
