"""The open tasks of a station: those of its store, and what its own printer asks; read-only."""

from collections.abc import Iterable

from cellyard.domain import tasks
from cellyard.domain.known import Known
from cellyard.domain.tasks import Task
from cellyard.jobs import paper_queue
from cellyard.ledger.questions import Questions
from cellyard.ledger.tasks import found, watch_rules

__all__ = ["open_tasks", "urgent", "watch_rules"]


def open_tasks(questions: Questions, known: Known) -> tuple[Task, ...]:
    """Return every open task, as they are shown."""
    return tasks.in_order(_found(questions, known))


def urgent(questions: Questions, known: Known) -> int:
    """Return how many tasks do not wait."""
    return sum(task.urgent for task in _found(questions, known))


def _found(questions: Questions, known: Known) -> Iterable[Task]:
    yield from tasks.of_papers(len(paper_queue.papers(questions.folder).doubtful()))
    yield from found(questions, known)
