"""The open tasks with the names that they carry, and each as a line of a list."""

import msgspec

from cellyard.domain import people
from cellyard.domain.battery import Battery
from cellyard.domain.known import Known
from cellyard.domain.registers import BatteryModel, Instrument
from cellyard.domain.tasks import Task
from cellyard.jobs.tasks import open_tasks
from cellyard.ledger.questions import Questions
from cellyard.ui.names import names
from cellyard.ui.widgets.line_list import Line
from cellyard.ui.widgets.shapes import ShapeName
from cellyard.words import _, ngettext
from cellyard.words.battery import name
from cellyard.words.facts import REGISTERS
from cellyard.words.instruments import instrument_name
from cellyard.words.numbers import listed
from cellyard.words.shipping_facts import OUTCOMES
from cellyard.words.tasks import KINDS, left
from cellyard.words.times import lately, since
from cellyard.words.watching import alarm as spoken_alarm
from cellyard.words.yard import QUALIFICATIONS

_SHORTEST = 3  # as in Find


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """The open tasks, as they are shown, and what they name: by key or id."""

    tasks: tuple[Task, ...]
    partners: dict[str, str]
    people: dict[str, str]
    instruments: dict[str, Instrument]
    batteries: dict[str, Battery]
    models: dict[str, BatteryModel]
    may_settle: bool
    may_begin_anew: bool

    def task(self, name: str) -> Task | None:
        """Return a task by its key, or the first one about a subject, e.g. a load."""
        found = [t for t in self.tasks if name in (t.key, t.subject)]
        return next((t for t in found if t.key == name), next(iter(found), None)) if name else None

    def in_slot(self, slot: str) -> Task | None:
        """Return the first task about what lies in a slot, None when there is none."""
        return next((t for t in self.tasks if slot in _slots(t)), None)

    def named(self, fragment: str) -> Task | None:
        """Return the first task with these signs, three or more, in what it is called by."""
        wanted = fragment.strip().upper()
        if len(wanted) < _SHORTEST:
            return None
        return next((t for t in self.tasks if wanted in t.name.upper()), None)

    def of_battery(self, battery: str) -> Task | None:
        """Return the first task about a battery, None when it has none."""
        return next((t for t in self.tasks if battery in (t.battery, *t.batteries)), None)

    def partner(self, task: Task) -> str:
        return self.partners.get(task.what, task.what)

    def model(self, battery: str) -> BatteryModel | None:
        found = self.batteries.get(battery)
        return self.models.get(found.model or "") if found else None


def overview(questions: Questions, known: Known) -> Overview:
    """Return what there is to do now."""
    registers, tasks = questions.registers, open_tasks(questions, known)
    roles = known.roles(known.actor)
    named = {b for t in tasks for b in (t.battery, *t.batteries) if b}
    found = (questions.battery(id_) for id_ in named)
    persons = {t.subject for t in tasks if t.kind == "qualification"}
    return Overview(
        tasks=tasks,
        partners={p.key: p.name for p in registers.partners()},
        people=names(questions, persons),
        instruments={i.key: i for i in registers.instruments()},
        batteries={b.id: b for b in found if b is not None},
        models={m.key: m for m in registers.models()},
        may_settle=people.may(roles, "ship"),
        may_begin_anew=people.may(roles, "central_server"),
    )


def _slots(task: Task) -> tuple[str, ...]:
    """Return the slots that a task about a battery names."""
    if task.conflict is not None:
        return (task.name, *(said.what for said in task.conflict.said))
    return (task.name,) if task.battery else ()


def line(found: Overview, task: Task, now: int) -> Line:
    """Return a task as a line of a list."""
    return Line(
        task.key,
        _ticket(found, task) if task.kind == "difference" else title(found, task, now),
        _under(found, task),
        right=_right(task, now),
        shape=_shape(task),
    )


def _right(task: Task, now: int) -> str:
    if task.until:
        return left(task.days)
    if not task.at:
        return ""
    return lately(task.at, now) if task.conflict else since(task.at, now)


def _shape(task: Task) -> ShapeName:
    if not task.urgent:
        return "todo"
    return "info" if task.kind == "paper" or task.conflict else "caution"


def title(found: Overview, task: Task, now: int) -> str:
    """Return what a task is called."""
    match task.kind:
        case "reading":
            said, _then = spoken_alarm(task.alarm, now) if task.alarm else ("", "")
            return said or _("Read {slot}").format(slot=task.name)
        case "observed":
            return _("Decide on {slot}").format(slot=task.name)
        case "difference":
            return f"{_ticket(found, task)} {outcome(task)}"
        case "not_left" if not task.days:
            return _("Load is to leave today")
        case "calibration":
            return _("Calibration, {instrument}").format(instrument=_instrument(found, task))
        case "qualification":
            return found.people.get(task.subject, _("unknown"))
        case "paper":
            return ngettext(
                "{count} paper may be printed already",
                "{count} papers may be printed already",
                task.count,
            ).format(count=task.count)
        case _:
            return _(KINDS[task.kind])


def _under(found: Overview, task: Task) -> str:
    match task.kind:
        case "reading" | "observed":
            return name(found.model(task.battery))
        case "difference":
            return listed([outcome(task), found.partner(task)])
        case "calibration":
            instrument = found.instruments.get(task.subject)
            return instrument.station if instrument else ""
        case "qualification":
            return qualification(task)
        case "paper":
            return _("Look at the printer")
        case "two_versions":
            return _entry(task)
        case _:
            return task.name


def _entry(task: Task) -> str:
    """Return which entry of which register it is: its key may be of any kind."""
    register, _slash, key = task.name.partition("/")
    known: dict[str, str] = {**REGISTERS}
    return f"{_(known.get(register, register))}, {key}"


def _ticket(found: Overview, task: Task) -> str:
    battery = found.batteries.get(task.battery)
    return _("Ticket {ticket}").format(ticket=battery.ticket if battery else "")


def outcome(task: Task) -> str:
    """Return what the consignee said of a battery, "" for a task of another kind."""
    return _(OUTCOMES[task.outcome]) if task.outcome else ""


def qualification(task: Task) -> str:
    """Return which qualification ends."""
    words: dict[str, str] = {**QUALIFICATIONS}
    return _(words[task.what])


def _instrument(found: Overview, task: Task) -> str:
    instrument = found.instruments.get(task.subject)
    return instrument_name(instrument) if instrument else task.subject
