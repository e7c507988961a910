"""What a person has to see to now, gathered from a whole store; read-only."""

from collections.abc import Iterable
from decimal import Decimal
from typing import get_args

from cellyard.domain import tasks
from cellyard.domain.facts import Qualification
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.rules import Edition, in_force_or_last
from cellyard.domain.shipping.load import LoadState
from cellyard.domain.tasks import Task
from cellyard.domain.yard import watching
from cellyard.ledger.conflict_tasks import open_conflicts
from cellyard.ledger.questions import Questions

# More loads than are ever under way; of those received, more than a centre sends in years: what
# differed before them is not asked again.
_LOADS = 2000
_UNDER_WAY: tuple[LoadState, ...] = ("open", "sealed", "dispatched", "arrived")


def found(questions: Questions, known: Known) -> Iterable[Task]:
    """Give every open task that stands in the store itself, in no order."""
    registers, today = questions.registers, known.today
    under_way = questions.loads.newest(*_UNDER_WAY, count=_LOADS)
    loads = (*under_way, *questions.loads.newest("received", count=_LOADS))
    yield from open_conflicts(questions, known)
    if (watch := watch_rules(questions, known)) is not None:
        yield from tasks.of_watched(questions.yard.watched(), watch, known.now)
    yield from tasks.of_loads(loads, questions.loads.batteries, today)
    notice = _days(known, "bench", "calibration.notice_days")
    yield from tasks.of_instruments(registers.instruments(), today, notice)
    notice = _days(known, "intake", "notice.rules_days")
    editions, centre = registers.editions(), registers.centre()
    yield from tasks.of_editions(
        editions, centre.jurisdiction, questions.releases.of, today, notice
    )
    for person in registers.people():
        for what in get_args(Qualification):
            until = questions.releases.qualified_until(person.id, what) if person.active else ""
            yield from tasks.of_qualification(person.id, what, until, today, notice)


def watch_rules(questions: Questions, known: Known) -> Edition | None:
    """Return the edition that rules readings now, else the last that did; None where none does.

    No alarm ends because an edition has ended, or because the clock was set to another year.
    """
    try:
        edition = known.edition
    except Refused:
        try:
            registers = questions.registers
            jurisdiction = registers.centre().jurisdiction
            edition = in_force_or_last(registers.editions(), known.today, jurisdiction)
        except Refused:
            return None
    return edition if watching.rules_watch(edition) else None


def _days(known: Known, subject: str, rule: str) -> Decimal:
    """Return a rule's days; none where no edition has it: then only what has ended is a task."""
    try:
        return known.edition_of(subject).number(rule)
    except Refused:
        return Decimal(-1)
