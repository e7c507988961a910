"""What Shift says: its counters, what is on hold, what is late or due, what stands open."""

from typing import NamedTuple

from cellyard.domain.battery import Battery
from cellyard.domain.yard.watching import is_watched, standing
from cellyard.jobs.hand_over import brief
from cellyard.ui import open_tasks
from cellyard.ui.screens.shift.counters import Counted
from cellyard.ui.screens.shift.survey import Shift
from cellyard.ui.widgets.line_list import Line
from cellyard.ui.widgets.shapes import ShapeName
from cellyard.words import _, clock, ngettext, number, quantity
from cellyard.words import battery as spoken
from cellyard.words.numbers import listed
from cellyard.words.shift import COUNTERS, Lane
from cellyard.words.times import local, since
from cellyard.words.watch_facts import HOLDS
from cellyard.words.watching import span

# Which lane feeds which counter: what it counts goes on from there.
_FED_BY: dict[str, Lane] = {"tested": "capacity", "graded": "grade", "discharged": "discharge"}


class Thing(NamedTuple):
    """One thing that stands open at the hand-over: its line, its short name, where it is done."""

    line: Line
    short: str
    do: str
    place: str
    subject: str = ""


def counted(found: Shift) -> list[Counted]:
    """Return the counters, in the order of the work."""
    return [
        Counted(_(COUNTERS[c.step]), number(c.count), _under(found, c.step), c.hours)
        for c in found.board.counters
    ]


def _under(found: Shift, step: str) -> str:
    board = found.board
    match step:
        case "taken_in":
            return _tickets(len(board.tickets)) if board.tickets else ""
        case "judged":
            return _waiting(sum(b.verdict is None for b in board.tickets))
        case "sent_out":
            loads = len(board.loads)
            words = ngettext("{count} load being made", "{count} loads being made", loads)
            return words.format(count=loads) if loads else ""
        case _:
            lane = next(w for w in board.waiting if w.lane == _FED_BY[step])
            return _waiting(lane.count)


def _waiting(count: int) -> str:
    return ngettext("{count} waiting", "{count} waiting", count).format(count=count)


def _tickets(count: int) -> str:
    return ngettext("{count} ticket open", "{count} tickets open", count).format(count=count)


def on_hold(found: Shift) -> list[Line]:
    """Return what is STOP, WATCH or on hold, the worst first."""
    return [_held(found, b) for b in found.board.abnormal]


def _held(found: Shift, b: Battery) -> Line:
    hold = b.watch.hold
    reasons = [_(brief(b.reasons[0]))] if b.reasons and b.verdict in ("stop", "watch") else []
    reasons += [_(HOLDS.get(hold.reason, hold.reason))] if hold else []
    looks = b.watch.observations
    if looks and looks[-1].temperature is not None:
        reasons.append(quantity(looks[-1].temperature, "°C"))
    shape: ShapeName = "info"
    if b.verdict in ("stop", "watch"):
        shape = "stop" if b.verdict == "stop" else "caution"
    began = hold.at if hold else b.placed_at or b.triaged_at
    coming = not b.slot and bool(b.held_slot)
    return Line(
        b.id,
        spoken.name(found.board.models.get(b.model or "")),
        listed(reasons),
        right=b.slot or b.held_slot or _("no slot"),
        right_second=_("coming") if coming else since(began, found.board.at),
        shape=shape,
    )


def due(found: Shift) -> list[Line]:
    """Return what is late or due, then the readings to come, the next one first."""
    now, edition = found.board.at, found.watch
    made = [open_tasks.line(found.tasks, task, now) for task in found.tasks.tasks]
    if edition is None:
        return made
    to_come = [(standing(b, edition, now).due, b) for b in found.board.abnormal if is_watched(b)]
    for at, b in sorted(to_come, key=lambda one: one[0]):
        if at > now:
            made.append(
                Line(
                    f"reading {b.id}",
                    _("Reading {slot}").format(slot=b.slot),
                    spoken.name(found.board.models.get(b.model or "")),
                    right=_("in {span}").format(span=span(at - now)),
                    right_second=clock(local(at)),
                    shape="todo",
                )
            )
    return made


def things(found: Shift) -> list[Thing]:
    """Return what stands open, what comes first at the head; the sheet is always the last."""
    board, made = found.board, list[Thing]()
    readings = [t for t in found.tasks.tasks if t.kind == "reading"]
    for task in readings[:1]:
        do = _("Read {slot}").format(slot=task.name)
        line = open_tasks.line(found.tasks, task, board.at)
        made.append(Thing(line, do, do, "yard", task.battery))
    if tickets := len(board.tickets):
        where = listed(sorted({b.station for b in board.tickets}))
        line = Line("tickets", _tickets(tickets), where, shape="todo")
        words = ngettext("Go on with {count} ticket", "Go on with {count} tickets", tickets)
        made.append(Thing(line, _tickets(tickets), words.format(count=tickets), "intake"))
    urgent = [t for t in found.tasks.tasks if t.urgent and t.kind != "reading"]
    if urgent:
        count = len(urgent)
        words = ngettext("{count} task", "{count} tasks", count).format(count=count)
        first = open_tasks.title(found.tasks, urgent[0], board.at)
        line = Line("tasks", words, first, shape="caution")
        do = ngettext("Answer {count} task", "Answer {count} tasks", count).format(count=count)
        made.append(Thing(line, words, do, "tasks", urgent[0].key))
    line = Line("sheet", _("Hand-over sheet"), _("Read it, sign it"), shape="todo")
    made.append(Thing(line, _("the sheet"), _("Print the hand-over sheet"), "sheet"))
    return made


def running(found: Shift) -> list[Line]:
    """Return what goes on whoever works: it is handed over as it is."""
    board, made = found.board, list[Line]()
    if board.runs:
        words = ngettext("{count} run on the bench", "{count} runs on the bench", board.runs)
        made.append(Line("runs", words.format(count=board.runs), _("It goes on"), shape="now"))
    return made
