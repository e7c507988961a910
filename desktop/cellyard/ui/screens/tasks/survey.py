"""What Tasks asks the store: every open task with the names it needs, and both sides of one."""

import msgspec

from cellyard.domain import facts as f
from cellyard.domain import people
from cellyard.domain.battery import Battery
from cellyard.domain.envelope import Recorded
from cellyard.domain.known import Known
from cellyard.domain.registers import BatteryModel, Instrument
from cellyard.domain.tasks import Task
from cellyard.jobs.tasks import open_tasks
from cellyard.ledger.questions import Questions
from cellyard.ui.names import names


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """The open tasks, as they are shown, and what they name: by key or id."""

    tasks: tuple[Task, ...]
    partners: dict[str, str]
    people: dict[str, str]
    instruments: dict[str, Instrument]
    batteries: dict[str, Battery]
    models: dict[str, BatteryModel]
    may_settle: bool

    def task(self, name: str) -> Task | None:
        """Return a task by its key, or the first one about a subject, e.g. a load."""
        found = [t for t in self.tasks if name in (t.key, t.subject)]
        return next((t for t in found if t.key == name), next(iter(found), None)) if name else None

    def of_battery(self, battery: str) -> Task | None:
        """Return the first task about a battery, None when it has none."""
        return next((t for t in self.tasks if t.battery == battery), None)

    def partner(self, task: Task) -> str:
        return self.partners.get(task.what, task.what)

    def model(self, battery: str) -> BatteryModel | None:
        found = self.batteries.get(battery)
        return self.models.get(found.model or "") if found else None


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


def overview(questions: Questions, known: Known) -> Overview:
    """Return what there is to do now."""
    registers, tasks = questions.registers, open_tasks(questions, known)
    named = {t.battery for t in tasks if t.battery}
    found = (questions.battery(id_) for id_ in named)
    persons = {t.subject for t in tasks if t.kind == "qualification"}
    return Overview(
        tasks=tasks,
        partners={p.key: p.name for p in registers.partners()},
        people=names(questions, persons),
        instruments={i.key: i for i in registers.instruments()},
        batteries={b.id: b for b in found if b is not None},
        models={m.key: m for m in registers.models()},
        may_settle=people.may(known.roles(known.actor), "ship"),
    )


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
