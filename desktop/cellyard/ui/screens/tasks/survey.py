"""What Tasks asks the store of one difference: both sides of it."""

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.envelope import Recorded
from cellyard.domain.known import Known
from cellyard.domain.tasks import Task
from cellyard.ledger.questions import Questions
from cellyard.ui.names import names


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Who wrote something, and when (ms)."""

    who: str
    at: int
    ref: str


class Sides(msgspec.Struct, frozen=True, kw_only=True):
    """Both sides of a difference: what our papers say of a battery, and what the consignee says.

    `task` is its key, `seen` are the facts that stand behind them.
    """

    task: str
    listed: Told | None
    left: Told | None
    received: Told | None
    seen: tuple[str, ...]


def sides(questions: Questions, _known: Known, task: Task) -> Sides:
    """Return what was written of a battery on its way out and by whom, and of its load."""
    load = task.subject
    line = [r for r in questions.line(task.battery) if getattr(r.fact, "load", "") == load]
    closed = [r for r in questions.loads.line(load) if isinstance(r.fact, f.LoadReceived)]
    called = names(questions, {r.envelope.actor for r in line})
    return Sides(
        task=task.key,
        listed=_newest(line, f.Listed, called),
        left=_newest(line, f.Dispatched, called),
        received=_newest(line, f.ReceiptLine, called),
        seen=tuple(r.ref for r in (*line, *closed)),
    )


def _newest(line: list[Recorded], kind: type[f.Payload], called: dict[str, str]) -> Told | None:
    found = next((r for r in reversed(line) if isinstance(r.fact, kind)), None)
    if found is None:
        return None
    e = found.envelope
    return Told(who=called.get(e.actor, ""), at=e.at, ref=found.ref)
