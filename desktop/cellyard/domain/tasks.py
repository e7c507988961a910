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
from cellyard.domain.facts import Outcome
from cellyard.domain.known import Release
from cellyard.domain.registers import Instrument
from cellyard.domain.rules import Edition, in_force
from cellyard.domain.shipping.load import Load
from cellyard.domain.shipping.receipt import open_differences, task_of
from cellyard.domain.yard.watching import Alarm, alarms, standing

Kind = Literal[
    "reading",
    "paper",
    "difference",
    "not_left",
    "not_received",
    "calibration",
    "edition",
    "release",
    "qualification",
]
Group = Literal["look", "deadline"]
# For a look somebody has to walk; the rest is done at a desk.
_LOOK: frozenset[Kind] = frozenset({"reading", "paper"})


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do. `key` names it, `subject` is what it is about: a load, a battery, an
    instrument, an edition, a person, by its kind.

    `at` is since when it stands (ms), `until` the last ISO date of what ends and `days` how many
    are left of it. `name` is a load's number, an edition's id, a slot; `alarm` what a reading says,
    None when it is only due. `urgent` tasks are counted; the others only remind.
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
    urgent: bool = True

    @property
    def group(self) -> Group:
        return "look" if self.kind in _LOOK else "deadline"


def in_order(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Return tasks as they are shown: first what wants a walk, in each group the urgent first."""

    def place(task: Task) -> tuple[bool, bool, str, int, str]:
        return (task.group != "look", not task.urgent, task.until, task.at, task.key)

    return tuple(sorted(tasks, key=place))


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
            yield Task(
                key=f"not_received/{load.id}",
                kind="not_received",
                subject=load.id,
                name=load.number,
                what=load.consignee,
                at=load.dispatched_at,
                urgent=False,
            )
        if load.state == "arrived" or load.differences:
            differing = open_differences(load, batteries(load.id))
            yield from (_difference(load, battery) for battery in differing)


def _not_left(load: Load, today: str) -> Task:
    days = _left(load.leaves_on, today)
    return Task(
        key=f"not_left/{load.id}",
        kind="not_left",
        subject=load.id,
        name=load.number,
        what=load.consignee,
        until=load.leaves_on,
        days=days,
        urgent=days < 0,
    )


def _difference(load: Load, battery: Battery) -> Task:
    return Task(
        key=f"{load.id}/{task_of(battery)}",
        kind="difference",
        subject=load.id,
        name=load.number,
        battery=battery.id,
        outcome=battery.leaving.outcome,
        what=load.consignee,
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
    """Give what is alarming about each watched battery, else that its reading is due now."""
    for battery in batteries:
        alarm = next(iter(alarms(battery, edition, now)), None)
        due = standing(battery, edition, now).due
        if alarm is not None or 0 < due <= now:
            at = alarm.at if alarm else due
            yield Task(
                key=f"reading/{battery.id}/{alarm.kind if alarm else 'due'}/{at}",
                kind="reading",
                subject=battery.id,
                name=battery.slot or "",
                battery=battery.id,
                at=at,
                alarm=alarm,
                urgent=alarm is not None,
            )


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
