"""The day so far on one station's store: what went through each hour, what waits, what is open."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import msgspec

from cellyard import durable
from cellyard.documents.document import both
from cellyard.documents.hand_over import HandOver, Line
from cellyard.domain.battery import Battery
from cellyard.domain.envelope import Recorded
from cellyard.domain.fold import fold
from cellyard.domain.registers import BatteryModel
from cellyard.domain.rules import Edition
from cellyard.domain.shipping.load import Load
from cellyard.domain.tasks import Task
from cellyard.jobs import fire_sheet, hand_over, labels
from cellyard.jobs.hand_over import Waiting
from cellyard.ledger.questions import Questions
from cellyard.words.shipping_facts import OUTCOMES
from cellyard.words.tasks import KINDS
from cellyard.words.times import local
from cellyard.words.yard import QUALIFICATIONS

HOUR_MS = 3_600_000
_TICK_MS = 1_800_000  # so far apart stand the points of the curve


class Counter(msgspec.Struct, frozen=True, kw_only=True):
    """How many batteries went through one step, and in each hour, the hour of now last."""

    step: str
    count: int
    hours: tuple[int, ...]


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """The day at one moment; times in ms. `since` begins the first hour with anything done.

    `tickets` are the open ones, `abnormal` what is STOP, WATCH or on hold, the worst first.
    """

    since: int
    at: int
    counters: tuple[Counter, ...]
    waiting: tuple[Waiting, ...]
    tickets: tuple[Battery, ...]
    abnormal: tuple[Battery, ...]
    runs: int
    loads: tuple[Load, ...]
    models: dict[str, BatteryModel]


class Point(msgspec.Struct, frozen=True, array_like=True):
    """The waiting risk at one moment (ms), in kWh × h."""

    at: int
    risk: Decimal


def board(questions: Questions, at: int) -> Board:
    """Return the day up to now. Refused("no_edition") in a store without rules."""
    midnight = _midnight(at)
    through = hand_over.done(questions, midnight, at + 1)
    since = _begin(through, midnight, at)
    here = questions.flow.on_site()
    return Board(
        since=since,
        at=at,
        counters=tuple(
            Counter(step=step, count=len(when), hours=_by_hour(when.values(), since, at))
            for step, when in through.items()
        ),
        waiting=tuple(hand_over.waiting(questions, at, here)),
        tickets=tuple(sorted((b for b in here if b.open), key=lambda b: b.received_at)),
        abnormal=hand_over.abnormal(here),
        runs=sum(b.bench.run is not None for b in here),
        loads=tuple(questions.loads.newest("open", "sealed")),
        models={model.key: model for model in questions.registers.models()},
    )


def sheet(
    questions: Questions,
    station: str,
    board: Board,
    tasks: Iterable[Task],
    people: tuple[str, str],
) -> HandOver:
    """Return the hand-over sheet of the day on the board; `people` hand over and take over."""
    outgoing, incoming = people
    return hand_over.content(
        questions,
        station=station,
        since=board.since,
        at=board.at,
        outgoing=outgoing,
        incoming=incoming,
        tasks=task_lines(tasks),
    )


def task_lines(tasks: Iterable[Task]) -> list[Line]:
    """Return open tasks as the sheet prints them, in both languages."""
    return [_line(task) for task in tasks]


def _line(task: Task) -> Line:
    told = OUTCOMES[task.outcome] if task.outcome else {**QUALIFICATIONS}.get(task.what, "")
    right = both(told) if told else str(task.count or "")
    more = "" if task.kind == "qualification" else task.name or task.subject
    return Line(what=both(KINDS[task.kind]), more=more, right=task.until or right)


def keep(folder: Path, pdf: bytes, at: int) -> Path:
    """Keep the sheet of a moment (ms) as PDF among the papers of a station; returns its path.

    Raises what `durable.refusal` says of a disk that takes nothing.
    """
    path = folder / labels.PAPERS / f"hand-over-{local(at):%Y-%m-%d-%H%M}.pdf"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        durable.write_durably(path, pdf)
    except OSError as no:
        raise durable.refusal(no) from no
    return path


def _midnight(at: int) -> int:
    return int(local(at).replace(hour=0, minute=0, second=0, microsecond=0).timestamp() * 1000)


def _begin(through: dict[str, dict[str, int]], midnight: int, at: int) -> int:
    first = min((t for when in through.values() for t in when.values()), default=at)
    return midnight + (first - midnight) // HOUR_MS * HOUR_MS


def _by_hour(times: Iterable[int], since: int, at: int) -> tuple[int, ...]:
    hours = [0] * ((at - since) // HOUR_MS + 1)
    for time in times:
        hours[(time - since) // HOUR_MS] += 1
    return tuple(hours)


def risk_since(questions: Questions, since: int, at: int) -> tuple[Point, ...]:
    """Return the waiting risk from `since` until now, each battery as it was known at each point.

    What nothing was written of since then waits as it does now, from before: only the others are
    told anew from their facts.
    """
    registers = questions.registers
    models = {model.key: model for model in registers.models()}
    edition = fire_sheet.edition_of(registers, at)
    touched = questions.flow.touched(since)
    still = [b for b in questions.flow.on_site() if b.id not in touched]
    lines = [_Waited(questions.line(id_), f"battery/{id_}") for id_ in touched]
    points: list[Point] = []
    for moment in (*range(since, at, _TICK_MS), at):
        there = (*still, *(line.at(moment) for line in lines))
        risk = sum((_risk(b, models, edition, moment) for b in there), Decimal(0))
        points.append(Point(moment, risk))
    return tuple(points)


class _Waited:
    """One battery's facts, folded anew only where more of them count."""

    def __init__(self, line: list[Recorded], subject: str) -> None:
        self._line, self._subject = line, subject
        self._count = -1
        self._state = Battery(id="")

    def at(self, moment: int) -> Battery:
        known = [r for r in self._line if r.envelope.at <= moment]
        if len(known) != self._count:
            self._count, self._state = len(known), fold(known, self._subject)
        return self._state


def _risk(b: Battery, models: dict[str, BatteryModel], edition: Edition, at: int) -> Decimal:
    if not b.received_at or hand_over.lane_of(b) is None:
        return Decimal(0)
    return hand_over.at_risk(b, models, edition, at)[1]
