"""The open tasks of a centre: computed from what is known at one moment, and never stored.

A task is a question to a person. It is gone when the facts that raised it are answered.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from cellyard.domain.battery import Battery
from cellyard.domain.calibration import calibration
from cellyard.domain.conflicts import Conflict, ConflictKind
from cellyard.domain.facts import Outcome
from cellyard.domain.known import Release
from cellyard.domain.registers import Instrument
from cellyard.domain.rules import Edition, in_force
from cellyard.domain.shipping.load import Load
from cellyard.domain.shipping.receipt import open_differences, task_of
from cellyard.domain.yard.watching import Alarm, alarms, standing

_with = msgspec.structs.replace
Kind = (
    ConflictKind
    | Literal[
        "reading",
        "paper",
        "observed",
        "difference",
        "not_left",
        "not_received",
        "calibration",
        "edition",
        "release",
        "qualification",
    ]
)
Group = Literal["look", "decide", "deadline"]
# For a look somebody has to walk; the rest is done at a desk.
_LOOK: frozenset[Kind] = frozenset(
    {
        "reading",
        "paper",
        "two_places",
        "moved_after_dispatch",
        "two_loads",
        "one_or_two",
        "same_code",
        "slot_over",
        "slot_beside",
    }
)
_DECIDE: frozenset[Kind] = frozenset(
    {"graded_twice", "slot_of_other", "role_missing", "two_versions", "unread", "fork"}
)
_GROUPS: tuple[Group, ...] = ("look", "decide", "deadline")


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do. `key` names it, `subject` is what it is about: a load, a battery, an
    instrument, an edition, a person, by its kind.

    `at` is since when it stands (ms), `until` the last ISO date of what ends and `days` how many
    are left of it. `name` is a load's number, an edition's id, a slot; `alarm` what a reading says,
    None when it is only due. `conflict` is what cannot all be true, `batteries` those it is about,
    by the facts of its evidence. `urgent` tasks are counted; the others only remind.
    """

    key: str
    kind: Kind
    subject: str
    name: str = ""
    battery: str = ""
    outcome: Outcome | None = None
    at: int = 0
    until: str = ""
    days: int = 0
    count: int = 0
    what: str = ""
    alarm: Alarm | None = None
    conflict: Conflict | None = None
    batteries: tuple[str, ...] = ()
    urgent: bool = True

    @property
    def group(self) -> Group:
        if self.kind in _LOOK:
            return "look"
        return "decide" if self.kind in _DECIDE else "deadline"


def in_order(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Return tasks as they are shown: first what wants a walk, in each group the urgent first."""

    def place(task: Task) -> tuple[int, bool, str, int, str]:
        return (_GROUPS.index(task.group), not task.urgent, task.until, task.at, task.key)

    return tuple(sorted(tasks, key=place))


def of_conflict(
    conflict: Conflict, subject: str, *, name: str = "", batteries: Sequence[str] = (), at: int = 0
) -> Task:
    """Return the task that a conflict is; `subject` is a battery's id where it is about one."""
    return Task(
        key=f"{conflict.task}/{subject}",
        kind=conflict.kind,
        subject=subject,
        name=name,
        battery=batteries[0] if batteries else "",
        conflict=conflict,
        batteries=tuple(batteries),
        at=at,
        urgent=conflict.kind != "unread",
    )


def of_loads(
    loads: Iterable[Load], batteries: Callable[[str], Sequence[Battery]], today: str
) -> Iterable[Task]:
    """Give what loads ask for: to leave, a receipt, and answers to what differs in it.

    How long a receipt may take is in no rule: it is never urgent, its age is all that is told.
    """
    for load in loads:
        if load.state in ("open", "sealed") and load.leaves_on <= today:
            yield _not_left(load, today)
        if load.state in ("dispatched", "arrived"):
            waits = _about(load, "not_received")
            yield _with(waits, at=load.dispatched_at, urgent=False)
        if load.state == "arrived" or load.differences:
            differing = open_differences(load, batteries(load.id))
            yield from (_difference(load, battery) for battery in differing)


def _about(load: Load, kind: Kind) -> Task:
    return Task(
        key=f"{kind}/{load.id}", kind=kind, subject=load.id, name=load.number, what=load.consignee
    )


def _not_left(load: Load, today: str) -> Task:
    days = _left(load.leaves_on, today)
    task = _about(load, "not_left")
    return _with(task, until=load.leaves_on, days=days, urgent=days < 0)


def _difference(load: Load, battery: Battery) -> Task:
    return _with(
        _about(load, "difference"),
        key=f"{load.id}/{task_of(battery)}",
        battery=battery.id,
        outcome=battery.leaving.outcome,
        at=load.received_at or load.arrived_at,
    )


def of_instruments(
    instruments: Iterable[Instrument], today: str, notice_days: Decimal
) -> Iterable[Task]:
    """Give the instruments whose calibration has ended, or ends within the days of notice."""
    for instrument in instruments:
        stands = calibration(instrument, today, notice_days)
        if stands.standing in ("soon", "past"):
            yield Task(
                key=f"calibration/{instrument.key}/{instrument.calibrated_until}",
                kind="calibration",
                subject=instrument.key,
                until=instrument.calibrated_until,
                days=stands.days,
                urgent=stands.standing == "past",
            )


def of_editions(
    editions: Sequence[Edition],
    jurisdiction: str,
    released: Callable[[str], Release | None],
    today: str,
    notice_days: Decimal,
) -> Iterable[Task]:
    """Give what ends of the rules: an edition that none follows, and who stands for one."""
    for subject in dict.fromkeys(e.subject for e in editions):
        stands = in_force(list(editions), today, jurisdiction, subject)
        if stands is None:
            ended = [e for e in editions if e.subject == subject and e.valid_to < today]
            ours = [e for e in ended if e.jurisdiction in ("", jurisdiction)]
            last = max(ours, key=lambda e: e.valid_to, default=None)
            if last is not None:
                yield _ends("edition", last.id, last.valid_to, today)
            continue
        days = _left(stands.valid_to, today)
        follows = in_force(list(editions), _day_after(stands.valid_to), jurisdiction, subject)
        if days <= notice_days and follows is None:
            yield _ends("edition", stands.id, stands.valid_to, today)
        release = released(stands.id)
        if release is not None and _left(release.until, today) <= notice_days:
            yield _ends("release", stands.id, release.until, today)


def of_qualification(
    person: str, qualification: str, until: str, today: str, notice_days: Decimal
) -> Iterable[Task]:
    """Give the qualification that ends within the days of notice, or has ended; "" is none."""
    if until and _left(until, today) <= notice_days:
        yield _ends("qualification", person, until, today, qualification)


def of_watched(batteries: Iterable[Battery], edition: Edition, now: int) -> Iterable[Task]:
    """Give what is alarming about each watched battery, else that its reading is due now; and
    which ones were observed for the longest time there is, for somebody to decide.
    """
    for battery in batteries:
        alarm = next(iter(alarms(battery, edition, now)), None)
        state = standing(battery, edition, now)
        if alarm is not None or 0 < state.due <= now:
            at = alarm.at if alarm else state.due
            key = f"reading/{battery.id}/{alarm.kind if alarm else 'due'}/{at}"
            task = _watched(battery, "reading", key)
            yield _with(task, at=at, alarm=alarm, urgent=alarm is not None)
        if state.most <= now and _undecided(battery):
            task = _watched(battery, "observed", f"observed/{battery.id}/{state.most}")
            yield _with(task, at=state.most, urgent=False)


def _watched(battery: Battery, kind: Kind, key: str) -> Task:
    slot = battery.slot or ""
    return Task(key=key, kind=kind, subject=battery.id, name=slot, battery=battery.id)


def _undecided(battery: Battery) -> bool:
    """Tell whether nobody has said yet what becomes of it: a hold or a load says so."""
    listed = bool(battery.leaving.load)
    return battery.verdict == "watch" and battery.watch.hold is None and not listed


def of_papers(doubtful: int) -> Iterable[Task]:
    """Give one task while papers may have been printed already: somebody looks at the printer."""
    if doubtful:
        yield Task(key="paper", kind="paper", subject="", count=doubtful)


def _ends(kind: Kind, subject: str, until: str, today: str, what: str = "") -> Task:
    days = _left(until, today)
    return Task(
        key=f"{kind}/{subject}/{what}/{until}",
        kind=kind,
        subject=subject,
        name=subject,
        what=what,
        until=until,
        days=days,
        urgent=days < 0,
    )


def _left(until: str, today: str) -> int:
    return (date.fromisoformat(until) - date.fromisoformat(today)).days


def _day_after(day: str) -> str:
    at = date.fromisoformat(day)
    return day if at == date.max else date.fromordinal(at.toordinal() + 1).isoformat()
