"""What stations cannot all be right about: every open conflict of a store, each as a task."""

from collections.abc import Iterable, Iterator, Sequence

from cellyard.domain import tasks
from cellyard.domain.battery import Battery
from cellyard.domain.conflicts import Conflict, of_slots
from cellyard.domain.conflicts.of_slots import Places
from cellyard.domain.ids import kind_and_id
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import BatteryModel
from cellyard.domain.tasks import Task
from cellyard.ledger.questions import Questions


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
    places = questions.conflicts.places(known.zones(), edition)
    models = {m.key: m for m in questions.registers.models()}
    homes = of_slots.of_other_stations(puts, places)
    for slot, home in homes.items():
        there = questions.conflicts.in_slots([slot])
        for conflict in of_slots.used_by_another(slot, home, there):
            if not set(conflict.evidence) <= set(questions.conflicts.seen(conflict.task)):
                battery = conflict.about.rsplit("/", 1)[1]
                yield _task(questions, conflict, battery, name=slot, batteries=(battery,))
    slots = sorted(of_slots.shared(puts, places, models) | set(claims))
    if slots:
        there = questions.conflicts.in_slots(slots)
        yield from _crowded(questions, there, places, models)


def _crowded(
    questions: Questions,
    there: Sequence[Battery],
    places: Places,
    models: dict[str, BatteryModel],
) -> Iterator[Task]:
    put = {b.placed: b.id for b in there}
    put |= {s.ref: b.id for b in there for c in b.conflicts for s in c.said}
    for conflict in of_slots.of_slots(there, places, models):
        ids = tuple(put[ref] for ref in conflict.evidence)
        yield _task(questions, conflict, conflict.about, name=conflict.about, batteries=ids)
